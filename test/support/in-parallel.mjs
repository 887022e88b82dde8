/**
 * Runs npm scripts of this project side by side: `node test/support/in-parallel.mjs suite suite:vscode`. The first one's output is shown as it
 * comes, the others' when they have ended. Fails where one of them fails. The tests in VS Code wait most of their time, so they cost little beside
 * the others.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const [first, ...others] = process.argv.slice(2).map(start);
const statuses = [await first.ended];
for (const { ended, output } of others) {
  process.stdout.write(await output);
  statuses.push(await ended);
}
process.exitCode = statuses.every((status) => status === 0) ? 0 : 1;

/** @param {string} script @param {number} index */
function start(script, index) {
  const child = spawn('npm', ['run', '--silent', script], {
    stdio: ['ignore', index === 0 ? 'inherit' : 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });
  const output = child.stdout ? text(child.stdout) : Promise.resolve('');
  return { output, ended: once(child, 'close').then(([status]) => status) };
}
