/** A pack tests itself: every rule's examples, on both sides of its edge. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../server/src/core/analyze.ts';
import { CHECKS } from '../server/src/core/checks/index.ts';
import { analyzed, cleanSamples, facts, pack, patched, rulesOf, sample } from './support/engine.ts';

suite('rule examples', () => {
  for (const rule of pack.rules) {
    for (const [i, patch] of rule.wrong.entries()) {
      test(`${rule.id} fires, example ${i + 1}`, () => {
        const { text, settings } = patched(patch);
        const rules = rulesOf(analyze(text, facts(settings)));
        assert.ok(rules.includes(rule.id), `found instead: ${rules.join(', ') || 'nothing'}`);
      });
    }
    for (const [i, patch] of rule.right.entries()) {
      test(`${rule.id} is silent, example ${i + 1}`, () => {
        const { text, settings } = patched(patch);
        const found = analyze(text, facts(settings)).findings.filter((f) => f.rule === rule.id);
        assert.deepEqual(
          found.map((f) => f.message.zh),
          [],
        );
      });
    }
  }
});

suite('registries', () => {
  test('every rule but those of the analysis itself has a check that exists', () => {
    for (const rule of pack.rules) assert.ok(rule.check === undefined || CHECKS.has(rule.check), rule.id);
  });

  test('every rule has examples on both sides', () => {
    const without = pack.rules.filter((r) => !r.wrong.length || !r.right.length).map((r) => r.id);
    // A fault inside a rule cannot be written as a dossier; it has a test of its own.
    assert.deepEqual(without, ['internal-fault']);
  });

  test('rule ids are unique', () => {
    const ids = pack.rules.map((r) => r.id);
    assert.equal(new Set(ids).size, ids.length);
  });

  test('every check is used by a rule', () => {
    const used = new Set(pack.rules.map((r) => r.check));
    assert.deepEqual(
      [...CHECKS.keys()].filter((id) => !used.has(id)),
      [],
    );
  });
});

suite('clean samples', () => {
  for (const name of cleanSamples()) {
    test(`${name} has no error and no warning`, () => {
      const { text } = sample(name);
      const found = analyzed(text).findings.filter((f) => f.severity !== 'info');
      assert.deepEqual(
        found.map((f) => `${f.rule}: ${f.message.zh}`),
        [],
      );
    });
  }

  test('there is one for each direction', () => {
    const directions = new Set(cleanSamples().map((name) => analyzed(sample(name).text).direction));
    assert.deepEqual([...directions].sort(), pack.notice.directions.map((d) => d.id).sort());
  });
});
