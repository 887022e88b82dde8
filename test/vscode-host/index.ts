/** A real VS Code without a display, from the npm registry alone. README.md says how to use it. */

export { ensureHost, supported } from './install.ts';
export { type Host, type LaunchOptions, launch } from './launch.ts';
export type { Frame, Locator, Page } from './page.ts';
export { executable } from './places.ts';
export { type Ui, ui } from './ui.ts';

// Whoever starts `executable` later (@vscode/test-electron, a shell) need not have this Node on the PATH.
process.env.VSCODE_HOST_NODE ??= process.execPath;
