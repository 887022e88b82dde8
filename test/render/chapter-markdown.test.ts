/** A chapter's Markdown as its author meant it. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { chapterBlocks } from '../../server/src/render/manuscript/chapter-markdown.ts';
import { compose } from '../../server/src/render/manuscript/compose.ts';
import type { ManuscriptBlock, Run } from '../../server/src/render/manuscript/manuscript.ts';
import { writeText } from '../../server/src/render/writers/text.ts';
import { smallest } from '../support/engine.ts';
import { dossierOf } from '../support/word.ts';

function blocksOf(markdown: string): readonly ManuscriptBlock[] {
  let figures = 0;
  return chapterBlocks(markdown, { image: () => undefined, path: '正文.甲', id: 'a', figure: () => ++figures });
}

const LOOKS: readonly (readonly [(run: Run) => boolean | undefined, string])[] = [
  [(r) => r.bold, 'b'],
  [(r) => r.italic, 'i'],
  [(r) => r.strike, 's'],
  [(r) => r.script === 'sub', 'sub'],
  [(r) => r.script === 'super', 'sup'],
];

/** `甲<b>乙</b>`: the runs of all paragraphs with their looks, a line a paragraph. */
function shown(markdown: string): string {
  const paragraphs = (list: readonly ManuscriptBlock[]): readonly string[] =>
    list.flatMap((block) => {
      if (block.kind === 'list') return block.items.flatMap((item) => paragraphs(item));
      if (block.kind !== 'paragraph') return [];
      return [
        block.runs
          .map((r) => {
            const tags = LOOKS.flatMap(([has, tag]) => (has(r) ? [tag] : []));
            return tags.reduce((text, tag) => `<${tag}>${text}</${tag}>`, r.text);
          })
          .join(''),
      ];
    });
  return paragraphs(blocksOf(markdown)).join('\n');
}

suite('emphasis', () => {
  for (const [markdown, wanted] of [
    ['平台采用**“云边端”**架构', '平台采用<b>“云边端”</b>架构'],
    ['**数据（含图像）**由网关采集', '<b>数据（含图像）</b>由网关采集'],
    ['**5G专网。**接入', '<b>5G专网。</b>接入'],
    ['**连接能力。**驱动库覆盖', '<b>连接能力。</b>驱动库覆盖'],
    ['覆盖**（一）**项', '覆盖<b>（一）</b>项'],
    ['按**《方案》**执行', '按<b>《方案》</b>执行'],
    ['这是** 重点 **内容', '这是<b>重点</b>内容'],
    ['*“强调”*之后', '<i>“强调”</i>之后'],
    ['尺寸600*800*200', '尺寸600*800*200'],
  ] as const)
    test(`stands beside Chinese marks as beside letters: ${markdown}`, () => assert.equal(shown(markdown), wanted));
});

suite('a heading without its blank', () => {
  test('is a heading before Han characters, and text before others', () => {
    assert.deepEqual(
      ['#总体架构', '#1 号线'].map((markdown) => blocksOf(markdown)[0]!.kind),
      ['heading', 'paragraph'],
    );
  });
});

suite('marks of habit', () => {
  for (const [markdown, wanted] of [
    ['平台的__重点__能力', '平台的<b>重点</b>能力'],
    ['平台的＊＊重点＊＊能力', '平台的<b>重点</b>能力'],
    ['变量a__b__c与____', '变量a__b__c与____'],
    ['-甲能力\n-乙能力', '-甲能力\n-乙能力'],
    ['第一段说完。\n---\n第二段', '第一段说完。\n第二段'],
    ['二氧化碳CO~2~减排10^6^吨', '二氧化碳CO<sub>2</sub>减排10<sup>6</sup>吨'],
    ['PM~2.5~与SO~x~，面积30m^2^，10^-3^', 'PM<sub>2.5</sub>与SO<sub>x</sub>，面积30m<sup>2</sup>，10<sup>-3</sup>'],
    ['H<sub>2</sub>O和10<sup>6</sup>', 'H<sub>2</sub>O和10<sup>6</sup>'],
    ['~~原计划五年~~三年完成', '<s>原计划五年</s>三年完成'],
    ['工期~~（五年）~~三年', '工期<s>（五年）</s>三年'],
    ['20~30度，1~2~3级，A~B~C类', '20~30度，1~2~3级，A~B~C类'],
    ['- [x] 已完成\n- [ ] 未完成', '☑ 已完成\n□ 未完成'],
  ] as const)
    test(`are seen, and what only looks like them stays: ${markdown}`, () => assert.equal(shown(markdown), wanted));
});

suite('lines', () => {
  for (const [markdown, wanted] of [
    ['一、建设历程。\n二、建设投入。\n（一）机房。\n1、设备到位。\n2、人员到位。', 5],
    ['（1）甲\n（2）乙', 2],
    ['①甲\n②乙\n③丙', 3],
    ['1.甲\n2.乙', 2],
    ['一是甲；\n二是乙。', 2],
    ['• 甲\n• 乙', 2],
    ['总述如下：\n第一条 甲\n第二条 乙', 3],
    ['甲乙丙，\n丁戊己。', 1],
    ['设备共\n1.5万台', 1],
    ['甲  \n乙', 2],
    ['甲<br>乙', 2],
  ] as const)
    test(`numbered by hand are paragraphs, others go on: ${JSON.stringify(markdown)}`, () =>
      assert.equal(shown(markdown).split('\n').length, wanted));

  test('each know their stretch of the text', () => {
    const markdown = '总述600*800。\n  一、甲。\n  二、*乙*。';
    const stretches = blocksOf(markdown).map(({ within }) => markdown.slice(...within!).trim());
    assert.deepEqual(stretches, ['总述600*800。', '一、甲。', '二、*乙*。']);
  });
});

suite('nothing of a chapter is lost', () => {
  for (const [markdown, wanted] of [
    ['    缩进四格的**段落**。', '缩进四格的<b>段落</b>。'],
    ['[注]: 截至5月底的数据', '[注]: 截至5月底的数据'],
    ['使用<APP>查询', '使用<APP>查询'],
    ['甲。\n\n[^1]: 没有引用的注。', '甲。\n注1：没有引用的注。'],
  ] as const)
    test(JSON.stringify(markdown), () => assert.equal(shown(markdown), wanted));
});

suite('texts made to be slow', () => {
  for (const [name, markdown] of [
    ['marks of lists in a line', `${'- '.repeat(25_000)}甲`],
    ['numbers in a line', `${'1. '.repeat(25_000)}甲`],
    ['quotations in a line', `${'> '.repeat(25_000)}甲`],
    ['lists ever deeper', Array.from({ length: 400 }, (_, i) => `${' '.repeat(2 * i)}- 甲`).join('\n')],
    ['stars that nothing closes', '**甲'.repeat(8_000)],
    ['brackets that nothing closes', '[甲]('.repeat(8_000)],
  ] as const)
    test(`take seconds at most: ${name}`, () => {
      const start = process.cpuUsage();
      assert.ok(blocksOf(markdown).length > 0);
      const { user } = process.cpuUsage(start);
      assert.ok(user < 15_000_000, `${user / 1e6} s`);
    });
});

suite('what is printed of answers', () => {
  const printed = (...changes: readonly (readonly [string, string])[]) =>
    writeText(compose(dossierOf(smallest(...changes)), { draft: true, file: () => undefined }));

  test('money keeps the zeros it is written with', () => {
    const text = printed(['营业收入: 268', '营业收入: 1420.10'], ['注册资本: 600', '注册资本: 0600.00']);
    assert.match(text, /\| 1420\.10 \|/);
    assert.match(text, /600\.00 万元/);
  });

  test('text folded over lines has no blanks between Chinese characters', () => {
    const text = printed(
      ['平台名称: 砺穹5G工业互联网平台', '平台名称: 砺穹5G工业\n    互联网平台'],
      ['单位简介: |\n    德州砺穹通信技术有限公司成立', '单位简介: >\n    德州砺穹通信技术\n    有限公司成立'],
    );
    assert.match(text, /砺穹5G工业互联网平台/);
    assert.match(text, /德州砺穹通信技术有限公司成立于2019年/);
    assert.doesNotMatch(text, /工业 互联网|技术 有限/);
  });

  test('words of another script keep the blank that a fold stands for', () => {
    assert.match(
      printed(['平台名称: 砺穹5G工业互联网平台', '平台名称: Industrial\n    Internet']),
      /Industrial Internet/,
    );
  });
});
