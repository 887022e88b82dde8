/** Whatever stands in a dossier, `dossier check` reads it in seconds. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { dossier, json, rules } from '../support/check.ts';
import { smallest } from '../support/engine.ts';

/** Milliseconds: many times what any of these takes. */
const LIMIT = 60_000;

suite('check: hostile text is read in seconds', () => {
  const texts: Readonly<Record<string, () => string>> = {
    'brackets nested 100,000 deep': () => `平台: ${'['.repeat(100_000)}`,
    'closed brackets nested deep': () => `平台: ${'['.repeat(5000)}${']'.repeat(5000)}`,
    'braces nested deep': () => `平台: ${'{a: '.repeat(50_000)}`,
    'indentation 2,000 deep': () => Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}k:`).join('\n'),
    'dashes nested deep': () => `平台:\n  ${'- '.repeat(50_000)}甲`,
    'question marks nested deep': () => `平台:\n  ${'? '.repeat(50_000)}甲`,
    'an alias bomb': () =>
      `a: &a0 [甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')}\n通知: sd-2023\n平台: *a30\n`,
    'an alias bomb in one block': () =>
      `通知: sd-2023\n平台:\n  a: &a0 [甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲]\n${Array.from({ length: 30 }, (_, i) => `  b${i}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')}\n`,
    'an alias to itself': () => '通知: sd-2023\n平台: &a\n  指标: *a\n正文: &b [*b]\n',
    'a merge key': () => '通知: sd-2023\n平台: &a {平台名称: 甲}\n签署: {<<: *a, 签字: 是}\n',
    'keys of prototypes': () =>
      '通知: sd-2023\n__proto__: {polluted: 是}\nconstructor: 甲\n平台: {__proto__: 甲, toString: 乙, hasOwnProperty: 丙}\n',
    'a tag': () => '通知: !!js/function sd-2023\n平台: !!binary 甲\n签署: !<tag:yaml.org,2002:set> {甲}\n',
    'many documents': () => '---\n通知: sd-2023\n'.repeat(2000),
    'one long line': () => `通知: sd-2023\n平台: ${'甲'.repeat(1_000_000)}`,
    'a long line of colons': () => `通知: sd-2023\n平台: {${'甲:乙'.repeat(100_000)}`,
    'a long line of colons and no keys': () => `通知: sd-2023\n平台: {${':x'.repeat(60_000)}`,
    'a long line of quotes': () => `通知: sd-2023\n平台: [${'"'.repeat(200_001)}`,
    'a long line of blanks': () => `通知: sd-2023\n平台: 甲${' '.repeat(500_000)}乙\n`,
    'many open brackets, a line each': () => `通知: sd-2023\n平台:\n${'  - [\n'.repeat(20_000)}`,
    'many open quotes, a line each': () => `通知: sd-2023\n平台:\n${'  - "\n'.repeat(20_000)}`,
    'many keys': () => `通知: sd-2023\n${Array.from({ length: 20_000 }, (_, i) => `键${i}: 甲`).join('\n')}\n`,
    'one key many times': () => `通知: sd-2023\n${'签署: {签字: 是}\n'.repeat(5000)}`,
    'many items': () =>
      `通知: sd-2023\n附件材料:\n${Array.from({ length: 5000 }, (_, i) => `  - {编号: 甲${i}, 材料: 营业执照}`).join('\n')}\n`,
    'a chapter of 2 MB': () =>
      smallest([
        '  平台定位: |\n',
        `  平台定位: |\n${'    平台连接设备一万两千台，服务企业四十二家。\n'.repeat(30_000)}`,
      ]),
    'surrogates alone and other oddities': () =>
      '通知: sd-2023\n平台: "\\ud800 \\x00 \\u2028"\n甲\u0007: \u0000乙\n'.replace('\u0000', '\u0001'),
    'carriage returns only': () => smallest().replaceAll('\n', '\r'),
    'tabs only': () => smallest().replaceAll('  ', '\t'),
  };
  for (const [name, make] of Object.entries(texts)) {
    test(name, async () => {
      const start = performance.now();
      const { status, report } = await json([dossier(make())]);
      assert.ok(performance.now() - start < LIMIT, 'in seconds');
      assert.ok(status === 0 || status === 1, `checked, with status ${status}`);
      assert.ok(
        !rules(report).includes('internal-fault'),
        JSON.stringify(report.files[0]!.findings.find((f) => f.rule === 'internal-fault')),
      );
    });
  }
});
