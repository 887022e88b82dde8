/** What a city hands in: the 推荐表 and the 汇总表, read back by other libraries than those that write them. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import mammoth from 'mammoth';
import readXlsx from 'read-excel-file/node';
import type { NoticeAnalysis } from '../../server/src/core/analysis/types.ts';
import { readSettings } from '../../server/src/core/settings/read-settings.ts';
import { rankingOf } from '../../server/src/core/workspace/recommendation-order.ts';
import { loadSettings } from '../../server/src/host/load-settings.ts';
import { PackLibrary } from '../../server/src/host/pack-library.ts';
import { RECOMMEND, type RenderResult } from '../../server/src/protocol.ts';
import { renderRecommendation } from '../../server/src/render/submission/recommendation.ts';
import { renderSummary } from '../../server/src/render/submission/render.ts';
import { DossierStore } from '../../server/src/workbench/dossier-store.ts';
import { recommendationOrder } from '../../server/src/workbench/recommendation-order.ts';
import { run } from '../support/command-line.ts';
import { joined, PULLS } from '../support/editor.ts';
import { analyzed, pack, patched, sample } from '../support/engine.ts';

const CITY = '德州市';
const OTHER_CITY = '济南市';
const PLATFORM = '砺穹5G工业互联网平台';
const APPLICANT = '德州砺穹通信技术有限公司';

interface Entry {
  readonly name: string;
  readonly way?: string;
  readonly city?: string;
  readonly set?: Record<string, unknown>;
}

/** The smallest sample under other names. */
function text({ name, way, city = CITY, set = {} }: Entry): string {
  return patched({
    set: {
      '平台.平台名称': `${name}平台`,
      '申报单位.单位名称': `${name}公司`,
      '申报.推荐地市': city,
      ...(way ? { '申报.推荐渠道': way } : {}),
      ...set,
    },
  }).text;
}

function dossier(entry: Entry): NoticeAnalysis {
  const analysis = analyzed(text(entry));
  assert.ok(analysis.pack);
  return { ...analysis, pack: analysis.pack };
}

/** The rows of the table, cell by cell, as another library reads them; and the words outside it. */
async function read(bytes: Uint8Array) {
  const { value, messages } = await mammoth.convertToHtml({ buffer: Buffer.from(bytes) });
  assert.deepEqual(
    messages.filter((m) => m.type === 'error'),
    [],
  );
  const rows = [...value.matchAll(/<tr>(.*?)<\/tr>/gs)].map((row) =>
    [...row[1]!.matchAll(/<t[dh]([^>]*)>(.*?)<\/t[dh]>/gs)].map((cell) => cell[2]!.replace(/<[^>]+>/g, '')),
  );
  const outside = value.replace(/<table>.*?<\/table>/gs, '').replace(/<[^>]+>/g, '\n');
  return { rows, outside };
}

async function table(entries: readonly Entry[], draft = false) {
  const file = await renderRecommendation(entries.map(dossier), draft);
  assert.ok(file);
  return { ...file, ...(await read(file.bytes)) };
}

function numbered(n: number, more: Omit<Entry, 'name'> = {}): readonly Entry[] {
  return Array.from({ length: n }, (_, i) => ({ name: `第${i + 1}号`, ...more }));
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'dossier-recommend-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function settingsProblems(yaml: string) {
  const { problems } = readSettings(yaml, () => new Map([[pack.notice.id, pack]]));
  return problems.map((p) => [p.from.line + 1, p.from.character + 1, p.message.zh] as const);
}

suite('the order of a city', () => {
  const candidates = ['甲', '乙', '丙'].map((n) => ({ file: `${n}/${n}.dossier.yaml`, platform: `${n}平台` }));

  test('is that of the settings, by file or platform; the others follow as they were', () => {
    const { order, unranked, unmatched } = rankingOf(['丙平台', './乙/乙.dossier.yaml', '丁平台'], candidates);
    assert.deepEqual(
      order.map((c) => c.platform),
      ['丙平台', '乙平台', '甲平台'],
    );
    assert.deepEqual(unranked, [candidates[0]]);
    assert.deepEqual(unmatched, [2]);
  });

  test('takes a dossier once, also where two bear one name', () => {
    const twins = [candidates[0]!, { ...candidates[1]!, platform: '甲平台' }];
    assert.deepEqual(rankingOf(['甲平台', '甲平台'], twins).order, twins);
    assert.deepEqual(rankingOf(['甲平台', '甲/甲.dossier.yaml'], candidates).unmatched, [1]);
  });

  test('is told at its place where the settings are wrong', () => {
    assert.deepEqual(settingsProblems(`recommend:\n  ${CITY}: [甲, 乙]\n`), []);
    const [[line, column, message] = []] = settingsProblems('recommend:\n  德洲市: [甲]\n');
    assert.deepEqual([line, column], [2, 3]);
    assert.match(message!, /德州市/);
    assert.match(settingsProblems(`recommend: {${CITY}: [甲, 乙, 甲]}\n`)[0]![2], /两次/);
    assert.match(settingsProblems(`recommend: {${CITY}: 甲}\n`)[0]![2], /列表/);
    assert.equal(settingsProblems(`recommend: {${CITY}: [1]}\n`).length, 1);
  });

  test('names files that are there', (t) => {
    const place = folder(t);
    writeFileSync(join(place, '甲.dossier.yaml'), '');
    writeFileSync(
      join(place, 'dossier.config.yaml'),
      `recommend:\n  ${CITY}:\n    - 甲.dossier.yaml\n    - 乙.dossier.yaml\n`,
    );
    const { problems } = loadSettings(join(place, '甲.dossier.yaml'), new PackLibrary());
    assert.deepEqual(
      problems.map((p) => [p.from.line, p.from.character]),
      [[3, 6]],
    );
    assert.match(problems[0]!.message.zh, /^乙\.dossier\.yaml/);
  });

  test('tells which names nobody has, and which dossiers it does not name', (t) => {
    const place = folder(t);
    const paths = ['甲', '乙'].map((n) => join(place, `${n}.dossier.yaml`));
    writeFileSync(join(place, 'dossier.config.yaml'), `recommend:\n  ${CITY}: [乙平台, 无此平台, 丙平台]\n`);
    const store = new DossierStore(new PackLibrary());
    for (const path of paths) store.set(path, text({ name: path.includes('甲') ? '甲' : '乙' }));
    store.set(join(place, '丙.dossier.yaml'), text({ name: '丙', city: OTHER_CITY }));
    const order = recommendationOrder(store, CITY, paths);
    assert.deepEqual(order.paths, [...paths].reverse());
    assert.deepEqual(
      order.problems.map((p) => p.message.zh),
      ['没有哪份申报书的文件或平台名称是“无此平台”'],
    );
    assert.deepEqual(
      order.notes.map((n) => n.zh),
      [`${CITY}的推荐顺序中有“丙平台”，但它不在这次的申报书之列`, `甲.dossier.yaml 不在${CITY}的推荐顺序中，排在最后`],
    );
  });
});

suite('推荐表', () => {
  test('has a row a dossier in order, with what its columns ask for', async () => {
    const { name, rows, outside } = await table([{ name: '乙' }, { name: '甲' }]);
    assert.equal(name, `${CITY}-推荐表.docx`);
    const { columns, rank, remark, title, counted } = pack.layout.recommendation!;
    assert.deepEqual(rows[0], [rank, ...columns.map((c) => c[0]), remark[0]]);
    assert.deepEqual(rows[1], [`${counted}：2 个，名额 10 个`]);
    assert.equal(rows.length, 4);
    const at = (row: number, head: string) => rows[row]![rows[0]!.indexOf(head)];
    assert.deepEqual(
      [2, 3].map((n) => [at(n, rank), at(n, '申报单位'), at(n, '平台名称')]),
      [
        ['1', '乙公司', '乙平台'],
        ['2', '甲公司', '甲平台'],
      ],
    );
    const { answers } = analyzed(sample('最小').text);
    assert.equal(at(2, '统一社会信用代码'), answers.text('申报单位.统一社会信用代码'));
    assert.ok(outside.includes(title) && outside.includes(`${CITY}工业和信息化局`), outside);
    assert.match(outside, /签名[\s\S]*公章[\s\S]*年　　月　　日/);
  });

  test('shows the quota at its edge, and what is beyond it', async () => {
    const full = await table(numbered(10));
    assert.match(full.rows[1]![0]!, /：10 个，名额 10 个$/);
    assert.ok(!full.rows.flat().includes('超出名额'));
    const over = await table(numbered(12));
    assert.match(over.rows[1]![0]!, /：12 个，名额 10 个，超出 2 个$/);
    assert.deepEqual(
      over.rows.filter((r) => r.includes('超出名额')).map((r) => r[0]),
      ['11', '12'],
    );
  });

  test('shows those that do not count apart, numbered anew, wherever they stood', async () => {
    const entries = [
      { name: '央', way: '中央驻鲁' },
      { name: '甲', way: '属地' },
      { name: '省', way: '省属' },
    ];
    const { rows } = await table(entries);
    assert.match(rows[1]![0]!, /：1 个，名额 10 个$/);
    assert.deepEqual(rows[2]!.slice(0, 2), ['1', '甲公司']);
    assert.match(rows[3]![0]!, /不受推荐数量限制.*：2 个$/);
    assert.deepEqual(
      rows.slice(4).map((r) => [r[0], r[1], r.at(-1)]),
      [
        ['1', '央公司', '中央驻鲁'],
        ['2', '省公司', '省属'],
      ],
    );
  });

  test('has the same bytes from the same dossiers', async () => {
    const once = await table([{ name: '甲' }, { name: '乙' }]);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    assert.deepEqual((await table([{ name: '甲' }, { name: '乙' }])).bytes, once.bytes);
    assert.notDeepEqual((await table([{ name: '乙' }, { name: '甲' }])).bytes, once.bytes);
  });

  test('holds what XML cannot, and shows the gaps of a draft', async () => {
    const { name, rows, bytes } = await table(
      [{ name: '甲', set: { '平台.平台名称': '甲\u0001<b>&"平台', '申报单位.单位名称': null } }],
      true,
    );
    assert.equal(name, `${CITY}-推荐表-草稿.docx`);
    const words = rows.flat().join(' ');
    assert.match(words, /甲&lt;b&gt;&amp;"平台/);
    assert.match(words, /【待填：单位名称】/);
    const xml = strFromU8(unzipSync(bytes)['word/document.xml']!);
    assert.doesNotMatch(xml, /undefined|NaN|\bnull\b|\u0001/);
    assert.match(xml, /<w:tblHeader/, 'the head stands on each page');
    assert.match(xml, /w:orient="landscape"/);
  });
});

suite('汇总表', () => {
  async function sheet(entries: readonly Entry[]) {
    const { bytes } = await renderSummary(entries.map(dossier), false);
    const parts = unzipSync(bytes);
    const part = (name: string) => strFromU8(parts[name]!);
    const sheets = await readXlsx(Buffer.from(bytes));
    return { rows: sheets[0]!.data, page: part('xl/worksheets/sheet1.xml'), book: part('xl/workbook.xml') };
  }

  test('has a row a dossier, its head on each page and in sight, on A4 on its side', async () => {
    const { rows, page, book } = await sheet(numbered(3));
    assert.deepEqual(
      rows.slice(2).map((r) => r.slice(0, 2)),
      [1, 2, 3].map((n) => [n, `第${n}号公司`]),
    );
    assert.match(book, /<definedName name="_xlnm\.Print_Titles" localSheetId="0">'汇总表'!\$1:\$2<\/definedName>/);
    assert.match(page, /<pane ySplit="2"[^>]*state="frozen"/);
    assert.match(page, /<pageSetup fitToWidth="1" fitToHeight="0" paperSize="9" orientation="landscape"\/>/);
    // The order that the format wants of what follows the rows.
    const order = ['mergeCells', 'printOptions', 'pageMargins', 'pageSetup', 'headerFooter'];
    const places = order.map((name) => page.indexOf(`<${name}`));
    assert.ok(places[0]! > page.indexOf('</sheetData>'));
    assert.deepEqual(
      [...places].sort((a, b) => a - b),
      places,
    );
  });

  test('is printed in no less than seven points', async () => {
    const { page } = await sheet(numbered(1));
    const widths = [...page.matchAll(/<col [^>]*width="([\d.]+)"/g)].map((m) => Number(m[1]));
    // At 11 pt a character of a column's width is 7 pixels of 1/96 inch, and there are 5 more a column.
    const inches = widths.reduce((sum, w) => sum + w * 7 + 5, 0) / 96;
    const scale = (297 / 25.4 - 0.8) / inches;
    assert.ok(scale * 11 >= 7, `${(scale * 11).toFixed(1)} pt`);
  });

  for (const value of ['=1+1', '+1', '-2+3', '@SUM(A1)', '\t=1', '|cmd']) {
    test(`never makes a formula of ${JSON.stringify(value)}`, async () => {
      const { rows, page } = await sheet([{ name: '甲', set: { '申报单位.联系人.姓名': value } }]);
      assert.ok(rows[2]!.includes(value.trim()), JSON.stringify(rows[2]));
      assert.doesNotMatch(page, /<f[ >]/);
    });
  }
});

suite('dossier render --all', () => {
  test('writes a table for each city, in its order, and never over one that somebody changed', async (t) => {
    const place = folder(t);
    const out = join(place, 'out');
    const file = (name: string) => join(place, name, `${name}.dossier.yaml`);
    for (const name of ['甲', '乙', '丙']) {
      mkdirSync(join(place, name));
      writeFileSync(file(name), text({ name, city: name === '丙' ? OTHER_CITY : CITY }));
    }
    const config = (order: string) =>
      writeFileSync(join(place, 'dossier.config.yaml'), `recommend:\n  ${CITY}: [${order}]\n`);
    const render = (...names: readonly string[]) =>
      run(['render', ...names.map(file), '-o', out, '--all', '--lang', 'zh']);
    config('乙平台, 甲/甲.dossier.yaml');
    const first = await render('甲', '丙');
    assert.equal(first.status, 0, first.err);
    assert.match(first.err, /乙平台.*不在这次的申报书之列/);
    const path = join(out, `${CITY}-推荐表.docx`);
    const written = readdirSync(out).filter((n) => n.includes('推荐表'));
    assert.deepEqual(written.sort(), [`${CITY}-推荐表.docx`, `${OTHER_CITY}-推荐表.docx`].sort());
    writeFileSync(path, '改过的');
    const second = await render('甲', '乙');
    assert.match(second.err, /推荐表\.docx 在生成后被人改过/);
    assert.equal(readFileSync(path, 'utf8'), '改过的');
    const { rows } = await read(readFileSync(join(out, `${CITY}-推荐表 (2).docx`)));
    assert.deepEqual(
      rows.slice(2).map((r) => r[1]),
      ['乙公司', '甲公司'],
    );
    config('乙平台, 没有的平台');
    const third = await render('甲');
    assert.equal(third.status, 2);
    assert.match(third.err, /dossier\.config\.yaml:2:14 .*没有的平台/);
  });
});

suite('the editor', () => {
  async function editor(t: TestContext, place: string) {
    const client = joined(t);
    await client.initialize(PULLS, {
      locale: 'zh-cn',
      workspaceFolders: [{ uri: pathToFileURL(place).href, name: '甲' }],
    });
    const recommend = (name: string, draft = false) => {
      const uri = pathToFileURL(join(place, name)).href;
      return client.connection.sendRequest<RenderResult>(RECOMMEND, { uri, draft, folder: join(place, 'out') });
    };
    return recommend;
  }

  test('makes the table of a dossier’s city, of files never opened too', async (t) => {
    const place = folder(t);
    for (const name of ['甲', '乙', '丙']) {
      writeFileSync(join(place, `${name}.dossier.yaml`), text({ name, city: name === '丙' ? OTHER_CITY : CITY }));
    }
    writeFileSync(join(place, 'dossier.config.yaml'), `recommend: {${CITY}: [乙平台]}\n`);
    const recommend = await editor(t, place);
    const result = await recommend('甲.dossier.yaml');
    assert.ok(result.kind === 'done', JSON.stringify(result));
    assert.deepEqual(
      result.files.map((f) => f.path),
      [join(place, 'out', `${CITY}-推荐表.docx`)],
    );
    const { rows } = await read(readFileSync(result.files[0]!.path));
    assert.deepEqual(
      rows.slice(2).map((r) => r[1]),
      ['乙公司', '甲公司'],
    );
  });

  test('says what is missing, and what an order names that is not there', async (t) => {
    const place = folder(t);
    writeFileSync(join(place, '甲.dossier.yaml'), text({ name: '甲', set: { '申报单位.单位名称': null } }));
    writeFileSync(join(place, '乙.dossier.yaml'), text({ name: '乙', city: OTHER_CITY }));
    writeFileSync(join(place, 'dossier.config.yaml'), `recommend: {${OTHER_CITY}: [没有的平台]}\n`);
    const recommend = await editor(t, place);
    const missing = await recommend('甲.dossier.yaml');
    assert.ok(missing.kind === 'missing', JSON.stringify(missing));
    assert.match(missing.missing[0]!, /^甲\.dossier\.yaml 申报单位\.单位名称/);
    const draft = await recommend('甲.dossier.yaml', true);
    assert.equal(draft.kind, 'done', JSON.stringify(draft));
    const failed = await recommend('乙.dossier.yaml');
    assert.ok(failed.kind === 'failed', JSON.stringify(failed));
    assert.match(failed.message, /dossier\.config\.yaml:1 .*没有的平台/);
    assert.equal((await recommend('没有.dossier.yaml')).kind, 'failed');
  });
});

test('the sample has the names that these tests replace', () => {
  assert.ok(sample('最小').text.includes(PLATFORM) && sample('最小').text.includes(APPLICANT));
});
