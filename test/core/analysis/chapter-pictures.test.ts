/** Pictures of chapters: what rendering would refuse is found by the check, at the picture's place and with the same reason. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import { namedFiles } from '../../../server/src/core/analysis/named-files.ts';
import type { Analysis } from '../../../server/src/core/analysis/types.ts';
import type { EvidenceFile } from '../../../server/src/core/inputs/evidence.ts';
import { gapText, render } from '../../../server/src/render/submission/render.ts';
import { analyzed, facts, filesOf, pack, smallest } from '../../support/engine.ts';

const content = (kind: string) => ({ kind, size: 9, digest: kind });
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const WEBP = Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64');
const TIFF = Buffer.from('49492a00080000000200000103000100000009000000010103000100000009000000000000', 'hex');

/** The bytes that rendering reads, what looking into the file tells, and what both say of it; nothing where it is in order. */
const PICTURES: readonly (readonly [name: string, bytes: Uint8Array | undefined, file: EvidenceFile, said: string])[] =
  [
    ['好.png', PNG, { state: 'ok', ...content('png') }, ''],
    ['缺.png', undefined, { state: 'missing' }, '图片“缺.png”不存在；路径从这一章所在的文件夹或申报书所在的文件夹算起'],
    ['空.png', new Uint8Array(), { state: 'empty' }, '图片“空.png”是空文件'],
    ['断.png', PNG.subarray(0, 12), { state: 'broken', ...content('png') }, '图片“断.png”内容不完整或已损坏'],
    [
      '新.webp',
      WEBP,
      { state: 'ok', ...content('webp') },
      '图片“新.webp”是 WEBP 格式，不能放进 Word 文件：请另存为 PNG 或 JPG',
    ],
    [
      '扫描.tif',
      TIFF,
      { state: 'ok', ...content('tif') },
      '图片“扫描.tif”是 TIFF 格式，不能放进 Word 文件：请另存为 PNG 或 JPG',
    ],
    [
      '图.svg',
      Buffer.from(SVG),
      { state: 'ok', ...content('') },
      '图片“图.svg”是 SVG 格式，不能放进 Word 文件：请另存为 PNG 或 JPG',
    ],
  ];

function withFiles(alone: Analysis, file: EvidenceFile, names: readonly string[]): Analysis {
  const files = new Map([...filesOf(alone), ...names.map((name) => [name, file] as const)]);
  return analyze(alone.source.text, { ...alone.cache.input, files }, alone);
}

const faults = ({ findings }: Analysis) => findings.filter((f) => f.rule === 'material-file');

suite('pictures of chapters', () => {
  for (const [name, bytes, file, said] of PICTURES)
    test(`${name}: check and render say the same`, async () => {
      const text = smallest(['  平台定位: |\n', `  平台定位: |\n    平台如图：![架构](${name})。\n`]);
      const analysis = withFiles(analyzed(text), file, [name]);
      assert.deepEqual(
        faults(analysis).map((f) => [f.message.zh, text.slice(f.span.start, f.span.end)]),
        said ? [[`${said}（通知三（一））`, `![架构](${name})`]] : [],
      );
      const options = { draft: false, all: false, file: (path: string) => (path === name ? bytes : undefined) };
      const rendered = await render({ ...analysis, pack }, options);
      assert.deepEqual(
        'missing' in rendered ? rendered.missing.map((g) => gapText(g).zh) : [],
        said ? [`正文.平台定位：${said}`] : [],
      );
    });

  test('a picture of a chapter in its own file is told there, and may lie beside it', () => {
    const text = smallest([
      / {2}平台定位: \|\n(?: {4}.*\n|\n)+/.exec(smallest())![0],
      '  平台定位: {文件: 章节/一.md}\n',
    ]);
    const chapter = `${'平台面向中小工厂。'.repeat(20)}\n\n![架构](架构.png)\n`;
    const alone = analyze(text, { ...facts(), chapters: new Map([['章节/一.md', { text: chapter }]]) });
    const places = ['章节/架构.png', '架构.png'];
    assert.deepEqual(
      namedFiles(alone).files.filter((f) => f.includes('架构')),
      places,
    );
    const [finding] = faults(withFiles(alone, { state: 'missing' }, places));
    assert.equal(finding?.file, '章节/一.md');
    assert.equal(chapter.slice(finding.span.start, finding.span.end), '![架构](架构.png)');
    for (const place of places) {
      const found = withFiles(withFiles(alone, { state: 'missing' }, places), { state: 'ok', ...content('png') }, [
        place,
      ]);
      const files = new Map([
        ...found.cache.input.files!,
        ...places.filter((p) => p !== place).map((p) => [p, { state: 'missing' }] as const),
      ]);
      assert.deepEqual(faults(analyze(text, { ...found.cache.input, files }, found)), [], place);
    }
  });

  test('one that nobody could look into is not passed over in silence', () => {
    const text = smallest(['  平台定位: |\n', '  平台定位: |\n    ![架构](a.png)\n']);
    const analysis = withFiles(analyzed(text), { state: 'unchecked', why: 'time', ...content('png') }, ['a.png']);
    assert.ok(analysis.findings.some((f) => f.rule === 'internal-fault' && f.message.zh.includes('没有检查')));
  });
});
