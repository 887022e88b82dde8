/**
 * Random edits, one after another as an author makes them: after each the engine knows what a fresh reading knows, and every
 * feature has its answer. Seeds vary; `FUZZ_SEED=… FUZZ_EDITS=…` repeats a run, or makes more.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { suite, test } from 'node:test';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import type { Analysis, AnalysisInput } from '../../server/src/core/analysis/types.ts';
import { newDossier } from '../../server/src/core/edits/skeleton.ts';
import { Workspace } from '../../server/src/core/workspace/workspace.ts';
import { applicant, creditCode, stemOf } from '../support/editor.ts';
import { Author, changed, type Made } from '../support/edits.ts';
import { cleanSamples, facts, pack, SMALLEST, sample } from '../support/engine.ts';
import { type CursorState, differences, HERE, looked, SLOW, WHOLE } from '../support/features.ts';
import { reduced } from '../support/reduce.ts';
import { rounds } from '../support/rounds.ts';
import { type Dice, dice, scrambled } from '../support/scramble.ts';

/** Another one each run; the name of the test and each failure say which. */
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
/** In all the runs together. */
const EDITS = Number(process.env.FUZZ_EDITS ?? rounds(900));

const FACTS = facts();
const WRONG = '常见问题';
const DONORS = [...cleanSamples(), WRONG].map((name) => sample(name).text);
const SMALL = sample(SMALLEST).text;

/** A little of everything that a dossier may be written with, in few lines: an edit of it costs next to nothing. */
const MOTLEY = `# 什么都有一点
通知: sd-2023
申报: &甲
  方向: ${pack.notice.directions[0]!.id}
  申报日期: 2023/6/15   # 写法不一
申报单位:
  单位名称：德州砺穹通信技术有限公司
  注册地址: {省: 山东省，市: "德州市", 县区: '陵城区'}
  单位简介: >-
    折叠的文字，注册资本600万元，
    续行😀。

  资质荣誉:
  - {名称: 高新技术企业, 证明: 荣誉-1}
  -   名称: 专精特新
      证明: [荣誉-1, 荣誉-2]
正文:
  平台定位: |2
      缩进更深的一行
    服务企业42家，**连接**设备860台套。
  建设基础: {文件: 章节/一.md}
平台: {指标: {连接设备数: {数值: 860, 截止: }, 服务企业数: 42}, 技术积累: *甲}
附件材料:
  - {编号: 荣誉-1, 材料: 荣誉资质证明, 文件: evidence/a.pdf}
豁免:
  - 规则: credit-code
    位置: 申报单位.统一社会信用代码
    理由: "换证\\u3002"
单独一词
`;

/** What is edited, and its share of all edits: most are of small texts, where an edit costs little. */
const RUNS: Readonly<Record<string, readonly [share: number, text: (roll: Dice) => string]>> = {
  'the smallest sample': [6, () => SMALL],
  'the smallest sample, CRLF': [3, () => SMALL.replaceAll('\n', '\r\n')],
  'the smallest sample, with a mark of bytes': [2, () => `\ufeff${SMALL}`],
  'the smallest sample in disorder': [2, (roll) => scrambled(SMALL, roll).text],
  'the smallest sample, half of it': [3, (roll) => SMALL.slice(0, roll(SMALL.length))],
  [WRONG]: [3, () => sample(WRONG).text],
  ...Object.fromEntries(
    cleanSamples()
      .filter((name) => name !== SMALLEST)
      .map((name) => [name, [1, () => sample(name).text]] as const),
  ),
  'a new dossier': [4, (roll) => newDossier(pack, pack.notice.directions[roll(5)]!.id, '甲公司')],
  'a little of everything': [6, () => MOTLEY],
  nothing: [2, () => ''],
};
const SHARES = Object.values(RUNS).reduce((sum, [share]) => sum + share, 0);

/** The same numbers for the same seed and name. */
function diceFor(name: string): Dice {
  const roll = dice([...name].reduce((sum, c) => sum * 31 + c.codePointAt(0)!, SEED) % 2 ** 32);
  // The first of seeds that are near each other are, too.
  for (let i = 0; i < 5; i++) roll(2);
  return roll;
}

/** What of the answers that cost as much as an analysis is asked for after the `n`th edit. */
const dear = Object.entries(SLOW);

suite(`random edits, seed ${SEED}`, () => {
  for (const [name, [share, begin]] of Object.entries(RUNS)) {
    const edits = Math.ceil((EDITS * share) / SHARES);
    test(`of ${name}: ${edits}`, (t) => {
      const roll = diceFor(name);
      const origin = begin(roll);
      const author = new Author(origin, roll, DONORS);
      let known: AnalysisInput = FACTS;
      let analysis = analyze(origin, known);
      let back = 0;
      for (let n = 1; n <= edits; n++) {
        const before = author.text;
        const made = author.next();
        // Files come and go beside it.
        if (roll(6) === 0) known = roll(3) ? { ...FACTS, ...looked(analysis, roll) } : FACTS;
        analysis = stepped({ before, made, author, known, analysis, n });
        const offset = made.changes[0]?.at ?? 0;
        for (const at of [Math.min(offset, author.text.length), roll(author.text.length + 1)])
          ask(HERE, { analysis, offset: at, n });
        ask(WHOLE, { analysis, offset, n });
        ask(Object.fromEntries([dear[n % dear.length]!]), {
          analysis,
          offset: Math.min(offset, author.text.length),
          n,
        });
        if (author.text === origin) back++;
      }
      t.diagnostic(`back where it began ${back} times`);
      assert.ok(back > 0 || edits < 50, 'it comes back');
    });
  }
});

/** Two that share a code, two that share a chapter, one that names another: each edit may change what others are told. */
test(`random edits of dossiers that are compared with each other, seed ${SEED}`, () => {
  const edits = Math.ceil(EDITS / 40);
  const roll = diceFor('all');
  const texts = [applicant(0), applicant(1, [creditCode(1), creditCode(0)]), applicant(2), SMALL];
  texts.push(applicant(3, ['平台上线以来', `${stemOf(0)}5G工业互联网平台上线以来`]));
  const authors = texts.map((text) => new Author(text, roll, texts));
  const workspace = new Workspace();
  const held = texts.map((text) => analyze(text, FACTS));
  for (const [i, analysis] of held.entries()) workspace.set(String(i), analysis);
  let told = 0;
  for (let n = 1; n <= edits; n++) {
    const which = roll(authors.length);
    const { what } = authors[which]!.next();
    held[which] = analyze(authors[which]!.text, held[which]!.cache.input, held[which]);
    workspace.set(String(which), held[which]);
    const others = new Workspace();
    for (const [i, { text }] of authors.entries()) others.set(String(i), analyze(text, FACTS));
    for (const [i, { text }] of authors.entries()) {
      const said = workspace.issuesOf(String(i));
      const where = `FUZZ_SEED=${SEED}, dossier ${i} after edit ${n} of dossier ${which}, ${what}`;
      assert.deepEqual(said, others.issuesOf(String(i)), where);
      // As in the store: analyzed again only where the others say something else now.
      const known: AnalysisInput = { ...FACTS, ...(said ? { crossDossierIssues: said } : {}) };
      if (held[i]!.cache.input.crossDossierIssues !== said) held[i] = analyze(text, known, held[i]);
      assert.deepEqual(differences(held[i]!, analyze(text, known)), [], where);
      told += [...(said?.issues.values() ?? [])].flat().length;
    }
  }
  assert.ok(told > edits, 'they have something to say to each other');
});

interface Step {
  readonly before: string;
  readonly made: Made;
  readonly author: Author;
  readonly known: AnalysisInput;
  readonly analysis: Analysis;
  readonly n: number;
}

/** The analysis after an edit, which is as one of the text alone. */
function stepped({ before, made, author, known, analysis, n }: Step): Analysis {
  const { text } = author;
  const where = `FUZZ_SEED=${SEED}, edit ${n}, ${made.what}: ${JSON.stringify(made.changes).slice(0, 500)}`;
  assert.equal(made.changes.reduce(changed, before), text, where);
  const after = analyze(text, known, analysis);
  const differing = differences(after, analyze(text, known));
  assert.deepEqual(differing, [], `${where}\nof ${JSON.stringify(before)}`);
  return after;
}

/** Asks all of these questions; where an answer is wrong, the least text is told for which it is. */
function ask(
  questions: Readonly<Record<string, (standing: CursorState) => void>>,
  { analysis, offset, n }: Omit<CursorState, 'roll'> & { readonly n: number },
): void {
  const known = analysis.cache.input;
  for (const [name, question] of Object.entries(questions)) {
    try {
      question({ analysis, offset, roll: dice(SEED + n) });
    } catch (error) {
      const asked = (text: string, at: number) =>
        question({ analysis: analyze(text, known), offset: at, roll: dice(SEED + n) });
      const least = reduced(analysis.source.text, offset, asked, error);
      throw new Error(
        `${name}, after edit ${n}, seed ${SEED}; wrong with the cursor at ‸ in\n${JSON.stringify(least)}`,
        {
          cause: error,
        },
      );
    }
  }
}
