/** What --fix writes back, and what it leaves alone. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { applyFixes, writeFixedFiles } from '../../server/src/cli/checking/apply-fixes.ts';
import { Session } from '../../server/src/cli/common/session.ts';
import { testIo } from '../support/command-line.ts';
import { smallest } from '../support/engine.ts';

suite('--fix', () => {
  const WRONG = ['  平台名称: ', '  平台名称：'] as const;

  async function mended(t: { after: (work: () => void) => void }, before: string) {
    const folder = mkdtempSync(join(tmpdir(), 'dossier-mend-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, '甲.dossier.yaml');
    writeFileSync(file, before);
    const session = new Session(testIo().io, {});
    session.addFile(file);
    await session.load();
    return { folder, file, session, mended: await applyFixes([file], session) };
  }

  test('keeps the byte order mark, the line ends and everything else', async (t) => {
    const windows = (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}`;
    const { file, session, mended: done } = await mended(t, windows(smallest(WRONG)));
    assert.deepEqual(
      done.map((m) => m.count),
      [1],
    );
    assert.deepEqual(writeFixedFiles(done, session), []);
    assert.equal(readFileSync(file, 'utf8'), windows(smallest()));
  });

  test('leaves a file alone that changed since it was read, and says so', async (t) => {
    const { folder, file, session, mended: done } = await mended(t, smallest(WRONG));
    writeFileSync(file, '别人刚写的\n');
    const [why, ...more] = writeFixedFiles(done, session);
    assert.match(why ?? '', /甲\.dossier\.yaml: 读入之后被别的程序改动/);
    assert.deepEqual(more, []);
    assert.equal(readFileSync(file, 'utf8'), '别人刚写的\n');
    rmSync(file);
    assert.equal(writeFixedFiles(done, session).length, 1);
    assert.deepEqual(readdirSync(folder), [], 'and does not bring back one that is gone');
  });

  test('puts right slips that hide others, until nothing is left', async (t) => {
    const two = smallest(WRONG, ['  依法纳税: 是', '  依法纳税：是'], ['  签字: 是\n', '  签字：是\n']);
    const { file, session, mended: done } = await mended(t, two);
    writeFixedFiles(done, session);
    assert.equal(readFileSync(file, 'utf8'), smallest());
    assert.deepEqual(await applyFixes([file], session), []);
  });
});
