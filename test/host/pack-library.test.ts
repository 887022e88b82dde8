/** Packs in folders: found, the nearest first, read again when they change, served as they last held while they do not. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { PackLibrary } from '../../server/src/host/pack-library.ts';
import { DossierStore } from '../../server/src/workbench/dossier-store.ts';

const PACK = (id: string, title: string) => `
id: ${id}
title: ${title}
closes: 2030-06-20
clauses: [{id: 一, force: 须, title: 甲, decidable: person}]
form: {roles: {applicant: 单位}, fields: [{key: 单位, required: true}]}
`;

function folder(t: TestContext): string {
  const root = mkdtempSync(join(tmpdir(), 'pack-library-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'notices'));
  return root;
}

function titles(library: PackLibrary): readonly string[] {
  return [...library.packsFor({ named: [] }).packs.values()].map((p) => p.notice.title.zh);
}

suite('packs in folders', () => {
  test('are files and folders below notices, beside those of the program', (t) => {
    const root = folder(t);
    writeFileSync(join(root, 'notices/a.notice.yaml'), PACK('a', '甲'));
    mkdirSync(join(root, 'notices/b'));
    writeFileSync(join(root, 'notices/b/notice.yaml'), PACK('b', '乙').replace(/^form:.*$/m, ''));
    writeFileSync(join(root, 'notices/b/form.yaml'), 'fields: [{key: 项目, required: true}]\n');
    const library = new PackLibrary();
    library.setRoots([root]);
    assert.deepEqual(titles(library).slice(1).sort(), ['乙', '甲']);
    assert.deepEqual(library.packsFor({ named: [] }).problems, []);
  });

  test('come from the folders that settings name, for the dossiers below them only', (t) => {
    const root = folder(t);
    mkdirSync(join(root, 'calls'));
    mkdirSync(join(root, '客户'));
    writeFileSync(join(root, 'calls/a.notice.yaml'), PACK('a', '甲'));
    writeFileSync(join(root, '客户/dossier.config.yaml'), 'notices: [../calls]\n');
    const store = new DossierStore(new PackLibrary());
    for (const path of ['客户/甲.dossier.yaml', '乙.dossier.yaml'])
      store.set(join(root, path), '通知: a\n单位: 某公司\n');
    assert.equal(store.analysis(join(root, '客户/甲.dossier.yaml'))?.pack?.notice.id, 'a');
    assert.deepEqual(
      store.analysis(join(root, '乙.dossier.yaml'))?.findings.map((f) => f.rule),
      ['unknown-notice'],
    );
  });

  test('of one id twice are an error at both, and the nearest serves', (t) => {
    const root = folder(t);
    writeFileSync(join(root, 'notices/a.notice.yaml'), PACK('a', '近'));
    mkdirSync(join(root, 'far'));
    writeFileSync(join(root, 'far/a.notice.yaml'), PACK('a', '远'));
    const library = new PackLibrary([join(root, 'far')]);
    library.setRoots([root]);
    const { packs, problems } = library.packsFor({ named: [] });
    assert.equal(packs.get('a')?.notice.title.zh, '近');
    const [near, far] = ['notices', 'far'].map((name) => join(root, name, 'a.notice.yaml'));
    assert.deepEqual(problems.map((p) => p.file).sort(), [near, far].sort());
    for (const p of problems) assert.ok(p.message.zh.includes(p.file === near ? far! : near!), p.message.zh);
  });

  test('that break serve as they last held, and are said to', (t) => {
    const root = folder(t);
    const file = join(root, 'notices/a.notice.yaml');
    const dossier = join(root, '甲.dossier.yaml');
    writeFileSync(file, PACK('a', '甲'));
    const library = new PackLibrary();
    library.setRoots([root]);
    const store = new DossierStore(library);
    store.set(dossier, '通知: a\n单位: 某公司\n');
    assert.deepEqual(store.analysis(dossier)?.findings, []);
    writeFileSync(file, PACK('a', '新').replace('force: 须', 'force: 也许'));
    store.filesChanged([file]);
    const broken = store.analysis(dossier)!;
    assert.equal(broken.pack?.notice.title.zh, '甲');
    assert.deepEqual(
      broken.findings.map((f) => f.rule),
      ['unknown-notice'],
    );
    assert.equal(store.problems()[0]?.file, file);
    writeFileSync(file, PACK('a', '新'));
    store.filesChanged([file]);
    assert.equal(store.analysis(dossier)?.pack?.notice.title.zh, '新');
    assert.deepEqual(store.analysis(dossier)?.findings, []);
  });

  test('that change leave the analyses of other calls as they are', (t) => {
    const root = folder(t);
    const [a, b] = ['a', 'b'].map((id) => join(root, `notices/${id}.notice.yaml`)) as [string, string];
    writeFileSync(a, PACK('a', '甲'));
    writeFileSync(b, PACK('b', '乙'));
    const library = new PackLibrary();
    library.setRoots([root]);
    const store = new DossierStore(library);
    const [one, two] = ['a', 'b'].map((id) => join(root, `${id}.dossier.yaml`)) as [string, string];
    store.set(one, '通知: a\n单位: 某公司\n');
    store.set(two, '通知: b\n单位: 另一公司\n');
    const before = [store.analysis(one), store.analysis(two)];
    writeFileSync(a, PACK('a', '改'));
    store.filesChanged([a]);
    assert.notEqual(store.analysis(one), before[0]);
    assert.equal(store.analysis(two)?.pack, before[1]?.pack);
  });

  test('are read again when a file of a pack is added or taken away', (t) => {
    const root = folder(t);
    mkdirSync(join(root, 'notices/a'));
    writeFileSync(join(root, 'notices/a/notice.yaml'), PACK('a', '甲'));
    const library = new PackLibrary();
    library.setRoots([root]);
    const rules = () =>
      library
        .packsFor({ named: [] })
        .packs.get('a')!
        .rules.map((r) => r.id);
    assert.ok(!rules().includes('own'));
    const file = join(root, 'notices/a/rules.yaml');
    writeFileSync(file, 'rules: [{id: own, check: equals, clause: 一, field: 单位, value: 甲}]\n');
    library.changed([file]);
    assert.ok(rules().includes('own'));
    rmSync(file);
    library.changed([file]);
    assert.ok(!rules().includes('own'));
  });

  test('are seen as an editor shows them', (t) => {
    const root = folder(t);
    const file = join(root, 'notices/a.notice.yaml');
    writeFileSync(file, PACK('a', '盘上'));
    const library = new PackLibrary();
    library.setRoots([root]);
    assert.ok(titles(library).includes('盘上'));
    library.overlay(file, PACK('a', '屏上'));
    assert.ok(titles(library).includes('屏上'));
    library.overlay(file, undefined);
    assert.ok(titles(library).includes('盘上'));
  });
});
