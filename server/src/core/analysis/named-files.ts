/** The files that a dossier names: what has to be looked into before it is judged in full. */

import type { Answer } from '../form/answer.ts';
import { type Answers, partsOf } from '../form/answers.ts';
import { CHAPTER_FILE } from '../form/read-form.ts';
import type { Analysis } from './types.ts';

export interface Wanted {
  /** Evidence, as the dossier writes the paths; each once. */
  readonly files: readonly string[];
  /** Chapters that stand in files of their own. */
  readonly chapters: readonly string[];
}

export function wanted({ answers, pack }: Pick<Analysis, 'answers' | 'pack'>): Wanted {
  const known = KNOWN.get(answers);
  if (known) return known;
  const found = look(answers, pack);
  KNOWN.set(answers, found);
  return found;
}

/** It is asked for several times on the way to one verdict. */
const KNOWN = new WeakMap<Answers, Wanted>();

function look(answers: Answers, pack: Analysis['pack']): Wanted {
  const named = (pack?.form.fields ?? []).flatMap((f) => answers.all([f.key])).flatMap(filesBelow);
  const [chapters, files] = [
    named.filter((a) => a.slot === CHAPTER_FILE),
    named.filter((a) => a.slot !== CHAPTER_FILE),
  ];
  return { files: paths(files), chapters: paths(chapters) };
}

function filesBelow(answer: Answer): readonly Answer[] {
  if (answer.slot.type === 'file') return answer.state === 'ok' && answer.value !== undefined ? [answer] : [];
  return partsOf(answer).flatMap(filesBelow);
}

function paths(answers: readonly Answer[]): readonly string[] {
  return [...new Set(answers.map((a) => String(a.value)))];
}
