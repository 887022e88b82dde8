// Runs in the extension host in front of the tests: passes on what they print and says truly how they went.
const { appendFileSync, existsSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Writable } = require('node:stream');
const { pathToFileURL } = require('node:url');
const { format } = require('node:util');

const inRun = (name) => join(process.env.VSCODE_HOST_RUN, name);

exports.run = async () => {
  printToFile();
  while (!existsSync(inRun('ready'))) await new Promise((resolve) => setTimeout(resolve, 50));

  const path = process.env.VSCODE_HOST_TESTS;
  const module = path.endsWith('.mjs') ? await import(pathToFileURL(path).href) : require(path);
  await runTests(module.run ?? module.default.run, path);
  // A killed extension host ends with 0 as well: this file tells the two apart.
  writeFileSync(inRun('passed'), '');
};

/** VS Code has made these properties read-only, so they are defined anew. */
function printToFile() {
  const print = (text) => appendFileSync(inRun('output'), text);
  for (const name of ['log', 'info', 'warn', 'error', 'debug']) {
    const value = (...values) => print(`${format(...values)}\n`);
    Object.defineProperty(console, name, { configurable: true, writable: true, value });
  }
  for (const name of ['stdout', 'stderr']) {
    const write = (text, _encoding, done) => {
      print(text);
      done();
    };
    Object.defineProperty(process, name, { configurable: true, value: new Writable({ decodeStrings: false, write }) });
  }
}

/** `run` gives a promise or, in the old style, calls back. */
function runTests(run, path) {
  return new Promise((resolve, reject) => {
    const promise = run(path, (error, failures) => {
      if (error || failures) reject(error ?? new Error(`${failures} failed`));
      else resolve();
    });
    promise?.then(resolve, reject);
  });
}
