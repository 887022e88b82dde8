// Loaded before VS Code's server: ends it, and all it has started, when the process that started it is gone.
// A killed test run would otherwise leave a server and its files behind.
const { rmSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

// The server hands its own Node options on to the extension host, which should be as it is in a real VS Code.
const ours = process.execArgv.indexOf('--require');
if (ours >= 0) process.execArgv.splice(ours, 2);

const { VSCODE_HOST_PARENT: parent, VSCODE_HOST_RUN: run } = process.env;
if (isMainThread && parent) setInterval(endAlone, 500).unref();

function endAlone() {
  if (process.ppid === Number(parent)) return;
  rmSync(run, { recursive: true, force: true, maxRetries: 3 });
  process.kill(-process.pid, 'SIGKILL');
}
