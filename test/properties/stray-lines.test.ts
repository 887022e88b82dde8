/**
 * Random lines where no line belongs, at any column: each costs one finding at most, at its place, and everything else is read as before. An analysis
 * after the edit equals a fresh one. Seeds vary; `FUZZ_SEED=… FUZZ_STRAYS=…` repeats a run, or makes more.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { suite, test } from 'node:test';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import { analyzed, cleanSamples, sample } from '../support/engine.ts';
import { differences } from '../support/features.ts';
import { type Dice, dice } from '../support/scramble.ts';

/** Another one each run; the name of the suite and each failure say which. */
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
/** In all samples together. */
const STRAYS = Number(process.env.FUZZ_STRAYS ?? 600);

const BEGINNINGS = [
  '',
  '- ',
  '• ',
  '— ',
  '## ',
  '| ',
  '> ',
  '1. ',
  '（一）',
  '**',
  '"',
  '“',
  '《',
  '`',
  '![图](',
  '[',
  '{',
  '@',
  '①',
  '试点一：',
  '目标：',
];
const WORDS = [
  '网络层',
  '平台采用三层架构',
  '上线设备86台',
  '5G',
  '2020年',
  '建设目标',
  'Modbus',
  '，',
  '；',
  '。',
  '：',
  ' ',
  '\t',
  '|',
  '**',
  '、',
  '”',
];
const COLUMNS = [0, 0, 1, 2, 3, 4, 6, 8];

function strayLine(roll: Dice): string {
  const words = Array.from({ length: 1 + roll(6) }, () => WORDS[roll(WORDS.length)]!).join('');
  return BEGINNINGS[roll(BEGINNINGS.length)]! + (words.trim() || '网络层');
}

suite(`a stray line anywhere costs one finding, seed ${SEED}`, () => {
  const names = cleanSamples();
  for (const name of names) {
    test(name, (t) => {
      const { text } = sample(name);
      const lines = text.split('\n');
      const before = analyzed(text);
      const roll = dice([...name].reduce((sum, c) => sum * 31 + c.codePointAt(0)!, SEED) % 2 ** 32);
      let silent = 0;
      for (let n = 0; n < STRAYS / names.length; n++) {
        const at = 1 + roll(lines.length - 2);
        const line = ' '.repeat(COLUMNS[roll(COLUMNS.length)]!) + strayLine(roll);
        const changed = [...lines.slice(0, at), line, ...lines.slice(at)].join('\n');
        const after = analyze(changed, before.cache.input, before);
        const where = `${JSON.stringify(line)} as line ${at + 1}, FUZZ_SEED=${SEED}`;
        assert.deepEqual(differences(after, analyzed(changed)), [], `after an edit and afresh: ${where}`);
        const found = after.findings.filter((f) => f.severity !== 'info');
        assert.ok(
          found.length <= 1,
          `${found.map((f) => `${f.rule} ${after.source.position(f.span.start).line + 1}`)}: ${where}`,
        );
        silent += found.length ? 0 : 1;
      }
      // Lines of a chapter at its column, remarks, and text that goes on with the plain text above are in order.
      t.diagnostic(`${silent} in order`);
      assert.ok(silent < (STRAYS / names.length) * 0.5);
    });
  }
});
