/** Findings that were there before: a file of their fingerprints, so that only what is new is shown and counts. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import type { Finding } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import { pathFrom } from '../../host/file-paths.ts';
import { hasErrorCode } from '../../host/read-text.ts';
import { saveReport } from '../../host/save-files.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { type CliIo, resolvePath } from '../common/cli-io.ts';
import { UsageError } from '../common/usage.ts';
import { findingFingerprints } from './fingerprint.ts';

const shape = z.strictObject({
  version: z.literal(1),
  /** By the file's path from the folder of the baseline, with `/`. */
  files: z.record(
    z.string(),
    z.array(z.strictObject({ rule: z.string(), fingerprint: z.string(), message: z.string() })),
  ),
});

type BaselineEntries = z.infer<typeof shape>['files'];

/** What a baseline leaves of the findings of a check. */
export interface BaselineResult {
  /** All files, with the findings that are not in the baseline. */
  readonly files: readonly CheckedFile[];
  /** How many findings are in the baseline. */
  readonly known: number;
  /** How many entries of the baseline no finding matches any more; of files that were checked, or are gone. */
  readonly stale: number;
}

/** False of what was not checked, for a fault or by the settings: that has to be told each time. */
function mayBeKnown({ rule, relaxed }: Finding): boolean {
  return rule !== 'internal-fault' && !relaxed;
}

/** A baseline on the disk. */
export class Baseline {
  private readonly io: Pick<CliIo, 'cwd'>;
  /** As the command line names it. */
  private readonly name: string;
  /** Absolute. */
  private readonly path: string;

  constructor(name: string, io: Pick<CliIo, 'cwd'>) {
    this.io = io;
    this.name = name;
    this.path = resolvePath(io, name);
  }

  /** Takes out the findings that the baseline has. Throws a {@link UsageError} where it cannot be read. */
  withoutKnown(files: readonly CheckedFile[]): BaselineResult {
    const entries = this.read();
    const names = this.fingerprints(files);
    const seen = new Set<string>();
    const isKnown = (at: string, finding: Finding) => {
      const name = names.get(finding)!;
      const found = mayBeKnown(finding) && entries[at]?.some((f) => f.fingerprint === name) === true;
      if (found) seen.add(name);
      return found;
    };
    const rest = files.map((f) => ({ ...f, findings: f.findings.filter((x) => !isKnown(this.keyOf(f), x)) }));
    const looked = new Set(files.map((f) => this.keyOf(f)));
    const judged = Object.entries(entries).filter(([at]) => looked.has(at) || this.isGone(at));
    const stale = judged.flatMap(([, list]) => list).filter((f) => !seen.has(f.fingerprint)).length;
    return { files: rest, known: seen.size, stale };
  }

  /** Writes the findings down, and gives how many. Entries of files that were not checked this time stay while these are there. */
  update(files: readonly CheckedFile[], locale: Locale): number {
    const names = this.fingerprints(files);
    const before = existsSync(this.path) ? this.read() : {};
    const looked = new Set(files.map((f) => this.keyOf(f)));
    const kept = Object.entries(before).filter(([at]) => !looked.has(at) && !this.isGone(at));
    const own = files.map((f): [string, BaselineEntries[string]] => [
      this.keyOf(f),
      f.findings
        .filter(mayBeKnown)
        .map((x) => ({ rule: x.rule, fingerprint: names.get(x)!, message: x.message[locale] })),
    ]);
    const all = [...kept, ...own].filter(([, list]) => list.length).sort(([a], [b]) => (a < b ? -1 : 1));
    const baseline: z.infer<typeof shape> = { version: 1, files: Object.fromEntries(all) };
    saveReport(this.path, `${JSON.stringify(baseline, null, 2)}\n`);
    return own.reduce((n, [, list]) => n + list.length, 0);
  }

  private read(): BaselineEntries {
    const result = shape.safeParse(this.readJson());
    if (!result.success) throw new UsageError(unreadable(this.name));
    return result.data.files;
  }

  private readJson(): unknown {
    try {
      return JSON.parse(readFileSync(this.path, 'utf8'));
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw new UsageError(unreadable(this.name));
      throw new UsageError({
        zh: `没有基线文件 ${this.name}，用 --update-baseline 写一个`,
        en: `the baseline ${this.name}: there is no such file; --update-baseline writes it`,
      });
    }
  }

  /** Fingerprints that are the same wherever the command is run from. */
  private fingerprints(files: readonly CheckedFile[]): ReadonlyMap<Finding, string> {
    return findingFingerprints(files.map((f) => ({ ...f, path: this.keyOf(f) })));
  }

  /** How the baseline names a file: from its own folder. */
  private keyOf({ path }: CheckedFile): string {
    return pathFrom(dirname(this.path), resolvePath(this.io, path));
  }

  private isGone(key: string): boolean {
    return !existsSync(resolve(dirname(this.path), key));
  }
}

function unreadable(name: string) {
  return {
    zh: `${name} 不是能读的基线文件`,
    en: `the baseline ${name}: it is no baseline that can be read`,
  };
}
