/**
 * Fixes never spoil a dossier. Samples without a finding get one to three random slips; then each preferred fix, and all safe
 * fixes together, leave fewer findings and none that was not there, keep every answer that was right, and never turn an answer
 * into another. `FUZZ_SEED=… FUZZ_SLIPS=20000` tries others, and more.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { suite, test } from 'node:test';
import type { Analysis } from '../../server/src/core/analysis/types.ts';
import { fixAll, isPreferred, quickFixes } from '../../server/src/core/features/code-actions/quick-fixes.ts';
import type { Answer } from '../../server/src/core/form/answer.ts';
import type { Finding, Fix } from '../../server/src/core/model/finding.ts';
import { formatFieldPath } from '../../server/src/core/model/path.ts';
import { cleanSamples, SMALLEST } from '../support/engine.ts';
import { edited } from '../support/features.ts';
import { rounds } from '../support/rounds.ts';
import { type Dice, dice } from '../support/scramble.ts';
import { randomSlip, type Slip } from './mutants/slips.ts';
import { type Edit, keyOf, Specimen } from './mutants/specimen.ts';

const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const SLIPS = Number(process.env.FUZZ_SLIPS ?? rounds(300));
const OPTIONS = { today: '2023-06-15' };
/** As many runs as `--fix` makes: fixing one error may show another. */
const MOST_RUNS = 8;

const specimens = new Map<string, Specimen>();
/** Most slips are made in the smallest sample, which is analyzed soonest. */
const NAMES = [SMALLEST, SMALLEST, SMALLEST, SMALLEST, ...cleanSamples()];

interface Case {
  readonly s: Specimen;
  readonly slips: readonly Slip[];
  readonly before: Analysis;
  /** What may be found after a fix: what was found before, in the sample itself, and with each slip alone. */
  readonly known: ReadonlySet<string>;
  readonly where: string;
}

suite(`random slips and their fixes, seed ${SEED}`, () => {
  test(`${SLIPS} cases`, (t) => {
    const tally = { preferred: 0, all: 0, offered: 0 };
    for (let n = 0; n < SLIPS; n++) {
      const roll = dice(SEED + n);
      for (let i = 0; i < 5; i++) roll(2);
      const one = randomCase(roll, `FUZZ_SEED=${SEED + n} FUZZ_SLIPS=1`);
      tally.offered += offeredFixes(one);
      tally.preferred += preferredFixes(one);
      tally.all += allFixes(one);
    }
    t.diagnostic(`${tally.offered} fixes offered, ${tally.preferred} preferred; ${tally.all} runs of all safe fixes`);
    if (SLIPS >= 100) for (const [what, count] of Object.entries(tally)) assert.ok(count > SLIPS / 10, what);
  });
});

function randomCase(roll: Dice, seed: string): Case {
  const name = NAMES[roll(NAMES.length)]!;
  const s = specimens.get(name) ?? new Specimen(name);
  specimens.set(name, s);
  const slips: Slip[] = [];
  for (let n = roll(2) ? 1 : 2 + roll(2); n > 0; n--) {
    const slip = randomSlip(s, roll);
    if (!slips.some((other) => overlap(s, other, slip))) slips.push(slip);
  }
  const before = s.judge({ text: s.edited(...slips.flatMap((slip) => slip.edits)) });
  const alone = slips.length > 1 ? slips.map((slip) => s.judge({ text: s.edited(...slip.edits) })) : [];
  const known = new Set([s.clean, before, ...alone].flatMap((a) => a.findings.map(keyOf)));
  return { s, slips, before, known, where: `${seed}: ${name}, ${slips.map((x) => x.what).join('; ')}` };
}

/** True where two slips touch the same line: what one does to the other is another slip. */
function overlap(s: Specimen, a: Slip, b: Slip): boolean {
  const lines = ({ edits }: Slip) => edits.map((e: Edit) => [s.lineOf(e.start), s.text.indexOf('\n', e.end)] as const);
  return lines(a).some(([from, to]) => lines(b).some(([start, end]) => start <= to && from <= end));
}

/** No fix on offer restores an answer that somebody denied. */
function offeredFixes({ s, slips, before, where }: Case): number {
  const denied = slips.filter((slip) => slip.says === 'other');
  if (!denied.length) return 0;
  const clean = answersOf(s.clean);
  const given = answersOf(before);
  let count = 0;
  for (const finding of before.findings) {
    for (const fix of quickFixes(before, finding, OPTIONS).filter((f) => !/^豁免“/.test(f.title.zh))) {
      const after = answersOf(s.judge({ text: edited(before.source.text, fix.edits) }));
      count++;
      for (const { path } of denied)
        if (given.get(path) !== clean.get(path) && clean.get(path) !== '否' && clean.get(path) !== '是')
          assert.notEqual(after.get(path), clean.get(path), `${where}: “${fix.title.zh}” says the opposite`);
    }
  }
  return count;
}

function preferredFixes(one: Case): number {
  const { before } = one;
  let count = 0;
  for (const finding of before.findings) {
    const [fix] = quickFixes(before, finding, OPTIONS);
    if (!fix || !isPreferred(before, fix)) continue;
    count++;
    check(one, one.s.judge({ text: edited(before.source.text, fix.edits) }), `“${fix.title.zh}”`, [finding, fix]);
  }
  return count;
}

function allFixes(one: Case): number {
  let after = one.before;
  let runs = 0;
  for (let edits = fixAll(after); edits.length; edits = fixAll(after)) {
    assert.ok(++runs <= MOST_RUNS, `${one.where}: fixing comes to an end`);
    after = one.s.judge({ text: edited(after.source.text, edits) });
  }
  if (runs) check(one, after, 'all safe fixes');
  return runs;
}

function check(one: Case, after: Analysis, what: string, [finding, fix]: readonly [Finding?, Fix?] = []): void {
  const { s, slips, before, known } = one;
  const where = `${one.where}: ${what}`;
  const added = after.findings.filter((f) => !known.has(keyOf(f)));
  assert.deepEqual(
    added.map((f) => `${f.rule} ${f.message.zh}`),
    [],
    `${where} brings no finding`,
  );
  // A finding of the sample itself may have been hidden by a slip.
  const open = ({ findings }: Analysis) => s.gained({ ...after, findings }).length;
  if (slips.length === 1 || fix?.likely) assert.ok(open(after) < open(before), `${where} leaves fewer findings`);
  if (finding && slips.length === 1) {
    const still = after.findings.some((f) => keyOf(f) === keyOf(finding) && f.span.start === finding.span.start);
    assert.ok(!still, `${where} takes its finding away`);
  }
  const [clean, given, left] = [s.clean, before, after].map(answersOf);
  for (const [path, value] of clean!) {
    const slip = slips.find((x) => touches(x.path, path));
    if (!slip && given!.get(path) === value) assert.equal(left!.get(path), value, `${where} keeps ${path}`);
    if (slip?.says === 'same' && left!.has(path) && left!.get(path) !== given!.get(path))
      assert.equal(left!.get(path), value, `${where} makes no other answer of ${path}`);
    if (slip?.says === 'other' && given!.get(path) !== value)
      assert.notEqual(left!.get(path), value, `${where} does not invert ${path}`);
  }
}

/** True where one place is the other, or is inside it. */
function touches(a: string, b: string): boolean {
  const within = (inner: string, outer: string) => inner === outer || /^[.[]/.test(inner.slice(outer.length));
  return (a.startsWith(b) && within(a, b)) || (b.startsWith(a) && within(b, a));
}

/** Every answer that can be read, by its path. */
function answersOf({ pack, answers }: Analysis): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  const walk = (answer: Answer) => {
    if (answer.state === 'ok' && answer.value !== undefined)
      all.set(formatFieldPath(answer.path), String(answer.value));
    for (const child of [...(answer.children?.values() ?? []), ...(answer.items ?? [])]) walk(child);
  };
  for (const field of pack?.form.fields ?? []) {
    const answer = answers.at([field.key]);
    if (answer) walk(answer);
  }
  return all;
}
