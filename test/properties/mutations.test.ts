/**
 * A mutation run: each clean sample is broken in every way that the form and the rules name, one at a time, and the rule that names it
 * must say so at its place. What changes nothing must give nothing.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../server/src/core/analysis/analyze.ts';
import { CHECKS } from '../../server/src/core/checks/index.ts';
import { cleanSamples, pack } from '../support/engine.ts';
import { formMutants } from './mutants/form.ts';
import { gapOf, KNOWN_GAPS } from './mutants/gaps.ts';
import { harmlessEdits } from './mutants/harmless.ts';
import { rulesMutants, untried } from './mutants/rules.ts';
import { ALL, catches, keyOf, type Mutant, Specimen } from './mutants/specimen.ts';
import { syntaxMutants } from './mutants/syntax.ts';
import { waiversMutants } from './mutants/waivers.ts';

/** So many mutations of a rule are tried in each sample, then one in some; all of them with `MUTANTS=all`. */
const FIRST = 10;
const THEN_ONE_IN = 5;
/** One in so many is also analyzed afresh: an analysis after an edit equals one without anything before it. */
const AFRESH = 100;

interface Score {
  caught: number;
  all: number;
}

const scores = new Map<string, Score>();
const gaps = new Map<(typeof KNOWN_GAPS)[number], number>();

function* mutantsOf(s: Specimen): Generator<Mutant> {
  yield* formMutants(s);
  yield* syntaxMutants(s);
  yield* rulesMutants(s);
  yield* waiversMutants(s);
}

suite('every mutation is caught by its own rule', () => {
  for (const name of cleanSamples()) {
    test(name, () => {
      const s = new Specimen(name);
      const missed: string[] = [];
      const seen = new Map<string, number>();
      let count = 0;
      for (const mutant of mutantsOf(s)) {
        const nth = seen.get(mutant.rule) ?? 0;
        seen.set(mutant.rule, nth + 1);
        if (!ALL && nth >= FIRST && nth % THEN_ONE_IN) continue;
        const isChanged = mutant.text !== s.text || mutant.settings || mutant.registry || mutant.files || mutant.others;
        assert.ok(isChanged, `${mutant.rule}: ${mutant.what} changes something`);
        if (!isCaught(s, mutant, count++ % AFRESH === 0)) missed.push(`${mutant.rule}: ${mutant.what}`);
      }
      assert.deepEqual(missed, []);
    });
  }

  test('every kind of check was tried, and every rule', () => {
    // This pack has no rule of it; its own test has.
    assert.deepEqual(untried(CHECKS.keys()), ['condition']);
    // A fault of a rule itself cannot be written as a dossier.
    const rest = pack.rules.map((r) => r.id).filter((id) => !scores.has(id) && id !== 'internal-fault');
    assert.deepEqual(rest, []);
  });

  test('the score', (t) => {
    const total = [...scores.values()].reduce((sum, s) => ({ caught: sum.caught + s.caught, all: sum.all + s.all }));
    for (const [rule, { caught, all }] of [...scores].toSorted())
      t.diagnostic(`${String(caught).padStart(5)} of ${String(all).padStart(5)}  ${rule}`);
    t.diagnostic(
      `caught ${total.caught} of ${total.all} mutations; ${total.all - total.caught} in ${gaps.size} known gaps`,
    );
    for (const [gap, count] of gaps) t.diagnostic(`gap, ${count} × ${gap.rule}: ${gap.why}`);
    const closed = KNOWN_GAPS.filter((g) => !gaps.has(g)).map((g) => `${g.rule}: ${g.why}`);
    for (const gap of closed) t.diagnostic(`no longer met with: ${gap}`);
    assert.ok(total.all >= 1500, `${total.all} mutations`);
    // With a choice of all mutations a gap may not come up.
    if (ALL) assert.deepEqual(closed, [], 'a gap that is closed is taken from the list');
  });
});

function isCaught(s: Specimen, mutant: Mutant, isAfresh: boolean): boolean {
  const analysis = s.judge(mutant);
  if (isAfresh) {
    const fresh = analyze(mutant.text, analysis.cache.input);
    assert.deepEqual(analysis.findings, fresh.findings, `${mutant.what}: after an edit and afresh`);
  }
  // What is encouraged may be missing in a clean sample too, and is found there in the same words.
  const isFoundInClean = s.clean.findings.some((f) => f.severity === 'info' && catches(f, mutant, s.text));
  const found = isFoundInClean ? analysis.findings : s.gained(analysis);
  const caught = found.some((f) => catches(f, mutant, mutant.text));
  const gap = caught ? undefined : gapOf(mutant, s);
  const score = scores.get(mutant.rule) ?? { caught: 0, all: 0 };
  scores.set(mutant.rule, { caught: score.caught + (caught ? 1 : 0), all: score.all + 1 });
  if (gap) gaps.set(gap, (gaps.get(gap) ?? 0) + 1);
  return caught || gap !== undefined;
}

suite('what changes nothing gives nothing', () => {
  for (const name of cleanSamples()) {
    test(name, (t) => {
      const s = new Specimen(name);
      const before = s.clean.findings.map(keyOf).sort();
      let count = 0;
      for (const { what, text } of harmlessEdits(s)) {
        // What yaml writes anew may be the same to the character.
        if (text === s.text) continue;
        const found = s.judge({ text }).findings.map(keyOf).sort();
        assert.deepEqual(found, before, what);
        count++;
      }
      t.diagnostic(`${count} edits`);
      assert.ok(count > 80);
    });
  }

  test('the samples say nothing against each other', () => {
    const all = cleanSamples().map((name) => new Specimen(name));
    for (const s of all) {
      const others = all.filter((o) => o !== s).map((o) => o.text);
      assert.deepEqual(s.gained(s.judge({ text: s.text, others })).map(keyOf), [], s.name);
    }
  });
});
