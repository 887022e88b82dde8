/**
 * Names of files and folders that are there only while the program works, and what a killed run left of them. A name says which process made it on
 * which machine, so that nothing is removed that another process is still working on.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '../core/text/sha256.ts';

/** A name that no other process gives: the prefix, this machine, this process, and a random part. */
export function temporaryName(prefix: string): string {
  return `${prefix}${machine()}-${process.pid}-${randomBytes(6).toString('hex')}`;
}

/** Milliseconds after which the leftovers of another machine are removed, on a network drive. */
const MAX_AGE = 24 * 60 * 60 * 1000;

/**
 * Removes what ended processes left in a folder under names of {@link temporaryName}. `salvage` is given each before it is removed. What cannot be
 * removed stays, without an error.
 */
export function removeLeftovers(folder: string, prefix: string, salvage: (path: string) => void = () => {}): void {
  for (const name of namesIn(folder)) {
    if (!name.startsWith(prefix) || !isLeft(join(folder, name), name.slice(prefix.length))) continue;
    try {
      salvage(join(folder, name));
      rmSync(join(folder, name), { recursive: true, force: true });
    } catch {
      // Somebody has it open: the next run will try again.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** True where the process that made it has ended; one of another machine is taken to have ended after a day. */
function isLeft(path: string, rest: string): boolean {
  const [, made, pid] = /^([0-9a-f]{8})-(\d+)-[0-9a-f]{12}$/.exec(rest) ?? [];
  if (made === undefined || pid === undefined) return false;
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (!stat) return false;
  return made === machine() ? !isRunning(Number(pid)) : Date.now() - stat.mtimeMs > MAX_AGE;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, and so it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function machine(): string {
  return sha256(hostname()).slice(0, 8);
}
