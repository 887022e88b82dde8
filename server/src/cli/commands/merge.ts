/** `dossier merge`: the reports of the shards of one check, put together as if it had been one run. */

import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import * as z from 'zod';
import { errorText } from '../../host/system-errors.ts';
import { addCommonOptions, addReportOptions } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import { warningsAllowed } from '../checking/profile.ts';
import { joinRecords } from '../checking/recorded-findings.ts';
import {
  exitStatus,
  hasTooMany,
  mergeChapters,
  type ReportOptions,
  shownFiles,
  writeReports,
} from '../checking/run.ts';
import { type ShardRecord, shardRecordShape } from '../checking/shard.ts';
import { type CliIo, resolvePath } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT, UsageError } from '../common/usage.ts';
import { refuseConflictingTargets } from '../reports/formats.ts';

/** Flags of `dossier merge`: those of a check that are about its reports. */
export interface MergeOptions extends CommonOptions, ReportOptions {}

/** Writes the reports of all parts together, and gives the exit status that one run would have had; 3 where a part is missing. */
export function merge(files: readonly string[], options: MergeOptions, io: CliIo): number {
  refuseConflictingTargets(options.format ?? [], io);
  const session = new Session(io, options);
  const parts = files.map((file) => ({ file, ...readPart(file, io) }));
  const [first] = parts;
  const other = parts.find((p) => p.set !== first!.set || p.of !== first!.of);
  if (other)
    throw new UsageError({
      zh: `${other.file} 与 ${first!.file} 不是同一次检查的：申报书、内容、参数或版本不同`,
      en: `${other.file} is of another check than ${first!.file}: other dossiers, texts, flags or version`,
    });
  const twice = parts.find((p, i) => parts.findIndex((q) => q.number === p.number) < i);
  if (twice)
    throw new UsageError({
      zh: `第 ${twice.number} 份（共 ${twice.of} 份）有两个，另一个是 ${twice.file}`,
      en: `shard ${twice.number}/${twice.of} is there twice, also as ${twice.file}`,
    });
  const missing = Array.from({ length: first!.of }, (_, i) => i + 1).filter((n) => !parts.some((p) => p.number === n));
  if (missing.length)
    session.report({
      zh: `缺少第 ${missing.join('、')} 份报告（共 ${first!.of} 份），没有检查完`,
      en: `the reports of shard ${missing.join(', ')} of ${first!.of} are missing: not everything was checked`,
    });
  const { found, details } = joinRecords(parts, session.packs, io);
  const checked = mergeChapters(found.flatMap((f) => f.files));
  const maxWarnings = options.maxWarnings ?? warningsAllowed(first!.profile);
  const isIdle = !checked.length && first!.dossiers > 0 && !missing.length;
  const status = isIdle ? EXIT.ok : exitStatus(checked, maxWarnings);
  return writeReports(
    options.format ?? [{ format: 'text' }],
    {
      ...shownFiles(checked, options, io),
      nothingChecked: isIdle ? NONE : undefined,
      locale: session.locale,
      status: missing.length ? EXIT.incomplete : status,
      warningsFail: hasTooMany(checked, maxWarnings),
      details,
    },
    session,
  );
}

const NONE = { zh: '没有要检查的申报书', en: 'No dossier to check' };

const shape = z.looseObject({ version: z.literal(1), shard: shardRecordShape });

const NO_JSON = { zh: '不是 JSON', en: 'this is no JSON' };

function readPart(file: string, io: CliIo): ShardRecord {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(resolvePath(io, file), 'utf8'));
  } catch (error) {
    const { zh, en } = error instanceof SyntaxError ? NO_JSON : errorText(error);
    throw new UsageError({ zh: `${file}：${zh}`, en: `${file}: ${en}` });
  }
  const result = shape.safeParse(data);
  if (result.success) return result.data.shard;
  throw new UsageError({
    zh: `${file}：不是 check --shard N/OF --format json 的报告`,
    en: `${file}: this is no report of check --shard N/OF --format json`,
  });
}

/** Adds `dossier merge`. */
export function registerMerge(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('merge')
    .description(
      t(
        '合并 check --shard 用 --format json=FILE 存下的各份报告',
        'join the reports of check --shard, each written with --format json=FILE',
      ),
    )
    .argument('<report...>');
  addReportOptions(addCommonOptions(command, t), t).action((files: string[], options: MergeOptions) =>
    finish(merge(files, options, io)),
  );
}
