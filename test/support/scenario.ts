/**
 * The command line as a story: `test/cli/scenarios/*.yaml`, each with its files, and steps that say what is run, what comes out, and what
 * is there afterwards; in a folder with a name that is hard to quote. A step with pipes, signals or other users is a process of the built
 * program; the others are run in the process of the test.
 */
import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import { run as runInProcess } from './command-line.ts';
import { applicant } from './editor.ts';
import { SAMPLES, SMALLEST } from './engine.ts';
import { CLI, LIMIT } from './program.ts';

const SCENARIOS = join(import.meta.dirname, '../cli/scenarios');
/** Of whom a file may be read-only, which it is not for root. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A text as it stands, or a dossier: that of the n-th applicant with words changed, and with its evidence beside it. */
const content = z.union([
  z.string(),
  z.strictObject({
    dossier: z.int(),
    change: z.array(z.tuple([z.string(), z.string()])).default([]),
    evidence: z.boolean().default(true),
  }),
]);
const files = z.record(z.string(), content);

/** All that was said, to the letter, or what is in it and what is not. */
const said = z.union([z.string(), z.strictObject({ has: z.array(z.string()), not: z.array(z.string()).default([]) })]);

const run = z.strictObject({
  /** The arguments; as a shell's line where pipes are what it is about, with `dossier` for the program. */
  run: z.array(z.coerce.string()).optional(),
  shell: z.string().optional(),
  stdin: z.string().default(''),
  /** As somebody who is not root. */
  plain: z.boolean().default(false),
  /** As often at the same time. */
  times: z.int().default(1),
  /** What is done while it runs. */
  meanwhile: z
    .array(
      z.strictObject({
        see: z.string().optional(),
        wait: z.int().optional(),
        write: files.optional(),
        signal: z.enum(['SIGINT']).optional(),
      }),
    )
    .default([]),
  status: z.int(),
  stdout: said,
  stderr: said.default(''),
});

const step = z.union([
  run,
  z.strictObject({ write: files }),
  z.strictObject({ remove: z.array(z.string()) }),
  z.strictObject({ git: z.array(z.string()) }),
  z.strictObject({ lock: z.string() }),
  /** Every file that is there now, evidence and git's own apart. */
  z.strictObject({ there: z.array(z.string()) }),
  z.strictObject({ file: z.string(), is: said }),
]);

const scenario = z.strictObject({ about: z.string(), files, steps: z.array(step).min(1) });

type Step = z.infer<typeof step>;
type Run = z.infer<typeof run>;

type Scenario = z.infer<typeof scenario>;

let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-scenarios-'));
  chmodSync(temp, 0o755);
});
after(() => {
  for (const name of readdirSync(temp, { recursive: true, encoding: 'utf8' }))
    if (lstatSync(join(temp, name)).isDirectory()) chmodSync(join(temp, name), 0o755);
  rmSync(temp, { recursive: true, force: true });
});

/** All scenarios by their names, such as `fix.yaml`: those that need a process in some step, or those that need none. */
export function scenarios(kind: 'with processes' | 'in process'): readonly (readonly [name: string, Scenario])[] {
  return readdirSync(SCENARIOS)
    .sort()
    .map((name) => [name, scenario.parse(parse(readFileSync(join(SCENARIOS, name), 'utf8')))] as const)
    .filter(([, { steps }]) => steps.some(needsProcess) === (kind === 'with processes'));
}

/** Runs a scenario in a folder of its own. */
export async function play(name: string, { files: start, steps }: Scenario): Promise<void> {
  const cwd = join(mkdtempSync(join(temp, 's-')), '申报 材料(2023) [甲]');
  mkdirSync(cwd);
  chmodSync(dirname(cwd), 0o755);
  put(cwd, start);
  for (const [i, one] of steps.entries()) await take(one, cwd, `${name}, step ${i + 1}`);
}

function needsProcess(one: Step): boolean {
  if ('lock' in one) return true;
  if (!('status' in one)) return false;
  return one.shell !== undefined || one.plain || one.times > 1 || one.meanwhile.length > 0;
}

function put(cwd: string, all: z.infer<typeof files>): void {
  for (const [name, given] of Object.entries(all)) {
    const path = join(cwd, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof given === 'string' ? given : applicant(given.dossier, ...given.change));
    const evidence = join(dirname(path), 'evidence');
    if (typeof given !== 'string' && given.evidence && !existsSync(evidence))
      cpSync(join(SAMPLES, SMALLEST, 'evidence'), evidence, { recursive: true });
  }
}

async function take(one: Step, cwd: string, where: string): Promise<void> {
  if ('write' in one) put(cwd, one.write);
  else if ('remove' in one) for (const name of one.remove) rmSync(join(cwd, name), { recursive: true });
  else if ('git' in one) git(cwd, one.git);
  else if ('lock' in one) lock(join(cwd, one.lock));
  else if ('there' in one) assert.deepEqual(namesIn(cwd), [...one.there].sort(), where);
  else if ('file' in one) compare(readFileSync(join(cwd, one.file), 'utf8'), one.is, `${where}, ${one.file}`);
  else if (needsProcess(one)) await Promise.all(Array.from({ length: one.times }, () => runs(one, cwd, where)));
  else await commands(one, cwd, where);
}

function git(cwd: string, args: readonly string[]): void {
  const name = [
    '-c',
    'user.name=a',
    '-c',
    'user.email=a@example.com',
    '-c',
    'init.defaultBranch=main',
    '-c',
    'commit.gpgsign=false',
  ];
  execFileSync('git', [...name, ...args], { cwd, stdio: 'pipe' });
}

/** Nobody may write there, nor into it. */
function lock(path: string): void {
  for (const name of ['', ...readdirSync(path, { recursive: true, encoding: 'utf8' })]) {
    if (isRoot) chownSync(join(path, name), NOBODY, NOBODY);
    chmodSync(join(path, name), lstatSync(join(path, name)).isDirectory() ? 0o555 : 0o444);
  }
}

function namesIn(cwd: string): readonly string[] {
  return readdirSync(cwd, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !/(^|\/)(evidence|\.git)(\/|$)/.test(name) && !lstatSync(join(cwd, name)).isDirectory())
    .sort();
}

/** What a program said so far, and up to where it was seen, in UTF-16 units. */
interface Heard {
  out: string;
  err: string;
  readonly seen: { out: number; err: number };
}

/** The only variables of the machine: the search path, and what keeps git and caches within the scenario. */
function environment(cwd: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: cwd,
    // Not among the files at hand, and one for all.
    XDG_CACHE_HOME: join(temp, 'cache'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: temp,
  };
}

async function commands(one: Run, cwd: string, where: string): Promise<void> {
  const { status, out, err } = await runInProcess(one.run!, { cwd, input: one.stdin, env: environment(cwd) });
  assert.equal(status, one.status, `${where}: the exit status\n${out}${err}`);
  compare(out, one.stdout, `${where}: standard output`);
  compare(err, one.stderr, `${where}: standard error`);
}

async function runs(one: Run, cwd: string, where: string): Promise<void> {
  const program = [process.execPath, CLI];
  const line = one.shell?.replaceAll('dossier ', `'${program.join("' '")}' `);
  const [command, ...args] = line === undefined ? [...program, ...one.run!] : ['bash', '-o', 'pipefail', '-c', line];
  const child = spawn(command!, args, {
    cwd,
    env: environment(cwd),
    timeout: LIMIT,
    ...(one.plain && isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  const heard: Heard = { out: '', err: '', seen: { out: 0, err: 0 } };
  child.stdout.setEncoding('utf8').on('data', (text) => (heard.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (heard.err += text));
  child.stdin.on('error', () => {});
  const ended = once(child, 'close');
  if (one.stdin || !one.meanwhile.length) child.stdin.end(one.stdin);
  for (const act of one.meanwhile) await meanwhile(act, child, cwd, heard, where);
  const [status, signal] = (await ended) as [number | null, NodeJS.Signals | null];
  // As a shell tells it.
  const code = signal ? 128 + constants.signals[signal] : status;
  assert.equal(code, one.status, `${where}: the exit status\n${heard.out}${heard.err}`);
  compare(heard.out, one.stdout, `${where}: standard output`);
  compare(heard.err, one.stderr, `${where}: standard error`);
}

async function meanwhile(
  { see, wait, write, signal }: Run['meanwhile'][number],
  child: ChildProcessWithoutNullStreams,
  cwd: string,
  heard: Heard,
  where: string,
): Promise<void> {
  if (wait !== undefined) await setTimeout(wait);
  const late = Date.now() + LIMIT;
  while (see !== undefined && !sees(heard, see)) {
    assert.ok(child.exitCode === null && Date.now() < late, `${where}: never said “${see}”\n${heard.out}${heard.err}`);
    await setTimeout(20);
  }
  if (write) put(cwd, write);
  if (signal) child.kill(signal);
}

/** True where something is said that was not seen before; which stream comes first is nobody's choice. */
function sees(heard: Heard, words: string): boolean {
  for (const stream of ['out', 'err'] as const) {
    const at = heard[stream].indexOf(words, heard.seen[stream]);
    if (at < 0) continue;
    heard.seen[stream] = at + words.length;
    return true;
  }
  return false;
}

function compare(text: string, expected: z.infer<typeof said>, where: string): void {
  assert.doesNotMatch(text, /^ {4}at /m, `${where}: a stack`);
  if (typeof expected === 'string') assert.equal(text, expected, where);
  else {
    for (const part of expected.has) assert.ok(text.includes(part), `${where} has “${part}”:\n${text}`);
    for (const part of expected.not) assert.ok(!text.includes(part), `${where} has no “${part}”:\n${text}`);
  }
}
