/** A pack tests itself: every rule's examples, on both sides of its edge. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import { CHECKS } from '../../../server/src/core/checks/index.ts';
import { analyzed, cleanSamples, facts, judged, pack, patched, rulesOf, sample } from '../../support/engine.ts';

/** What the contract says of each rule that is built: others' files and scripts rely on it. */
const SEVERITIES = {
  error:
    'yaml-syntax unknown-notice duplicate-field missing-field wrong-type not-in-list out-of-range bad-format full-width-punctuation lost-number credit-code credit-code-category registered-in-province city-in-province in-operation legal-person tax-paid honest social-insurance-paid platform-builder platform-owner platform-built platform-not-planned date-order has-users has-solution prior-platform cross-industry chain-links no-major-incident incident-grade social-stability quality-problem safety-blacklist green-threshold dishonest-unit dishonest-representative industrial-policy deadline material-missing material-file material-period material-signature statement-signer delegate-authorization evidence-reference duplicate-applicant duplicate-platform years-covered part-exceeds-whole waiver-refused',
  warning:
    'unknown-field empty-field text-length placeholder credit-code-region city-mismatch rights-holder new-technology cultivation-elements key-industry specific-technology direction-field too-early single-direction material-source city-quota debt-exceeds-assets unit-slip number-consistency foreign-name copied-text stale-notice name-variant unused-waiver indicator-before-launch merged-licence',
  info: 'selection-standard typical-modes evidence-missing unused-material unusual-dates incident-near-window',
};

suite('severities', () => {
  for (const [severity, ids] of Object.entries(SEVERITIES)) {
    for (const id of ids.split(' ')) {
      test(`${id} is ${severity}`, () => {
        const rule = pack.rules.find((r) => r.id === id);
        assert.ok(rule);
        const found = judged(rule.wrong[0]!).findings.filter((f) => f.rule === id && !f.waived);
        assert.deepEqual([...new Set(found.map((f) => f.severity))], [severity]);
      });
    }
  }
});

suite('rule examples', () => {
  for (const rule of pack.rules) {
    for (const [i, patch] of rule.wrong.entries()) {
      test(`${rule.id} fires, example ${i + 1}`, () => {
        const rules = rulesOf(judged(patch));
        assert.ok(rules.includes(rule.id), `found instead: ${rules.join(', ') || 'nothing'}`);
      });
    }
    for (const [i, patch] of rule.right.entries()) {
      test(`${rule.id} is silent, example ${i + 1}`, () => {
        const found = judged(patch).findings.filter((f) => f.rule === rule.id);
        assert.deepEqual(
          found.map((f) => f.message.zh),
          [],
        );
      });
    }
  }
});

suite('clauses', () => {
  test('an industry is held against the clause of the dossier’s direction', () => {
    for (const [on, clause] of [
      ['综合型-跨行业跨领域', '一（一）'],
      ['特色型-重点行业', '一（二）1'],
    ] as const) {
      const { text } = patched({ on, set: { '平台.服务行业': ['化工', '装备', '宠物食品'] } });
      const found = analyze(text, facts()).findings.filter(
        (f) => f.rule === 'key-industry' && /宠物/.test(f.message.zh),
      );
      assert.deepEqual(
        found.map((f) => f.clause),
        [clause],
      );
    }
  });
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

  test('every check is used by a rule, or has a test of its own', () => {
    const used = new Set([...pack.rules.map((r) => r.check), 'condition']);
    assert.ok(existsSync(join(import.meta.dirname, '../checks/condition.test.ts')));
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
