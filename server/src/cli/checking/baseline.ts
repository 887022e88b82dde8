/** Findings that were there before: a file of their fingerprints, so that only what is new is told. */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';
import type { Finding } from '../../core/model/finding.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { pathFrom } from '../../host/file-paths.ts';
import { hasErrorCode } from '../../host/read-text.ts';
import { saveReport } from '../../host/save-files.ts';
import type { Checked } from '../common/session.ts';
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

type Baseline = z.infer<typeof shape>;

export interface BaselineResult {
  readonly files: readonly Checked[];
  /** How many findings were there before, and how many entries of the baseline fit nothing any more. */
  readonly known: number;
  readonly stale: number;
}

/** Takes out what the baseline knows. A fault is never old: what was not checked has to be said each time. */
export function withoutKnown(file: string, files: readonly Checked[]): BaselineResult {
  const baseline = readBaseline(file);
  const names = namesFrom(file, files);
  const seen = new Set<string>();
  const isKnown = (at: string, finding: Finding) => {
    const name = names.get(finding)!;
    const found = finding.rule !== FAULT && baseline.files[at]?.some((f) => f.fingerprint === name) === true;
    if (found) seen.add(name);
    return found;
  };
  const rest = files.map((f) => ({
    ...f,
    findings: f.findings.filter((x) => !isKnown(pathFrom(folderOf(file), f.path), x)),
  }));
  const looked = new Set(files.map((f) => pathFrom(folderOf(file), f.path)));
  const judged = Object.entries(baseline.files).filter(([at]) => looked.has(at) || isGone(file, at));
  const stale = judged.flatMap(([, list]) => list).filter((f) => !seen.has(f.fingerprint)).length;
  return { files: rest, known: seen.size, stale };
}

/** Writes down what there is; of files that were not checked this time, what was written before stays while they are there. */
export function updateBaseline(file: string, files: readonly Checked[], locale: keyof LocalizedText): number {
  const names = namesFrom(file, files);
  const before = existsSync(file) ? readBaseline(file).files : {};
  const looked = new Set(files.map((f) => pathFrom(folderOf(file), f.path)));
  const kept = Object.entries(before).filter(([at]) => !looked.has(at) && !isGone(file, at));
  const own = files.map((f): [string, Baseline['files'][string]] => [
    pathFrom(folderOf(file), f.path),
    f.findings
      .filter((x) => x.rule !== FAULT)
      .map((x) => ({ rule: x.rule, fingerprint: names.get(x)!, message: x.message[locale] })),
  ]);
  const all = [...kept, ...own].filter(([, list]) => list.length).sort(([a], [b]) => (a < b ? -1 : 1));
  const baseline: Baseline = { version: 1, files: Object.fromEntries(all) };
  saveReport(file, `${JSON.stringify(baseline, null, 2)}\n`);
  return own.reduce((n, [, list]) => n + list.length, 0);
}

const FAULT = 'internal-fault';

function readBaseline(file: string): Baseline {
  const unreadable = {
    zh: `${file} 不是能读的基线文件`,
    en: `the baseline ${file}: it is no baseline that can be read`,
  };
  const read = (): unknown => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw new UsageError(unreadable);
      throw new UsageError({
        zh: `没有基线文件 ${file}，用 --update-baseline 写一个`,
        en: `the baseline ${file}: there is no such file; --update-baseline writes it`,
      });
    }
  };
  const result = shape.safeParse(read());
  if (!result.success) throw new UsageError(unreadable);
  return result.data;
}

/** Fingerprints that hold wherever the command is run from. */
function namesFrom(baseline: string, files: readonly Checked[]): ReadonlyMap<Finding, string> {
  return findingFingerprints(files.map((f) => ({ ...f, path: pathFrom(folderOf(baseline), f.path) })));
}

/** The folder that the paths of a baseline count from. */
function folderOf(baseline: string): string {
  return dirname(resolve(baseline));
}

function isGone(baseline: string, path: string): boolean {
  return !existsSync(resolve(folderOf(baseline), path));
}
