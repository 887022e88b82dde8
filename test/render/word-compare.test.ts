/** A paper that goes out as a Word file and comes back: what was changed in it, by hand of others and of other programs. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { applyEdits } from '../../server/src/core/text/apply-edits.ts';
import { readBeside } from '../../server/src/host/dossier-files.ts';
import { findLibreOffice } from '../../server/src/host/libreoffice.ts';
import { readWordFile } from '../../server/src/render/record/render-record.ts';
import { readWordText } from '../../server/src/render/record/word-text.ts';
import { abbreviate, type Change } from '../../server/src/render/word-compare/compare.ts';
import { cleanSamples, patched, SMALLEST, sample } from '../support/engine.ts';
import {
  accepted,
  compared,
  DOCUMENT,
  dossierOf,
  edited,
  folder,
  paperOf,
  paragraphWith,
  rendered,
  smallest,
  told,
  typed,
  withoutMarks,
} from '../support/word.ts';

// ---------------------------------------------------------------- nothing changed

suite('a file that nobody changed', () => {
  for (const folder of [...cleanSamples(), '常见问题']) {
    test(`compares as it is: ${folder}`, async () => {
      const { path, text } = sample(folder);
      const file = (name: string) => readBeside(path, name);
      const dossier = dossierOf(text);
      const docx = await rendered(dossier, file);
      const result = compared(docx, dossier, file);
      assert.deepEqual(result, {
        changes: [],
        outside: [],
        others: [],
        revisions: 0,
        revisionAuthors: [],
        moved: false,
      });
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
    assert.equal(text(await paperOf(smallest(), () => undefined)), text(await paperOf(smallest(), () => undefined)));
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
      found.changes.map((c) => [c.kind, c.path, ...Object.values(abbreviate(c.old, c.text))]),
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

  test('of two paragraphs made one are taken over as one', async () => {
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
      [['changed', '正文.平台定位', '第一段说平台的定位。第二段说平台的用户。']],
    );
    const after = accepted(dossier, compared(docx, dossier));
    assert.match(after.source.text, /第一段说平台的定位。\s*第二段说平台的用户。/);
    assert.deepEqual(told(compared(docx, after)), []);
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
});

// ---------------------------------------------------------------- other programs

test('LibreOffice opens and saves it, and nothing is said to be changed', async (t) => {
  const office = findLibreOffice();
  if (!office) return t.skip('LibreOffice is not installed');
  const { path, text } = sample('专业型-特定技术');
  const file = (name: string) => readBeside(path, name);
  const dossier = dossierOf(text);
  const place = folder();
  writeFileSync(join(place, 'a.docx'), await rendered(dossier, file));
  const profile = `-env:UserInstallation=${pathToFileURL(join(place, 'profile')).href}`;
  execFileSync(office, [profile, '--headless', '--convert-to', 'docx', '--outdir', join(place, 'out'), 'a.docx'], {
    cwd: place,
    stdio: 'ignore',
  });
  const saved = readFileSync(join(place, 'out', 'a.docx'));
  assert.deepEqual(told(compared(saved, dossier, file)), []);
  const xml = strFromU8(unzipSync(saved)[DOCUMENT]!);
  const words = readWordText(xml).paragraphs.find((p) => p.startsWith('https://'))!;
  const changed = compared(typed(saved, [`>${words}<`, '>https://new.example.com<']), dossier, file);
  assert.deepEqual(
    changed.changes.map((c: Change) => [c.kind, c.path]),
    [['changed', '平台.平台网址']],
  );
});

test('edits in order are made in one text without shifting each other', () => {
  const edits = [
    { span: { start: 0, end: 1 }, text: 'xyz' },
    { span: { start: 2, end: 2 }, text: '-' },
  ];
  assert.equal(applyEdits('abc', edits), 'xyzb-c');
});
