/** Programs run each in a process of its own, so that its time and its peak of memory are its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

export const ROOT = join(import.meta.dirname, '../..');
export const CLI = join(ROOT, 'dist/cli.cjs');
export const PARSE_ALL = join(import.meta.dirname, 'parse-all.mjs');

/** Peaks of memory in megabytes. */
export interface Run {
  readonly seconds: number;
  readonly out: string;
  readonly peak: number;
  /** Of the largest of the processes that it started; 0 where the system does not tell. */
  readonly child: number;
}

interface Around {
  readonly input?: string;
  readonly cwd?: string;
}

/** Runs a script of Node; `folder` is for what the measuring itself writes. */
export async function run(
  folder: string,
  script: string,
  args: readonly string[],
  { input = '', cwd = ROOT }: Around = {},
): Promise<Run> {
  const peak = join(folder, 'peak');
  const hook = pathToFileURL(join(import.meta.dirname, 'peak.mjs')).href;
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', hook, script, ...args], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, BENCH_PEAK: peak },
  });
  child.stdin.end(input);
  let largest = 0;
  const look = setInterval(() => {
    largest = Math.max(largest, peakOfChildren(child.pid!));
  }, 50);
  const [out] = await Promise.all([text(child.stdout), once(child, 'close')]);
  clearInterval(look);
  const seconds = (performance.now() - started) / 1000;
  return { seconds, out, peak: Number(readFileSync(peak, 'utf8')), child: largest };
}

/** The most memory that a child of a process took until now, as Linux tells it. */
function peakOfChildren(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    const peaks = children.map((c) => /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${c}/status`, 'utf8'))?.[1]);
    return Math.max(0, ...peaks.map((kb) => Number(kb ?? 0) / 1024));
  } catch {
    return 0;
  }
}

/** Whether there is a program to measure; says so where it is missing or old. */
export function isBuilt(): boolean {
  if (!existsSync(CLI)) {
    console.log('no dist/cli.cjs: npm run build, then again');
    return false;
  }
  if (newest(join(ROOT, 'server/src')) > statSync(CLI).mtimeMs) console.log('dist/cli.cjs is older than server/src:');
  return true;
}

function newest(folder: string): number {
  const times = readdirSync(folder, { recursive: true }).map((f) => statSync(join(folder, String(f))).mtimeMs);
  return Math.max(...times);
}

/** A line of a table: seconds and peak of memory, and how many times those of the baseline. */
export function row(what: string, { seconds, peak }: Run, base: Run): void {
  const time = `${seconds.toFixed(2).padStart(7)} s  ${(seconds / base.seconds).toFixed(2).padStart(5)} × baseline`;
  const memory = `${mb(peak)} ${(peak / base.peak).toFixed(2).padStart(5)} × baseline`;
  console.log(`${what.padEnd(44)} ${time}   ${memory}`);
}

export function mb(megabytes: number): string {
  return `${megabytes.toFixed(0).padStart(5)} MB`;
}
