/** `npm run bench`: what an edit and a file cost, as ratios against the plain YAML parse of the same text in the same run. */
import { performance } from 'node:perf_hooks';
import { parseDocument } from 'yaml';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import type { Analysis } from '../../server/src/core/analysis/types.ts';
import { completion } from '../../server/src/core/features/completion/completion.ts';
import { hover } from '../../server/src/core/features/hover/hover.ts';
import { render } from '../../server/src/render/submission/render.ts';
import { facts, pack, sample } from '../support/engine.ts';
import { city } from './city.ts';
import { many } from './many.ts';
import { paper } from './paper.ts';
import { thousand } from './thousand.ts';

const RUNS = 40;
const { text } = sample('特色型-重点行业');
const given = facts();
const baseline = median(() => parseDocument(text));
const lines = text.split('\n').length;

console.log(`One dossier of ${lines} lines, ${text.length} characters; medians of ${RUNS} runs.`);
console.log(`baseline: yaml parses it in ${baseline.toFixed(2)} ms\n`);
report(
  'analysis of the whole file',
  median(() => analyze(text, given)),
);

let analysis: Analysis = analyze(text, given);
report('one keystroke in a number', keystrokes(text.indexOf('742')));
report('one keystroke in a chapter', keystrokes(text.indexOf('农机装备是典型')));
report('a keystroke that nothing reads (a comment)', keystrokes(text.indexOf('# 指标') + 2));
const formKeys = given.formKeys;
report(
  'completion',
  median(() => completion(analysis, { offset: text.indexOf('民营'), locale: 'zh', formKeys, packs: given.packs })),
);
report(
  'hover',
  median(() => hover(analysis, text.indexOf('民营'), 'zh')),
);
const dossier = { ...analysis, pack };
const started = performance.now();
for (let i = 0; i < 3; i++) await render(dossier, { draft: true, all: false, file: () => undefined });
report('render to Word', (performance.now() - started) / 3);
// `npm run bench -- thousand` and `npm run bench -- city` measure that only.
const only = process.argv[2];
if (only === undefined) {
  await many();
  await paper();
}
if (only !== 'thousand') city();
if (only !== 'city') await thousand();

/** Types and deletes a character at an offset, each an edit on top of the analysis before. */
function keystrokes(at: number): number {
  let on = false;
  return median(() => {
    on = !on;
    analysis = analyze(on ? `${text.slice(0, at)}1${text.slice(at)}` : text, given, analysis);
  });
}

function median(work: () => unknown): number {
  for (let i = 0; i < 5; i++) work();
  const times = Array.from({ length: RUNS }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[RUNS / 2]!;
}

function report(what: string, ms: number): void {
  console.log(
    `${what.padEnd(44)} ${ms.toFixed(2).padStart(8)} ms   ${(ms / baseline).toFixed(2).padStart(6)} × baseline`,
  );
}
