import { cleanSamples } from '../support/engine.ts';
import { Specimen, keyOf } from './specimen.ts';
import { harmlessEdits } from './harmless.ts';
let n=0; const cpu=process.cpuUsage();
for (const name of cleanSamples()) {
  const s = new Specimen(name);
  const before = s.clean.findings.map(keyOf).sort().join('\n');
  for (const h of harmlessEdits(s)) {
    n++;
    const a = s.judge(h);
    const g = s.gained(a);
    const after = a.findings.map(keyOf).sort().join('\n');
    if (after !== before) console.log('DIFF', name, h.what, g.slice(0,3).map((f)=>`${f.rule}@${f.path?.join('.')} ${f.message.zh.slice(0,50)} [${h.text.slice(f.span.start,f.span.end).slice(0,20)}]`).join(';; '), g.length, a.findings.length, s.clean.findings.length);
  }
}
console.log(n, process.cpuUsage(cpu).user/1e6);
