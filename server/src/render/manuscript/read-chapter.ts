/** A chapter's Markdown, kept in the dossier or in a file beside it. */
import type { Answer } from '../../core/form/answer.ts';

/** A file beside the dossier; undefined where it cannot be read. */
export type ReadFile = (path: string) => Uint8Array | undefined;

/** A chapter as it is read. */
export interface ChapterSource {
  /** The Markdown; undefined where its file is missing, empty or not UTF-8 text. */
  readonly text: string | undefined;
  /** Files named in it: beside its own file, else beside the dossier. */
  readonly file: ReadFile;
}

/** A chapter's Markdown, from the dossier or from a file of its own. */
export function readChapter(answer: Answer, file: ReadFile): ChapterSource {
  const path = answer.file ?? [...(answer.children?.values() ?? [])][0]?.value;
  if (path === undefined) return { text: answer.value === undefined ? undefined : String(answer.value), file };
  const folder = String(path).replace(/[^/\\]*$/, '');
  return {
    text: answer.value === undefined ? decodeText(file(String(path))) : String(answer.value),
    file: (name) => (folder && file(folder + name)) || file(name),
  };
}

function decodeText(bytes: Uint8Array | undefined): string | undefined {
  try {
    const text = bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text?.trim() ? text : undefined;
  } catch {
    return undefined;
  }
}
