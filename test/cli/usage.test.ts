/** Wrong command lines, help and version. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { run } from '../support/check.ts';

suite('usage', () => {
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
});
