/** `dossier check`: what is found, where it looks, how it ends, and its flags. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { dossier, evidence, folder, json, rules, run, WARNED, WRONG } from '../support/check.ts';
import { cleanSamples, pack, SMALLEST, sample, smallest } from '../support/engine.ts';
import { ROOT } from '../support/program.ts';

suite('check: what was found', () => {
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

suite('check: where it looks', () => {
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

  test('a folder with a link to itself comes to an end', async () => {
    const cwd = tree();
    symlinkSync(cwd, join(cwd, '环'));
    const { report } = await json(['.'], { cwd });
    assert.deepEqual(report.files.map((f) => f.path).sort(), [
      '乙/深/处/b(2).dossier.yml',
      '甲 公司/a[1].dossier.yaml',
    ]);
  });

  test('a linked dossier is checked, and once where the folder has it itself', async () => {
    const [cwd, elsewhere] = [tree(), folder()];
    writeFileSync(join(elsewhere, '丙.dossier.yaml'), smallest());
    symlinkSync(join(elsewhere, '丙.dossier.yaml'), join(cwd, '外面.dossier.yaml'));
    symlinkSync(join(cwd, '乙/深/处/b(2).dossier.yml'), join(cwd, '链接.dossier.yaml'));
    const { report } = await json(['.'], { cwd });
    assert.deepEqual(
      report.files.map((f) => f.path).sort(),
      ['乙/深/处/b(2).dossier.yml', '外面.dossier.yaml', '甲 公司/a[1].dossier.yaml'].sort(),
    );
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

suite('check: nothing checked, or not everything, is 3', () => {
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

  test('a device is no dossier', { skip: process.platform === 'win32' && 'no such files' }, async () => {
    assert.notEqual((await run(['check', '/dev/null'])).status, 0);
  });
});

suite('check --format json', () => {
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

suite('check: flags', () => {
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
