/** A PDF held against the Word file that it was made of. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { readPdfText } from '../../server/src/host/evidence/pdf-text.ts';
import { findLibreOffice, toPdf } from '../../server/src/host/libreoffice.ts';
import { readWordText } from '../../server/src/render/record/word-text.ts';
import { copiesForPdf, lostInPdf, missingFonts } from '../../server/src/render/submission/pdf-check.ts';
import { DOCUMENT, edited, rendered, smallest } from '../support/word.ts';

const SENTENCE =
  '平台分为终端接入、网络管理、数据服务和应用四层，终端经工业网关接入5G专网，网络状态按分钟汇聚到云端，供应用层查询和告警。';

/** The pages that print a file as it is, so many paragraphs each, with numbers at their feet. */
function pagesOf(docx: Uint8Array, size = 40): readonly string[] {
  const { paragraphs } = readWordText(strFromU8(unzipSync(docx)[DOCUMENT]!));
  const pages = Math.ceil(paragraphs.length / size);
  return Array.from(
    { length: pages },
    (_, i) => `${paragraphs.slice(i * size, (i + 1) * size).join('\n')}\n— ${i + 1} —`,
  );
}

suite('a PDF', () => {
  test('that says everything lacks nothing, wherever its lines and pages end', async () => {
    const docx = await rendered(smallest());
    const pages = pagesOf(docx);
    assert.deepEqual(lostInPdf(docx, pages), []);
    const broken = pages.flatMap((p) => p.replace('终端经工业网关', '终端经\n— 9 —\f工业\n网关').split('\f'));
    assert.deepEqual(lostInPdf(docx, broken), []);
  });

  for (const [name, from, to] of [
    ['a comma', '接入5G专网，', '接入5G专网'],
    ['a full stop', '查询和告警。', '查询和告警'],
    ['a word', '按分钟汇聚', '汇聚'],
    ['the order of two words', '终端接入、网络管理', '网络管理、终端接入'],
  ] as const)
    test(`that lacks ${name} is known by the paragraph`, async () => {
      const docx = await rendered(smallest());
      const pages = pagesOf(docx).map((p) => p.replace(from, to));
      assert.deepEqual(lostInPdf(docx, pages), [SENTENCE]);
    });

  test('that lacks a mark of a cell is known as well', async () => {
    const docx = edited(await rendered(smallest()), (xml) => xml.replace('德州市', '德州市、、'));
    assert.equal(lostInPdf(docx, pagesOf(docx)).length, 0);
    assert.equal(
      lostInPdf(
        docx,
        pagesOf(docx).map((p) => p.replace('德州市、、', '德州市、')),
      ).length,
      1,
    );
  });

  const office = findLibreOffice();
  test('of LibreOffice says what the file says, from one of the copies, and fronts have odd numbers', {
    skip: office === undefined && 'LibreOffice is not installed',
  }, async () => {
    const docx = await rendered(smallest());
    const tried: number[] = [];
    for (const copy of copiesForPdf(docx)) {
      const pdf = await toPdf(office!, copy, '2023-06-12');
      assert.ok(typeof pdf !== 'string');
      const pages = await readPdfText(pdf);
      assert.ok(pages);
      for (const [i, page] of pages.entries()) {
        const number = /—\s*(\d+)\s*—/.exec(page)?.[1];
        if (number !== undefined)
          assert.equal((i + 1) % 2, Number(number) % 2, `page ${i + 1} has the number ${number}`);
      }
      tried.push(lostInPdf(docx, pages).length);
      if (tried.at(-1) === 0) break;
    }
    assert.equal(tried.at(-1), 0, `paragraphs lost by each copy: ${tried.join(', ')}`);
  });
});

test('faces are known by all their names', () => {
  assert.deepEqual(missingFonts(['仿宋', '楷体', '黑体', '仿宋'], new Set(['FangSong', 'SimHei'])), ['楷体']);
});
