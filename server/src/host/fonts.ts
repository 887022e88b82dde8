/** Which fonts this machine has. */
import { spawnSync } from 'node:child_process';

/**
 * The families that have Chinese characters, under all their names; undefined where the system cannot be asked. Windows and macOS come with
 * such fonts; on Linux `fc-list` tells.
 */
export function chineseFonts(search = process.env.PATH): ReadonlySet<string> | undefined {
  if (process.platform === 'win32' || process.platform === 'darwin') return undefined;
  const { status, stdout } = spawnSync('fc-list', [':lang=zh-cn', 'family'], {
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, PATH: search },
  });
  if (status !== 0) return undefined;
  const names = stdout.split(/[\n,]/).map((name) => name.trim());
  return new Set(names.filter(Boolean));
}
