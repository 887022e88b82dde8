/** Editor and command line of the built program never disagree: the same text and settings give the same findings on both. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { after, before, suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import type { Settings } from '../../server/src/core/inputs/settings.ts';
import {
  applicant,
  CHAPTER,
  type Client,
  creditCode,
  type Place,
  PULLS,
  PUSHED,
  place,
  stemOf,
  withChapter,
} from '../support/editor.ts';
import { cleanSamples, pack, patched, SAMPLES, sample } from '../support/engine.ts';
import { ensureBuilt, ROOT, run, startServer } from '../support/program.ts';

before(ensureBuilt);

const SEVERITIES = ['', 'error', 'warning', 'info'];

interface Report {
  readonly files: readonly {
    readonly path: string;
    readonly findings: readonly {
      readonly rule: string;
      readonly severity: string;
      readonly message: string;
      readonly range: Diagnostic['range'];
    }[];
  }[];
}

interface Case {
  readonly name: string;
  readonly text: string;
  readonly settings: Settings;
}

const CASES: readonly Case[] = [
  ...cleanSamples().map((name) => ({ name: `sample ${name}`, text: sample(name).text, settings: {} })),
  ...pack.rules.flatMap((rule) =>
    (['wrong', 'right'] as const).flatMap((side) =>
      rule[side].map((patch, i) => ({ name: `${rule.id} ${side} ${i + 1}`, ...patched(patch) })),
    ),
  ),
  { name: 'an empty file', text: '', settings: {} },
  {
    name: 'Windows line ends',
    text: sample('最小')
      .text.replace(/: 是\n/, '： 是\n')
      .replace(/\n/g, '\r\n'),
    settings: {},
  },
  {
    name: 'a carriage return without a line feed',
    text: `# 甲\r# 乙\n${sample('最小').text.replace('法人类型: 企业法人', '法人类型: 企业')}`,
    settings: {},
  },
  { name: 'lone carriage returns', text: sample('最小').text.replaceAll('\n', '\r'), settings: {} },
  {
    name: 'a byte order mark',
    text: `\ufeff${sample('最小').text.replace('法人类型: 企业法人', '法人类型: 企业')}`,
    settings: {},
  },
  {
    name: 'beyond the basic plane',
    text: sample('最小').text.replace('名称: 中小', '名称: 𠮷😀, 名: 𠮷, 中小: 中小'),
    settings: {},
  },
  {
    name: 'line separators in a text',
    text: sample('最小')
      .text.replace('公司现有', '\u2028公司\u2029现\u0085有\f')
      .replace('职工人数: 26', '职工人数: 甲'),
    settings: {},
  },
  {
    name: 'anchors and aliases',
    text: sample('最小')
      .text.replace('平台:\n', '平台: &a\n')
      .replace(/签署:[\s\S]*$/, '签署: *a\n'),
    settings: {},
  },
  { name: 'a broken file', text: '通知：sd-2023\n申报\n  方向: "甲\n平台: [{\n\t- *x\n---\n- 乙\n', settings: {} },
  { name: 'no dossier at all', text: 'just a text\n', settings: {} },
];

/** Each case is for itself: what they would say against each other is looked at below. */
const ALONE = Object.fromEntries(
  ['single-direction', 'duplicate-applicant', 'duplicate-platform', 'city-quota', 'foreign-name', 'copied-text'].map(
    (rule) => [rule, { as: 'off' as const, reason: '逐份比较', by: '测试' }],
  ),
);

/** An editor shows the title of the rule behind the message. */
const withoutRuleTitle = (message: string) => message.replace(/ (?:〔[^〕]*〕|\[[^\]]*\])$/, '');

const key = (f: Report['files'][0]['findings'][0]) => JSON.stringify([f.rule, f.severity, f.message, f.range]);

/** Runs the command line in a folder and reads its JSON. */
async function command(cwd: string, args: readonly string[], input = ''): Promise<Report> {
  const { out } = await run(['check', '--format', 'json', ...args], { cwd, input });
  return JSON.parse(out) as Report;
}

/** An editor of one test's own. */
function editor(t: TestContext): Client {
  const { client, stop } = startServer();
  t.after(stop);
  return client;
}

for (const locale of ['zh', 'en'] as const) {
  suite(`editor and command line agree (${locale})`, () => {
    let root = '';
    let server: ReturnType<typeof startServer>;
    const folderOf = (i: number) => join(root, `案例 ${i}`);
    let report: Report;

    before(async () => {
      root = mkdtempSync(join(tmpdir(), 'dossier-parity-'));
      for (const [i, { text, settings }] of CASES.entries()) {
        mkdirSync(folderOf(i));
        writeFileSync(join(folderOf(i), '甲.dossier.yaml'), text);
        // JSON is YAML.
        const alone = { ...settings, rules: { ...ALONE, ...settings.rules } };
        writeFileSync(join(folderOf(i), 'dossier.config.yaml'), `${JSON.stringify(alone, null, 1)}\n`);
      }
      report = await command(root, ['--lang', locale, '.']);
      server = startServer();
      await server.client.initialize({ textDocument: { diagnostic: {} } }, { locale });
    });
    after(async () => {
      await server.stop();
      rmSync(root, { recursive: true, force: true });
    });

    for (const [i, { name, text }] of CASES.entries()) {
      test(name, async () => {
        const file = report.files.find((f) => f.path === `案例 ${i}/甲.dossier.yaml`);
        assert.ok(file, 'the command line checked it');
        const uri = pathToFileURL(join(folderOf(i), '甲.dossier.yaml')).href;
        // An editor takes the byte order mark off before it hands the text on.
        await server.client.open(uri, text.replace(/^\ufeff/, ''));
        const items = await server.client.pull(uri);
        const editor = items.map((d) =>
          key({
            rule: String(d.code),
            severity: SEVERITIES[d.severity ?? 1]!,
            message: withoutRuleTitle(String(d.message)),
            range: d.range,
          }),
        );
        assert.deepEqual(editor.sort(), file.findings.map(key).sort());
        const lines = text.split(/\r\n|\n|\r/);
        for (const { rule, range } of file.findings) {
          for (const { line, character } of [range.start, range.end]) {
            assert.ok(
              line < lines.length && character <= lines[line]!.length,
              `${rule} lies in the text: ${line}:${character}`,
            );
          }
        }
      });
    }
  });
}

/** More than 60 字 in one paragraph. */
const PARAGRAPH =
  '平台按照现场勘测、方案设计、开通调试、远程代维四步提供服务，每一步都有书面的交付标准和双方签认的记录，服务人员在工作日两小时之内响应，重大故障当天到达现场，处理结果三日之内书面反馈。';

/** A folder with everything in it that reaches beyond one text. */
function troubled(w: Place): Place {
  const platform = (n: number) => `平台名称: ${stemOf(n)}5G工业互联网平台`;
  const chaptered = [
    ['平台定位', 'chapters/01.md'],
    ['建设基础', 'chapters/没有.md'],
    ['技术架构', 'chapters/GBK.md'],
    ['技术能力', '../外.md'],
    ['服务能力', 'chapters/空.md'],
  ].reduce((text, [chapter, file]) => withChapter(text, file!, chapter), applicant(0));
  w.put('甲.dossier.yaml', chaptered);
  w.put(
    'chapters/01.md',
    `${CHAPTER.replaceAll('\n', '\r\n')}\r\n𠮷德州${stemOf(1)}通信技术有限公司待补充。\r\n\r\n${PARAGRAPH}\r\n`,
  );
  w.put('chapters/GBK.md', Buffer.from('c9eab1a8b5a5cebb', 'hex'));
  w.put('chapters/空.md', ' \n');
  w.put('../外.md', CHAPTER);
  rmSync(w.path('evidence/执照.pdf'));
  w.put('evidence/审计.pdf', '');
  w.put('evidence/社保.pdf', readFileSync(join(SAMPLES, '特色型-重点行业/evidence/架构图.png')));
  rmSync(w.path('evidence/纳税.pdf'));
  w.put('../外.pdf', readFileSync(join(SAMPLES, '最小/evidence/纳税.pdf')));
  symlinkSync(w.path('../外.pdf'), w.path('evidence/纳税.pdf'));
  const second = applicant(
    1,
    [platform(1), platform(0)],
    ['    平台采用终端白名单', `    ${PARAGRAPH}\n\n    平台采用终端白名单`],
  );
  w.put('乙/乙.dossier.yaml', `\ufeff${second.replaceAll('\n', '\r\n')}`);
  w.evidence('乙');
  const other: readonly [string, string] = ['方向: 专业型/面向特定技术', '方向: 特色型/面向重点区域'];
  w.put('乙/丙.dossier.yaml', applicant(2, [creditCode(2), creditCode(0)], other));
  for (let i = 3; i < 12; i++) w.put(`市/${i}.dossier.yml`, applicant(i));
  w.put('坏.dossier.yaml', Buffer.from('c9eab1a8b5a5cebb3a20bcd70a', 'hex'));
  w.put('旧稿/甲.dossier.yaml', applicant(0));
  w.put('out/甲.dossier.yaml', applicant(0));
  w.put('dossier.config.yaml', 'ignore: [旧稿/**]\nregistry: {prior-platforms: lists/155.csv}\n');
  w.put('市/dossier.config.yaml', 'deadlines: {德州市: 2023-06-10}\n');
  w.put('lists/155.csv', `\ufeff统一社会信用代码,平台名称,单位名称\r\n${creditCode(1)},"别的, 平台",\r\n`);
  return w;
}

const EXPECTED = [
  'city-quota',
  'copied-text',
  'deadline',
  'duplicate-platform',
  'empty-field',
  'foreign-name',
  'internal-fault',
  'material-file',
  'placeholder',
  'prior-platform',
  'single-direction',
];

for (const locale of ['zh', 'en'] as const) {
  suite(`a folder of dossiers, chapters and evidence (${locale})`, () => {
    const line = (path: string, f: Report['files'][0]['findings'][0]) => `${path} ${key(f)}`;
    const told = (path: string, list: readonly Diagnostic[]) =>
      list.map((d) =>
        line(path, {
          rule: String(d.code),
          severity: SEVERITIES[d.severity ?? 1]!,
          message: withoutRuleTitle(String(d.message)),
          range: d.range,
        }),
      );
    const says = async (w: Place) => {
      const { files } = await command(w.root, ['--lang', locale, '.']);
      const found = new Set(files.flatMap((f) => f.findings.map((d) => d.rule)));
      assert.deepEqual(
        EXPECTED.filter((rule) => !found.has(rule)),
        [],
        'it finds all that there is to find',
      );
      return files.flatMap((f) => f.findings.map((d) => line(f.path, d))).sort();
    };
    const sent = (all: ReadonlyMap<string, readonly Diagnostic[]>, { root }: Place) =>
      [...all].flatMap(([path, list]) => told(relative(root, path), list));

    test('is the same for an editor that asks for what is open and is sent the rest', async (t) => {
      const w = troubled(place(t));
      const expected = await says(w);
      const client = editor(t);
      await client.initialize(PULLS, { locale, workspaceFolders: [{ uri: w.uri(), name: 'x' }] });
      const open = ['甲.dossier.yaml', 'chapters/01.md', '乙/丙.dossier.yaml'];
      for (const name of open)
        await client.open(
          w.uri(name),
          readFileSync(w.path(name), 'utf8'),
          name.endsWith('.md') ? 'markdown' : 'dossier',
        );
      await client.settled();
      const pulled = await Promise.all(open.map(async (name) => told(name, await client.pull(w.uri(name)))));
      assert.deepEqual([...sent(client.all, w), ...pulled.flat()].sort(), expected);
    });

    test('is the same for an editor that is sent everything', async (t) => {
      const w = troubled(place(t));
      const expected = await says(w);
      const client = editor(t);
      await client.initialize(PUSHED, { locale, workspaceFolders: [{ uri: w.uri(), name: 'x' }] });
      await client.open(w.uri('甲.dossier.yaml'), readFileSync(w.path('甲.dossier.yaml'), 'utf8'));
      const all = () => sent(client.all, w).sort();
      await client
        .until('the same as the command line', () => all().join('\n') === expected.join('\n'))
        .catch(() => assert.deepEqual(all(), expected));
    });
  });
}

suite('standard input', () => {
  let files: Report['files'] = [];
  before(async () => {
    files = (
      await command(
        ROOT,
        cleanSamples().map((name) => sample(name).path),
      )
    ).files;
  });

  for (const name of cleanSamples()) {
    test(`gives for ${name} what the file gives`, async () => {
      const { path, text } = sample(name);
      const shown = relative(ROOT, path).replaceAll('\\', '/');
      const stdin = await command(ROOT, ['--stdin-filename', path, '-'], text);
      assert.deepEqual(
        stdin.files,
        files.filter((f) => f.path === shown),
      );
      assert.equal(stdin.files.length, 1);
    });
  }
});
