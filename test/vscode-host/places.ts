import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What takes VS Code's command line: the `vscodeExecutablePath` of @vscode/test-electron. */
export const executable = join(import.meta.dirname, 'code');

export const folder = import.meta.dirname;
export const modules = join(folder, 'node_modules');
export const serverMain = join(modules, 'code-server/lib/vscode/out/server-main.js');

/** Chromium, unpacked, with the libraries and fonts that a bare machine lacks. It lives where `npm ci` clears it away. */
export const browserFolder = (inModules: string) => join(inModules, '.browser');

/** VS Code's own texts in another language, where we have them. */
export const translations = (inModules: string, locale: string) => join(inModules, `.vscode-texts-${locale}.json`);

/** The host's packages are not the project's: they are there only after `ensureHost`, so nothing imports them by name. */
export const hostRequire = (root: string) => createRequire(join(root, 'package.json'));
