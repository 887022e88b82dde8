/**
 * Installs the packages of this checkout where some are missing. `npm start` and `npm test` run it before they build; a
 * build itself never installs. Plain JavaScript, because Node 20 reads no TypeScript.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Runs `npm ci` where `node_modules` is not what `package-lock.json` describes, and says why. Files are compared by
 * content: their times say nothing after a checkout or a copy. Never installs through a link, because `npm ci` empties
 * the folder at its other end, which belongs to another checkout.
 *
 * @param {string} root folder that holds `package-lock.json`
 * @param {{ install?: (root: string) => void, log?: (line: string) => void }} [actions] stand-ins for tests
 * @returns {boolean} whether packages were installed
 * @throws {Error} where packages are missing and `node_modules` is a link
 */
export function installMissing(root, { install = npmCi, log = console.log } = {}) {
  const missing = missingPackage(root);
  if (missing === undefined) return false;
  const modules = join(root, 'node_modules');
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Error(
      `node_modules is a link to ${readlinkSync(modules)}, where ${missing}. ` +
        'Nothing was installed, because npm ci would empty that folder. Remove the link and run this command again.',
    );
  log(`Installing packages, because ${missing} …`);
  install(root);
  return true;
}

/**
 * The first difference between `package-lock.json` and what npm noted in `node_modules`, such as "yaml 2.9.1 is not
 * installed"; undefined where there is none. Packages for other systems are optional and may be absent.
 */
function missingPackage(root) {
  const installed = packagesOf(join(root, 'node_modules/.package-lock.json'));
  if (!installed) return 'no packages are installed';
  const locked = packagesOf(join(root, 'package-lock.json'));
  for (const [path, { version, integrity, optional }] of Object.entries(locked)) {
    if (path === '' || (optional && !installed[path])) continue;
    const isSame = installed[path]?.version === version && installed[path]?.integrity === integrity;
    if (!isSame || !existsSync(join(root, path))) return `${nameOf(path)} ${version} is not installed`;
  }
  const extra = Object.keys(installed).find((path) => !locked[path]);
  return extra && `${nameOf(extra)} is installed and not in package-lock.json`;
}

/** The packages of a lock file by their folders, such as `node_modules/yaml`; undefined where it cannot be read. */
function packagesOf(lockFile) {
  if (!existsSync(lockFile)) return undefined;
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function nameOf(path) {
  return path.split('node_modules/').at(-1);
}

function npmCi(root) {
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    installMissing(fileURLToPath(new URL('../..', import.meta.url)));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
