/** A notice pack is checked, with every error at its place. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { pack } from '../../support/engine.ts';
import { type PackTexts, problemLines, readTexts, SD_2023 as texts } from '../../support/pack-texts.ts';

/** The problems of the pack with one file changed, as `file:line word of the message`. */
function problems(file: keyof PackTexts, from: string, to: string): readonly string[] {
  assert.ok(texts[file].includes(from), `${file} has “${from}”`);
  const changed = { ...texts, [file]: texts[file].replace(from, to) };
  return problemLines(readTexts(changed).problems);
}

function lineOf(file: keyof PackTexts, word: string): number {
  return texts[file].slice(0, texts[file].indexOf(word)).split('\n').length;
}

suite('the pack of 2023', () => {
  test('holds', () => assert.deepEqual(readTexts(texts).problems, []));

  test('has every numbered item of the notice once', () => {
    const items = pack.notice.clauses.filter((c) => c.item).map((c) => c.id);
    assert.equal(new Set(items).size, items.length);
    const chapters = ['二（一）', '二（二）', '三（一）', '四'].map(
      (head) => items.filter((id) => id.startsWith(head)).length,
    );
    // What the head of 三（一） asks of all papers is an item of its own.
    assert.deepEqual(chapters, [5, 5, 8, 4]);
  });

  test('has every rule of a clause of chapters 一 and 二 point at a clause that is there', () => {
    const ids = new Set(pack.notice.clauses.map((c) => c.id));
    for (const rule of pack.rules) assert.ok(rule.clause === null || ids.has(rule.clause), rule.id);
  });
});

suite('an error in a pack is told at its place', () => {
  test('a key nobody knows', () => {
    const [first] = problems('form', '  - key: 申报\n', '  - key: 申报\n    colour: red\n');
    assert.match(first ?? '', new RegExp(`^form\\.yaml:${lineOf('form', '  - key: 申报\n') + 1} .*colour`));
  });

  test('a force that is none', () => {
    const [first] = problems('notice', 'force: 鼓励', 'force: 也许');
    assert.match(first ?? '', new RegExp(`^notice\\.yaml:${lineOf('notice', 'force: 鼓励')} clauses\\[0\\]\\.force`));
  });

  test('a check that is none, and a parameter that is missing', () => {
    const line = lineOf('rules', 'check: at-least');
    assert.match(
      problems('rules', 'check: at-least', 'check: at-random')[0] ?? '',
      new RegExp(`^rules\\.yaml:${line} .*at-random`),
    );
    assert.match(problems('rules', '    count: 2\n', '')[0] ?? '', /^rules\.yaml:\d+ count is missing/);
  });

  test('a field, a clause and a direction that another file does not have', () => {
    assert.match(
      problems('rules', 'field: 平台.服务行业', 'field: 平台.服务产业')[0] ?? '',
      /^rules\.yaml:\d+ there is no field “平台.服务产业”; “平台.服务行业”\?/,
    );
    assert.match(
      problems('rules', 'clause: 一（一）', 'clause: 一（九）')[0] ?? '',
      new RegExp(`^rules\\.yaml:${lineOf('rules', 'clause: 一（一）')} there is no clause “一（九）”`),
    );
    assert.match(
      problems('form', 'onlyFor: [特色型/面向重点行业]', 'onlyFor: [特色型]')[0] ?? '',
      /there is no direction “特色型”/,
    );
  });

  test('a field whose key stands twice beside another, at the second one', () => {
    const line = lineOf('form', '  - key: 申报单位\n');
    const twice = problems('form', '  - key: 申报单位\n', '  - key: 申报\n').filter((p) => p.includes('twice'));
    assert.deepEqual(twice, [`form.yaml:${line} “申报” stands twice`]);
  });

  test('what is no YAML', () => {
    assert.match(problems('layout', 'parts:', 'parts')[0] ?? '', /^layout\.yaml:\d+ /);
  });
});
