/** `dossier merge`: the reports of the shards of one check, put together as if it had been one run. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Severity } from '../../core/model/finding.ts';
import { reasonOf } from '../../core/text/error-message.ts';
import { warningsAllowed } from '../checking/profile.ts';
import { hasTooMany, merged, report, runOf, statusOf } from '../checking/run.ts';
import { joined, recordShape, type ShardRecord } from '../checking/shard.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT, UsageError } from '../common/usage.ts';
import { refuseClashes, type Target } from '../reports/formats.ts';

export interface MergeOptions extends CommonOptions {
  readonly format?: readonly Target[];
  readonly severity: Severity;
  readonly quiet?: boolean;
  readonly color: boolean;
  readonly maxWarnings?: number;
}

export function merge(files: readonly string[], options: MergeOptions): number {
  refuseClashes(options.format ?? []);
  const parts = files.map((file) => ({ file, ...readPart(file) }));
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
  const session = new Session(options);
  const missing = Array.from({ length: first!.of }, (_, i) => i + 1).filter((n) => !parts.some((p) => p.number === n));
  if (missing.length)
    session.tell({
      zh: `缺少第 ${missing.join('、')} 份报告（共 ${first!.of} 份），没有检查完`,
      en: `the reports of shard ${missing.join(', ')} of ${first!.of} are missing: not everything was checked`,
    });
  const { found, session: known } = joined(parts, session.packs);
  const checked = merged(found.flatMap((f) => f.files));
  const maxWarnings = options.maxWarnings ?? warningsAllowed(first!.profile);
  const isIdle = !checked.length && first!.dossiers > 0 && !missing.length;
  const status = isIdle ? EXIT.ok : statusOf(checked, maxWarnings);
  return report(options.format ?? [{ format: 'text' }], {
    ...runOf(checked, options),
    idle: isIdle ? NONE : undefined,
    locale: session.locale,
    status: missing.length ? EXIT.incomplete : status,
    warningsFail: hasTooMany(checked, maxWarnings),
    session: known,
  });
}

const NONE = { zh: '没有要检查的申报书', en: 'No dossier to check' };

const shape = z.looseObject({ version: z.literal(1), shard: recordShape });

function readPart(file: string): ShardRecord {
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = reasonOf(error);
    throw new UsageError(
      error instanceof SyntaxError ? { zh: `${file}：不是 JSON`, en: `${file}: this is no JSON` } : `${file}: ${why}`,
    );
  }
  const result = shape.safeParse(data);
  if (result.success) return result.data.shard;
  throw new UsageError({
    zh: `${file}：不是 check --shard N/OF --format json 的报告`,
    en: `${file}: this is no report of check --shard N/OF --format json`,
  });
}
