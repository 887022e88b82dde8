/** The form and its annexes in one PDF: each behind its page, and none that will not open is lost in silence. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { PDFDocument } from '@cantoo/pdf-lib';
import { bind } from '../../server/src/host/pdf-binder.ts';
import { lockedPdf, OPENS_WITH_PASSWORD, PRINTS_WITH_PASSWORD, pdf } from '../support/pdf.ts';

let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-bind-'));
});
after(() => rmSync(temp, { recursive: true, force: true }));

function file(name: string, bytes: Uint8Array): string {
  const path = join(temp, name);
  writeFileSync(path, bytes);
  return path;
}

/** Four pages of 100 points; the bookmarks `_annex1` and `_annex2` stand on the third and the fourth, as LibreOffice writes them. */
function form(): Buffer {
  const dests = '/Dests << /5Fannex1 [5 0 R /XYZ 0 0 0] /5Fannex2 << /D [6 0 R /Fit] >> >>';
  const text = pdf(4, { side: 100, objects: [`<< /Type /Catalog /Pages 2 0 R ${dests} >>`] }).toString('latin1');
  return Buffer.from(text.replace('/Root 1 0 R', '/Root 7 0 R'), 'latin1');
}

/** Each page by its width in points, which tells whose it is. */
async function widths(bytes: Uint8Array): Promise<readonly number[]> {
  return (await PDFDocument.load(bytes)).getPages().map((page) => page.getWidth());
}

suite('one PDF of everything', () => {
  // A page of 100 is one of the form, or a blank one that fills a sheet; blank backs of annexes are as wide as those.
  test('has each annex on sheets of its own behind the page that announces it, those without one at the end', async () => {
    const bound = await bind(form(), [
      { file: file('1.pdf', pdf(2, { side: 11 })), behind: '_annex1' },
      { file: file('2.pdf', pdf(1, { side: 12 })), behind: '_annex2' },
      { file: file('3.pdf', pdf(1, { side: 13 })), behind: '_annex3' },
      { file: file('4.pdf', pdf(1, { side: 14 })), behind: '_annex4' },
    ]);
    assert.deepEqual(await widths(bound!.bytes), [100, 100, 100, 100, 11, 11, 100, 100, 12, 12, 13, 13, 14]);
    assert.deepEqual([...bound!.failed], []);
  });

  test('goes on without those that will not open, and says which and why', async () => {
    const [locked, broken] = [
      file('locked.pdf', lockedPdf(...OPENS_WITH_PASSWORD)),
      file('broken.pdf', Buffer.from('%PDF-1.7\n?')),
    ];
    const bound = await bind(form(), [
      { file: locked, behind: '_annex1' },
      { file: broken, behind: '_annex1' },
      { file: join(temp, 'gone.pdf'), behind: '_annex1' },
      { file: file('5.pdf', pdf(1, { side: 15 })), behind: '_annex1' },
    ]);
    assert.deepEqual(
      [...bound!.failed],
      [
        [locked, 'locked'],
        [broken, 'broken'],
        [join(temp, 'gone.pdf'), 'broken'],
      ],
    );
    assert.deepEqual(await widths(bound!.bytes), [100, 100, 100, 100, 15, 100, 100]);
  });

  test('has those that open, but may not be changed', async () => {
    const bound = await bind(form(), [{ file: file('6.pdf', lockedPdf(...PRINTS_WITH_PASSWORD)), behind: '_annex2' }]);
    assert.deepEqual([...bound!.failed], []);
    assert.equal((await widths(bound!.bytes)).length, 5);
  });

  test('is the same each time', async () => {
    const annexes = [{ file: file('7.pdf', pdf(3, { side: 17 })), behind: '_annex2' }];
    const [a, b] = [await bind(form(), annexes), await bind(form(), annexes)];
    assert.deepEqual(a!.bytes, b!.bytes);
  });

  test('of a form that is no PDF, or that takes too long, is none', async () => {
    assert.equal(await bind(Buffer.from('no PDF'), []), undefined);
    assert.equal(await bind(form(), [], 1), undefined);
  });
});
