/** Editor and command line never disagree: the same text and settings give the same findings on both. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { json } from 'node:stream/consumers';
import { after, before, suite, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import {
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import type { Settings } from '../server/src/core/settings.ts';
import { startServer } from '../server/src/lsp/server.ts';
import { cleanSamples, pack, patched, sample } from './support/engine.ts';

const ROOT = join(import.meta.dirname, '..');
/** Run from its source, as the server here is: a bundle may be older than either. */
const CLI = join(ROOT, 'server/src/cli.ts');
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

const key = (f: Report['files'][0]['findings'][0]) => JSON.stringify([f.rule, f.severity, f.message, f.range]);

/** Runs the command line in a folder and reads its JSON. */
async function command(cwd: string, args: readonly string[], input = ''): Promise<Report> {
  const child = spawn(process.execPath, [CLI, 'check', '--format', 'json', ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(input);
  const [report] = await Promise.all([json(child.stdout), once(child, 'close')]);
  return report as Report;
}

for (const locale of ['zh', 'en'] as const) {
  suite(`editor and command line agree (${locale})`, () => {
    let root = '';
    let client: ProtocolConnection;
    const folderOf = (i: number) => join(root, `案例 ${i}`);
    let report: Report;

    before(async () => {
      root = mkdtempSync(join(tmpdir(), 'dossier-parity-'));
      for (const [i, { text, settings }] of CASES.entries()) {
        mkdirSync(folderOf(i));
        writeFileSync(join(folderOf(i), '甲.dossier.yaml'), text);
        // JSON is YAML.
        writeFileSync(join(folderOf(i), 'dossier.config.yaml'), `${JSON.stringify(settings, null, 1)}\n`);
      }
      report = await command(root, ['--lang', locale, '.']);
      const [up, down] = [new PassThrough(), new PassThrough()];
      const server = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
      startServer(server);
      client = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
      client.listen();
      await client.sendRequest('initialize', {
        processId: null,
        rootUri: null,
        locale,
        capabilities: { textDocument: { diagnostic: {} } },
      });
      await client.sendNotification('initialized', {});
    });
    after(() => {
      client.dispose();
      rmSync(root, { recursive: true, force: true });
    });

    for (const [i, { name, text }] of CASES.entries()) {
      test(name, async () => {
        const file = report.files.find((f) => f.path === `案例 ${i}/甲.dossier.yaml`);
        assert.ok(file, 'the command line checked it');
        const uri = pathToFileURL(join(folderOf(i), '甲.dossier.yaml')).href;
        // An editor takes the byte order mark off before it hands the text on.
        const textDocument = { uri, languageId: 'dossier', version: 1, text: text.replace(/^\ufeff/, '') };
        await client.sendNotification('textDocument/didOpen', { textDocument });
        const { items } = await client.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
          textDocument: { uri },
        });
        const editor = items.map((d) =>
          key({
            rule: String(d.code),
            severity: SEVERITIES[d.severity ?? 1]!,
            message: String(d.message),
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

suite('standard input', () => {
  for (const name of cleanSamples()) {
    test(`gives for ${name} what the file gives`, async () => {
      const { path, text } = sample(name);
      const [file, stdin] = await Promise.all([
        command(ROOT, [path]),
        command(ROOT, ['--stdin-filename', path, '-'], text),
      ]);
      assert.deepEqual(stdin, file);
    });
  }
});
