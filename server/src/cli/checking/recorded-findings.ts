/** What was found, with all that reports ask about it, as plain data: from a worker, or from a shard that ran elsewhere. */
import * as z from 'zod';
import type { Span } from '../../core/model/edit.ts';
import type { Finding, Fix, RelatedLocation } from '../../core/model/finding.ts';
import type { FileLocation } from '../../workbench/file-location.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { type CliIo, displayPath, resolvePath } from '../common/cli-io.ts';
import type { FindingDetails, FixWithText, RuleOfPack, WaiverWithText } from '../common/finding-details.ts';
import type { Session } from '../common/session.ts';

const finding = z.custom<Finding>((f) => z.looseObject({ rule: z.string(), span: z.object({}) }).safeParse(f).success);

/** A place as it is shown; its text is in `texts`, each text once. */
const locationShape = z.strictObject({ path: z.string(), span: z.custom<Span>() });

const recordedFinding = z.strictObject({
  finding,
  notice: z.string().optional(),
  /** One for each of the finding's `related`, null where that dossier is not at hand. */
  ends: z.array(locationShape.nullable()),
  fixes: z.array(z.strictObject({ path: z.string(), fix: z.custom<Fix>() })),
  waivers: z.array(locationShape.extend({ reason: z.string(), reviewer: z.string(), date: z.string() })),
});

const recordedFile = z.strictObject({
  path: z.string(),
  complete: z.boolean(),
  isChapter: z.boolean(),
  findings: z.array(recordedFinding),
});

/** The keys of {@link RecordedFindings}, for the file of a shard. */
export const recordedFindingsShape = {
  /** Texts of the files that are named, by path. */
  texts: z.record(z.string(), z.string()),
  found: z.array(
    z.strictObject({
      /** Of the dossier, among all. */
      index: z.int(),
      files: z.array(recordedFile),
    }),
  ),
};

type RecordedFinding = z.infer<typeof recordedFinding>;
type RecordedFile = z.infer<typeof recordedFile>;

/** Findings by dossier, with the texts of the files that they name; paths are relative to the working folder. */
export interface RecordedFindings {
  texts: Record<string, string>;
  found: { index: number; files: RecordedFile[] }[];
}

/** What was found in a dossier and its chapters, and the dossier's number among all of the check, from 0. */
export interface DossierFindings {
  readonly index: number;
  readonly files: readonly CheckedFile[];
}

/** Writes findings and their details down as plain data. */
export function recordFindings(
  found: readonly DossierFindings[],
  details: FindingDetails,
  io: Pick<CliIo, 'cwd'>,
): RecordedFindings {
  const texts: Record<string, string> = {};
  const placed = ({ path, text, span }: { path: string; text: string; span: Span }) => {
    const name = displayPath(io, path);
    texts[name] = text;
    return { path: name, span };
  };
  const records = found.map(({ index, files }) => ({
    index,
    files: files.map(({ path, text, complete, isChapter, findings }) => {
      texts[path] = text;
      return { path, complete, isChapter, findings: findings.map((f) => recordFinding(f, details, placed)) };
    }),
  }));
  return { texts, found: records };
}

type RecordLocation = (at: { path: string; text: string; span: Span }) => { path: string; span: Span };

function recordFinding(f: Finding, details: FindingDetails, placed: RecordLocation): RecordedFinding {
  const notice = details.rule(f)?.pack.notice.id;
  return {
    finding: f,
    ...(notice === undefined ? {} : { notice }),
    ends: f.related.map((end) => {
      const at = details.locateRelated(f, end);
      return at ? placed(at) : null;
    }),
    fixes: details
      .safeFixes(f)
      .map(({ path, text, fix }) => ({ path: placed({ path, text, span: f.span }).path, fix })),
    waivers: details.waivers(f).map(({ reason, reviewer, date, ...at }) => ({ ...placed(at), reason, reviewer, date })),
  };
}

/** Findings of all parts in the order of the dossiers, with their details. */
export interface JoinedFindings {
  readonly found: readonly DossierFindings[];
  readonly details: FindingDetails;
}

/** Puts several parts together as if they had been one run. */
export function joinRecords(
  parts: readonly RecordedFindings[],
  packs: Session['packs'],
  io: Pick<CliIo, 'cwd'>,
): JoinedFindings {
  const extras = new Map<Finding, RecordedExtra>();
  const file = ({ path, findings, ...rest }: RecordedFile, texts: RecordedFindings['texts']): CheckedFile => {
    for (const f of findings) extras.set(f.finding, { ...f, texts });
    return { ...rest, path, text: texts[path] ?? '', findings: findings.map((f) => f.finding) };
  };
  const found = parts
    .flatMap(({ found, texts }) =>
      found.map(({ index, files }) => ({ index, files: files.map((f) => file(f, texts)) })),
    )
    .toSorted((a, b) => a.index - b.index);
  return { found, details: new RecordedDetails(extras, packs, io) };
}

type RecordedExtra = Pick<RecordedFindings, 'texts'> & RecordedFinding;

class RecordedDetails implements FindingDetails {
  private readonly extras: ReadonlyMap<Finding, RecordedExtra>;
  private readonly packs: Session['packs'];
  private readonly io: Pick<CliIo, 'cwd'>;

  constructor(extras: ReadonlyMap<Finding, RecordedExtra>, packs: Session['packs'], io: Pick<CliIo, 'cwd'>) {
    this.extras = extras;
    this.packs = packs;
    this.io = io;
  }

  locateRelated(f: Finding, end: RelatedLocation): FileLocation | undefined {
    const extra = this.extras.get(f)!;
    const where = extra.ends[f.related.indexOf(end)];
    return where ? this.placed(where, extra) : undefined;
  }

  safeFixes(f: Finding): readonly FixWithText[] {
    const extra = this.extras.get(f)!;
    return extra.fixes.map((fix) => this.placed(fix, extra));
  }

  waivers(f: Finding): readonly WaiverWithText[] {
    const extra = this.extras.get(f)!;
    return extra.waivers.map((waiver) => this.placed(waiver, extra));
  }

  rule(f: Finding): RuleOfPack | undefined {
    const pack = this.packs.get(this.extras.get(f)?.notice ?? '');
    const rule = pack?.rules.find((r) => r.id === f.rule);
    return pack && rule ? { pack, rule } : undefined;
  }

  /** A recorded place with its absolute path and its text. */
  private placed<P extends { path: string }>(place: P, { texts }: RecordedExtra): P & { text: string } {
    return { ...place, path: resolvePath(this.io, place.path), text: texts[place.path] ?? '' };
  }
}
