import { join } from 'node:path';
import type { LaunchOptions } from './launch.ts';
import { folder } from './places.ts';

/** The address of the window: what a desktop VS Code takes from the command line goes into the query. */
export function windowUrl(port: number, options: LaunchOptions): string {
  const remote = (path: string) =>
    `vscode-remote://127.0.0.1:${port}${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`;
  const payload: [string, string][] = [];
  if (options.extensionDevelopmentPath) {
    payload.push(['extensionDevelopmentPath', remote(options.extensionDevelopmentPath)]);
  }
  if (options.extensionTestsPath) payload.push(['extensionTestsPath', remote(join(folder, 'wrapper.cjs'))]);
  if (options.file) payload.push(['openFile', remote(options.file)]);
  if (options.disableExtensions) payload.push(['disableExtensions', 'true']);

  const query = new URLSearchParams({ ...opened(options), payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

function opened({ workspace, folder: opened }: LaunchOptions): Record<string, string> {
  if (workspace) return { workspace };
  return opened ? { folder: opened } : { ew: 'true' };
}
