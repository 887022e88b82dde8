import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { addChinese } from './chinese.ts';
import { addFonts } from './fonts.ts';
import { browserFolder, folder, hostRequire, modules } from './places.ts';

/**
 * Installs the host where it is not yet installed, or installed from another lock file. All is made in a folder
 * beside `node_modules` and moved there in one step, so that an interrupted run leaves nothing half done and two
 * runs at once do not meet.
 */
export async function ensureHost(): Promise<void> {
  const why = supported();
  if (why) throw new Error(why);
  await removeLeftovers();
  const wanted = fingerprint();
  if (installed() === wanted) return;

  const staging = join(folder, `${stagingPrefix}${process.pid}`);
  try {
    await install(staging);
    await writeFile(join(staging, 'node_modules', stamp), wanted);
    await moveIntoPlace(staging, wanted);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Why this machine cannot run the host, or nothing when it can. */
export function supported(): string | undefined {
  const machine = `${process.platform}-${process.arch}`;
  if (machine !== 'linux-x64') return `The headless VS Code needs linux-x64; this is ${machine}.`;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 18)) {
    return `The headless VS Code needs Node 22.18 or newer; this is ${process.versions.node}.`;
  }
  const glibc = glibcMinor();
  if (glibc < 34) return 'The headless VS Code needs glibc 2.34 or newer, as in Debian 12 or Ubuntu 22.04.';
  return undefined;
}

const stamp = '.host-installed';
const stagingPrefix = '.installing-';
const ingredients = ['package.json', 'package-lock.json', 'stubs/spdlog/package.json', 'stubs/spdlog/index.cjs'];
const recipe = ['install.ts', 'fonts.ts', 'chinese.ts'];

/** Built-in extensions that need a network, an account or git. Those with a `browser` entry must stay: VS Code looks for it. */
const leaveOut = ['copilot', 'git', 'github', 'microsoft-authentication', 'tunnel-forwarding'];

async function install(staging: string) {
  await mkdir(staging);
  for (const name of ingredients) await cp(join(folder, name), join(staging, name));
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', ['ci', '--ignore-scripts', ...quiet], { cwd: staging, maxBuffer: 1 << 24 });
  const stagedModules = join(staging, 'node_modules');
  await Promise.all([prepareServer(stagedModules), unpackBrowser(staging, stagedModules), addChinese(stagedModules)]);
}

async function prepareServer(stagedModules: string) {
  const vscode = join(stagedModules, 'code-server/lib/vscode');
  // The workbench fetches its modules from lib/vscode/node_modules over HTTP, so walking up the folders is not enough.
  await symlink('../../../../node_modules', join(vscode, 'node_modules'), 'dir');
  for (const name of leaveOut) await rm(join(vscode, 'extensions', name), { recursive: true });

  const ripgrep = join(stagedModules, '@vscode/ripgrep-universal/bin');
  const otherMachines = (await readdir(ripgrep)).filter((name) => name !== 'linux-x64');
  for (const name of otherMachines) await rm(join(ripgrep, name), { recursive: true });
}

async function unpackBrowser(staging: string, stagedModules: string) {
  const packed = join(stagedModules, '@sparticuz/chromium/bin');
  const target = browserFolder(stagedModules);
  await mkdir(target);
  const tar = hostRequire(staging)('tar-fs') as { extract(into: string): NodeJS.WritableStream };
  const decompress = (name: string, into: NodeJS.WritableStream) =>
    pipeline(createReadStream(join(packed, name)), createBrotliDecompress(), into);
  await Promise.all([
    decompress('chromium.br', createWriteStream(join(target, 'chromium'), { mode: 0o755 })),
    decompress('al2023.tar.br', tar.extract(target)),
    decompress('fonts.tar.br', tar.extract(target)),
  ]);
  await addFonts(stagedModules, target);
  await rm(packed, { recursive: true });
}

async function moveIntoPlace(staging: string, wanted: string) {
  // Another run may have been quicker: what it installed is the same.
  if (installed() === wanted) return;
  if (existsSync(modules)) await rename(modules, join(staging, 'replaced'));
  try {
    await rename(join(staging, 'node_modules'), modules);
  } catch (error) {
    if (installed() !== wanted) throw error;
  }
}

async function removeLeftovers() {
  for (const name of readdirSync(folder).filter((entry) => entry.startsWith(stagingPrefix))) {
    const stillRunning = existsSync(`/proc/${name.slice(stagingPrefix.length)}`);
    // An npm that outlived its run may still be writing there; the next run will try again.
    if (!stillRunning) await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
  }
}

function installed(): string | undefined {
  const file = join(modules, stamp);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of [...ingredients, ...recipe]) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}

/** The libraries that come with Chromium were built for glibc 2.34. A machine with another C library counts as 0. */
function glibcMinor(): number {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return Number(report.header?.glibcVersionRuntime?.split('.')[1] ?? 0);
}
