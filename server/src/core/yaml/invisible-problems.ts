/** Reports the invisible characters of a block; those in comments are left alone. */
import type { LocalizedText } from '../model/localized-text.ts';
import { describeInvisible, type InvisibleRun, invisibleRuns } from '../text/invisible-characters.ts';
import { lineStart } from '../text/lines.ts';
import { RepairedText } from './repaired-text.ts';
import { lineEnd } from './text-repair.ts';
import type { BlockSpan, SyntaxProblem, YamlBlock, YamlEntry, YamlTree } from './tree.ts';

/** One problem a line with invisible characters outside comments, at the first of them; its fix deletes all of the line. */
export function invisibleProblems(
  text: string,
  runs: readonly InvisibleRun[],
  { entries, stray }: Pick<YamlBlock, 'entries' | 'stray'>,
): readonly SyntaxProblem[] {
  if (!runs.length) return [];
  const scalars = [...entries.flatMap(spansOfEntry), ...(stray ? spansOfTree(stray) : [])].sort(
    (a, b) => a.start - b.start,
  );
  const byLine = new Map<number, InvisibleRun[]>();
  let [line, end, comment] = [0, -1, 0];
  let i = 0;
  for (const run of runs) {
    while (i < scalars.length && scalars[i]!.end <= run.at) i++;
    const isInScalar = scalars[i] !== undefined && scalars[i]!.start <= run.at;
    if (run.at > end) {
      [line, end] = [lineStart(text, run.at), lineEnd(text, run.at)];
      const found = /(?:^|\s)#/.exec(text.slice(line, end));
      comment = found ? line + found.index : end;
    }
    if (!isInScalar && run.at > comment) continue;
    const known = byLine.get(line);
    if (known) known.push(run);
    else byLine.set(line, [run]);
  }
  return [...byLine.values()].map((line) => problemOf(text, line));
}

/** The text without its invisible characters, and the way back to the text as written. */
export function visibleText(text: string): RepairedText {
  return new RepairedText(
    text,
    invisibleRuns(text).map(({ at, length }) => ({ at, length, text: '' })),
  );
}

/** The message about the invisible characters of one line, or of one file. */
export function invisibleMessage(characters: string): LocalizedText {
  const count = [...characters].length;
  const { zh, en } = describeInvisible(characters);
  return {
    zh: `这里有看不见的字符 ${zh}${count > 1 ? `，共 ${count} 个` : ''}：会使内容与看上去的不同，请删去`,
    en: `Invisible character ${en}${count > 1 ? `, ${count} in all` : ''}: the text is not what it looks like; delete it`,
  };
}

function problemOf(text: string, runs: readonly InvisibleRun[]): SyntaxProblem {
  const [first] = runs;
  const all = runs.map(({ at, length }) => text.slice(at, at + length)).join('');
  return {
    start: first!.at,
    end: first!.at + first!.length,
    rule: 'invisible-character',
    message: invisibleMessage(all),
    fixes: [
      {
        title: { zh: '删去看不见的字符', en: 'Delete the invisible characters' },
        edits: runs.map(({ at, length }) => ({ at: { start: at, end: at + length }, text: '' })),
        isSafe: true,
      },
    ],
    isHarmless: true,
  };
}

function spansOfEntry({ keyStart, keyEnd, value }: YamlEntry): BlockSpan[] {
  return [{ start: keyStart, end: keyEnd }, ...(value ? spansOfTree(value) : [])];
}

function spansOfTree(tree: YamlTree): BlockSpan[] {
  if (tree.kind === 'scalar') return [tree];
  return tree.kind === 'map'
    ? tree.entries.flatMap(spansOfEntry)
    : tree.items.flatMap((t) => (t ? spansOfTree(t) : []));
}
