/** The disk changes under the editor: many events at once, none at all, links, files renamed while they are open. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { FOCUSED, OVERVIEW, type Overview } from '../../server/src/protocol.ts';
import {
  applicant,
  type Capabilities,
  joined,
  type Place,
  PULLS,
  place,
  serious,
  workspace,
} from '../support/editor.ts';

const [A, B] = ['甲.dossier.yaml', '乙/乙.dossier.yaml'];
const POSIX = process.platform !== 'win32' || undefined;
const LINKS = { skip: !POSIX && 'links need rights on Windows' };

/** Writes a file without telling the editor, as on a network drive; its time differs from the one before for sure. */
function putSilently(w: Place, name: string, content: string | Uint8Array, hours = 1): void {
  w.put(name, content);
  const time = new Date(Date.now() + hours * 3_600_000);
  utimesSync(w.path(name), time, time);
}

suite('a hundred files that are made among twenty thousand', () => {
  test('do not keep a completion waiting, and a dossier among them is read', async (t) => {
    const w = await workspace(t, { [A]: applicant(0) });
    for (let folder = 0; folder < 20; folder++) {
      mkdirSync(w.path(`d${folder}`));
      for (let n = 0; n < 1000; n++) writeFileSync(w.path(`d${folder}/${n}.pdf`), '');
    }
    const document = await w.open(A, applicant(0));
    const position = document.positionAt(document.getText().indexOf('企业法人'));
    await w.client.completion(document.uri, position);
    await w.client.untilPulled(document.uri, []);
    w.put(B, applicant(1));
    for (let n = 0; n < 100; n++) {
      w.put(`d3/new${n}.pdf`, '');
      await w.client.tell([w.uri(`d3/new${n}.pdf`), 1]);
    }
    await w.client.tell([w.uri(B), 1]);
    const began = performance.now();
    const items = await w.client.completion(document.uri, position);
    const took = performance.now() - began;
    assert.ok(items.length > 3);
    t.diagnostic(`${took.toFixed(1)} ms`);
    // On a machine that does nothing else it takes less than 50 ms; walks through the folders took eight seconds.
    assert.ok(took < 250, `${took} ms`);
    await w.client.until('the new dossier', async () => {
      const { groups } = await w.client.connection.sendRequest<Overview>(OVERVIEW);
      return groups.flatMap((g) => g.dossiers).length === 2;
    });
  });
});

test('twenty thousand files in one folder beside a dossier do not keep the completion of a file waiting', async (t) => {
  const w = await workspace(t, { [A]: applicant(0) });
  for (let n = 0; n < 20_000; n++) writeFileSync(w.path(`扫描件${n}.pdf`), '');
  const document = await w.open(A, applicant(0));
  const position = document.positionAt(document.getText().indexOf('evidence/执照.pdf'));
  await w.client.completion(document.uri, position);
  const began = performance.now();
  const items = await w.client.completion(document.uri, position);
  const took = performance.now() - began;
  t.diagnostic(`${took.toFixed(1)} ms, ${items.length} items`);
  assert.ok(items.length > 100 && items.length <= 1000);
  assert.ok(took < 500, `${took} ms`);
});

suite('a file of which no event comes', () => {
  test('is seen after the next pull, when the author saves, and when the window comes to the front', async (t) => {
    const w = await workspace(t, { [A]: applicant(0), [B]: applicant(1) });
    w.evidence('乙');
    const document = await w.open(A, applicant(0));
    await w.client.untilPulled(document.uri, []);
    await w.client.settled();
    await w.client.pull(document.uri);
    // Deleted evidence of the open dossier, told by its saving.
    renameSync(w.path('evidence/执照.pdf'), w.path('执照.pdf'));
    await w.client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: document.uri } });
    await w.client.untilPulled(document.uri, ['material-file']);
    renameSync(w.path('执照.pdf'), w.path('evidence/执照.pdf'));
    await w.client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: document.uri } });
    await w.client.untilPulled(document.uri, []);
    // A dossier that is not open, and one that is new.
    putSilently(w, B, applicant(1, ['依法纳税: 是', '依法纳税: 否']));
    putSilently(w, '丙/丙.dossier.yaml', applicant(2, ['诚信守法: 是', '诚信守法: 否']));
    await w.client.connection.sendNotification(FOCUSED);
    await w.client.until('the changed dossier', () => serious(w.client.sent(w.uri(B))).includes('tax-paid'));
    await w.client.until('the new one', () => serious(w.client.sent(w.uri('丙/丙.dossier.yaml'))).includes('honest'));
  });

  test('is a settings file above the folder of the workspace', async (t) => {
    const w = place(t, { 'office/甲.dossier.yaml': applicant(0) });
    w.evidence('office');
    const client = joined(t);
    w.client = client;
    const above: Capabilities = {
      ...PULLS,
      workspace: {
        ...PULLS.workspace,
        didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
      },
    };
    await client.initialize(above, { workspaceFolders: [{ uri: w.uri('office'), name: 'x' }] });
    const document = await w.open('office/甲.dossier.yaml', applicant(0));
    await client.untilPulled(document.uri, []);
    const [registered] = client.registrations as readonly {
      registrations: readonly { registerOptions: { watchers: readonly { globPattern: unknown }[] } }[];
    }[];
    const watched = registered!.registrations.flatMap((r) =>
      r.registerOptions.watchers.map((x) => JSON.stringify(x.globPattern)),
    );
    assert.ok(
      watched.some((x) => x.includes(w.uri()) && x.includes('dossier.config.yaml')),
      watched.join('\n'),
    );
    await client.pull(document.uri);
    putSilently(w, 'dossier.config.yaml', 'rules: {typical-modes: error}\n');
    await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: document.uri } });
    await client.untilPulled(document.uri, ['typical-modes']);
  });
});

suite('one file by several paths', LINKS, () => {
  test('is one dossier, opened by either', async (t) => {
    const w = await workspace(t, { [A]: applicant(0) });
    mkdirSync(w.path('入口'));
    symlinkSync(w.path(A), w.path('入口/甲.dossier.yaml'));
    symlinkSync(w.path('乙'), w.path('捷径'));
    w.put(B, applicant(1));
    w.evidence('乙');
    await w.client.tell([w.uri('入口/甲.dossier.yaml'), 1], [w.uri('捷径'), 1], [w.uri(B), 1]);
    const byLink = await w.open('入口/甲.dossier.yaml', applicant(0));
    assert.deepEqual(serious(await w.client.pull(byLink.uri)), []);
    const byPath = await w.open(A, applicant(0));
    assert.deepEqual(serious(await w.client.pull(byPath.uri)), []);
    const inLinkedFolder = await w.open('捷径/乙.dossier.yaml', applicant(1));
    await w.client.settled();
    assert.deepEqual(serious(await w.client.pull(inLinkedFolder.uri)), []);
    const { groups } = await w.client.connection.sendRequest<Overview>(OVERVIEW);
    assert.equal(groups.flatMap((g) => g.dossiers).length, 2);
    await w.client.close(byLink.uri);
    await w.client.settled();
    assert.deepEqual(serious(await w.client.pull(byPath.uri)), []);
  });

  test('is one dossier where the folder of the workspace is a link', async (t) => {
    const w = place(t, { [`ws/${A}`]: applicant(0) });
    w.evidence('ws');
    symlinkSync(w.path('ws'), w.path('link'));
    const client = joined(t);
    w.client = client;
    const folders = [w.uri('link'), w.uri('ws')].map((uri, n) => ({ uri, name: String(n) }));
    await client.initialize(PULLS, { workspaceFolders: folders });
    for (const name of [`link/${A}`, `ws/${A}`]) {
      const document = await w.open(name, applicant(0));
      await client.untilPulled(document.uri, []);
    }
  });

  test('stays when a link to it is deleted', async (t) => {
    const w = await workspace(t, { [A]: applicant(0, ['依法纳税: 是', '依法纳税: 否']) });
    symlinkSync(w.path(A), w.path('0.dossier.yaml'));
    await w.client.tell([w.uri('0.dossier.yaml'), 1]);
    await w.client.untilSent(w.uri(A), ['tax-paid']);
    await w.remove('0.dossier.yaml');
    await w.client.settled();
    assert.deepEqual(serious(w.client.sent(w.uri(A))), ['tax-paid']);
  });
});

suite('a dossier that is renamed while it is open', () => {
  test('is no other dossier beside the one under its new name', async (t) => {
    const w = await workspace(t, { [A]: applicant(0) });
    const old = await w.open(A, applicant(0));
    await w.client.untilPulled(old.uri, []);
    renameSync(w.path(A), w.path('改名.dossier.yaml'));
    await w.client.tell([w.uri(A), 3], [w.uri('改名.dossier.yaml'), 1]);
    await w.client.settled();
    assert.deepEqual(serious(await w.client.pull(old.uri)), []);
    assert.deepEqual(serious(w.client.sent(w.uri('改名.dossier.yaml'))), []);
    const { groups } = await w.client.connection.sendRequest<Overview>(OVERVIEW);
    assert.equal(groups.flatMap((g) => g.dossiers).length, 1);
    // Saved again under its old name, it is a second one.
    w.put(A, applicant(0));
    await w.client.tell([w.uri(A), 1]);
    await w.client.untilPulled(old.uri, ['duplicate-applicant']);
  });

  test('is none either where its folder was renamed, and no event came', async (t) => {
    const w = await workspace(t, { [B]: applicant(0) });
    w.evidence('乙');
    const old = await w.open(B, applicant(0));
    await w.client.untilPulled(old.uri, []);
    await w.client.settled();
    renameSync(dirname(w.path(B)), w.path('丙'));
    await w.client.connection.sendNotification(FOCUSED);
    await w.client.until('the new name', () => w.client.sent(w.uri('丙/乙.dossier.yaml')).length > 0);
    await w.client.settled();
    assert.ok(!serious(await w.client.pull(old.uri)).includes('duplicate-applicant'));
    assert.deepEqual(serious(w.client.sent(w.uri('丙/乙.dossier.yaml'))), []);
  });
});

suite('findings of dossiers that are not open', () => {
  test('equal those of a fresh server after a search or the overview came before the round', async (t) => {
    const texts = { [A]: applicant(0), [B]: applicant(1), '丙/丙.dossier.yaml': applicant(2) };
    const w = await workspace(t, texts);
    for (const folder of ['乙', '丙']) w.evidence(folder);
    await w.client.untilSent(w.uri(A), []);
    await w.client.settled();
    const same = `平台名称: ${/平台名称: (.*)/.exec(applicant(0))![1]}`;
    const variants = [
      applicant(1),
      applicant(1).replace(/平台名称: .*/, same),
      applicant(1, ['依法纳税: 是', '依法纳税: 否']),
    ];
    for (let n = 0; n < 6; n++) {
      await w.write(B, variants[n % variants.length]!);
      if (n % 2) await w.client.connection.sendRequest('workspace/symbol', { query: '5G' });
      else await w.client.connection.sendRequest(OVERVIEW);
      await w.client.settled();
      const fresh = joined(t);
      await fresh.initialize(PULLS, { workspaceFolders: [{ uri: pathToFileURL(w.root).href, name: 'y' }] });
      await fresh.settled();
      for (const name of Object.keys(texts))
        assert.deepEqual(w.client.sent(w.uri(name)), fresh.sent(w.uri(name)), `${name} after look ${n}`);
    }
  });
});

test('a pipe under the name of a dossier, or of settings, keeps no answer waiting', LINKS, async (t) => {
  const w = await workspace(t, { [A]: applicant(0) });
  const document = await w.open(A, applicant(0));
  await w.client.untilPulled(document.uri, []);
  symlinkSync('/dev/zero', w.path('零.dossier.yaml'));
  symlinkSync('/dev/zero', w.path('.gitignore'));
  await w.client.tell([w.uri('零.dossier.yaml'), 1], [w.uri('.gitignore'), 1]);
  await w.client.untilSent(w.uri('零.dossier.yaml'), ['internal-fault']);
  rmSync(w.path('零.dossier.yaml'));
  await w.client.tell([w.uri('零.dossier.yaml'), 3]);
  await w.client.untilSent(w.uri('零.dossier.yaml'), []);
  assert.ok(join(w.root, A));
});
