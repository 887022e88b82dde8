/** The rules' pages: made from the packs, one in each language, as the links at the findings expect them. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clausePage, rulePage } from '../../../server/src/core/features/hover/rule-page.ts';
import { rulePages } from '../../../server/src/host/load-packs.ts';
import { pack } from '../../support/engine.ts';

const LOCALES = ['zh', 'en'] as const;
const HEADS = {
  zh: ['为什么', '怎么改', '这样会被指出', '这样没有问题'],
  en: ['Why', 'How to mend it', 'Found', 'Not found'],
};

suite('the pages', () => {
  const pages = rulePages();

  for (const rule of pack.rules) {
    for (const locale of LOCALES) {
      test(`${rule.id}, ${locale}: built from the pack as it is now`, () => {
        const uri = pages.get(`${pack.notice.id}.${rule.id}.${locale}`);
        assert.ok(uri, 'the page is there: npm run build makes it');
        const text = readFileSync(fileURLToPath(uri), 'utf8');
        assert.equal(text, rulePage(pack, rule, locale), 'npm run build brings it up to date');
      });

      test(`${rule.id}, ${locale}: says what, why, how, and shows both sides`, () => {
        const text = rulePage(pack, rule, locale);
        assert.ok(text.includes(rule.title[locale]) && text.includes(rule.id));
        const heads = rule.wrong.length ? HEADS[locale] : HEADS[locale].slice(0, 2);
        for (const head of heads) assert.ok(text.includes(`**${head}**`), head);
        if (rule.clause !== null) assert.ok(text.includes(`**${rule.clause}**`), 'its clause');
        assert.doesNotMatch(text, /undefined|NaN|\[object/);
      });
    }
  }

  test('there is no page of a rule that is no more', () => {
    const ids = new Set(pack.rules.flatMap((r) => LOCALES.map((l) => `${pack.notice.id}.${r.id}.${l}.md`)));
    const uri = [...pages.values()][0];
    assert.ok(uri);
    const extra = readdirSync(join(fileURLToPath(uri), '..')).filter((f) => !ids.has(f));
    assert.deepEqual(extra, []);
  });
});

suite('clauses explained', () => {
  for (const clause of pack.notice.clauses) {
    test(clause.id, () => {
      for (const locale of LOCALES) {
        const text = clausePage(pack, clause, locale);
        assert.ok(text.includes(clause.title[locale]) && text.includes(clause.means[locale]));
        assert.doesNotMatch(text, /undefined|\[object/);
      }
    });
  }
});
