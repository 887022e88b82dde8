/**
 * Random dossiers through every writer: each renders, and others read it back. Seeds vary; `FUZZ_SEED=… FUZZ_DOSSIERS=…` repeats a run, or makes more.
 */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { suite, test } from 'node:test';
import { XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import mammoth from 'mammoth';
import readXlsx from 'read-excel-file/node';
import { compose } from '../../server/src/render/manuscript/compose.ts';
import { render } from '../../server/src/render/submission/render.ts';
import { writeHtml } from '../../server/src/render/writers/html/html.ts';
import { writeMarkdown } from '../../server/src/render/writers/markdown.ts';
import { writeText } from '../../server/src/render/writers/text.ts';
import { analyzed, pack, patched } from '../support/engine.ts';
import { type Dice, dice } from '../support/scramble.ts';

/** Another one each run; each failure says which. */
const SEED = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
const DOSSIERS = Number(process.env.FUZZ_DOSSIERS ?? 5);
const BROKEN = /undefined|\bNaN\b|\[object|\bnull\b/;

const WORDS = [
  '安',
  '平台',
  '。',
  '，',
  '“',
  '”',
  '——',
  '😀',
  '𠮷',
  '\u0000',
  '\u000b',
  '\ufffe',
  '\ud800',
  '\u202e',
  '&',
  '<',
  '>',
  ']]>',
  '&amp;',
  ' ',
  '\t',
  '2023年',
  '1e309',
  '-0',
  '99999999999999999999',
  '%',
  '\\',
  'https://example.com/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
];
const MARKS = [
  '\n\n',
  '\n- ',
  '\n  - ',
  '\n      - ',
  '\n1. ',
  '\n99. ',
  '\n> ',
  '\n# ',
  '\n###### ',
  '\n| 甲 | 乙 |\n| --- | --: |\n| 1 | 2 |\n',
  '\n|\n|-|\n',
  '**',
  '*',
  '`',
  '\n```\n',
  '[^1]',
  '\n[^1]: 注\n',
  '![图](a.png)',
  '![图](b.jpg)',
  '![]()',
  '[甲](javascript:1)',
  '<br>',
  '<!--',
  '<table>',
  '\n---\n',
  '\\',
  '~~',
];
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function pick<T>(die: Dice, list: readonly T[]): T {
  return list[die(list.length)]!;
}

function words(die: Dice, most: number): string {
  return Array.from({ length: die(most) }, () => pick(die, WORDS)).join('');
}

function markdown(die: Dice): string {
  return Array.from({ length: die(60) }, () => pick(die, MARKS) + words(die, 30)).join('');
}

/** A picture, one cut off, one of another size, or none. */
function picture(die: Dice): Uint8Array | undefined {
  const large = Buffer.from(PNG);
  large.writeUInt32BE(die(90_000) + 1, 16);
  return pick(die, [PNG, PNG.subarray(0, die(PNG.length)), large, Buffer.from(words(die, 9)), undefined]);
}

function dossier(die: Dice): string {
  const set = {
    '申报单位.单位名称': words(die, 12),
    '申报单位.单位简介': words(die, 400),
    '申报单位.职工人数': pick<unknown>(die, [0, -1, 1e21, 1.5, '很多', [], {}]),
    '申报单位.经营情况': pick<unknown>(die, [[], [{}], [{ 年度: 2022, 营业收入: 1e300 }]]),
    '平台.知识产权': pick<unknown>(die, [[], [{ 名称: words(die, 90) }], words(die, 3)]),
    '正文.平台定位': markdown(die),
    '正文.建设基础': markdown(die),
  };
  return patched({ set }).text;
}

suite('random dossiers', () => {
  test(`${DOSSIERS} of them render and read back`, async () => {
    for (let n = 0; n < DOSSIERS; n++) {
      const die = dice(SEED + n);
      const text = dossier(die);
      const files = new Map(['a.png', 'b.jpg'].map((name) => [name, picture(die)]));
      const file = (path: string) => files.get(path);
      const where = `FUZZ_SEED=${SEED + n} FUZZ_DOSSIERS=1`;
      const analysis = { ...analyzed(text), pack };
      const result = await render(analysis, { draft: true, all: true, file });
      assert.ok('files' in result, where);
      for (const { name, bytes } of result.files) assertXml(bytes, `${where}: ${name}`);
      const [docx, xlsx] = result.files;
      const { value } = await mammoth.extractRawText({ buffer: Buffer.from(docx!.bytes) });
      assert.ok(value.length > 500, `${where}: read back`);
      assert.equal((await readXlsx(Buffer.from(xlsx!.bytes))).length, 1, where);
      const manuscript = compose(analysis, { draft: true, file });
      const texts = [value, writeText(manuscript), writeMarkdown(manuscript), writeHtml(manuscript, 'zh')];
      for (const written of texts) {
        assert.doesNotMatch(written, BROKEN, where);
        assert.doesNotMatch(written, /[\u0000\u000b\ufffe]/, where);
      }
    }
  });
});

/** Every part is well-formed, every relationship leads somewhere, no id stands twice, rows fit their grid. */
function assertXml(bytes: Uint8Array, where: string): void {
  const parts = unzipSync(bytes);
  for (const [name, part] of Object.entries(parts)) {
    if (!/\.(xml|rels)$/.test(name)) continue;
    assert.equal(XMLValidator.validate(strFromU8(part)), true, `${where}: ${name}`);
  }
  const body = parts['word/document.xml'];
  if (!body) return;
  const xml = strFromU8(body);
  for (const pattern of [
    /<w:bookmarkStart\b[^>]*?w:id="([^"]+)/g,
    /<w:bookmarkStart\b[^>]*?w:name="([^"]+)/g,
    /<wp:docPr\b[^>]*?\bid="([^"]+)/g,
  ]) {
    const ids = [...xml.matchAll(pattern)].map((m) => m[1]);
    assert.equal(new Set(ids).size, ids.length, `${where}: ${pattern}`);
  }
  for (const [table] of xml.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)) {
    const grid = sum(table.matchAll(/<w:gridCol w:w="(\d+)"/g));
    for (const [row] of table.matchAll(/<w:tr>.*?<\/w:tr>/gs)) {
      assert.equal(sum(row.matchAll(/<w:tcW\b[^>]*?w:w="(\d+)"/g)), grid, `${where}: a row is as wide as its grid`);
    }
  }
}

function sum(matches: Iterable<RegExpMatchArray>): number {
  return [...matches].reduce((n, m) => n + Number(m[1]), 0);
}
