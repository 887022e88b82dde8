/** In which order a city recommends its dossiers, as the settings have it. */

/** A dossier as an order may name it. */
export interface Candidate {
  /** Its file from the settings' folder, with `/`. */
  readonly file: string;
  readonly platform: string | undefined;
}

/** Dossiers in the order of a city. */
export interface Ranking<C extends Candidate> {
  /** Those the order names, in its order, then the others as they were. */
  readonly order: readonly C[];
  readonly unranked: readonly C[];
  /** Places in the order, from 0, of names that none of them has. */
  readonly unmatched: readonly number[];
}

/** Puts dossiers in the order of `names`, each a file (relative to the settings) or a platform name. */
export function rankingOf<C extends Candidate>(names: readonly string[], candidates: readonly C[]): Ranking<C> {
  const left = [...candidates];
  const order: C[] = [];
  const unmatched: number[] = [];
  for (const [i, name] of names.entries()) {
    const at = left.findIndex((c) => isNamed(name, c));
    if (at < 0) unmatched.push(i);
    else order.push(...left.splice(at, 1));
  }
  return { order: [...order, ...left], unranked: left, unmatched };
}

/** True where `name` of an order means this dossier, by its platform name or its file. */
export function isNamed(name: string, { file, platform }: Candidate): boolean {
  return name === platform || normalizePath(name) === normalizePath(file);
}

function normalizePath(path: string): string {
  return path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '');
}
