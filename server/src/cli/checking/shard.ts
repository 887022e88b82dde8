/** A check cut into parts that run apart: which dossiers fall to a part, and what a part hands on so that nothing is lost. */

import { resolve } from 'node:path';
import * as z from 'zod';
import type { Span } from '../../core/model/edit.ts';
import type { Finding, Fix } from '../../core/model/finding.ts';
import { digestOfJson } from '../../core/text/sha256.ts';
import { programVersion } from '../../host/load-packs.ts';
import { type Checked, displayPath, type FixWithText, type Session, type WaiverWithText } from '../common/session.ts';
import type { CheckRun } from '../reports/report.ts';
import { PROFILES, type Profile } from './profile.ts';

export interface ShardNumber {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** Reads `2/5`; undefined where it is none. */
export function parseShard(text: string): ShardNumber | undefined {
  const [, number, of] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  return number && of && number <= of ? { number, of } : undefined;
}

/** Every so many, so that large and small ones mix. All parts read all dossiers: what these say about each other stays right. */
export function shardOf<T>(files: readonly T[], { number, of }: ShardNumber): readonly T[] {
  return files.filter((_, i) => i % of === number - 1);
}

const finding = z.custom<Finding>((f) => z.looseObject({ rule: z.string(), span: z.object({}) }).safeParse(f).success);

/** A place as it is shown; its text is in `texts`, each text once. */
const locationShape = z.strictObject({ path: z.string(), span: z.custom<Span>() });

const recordedFinding = z.strictObject({
  finding,
  notice: z.string().optional(),
  ends: z.array(locationShape.nullable()),
  fixes: z.array(z.strictObject({ path: z.string(), fix: z.custom<Fix>() })),
  waivers: z.array(locationShape.extend({ reason: z.string(), reviewer: z.string(), date: z.string() })),
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
export type RecordedFindings = Pick<ShardRecord, 'texts' | 'found'>;

/** What was found in a dossier and its chapters, and which one it is among all. */
export interface DossierFindings {
  readonly index: number;
  readonly files: readonly Checked[];
}

interface ShardInput {
  readonly share: ShardNumber;
  readonly profile: Profile;
  /** Names and digests of all dossiers, of this part or not. */
  readonly all: readonly (readonly [name: string, digest: string | undefined])[];
  readonly found: readonly DossierFindings[];
}

export function shardRecord({ share, profile, all, found }: ShardInput, session: CheckRun['session']): ShardRecord {
  const set = digest([programVersion(), profile, all]);
  return { ...share, set, dossiers: all.length, profile, ...recordFindings(found, session) };
}

export function recordFindings(found: readonly DossierFindings[], session: CheckRun['session']): RecordedFindings {
  const texts: Record<string, string> = {};
  const placed = ({ path, text, span }: { path: string; text: string; span: Span }) => {
    texts[displayPath(path)] = text;
    return { path: displayPath(path), span };
  };
  const record = (f: Finding): ShardRecord['found'][number]['files'][number]['findings'][number] => {
    const notice = session.rule(f)?.pack.notice.id;
    return {
      finding: f,
      ...(notice === undefined ? {} : { notice }),
      ends: f.related.map((end) => {
        const at = session.locateRelated(f, end);
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
  return digestOfJson(value);
}

/** Several parts as if they had been one run. */
export function joinRecords(
  parts: readonly RecordedFindings[],
  packs: Session['packs'],
): { readonly found: readonly DossierFindings[]; readonly session: CheckRun['session'] } {
  const extras = new Map<Finding, RecordedExtra>();
  const file = ({ path, findings, ...rest }: RecordedFile, texts: RecordedFindings['texts']): Checked => {
    for (const f of findings) extras.set(f.finding, { ...f, texts });
    return { ...rest, path, text: texts[path] ?? '', findings: findings.map((f) => f.finding) };
  };
  const found = parts
    .flatMap(({ found, texts }) =>
      found.map(({ index, files }) => ({ index, files: files.map((f) => file(f, texts)) })),
    )
    .toSorted((a, b) => a.index - b.index);
  const at = <P extends { path: string }>(p: P, { texts }: RecordedExtra) => ({
    ...p,
    path: resolve(p.path),
    text: texts[p.path] ?? '',
  });
  const session: CheckRun['session'] = {
    locateRelated: (f, end) => {
      const extra = extras.get(f)!;
      const where = extra.ends[f.related.indexOf(end)];
      return where ? at(where, extra) : undefined;
    },
    safeFixes: (f): readonly FixWithText[] => extras.get(f)!.fixes.map((x) => at(x, extras.get(f)!)),
    waivers: (f): readonly WaiverWithText[] => extras.get(f)!.waivers.map((x) => at(x, extras.get(f)!)),
    rule: (f) => {
      const pack = packs.get(extras.get(f)?.notice ?? '');
      const rule = pack?.rules.find((r) => r.id === f.rule);
      return pack && rule ? { pack, rule } : undefined;
    },
  };
  return { found, session };
}

type RecordedFile = ShardRecord['found'][number]['files'][number];
type RecordedExtra = Pick<RecordedFindings, 'texts'> & RecordedFile['findings'][number];
