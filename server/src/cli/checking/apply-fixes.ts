/** `--fix` writes the safe fixes into the files; `--fix-dry-run` shows them as a diff. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { fixAll } from '../../core/features/code-actions/quick-fixes.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { applyEdits } from '../../core/text/apply-edits.ts';
import { readText } from '../../host/read-text.ts';
import { saveText } from '../../host/save-files.ts';
import { errorText } from '../../host/system-errors.ts';
import type { Session } from '../common/session.ts';

/** A file with its safe fixes applied. */
export interface FixedFile {
  readonly file: string;
  /** How many places were fixed. */
  readonly count: number;
  readonly before: string;
  readonly after: string;
}

/** A fixed syntax error may show another, so fixing goes on in rounds; this many at most. */
const MOST_ROUNDS = 8;

/** Applies the safe fixes to these dossiers in the session, and gives those that changed; nothing is written. */
export async function applyFixes(files: readonly string[], session: Session): Promise<readonly FixedFile[]> {
  await session.probeEvidence(files);
  const fixedFiles = files.flatMap((file) => applyFixesTo(file, session) ?? []);
  if (fixedFiles.length) await session.load();
  return fixedFiles;
}

function applyFixesTo(file: string, session: Session): FixedFile | undefined {
  const before = session.analysis(file)?.source.text;
  if (before === undefined) return undefined;
  let places = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const analysis = session.analysis(file)!;
    const edits = fixAll(analysis);
    if (!edits.length) break;
    places += edits.length;
    session.addText(file, applyEdits(analysis.source.text, edits));
  }
  const after = session.analysis(file)!.source.text;
  return after === before ? undefined : { file, count: places, before, after };
}

/** Writes the fixed files; gives a line for each that was not written, with the reason. A file that changed since it was read is left alone. */
export function writeFixedFiles(fixedFiles: readonly FixedFile[], session: Session): readonly string[] {
  return fixedFiles.flatMap(({ file, before, after }) => {
    const now = readText(session.resolve(file));
    const isSame = 'text' in now && now.text === before;
    const why = isSame ? save(session.resolve(file), (now.bom ? '\ufeff' : '') + after) : CHANGED_ON_DISK;
    return why === undefined ? [] : [`${session.display(file)}: ${session.localize(why)}`];
  });
}

const CHANGED_ON_DISK = {
  zh: '读入之后被别的程序改动，没有写回',
  en: 'changed since it was read, and left as it is',
};

function save(file: string, text: string): LocalizedText | undefined {
  try {
    saveText(file, text);
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

/** A unified diff that `git apply` and `patch -p1` take. */
export function diffOf({ file, before, after }: FixedFile, session: Session): string {
  const path = session.display(file);
  // Without a tab behind it, a name would end at its first blank.
  const tail = /\s/.test(path) ? '' : undefined;
  const mark = bomOf(session.resolve(file));
  const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, mark + before, mark + after, tail, tail, options);
}

function bomOf(file: string): string {
  const read = readText(file);
  return 'text' in read && read.bom ? '\ufeff' : '';
}
