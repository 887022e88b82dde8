/**
 * A kind of demand on several dossiers at once. A check never walks through the others: it says by what they are put together, and is
 * told how many others there are and a few of them. However many there are, a dossier costs the same.
 */
import type * as z from 'zod';
import type { Answers } from '../../form/answers.ts';
import type { LocalizedText } from '../../model/localized-text.ts';
import type { FieldPath } from '../../model/path.ts';
import type { Issue } from './check.ts';

/** A kind of demand on several dossiers: parameters, by what dossiers are put together, and what it finds. */
export interface CrossDossierCheck<P = unknown> {
  readonly id: string;
  readonly params: z.ZodType<P>;
  /** The fields it compares. */
  readonly reads: (params: P) => readonly string[];
  /** What dossiers of one group have in common, see {@link OtherDossiers.inGroup}; undefined for one that is in none. */
  readonly group?: (params: P, one: OtherDossier) => string | undefined;
  /** Marks of a party, such as its credit code: dossiers with one of them in common are not held against each other. Without it each is for itself. */
  readonly party?: (params: P, one: OtherDossier) => readonly string[];
  /** Field paths of names that are looked for in the prose of the others, see {@link OtherDossiers.named}. */
  readonly names?: (params: P) => readonly string[];
  /** True where paragraphs are compared, see {@link OtherDossiers.withParagraph}. */
  readonly comparesParagraphs?: boolean;
  /** What the others say against this one; `undefined` where a field it needs is missing or cannot be read. */
  readonly compare: (params: P, own: IndexedDossier, others: OtherDossiers) => readonly Issue[] | undefined;
}

/** A dossier as the others see it: what it says at the paths that dossiers are compared by. */
export interface OtherDossier {
  /** The name its face gave it, such as its path. */
  readonly dossier: string;
  /** The text at a path, if it was given and can be read. */
  readonly text: (path: string) => string | undefined;
  /** Where that is, in its own lists and items. */
  readonly pathOf: (path: string) => FieldPath | undefined;
}

/** A dossier that is held against the others. */
export interface IndexedDossier extends OtherDossier {
  readonly answers: Answers;
  /** All that its prose says, as one text. */
  readonly prose: string;
  readonly paragraphs: readonly Paragraph[];
}

/** A paragraph of the prose of a dossier, and where it stands. */
export interface Paragraph {
  /** The same for paragraphs that differ only in blanks, marks and whose names they bear. */
  readonly fingerprint: string;
  /** 字, as Word counts them. */
  readonly characters: number;
  readonly location: ParagraphLocation;
  /** The same in UTF-16 units of the answer's value. */
  readonly within: readonly [number, number];
}

/** The answer that a paragraph stands in, and its place among the paragraphs there, from 0. */
export interface ParagraphLocation {
  readonly path: FieldPath;
  readonly paragraph: number;
}

/** The other dossiers at hand, of other parties, as one of them sees them. The answers do not depend on the order they came in. */
export interface OtherDossiers {
  /** Those of the same notice in the same group. */
  readonly inGroup: () => Few<OtherDossier>;
  /** The names of others that stand in this dossier's prose, each once, and whose they are. */
  readonly named: () => readonly NamedDossiers[];
  /** Those that have a paragraph of one of these fingerprints. */
  readonly withParagraph: (fingerprints: readonly string[]) => Few<DossierParagraph>;
  /** Those that have a near copy of a paragraph of this dossier: other names, figures or words here and there. */
  readonly withNearCopy: (fingerprint: string) => Few<DossierParagraph>;
}

/** The first few of many, in the order of their names, each party's first one before another of it; and how many there are. */
export interface Few<T> {
  readonly first: readonly T[];
  readonly count: number;
  /** True where there may be more than `count`. */
  readonly isMore?: boolean;
}

/** A name that stands in the prose of a dossier, with those that bear it. */
export interface NamedDossiers {
  readonly text: string;
  /** The field that has the name. */
  readonly others: Few<{ readonly dossier: OtherDossier; readonly path: string }>;
}

/** A paragraph in another dossier. */
export interface DossierParagraph {
  readonly dossier: OtherDossier;
  readonly location: ParagraphLocation;
}

/** Keeps the type of the parameters between `params` and `compare`. */
export function defineCrossDossierCheck<P>(check: CrossDossierCheck<P>): CrossDossierCheck<P> {
  return check;
}

/** How many of the others a message names; the rest are counted. */
export const NAMED_IN_MESSAGES = 3;

/** The others as a message names them, by their files from the folder that they share with this one: `乙.dossier.yaml、丙/丙.dossier.yaml等`. */
export function listDossiers(own: OtherDossier, { first, count }: Few<OtherDossier>): LocalizedText {
  const names = first.slice(0, NAMED_IN_MESSAGES).map((other) => nameBeside(own.dossier, other.dossier));
  const isMore = count > names.length;
  return { zh: `${names.join('、')}${isMore ? '等' : ''}`, en: `${names.join(', ')}${isMore ? ' and others' : ''}` };
}

/** The part of a path behind the folders that it shares with another one, with `/`. */
function nameBeside(own: string, other: string): string {
  const [a, b] = [own, other].map((path) => path.split(/[\\/]/));
  const at = b!.findIndex((part, i) => part !== a![i]);
  return b!.slice(at < 0 ? -1 : at).join('/');
}
