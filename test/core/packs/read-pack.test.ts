/** A notice pack is checked, with every error at its place. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { type PackTexts, readPack } from '../../../server/src/core/packs/read-pack.ts';
import { schemasFolder } from '../../../server/src/host/load-packs.ts';
import { pack } from '../../support/engine.ts';

const folder = join(schemasFolder(), 'notices/sd-2023');
const text = (file: string) => readFileSync(join(folder, `${file}.yaml`), 'utf8');
const texts: PackTexts = {
  notice: text('notice'),
  form: text('form'),
  rules: text('rules'),
  layout: text('layout'),
  shared: readFileSync(join(schemasFolder(), 'rules.yaml'), 'utf8'),
};

/** The problems of the pack with one file changed, as `file:line word of the message`. */
function problems(file: keyof PackTexts, from: string, to: string): readonly string[] {
  assert.ok(texts[file].includes(from), `${file} has “${from}”`);
  const changed = { ...texts, [file]: texts[file].replace(from, to) };
  return readPack(changed).problems.map((p) => `${p.file}:${p.line + 1} ${p.message.en}`);
}

function lineOf(file: keyof PackTexts, word: string): number {
  return texts[file].slice(0, texts[file].indexOf(word)).split('\n').length;
}

suite('the pack of 2023', () => {
  test('holds', () => assert.deepEqual(readPack(texts).problems, []));

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
    const [first] = problems('form', '  - key: 通知\n', '  - key: 通知\n    colour: red\n');
    assert.match(first ?? '', new RegExp(`^form\\.yaml:${lineOf('form', '  - key: 通知\n')} .*colour`));
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
    assert.match(problems('rules', '    count: 2\n', '')[0] ?? '', /^rules\.yaml:\d+ rules\[0\]\.count/);
  });

  test('a field, a clause and a direction that another file does not have', () => {
    assert.match(
      problems('rules', 'field: 平台.服务行业', 'field: 平台.服务产业')[0] ?? '',
      new RegExp(`^rules\\.yaml:${lineOf('rules', 'id: key-industry')} .*key-industry: no field “平台.服务产业”`),
    );
    assert.match(
      problems('rules', 'clause: 一（一）', 'clause: 一（九）')[0] ?? '',
      new RegExp(`^rules\\.yaml:${lineOf('rules', 'id: cross-industry')} .*cross-industry: no clause “一（九）”`),
    );
    assert.match(
      problems('shared', 'fields: all', 'fields: [平台, 站台]')[0] ?? '',
      new RegExp(`^shared\\.yaml:${lineOf('shared', 'id: placeholder')} .*placeholder: no field “站台”`),
    );
    assert.match(
      problems('form', 'onlyFor: [特色型/面向重点行业]', 'onlyFor: [特色型]')[0] ?? '',
      /no direction “特色型”/,
    );
  });

  test('what is no YAML', () => {
    assert.match(problems('layout', 'paper:', 'paper')[0] ?? '', /^layout\.yaml:\d+ /);
  });
});
