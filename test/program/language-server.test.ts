/** The built program as a language server: by every transport, on the oldest Node that is supported and on this one. */
import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  IPCMessageReader,
  IPCMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { Client, serious } from '../support/editor.ts';
import { SAMPLES, SMALLEST, smallest } from '../support/engine.ts';
import { CLI, ensureBuilt } from '../support/program.ts';

const WRONG_CITY: readonly [string, string] = ['推荐地市: 德州市', '推荐地市: 德州'];

let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-lsp-'));
  ensureBuilt();
});
after(() => rmSync(temp, { recursive: true, force: true }));

/** A folder of one's own, with Chinese, a space and brackets in its name, and in it the evidence that the smallest sample names. */
function folder(): string {
  const path = join(mkdtempSync(join(temp, 'f-')), '申报 材料(2023)', '测试①');
  cpSync(join(SAMPLES, SMALLEST, 'evidence'), join(path, 'evidence'), { recursive: true });
  return path;
}

suite('the language server of the built program', () => {
  const nodes = [...new Set(['/usr/bin/node', process.execPath])].filter((n) => existsSync(n));

  function start(t: TestContext, node: string, args: readonly string[]): ChildProcess {
    const child = spawn(node, args, { cwd: temp, stdio: ['pipe', 'pipe', 'inherit'] });
    t.after(() => void child.kill());
    return child;
  }

  async function converse(client: Client, locale: string): Promise<void> {
    await client.initialize({}, { locale });
    const uri = pathToFileURL(join(folder(), '甲.dossier.yaml')).href;
    await client.open(uri, smallest(WRONG_CITY));
    const { diagnostics } = await client.next();
    assert.deepEqual(serious(diagnostics), ['not-in-list']);
    assert.notEqual(await client.hover(uri, { line: 2, character: 1 }), null);
    await client.connection.sendRequest('shutdown');
    await client.connection.sendNotification('exit');
  }

  for (const node of nodes) {
    for (const args of [['lsp', '--stdio'], ['lsp']]) {
      test(`${args.join(' ')} on ${node} talks over standard input and output`, { timeout: 60_000 }, async (t) => {
        const child = start(t, node, [CLI, ...args]);
        const connection = createProtocolConnection(
          new StreamMessageReader(child.stdout!),
          new StreamMessageWriter(child.stdin!),
        );
        const exited = once(child, 'exit');
        await converse(new Client(connection), 'zh-cn');
        assert.deepEqual(await exited, [0, null]);
        connection.dispose();
      });
    }

    test(`lsp --node-ipc on ${node} talks to the process that started it`, { timeout: 60_000 }, async (t) => {
      const args = ['lsp', '--node-ipc', `--clientProcessId=${process.pid}`];
      const child = fork(CLI, args, { cwd: temp, execPath: node, execArgv: [] });
      t.after(() => void child.kill());
      const connection = createProtocolConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
      const exited = once(child, 'exit');
      await converse(new Client(connection), 'en');
      assert.deepEqual(await exited, [0, null]);
      connection.dispose();
    });

    for (const flag of ['--socket=', '--socket ']) {
      test(`lsp ${flag}PORT on ${node} calls back`, { timeout: 60_000 }, async (t) => {
        const listener = createServer();
        listener.listen(0, '127.0.0.1');
        await once(listener, 'listening');
        t.after(() => listener.close());
        const { port } = listener.address() as { port: number };
        const called = once(listener, 'connection');
        const child = start(t, node, [CLI, 'lsp', ...`${flag}${port}`.split(' ')]);
        const exited = once(child, 'exit');
        const socket = (await Promise.race([called, exited.then(() => assert.fail('it ended before it called'))]))[0];
        const connection = createProtocolConnection(new StreamMessageReader(socket), new StreamMessageWriter(socket));
        await converse(new Client(connection), 'en');
        await exited;
        connection.dispose();
      });
    }
  }

  test('an editor that goes away ends the server', { timeout: 60_000 }, async (t) => {
    const child = start(t, process.execPath, [CLI, 'lsp', '--stdio']);
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout!),
      new StreamMessageWriter(child.stdin!),
    );
    const client = new Client(connection);
    await client.initialize();
    const exited = once(child, 'exit');
    child.stdin!.end();
    await exited;
    connection.dispose();
  });
});
