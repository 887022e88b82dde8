/** The schema that the benchmark gives to another linter says what the form says, or their times could not be compared. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { cleanSamples, pack, sample, smallest } from '../support/engine.ts';
import { formSchema } from './form-schema.ts';

const validate = new Ajv({ allErrors: true, strict: false }).compile(formSchema(pack) as object);

/** Where the schema finds something wrong, and with which keyword. */
function wrong(text: string): readonly string[] {
  if (validate(parse(text))) return [];
  return validate.errors!.map((e) => `${decodeURIComponent(e.instancePath)} ${e.keyword}`);
}

for (const name of cleanSamples())
  test(`${name} is valid`, () => {
    assert.deepEqual(wrong(sample(name).text), []);
  });

const BROKEN: readonly (readonly [what: string, change: readonly [string, string], at: string])[] = [
  ['a key that the form does not have', ['  职工人数: 26', '  职工数: 26'], '/申报单位 additionalProperties'],
  ['a field that is missing', ['  职工人数: 26\n', ''], '/申报单位 required'],
  ['a number that is words', ['  职工人数: 26', '  职工人数: 二十六'], '/申报单位/职工人数 type'],
  ['a value of no list', ['  单位性质: 民营', '  单位性质: 私营'], '/申报单位/单位性质 enum'],
  ['a day that is none', ['  启动日期: 2021-01-11', '  启动日期: 2021年1月11日'], '/平台/启动日期 pattern'],
  ['a direction that there is not', ['  方向: 专业型/面向特定技术', '  方向: 专业型'], '/申报/方向 enum'],
  ['a field of its direction that is missing', ['  特定技术: [5G]\n', ''], '/平台 required'],
  [
    'a field of another direction',
    ['  特定技术: [5G]', '  特定技术: [5G]\n  建设方式: 自建'],
    '/平台/建设方式 false schema',
  ],
  ['a list that is a word', ['  特定技术: [5G]', '  特定技术: 5G'], '/平台/特定技术 type'],
];
for (const [what, change, at] of BROKEN)
  test(`${what} is not`, () => {
    const found = wrong(smallest(change));
    assert.ok(found.includes(at), `${at} is among ${found.join('; ')}`);
  });
