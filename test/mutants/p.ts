import { analyzed, sample } from '../support/engine.ts';
const { text } = sample('专业型-双链协同');
for (const [a,b] of [['[大数据, 云计算, 物联网, 人工智能]','[!大数据]'],['[大数据, 云计算, 物联网, 人工智能]','[!, 云计算]'],['[大数据, 云计算, 物联网, 人工智能]','[大数据, ]'],['[大数据, 云计算, 物联网, 人工智能]','[大数据, !胡说]']] as const) {
  const x=analyzed(text.replace(a, b));
  console.log(b, x.answers.at('平台.技术积累')?.items?.map(i=>[i.state,i.value, i.tree]), x.findings.filter(f=>f.rule!=='evidence-missing').map((f) => f.rule + ' ' + f.message.zh), x.source.blocks.flatMap(b=>b.block.problems));
}
