/** A pack that says only how it differs from another: changed, taken away, added, and told where it cannot be. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { slotAt } from '../../../server/src/core/model/form-paths.ts';
import { problemLines, readText } from '../../support/pack-texts.ts';

const BASE = `
id: base
title: 基础
closes: 2023-06-20
year: 2023
accounts: ["{year-1}", "{year-2}"]
clauses:
  - {id: 一, force: 须, title: 甲, decidable: person}
  - {id: 二, force: 须, title: "{year}年起算", decidable: person}
form:
  roles: {applicant: 单位.名称}
  fields:
    - key: 单位
      fields:
        - {key: 名称, required: true, maxLength: 50}
        - {key: 电话, type: phone}
        - {key: 类型, values: [甲类, 乙类]}
    - {key: 案例, item: {fields: [{key: 客户}]}}
rules:
  - {id: name-same, check: equals, clause: 一, field: 单位.类型, value: 甲类}
`;

/** The pack of a text that extends the base above, which holds. */
function extended(text: string) {
  const { pack, problems } = readText(`extends: base\n${text}`, { base: BASE });
  assert.deepEqual(problemLines(problems), []);
  return pack!;
}

/** What is wrong with a text that extends the base, as lines. */
function wrong(text: string): readonly string[] {
  return problemLines(readText(`extends: base\n${text}`, { base: BASE }).problems);
}

suite('a pack that extends another', () => {
  test('has its own id, and all that it does not say otherwise', () => {
    const { notice, rules } = extended('title: 转发\n');
    assert.deepEqual([notice.id, notice.title.zh, notice.closes], ['test', '转发', '2023-06-20']);
    assert.ok(rules.some((r) => r.id === 'name-same'));
  });

  test('changes, takes away and adds by id', () => {
    const { notice } = extended(
      'clauses: [{id: 一, title: 改}, {id: 二, off: true}, {id: 三, after: 一, force: 鼓励, title: 新, decidable: no}, {id: 零, after: start, force: 须, title: 先, decidable: person}]\n',
    );
    assert.deepEqual(
      notice.clauses.map((c) => [c.id, c.title.zh, c.force]),
      [
        ['零', '先', '须'],
        ['一', '改', '须'],
        ['三', '新', '鼓励'],
      ],
    );
  });

  test('names a field deep in the form by its path, also in the items of a list', () => {
    const { form } = extended(
      'form: {fields: [{key: 单位.名称, maxLength: 20}, {key: 单位.电话, off: true}, {key: "案例[].行业", after: 客户}, {key: 单位.类型, values: [{value: 乙类, off: true}]}]}\n',
    );
    assert.equal(slotAt(form.fields, '单位.名称')?.maxLength, 20);
    assert.equal(slotAt(form.fields, '单位.名称')?.type, 'text');
    assert.equal(slotAt(form.fields, '单位.电话'), undefined);
    assert.ok(slotAt(form.fields, '案例[].行业'));
    assert.deepEqual(
      slotAt(form.fields, '单位.类型')?.values?.map((v) => v.value),
      ['甲类'],
    );
  });

  test('shifts the years with its own last day', () => {
    const { notice } = extended('closes: 2024-06-30\n');
    assert.deepEqual([notice.year, notice.accounts, notice.clauses[1]!.title.zh], [2024, [2023, 2022], '2024年起算']);
  });

  test('may be extended itself', () => {
    const middle = 'id: middle\nextends: base\ntitle: 中\nclauses: [{id: 一, title: 中改}]\n';
    const { pack } = readText('extends: middle\nclauses: [{id: 二, off: true}]\n', { base: BASE, middle });
    assert.deepEqual(
      pack?.notice.clauses.map((c) => c.title.zh),
      ['中改'],
    );
  });

  test('cannot change what is not there, and is told at the word, with the nearest name', () => {
    assert.match(
      wrong('rules: [{id: name-some, off: true}]\n')[0] ?? '',
      /^test\.notice\.yaml:2 .*“name-some”.*“name-same”/,
    );
    assert.match(wrong('form: {fields: [{key: 单位.电话号码, off: true}]}\n')[0] ?? '', /“电话号码”.*“电话”/);
    assert.match(wrong('clauses: [{id: 三, after: 九, force: 须, title: 新, decidable: person}]\n')[0] ?? '', /“九”/);
  });

  test('cannot extend itself, nobody, or in a circle', () => {
    assert.match(wrong('id: base\n')[0] ?? '', /circle/);
    assert.match(problemLines(readText('extends: nobody\n').problems)[0] ?? '', /no pack “nobody”/);
    const other = 'id: other\nextends: test\n';
    assert.ok(
      problemLines(readText('id: test\nextends: other\n', { other, test: 'id: test\nextends: other\n' }).problems).some(
        (p) => /circle/.test(p),
      ),
    );
  });

  test('is told of a fault of its base where it extends it', () => {
    const broken = BASE.replace('force: 须', 'force: 也许');
    const [first] = problemLines(readText('title: 新\nextends: base\n', { base: broken }).problems);
    assert.match(first ?? '', /^test\.notice\.yaml:2 base\.notice\.yaml:8:\d+ clauses\[0\]\.force/);
  });
});
