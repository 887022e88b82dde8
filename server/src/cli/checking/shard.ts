/** A check cut into parts that run apart: which dossiers fall to a part, and what a part hands on so that nothing is lost. */
import * as z from 'zod';
import { digestOfJson } from '../../core/text/sha256.ts';
import { programVersion } from '../../host/load-packs.ts';
import { PROFILES, type Profile } from './profile.ts';
import { type RecordedFindings, recordedFindingsShape } from './recorded-findings.ts';

/** Which part of how many. */
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

/** The files of a part: every n-th, so that large and small ones mix. All parts read all dossiers, to compare with each other. */
export function shardOf<T>(files: readonly T[], { number, of }: ShardNumber): readonly T[] {
  return files.filter((_, i) => i % of === number - 1);
}

/** The key `shard` of a report in JSON: what `dossier merge` reads. */
export const shardRecordShape = z.strictObject({
  number: z.int(),
  of: z.int(),
  /** The same for all parts of one check: a digest of version, profile, dossiers and their texts. */
  set: z.string(),
  /** How many there are in all parts. */
  dossiers: z.int(),
  profile: z.enum(PROFILES),
  ...recordedFindingsShape,
});

/** What a part of a check hands on to `dossier merge`. */
export type ShardRecord = z.infer<typeof shardRecordShape>;

interface ShardInput {
  readonly share: ShardNumber;
  readonly profile: Profile;
  /** Names and digests of all dossiers, of this part or not. */
  readonly all: readonly (readonly [name: string, digest: string | undefined])[];
  readonly recorded: RecordedFindings;
}

/** Puts together what a part hands on. */
export function shardRecord({ share, profile, all, recorded }: ShardInput): ShardRecord {
  const set = digestOfJson([programVersion(), profile, all]);
  return { ...share, set, dossiers: all.length, profile, ...recorded };
}
