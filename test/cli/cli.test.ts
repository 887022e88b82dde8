/** The command line as it is shipped: the bundle, run as a program. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text as all } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { applicant, CHAPTER, creditCode, stemOf, withChapter } from '../support/editor.ts';
import { analyzed, cleanSamples, pack, rulesOf, SAMPLES, SMALLEST, sample, smallest } from '../support/engine.ts';
import { CLI, ensureBuilt, LIMIT, type Options, type Outcome, ROOT, run as runProgram } from '../support/program.ts';

/** The oldest Node we promise, where this machine has it. */
const NODE = existsSync('/usr/bin/node') ? '/usr/bin/node' : process.execPath;

/** Each test has its own folder and its own process. */
const TOGETHER = { concurrency: 3 };

let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-cli-'));
  ensureBuilt();
});
after(() => rmSync(temp, { recursive: true, force: true }));

function folder(name = '申报 材料(2023) [甲]'): string {
  const path = join(mkdtempSync(join(temp, 'f-')), name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** Puts the evidence that the smallest sample names into a folder. */
function evidence(place: string): string {
  cpSync(join(SAMPLES, SMALLEST, 'evidence'), join(place, 'evidence'), { recursive: true });
  return place;
}

/** A folder with one dossier of this text in it, and the evidence of the smallest sample; gives the dossier's path. */
function dossier(text: string | Uint8Array, name = '甲.dossier.yaml'): string {
  const path = join(evidence(folder()), name);
  writeFileSync(path, text);
  return path;
}

const run = (args: readonly string[], options: Options = {}) => runProgram(args, { cwd: temp, node: NODE, ...options });

interface Json {
  readonly version: number;
  readonly tool: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly path: string; readonly findings: readonly Readonly<Record<string, unknown>>[] }[];
  readonly summary: Readonly<Record<string, number>>;
}

async function json(args: readonly string[], options: Options = {}): Promise<Outcome & { readonly report: Json }> {
  const outcome = await run(['check', '--format', 'json', ...args], options);
  return { ...outcome, report: JSON.parse(outcome.out) as Json };
}

const rules = (report: Json) => [...new Set(report.files.flatMap((f) => f.findings.map((d) => String(d.rule))))];

const WRONG: readonly [string, string] = ['依法纳税: 是', '依法纳税: 否'];
const WARNED: readonly [string, string] = ['  推荐地市: 德州市', '  推荐地市: 济南市'];

suite('check: what was found', TOGETHER, () => {
  for (const name of cleanSamples()) {
    test(`${name} is clean`, async () => {
      const { status, out, err } = await run(['check', sample(name).path]);
      assert.equal(status, 0, out);
      assert.equal(err, '');
      assert.match(out, /0 个错误，0 个警告/);
    });
  }

  test('an error is 1, and stands on stdout with its place', async () => {
    const path = dossier(smallest(WRONG));
    const { status, out, err } = await run(['check', path]);
    assert.equal(status, 1);
    assert.equal(err, '');
    const line =
      readFileSync(path, 'utf8')
        .split('\n')
        .findIndex((l) => l.includes('依法纳税')) + 1;
    assert.match(out, new RegExp(`${line}:9 .*错误.*二（一）1.*tax-paid`));
    assert.match(out, /1 个错误/);
  });

  test('warnings alone are 0, and 1 when there are more than allowed', async () => {
    const path = dossier(smallest(WARNED));
    assert.equal((await run(['check', path])).status, 0);
    assert.equal((await run(['check', '--max-warnings', '1', path])).status, 0);
    assert.equal((await run(['check', '--max-warnings', '0', path])).status, 1);
    assert.equal((await run(['check', '--max-warnings=0', '--quiet', path])).status, 1, 'what is hidden still counts');
    assert.equal((await run(['check', '--max-warnings', '0', sample(SMALLEST).path])).status, 0, 'hints do not count');
  });

  test('an empty file, and one of blanks', async () => {
    for (const text of ['', '\n\n  \n', '\ufeff', '# 只有注释\n']) {
      const { status, report } = await json([dossier(text)]);
      assert.equal(status, 1, JSON.stringify(text));
      assert.deepEqual(rules(report), ['missing-field']);
    }
  });

  test('a broken file is read on after each slip', async () => {
    const { status, report } = await json([
      dossier(
        smallest(
          WRONG,
          ['推荐地市: 德州市', '推荐地市：德州市'],
          ['  平台名称: 砺', '  平台名称: "砺'],
          ['签署:', '签署'],
        ),
      ),
    ]);
    assert.equal(status, 1);
    for (const rule of ['tax-paid', 'full-width-punctuation', 'yaml-syntax'])
      assert.ok(rules(report).includes(rule), rule);
  });

  test('a byte order mark and Windows line ends change nothing', async () => {
    const text = smallest(WRONG);
    const plain = await json([dossier(text)]);
    const marked = await json([dossier(`\ufeff${text}`)]);
    const windows = await json([dossier(text.replace(/\n/g, '\r\n'))]);
    assert.deepEqual(marked.report.files[0]!.findings, plain.report.files[0]!.findings);
    assert.deepEqual(windows.report.files[0]!.findings, plain.report.files[0]!.findings);
  });
});

suite('check: where it looks', TOGETHER, () => {
  function tree(): string {
    const root = folder();
    mkdirSync(join(root, '甲 公司'));
    mkdirSync(join(root, '乙/深/处'), { recursive: true });
    mkdirSync(join(root, 'node_modules/x'), { recursive: true });
    writeFileSync(join(root, '甲 公司/a[1].dossier.yaml'), smallest());
    writeFileSync(join(root, '乙/深/处/b(2).dossier.yml'), smallest(WRONG));
    writeFileSync(join(root, 'node_modules/x/c.dossier.yaml'), '');
    writeFileSync(join(root, '乙/notes.yaml'), 'a: [');
    evidence(join(root, '甲 公司'));
    evidence(join(root, '乙/深/处'));
    return root;
  }

  test('a folder: every dossier below it, sorted, and no other file', async () => {
    const { status, report } = await json(['.'], { cwd: tree() });
    assert.equal(status, 1);
    assert.deepEqual(
      report.files.map((f) => f.path).sort(),
      ['乙/深/处/b(2).dossier.yml', '甲 公司/a[1].dossier.yaml'].sort(),
    );
    assert.deepEqual(report.summary.files, 2);
  });

  test('without a path, the folder it is in', async () => {
    const cwd = tree();
    const [bare, dot] = [await json([], { cwd }), await json(['.'], { cwd })];
    assert.deepEqual(bare.report, dot.report);
  });

  test('several paths, and each file once', async () => {
    const cwd = tree();
    const a = '甲 公司/a[1].dossier.yaml';
    const { report } = await json([a, '乙'], { cwd });
    assert.deepEqual(
      report.files.map((f) => f.path),
      [a, '乙/深/处/b(2).dossier.yml'],
    );
    const twice = await json([a, '甲 公司', '.', join(cwd, a)], { cwd });
    assert.deepEqual(twice.report.files.map((f) => f.path).sort(), [a, '乙/深/处/b(2).dossier.yml'].sort());
  });

  test('a path is shown relative to the working folder', async () => {
    const cwd = tree();
    const { report } = await json([join(cwd, '乙')], { cwd });
    assert.equal(report.files[0]!.path, '乙/深/处/b(2).dossier.yml');
    const above = await json([join(cwd, '乙')], { cwd: join(cwd, '甲 公司') });
    assert.equal(above.report.files[0]!.path, '../乙/深/处/b(2).dossier.yml');
  });

  test('a folder with a link to itself comes to an end, and a linked dossier is checked', async () => {
    const cwd = tree();
    symlinkSync(cwd, join(cwd, '环'));
    symlinkSync(join(cwd, '乙/深/处/b(2).dossier.yml'), join(cwd, '链接.dossier.yaml'));
    const { report } = await json(['.'], { cwd });
    assert.ok(
      report.files.some((f) => f.path === '链接.dossier.yaml'),
      report.files.map((f) => f.path).join(),
    );
    assert.ok(report.files.length <= 3);
  });

  test('what the settings ignore is not checked in a folder', async () => {
    const cwd = tree();
    writeFileSync(join(cwd, 'dossier.config.yaml'), 'ignore: [乙/**]\n');
    const { status, report } = await json(['.'], { cwd });
    assert.deepEqual(
      report.files.map((f) => f.path),
      ['甲 公司/a[1].dossier.yaml'],
    );
    assert.equal(status, 0);
  });

  test('standard input, named and unnamed', async () => {
    const named = await json(['--stdin-filename', '草稿/甲.dossier.yaml', '-'], { input: smallest(WRONG) });
    assert.equal(named.status, 1);
    assert.equal(named.report.files[0]!.path, '草稿/甲.dossier.yaml');
    assert.ok(rules(named.report).includes('tax-paid'));
    assert.equal((await run(['check', '-'], { input: smallest(), cwd: evidence(folder()) })).status, 0);
    assert.equal((await run(['check', '-'], { input: '' })).status, 1);
    assert.equal((await run(['check', '-'], { input: randomBytes(5000) })).status, 3);
  });

  test('the settings beside the named input hold for standard input', async () => {
    const place = folder();
    writeFileSync(join(place, 'dossier.config.yaml'), 'deadlines: {德州市: 2023-06-10}\n');
    const { status, report } = await json(['--stdin-filename', join(place, '甲.dossier.yaml'), '-'], {
      input: smallest(),
    });
    assert.equal(status, 1);
    assert.ok(rules(report).includes('deadline'));
  });
});

/** What a report says of one rule: file, field, and what stands there. */
function places(report: Json, rule: string, cwd: string): readonly string[] {
  return report.files.flatMap((f) => {
    const lines = f.findings.length
      ? readFileSync(join(cwd, f.path), 'utf8')
          .replace(/^\ufeff/, '')
          .split(/\r?\n/)
      : [];
    return f.findings
      .filter((d) => d.rule === rule)
      .map((d) => {
        const { start, end } = d.range as Record<'start' | 'end', { line: number; character: number }>;
        return `${f.path} ${d.field}: ${lines[start.line]!.slice(start.character, end.character)}`;
      });
  });
}

suite('check: the evidence', TOGETHER, () => {
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
    const bare = await json([path], { cwd: temp });
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

suite('check: chapters in files of their own', TOGETHER, () => {
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

suite('check: dossiers against each other', TOGETHER, () => {
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

suite('check: the list of earlier platforms', TOGETHER, () => {
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

suite('check: nothing checked, or not everything, is 3', TOGETHER, () => {
  test('a folder without dossiers', async () => {
    const { status, out } = await run(['check', folder()]);
    assert.equal(status, 3);
    assert.match(out, /没有找到申报书/);
    const { report } = await json([folder()]);
    assert.deepEqual(report.files, []);
    assert.deepEqual(report.summary, { files: 0, errors: 0, warnings: 0, infos: 0 });
  });

  const unreadable: Readonly<Record<string, readonly [() => string, RegExp]>> = {
    'a path that is not there': [() => join(folder(), '没有.dossier.yaml'), /没有这个文件/],
    'random bytes': [() => dossier(randomBytes(100_000)), /二进制|UTF-8/],
    'a picture': [() => dossier(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10, 0x4a, 0x46])), /二进制/],
    GBK: [() => dossier(Buffer.from('c9eab1a8b5a5cebb3a20bcd70a', 'hex')), /GBK.*UTF-8/],
    'UTF-16, little end first': [() => dossier(Buffer.from(`\ufeff${smallest()}`, 'utf16le')), /UTF-16/],
    'UTF-16, big end first': [() => dossier(Buffer.from(`\ufeff${smallest()}`, 'utf16le').swap16()), /UTF-16/],
    '10 MB of YAML': [() => dossier(`${smallest()}备注:\n${'  - 甲乙丙丁戊己庚辛\n'.repeat(350_000)}`), /4 MB/],
  };
  for (const [name, [make, said]] of Object.entries(unreadable)) {
    test(name, async () => {
      const path = make();
      const { status, out } = await run(['check', path]);
      assert.equal(status, 3, out);
      assert.match(out, said);
      const { report } = await json([path]);
      const found = report.files[0]!.findings;
      assert.deepEqual(
        found.map((f) => [f.rule, f.severity, f.fixable]),
        [['internal-fault', 'error', false]],
      );
      assert.deepEqual(found[0]!.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
    });
  }

  test('UTF-16 without a mark is not taken for a dossier', async () => {
    assert.equal((await run(['check', dossier(Buffer.from(smallest(), 'utf16le'))])).status, 3);
  });

  test('a file that may not be read', { skip: process.getuid?.() === 0 && 'root reads everything' }, async () => {
    const path = dossier(smallest());
    chmodSync(path, 0o000);
    const { status, out } = await run(['check', path]);
    assert.equal(status, 3);
    assert.match(out, /权限/);
  });

  test('a folder that may not be read', { skip: process.getuid?.() === 0 && 'root reads everything' }, async () => {
    const path = dossier(smallest());
    const locked = join(dirname(path), '锁');
    mkdirSync(locked, { mode: 0o000 });
    assert.equal((await run(['check', dirname(path)])).status, 3);
  });

  test('one bad file among good ones: the others are checked, and the whole is 3', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, '1.dossier.yaml'), Buffer.from([0xff, 0xfe, 0x31, 0x00]));
    writeFileSync(join(cwd, '2.dossier.yaml'), smallest(WRONG));
    const { status, report, out } = await json(['.'], { cwd });
    assert.equal(status, 3, out);
    assert.deepEqual(
      rules(report).filter((r) => ['internal-fault', 'tax-paid'].includes(r)),
      ['internal-fault', 'tax-paid'],
    );
    assert.equal((await run(['check', '2.dossier.yaml', '没有.dossier.yaml'], { cwd })).status, 3);
  });

  test('a special file is not waited for', { skip: process.platform === 'win32' && 'no such files' }, async () => {
    assert.equal((await run(['check', '/dev/null'])).status !== 0, true);
    const fifo = join(folder(), '甲.dossier.yaml');
    execFileSync('mkfifo', [fifo]);
    const { status } = await run(['check', fifo], { limit: 10_000 });
    assert.equal(status, 3);
  });
});

suite('check: hostile text is read in seconds', TOGETHER, () => {
  const texts: Readonly<Record<string, () => string>> = {
    'brackets nested 100,000 deep': () => `平台: ${'['.repeat(100_000)}`,
    'closed brackets nested deep': () => `平台: ${'['.repeat(5000)}${']'.repeat(5000)}`,
    'braces nested deep': () => `平台: ${'{a: '.repeat(50_000)}`,
    'indentation 2,000 deep': () => Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}k:`).join('\n'),
    'dashes nested deep': () => `平台:\n  ${'- '.repeat(50_000)}甲`,
    'question marks nested deep': () => `平台:\n  ${'? '.repeat(50_000)}甲`,
    'an alias bomb': () =>
      `a: &a0 [甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')}\n通知: sd-2023\n平台: *a30\n`,
    'an alias bomb in one block': () =>
      `通知: sd-2023\n平台:\n  a: &a0 [甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲, 甲]\n${Array.from({ length: 30 }, (_, i) => `  b${i}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`).join('\n')}\n`,
    'an alias to itself': () => '通知: sd-2023\n平台: &a\n  指标: *a\n正文: &b [*b]\n',
    'a merge key': () => '通知: sd-2023\n平台: &a {平台名称: 甲}\n签署: {<<: *a, 签字: 是}\n',
    'keys of prototypes': () =>
      '通知: sd-2023\n__proto__: {polluted: 是}\nconstructor: 甲\n平台: {__proto__: 甲, toString: 乙, hasOwnProperty: 丙}\n',
    'a tag': () => '通知: !!js/function sd-2023\n平台: !!binary 甲\n签署: !<tag:yaml.org,2002:set> {甲}\n',
    'many documents': () => '---\n通知: sd-2023\n'.repeat(2000),
    'one long line': () => `通知: sd-2023\n平台: ${'甲'.repeat(1_000_000)}`,
    'a long line of colons': () => `通知: sd-2023\n平台: {${'甲:乙'.repeat(100_000)}`,
    'a long line of colons and no keys': () => `通知: sd-2023\n平台: {${':x'.repeat(60_000)}`,
    'a long line of quotes': () => `通知: sd-2023\n平台: [${'"'.repeat(200_001)}`,
    'a long line of blanks': () => `通知: sd-2023\n平台: 甲${' '.repeat(500_000)}乙\n`,
    'many open brackets, a line each': () => `通知: sd-2023\n平台:\n${'  - [\n'.repeat(20_000)}`,
    'many open quotes, a line each': () => `通知: sd-2023\n平台:\n${'  - "\n'.repeat(20_000)}`,
    'many keys': () => `通知: sd-2023\n${Array.from({ length: 20_000 }, (_, i) => `键${i}: 甲`).join('\n')}\n`,
    'one key many times': () => `通知: sd-2023\n${'签署: {签字: 是}\n'.repeat(5000)}`,
    'many items': () =>
      `通知: sd-2023\n附件材料:\n${Array.from({ length: 5000 }, (_, i) => `  - {编号: 甲${i}, 材料: 营业执照}`).join('\n')}\n`,
    'a chapter of 2 MB': () =>
      smallest([
        '  平台定位: |\n',
        `  平台定位: |\n${'    平台连接设备一万两千台，服务企业四十二家。\n'.repeat(30_000)}`,
      ]),
    'surrogates alone and other oddities': () =>
      '通知: sd-2023\n平台: "\\ud800 \\x00 \\u2028"\n甲\u0007: \u0000乙\n'.replace('\u0000', '\u0001'),
    'carriage returns only': () => smallest().replaceAll('\n', '\r'),
    'tabs only': () => smallest().replaceAll('  ', '\t'),
  };
  for (const [name, make] of Object.entries(texts)) {
    test(name, async () => {
      const { status, report } = await json([dossier(make())], { limit: 90_000 });
      assert.ok(status === 0 || status === 1, `checked, with status ${status}`);
      assert.ok(
        !rules(report).includes('internal-fault'),
        JSON.stringify(report.files[0]!.findings.find((f) => f.rule === 'internal-fault')),
      );
    });
  }
});

suite('check --format json', TOGETHER, () => {
  test('has the shape of the contract, to the letter', async () => {
    const path = dossier(smallest(WRONG, ['  - {编号: 审计', '  - {编号: 审计, 没有: 甲']));
    const { out, err, report } = await json([basename(path)], { cwd: dirname(path) });
    assert.equal(err, '');
    assert.ok(out.endsWith('}\n'));
    assert.deepEqual(Object.keys(report), ['version', 'tool', 'files', 'summary']);
    assert.equal(report.version, 1);
    assert.equal(report.tool.name, 'dossier');
    assert.equal(report.tool.version, JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
    assert.deepEqual(Object.keys(report.files[0]!), ['path', 'findings']);
    assert.equal(report.files[0]!.path, '甲.dossier.yaml');
    for (const f of report.files[0]!.findings) {
      assert.deepEqual(Object.keys(f), [
        'rule',
        'severity',
        'message',
        'clause',
        'field',
        'range',
        'waived',
        'fixable',
      ]);
      assert.ok(['error', 'warning', 'info'].includes(String(f.severity)));
      assert.ok(f.clause === null || pack.notice.clauses.some((c) => c.id === f.clause));
      assert.ok(f.field === null || typeof f.field === 'string');
      assert.equal(typeof f.message, 'string');
      assert.equal(typeof f.waived, 'boolean');
      assert.equal(typeof f.fixable, 'boolean');
      const range = f.range as { start: Record<string, number>; end: Record<string, number> };
      assert.deepEqual(Object.keys(range), ['start', 'end']);
      for (const at of [range.start, range.end]) {
        assert.deepEqual(Object.keys(at), ['line', 'character']);
        assert.ok(Object.values(at).every((n) => Number.isInteger(n) && n >= 0));
      }
    }
    const by = (s: string) => report.files[0]!.findings.filter((f) => f.severity === s).length;
    assert.deepEqual(report.summary, { files: 1, errors: by('error'), warnings: by('warning'), infos: by('info') });
  });

  test('names place, clause and field', async () => {
    const text = smallest(WRONG, ['  - {编号: 审计', '  - {编号: 审计, 没有: 甲']);
    const { report } = await json([dossier(text)]);
    const lines = text.split('\n');
    const tax = report.files[0]!.findings.find((f) => f.rule === 'tax-paid')!;
    const line = lines.findIndex((l) => l.includes('依法纳税'));
    assert.equal(tax.clause, '二（一）1');
    assert.equal(tax.field, '申报单位.依法纳税');
    assert.deepEqual(tax.range, { start: { line, character: 8 }, end: { line, character: 9 } });
    const strange = report.files[0]!.findings.find((f) => f.rule === 'unknown-field')!;
    assert.equal(strange.clause, null);
    assert.equal(strange.field, '附件材料[1].没有');
  });

  test('counts columns in UTF-16 units', async () => {
    const { report } = await json([dossier(smallest(['  签字: 是\n', '  签字: 是\n  "𠮷😀": {甲: 乙}\n']))]);
    const strange = report.files[0]!.findings.find((f) => f.rule === 'unknown-field')!;
    const { start, end } = strange.range as { start: { character: number }; end: { character: number } };
    assert.deepEqual([start.character, end.character], [2, 8]);
  });

  test('says what is fixable and what is waived', async () => {
    const text = `${smallest(WARNED, ['法人类型: 企业法人', '法人类型: 企业法'])}豁免:\n  - {规则: city-mismatch, 理由: 市局同意, 复核人: 王立国, 日期: 2023-06-13}\n`;
    const { report } = await json([dossier(text)]);
    const of = (rule: string) => report.files[0]!.findings.find((f) => f.rule === rule)!;
    assert.equal(of('not-in-list').fixable, true);
    assert.equal(of('city-mismatch').waived, true);
    assert.equal(of('city-mismatch').severity, 'info');
    assert.match(String(of('city-mismatch').message), /市局同意/);
  });
});

suite('check: flags', TOGETHER, () => {
  test('--severity and --quiet choose what is shown, not the status', async () => {
    const path = dossier(smallest(WRONG, WARNED));
    const shown = async (...args: readonly string[]) => {
      const { status, report } = await json([...args, path]);
      assert.equal(status, 1);
      return new Set(report.files[0]!.findings.map((f) => f.severity));
    };
    assert.deepEqual(await shown(), new Set(['error', 'warning', 'info']));
    assert.deepEqual(await shown('--severity', 'warning'), new Set(['error', 'warning']));
    assert.deepEqual(await shown('--severity', 'error'), new Set(['error']));
    assert.deepEqual(await shown('--quiet'), new Set(['error']));
  });

  test('colours only where they are wanted', async () => {
    const path = dossier(smallest(WRONG));
    const colour = '\u001b[';
    assert.ok(!(await run(['check', path])).out.includes(colour), 'not into a pipe');
    assert.ok((await run(['check', path], { env: { FORCE_COLOR: '1' } })).out.includes(colour));
    assert.ok(!(await run(['check', '--no-color', path], { env: { FORCE_COLOR: '1' } })).out.includes(colour));
    assert.ok(!(await run(['check', path], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).out.includes(colour));
    assert.ok(!(await run(['check', '--format', 'json', path], { env: { FORCE_COLOR: '1' } })).out.includes(colour));
  });

  test('--lang', async () => {
    const path = dossier(smallest(WRONG));
    const { out } = await run(['check', '--lang', 'en', path]);
    assert.match(out, /error.*notice 二（一）1/);
    assert.match(out, /1 dossier\(s\) checked: 1 error/);
    assert.match((await run(['check', '--lang', 'zh', path])).out, /检查了 1 份申报书/);
    assert.equal((await run(['check', '--lang', 'fr', path])).status, 2);
  });

  test('--today takes a day only', async () => {
    assert.equal((await run(['check', '--today', '2023-06-12', sample(SMALLEST).path])).status, 0);
    assert.equal((await run(['check', '--today', '2023-02-30', sample(SMALLEST).path])).status, 2);
  });

  test('--config, and the settings above a dossier', async () => {
    const path = dossier(smallest());
    const config = join(folder(), '设置 1.yaml');
    writeFileSync(config, 'deadlines: {德州市: 2023-06-10}\n');
    const named = await json(['--config', config, path]);
    assert.equal(named.status, 1);
    assert.deepEqual(
      named.report.files[0]!.findings.filter((f) => f.severity === 'error').map((f) => [f.rule, f.clause]),
      [['deadline', '四（二）']],
    );
    writeFileSync(join(dirname(path), 'dossier.config.yaml'), 'deadlines: {德州市: 2023-06-10}\nlocale: en\n');
    assert.equal((await json([path])).status, 1);
    writeFileSync(config, '');
    assert.equal((await json(['--config', config, path])).status, 0, 'the one named holds alone');
  });

  test('the locale of the settings is the language of a dossier’s messages', async () => {
    const path = dossier(smallest(WRONG));
    writeFileSync(join(dirname(path), 'dossier.config.yaml'), 'locale: en\n');
    assert.match((await run(['check', basename(path)], { cwd: dirname(path) })).out, /notice 二（一）1/);
    assert.match((await run(['check', path])).out, /notice 二（一）1/, 'also from elsewhere');
  });

  test('rules in the settings', async () => {
    const path = dossier(smallest(WARNED));
    const config = join(folder(), 'c.yaml');
    writeFileSync(config, 'rules: {city-mismatch: error, typical-modes: off}\n');
    const { status, report } = await json(['--config', config, path]);
    assert.equal(status, 1);
    assert.ok(!rules(report).includes('typical-modes'));
  });

  const wrongs: Readonly<Record<string, readonly [string, RegExp]>> = {
    'a key that is none': ['locale: zh\ndeadline: {德州市: 2023-06-10}\n', /c\.yaml:2:1 .*deadline/],
    'a value that is none': ['deadlines:\n  德州市: 明天\n', /c\.yaml:2:\d+ .*德州市/],
    'a nested key that is none': ['registry:\n  prior: a.csv\n', /c\.yaml:2:3 .*prior/],
    'broken YAML': ['locale: zh\nignore: [a\n', /c\.yaml:2:\d+/],
    'a list': ['- a\n', /c\.yaml:1:1/],
    'a rule that is none': ['rules:\n  typical-mode: off\n', /c\.yaml:2:3 .*typical-mode/],
    'a city that is none': ['deadlines:\n  德州: 2023-06-10\n', /c\.yaml:2:3 .*德州/],
    'an indicator that is none': ['thresholds:\n  连接设备: 5\n', /c\.yaml:2:3 .*连接设备/],
    'a day that is none': ['deadlines:\n  德州市: 2023-02-31\n', /c\.yaml:2:8/],
    'a notice that is none': ['notice: sd-1999\n', /c\.yaml:1:9 .*sd-1999/],
    'a key twice': ['locale: zh\nlocale: en\n', /c\.yaml:2:1/],
  };
  for (const [name, [text, said]] of Object.entries(wrongs)) {
    test(`${name} in the settings is 2, with its place`, async () => {
      const config = join(folder(), 'c.yaml');
      writeFileSync(config, text);
      const { status, out, err } = await run(['check', '--config', config, sample(SMALLEST).path]);
      assert.equal(status, 2, out);
      assert.match(err, said);
      assert.equal(out, '', 'nothing on stdout');
    });
  }

  test('settings that are not there are 2', async () => {
    const { status, err } = await run(['check', '--config', join(folder(), '没有.yaml'), sample(SMALLEST).path]);
    assert.equal(status, 2);
    assert.match(err, /没有\.yaml/);
  });
});

suite('render', TOGETHER, () => {
  const documents = (place: string) => readdirSync(place).filter((n) => n.endsWith('.docx'));

  test('a sample, with everything in it', async () => {
    const out = join(folder(), '输出');
    const { status, out: said } = await run(['render', sample('特色型-重点行业').path, '-o', out, '--all']);
    assert.equal(status, 0, said);
    const written = said.trim().split('\n');
    assert.equal(written.length >= 2, true, said);
    for (const path of written) assert.equal(readFileSync(path).subarray(0, 2).toString(), 'PK', path);
    assert.ok(written.some((p) => p.endsWith('.docx')) && written.some((p) => p.endsWith('.xlsx')));
  });

  test('into the working folder unless told', async () => {
    const cwd = folder();
    assert.equal((await run(['render', sample(SMALLEST).path], { cwd })).status, 0);
    assert.equal(documents(cwd).length, 1);
  });

  test('gaps are refused, and every one is listed', async () => {
    const place = folder();
    const text = smallest(
      ['  平台名称: 砺穹5G工业互联网平台\n', ''],
      ['  注册资本: 600\n', '  注册资本:\n'],
      ['职工人数: 26', '职工人数: 许多'],
    );
    const { status, out, err } = await run(['render', dossier(text), '-o', join(place, 'out')]);
    assert.equal(status, 1);
    assert.equal(out, '');
    for (const path of ['平台.平台名称', '申报单位.注册资本', '申报单位.职工人数'])
      assert.ok(err.includes(path), `${path} in ${err}`);
    assert.equal(existsSync(join(place, 'out')), false, 'nothing is written');
    const english = await run(['render', '--lang', 'en', dossier(text), '-o', join(place, 'out')]);
    assert.match(english.err, /平台\.平台名称: missing/);
  });

  test('--draft goes on, and says so in the name', async () => {
    const place = folder();
    const path = dossier(smallest(['  平台名称: 砺穹5G工业互联网平台\n', '']));
    const { status } = await run(['render', path, '-o', place, '--draft']);
    assert.equal(status, 0);
    assert.deepEqual(
      documents(place).map((n) => n.includes('草稿')),
      [true],
    );
  });

  test('errors that stand are told', async () => {
    const { status, err } = await run(['render', dossier(smallest(WRONG)), '-o', folder()]);
    assert.equal(status, 0);
    assert.match(err, /1 个错误/);
  });

  test('again writes over its own work, and never over somebody’s', async () => {
    const place = folder();
    const path = dossier(smallest());
    const first = (await run(['render', path, '-o', place])).out.trim();
    const again = await run(['render', path, '-o', place]);
    assert.equal(again.out.trim(), first);
    assert.equal(documents(place).length, 1);
    writeFileSync(first, '改过的');
    const third = await run(['render', path, '-o', place]);
    assert.equal(third.status, 0);
    assert.equal(readFileSync(first, 'utf8'), '改过的');
    assert.notEqual(third.out.trim(), first);
    assert.ok(third.err.includes(first), third.err);
    const fourth = await run(['render', path, '-o', place]);
    assert.equal(fourth.out.trim(), third.out.trim(), 'and not a new file each time');
    assert.equal(readFileSync(first, 'utf8'), '改过的');
  });

  test('a file of ours put there by hand is somebody’s', async () => {
    const [one, two] = [folder(), folder()];
    const path = dossier(smallest());
    const name = basename((await run(['render', path, '-o', one])).out.trim());
    writeFileSync(join(two, name), '别人的');
    assert.equal((await run(['render', path, '-o', two])).status, 0);
    assert.equal(readFileSync(join(two, name), 'utf8'), '别人的');
  });

  test('without a file, a notice or a place to write', async () => {
    assert.equal((await run(['render', join(folder(), '没有.dossier.yaml')])).status, 3);
    assert.equal((await run(['render', folder()])).status, 3);
    assert.equal((await run(['render', dossier('通知: sd-1999\n'), '-o', folder()])).status, 1);
    const taken = join(folder(), 'out');
    writeFileSync(taken, 'a file');
    assert.equal((await run(['render', dossier(smallest()), '-o', taken])).status, 3);
    assert.equal((await run(['render'])).status, 2);
  });
});

suite('several at once', TOGETHER, () => {
  test('each has its 申报书, and all have one summary sheet', async () => {
    const out = folder();
    const [a, b] = ['最小', '特色型-重点行业'].map((name) => sample(name).path) as [string, string];
    const { status, err } = await run(['render', a, b, '--all', '-o', out]);
    assert.equal(status, 0, err);
    const files = readdirSync(out).filter((f) => !f.startsWith('.'));
    assert.equal(files.filter((f) => f.endsWith('-申报书.docx')).length, 2);
    assert.deepEqual(
      files.filter((f) => f.endsWith('.xlsx')),
      ['汇总表.xlsx'],
    );
  });
});

suite('new', TOGETHER, () => {
  /** Lists of a skeleton that must have two entries. */
  const STILL_EMPTY: Readonly<Record<string, readonly string[]>> = {
    '综合型/跨行业跨领域': ['cross-industry 平台.服务行业', 'cross-industry 平台.服务领域'],
    '专业型/面向产业链供应链协同': ['chain-links 平台.链条环节', 'chain-links 平台.上下游角色'],
  };

  for (const direction of [undefined, ...pack.notice.directions.map((d) => d.id)]) {
    test(`a skeleton for ${direction ?? 'no direction yet'}`, async () => {
      const path = join(folder(), '深/处', '新 (1).dossier.yaml');
      const { status, out, err } = await run(['new', ...(direction ? ['--direction', direction] : []), path]);
      assert.equal(status, 0, err);
      assert.equal(out.trim(), path);
      const text = readFileSync(path, 'utf8');
      const analysis = analyzed(text);
      assert.equal(analysis.direction, direction);
      const found = rulesOf(analysis);
      for (const bad of [
        'yaml-syntax',
        'unknown-field',
        'duplicate-field',
        'wrong-type',
        'direction-field',
        'full-width-punctuation',
      ])
        assert.ok(!found.includes(bad), bad);
      const missing = analysis.findings.filter((f) => f.rule === 'missing-field').map((f) => f.message.zh);
      assert.deepEqual(missing, [], 'every required field has its line');
      // A blank field is a warning. Papers that are not there yet and signatures not yet given are errors, and nothing else.
      const { status: checked, report } = await json([path]);
      assert.equal(checked, 1);
      assert.ok((report.summary.warnings ?? 0) > 40);
      const errors = report.files.flatMap((f) => f.findings).filter((f) => f.severity === 'error');
      assert.deepEqual(
        errors.map((f) => `${f.rule} ${f.field}`).sort(),
        [
          ...[0, 1, 3, 4].map((i) => `material-file 附件材料[${i}].文件`),
          ...['附件材料[2].盖章', '附件材料[2].签字', '签署', '签署'].map((field) => `material-signature ${field}`),
          ...(STILL_EMPTY[direction ?? ''] ?? []),
        ].sort(),
      );
    });
  }

  test('bears the name of the applicant', async () => {
    const path = join(folder(), '新.dossier.yaml');
    assert.equal((await run(['new', '--applicant', '甲公司', path])).status, 0);
    assert.match(readFileSync(path, 'utf8'), /: 甲公司\n/);
  });

  test('refuses to write over a file', async () => {
    const path = dossier('甲');
    const { status, err } = await run(['new', path]);
    assert.equal(status, 2);
    assert.ok(err.includes(path));
    assert.equal(readFileSync(path, 'utf8'), '甲');
  });

  test('a wrong direction, notice or name is 2, with the nearest', async () => {
    const path = join(folder(), '新.dossier.yaml');
    const near = await run(['new', '--direction', '综合型/跨行业', path]);
    assert.equal(near.status, 2);
    assert.match(near.err, /综合型\/跨行业跨领域/);
    assert.equal((await run(['new', '--notice', 'sd-1999', path])).status, 2);
    assert.equal((await run(['new', join(folder(), '新.yaml')])).status, 2);
    assert.equal((await run(['new'])).status, 2);
    assert.equal(existsSync(path), false);
  });
});

suite('notices', TOGETHER, () => {
  test('as text', async () => {
    const { status, out } = await run(['notices']);
    assert.equal(status, 0);
    assert.match(out, /sd-2023/);
    for (const d of pack.notice.directions) assert.ok(out.includes(d.id));
    assert.match((await run(['notices', '--lang', 'en'])).out, /Shandong/);
  });

  test('as JSON', async () => {
    const { status, out } = await run(['notices', '--format', 'json']);
    assert.equal(status, 0);
    const [notice] = JSON.parse(out) as Record<string, unknown>[];
    assert.equal(notice!.id, 'sd-2023');
    assert.deepEqual(
      notice!.directions,
      pack.notice.directions.map((d) => d.id),
    );
  });
});

suite('usage', TOGETHER, () => {
  test('unknown commands, flags and values are 2, on stderr', async () => {
    for (const args of [
      ['chekc'],
      ['check', '--formt', 'json'],
      ['check', '--format', 'xml'],
      ['check', '--max-warnings', 'x'],
      ['check', '--max-warnings', '-1'],
      ['check', '--max-warnings'],
      ['check', '--severity', 'fatal'],
      ['notices', 'extra'],
      ['render', '--draft=maybe', 'a'],
      ['--formt'],
      ['lsp', '--socket', 'x'],
    ]) {
      const { status, out, err } = await run(args);
      assert.equal(status, 2, args.join(' '));
      assert.equal(out, '', args.join(' '));
      assert.notEqual(err, '', args.join(' '));
    }
  });

  test('no command at all shows the help, as wrong usage', async () => {
    const { status, out, err } = await run([]);
    assert.equal(status, 2);
    assert.match(out + err, /check/);
  });

  test('help and version are 0, on stdout', async () => {
    for (const args of [['--help'], ['check', '--help'], ['help', 'render'], ['lsp', '--help']]) {
      const { status, out, err } = await run(args);
      assert.equal(status, 0, args.join(' '));
      assert.match(out, /Usage: dossier/);
      assert.equal(err, '');
    }
    assert.match((await run(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
  });

  test('a reader that stops early is no fault', async () => {
    const cwd = folder();
    for (let i = 0; i < 40; i++) writeFileSync(join(cwd, `${i}.dossier.yaml`), '通知: sd-2023\n');
    const child = spawn(NODE, [CLI, 'check', '.'], { cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT });
    child.stdout.once('data', () => child.stdout.destroy());
    const [err] = await Promise.all([all(child.stderr), once(child, 'close')]);
    assert.doesNotMatch(err, /^ {4}at |EPIPE/m);
  });

  test('a large report reaches a pipe whole', async () => {
    const cwd = folder();
    for (let i = 0; i < 60; i++) writeFileSync(join(cwd, `${i}.dossier.yaml`), '通知: sd-2023\n');
    const { report } = await json(['.'], { cwd });
    assert.equal(report.files.length, 60);
  });

  test('on the Node that tests run on too', async () => {
    assert.equal((await run(['check', sample(SMALLEST).path], { node: process.execPath })).status, 0);
  });

  test('from a copy of what is shipped, anywhere', async () => {
    const place = folder();
    for (const part of ['dist', 'schemas', 'package.json'])
      cpSync(join(ROOT, part), join(place, part), { recursive: true });
    const out = execFileSync(NODE, [join(place, 'dist/cli.cjs'), 'notices'], { cwd: temp, encoding: 'utf8' });
    assert.match(out, /sd-2023/);
    const checked = execFileSync(NODE, [join(place, 'dist/cli.cjs'), 'check', join(SAMPLES, SMALLEST)], {
      encoding: 'utf8',
    });
    assert.match(checked, /0 个错误/);
  });
});
