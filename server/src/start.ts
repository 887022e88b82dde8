/** The first file of the program as it is built: the rest is compiled once and kept for the next start, where Node can (from 22.8 on). */
import * as module from 'node:module';
import { join } from 'node:path';

// Set in the environment, so that the processes it starts use it too. A folder that cannot be written is no error; NODE_DISABLE_COMPILE_CACHE turns it off.
const folder = cacheFolder();
if (folder) process.env.NODE_COMPILE_CACHE = folder;
if (folder) module.enableCompileCache?.();
require('./main.cjs');

/** The user's folder for caches, which nobody else may write to, as they may to /tmp: code is run from it. */
function cacheFolder(): string | undefined {
  const { NODE_COMPILE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
  if (NODE_COMPILE_CACHE) return NODE_COMPILE_CACHE;
  if (process.platform === 'win32') return LOCALAPPDATA && join(LOCALAPPDATA, 'dossier', 'cache');
  if (process.platform === 'darwin') return HOME && join(HOME, 'Library/Caches/dossier');
  const caches = XDG_CACHE_HOME || (HOME && join(HOME, '.cache'));
  return caches && join(caches, 'dossier');
}
