/** What is written down of the settings: kept current, and of one mind with the reader that counts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { settingsShape } from '../../../server/src/core/inputs/settings.ts';
import { readSettings } from '../../../server/src/core/settings/read-settings.ts';
import {
  replaceBetweenMarks,
  settingsExample,
  settingsSchema,
  settingsSection,
} from '../../../server/src/core/settings/reference.ts';
import { readPacks, SETTINGS_SCHEMA, schemasFolder } from '../../../server/src/host/load-packs.ts';

const { packs } = readPacks();
const ROOT = join(schemasFolder(), '..');
const kept = readFileSync(join(schemasFolder(), SETTINGS_SCHEMA), 'utf8');

const ajv = new Ajv({ allErrors: true });
// Its types know CommonJS only.
(formats as unknown as (ajv: Ajv) => void)(ajv);
const validate = ajv.compile(JSON.parse(kept));

suite('what is kept of the settings', () => {
  for (const [file, locale] of [
    ['server/guides/settings.md', 'en'],
    ['server/guides/settings.zh-CN.md', 'zh'],
  ] as const)
    test(`${file} has them as they are`, () => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      assert.equal(
        text,
        replaceBetweenMarks(text, 'settings', settingsSection(packs, locale)),
        'npm run build brings it up to date',
      );
    });

  test('the schema is of the shape and the calls as they are', () => {
    assert.equal(kept, `${JSON.stringify(settingsSchema(packs), null, 2)}\n`, 'npm run build brings it up to date');
  });

  test('a text without its marks is told, not changed', () => {
    assert.equal(replaceBetweenMarks('no marks', 'settings', 'x'), undefined);
    assert.equal(replaceBetweenMarks('<!-- /a -->\n<!-- a -->\n', 'a', 'x'), undefined);
    assert.equal(
      replaceBetweenMarks('1\n<!-- a -->\nold\n<!-- /a -->\n2', 'a', 'new'),
      '1\n<!-- a -->\n\nnew\n<!-- /a -->\n2',
    );
  });

  test('the example has every setting, and holds', () => {
    const text = settingsExample(packs);
    assert.deepEqual(Object.keys(parse(text)).sort(), Object.keys(settingsShape.shape).sort());
    assert.deepEqual(readSettings(text, () => packs).problems, []);
  });
});

suite('the schema says of a dossier.config.yaml what the reader says', () => {
  const good: readonly string[] = [
    settingsExample(packs),
    '{}',
    'locale: en',
    'notice: sd-2023\nregistry: {}',
    'deadlines: {德州市: 2023-06-10}',
    'deadlines: {德州市: "2023-06-10"}',
    'recommend: {德州市: []}',
    'thresholds: {连接设备数: 1}',
    'rules: {evidence-missing: warning, typical-modes: off, single-direction: error}',
    'rules: {credit-code: error, yaml-syntax: error}',
    'rules: {credit-code: {as: off, reason: 登记机关已书面确认, by: 尚知夏}}',
    'registry: {prior-platforms: {file: lists/platforms.csv, source: 省工信厅, date: 2023-06-01}}',
    'registry: {prior-platforms: {file: lists/platforms.csv}}',
    'calls: {sd-2023: {deadlines: {德州市: 2023-06-10}, thresholds: {连接设备数: 5}}}',
    'calls: {sd-2023: {rules: {deadline: {as: warning, reason: 已延期, by: 尚知夏}}}}',
    'calls: {}',
    'ignore:\n  - drafts/**\n  - "*.old.dossier.yaml"',
    'lookback: application-day',
  ];
  const bad: readonly string[] = [
    'notices: sd-2023',
    'notice: sd-2022',
    'notice: [sd-2023]',
    'locale: fr',
    'deadlines: {德州市: 2023年6月10日}',
    'deadlines: {德州市: 2023-02-30}',
    'deadlines: {德州: 2023-06-10}',
    'deadlines: 2023-06-10',
    'recommend: {德州市: 甲平台}',
    'recommend: {德州市: [甲平台, 甲平台]}',
    'recommend: {德洲市: [甲平台]}',
    'thresholds: {连接设备数: 很多}',
    'thresholds: {连接设备数: 0}',
    'thresholds: {连接设备数: -1}',
    'thresholds: {连接设备数: 0.5}',
    'rules: {credit-code: off}',
    'rules: {deadline: warning}',
    'rules: {material-file: info}',
    'rules: {credit-code: {as: off}}',
    'rules: {credit-code: {as: off, reason: 无, by: 尚知夏}}',
    'rules: {credit-code: {as: off, reason: 登记机关已确认, by: " "}}',
    'rules: {credit-code: {as: off, reason: 登记机关已确认, by: 尚知夏, on: 2023-06-01}}',
    'rules: {yaml-syntax: off}',
    'rules: {missing-field: warning}',
    'rules: {unknown-notice: off}',
    'rules: {internal-fault: info}',
    'rules: {wrong-type: {as: off, reason: 不需要, by: 尚知夏}}',
    'registry: {prior-platforms: {source: 省工信厅, date: 2023-06-01}}',
    'registry: {prior-platforms: {file: lists/platforms.csv, source: 无, date: 2023-06-01}}',
    'registry: {prior-platforms: {file: lists/platforms.csv, source: 省工信厅, date: 2023年}}',
    'calls: {sd-2022: {deadlines: {德州市: 2023-06-10}}}',
    'calls: {sd-2023: {thresholds: {设备数: 1}}}',
    'calls: {sd-2023: {ignore: [drafts/**]}}',
    'calls: {sd-2023: {rules: {credit-code: off}}}',
    'thresholds: {设备数: 1}',
    'rules: {credit-code: fatal}',
    'rules: {credit-cod: off}',
    'rules: [credit-code]',
    'registry: lists/platforms.csv',
    'registry: {platforms: lists/platforms.csv}',
    'ignore: drafts/**',
    'ignore: [1, {a: b}]',
    'lookback: years',
  ];
  for (const [texts, holds] of [
    [good, true],
    [bad, false],
  ] as const)
    for (const text of texts)
      test(`${holds ? 'holds' : 'does not hold'}: ${text.split('\n').join(' ⏎ ')}`, () => {
        assert.equal(readSettings(text, () => packs).problems.length === 0, holds, 'the reader');
        // As editors read it: what looks like a number is one.
        assert.equal(validate(parse(text)), holds, JSON.stringify(validate.errors));
      });
});

suite('a city’s own last day', () => {
  const problems = (day: string) => readSettings(`deadlines:\n  德州市: ${day}\n`, () => packs).problems;
  for (const day of ['2023-06-05', '2023-06-10', '2023-06-20'])
    test(`${day} is a day of the call`, () => assert.deepEqual(problems(day), []));
  for (const [day, what] of [
    ['2023-06-21', /晚于通知的截止日 2023-06-20/],
    ['2024-06-10', /晚于通知的截止日/],
    ['2023-06-04', /早于通知的开始日 2023-06-05/],
  ] as const)
    test(`${day} is reported at its place`, () => {
      const [problem] = problems(day);
      assert.match(problem!.message.zh, what);
      assert.deepEqual([problem!.from.line, problem!.from.character], [1, 7]);
    });
  test('no setting of such a file holds', () => {
    assert.deepEqual(readSettings('locale: en\ndeadlines: {德州市: 2023-06-21}\n', () => packs).settings, {});
  });
});
