/** Files are written whole or not at all. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { suite, test } from 'node:test';
import { writeFileWhole } from '../../server/src/host/write-file.ts';

const MODULE = resolve(import.meta.dirname, '../../server/src/host/write-file.ts');

function folderOf(t: { after: (work: () => void) => void }): string {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-write-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The outcome of writing 100,000 bytes in a process whose files may have 8,192: the system takes the first part and refuses the rest. */
function writeBeyondLimit(path: string, options: string): string {
  const script = `import { writeFileWhole } from ${JSON.stringify(MODULE)};
    try { writeFileWhole(${JSON.stringify(path)}, 'x'.repeat(100_000), ${options}); console.log('written'); }
    catch (error) { console.log(error.code); }`;
  return execFileSync('bash', ['-c', 'ulimit -f 8; exec "$0" --input-type=module -e "$1"', process.execPath, script], {
    encoding: 'utf8',
  }).trim();
}

suite('writing a file', () => {
  test('keeps the permissions of the file it replaces, and follows a link', (t) => {
    const folder = folderOf(t);
    const file = join(folder, '甲.dossier.yaml');
    const link = join(folder, '乙.dossier.yaml');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    symlinkSync(file, link);
    writeFileWhole(link, '新的');
    assert.equal(readFileSync(file, 'utf8'), '新的');
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(folder).toSorted(), ['乙.dossier.yaml', '甲.dossier.yaml'].toSorted());
  });

  test('refuses a name that is taken where the file is to be new', (t) => {
    const file = join(folderOf(t), '甲.dossier.yaml');
    writeFileWhole(file, 'first', { isNew: true });
    assert.throws(() => writeFileWhole(file, 'second', { isNew: true }), { code: 'EEXIST' });
    assert.equal(readFileSync(file, 'utf8'), 'first');
  });

  test('leaves the old file as it was when the disk takes only a part of the new one', {
    skip: process.platform === 'win32' && 'needs ulimit',
  }, (t) => {
    const folder = folderOf(t);
    const file = join(folder, '甲.dossier.yaml');
    writeFileSync(file, 'old');
    assert.equal(writeBeyondLimit(file, '{}'), 'EFBIG');
    assert.equal(readFileSync(file, 'utf8'), 'old');
    assert.equal(writeBeyondLimit(join(folder, 'new.yaml'), '{ isNew: true }'), 'EFBIG');
    assert.deepEqual(readdirSync(folder), ['甲.dossier.yaml'], 'and nothing half written under any name');
  });
});
