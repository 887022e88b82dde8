/** `dossier compare` and its sister in the editor: what was changed in Word, and the dossier with it. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { unzipSync, zipSync } from 'fflate';
import { COMPARE, type CompareEdit, type CompareResult } from '../../server/src/protocol.ts';
import { joined } from '../support/editor.ts';
import { SAMPLES, SMALLEST, sample } from '../support/engine.ts';
import { folder, rendered, run, smallest, typed } from '../support/word.ts';

suite('a chapter in a file of its own', () => {
  test('is changed there', async () => {
    const place = folder();
    const text = sample(SMALLEST).text.replace(/( {2}平台定位: )\|\n.*\n/, '$1{文件: 定位.md}\n');
    writeFileSync(join(place, '甲.dossier.yaml'), text);
    writeFileSync(join(place, '定位.md'), '\ufeff平台面向中小机械加工企业。\r\n\r\n第二段说明平台的由来和现状。\r\n');
    assert.equal((await run(place, 'render', '甲.dossier.yaml', '-o', 'out', '--draft')).status, 0);
    const [name] = readdirSync(join(place, 'out')).filter((f) => f.endsWith('.docx'));
    const path = join(place, 'out', name!);
    writeFileSync(path, typed(readFileSync(path), ['由来和现状', '由来']));
    const { status, out } = await run(place, 'compare', path, '--accept', '正文');
    assert.equal(status, 0, out);
    assert.equal(readFileSync(join(place, '甲.dossier.yaml'), 'utf8'), text);
    assert.equal(
      readFileSync(join(place, '定位.md'), 'utf8'),
      '\ufeff平台面向中小机械加工企业。\r\n\r\n第二段说明平台的由来。\r\n',
    );
  });
});

suite('dossier compare', () => {
  /** A folder with the smallest sample and its render, changed. */
  async function sent(...changes: Parameters<typeof typed>[1][]): Promise<{ folder: string; docx: string }> {
    const place = folder();
    cpSync(join(SAMPLES, SMALLEST), place, { recursive: true });
    const { status, err } = await run(place, 'render', '最小.dossier.yaml', '-o', 'out');
    assert.equal(status, 0, err);
    const name = readdirSync(join(place, 'out')).find((f) => f.endsWith('.docx'))!;
    const docx = join(place, 'out', name);
    if (changes.length) writeFileSync(docx, typed(readFileSync(docx), ...changes));
    return { folder: place, docx };
  }
  const dossier = (folder: string) => readFileSync(join(folder, '最小.dossier.yaml'), 'utf8');

  test('of no change', async () => {
    const { folder, docx } = await sent();
    const { status, out } = await run(folder, 'compare', docx);
    assert.equal(status, 0);
    assert.match(out, /没有要采纳的修改/);
  });

  test('tells each with its place, accepts some, refuses what is no change', async () => {
    const { folder, docx } = await sent(['600 万元', '700 万元'], ['每季度', '每月'], ['>民营<', '>私营<']);
    const first = await run(folder, 'compare', docx);
    assert.equal(first.status, 1);
    assert.match(
      first.out,
      /^最小\.dossier\.yaml:13:9 {2}申报单位\.注册资本 {2}可以采纳\n {4}“600 万元” → “700 万元”$/m,
    );
    assert.match(first.out, /单位性质 {2}须手工修改/);
    assert.equal(dossier(folder), sample(SMALLEST).text, 'telling changes nothing');

    const wrong = await run(folder, 'compare', docx, '--accept', '平台.平台名称');
    assert.equal(wrong.status, 2);
    assert.equal(dossier(folder), sample(SMALLEST).text);

    const some = await run(folder, 'compare', docx, '--accept', '申报单位');
    assert.equal(some.status, 1);
    assert.match(some.err, /申报单位\.单位性质：没有采纳/);
    assert.equal(dossier(folder), sample(SMALLEST).text.replace('注册资本: 600', '注册资本: 700'));

    const all = await run(folder, 'compare', docx, '--accept-all', '--format', 'json');
    assert.equal(all.status, 1);
    const report = JSON.parse(all.out);
    assert.deepEqual(
      report.changes.map((c: { field: string; kind: string; path: string }) => [c.field, c.kind, c.path]),
      [['申报单位.单位性质', 'manual', '最小.dossier.yaml']],
    );
    assert.deepEqual(report.changes[0].range.start, { line: 10, character: 8 });
    assert.match(dossier(folder), /每月做一次/);
  });

  test('of what it cannot read', async () => {
    const { folder, docx } = await sent();
    assert.equal((await run(folder, 'compare', 'nothing.docx')).status, 3);
    writeFileSync(join(folder, 'text.docx'), 'no Word file');
    assert.equal((await run(folder, 'compare', 'text.docx')).status, 3);
    const { 'customXml/item1.xml': _, ...rest } = unzipSync(readFileSync(docx));
    writeFileSync(join(folder, 'bare.docx'), zipSync(rest));
    const bare = await run(folder, 'compare', 'bare.docx');
    assert.equal(bare.status, 3);
    assert.match(bare.err, /没有生成时的记录/);
    mkdirSync(join(folder, 'a/b/c'), { recursive: true });
    cpSync(docx, join(folder, 'a/b/c/x.docx'));
    assert.equal((await run(join(folder, 'a/b/c'), 'compare', 'x.docx')).status, 2, 'the dossier is not at hand');
    assert.equal(
      (await run(join(folder, 'a'), 'compare', 'b/c/x.docx', '--dossier', '../最小.dossier.yaml')).status,
      0,
    );
  });
});

suite('in an editor', () => {
  test('each change is an edit of the text as it stands there, the rest a report', async (t) => {
    const client = joined(t);
    await client.initialize();
    const place = folder();
    const uri = pathToFileURL(join(place, '甲.dossier.yaml')).href;
    // Not as on disk: what is typed counts.
    const document = await client.open(uri, `# 一行说明\n${sample(SMALLEST).text}`);
    const docx = typed(
      await rendered(smallest()),
      ['600 万元', '700 万元'],
      ['>民营<', '>私营<'],
      ['>注册资本<', '>资本<'],
    );
    writeFileSync(join(place, 'a.docx'), docx);
    const ask = (file: string) =>
      client.connection.sendRequest<CompareResult>(COMPARE, { uri, file: join(place, file) });
    const result = await ask('a.docx');
    assert.ok(result.kind === 'done', JSON.stringify(result));
    assert.deepEqual([result.others, result.version], [2, document.version]);
    assert.deepEqual(
      result.changes.map(({ path, old, text }) => [path, old, text]),
      [['申报单位.注册资本', '600 万元', '700 万元']],
    );
    const [{ range, text, uri: at }] = result.changes[0]!.edits as [CompareEdit];
    assert.deepEqual([at, document.getText(range), text], [uri, '600', '700']);
    assert.match(result.report, /申报单位\.单位性质 · 须手工修改/);
    assert.match(result.report, /“注册资本” → “资本”/);
    for (const wrong of ['no.docx', '甲.dossier.yaml']) assert.equal((await ask(wrong)).kind, 'failed', wrong);
  });
});
