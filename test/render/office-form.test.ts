/** An office's own form: read, held against the form of the call, filled, and read back by another library. */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { XMLValidator } from 'fast-xml-parser';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import mammoth from 'mammoth';
import type { NoticeAnalysis } from '../../server/src/core/analysis/types.ts';
import { readTemplate } from '../../server/src/render/office-form/docxtemplater.ts';
import { renderTemplate } from '../../server/src/render/office-form/fill-form.ts';
import { describeLocation, readTag } from '../../server/src/render/office-form/placeholders.ts';
import {
  resolveTags,
  templateProblems,
  unusedRequiredFields,
} from '../../server/src/render/office-form/resolve-tags.ts';
import { templateLosses } from '../../server/src/render/office-form/template-losses.ts';
import { run } from '../support/command-line.ts';
import { analyzed, cleanSamples, pack, patched, SAMPLES, sample } from '../support/engine.ts';

const EXAMPLE = join(SAMPLES, '模板示例.docx');
const BROKEN = /undefined|NaN|\bnull\b|\[object|Infinity/;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';

// ---------------------------------------------------------------- the means

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A paragraph, its text cut into runs at `¦`. */
function p(text: string): string {
  const runs = text.split('¦').map((t) => `<w:r><w:t xml:space="preserve">${escaped(t)}</w:t></w:r>`);
  return `<w:p>${runs.join('<w:proofErr w:type="spellEnd"/>')}</w:p>`;
}

function table(...rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) => row.map((c) => `<w:tc>${p(c)}</w:tc>`).join('');
  return `<w:tbl>${rows.map((row) => `<w:tr>${cells(row)}</w:tr>`).join('')}</w:tbl>`;
}

/** A Word file of a body, as small as there can be one. */
function docx(body: string, header?: string): Uint8Array {
  const type = (name: string) => `application/vnd.openxmlformats-officedocument.wordprocessingml.${name}+xml`;
  const rel = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packageRel = 'http://schemas.openxmlformats.org/package/2006';
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="${packageRel}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${type('document.main')}"/>${header === undefined ? '' : `<Override PartName="/word/header1.xml" ContentType="${type('header')}"/>`}</Types>`,
    '_rels/.rels': `<Relationships xmlns="${packageRel}/relationships"><Relationship Id="rId1" Type="${rel}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/document.xml': `<w:document ${W}><w:body>${body}<w:sectPr/></w:body></w:document>`,
  };
  if (header !== undefined) parts['word/header1.xml'] = `<w:hdr ${W}>${p(header)}</w:hdr>`;
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
}

function dossier(text: string): NoticeAnalysis {
  const analysis = analyzed(text);
  assert.ok(analysis.pack);
  return { ...analysis, pack: analysis.pack };
}

/** What a template asks for, with the messages of what is wrong with it. */
function read(bytes: Uint8Array) {
  const reading = readTemplate(bytes);
  assert.ok(!('refused' in reading), 'refused' in reading ? reading.refused.zh : '');
  const tags = resolveTags(reading.tags, pack.form.fields);
  const faults = [...reading.problems, ...templateProblems(tags)];
  return { asks: tags, faults, said: faults.map((f) => f.message.zh) };
}

interface FillOptions {
  readonly set?: Record<string, unknown>;
  readonly remove?: string[];
  readonly on?: string;
  readonly draft?: boolean;
  readonly files?: Readonly<Record<string, string>>;
}

/** The filled file: its XML, its paragraphs as another library reads them, its name. */
async function filled(bytes: Uint8Array, { set, remove, on, draft = false, files = {} }: FillOptions = {}) {
  assert.deepEqual(read(bytes).said, []);
  const { text } = patched({ ...(set ? { set } : {}), ...(remove ? { remove } : {}), ...(on ? { on } : {}) });
  const file = (path: string) => (files[path] === undefined ? undefined : strToU8(files[path]));
  const result = renderTemplate(dossier(text), { name: '附件1.docx', bytes }, { draft, file });
  const parts = unzipSync(result.bytes);
  for (const [name, part] of Object.entries(parts)) {
    if (!/\.(xml|rels)$/.test(name)) continue;
    assert.equal(XMLValidator.validate(strFromU8(part)), true, name);
    assert.doesNotMatch(strFromU8(part).replace(/<[^>]*>/g, ' '), BROKEN, name);
  }
  const { value } = await mammoth.extractRawText({ buffer: Buffer.from(result.bytes) });
  const lines = value.split('\n\n').filter((line) => line !== '');
  return { ...result, parts, lines, xml: strFromU8(parts['word/document.xml']!) };
}

async function line(text: string, options: FillOptions = {}): Promise<string> {
  const { lines } = await filled(docx(p(text)), options);
  return lines.join('\n');
}

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'dossier-template-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const { answers } = analyzed(sample('最小').text);
const APPLICANT = answers.text('申报单位.单位名称')!;

// ---------------------------------------------------------------- what is asked

suite('braces of the form itself', () => {
  test('behind a backslash are printed, also where Word cuts them off', async () => {
    assert.equal(await line('集合 \\{1, 2\\}，\\¦{a¦\\}：{申报单位.单位名称}'), `集合 {1, 2}，{a}：${APPLICANT}`);
  });
  test('in a formula are left alone', async () => {
    const formula = `<w:p><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{x|x}</m:t></m:r></m:oMath></w:p>`;
    const { xml } = await filled(docx(p('{申报单位.单位名称}') + formula));
    assert.ok(xml.includes('<m:t>{x|x}</m:t>'), xml);
  });
  test('without one are told, with the way to write them, and shown in the place of other faults', () => {
    const { said, faults } = read(docx(p('集合 {1, 2') + p('\\{甲\\} {单位名字}')));
    assert.match(said.join(), /表格自己的花括号写成 \\\{ \\\}/);
    const [fault] = read(docx(p('\\{甲\\} {单位名字}'))).faults;
    assert.equal(describeLocation(fault!.location).zh, '正文“{甲} {单位名字}”');
    assert.ok(faults.length);
  });
});

suite('what a template asks for', () => {
  test('a tag has a path, a value and a form', () => {
    assert.deepEqual(readTag('甲.乙'), { path: '甲.乙', value: undefined, form: undefined });
    assert.deepEqual(readTag(' 甲 = 乙/丙 '), { path: '甲', value: '乙/丙', form: undefined });
    assert.deepEqual(readTag('甲|日期'), { path: '甲', value: undefined, form: '日期' });
    assert.deepEqual(readTag('甲=乙|丙'), { path: '甲', value: '乙', form: '丙' });
  });

  test('is told by kind, with its field and its place, also from runs that Word has cut', () => {
    const body = p('单位：{申报单位¦.单位¦名称}。') + table(['{#附件材料}{编号}', '{材料}{/附件材料}']);
    const { asks: tags, said } = read(
      docx(`${body}${p('{#平台.曾入选省级重点平台}曾{/}')}`, '{申报.方向=综合型/跨行业跨领域}'),
    );
    assert.deepEqual(said, []);
    const told = tags.map((a) => [a.kind, a.name, a.field, a.depth, describeLocation(a.location).zh]);
    assert.deepEqual(
      told.filter((row) => !String(row[4]).startsWith('页眉')),
      [
        ['value', '申报单位.单位名称', '申报单位.单位名称', 0, '正文“单位：{申报单位.单位名称}。”'],
        ['loop', '附件材料', '附件材料', 0, '正文“{#附件材料}{编号}”'],
        ['value', '编号', '附件材料[].编号', 1, '正文“{#附件材料}{编号}”'],
        ['value', '材料', '附件材料[].材料', 1, '正文“{材料}{/附件材料}”'],
        ['condition', '平台.曾入选省级重点平台', '平台.曾入选省级重点平台', 0, '正文“{#平台.曾入选省级重点平台}曾{/}”'],
      ],
    );
    assert.deepEqual(
      told.filter((row) => String(row[4]).startsWith('页眉')).map((row) => row.slice(0, 3)),
      [['choice', '申报.方向=综合型/跨行业跨领域', '申报.方向']],
    );
  });

  test('names within a section are read from it, then from what is around it', () => {
    const { asks, said } = read(docx(p('{#申报单位}{#法定代表人}{姓名}{单位名称}{平台.平台名称}{/}{/}')));
    assert.deepEqual(said, []);
    assert.deepEqual(
      asks.map((a) => a.field),
      ['申报单位', '申报单位.法定代表人', '申报单位.法定代表人.姓名', '申报单位.单位名称', '平台.平台名称'],
    );
  });

  const WRONG: Readonly<Record<string, RegExp>> = {
    '{申报单位.单位名}': /没有“申报单位\.单位名”，是否应为“申报单位\.单位名称”/,
    '{申报单位。单位名称}': /是否应为“申报单位\.单位名称”/,
    '{平台名称}': /是否应为“平台\.平台名称”/,
    '{联系人.姓名}': /是否应为“.*申报单位\.联系人\.姓名/,
    '{毫不相干的一长串文字没有这样的字段}': /没有“毫不相干/,
    '{附件材料}': /列表，请用 \{#附件材料\}/,
    '{申报单位.联系人}': /是一组/,
    '{附件材料.编号}': /没有“附件材料\.编号”/,
    '{申报单位.单位性质=民企}': /没有“民企”这个选项/,
    '{申报单位.成立日期|年月}': /没有“\|年月”这种写法，可以用 \|日期/,
    '{正文.平台定位|段落}': /只用于逐段重复/,
    '{.}': /只能用在逐项重复/,
    '{序号}': /没有“序号”/,
    '{}': /没有“”/,
    '{@申报单位.单位名称}': /不支持 \{@申报单位\.单位名称\}/,
    '{=<% %>=}': /没有/,
    '{#附件材料}{编号}': /\{#附件材料\} 后面没有 \{\/附件材料\}/,
    '{编号}{/附件材料}': /前面没有 \{#附件材料\}/,
    '{#附件材料}{/平台}': /不一致/,
    '{申报单位.单位名称': /没有右花括号/,
    '申报单位.单位名称}': /没有左花括号/,
    '{{申报单位.单位名称}}': /两层/,
    '｛申报单位.单位名称｝': /半角花括号/,
  };
  for (const [text, message] of Object.entries(WRONG)) {
    test(`what is wrong is told at its place: ${text}`, () => {
      const { faults, said } = read(docx(p('前面一段') + p(`单位：${text}`)));
      assert.ok(faults.length > 0, 'a fault');
      assert.match(said.join('\n'), message);
      for (const { location, message: both } of faults) {
        assert.equal(location.part, 'word/document.xml');
        assert.equal(location.text, `单位：${text}`);
        assert.ok(both.en && !/\p{Script=Han}{6}/u.test(both.en.replace(/[“{][^”}]*[”}]/g, '')), both.en);
      }
    });
  }

  test('every fault is told, not the first alone', () => {
    assert.equal(read(docx(p('{甲乙丙}{丁戊己}') + p('{庚辛壬}'), '{子丑寅}')).faults.length, 4);
    assert.equal(read(docx(p('{申报单位.单位名称') + p('{平台.平台名称'))).faults.length, 2);
  });

  test('what the form requires and nobody asks for is listed, a group once', () => {
    const { asks } = read(docx(p('{申报单位.单位名称}{#平台.解决方案}{名称}{/}{#签署}{签字人}{/}')));
    const left = unusedRequiredFields(asks, pack.form.fields);
    assert.ok(left.includes('申报') && left.includes('申报单位.统一社会信用代码'), left.join());
    for (const asked of ['申报单位', '申报单位.单位名称', '平台', '平台.解决方案', '签署'])
      assert.ok(!left.includes(asked), asked);
    assert.ok(!left.some((f) => f.startsWith('正文.')), 'of a group the group alone');
  });

  test('what is no Word file is refused', () => {
    const refused = (bytes: Uint8Array) => {
      const reading = readTemplate(bytes);
      return 'refused' in reading ? reading.refused.zh : undefined;
    };
    const whole = docx(p('{申报单位.单位名称}'));
    for (const bytes of [
      new Uint8Array(),
      strToU8('不是'),
      whole.slice(0, whole.length / 2),
      zipSync({ 'xl/workbook.xml': strToU8('<x/>') }),
    ])
      assert.match(refused(bytes) ?? '', /不是 Word 文件/);
    const parts = unzipSync(whole);
    const types = strFromU8(parts['[Content_Types].xml']!).replace('document.main', 'template.main');
    assert.match(refused(zipSync({ ...parts, '[Content_Types].xml': strToU8(types) })) ?? '', /dotx/);
    assert.match(refused(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1])) ?? '', /\.doc/);
    assert.match(read(docx('<w:p><w:r></w:p>')).said.join(), /不是合格的 XML/);
  });
});

// ---------------------------------------------------------------- what is filled in

suite('a template filled', () => {
  test('has values as the form prints them', async () => {
    assert.equal(await line('甲{申报单位.单位名称}乙'), `甲${APPLICANT}乙`);
    assert.equal(await line('{申报单位.单位¦名称}'), APPLICANT);
    const capital = answers.number('申报单位.注册资本');
    assert.equal(await line('{申报单位.注册资本}，{申报单位.注册资本|数值}'), `${capital} 万元，${capital}`);
    const set = { '平台.上线日期': '2019-03-05', '平台.启动日期': '2018-01-02', '平台.技术积累': ['物联网', '大数据'] };
    assert.equal(await line('{平台.上线日期}，{平台.上线日期|日期}', { set }), '2019-03-05，2019年3月5日');
    assert.equal(await line('{平台.技术积累}', { set }), '物联网、大数据');
    assert.equal(await line('{限制性情形.安全环境事故}'), '无');
    const year = answers.number('申报单位.经营情况[2].营业收入');
    assert.equal(await line('{申报单位.经营情况[2].营业收入}'), `${year} 万元`);
  });

  test('an indicator is itself and its parts, also as a bare number', async () => {
    const set = { '平台.指标.连接设备数': { 数值: 12000, 截止: '2023-05-31' }, '平台.指标.服务企业数': 480 };
    assert.equal(
      await line('{平台.指标.连接设备数}截至{平台.指标.连接设备数.截止|日期}', { set }),
      '12000 台套截至2023年5月31日',
    );
    assert.equal(await line('{平台.指标.服务企业数}{平台.指标.服务企业数.截止}', { set }), '480 家');
    assert.equal(await line('{#平台.指标}{服务企业数|数值}{/}', { set }), '480');
  });

  test('goes through a list, by rows of a table, by paragraphs and within one', async () => {
    const set = {
      '平台.解决方案': [
        { 名称: '甲', 适用行业: '装备', 客户数: 3, 简介: '一' },
        { 名称: '乙', 适用行业: '化工', 客户数: 5, 简介: '二' },
      ],
    };
    const rows = await filled(
      docx(table(['序', '名称'], ['{#平台.解决方案}{序号}', '{名称}（{客户数|数值}）{/平台.解决方案}'])),
      { set },
    );
    assert.deepEqual(rows.lines, ['序', '名称', '1', '甲（3）', '2', '乙（5）']);
    assert.equal(rows.xml.match(/<w:tr>/g)?.length, 3);
    const paragraphs = await filled(docx(p('{#平台.解决方案}') + p('{名称}') + p('{/平台.解决方案}')), { set });
    assert.deepEqual(paragraphs.lines, ['甲', '乙']);
    assert.equal(await line('{#平台.解决方案}{名称}；{/}', { set }), '甲；乙；');
    assert.equal(
      await line('{#平台.技术积累}[{.}]{/}', { set: { '平台.技术积累': ['物联网', '其他'] } }),
      '[物联网][其他]',
    );
  });

  test('a list without items leaves no row, and what is for its absence', async () => {
    const body = table(['名称'], ['{#平台.知识产权}{名称}{/平台.知识产权}']) + p('{^平台.知识产权}没有{/}');
    assert.deepEqual((await filled(docx(body), { remove: ['平台.知识产权'] })).lines, ['名称', '没有']);
  });

  test('a condition holds for what is answered, and for 是 of a question', async () => {
    const text = '{#申报.兼报理由}有：{申报.兼报理由}{/}{^申报.兼报理由}没有{/}';
    assert.equal(await line(text), '没有');
    assert.equal(await line(text, { set: { '申报.兼报理由': '两个平台' } }), '有：两个平台');
    assert.equal(await line('{#平台.平台建设者}是{/}{#平台.曾入选省级重点平台}曾{/}末'), '是末');
    assert.equal(await line('{#限制性情形.安全环境事故}有{/}{^限制性情形.安全环境事故}无事故{/}'), '无事故');
    const { 方向 } = { 方向: answers.text('申报.方向')! };
    assert.equal(await line(`{#申报.方向=${方向}}对{/}{^申报.方向=${方向}}错{/}`), '对');
  });

  test('a box is ticked for the value that was given', async () => {
    const set = { '申报单位.单位性质': '国有', '平台.技术积累': ['物联网', '大数据'] };
    assert.equal(await line('{申报单位.单位性质=国有}国有{申报单位.单位性质=民营}民营', { set }), '☑国有□民营');
    assert.equal(await line('{平台.技术积累=大数据}{平台.技术积累=人工智能}', { set }), '☑□');
    assert.equal(await line('{申报.推荐渠道=属地}', { remove: ['申报.推荐渠道'] }), '☑', 'what goes without saying');
  });

  test('a blank of its own says 无, in a list a dash; one of several stays blank', async () => {
    const remove = ['申报.兼报理由'];
    assert.equal(await line('理由：{申报.兼报理由}', { remove }), '理由：无');
    assert.equal(await line('{申报.兼报理由}（{申报单位.单位名称}）', { remove }), `（${APPLICANT}）`);
    const rows = await filled(docx(table(['{#附件材料}{编号}', '{月份}{/附件材料}'])), {
      set: { 附件材料: [{ 编号: '执照', 材料: '营业执照' }] },
    });
    assert.deepEqual(rows.lines, ['执照', '—']);
  });

  test('a reference is the number of its annex', async () => {
    const set = {
      附件材料: [
        { 编号: '执照', 材料: '营业执照' },
        { 编号: '软著-1', 材料: '知识产权证明' },
      ],
      '平台.知识产权': [{ 名称: '甲', 类型: '软件著作权', 登记号: '1', 权利人: '乙', 证明: '软著-1' }],
    };
    assert.equal(await line('{#平台.知识产权}{证明}{/}', { set }), '附件2');
  });

  test('a chapter is its paragraphs without Markdown, from the dossier or a file', async () => {
    const markdown = '## 甲\n\n第一段**重点**。\n续行。\n\n- 一\n- 二\n';
    const set = { '正文.平台定位': markdown };
    const many = await filled(docx(p('{#正文.平台定位|段落}') + p('【{.}】') + p('{/正文.平台定位|段落}')), { set });
    assert.equal(many.lines.length, 4, many.lines.join('/'));
    assert.ok(many.lines[1]!.startsWith('【第一段重点。'), many.lines[1]);
    const one = await filled(docx(p('{正文.平台定位}')), { set });
    assert.equal(one.xml.match(/<w:br\/>/g)?.length, 3, 'one paragraph, its lines broken');
    const apart = await filled(docx(p('{正文.平台定位}')), {
      set: { '正文.平台定位': { 文件: 'a.md' } },
      files: { 'a.md': '另在一处。' },
    });
    assert.deepEqual(apart.lines, ['另在一处。']);
  });

  test('says nothing that XML cannot hold, nothing that is no text, and no mark-up of its own', async () => {
    const dirty = '甲\u0000\u000b\ufffe\ud800<w:p/>&amp;{平台.平台名称}"\'乙';
    const set = { '申报单位.单位名称': dirty, '平台.平台名称': '不该出现两次' };
    const { lines } = await filled(docx(p('{申报单位.单位名称}')), { set });
    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /^甲.*<w:p\/>&amp;\{平台\.平台名称\}"'乙$/);
    assert.ok(!lines[0]!.includes('不该出现两次'), 'a value is no template');
  });

  test('a draft shows the gaps and says so in its name', async () => {
    const { lines, name } = await filled(docx(p('{平台.平台名称}{平台.指标.注册用户数}')), {
      remove: ['平台.平台名称', '平台.指标.注册用户数'],
      draft: true,
    });
    assert.deepEqual(lines, ['【待填：平台名称】【待填：注册用户数】']);
    assert.equal(name, `${APPLICANT}-附件1-草稿.docx`);
  });

  test('header and text are filled, and the same file comes out each time', async () => {
    const bytes = docx(p('{平台.平台名称}'), '{申报单位.单位名称}');
    const once = await filled(bytes);
    assert.match(strFromU8(once.parts['word/header1.xml']!), new RegExp(APPLICANT));
    await new Promise((resolve) => setTimeout(resolve, 1100));
    assert.deepEqual((await filled(bytes)).bytes, once.bytes);
    assert.equal(once.name, `${APPLICANT}-附件1.docx`);
  });
});

// ---------------------------------------------------------------- the sample and the program

// ---------------------------------------------------------------- nothing is dropped

suite('nothing that a dossier says is dropped', () => {
  const cases = (n: number) =>
    Array.from({ length: n }, (_, i) => ({ 客户: `客户${i + 1}`, 行业: '装备', 时间: '2022-05', 成效: '好' }));
  const row = (i: number) => [`{平台.应用案例[${i}].客户}`, `{平台.应用案例[${i}].时间}`];
  const losses = (bytes: Uint8Array, set: Record<string, unknown>) =>
    templateLosses(dossier(patched({ set }).text), read(bytes).asks, () => undefined).map((l) => l.zh);

  for (const [items, wanted] of [
    [3, 0],
    [4, 1],
    [7, 1],
  ] as const)
    test(`of a list with ${items} items in a form of three rows`, () => {
      const told = losses(docx(table(row(0), row(1), row(2))), { '平台.应用案例': cases(items) });
      assert.equal(told.length, wanted);
      if (wanted) assert.match(told[0]!, new RegExp(`平台.应用案例”有 ${items} 项，模板只写了其中 3 项`));
    });

  test('a list that is also gone through, or of which one item is asked for, has room', () => {
    const set = { '平台.应用案例': cases(4) };
    assert.deepEqual(losses(docx(table(row(0), row(1)) + p('{#平台.应用案例}{客户}{/}')), set), []);
    assert.deepEqual(losses(docx(p('{申报单位.经营情况[2].营业收入}')), {}), []);
    assert.equal(losses(docx(p('{平台.应用案例[0].客户}')), set).length, 1);
  });

  test('rows that count from 1 are noticed, and rows left out', () => {
    assert.match(read(docx(table(row(1), row(2), row(3)))).said[0]!, /没有用到 \[0\]；行号从 0 数起/);
    assert.match(read(docx(table(row(0), row(2)))).said[0]!, /没有用到 \[1\]/);
  });

  test('tables and pictures of a chapter have no room in a form', () => {
    const set = { '正文.技术架构': '架构如下。\n\n|层|内容|\n|-|-|\n|一|二|\n\n![图](a.png)\n' };
    for (const tag of ['{正文.技术架构}', '{#正文.技术架构|段落}{.}{/}'])
      assert.deepEqual(losses(docx(p(tag)), set), [
        '“正文.技术架构”里有 1 个表格、1 张图片，模板里只能填文字，放不进去',
      ]);
  });

  test('a form without placeholders is no template', () => {
    assert.deepEqual(read(docx(table(['单位名称', ''], ['平台名称', '']))).said, [
      '一个占位符也没有，填出来只会是空表',
    ]);
  });
});

suite('the form keeps its shape', () => {
  const rows = table(['知识产权：{#平台.知识产权}{名称}', '{类型}{/}']);

  test('an empty list leaves its row with 无, unless the form says what stands there instead', async () => {
    const none = { set: { '平台.知识产权': [] } };
    assert.deepEqual((await filled(docx(rows), none)).lines, ['知识产权：无', '—']);
    assert.deepEqual((await filled(docx(p('{#平台.知识产权}') + table(['{名称}']) + p('{/}')), none)).lines, ['无']);
    const told = await filled(docx(rows + p('{^平台.知识产权}没有{/}')), none);
    assert.deepEqual(told.lines, ['没有']);
  });

  test('a loop over paragraphs makes paragraphs, also on one line', async () => {
    const set = { '正文.安全保障': '第一段。\n\n第二段。\n\n- 第三段。\n' };
    const { lines } = await filled(docx(p('{#正文.安全保障|段落}　{.}{/}')), { set });
    assert.deepEqual(lines, ['　第一段。', '　第二段。', '　- 第三段。']);
    assert.match(read(docx(p('说明：{#正文.安全保障|段落}{.}{/}'))).said[0]!, /要单独成段/);
  });

  test('a label spans the rows that are repeated beside it', async () => {
    const cell = (text: string, merge = '') => `<w:tc><w:tcPr>${merge}</w:tcPr>${p(text)}</w:tc>`;
    const start = `<w:tr>${cell('知识产权', '<w:vMerge w:val="restart"/>')}${cell('{#平台.知识产权}{名称}{/}')}</w:tr>`;
    const body = `<w:tbl>${start.replace('{/}', '')}</w:tbl>`
      .replace('{名称}', '{名称}')
      .replace('</w:tr>', `${cell('{/}')}</w:tr>`);
    const set = { '平台.知识产权': ['甲', '乙', '丙'].map((名称) => ({ 名称, 类型: '发明专利', 权利人: '丁' })) };
    const { xml } = await filled(docx(body), { set });
    assert.equal(xml.match(/w:val="restart"/g)?.length, 1);
    assert.equal(xml.match(/<w:vMerge\/>/g)?.length, 2);
    assert.equal(xml.match(/知识产权/g)?.length, 1);
  });

  const r = (text: string) => `<w:r><w:t>${text}</w:t></w:r>`;
  for (const [name, body] of [
    ['a tracked insertion', `${r('{#平台.知识产权}{名称}')}<w:ins w:id="1" w:author="a">${r('{/}')}</w:ins>`],
    ['a link', `<w:hyperlink w:anchor="x">${r('{#平台.知识产权}')}</w:hyperlink>${r('{名称}{/}')}`],
    ['a smart tag', `<w:smartTag w:element="x">${r('{#平台.知识产权}')}</w:smartTag>${r('{名称}{/}')}`],
    ['moved text', `${r('{#平台.知识产权}')}<w:moveTo w:id="1" w:author="a">${r('{名称}{/}')}</w:moveTo>`],
    ['a control', `<w:sdt><w:sdtContent>${r('{#平台.知识产权}')}</w:sdtContent></w:sdt>${r('{名称}{/}')}`],
    [
      'a field',
      `<w:r><w:fldChar w:fldCharType="begin"/></w:r>${r('{#平台.知识产权}')}<w:r><w:fldChar w:fldCharType="end"/></w:r>${r('{名称}{/}')}`,
    ],
  ] as const) {
    test(`a section with one end within ${name} is told at its place`, () => {
      const { faults } = read(docx(`<w:p>${body}</w:p>`));
      assert.equal(faults.length, 1);
      assert.match(faults[0]!.message.zh, /的开头和结尾有?一个/);
      assert.match(faults[0]!.location.text, /\{#平台.知识产权\}\{名称\}\{\/\}/);
    });
  }

  test('a section within such a thing as a whole is none', async () => {
    const body = `<w:p><w:ins w:id="1" w:author="a">${r('{#平台.知识产权}{名称}；{/}')}</w:ins></w:p>`;
    assert.deepEqual(read(docx(body)).said, []);
  });

  test('a block control with one end of a section is told as well', () => {
    const body = `<w:sdt><w:sdtContent>${p('{#平台.知识产权}')}</w:sdtContent></w:sdt>${p('{名称}')}${p('{/}')}`;
    assert.match(read(docx(body)).said[0]!, /一个落在修订/);
  });
});

test('Word on the web calls the main part document2.xml', () => {
  const parts = unzipSync(docx(p('{申报单位.单位名称}')));
  const renamed = Object.fromEntries(
    Object.entries(parts).map(([name, bytes]) => [
      name.replace('document.xml', 'document2.xml'),
      strToU8(strFromU8(bytes).replaceAll('word/document.xml', 'word/document2.xml')),
    ]),
  );
  const bytes = zipSync(renamed);
  assert.deepEqual(read(bytes).said, []);
  const result = renderTemplate(
    dossier(sample('最小').text),
    { name: 'a.docx', bytes },
    { draft: false, file: () => undefined },
  );
  assert.match(strFromU8(unzipSync(result.bytes)['word/document2.xml']!), new RegExp(APPLICANT));
});

test('a small file that unpacks to more than any form is refused at once', () => {
  for (const body of ['<w:p/>'.repeat(500_000), p('{a}'.repeat(20_000)), p('a'.repeat(30_000_000))]) {
    const reading = readTemplate(docx(body));
    assert.ok('refused' in reading && /不是模板的大小/.test(reading.refused.zh));
  }
});

suite('the example', () => {
  const bytes = new Uint8Array(readFileSync(EXAMPLE));

  test('is what its script makes', async () => {
    const script = new URL('../../samples/template.mjs', import.meta.url).href;
    const { exampleTemplate } = (await import(script)) as { exampleTemplate: () => Promise<Uint8Array> };
    const made = unzipSync(await exampleTemplate());
    const kept = unzipSync(bytes);
    assert.deepEqual(Object.keys(kept), Object.keys(made));
    for (const name of Object.keys(kept)) assert.equal(strFromU8(kept[name]!), strFromU8(made[name]!), name);
  });

  test('asks for nothing that the form does not have', () => {
    assert.deepEqual(read(bytes).said, []);
    assert.ok(read(bytes).asks.length > 40);
  });

  for (const name of cleanSamples()) {
    test(`is filled from ${name} and leaves no brace`, async () => {
      const { lines, xml } = await filled(bytes, { on: name });
      const text = lines.join('\n');
      const own = analyzed(sample(name).text).answers;
      for (const path of ['申报单位.单位名称', '申报单位.统一社会信用代码', '平台.平台名称'])
        assert.ok(text.includes(own.text(path)!), path);
      assert.equal(text.split('☑').length, 2, 'one box is ticked');
      assert.doesNotMatch(text, /[{}]|待填/);
      assert.equal(xml.match(/<w:tbl>/g)?.length, 3);
    });
  }
});

suite('dossier template, dossier render --template', () => {
  test('tells what is asked, and leaves by the contract', async (t) => {
    const place = folder(t);
    const file = (name: string, bytes: Uint8Array | string) => {
      writeFileSync(join(place, name), bytes);
      return join(place, name);
    };
    const good = await run(['template', EXAMPLE, '--format', 'json', '--lang', 'zh']);
    assert.equal(good.status, 0, good.err);
    const report = JSON.parse(good.out);
    assert.deepEqual([report.version, report.notice, report.errors.length], [1, pack.notice.id, 0]);
    assert.ok(report.asks.every((a: { field: unknown }) => typeof a.field === 'string'));
    const bad = await run(['template', file('坏.docx', docx(p('{单位名字}'))), '--lang', 'zh']);
    assert.equal(bad.status, 1);
    assert.match(bad.out, /坏\.docx: 正文“\{单位名字\}”：表单里没有“单位名字”/);
    const none = await run(['template', file('无.docx', '不是'), '--lang', 'zh']);
    assert.deepEqual([none.status, none.out], [3, '']);
    assert.match(none.err, /无\.docx: 不是 Word 文件/);
    assert.equal((await run(['template', join(place, '没有.docx')])).status, 3);
    assert.equal((await run(['template', EXAMPLE, '--notice', 'sd-1999'])).status, 2);
  });

  test('fills it, and never writes over the template or over what somebody changed', async (t) => {
    const place = folder(t);
    const out = join(place, 'out');
    const form = join(place, '附件1.docx');
    writeFileSync(form, docx(p('{申报单位.单位名称}')));
    const before = readFileSync(form);
    const render = (...args: readonly string[]) =>
      run(['render', sample('最小').path, '--template', form, '-o', out, '--lang', 'zh', ...args]);
    const first = await render();
    assert.equal(first.status, 0, first.err);
    const path = join(out, `${APPLICANT}-附件1.docx`);
    assert.deepEqual(
      readdirSync(out).filter((n) => !n.startsWith('.')),
      [`${APPLICANT}-附件1.docx`],
    );
    writeFileSync(path, '改过的');
    const second = await render();
    assert.match(second.err, /改过/);
    assert.equal(readFileSync(path, 'utf8'), '改过的');
    assert.ok(readdirSync(out).includes(`${APPLICANT}-附件1 (2).docx`));
    assert.deepEqual(readFileSync(form), before);
  });

  test('stops where something required is missing or the template is wrong; a draft goes on', async (t) => {
    const place = folder(t);
    const file = join(place, '甲.dossier.yaml');
    const form = join(place, '附件1.docx');
    writeFileSync(file, patched({ remove: ['平台.平台名称'] }).text);
    writeFileSync(form, docx(p('{申报单位.单位名称}{平台.平台名称}')));
    const render = (...args: readonly string[]) =>
      run(['render', file, '--template', form, '-o', join(place, 'out'), '--lang', 'zh', ...args]);
    const refused = await render();
    assert.equal(refused.status, 1);
    assert.match(refused.err, /平台\.平台名称/);
    assert.ok(!readdirSync(place).includes('out'), 'nothing is written');
    assert.equal((await render('--draft')).status, 0);
    assert.ok(readdirSync(join(place, 'out')).includes(`${APPLICANT}-附件1-草稿.docx`));
    writeFileSync(form, docx(p('{单位名字}')));
    const wrong = await render('--draft');
    assert.equal(wrong.status, 1);
    assert.match(wrong.err, /没有“单位名字”/);
    writeFileSync(form, '不是');
    assert.equal((await render()).status, 3);
  });
});
