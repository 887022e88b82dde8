/** `dossier check` looks at what is not in the text of one dossier: evidence, chapters, other dossiers, the list of earlier platforms. */
import assert from 'node:assert/strict';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { dossier, evidence, folder, json, places, rules, run } from '../support/check.ts';
import { applicant, CHAPTER, creditCode, stemOf, withChapter } from '../support/editor.ts';
import { SAMPLES, SMALLEST, sample, smallest } from '../support/engine.ts';

suite('check: the evidence', () => {
  const PAPERS = ['执照', '审计', '纳税', '社保'];
  const troubles: Readonly<Record<string, readonly [(file: string) => void, RegExp]>> = {
    missing: [() => {}, /不存在/],
    empty: [(file) => writeFileSync(file, ''), /空|0/],
    'a folder': [(file) => mkdirSync(file), /文件夹/],
    'a link to outside': [(file) => symlinkSync(sample(SMALLEST).path, file), /之内/],
    'a link to nothing': [(file) => symlinkSync('没有.pdf', file), /不存在/],
    'another type than its ending says': [
      (file) => cpSync(join(SAMPLES, '特色型-重点行业/evidence/架构图.png'), file),
      /png.*\.pdf/,
    ],
    'text under the ending of a PDF': [(file) => writeFileSync(file, '营业执照\n'), /不是 pdf/],
    'cut off': [
      (file) => writeFileSync(file, readFileSync(join(SAMPLES, SMALLEST, 'evidence/审计.pdf')).subarray(0, 900)),
      /损坏/,
    ],
  };
  for (const [name, [make, said]] of Object.entries(troubles)) {
    test(`${name} is 1, at the place of its name`, async () => {
      const path = dossier(smallest());
      const cwd = dirname(path);
      rmSync(join(cwd, 'evidence/审计.pdf'));
      make(join(cwd, 'evidence/审计.pdf'));
      const { status, report } = await json(['.'], { cwd });
      assert.equal(status, 1);
      assert.deepEqual(places(report, 'material-file', cwd), ['甲.dossier.yaml 附件材料[1].文件: evidence/审计.pdf']);
      const [found] = report.files[0]!.findings.filter((f) => f.rule === 'material-file');
      assert.match(String(found!.message), said);
      assert.deepEqual([found!.severity, found!.clause, report.summary.errors], ['error', '三（一）', 1]);
    });
  }

  test('too large to be opened is 3, and is named', async () => {
    const path = dossier(smallest());
    truncateSync(join(dirname(path), 'evidence/审计.pdf'), 200 * 1024 * 1024 + 1);
    const { status, report } = await json([path], { cwd: dirname(path) });
    assert.equal(status, 3);
    assert.deepEqual(places(report, 'internal-fault', dirname(path)), [
      '甲.dossier.yaml 附件材料[1].文件: evidence/审计.pdf',
    ]);
  });

  test('that may not be read is 1', { skip: process.getuid?.() === 0 && 'root reads everything' }, async () => {
    const path = dossier(smallest());
    chmodSync(join(dirname(path), 'evidence/审计.pdf'), 0o000);
    assert.equal((await run(['check', path])).status, 1);
  });

  test('outside the folder is 1, also where there is such a file', async () => {
    const path = dossier(smallest(['evidence/执照.pdf', '../外.pdf'], ['evidence/审计.pdf', '/etc/hostname']));
    const cwd = dirname(path);
    cpSync(join(cwd, 'evidence/执照.pdf'), join(cwd, '../外.pdf'));
    const { status, report } = await json(['.'], { cwd });
    assert.equal(status, 1);
    assert.deepEqual(places(report, 'material-file', cwd), [
      '甲.dossier.yaml 附件材料[0].文件: ../外.pdf',
      '甲.dossier.yaml 附件材料[1].文件: /etc/hostname',
    ]);
  });

  test('all of it missing is told one by one; a link within the folder is none', async () => {
    const path = dossier(smallest());
    const cwd = dirname(path);
    const bare = await json([path]);
    assert.equal(bare.status, 0);
    for (const name of PAPERS) rmSync(join(cwd, `evidence/${name}.pdf`));
    cpSync(join(SAMPLES, SMALLEST, 'evidence/执照.pdf'), join(cwd, '扫描件.pdf'));
    symlinkSync('../扫描件.pdf', join(cwd, 'evidence/执照.pdf'));
    const { status, report } = await json(['.'], { cwd });
    assert.equal(status, 1);
    assert.deepEqual(
      places(report, 'material-file', cwd),
      [1, 3, 4].map((i, n) => `甲.dossier.yaml 附件材料[${i}].文件: evidence/${PAPERS[n + 1]}.pdf`),
    );
  });
});

suite('check: chapters in files of their own', () => {
  const FILE = 'chapters/01 定位.md';

  function chaptered(chapter: string | Uint8Array | undefined, file = FILE): string {
    const path = dossier(withChapter(smallest(), file));
    if (chapter !== undefined) {
      mkdirSync(join(dirname(path), 'chapters'));
      writeFileSync(join(dirname(path), file), chapter);
    }
    return dirname(path);
  }

  const faults: Readonly<Record<string, readonly [() => string, string, RegExp]>> = {
    missing: [() => chaptered(undefined), FILE, /没有这个文件/],
    'not UTF-8': [() => chaptered(Buffer.from('c9eab1a8b5a5cebb', 'hex')), FILE, /UTF-8/],
    'outside the folder': [() => chaptered(CHAPTER, '../外.md'), '../外.md', /之内/],
  };
  for (const [name, [make, file, said]] of Object.entries(faults)) {
    test(`${name} is 3, a fault at the place of its name`, async () => {
      const cwd = make();
      const { status, report } = await json(['.'], { cwd });
      assert.equal(status, 3);
      assert.deepEqual(places(report, 'internal-fault', cwd), [`甲.dossier.yaml 正文.平台定位.文件: ${file}`]);
      const found = report.files[0]!.findings.find((f) => f.rule === 'internal-fault')!;
      assert.match(String(found.message), said);
      assert.equal(found.severity, 'error');
      const { out } = await run(['check', '.'], { cwd });
      assert.match(out, /没有检查完/);
    });
  }

  test('have their findings under their own path, as JSON and as text', async () => {
    const cwd = chaptered(`\ufeff${CHAPTER}\r\n𠮷待补充\r\n`);
    const { status, report } = await json(['.'], { cwd });
    assert.equal(status, 0);
    assert.deepEqual(
      report.files.map((f) => f.path),
      ['甲.dossier.yaml', FILE],
    );
    assert.deepEqual(places(report, 'placeholder', cwd), [`${FILE} 正文.平台定位: 待补充`]);
    const line = CHAPTER.split('\n').length;
    assert.deepEqual(
      report.files[1]!.findings.map((f) => f.range),
      [{ start: { line, character: 2 }, end: { line, character: 5 } }],
    );
    const { out } = await run(['check', join(cwd, '甲.dossier.yaml')], { cwd: join(cwd, 'evidence') });
    const [own, chapter] = out.split('../chapters/01 定位.md\n');
    assert.ok(chapter, out);
    assert.doesNotMatch(own!, /placeholder/);
    assert.match(chapter, new RegExp(`^  ${line + 1}:2  警告 .*placeholder\n +${line + 1} │ 𠮷待补充\n +│   \\^{6}\n`));
  });

  test('clean ones change neither status nor count', async () => {
    const { status, out } = await run(['check', '.'], { cwd: chaptered(CHAPTER) });
    assert.equal(status, 0);
    assert.match(out, /检查了 1 份申报书：0 个错误，0 个警告/);
  });

  test('blank ones are told as blank', async () => {
    const { status, report } = await json(['.'], { cwd: chaptered(' \n') });
    assert.equal(status, 0);
    assert.deepEqual(
      report.files.map((f) => [f.path, f.findings.filter((d) => d.rule === 'empty-field').length]),
      [
        ['甲.dossier.yaml', 0],
        [FILE, 1],
      ],
    );
  });
});

suite('check: dossiers against each other', () => {
  function pair(second: string): string {
    const cwd = evidence(folder());
    writeFileSync(join(cwd, '甲.dossier.yaml'), applicant(0));
    mkdirSync(join(cwd, '乙'));
    writeFileSync(join(cwd, '乙/乙.dossier.yaml'), second);
    evidence(join(cwd, '乙'));
    return cwd;
  }

  test('two of one applicant and direction are 1, told in both, with the place in the other', async () => {
    const cwd = pair(applicant(1, [creditCode(1), creditCode(0)]));
    const { status, report } = await json(['.'], { cwd });
    assert.equal(status, 1);
    assert.deepEqual(
      [...places(report, 'duplicate-applicant', cwd)].sort(),
      ['乙/乙.dossier.yaml', '甲.dossier.yaml'].map((f) => `${f} 申报单位.统一社会信用代码: ${creditCode(0)}`).sort(),
    );
    const { out } = await run(['check', '.'], { cwd });
    const line = applicant(0).split(creditCode(0))[0]!.split('\n').length;
    assert.ok(out.includes(`       ↳ 乙/乙.dossier.yaml:${line}:13 `), out);
    assert.ok(out.includes(`       ↳ 甲.dossier.yaml:${line}:13 `), out);
  });

  test('one alone is compared with nothing, two paths with each other', async () => {
    const cwd = pair(applicant(1, [creditCode(1), creditCode(0)]));
    for (const alone of ['甲.dossier.yaml', '乙'])
      assert.deepEqual(rules((await json([alone], { cwd })).report).includes('duplicate-applicant'), false, alone);
    const both = await json(['甲.dossier.yaml', '乙'], { cwd });
    assert.equal(both.status, 1);
    assert.equal(places(both.report, 'duplicate-applicant', cwd).length, 2);
    assert.equal(
      (await json(['甲.dossier.yaml', './甲.dossier.yaml', join(cwd, '甲.dossier.yaml')], { cwd })).status,
      0,
    );
  });

  test('what standard input holds stands for the file of its name', async () => {
    const cwd = pair(applicant(1));
    const input = applicant(0, [`平台名称: ${stemOf(0)}`, `平台名称: ${stemOf(1)}`]);
    for (const args of [
      ['--stdin-filename', '甲.dossier.yaml', '-', '.'],
      ['--stdin-filename', '甲.dossier.yaml', '.', '-'],
    ]) {
      const { status, report } = await json(args, { cwd, input });
      assert.equal(status, 1, args.join(' '));
      assert.equal(rules(report).includes('duplicate-platform'), true, args.join(' '));
    }
  });

  test('those that the settings ignore say nothing against the others', async () => {
    const cwd = pair(applicant(1, [creditCode(1), creditCode(0)]));
    writeFileSync(join(cwd, 'dossier.config.yaml'), 'ignore: [乙/**]\n');
    for (const path of ['.', cwd]) {
      const { status, report } = await json([path], { cwd });
      assert.deepEqual([status, report.files.length], [0, 1], path);
    }
  });

  test('more other ends than fit are counted', async () => {
    const cwd = evidence(folder());
    for (let i = 0; i < 11; i++) writeFileSync(join(cwd, `${i}.dossier.yaml`), applicant(i));
    const { status, out } = await run(['check', '.'], { cwd });
    assert.equal(status, 0);
    assert.equal(out.match(/city-quota/g)?.length, 11);
    assert.match(out, /↳ 1\.dossier\.yaml:\d+:9 .*\n.*↳ 10\.dossier\.yaml.*\n.*↳ 2\.dossier\.yaml.*\n +↳ … 7\n/);
  });
});

suite('check: the list of earlier platforms', () => {
  function listed(csv: string | undefined, config = 'registry: {prior-platforms: lists/155.csv}\n'): string {
    const cwd = dirname(dossier(applicant(0)));
    writeFileSync(join(cwd, 'dossier.config.yaml'), config);
    mkdirSync(join(cwd, 'lists'));
    if (csv !== undefined) writeFileSync(join(cwd, 'lists/155.csv'), csv);
    return cwd;
  }

  test('with a byte order mark, Windows line ends, quoted cells and columns in another order', async () => {
    const cwd = listed(
      `\ufeff序号,单位名称,"统一社会信用代码",平台名称\r\n1,"别家, ""甲""\r\n公司",,别的平台\r\n\r\n2,,,"${stemOf(0)}5G工业互联网平台"\r\n`,
    );
    const { status, report } = await json(['.'], { cwd });
    assert.equal(status, 1);
    assert.deepEqual(places(report, 'prior-platform', cwd), [
      `甲.dossier.yaml 平台.平台名称: ${stemOf(0)}5G工业互联网平台`,
    ]);
    const found = report.files[0]!.findings.find((f) => f.rule === 'prior-platform')!;
    assert.equal(found.clause, '二（一）4');
    assert.match(String(found.message), /lists\/155\.csv 第 5 行/);
  });

  test('by the code and by the name of the applicant', async () => {
    const head = '平台名称,单位名称,统一社会信用代码\n';
    const by = async (row: string) => {
      const cwd = listed(`${head}${row}\n`);
      const { report } = await json(['.'], { cwd });
      return places(report, 'prior-platform', cwd).map((p) => p.split(' ')[1]);
    };
    assert.deepEqual(await by(`,,${creditCode(0)}`), ['申报单位.统一社会信用代码:']);
    assert.deepEqual(await by(`,德州${stemOf(0)}通信技术有限公司,`), ['申报单位.单位名称:']);
    assert.deepEqual(await by(`别的平台,别的公司,${creditCode(1)}`), []);
    assert.deepEqual(await by(''), []);
  });

  const wrongs: Readonly<Record<string, readonly [string | undefined, RegExp]>> = {
    'a head without a column': ['平台名称,单位\n甲,乙\n', /lists\/155\.csv:1:1 .*单位名称/],
    'an empty list': ['', /lists\/155\.csv:1:1 /],
    'a quote that is not closed': [
      '平台名称,单位名称,统一社会信用代码\n甲,"乙,\n丙,丁,\n',
      /lists\/155\.csv:\d+:1 .*CSV/,
    ],
    'a list that is not there': [undefined, /dossier\.config\.yaml:1:\d+ .*lists\/155\.csv.*没有这个文件/],
  };
  for (const [name, [csv, said]] of Object.entries(wrongs)) {
    test(`${name} is 2, with its place`, async () => {
      const cwd = listed(csv);
      const { status, out, err } = await run(['check', '.'], { cwd });
      assert.equal(status, 2, out + err);
      assert.equal(out, '');
      assert.match(err, said);
    });
  }

  test('in GBK is 2, and says so', async () => {
    const cwd = listed(undefined);
    writeFileSync(join(cwd, 'lists/155.csv'), Buffer.from('c6bdcca8c3fbb3c62c', 'hex'));
    const { status, err } = await run(['check', '.'], { cwd });
    assert.equal(status, 2);
    assert.match(err, /155\.csv.*UTF-8/);
  });

  test('a wrong key in settings below is 2, with its place', async () => {
    const cwd = listed('平台名称,单位名称,统一社会信用代码\n');
    mkdirSync(join(cwd, '乙'));
    writeFileSync(join(cwd, '乙/乙.dossier.yaml'), applicant(1));
    writeFileSync(join(cwd, '乙/dossier.config.yaml'), 'locale: zh\nregistry: {prior-platform: a.csv}\n');
    const { status, err } = await run(['check', '--format', 'json', '.'], { cwd });
    assert.equal(status, 2);
    assert.match(err, /^乙\/dossier\.config\.yaml:2:12 .*prior-platform/m);
  });
});
