/** Office files are looked at before they are handed over: what Word would not open is not written. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { officeFileFaults, soundOfficeFile } from '../../server/src/render/office/check-office-file.ts';
import { rendered, smallest } from '../support/word.ts';

suite('a file that would not open', () => {
  const broken = async (change: (parts: Record<string, Uint8Array>) => void) => {
    const parts = unzipSync(await rendered(smallest()));
    change(parts);
    return officeFileFaults(zipSync(parts)).join('; ');
  };
  const replaced = (parts: Record<string, Uint8Array>, name: string, from: string, to: string) => {
    parts[name] = strToU8(strFromU8(parts[name]!).replace(from, to));
  };

  test('is none of ours', async () => {
    assert.equal(await broken(() => {}), '');
  });

  test('is known by a part that is no XML, a relation that leads nowhere, a part without a type', async () => {
    assert.match(
      await broken((p) => replaced(p, 'word/document.xml', '</w:p>', '')),
      /document\.xml is not well-formed/,
    );
    assert.match(await broken((p) => delete p['word/styles.xml']), /leads to word\/styles\.xml, which is not there/);
    assert.match(await broken((p) => Object.assign(p, { 'word/x.bin': strToU8('x') })), /word\/x\.bin has no type/);
    assert.match(
      await broken((p) => replaced(p, 'word/document.xml', 'r:id="', 'r:id="none')),
      /names the relation none.*, which is not there/,
    );
  });

  test('is not handed over', async () => {
    const parts = unzipSync(await rendered(smallest()));
    replaced(parts, 'word/document.xml', '</w:p>', '');
    assert.throws(() => soundOfficeFile(zipSync(parts)), /document\.xml is not well-formed/);
  });
});
