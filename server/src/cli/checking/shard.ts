/** A check cut into parts that run apart: which dossiers fall to a part, and what a part hands on so that nothing is lost. */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import * as z from 'zod';
import type { Span } from '../../core/model/edit.ts';
import type { Finding, Fix } from '../../core/model/finding.ts';
import { version } from '../../host/load-packs.ts';
import { type Checked, type PlacedFix, type PlacedWaiver, type Session, shown } from '../common/session.ts';
import type { Run } from '../reports/report.ts';
import { PROFILES, type Profile } from './profile.ts';

export interface Share {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** Reads `2/5`; undefined where it is none. */
export function readShare(text: string): Share | undefined {
  const [, number, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  return number && of && number <= of ? { number, of } : undefined;
}

/** Every so many, so that large and small ones mix. All parts read all dossiers: what these say about each other stays right. */
export function shareOf<T>(files: readonly T[], { number, of }: Share): readonly T[] {
  return files.filter((_, i) => i % of === number - 1);
}

const finding = z.custom<Finding>((f) => z.looseObject({ rule: z.string(), span: z.object({}) }).safeParse(f).success);

/** A place as it is shown; its text is in `texts`, each text once. */
const place = z.strictObject({ path: z.string(), span: z.custom<Span>() });

const recordedFinding = z.strictObject({
  finding,
  notice: z.string().optional(),
  ends: z.array(place.nullable()),
  fixes: z.array(z.strictObject({ path: z.string(), fix: z.custom<Fix>() })),
  waivers: z.array(place.extend({ reason: z.string(), reviewer: z.string(), date: z.string() })),
});

export const recordShape = z.strictObject({
  number: z.int(),
  of: z.int(),
  /** The same for all parts of one check: version, dossiers and their texts. */
  set: z.string(),
  dossiers: z.int(),
  profile: z.enum(PROFILES),
  texts: z.record(z.string(), z.string()),
  found: z.array(
    z.strictObject({
      /** Of the dossier, among all. */
      index: z.int(),
      files: z.array(
        z.strictObject({
          path: z.string(),
          complete: z.boolean(),
          isChapter: z.boolean(),
          findings: z.array(recordedFinding),
        }),
      ),
    }),
  ),
});

export type ShardRecord = z.infer<typeof recordShape>;

/** What was found, with all that the reports ask about it, as plain data. */
export type Recorded = Pick<ShardRecord, 'texts' | 'found'>;

/** What was found in a dossier and its chapters, and which one it is among all. */
export interface Found {
  readonly index: number;
  readonly files: readonly Checked[];
}

interface Part {
  readonly share: Share;
  readonly profile: Profile;
  /** Names and digests of all dossiers, of this part or not. */
  readonly all: readonly (readonly [name: string, digest: string | undefined])[];
  readonly found: readonly Found[];
}

export function shardRecord({ share, profile, all, found }: Part, session: Run['session']): ShardRecord {
  const set = digest([version(), profile, all]);
  return { ...share, set, dossiers: all.length, profile, ...recorded(found, session) };
}

export function recorded(found: readonly Found[], session: Run['session']): Recorded {
  const texts: Record<string, string> = {};
  const placed = ({ path, text, span }: { path: string; text: string; span: Span }) => {
    texts[shown(path)] = text;
    return { path: shown(path), span };
  };
  const record = (f: Finding): ShardRecord['found'][number]['files'][number]['findings'][number] => {
    const notice = session.rule(f)?.pack.notice.id;
    return {
      finding: f,
      ...(notice === undefined ? {} : { notice }),
      ends: f.related.map((end) => {
        const at = session.end(f, end);
        return at ? placed(at) : null;
      }),
      fixes: session
        .safeFixes(f)
        .map(({ path, text, fix }) => ({ path: placed({ path, text, span: f.span }).path, fix })),
      waivers: session
        .waivers(f)
        .map(({ reason, reviewer, date, ...at }) => ({ ...placed(at), reason, reviewer, date })),
    };
  };
  const records = found.map(({ index, files }) => ({
    index,
    files: files.map(({ path, text, complete, isChapter, findings }) => {
      texts[path] = text;
      return { path, complete, isChapter, findings: findings.map(record) };
    }),
  }));
  return { texts, found: records };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/** Several parts as if they had been one run. */
export function joined(
  parts: readonly Recorded[],
  packs: Session['packs'],
): { readonly found: readonly Found[]; readonly session: Run['session'] } {
  const extras = new Map<Finding, Extra>();
  const file = ({ path, findings, ...rest }: RecordedFile, texts: Recorded['texts']): Checked => {
    for (const f of findings) extras.set(f.finding, { ...f, texts });
    return { ...rest, path, text: texts[path] ?? '', findings: findings.map((f) => f.finding) };
  };
  const found = parts
    .flatMap(({ found, texts }) =>
      found.map(({ index, files }) => ({ index, files: files.map((f) => file(f, texts)) })),
    )
    .toSorted((a, b) => a.index - b.index);
  const at = <P extends { path: string }>(p: P, { texts }: Extra) => ({
    ...p,
    path: resolve(p.path),
    text: texts[p.path] ?? '',
  });
  const session: Run['session'] = {
    end: (f, end) => {
      const extra = extras.get(f)!;
      const where = extra.ends[f.related.indexOf(end)];
      return where ? at(where, extra) : undefined;
    },
    safeFixes: (f): readonly PlacedFix[] => extras.get(f)!.fixes.map((x) => at(x, extras.get(f)!)),
    waivers: (f): readonly PlacedWaiver[] => extras.get(f)!.waivers.map((x) => at(x, extras.get(f)!)),
    rule: (f) => {
      const pack = packs.get(extras.get(f)?.notice ?? '');
      const rule = pack?.rules.find((r) => r.id === f.rule);
      return pack && rule ? { pack, rule } : undefined;
    },
  };
  return { found, session };
}

type RecordedFile = ShardRecord['found'][number]['files'][number];
type Extra = Pick<Recorded, 'texts'> & RecordedFile['findings'][number];
