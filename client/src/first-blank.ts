/** A new dossier's text and name, before there is a file. Knows nothing of VS Code. */

/** Longest name of a file before its ending, in characters, that every file system takes in Chinese too. */
const LONGEST = 60;

/** The file name for an applicant, one that every system takes; empty where the name gives none. */
export function fileNameFor(applicant: string): string {
  const safe = applicant.replace(/[\\/:*?"<>|\u0000-\u001f\u007f]/g, '_').replace(/^[.\s]+|[.\s]+$/g, '');
  const name = [...safe].slice(0, LONGEST).join('').trim();
  return name && `${name}.dossier.yaml`;
}

/** Finds the first field without a value and puts a blank behind its colon where there is none. Gives the text and the offset to write at, in UTF-16 units. */
export function prepareFirstBlank(text: string): { readonly text: string; readonly offset: number } {
  const lines = text.split('\n');
  let offset = 0;
  for (const [i, line] of lines.entries()) {
    const key = /^\s*[^\s#-][^:#]*:(?=\s*(?:#.*)?$)/.exec(line)?.[0];
    if (key !== undefined && depth(lines[i + 1]) <= depth(line)) {
      const end = offset + key.length;
      const blank = text[end] === ' ' ? '' : ' ';
      return { text: text.slice(0, end) + blank + text.slice(end), offset: end + 1 };
    }
    offset += line.length + 1;
  }
  return { text, offset: text.length };
}

/** By how much a line is indented; one that is not there or is blank, not at all. */
function depth(line = ''): number {
  return line.search(/\S|$/);
}
