/** The first file of the program as it is built: the rest is compiled once and kept for the next start, where Node can (from 22.8 on). */
import * as module from 'node:module';
import { join } from 'node:path';

// By the environment, so that the processes it starts do so too. Where it cannot be written nothing happens, and NODE_DISABLE_COMPILE_CACHE turns it off.
const folder = cacheFolder();
if (folder) process.env.NODE_COMPILE_CACHE = folder;
if (folder) module.enableCompileCache?.();
require('./main.cjs');

/** Where this user's programs keep what they can do without: what is run from it must not be for others to write, as a /tmp is. */
function cacheFolder(): string | undefined {
  const { NODE_COMPILE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
  if (NODE_COMPILE_CACHE) return NODE_COMPILE_CACHE;
  if (process.platform === 'win32') return LOCALAPPDATA && join(LOCALAPPDATA, 'dossier', 'cache');
  if (process.platform === 'darwin') return HOME && join(HOME, 'Library/Caches/dossier');
  const caches = XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  return caches && join(caches, 'dossier');
}
