/** `--fix`: what needs no thought is put right in the file itself; `--fix-dry-run` shows it as a diff. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { fixAll } from '../../core/features/code-actions/quick-fixes.ts';
import { applied } from '../../core/text/apply-edits.ts';
import { reasonOf } from '../../core/text/error-message.ts';
import { readText } from '../../host/read-text.ts';
import { saveText } from '../../host/save-files.ts';
import { type Session, shown } from '../common/session.ts';

export interface Mended {
  readonly file: string;
  /** How many places were put right. */
  readonly places: number;
  readonly before: string;
  readonly after: string;
}

/** A slip that hides another is put right first; each round finds less. */
const MOST_ROUNDS = 8;

/** Puts right what can be in these dossiers, in the session only. */
export async function mendAll(files: readonly string[], session: Session): Promise<readonly Mended[]> {
  await session.look(files);
  const mended = files.flatMap((file) => mend(file, session) ?? []);
  if (mended.length) await session.meet();
  return mended;
}

function mend(file: string, session: Session): Mended | undefined {
  const before = session.analysis(file)?.source.text;
  if (before === undefined) return undefined;
  let places = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const analysis = session.analysis(file)!;
    const edits = fixAll(analysis);
    if (!edits.length) break;
    places += edits.length;
    session.addText(file, applied(analysis.source.text, edits));
  }
  const after = session.analysis(file)!.source.text;
  return after === before ? undefined : { file, places, before, after };
}

/** Writes what was put right; gives the files that were not written, and why. A file that changed since it was read is left alone. */
export function writeMended(mended: readonly Mended[], session: Session): readonly string[] {
  return mended.flatMap(({ file, before, after }) => {
    const now = readText(file);
    const isSame = 'text' in now && now.text === before;
    const why = isSame ? save(file, (now.bom ? '\ufeff' : '') + after) : session.say(CHANGED);
    return why === undefined ? [] : [`${shown(file)}: ${why}`];
  });
}

const CHANGED = {
  zh: '读入之后被别的程序改动，没有写回',
  en: 'changed since it was read, and left as it is',
};

function save(file: string, text: string): string | undefined {
  try {
    saveText(file, text);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** A unified diff that `git apply` and `patch -p1` take. */
export function diffOf({ file, before, after }: Mended): string {
  const path = shown(file);
  // Without a tab behind it, a name would end at its first blank.
  const tail = /\s/.test(path) ? '' : undefined;
  const mark = bomOf(file);
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, mark + before, mark + after, tail, tail, options);
}

function bomOf(file: string): string {
  const read = readText(file);
  return 'text' in read && read.bom ? '\ufeff' : '';
}
