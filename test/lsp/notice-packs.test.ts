/** Notice packs in the editor: checked as they are typed, followed by the dossiers that use them, explained and completed. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { PUSHED, workspace } from '../support/editor.ts';

const FILE = 'notices/test.notice.yaml';
const PACK = `id: test
title: 申报
closes: 2030-06-30
clauses:
  - {id: 一, force: 须, title: 甲, decidable: person}
form:
  roles: {applicant: 单位}
  fields:
    - {key: 单位, required: true}
    - {key: 人数, type: integer, max: 10}
`;
const DOSSIER = '通知: test\n单位: 某公司\n人数: 8\n';
const [A, B] = ['甲.dossier.yaml', '乙.dossier.yaml'];

suite('a notice pack in the editor', () => {
  test('is checked as it is typed, at its word, and the dossiers that use it say so', async (t) => {
    const w = await workspace(t, { [FILE]: PACK, [A]: DOSSIER }, PUSHED);
    const pack = await w.open(FILE, PACK, 'yaml');
    await w.open(A, DOSSIER);
    const broken = await w.client.edit(pack, 'force: 须', 'force: 也许');
    await w.client.untilSent(w.uri(A), ['unknown-notice']);
    await w.client.until('the problem of the pack', () => w.client.sent(pack.uri).length > 0);
    const [problem] = w.client.sent(pack.uri);
    assert.match(String(problem!.message), /clauses\[0\]\.force 没有“也许”这个值/);
    assert.deepEqual(problem!.range.start, broken.positionAt(broken.getText().indexOf('也许')));
    await w.client.edit(broken, 'force: 也许', 'force: 须');
    await w.client.untilSent(w.uri(A), []);
    await w.client.until('that it is gone', () => !w.client.sent(pack.uri).length);
  });

  test('holds for the dossiers as it is shown, saved or not', async (t) => {
    const w = await workspace(t, { [FILE]: PACK, [A]: DOSSIER }, PUSHED);
    const pack = await w.open(FILE, PACK, 'yaml');
    await w.open(A, DOSSIER);
    await w.client.edit(pack, 'max: 10', 'max: 5');
    await w.client.untilSent(w.uri(A), ['out-of-range']);
  });

  test('that comes to the disk, changes or goes there is followed', async (t) => {
    const w = await workspace(t, { [A]: DOSSIER, [B]: DOSSIER }, PUSHED);
    await w.open(A, DOSSIER);
    await w.client.untilSent(w.uri(A), ['unknown-notice']);
    await w.write(FILE, PACK);
    await w.client.untilSent(w.uri(A), []);
    await w.write(FILE, PACK.replace('max: 10', 'max: 7'));
    await w.client.untilSent(w.uri(A), ['out-of-range']);
    await w.client.untilSent(w.uri(B), ['out-of-range']);
    await w.remove(FILE);
    await w.client.untilSent(w.uri(A), ['unknown-notice']);
  });

  test('has completion and hovers', async (t) => {
    const w = await workspace(t, { [FILE]: PACK }, PUSHED);
    const pack = await w.open(FILE, PACK, 'yaml');
    const force = pack.getText().indexOf('force');
    const hover = await w.client.hover(pack.uri, pack.positionAt(force + 2));
    assert.match(JSON.stringify(hover?.contents), /modal word/);
    const items = await w.client.completion(pack.uri, pack.positionAt(force + 'force: '.length));
    assert.ok(items.some((i) => i.label === '不得'));
  });
});
