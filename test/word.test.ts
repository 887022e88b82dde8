/** A paper that goes out as a Word file and comes back: what was changed in it, by hand of others and of other programs. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { review } from '../server/src/core/review.ts';
import { findOffice } from '../server/src/office.ts';
import { COMPARE, type CompareEdit, type CompareResult } from '../server/src/protocol.ts';
import { type Change, type Comparison, compareWord, shortly, together } from '../server/src/render/compare.ts';
import { applied, type Dossier, withEdits } from '../server/src/render/read-back.ts';
import { readWordFile } from '../server/src/render/record.ts';
import { render } from '../server/src/render/render.ts';
import { renderReviewCopy } from '../server/src/render/review-copy.ts';
import { readWordText } from '../server/src/render/word-text.ts';
import { readBeside } from '../server/src/world.ts';
import { joined } from './support/editor.ts';
import { analyzed, cleanSamples, patched, SAMPLES, SMALLEST, sample } from './support/engine.ts';

const ROOT = join(import.meta.dirname, '..');
const CLI = join(ROOT, 'dist/cli.cjs');
const DOCUMENT = 'word/document.xml';
const none = () => undefined;

let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-word-'));
  if (!existsSync(CLI)) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT });
});
after(() => rmSync(temp, { recursive: true, force: true }));

// ---------------------------------------------------------------- the means

function dossierOf(text: string): Dossier {
  const analysis = analyzed(text);
  assert.ok(analysis.pack, 'the dossier names a pack');
  return { ...analysis, pack: analysis.pack };
}

/** Rendered once for each text. */
const papers = new Map<string, Promise<Uint8Array>>();

function rendered(dossier: Dossier, file: (path: string) => Uint8Array | undefined = none): Promise<Uint8Array> {
  const known = papers.get(dossier.source.text) ?? paperOf(dossier, file);
  papers.set(dossier.source.text, known);
  return known;
}

async function paperOf(dossier: Dossier, file: (path: string) => Uint8Array | undefined): Promise<Uint8Array> {
  const options = { all: false, file, name: '甲.dossier.yaml' };
  const paper = await render(dossier, { ...options, draft: false });
  const result = 'files' in paper ? paper : await render(dossier, { ...options, draft: true });
  assert.ok('files' in result);
  return result.files[0]!.bytes;
}

/** The file with its document changed, as an editor of XML would. */
function edited(docx: Uint8Array, change: (xml: string) => string): Uint8Array {
  const parts = unzipSync(docx);
  const before = strFromU8(parts[DOCUMENT]!);
  const xml = change(before);
  assert.notEqual(xml, before, 'something was changed');
  return zipSync({ ...parts, [DOCUMENT]: strToU8(xml) });
}

/** Each of these words changed once, where it is printed for the `nth` time. */
function typed(docx: Uint8Array, ...changes: readonly (readonly [string, string, number?])[]): Uint8Array {
  return edited(docx, (xml) =>
    changes.reduce((text, [from, to, nth = 1]) => {
      const pieces = text.split(from);
      assert.ok(pieces.length > nth, `the file says “${from}” ${nth} times`);
      return pieces.slice(0, nth).join(from) + to + pieces.slice(nth).join(from);
    }, xml),
  );
}

function compared(
  docx: Uint8Array,
  dossier: Dossier,
  file: (path: string) => Uint8Array | undefined = none,
): Comparison {
  const word = readWordFile(docx);
  assert.ok(word?.record, 'the file has its record');
  return compareWord({ text: word.text, record: word.record }, dossier, file);
}

/** What was found, a line a change. */
function told({ changes, outside }: Comparison): readonly string[] {
  return [
    ...changes.map((c) => `${c.kind} ${c.path}: ${c.old} → ${c.text ?? '—'}`),
    ...outside.map((o) => `outside: ${o.old ?? '—'} → ${o.text ?? '—'}`),
  ];
}

/** The dossier with all that can be taken over. */
function accepted(dossier: Dossier, { changes }: Comparison): Dossier {
  const after = withEdits(
    dossier,
    together(changes).flatMap((c) => c.edits),
  );
  assert.ok(after);
  return after;
}

const smallest = () => dossierOf(sample(SMALLEST).text);

/** The paragraph of the document's XML that says these words. */
function paragraphWith(xml: string, words: string): string {
  const found = xml.match(/<w:p[ >](?:(?!<w:p[ >])[\s\S])*?<\/w:p>/g)?.find((p) => p.includes(words));
  assert.ok(found, `a paragraph says “${words}”`);
  return found;
}

const withoutMarks = (xml: string) => xml.replace(/<w:bookmark(?:Start|End)\b[^>]*>/g, '');

// ---------------------------------------------------------------- nothing changed

suite('a file that nobody changed', () => {
  for (const folder of [...cleanSamples(), '常见问题']) {
    test(`compares as it is: ${folder}`, async () => {
      const { path, text } = sample(folder);
      const file = (name: string) => readBeside(path, name);
      const dossier = dossierOf(text);
      const docx = await rendered(dossier, file);
      const result = compared(docx, dossier, file);
      assert.deepEqual(result, { changes: [], outside: [], revisions: 0, moved: false });
      const { record } = readWordFile(docx)!;
      const marks = strFromU8(unzipSync(docx)[DOCUMENT]!).match(/w:name="_dossier\d+"/g) ?? [];
      assert.equal(record!.paragraphs.flatMap((p) => p.parts).length, marks.length, 'each bookmark is on record');
    });
  }

  test('compares as it is without any bookmark', async () => {
    const dossier = smallest();
    assert.deepEqual(told(compared(edited(await rendered(dossier), withoutMarks), dossier)), []);
  });

  test('is the same twice', async () => {
    const text = (docx: Uint8Array) => strFromU8(unzipSync(docx)['customXml/item1.xml']!);
    assert.equal(text(await paperOf(smallest(), none)), text(await paperOf(smallest(), none)));
  });
});

// ---------------------------------------------------------------- the whole loop

suite('changes of a client', () => {
  test('are found, accepted, checked and rendered again', async () => {
    const dossier = smallest();
    const docx = await rendered(dossier);
    const changed = typed(
      docx,
      ['600 万元', '700 万元'],
      ['2019年12月9日', '2019年12月10日'],
      ['每季度做一次漏洞扫描', '每月做一次漏洞扫描'],
    );
    const found = compared(changed, dossier);
    assert.deepEqual(
      found.changes.map((c) => [c.kind, c.path, ...Object.values(shortly(c.old, c.text))]),
      [
        ['changed', '申报单位.成立日期', '2019年12月9日', '2019年12月10日'],
        ['changed', '申报单位.注册资本', '600 万元', '700 万元'],
        [
          'changed',
          '正文.安全保障',
          '…作日志留存六个月以上，每季度做一次漏洞扫描，每年组织…',
          '…作日志留存六个月以上，每月做一次漏洞扫描，每年组织…',
        ],
      ],
    );
    const after = accepted(dossier, found);
    const expected = sample(SMALLEST)
      .text.replace('成立日期: 2019-12-09', '成立日期: 2019-12-10')
      .replace('注册资本: 600', '注册资本: 700')
      .replace('每季度做一次漏洞扫描', '每月做一次漏洞扫描');
    assert.equal(after.source.text, expected, 'nothing else of the text has changed');
    const again = compared(changed, after);
    assert.deepEqual([told(again), again.moved], [[], true]);
    assert.deepEqual(told(compared(await rendered(after), after)), []);
    const now = readWordText(strFromU8(unzipSync(await rendered(after))[DOCUMENT]!)).paragraphs;
    assert.deepEqual(now, readWordText(strFromU8(unzipSync(changed)[DOCUMENT]!)).paragraphs);
  });

  const EACH: readonly (readonly [what: string, from: string, to: string, expected: string, key: RegExp])[] = [
    [
      'a number with separators',
      '600 万元',
      '1,600万元',
      'changed 申报单位.注册资本: 600 万元 → 1,600万元',
      /注册资本: 1600\n/,
    ],
    [
      'a part of an address',
      '砺穹路6号',
      '砺穹路8号',
      'changed 申报单位.注册地址.详细地址: 砺穹路6号 → 砺穹路8号',
      /详细地址: 砺穹路8号\}/,
    ],
    [
      'a text that YAML would misread',
      '>shang@liqiong.example.com<',
      '>no: thing@liqiong.example.com<',
      'manual 申报单位.联系人.邮箱: shang@liqiong.example.com → no: thing@liqiong.example.com',
      /邮箱: shang@/,
    ],
    ['a choice that is none', '>民营<', '>私营<', 'manual 申报单位.单位性质: 民营 → 私营', /单位性质: 民营/],
    ['a choice', '>民营<', '>国有<', 'changed 申报单位.单位性质: 民营 → 国有', /单位性质: 国有\n/],
    [
      'an item of a table',
      '>为中小工厂规划、开通并代维5G专网。<',
      '>为工厂代维“5G”专网: 全年。<',
      'changed 平台.解决方案[0].简介: 为中小工厂规划、开通并代维5G专网。 → 为工厂代维“5G”专网: 全年。',
      /简介: "为工厂代维“5G”专网: 全年。"\}/,
    ],
    [
      'a number of a table',
      '>17.5<',
      '>18.25<',
      'changed 申报单位.经营情况[1].纳税总额: 17.5 → 18.25',
      /纳税总额: 18\.25,/,
    ],
    [
      'a list of words',
      '>物联网<',
      '>物联网、边缘计算<',
      'manual 平台.技术积累: 物联网 → 物联网、边缘计算',
      /技术积累: \[物联网\]/,
    ],
    [
      'an optional field that was not there',
      '>无<',
      '>其他<',
      'changed 申报单位.单位类别: 无 → 其他',
      /\n {2}单位类别: 其他\n/,
    ],
    ['the form’s own words', '>注册资本<', '>注册资金<', 'outside: 注册资本 → 注册资金', /注册资本: 600/],
    [
      'a value that is emptied',
      '>91371403MA3RE2N64H<',
      '><',
      'removed 申报单位.统一社会信用代码: 91371403MA3RE2N64H → —',
      /代码: 91371403MA3RE2N64H/,
    ],
  ];
  for (const [what, from, to, expected, key] of EACH) {
    test(`of ${what}`, async () => {
      const dossier = smallest();
      const found = compared(typed(await rendered(dossier), [from, to]), dossier);
      assert.deepEqual(told(found), [expected]);
      assert.match(accepted(dossier, found).source.text, key);
    });
  }

  test('in one of several places are one change, in two ways are unclear', async () => {
    const dossier = smallest();
    const docx = await rendered(dossier);
    const one = compared(typed(docx, ['尚知夏', '尚知秋']), dossier);
    assert.deepEqual(told(one), ['changed 申报单位.联系人.姓名: 尚知夏 → 尚知秋']);
    assert.deepEqual(one.changes[0]!.places, [1, 2]);
    const two = compared(typed(docx, ['尚知夏', '尚知秋'], ['尚知夏', '尚知冬']), dossier);
    assert.deepEqual(
      two.changes.map((c) => [c.kind, c.path]),
      [['unclear', '申报单位.联系人.姓名']],
    );
  });

  test('are found without any bookmark', async () => {
    const dossier = smallest();
    const docx = edited(typed(await rendered(dossier), ['600 万元', '700 万元'], ['每季度', '每月']), withoutMarks);
    assert.deepEqual(
      compared(docx, dossier).changes.map((c) => [c.kind, c.path]),
      [
        ['changed', '申报单位.注册资本'],
        ['changed', '正文.安全保障'],
      ],
    );
  });

  test('that a bookmark no more surrounds are found', async () => {
    const dossier = smallest();
    const docx = edited(await rendered(dossier), (xml) => {
      const paragraph = paragraphWith(xml, '砺穹路6号');
      // What is typed at the end stands behind the bookmark.
      const run = /<w:r>(?:(?!<w:r>)[\s\S])*?砺穹路6号<\/w:t><\/w:r>/.exec(paragraph)![0];
      return xml.replace(paragraph, paragraph.replace('</w:p>', `${run.replace('砺穹路6号', '3楼')}</w:p>`));
    });
    assert.deepEqual(told(compared(docx, dossier)), ['changed 申报单位.注册地址.详细地址: 砺穹路6号 → 砺穹路6号3楼']);
  });

  test('of paragraphs: divided, taken out, added', async () => {
    const dossier = smallest();
    const docx = await rendered(dossier);
    const divided = edited(docx, (xml) => {
      const paragraph = paragraphWith(xml, '每季度做一次漏洞扫描');
      const look = /<w:pPr>[\s\S]*?<\/w:pPr>/.exec(paragraph)![0];
      const font = /<w:rPr>[\s\S]*?<\/w:rPr>/.exec(paragraph.slice(paragraph.indexOf('<w:r>')))![0];
      const cut = `</w:t></w:r></w:p><w:p>${look}<w:r>${font}<w:t>`;
      return xml.replace(paragraph, paragraph.replace('分级授权，', `分级授权。${cut}`));
    });
    const found = compared(divided, dossier);
    assert.deepEqual(
      found.changes.map((c) => [c.kind, c.path]),
      [['changed', '正文.安全保障']],
    );
    const after = accepted(dossier, found);
    assert.match(after.source.text, /分级授权。\n\n {4}操作日志留存/);
    assert.deepEqual(told(compared(divided, after)), []);

    const gone = compared(
      edited(docx, (xml) => xml.replace(paragraphWith(xml, '每季度做一次漏洞扫描'), '')),
      dossier,
    );
    assert.deepEqual(
      [gone.changes.map((c) => [c.kind, c.path, c.text]), gone.outside],
      [[['removed', '正文.安全保障', undefined]], []],
    );

    const added = compared(
      edited(docx, (xml) => {
        const paragraph = paragraphWith(xml, '每季度做一次漏洞扫描');
        const own = withoutMarks(paragraph).replace(/<w:t\b[^>]*>[\s\S]*<\/w:t>/, '<w:t>客户加的一段。</w:t>');
        return xml.replace(paragraph, paragraph + own);
      }),
      dossier,
    );
    assert.deepEqual([told(added), added.outside[0]!.near], [['outside: — → 客户加的一段。'], '正文.安全保障']);
  });

  test('of two paragraphs made one are unclear', async () => {
    const dossier = dossierOf(
      patched({ set: { '正文.平台定位': '第一段说平台的定位。\n\n第二段说平台的用户。\n' } }).text,
    );
    const docx = edited(await rendered(dossier), (xml) => {
      const [a, b] = [paragraphWith(xml, '第一段说'), paragraphWith(xml, '第二段说')];
      const rest = b.replace(/^<w:p>(?:<w:pPr>[\s\S]*?<\/w:pPr>)?/, '');
      return xml.replace(b, '').replace(a, a.replace(/<\/w:p>$/, rest));
    });
    const { changes } = compared(docx, dossier);
    assert.deepEqual(
      changes.map((c) => [c.kind, c.path, c.text]),
      [['unclear', '正文.平台定位', '第一段说平台的定位。第二段说平台的用户。']],
    );
  });

  test('that Word tracks are read as accepted, and counted', async () => {
    const dossier = smallest();
    const docx = edited(await rendered(dossier), (xml) => {
      const run = /<w:r>(?:(?!<w:r>)[\s\S])*?600 万元<\/w:t><\/w:r>/.exec(xml)![0];
      const by = 'w:id="900" w:author="客户" w:date="2023-06-01T00:00:00Z"';
      const gone = run.replace(/<w:t\b([^>]*)>([\s\S]*?)<\/w:t>/, '<w:delText$1>$2</w:delText>');
      return xml.replace(run, `<w:del ${by}>${gone}</w:del><w:ins ${by}>${run.replace('600', '650')}</w:ins>`);
    });
    const found = compared(docx, dossier);
    assert.deepEqual([told(found), found.revisions], [['changed 申报单位.注册资本: 600 万元 → 650 万元'], 2]);
  });
});

// ---------------------------------------------------------------- three sides

suite('a dossier that has changed since', () => {
  const change = (from: string, to: string) => dossierOf(sample(SMALLEST).text.replace(from, to));

  test('is no conflict where only one side changed', async () => {
    const docx = typed(await rendered(smallest()), ['600 万元', '700 万元'], ['每季度', '每月']);
    const found = compared(docx, change('职工人数: 26', '职工人数: 27'));
    assert.equal(found.moved, true);
    assert.deepEqual(
      found.changes.map((c) => [c.kind, c.path]),
      [
        ['changed', '申报单位.注册资本'],
        ['changed', '正文.安全保障'],
      ],
    );
  });

  test('is one where both did, and nothing is taken over', async () => {
    const docx = typed(await rendered(smallest()), ['600 万元', '700 万元'], ['每季度', '每月']);
    const dossier = dossierOf(
      sample(SMALLEST).text.replace('注册资本: 600', '注册资本: 800').replace('每季度做', '每半年做'),
    );
    const { changes } = compared(docx, dossier);
    assert.deepEqual(
      changes.map((c) => [c.kind, c.path, c.edits, c.now?.includes('每半年') ?? false]),
      [
        ['conflict', '申报单位.注册资本', [], false],
        ['conflict', '正文.安全保障', [], true],
      ],
    );
    assert.equal(changes[0]!.now, '800 万元');
  });

  test('is none where both say the same', async () => {
    const docx = typed(await rendered(smallest()), ['600 万元', '700 万元']);
    assert.deepEqual(told(compared(docx, change('注册资本: 600', '注册资本: 700'))), []);
  });

  test('is followed to where a paragraph stands now', async () => {
    const docx = typed(await rendered(smallest()), ['每季度', '每月']);
    const dossier = change('  安全保障: |\n', '  安全保障: |\n    新加在前面的一段。\n\n');
    const found = compared(docx, dossier);
    assert.deepEqual(
      found.changes.map((c) => c.kind),
      ['changed'],
    );
    assert.match(accepted(dossier, found).source.text, /新加在前面的一段。\n\n {4}平台采用.*每月做一次/);
  });
});

// ---------------------------------------------------------------- chapters

suite('a chapter', () => {
  const chapter = (markdown: string) => dossierOf(patched({ set: { '正文.平台定位': markdown } }).text);
  const EACH: readonly (readonly [
    what: string,
    text: string,
    from: string,
    to: string,
    kind: string,
    after?: string,
  ])[] = [
    [
      'keeps its marks',
      '平台**面向中小**企业，提供服务。\n',
      '提供服务。',
      '提供支持。',
      'changed',
      '平台**面向中小**企业，提供支持。',
    ],
    ['has its headings changed', '# 定位\n\n说明文字。\n', '1.定位', '1.平台定位', 'changed', '# 平台定位'],
    [
      'has its lists changed',
      '- 第一项内容\n- 第二项内容\n',
      '第二项内容',
      '第二项新内容',
      'changed',
      '- 第二项新内容',
    ],
    ['has its tables changed', '| 甲 | 乙 |\n|--|--|\n| 子项 | 丑项 |\n', '丑项', '寅项', 'changed', '| 子项 | 寅项 |'],
    [
      'takes signs as words',
      '说明文字在这里。\n',
      '说明文字在这里。',
      '说明*文字*在这里。',
      'changed',
      '说明\\*文字\\*在这里。',
    ],
    ['whose number was changed is left to a person', '# 定位\n\n说明文字。\n', '1.定位', '2.定位', 'manual'],
  ];
  for (const [what, text, from, to, kind, after] of EACH) {
    test(what, async () => {
      const dossier = chapter(text);
      const docx = typed(await rendered(dossier), [`${from}</w:t>`, `${to}</w:t>`]);
      const found = compared(docx, dossier);
      assert.deepEqual(
        found.changes.map((c) => [c.kind, c.path]),
        [[kind, '正文.平台定位']],
      );
      if (after === undefined) return;
      const now = accepted(dossier, found);
      assert.ok(now.source.text.includes(after), now.source.text);
      assert.deepEqual(told(compared(docx, now)), []);
    });
  }

  test('in a file of its own is changed there', () => {
    const folder = mkdtempSync(join(temp, 'c-'));
    const text = sample(SMALLEST).text.replace(/( {2}平台定位: )\|\n.*\n/, '$1{文件: 定位.md}\n');
    writeFileSync(join(folder, '甲.dossier.yaml'), text);
    writeFileSync(join(folder, '定位.md'), '\ufeff平台面向中小机械加工企业。\r\n\r\n第二段说明平台的由来和现状。\r\n');
    assert.equal(run(folder, 'render', '甲.dossier.yaml', '-o', 'out', '--draft').status, 0);
    const [name] = readdirSync(join(folder, 'out')).filter((f) => f.endsWith('.docx'));
    const path = join(folder, 'out', name!);
    writeFileSync(path, typed(readFileSync(path), ['由来和现状', '由来']));
    const { status, out } = run(folder, 'compare', path, '--accept', '正文');
    assert.equal(status, 0, out);
    assert.equal(readFileSync(join(folder, '甲.dossier.yaml'), 'utf8'), text);
    assert.equal(
      readFileSync(join(folder, '定位.md'), 'utf8'),
      '\ufeff平台面向中小机械加工企业。\r\n\r\n第二段说明平台的由来。\r\n',
    );
  });
});

// ---------------------------------------------------------------- the command

interface Outcome {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

function run(cwd: string, ...args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args, '--lang', 'zh'], {
    cwd,
    encoding: 'utf8',
  });
  assert.doesNotMatch(stdout + stderr, /^ {4}at /m, 'no stack trace');
  return { status, out: stdout, err: stderr };
}

suite('dossier compare', () => {
  /** A folder with the smallest sample and its render, changed. */
  function sent(...changes: Parameters<typeof typed>[1][]): { folder: string; docx: string } {
    const folder = mkdtempSync(join(temp, 'd-'));
    cpSync(join(SAMPLES, SMALLEST), folder, { recursive: true });
    const { status, err } = run(folder, 'render', '最小.dossier.yaml', '-o', 'out');
    assert.equal(status, 0, err);
    const name = readdirSync(join(folder, 'out')).find((f) => f.endsWith('.docx'))!;
    const docx = join(folder, 'out', name);
    if (changes.length) writeFileSync(docx, typed(readFileSync(docx), ...changes));
    return { folder, docx };
  }
  const dossier = (folder: string) => readFileSync(join(folder, '最小.dossier.yaml'), 'utf8');

  test('of no change', () => {
    const { folder, docx } = sent();
    const { status, out } = run(folder, 'compare', docx);
    assert.equal(status, 0);
    assert.match(out, /没有要采纳的修改/);
  });

  test('tells each with its place, accepts some, refuses what is no change', () => {
    const { folder, docx } = sent(['600 万元', '700 万元'], ['每季度', '每月'], ['>民营<', '>私营<']);
    const first = run(folder, 'compare', docx);
    assert.equal(first.status, 1);
    assert.match(
      first.out,
      /^最小\.dossier\.yaml:13:9 {2}申报单位\.注册资本 {2}可以采纳\n {4}“600 万元” → “700 万元”$/m,
    );
    assert.match(first.out, /单位性质 {2}须手工修改/);
    assert.equal(dossier(folder), sample(SMALLEST).text, 'telling changes nothing');

    const wrong = run(folder, 'compare', docx, '--accept', '平台.平台名称');
    assert.equal(wrong.status, 2);
    assert.equal(dossier(folder), sample(SMALLEST).text);

    const some = run(folder, 'compare', docx, '--accept', '申报单位');
    assert.equal(some.status, 1);
    assert.match(some.err, /申报单位\.单位性质：没有采纳/);
    assert.equal(dossier(folder), sample(SMALLEST).text.replace('注册资本: 600', '注册资本: 700'));

    const all = run(folder, 'compare', docx, '--accept-all', '--format', 'json');
    assert.equal(all.status, 1);
    const report = JSON.parse(all.out);
    assert.deepEqual(
      report.changes.map((c: { field: string; kind: string; path: string }) => [c.field, c.kind, c.path]),
      [['申报单位.单位性质', 'manual', '最小.dossier.yaml']],
    );
    assert.deepEqual(report.changes[0].range.start, { line: 10, character: 8 });
    assert.match(dossier(folder), /每月做一次/);
  });

  test('of what it cannot read', () => {
    const { folder, docx } = sent();
    assert.equal(run(folder, 'compare', 'nothing.docx').status, 3);
    writeFileSync(join(folder, 'text.docx'), 'no Word file');
    assert.equal(run(folder, 'compare', 'text.docx').status, 3);
    const { 'customXml/item1.xml': _, ...rest } = unzipSync(readFileSync(docx));
    writeFileSync(join(folder, 'bare.docx'), zipSync(rest));
    const bare = run(folder, 'compare', 'bare.docx');
    assert.equal(bare.status, 3);
    assert.match(bare.err, /没有生成时的记录/);
    mkdirSync(join(folder, 'a/b/c'), { recursive: true });
    cpSync(docx, join(folder, 'a/b/c/x.docx'));
    assert.equal(run(join(folder, 'a/b/c'), 'compare', 'x.docx').status, 2, 'the dossier is not at hand');
    assert.equal(run(join(folder, 'a'), 'compare', 'b/c/x.docx', '--dossier', '../最小.dossier.yaml').status, 0);
  });
});

// ---------------------------------------------------------------- other programs

test('LibreOffice opens and saves it, and nothing is said to be changed', async (t) => {
  const office = findOffice();
  if (!office) return t.skip('LibreOffice is not installed');
  const { path, text } = sample('专业型-特定技术');
  const file = (name: string) => readBeside(path, name);
  const dossier = dossierOf(text);
  const folder = mkdtempSync(join(temp, 'o-'));
  writeFileSync(join(folder, 'a.docx'), await rendered(dossier, file));
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
  execFileSync(office, [profile, '--headless', '--convert-to', 'docx', '--outdir', join(folder, 'out'), 'a.docx'], {
    cwd: folder,
    stdio: 'ignore',
  });
  const saved = readFileSync(join(folder, 'out', 'a.docx'));
  assert.deepEqual(told(compared(saved, dossier, file)), []);
  const xml = strFromU8(unzipSync(saved)[DOCUMENT]!);
  const words = readWordText(xml).paragraphs.find((p) => p.startsWith('https://'))!;
  const changed = compared(typed(saved, [`>${words}<`, '>https://new.example.com<']), dossier, file);
  assert.deepEqual(
    changed.changes.map((c: Change) => [c.kind, c.path]),
    [['changed', '平台.平台网址']],
  );
});

// ---------------------------------------------------------------- review copy

suite('the review copy', () => {
  const today = '2023-06-12';
  const copies = new Map<string, Promise<{ parts: Record<string, Uint8Array>; name: string; dossier: Dossier }>>();

  function copyOf(folder: string) {
    const known = copies.get(folder) ?? made(folder);
    copies.set(folder, known);
    return known;
  }

  async function made(folder: string) {
    const { path, text } = sample(folder);
    const dossier = dossierOf(text);
    const file = (name: string) => readBeside(path, name);
    const options = { review: review(dossier, { today, others: 0 }), locale: 'zh', today, file, name: 'x' } as const;
    const { name, bytes } = await renderReviewCopy(dossier, options);
    return { parts: unzipSync(bytes), name, dossier };
  }
  const xml = (parts: Record<string, Uint8Array>, name: string) => strFromU8(parts[name] ?? new Uint8Array());

  test('has each finding as a comment at its place or in the list in front', async () => {
    const { parts, name, dossier } = await copyOf('常见问题');
    assert.match(name, /-审阅稿\.docx$/);
    const comments = xml(parts, 'word/comments.xml')
      .split(/<w:comment /)
      .slice(1);
    const words = comments.map(
      (c) =>
        readWordText(
          `<w:body xmlns:w="${W}"><${`w:comment ${c.slice(0, c.indexOf('</w:comment>'))}`}</w:comment></w:body>`,
        ).paragraphs,
    );
    const inFront = readWordText(xml(parts, DOCUMENT)).paragraphs;
    for (const { rule, message } of dossier.findings)
      assert.ok(
        words.some((w) => w[0]!.includes(rule) && w.includes(message.zh)) || inFront.includes(message.zh),
        `${rule}: ${message.zh}`,
      );
    const document = xml(parts, DOCUMENT);
    const ids = (pattern: RegExp) => [...document.matchAll(pattern)].map((m) => m[1]);
    const [starts, ends, references] = ['RangeStart', 'RangeEnd', 'Reference'].map((n) =>
      ids(new RegExp(`<w:comment${n} w:id="(\\d+)"`, 'g')).sort(),
    );
    assert.equal(new Set(starts).size, comments.length);
    assert.deepEqual([ends, references], [starts, starts]);
    assert.ok(comments.every((c) => /w:author="dossier"/.test(c) && /w:date="2023-06-12T00:00:00/.test(c)));
    const capital = document.slice(0, document.indexOf('<w:commentRangeStart'));
    assert.ok(capital.includes('条件对照表'), 'the verdicts stand in front');
  });

  test('has a comment within its paragraph of a chapter', async () => {
    const { parts } = await copyOf('常见问题');
    const document = xml(parts, DOCUMENT);
    const marked = [
      ...document.matchAll(/<w:commentRangeStart w:id="(\d+)"\/>([\s\S]*?)<w:commentRangeEnd w:id="\1"\/>/g),
    ];
    assert.ok(marked.every(([, , inner]) => /<w:bookmarkStart [^>]*w:name="_dossier\d+"/.test(inner!)));
  });

  test('says 审阅稿 on every page, and no submission copy does, nor has comments', async () => {
    const { parts } = await copyOf('常见问题');
    const headers = (all: Record<string, Uint8Array>) =>
      Object.keys(all).filter((n) => /^word\/header\d+\.xml$/.test(n));
    assert.ok(headers(parts).length > 0);
    for (const name of headers(parts)) assert.match(xml(parts, name), /string="审阅稿"/);
    for (const folder of cleanSamples()) {
      const { path, text } = sample(folder);
      const paper = unzipSync(await rendered(dossierOf(text), (name) => readBeside(path, name)));
      const told = Object.entries(paper).map(
        ([name, bytes]) => `${name}\n${/\.(xml|rels)$/.test(name) ? strFromU8(bytes) : ''}`,
      );
      assert.deepEqual(
        told.filter((t) => /审阅稿|commentRange|commentReference|comments\.xml/.test(t)),
        [],
      );
    }
  });

  test('is compared like any other', async () => {
    const { parts } = await copyOf(SMALLEST);
    assert.deepEqual(told(compared(zipSync(parts), smallest())), []);
  });

  test('is rendered while errors stand, and not together with a draft', () => {
    const out = mkdtempSync(join(temp, 'r-'));
    const { status, out: said } = run(out, 'render', sample('常见问题').path, '--review');
    assert.deepEqual([status, /-审阅稿\.docx\n$/.test(said)], [0, true]);
    assert.equal(run(out, 'render', sample(SMALLEST).path, '--review', '--draft').status, 2);
  });
});

suite('in an editor', () => {
  test('each change is an edit of the text as it stands there, the rest a report', async (t) => {
    const client = joined(t);
    await client.initialize();
    const folder = mkdtempSync(join(temp, 'e-'));
    const uri = pathToFileURL(join(folder, '甲.dossier.yaml')).href;
    // Not as on disk: what is typed counts.
    const document = await client.open(uri, `# 一行说明\n${sample(SMALLEST).text}`);
    const docx = typed(
      await rendered(smallest()),
      ['600 万元', '700 万元'],
      ['>民营<', '>私营<'],
      ['>注册资本<', '>资本<'],
    );
    writeFileSync(join(folder, 'a.docx'), docx);
    const ask = (file: string) =>
      client.connection.sendRequest<CompareResult>(COMPARE, { uri, file: join(folder, file) });
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

  test('a review copy is rendered as the dossier stands', async (t) => {
    const client = joined(t);
    await client.initialize();
    const out = mkdtempSync(join(temp, 'e-'));
    const uri = pathToFileURL(join(out, '甲.dossier.yaml')).href;
    await client.open(uri, sample(SMALLEST).text.replace(/^ {2}平台名称: .*\n/m, ''));
    const result = await client.render({ uri, draft: false, review: true, all: true, folder: out });
    assert.ok(result.kind === 'done' && result.errors > 0, JSON.stringify(result));
    assert.deepEqual(
      result.files.map(({ path }) => /-审阅稿\.docx$/.test(path)),
      [true],
    );
  });
});

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';

test('edits are applied from the end', () => {
  const edits = [
    { span: { start: 0, end: 1 }, text: 'xyz' },
    { span: { start: 2, end: 2 }, text: '-' },
  ];
  assert.equal(applied('abc', edits), 'xyzb-c');
});
