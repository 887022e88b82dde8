/**
 * From words of a printed page back to what the dossier would have to say. A way back counts only if the way there confirms it: the
 * edited dossier is printed again, and must say just what the page says and nothing else differently.
 */

import { analyze } from '../../core/analysis/analyze.ts';
import { locate } from '../../core/analysis/locate.ts';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import { addField, isUnquoted } from '../../core/edits/insert.ts';
import type { Answer } from '../../core/form/answer.ts';
import { valueOfAmount } from '../../core/form/answers.ts';
import { readScalar } from '../../core/form/scalar-values.ts';
import type { Edit, Span } from '../../core/model/edit.ts';
import { type FieldPath, formatFieldPath, parseFieldPath } from '../../core/model/path.ts';
import { applyEdits } from '../../core/text/apply-edits.ts';
import { lineStart } from '../../core/text/lines.ts';
import { quoteScalar } from '../../core/yaml/quote-scalar.ts';
import { plainDataOfSource } from '../../core/yaml/source.ts';
import { isBlockText } from '../../core/yaml/tree.ts';
import { compose } from '../manuscript/compose.ts';
import { formatNumber } from '../manuscript/fill-placeholders.ts';
import { type ReadFile, readChapter } from '../manuscript/read-chapter.ts';
import { addBookmarks, bookmarkTexts } from '../record/bookmarks.ts';
import { plainText } from './stretches.ts';
import { possibleWordings } from './wordings.ts';

/** A replacement in the dossier's text, or in that of the chapter's file that it names. */
export interface PlacedEdit extends Edit {
  readonly file?: string;
}

/** What is printed for a place: once for an answer at each place of the paper, or a chapter's paragraphs and cells in order. */
export interface PrintedText {
  readonly text: string;
  /** Of a part of a chapter: its stretch of the chapter's text, in UTF-16 units. */
  readonly within?: readonly [number, number];
}

/** All that a dossier prints, by {@link printedKey}. */
export type PrintedTexts = ReadonlyMap<string, readonly PrintedText[]>;

/** A chapter is told apart from what else is printed of its place. */
export function printedKey(path: string, within: unknown): string {
  return within ? `${path}§` : path;
}

function printedTexts(dossier: NoticeAnalysis, file: ReadFile): PrintedTexts {
  const { manuscript, bookmarks } = addBookmarks(compose(dossier, { draft: true, file }));
  const texts = bookmarkTexts(manuscript);
  const print = new Map<string, PrintedText[]>();
  for (const [mark, { path = '', within }] of bookmarks) {
    const key = printedKey(path, within);
    const printed = { text: plainText(texts.get(mark) ?? ''), ...(within ? { within } : {}) };
    print.set(key, [...(print.get(key) ?? []), printed]);
  }
  return print;
}

/** What a place shall print instead: by its number among all that is printed of it. */
export type WantedTexts = ReadonlyMap<number, string>;

/** Finds the edits of a dossier that make it print what somebody wrote in Word. */
export class DossierRewriter {
  private readonly dossier: NoticeAnalysis;
  private readonly file: ReadFile;
  readonly print: PrintedTexts;

  constructor(dossier: NoticeAnalysis, file: ReadFile) {
    this.dossier = dossier;
    this.file = file;
    this.print = printedTexts(dossier, file);
  }

  /** The edits by which an answer prints as wanted; undefined where no way back is certain. */
  answer(place: string, wanted: WantedTexts): readonly PlacedEdit[] | undefined {
    const path = parseFieldPath(place);
    const given = this.dossier.answers.at(path);
    const printed = this.print.get(place) ?? [];
    if (!given) return undefined;
    const answer = valueOfAmount(given);
    const values = [...wanted].flatMap(([n, text]) => this.values(answer, printed[n]?.text ?? '', text));
    const after = printed.map((p, n) => wanted.get(n) ?? p.text);
    for (const value of new Set(values)) {
      const edit = this.replaceValue(answer, value);
      if (!edit) continue;
      const holds = (print: PrintedTexts) => {
        const now = print.get(place);
        return (
          now?.length === after.length && [...wanted.keys()].every((n) => this.isSame(place, now[n]!.text, after[n]!))
        );
      };
      if (this.isConfirmed([edit], path, holds)) return [edit];
    }
    return undefined;
  }

  /** Numbers and days are the same however they are written; of words every character counts. */
  isSame(place: string, a: string, b: string): boolean {
    const answer = this.dossier.answers.at(parseFieldPath(place));
    const isFigure = answer !== undefined && FIGURES.has(valueOfAmount(answer).slot.type);
    return a === b || (isFigure && bareFigure(a) === bareFigure(b));
  }

  /** The same for a paragraph or cell of a chapter, or several paragraphs from `first` to `last`; a line of `text` is a paragraph. */
  chapter(place: string, [first, last]: readonly [number, number], text: string): readonly PlacedEdit[] | undefined {
    const path = parseFieldPath(place);
    const answer = this.dossier.answers.at(path);
    const key = printedKey(place, true);
    const printed = this.print.get(key) ?? [];
    const [from, to] = [printed[first]?.within, printed[last]?.within];
    const source = answer && readChapter(answer, this.file).text;
    if (!answer || !from || !to || source === undefined) return undefined;
    const lines = text.split('\n').filter((line) => line.trim());
    const before = printed.slice(first, last + 1).map((p) => p.text);
    const after = [
      ...printed.slice(0, first).map((p) => p.text),
      ...lines,
      ...printed.slice(last + 1).map((p) => p.text),
    ];
    const holds = (print: PrintedTexts) => {
      const now = print.get(key);
      return now?.length === after.length && now.every((p, n) => p.text === plainText(after[n]!.trimStart()));
    };
    for (const { span, text: words } of possibleWordings(
      source,
      [from[0], to[1]],
      before.join('\n'),
      lines.join('\n'),
    )) {
      const edit = this.inChapter(answer, source, span, words);
      if (edit && this.isConfirmed([edit], path, holds)) return [edit];
    }
    return undefined;
  }

  /** As they would have to stand in the dossier, those first that are the least to change. */
  private values(answer: Answer, printed: string, text: string): readonly string[] {
    const words = text.trim();
    if (!words) return [];
    const { slot } = answer;
    if (answer.items) {
      const items = words.split('、').map((w) => quoteScalar(w.trim()));
      return slot.item?.type === 'map' ? [] : [`[${items.join(', ')}]`];
    }
    const scalar = { kind: 'scalar', start: 0, end: 0, text: words, yaml: words, style: 'plain' } as const;
    const { value, wrong } = readScalar(slot, scalar);
    const read = wrong ? wrong.instead : String(value ?? words);
    const plain = [this.withoutFrame(answer, printed, words), this.paperNumber(answer, words), read];
    return plain.flatMap((v) => (v === undefined ? [] : isUnquoted(slot) ? v : quoteScalar(v)));
  }

  /** The words that stand where the value stood, between a label or a unit that are as they were. */
  private withoutFrame(answer: Answer, printed: string, words: string): string | undefined {
    const own = formatNumber(answer) || String(answer.value ?? '');
    const at = own === '' ? -1 : printed.indexOf(own);
    if (at < 0) return undefined;
    const [head, tail] = [printed.slice(0, at), printed.slice(at + own.length)];
    const fits = words.startsWith(head) && words.endsWith(tail) && words.length > head.length + tail.length;
    return fits ? words.slice(head.length, words.length - tail.length).trim() : undefined;
  }

  /** `附件6` is printed for what the dossier calls by a name of its own. */
  private paperNumber({ slot }: Answer, words: string): string | undefined {
    const [list, key] = slot.ref?.split('[].') ?? [];
    const number = /^附件(\d+)$/.exec(words)?.[1];
    if (list === undefined || key === undefined || number === undefined) return undefined;
    const name = this.dossier.answers.items(list)?.[Number(number) - 1]?.children?.get(key)?.value;
    return name === undefined ? undefined : String(name);
  }

  private replaceValue({ path }: Answer, value: string): PlacedEdit | undefined {
    const found = this.dossier.source.find(path);
    if (!found) return addField(this.dossier, path, { [formatFieldPath(path)]: value });
    const { block, entry, tree } = found;
    if (tree) return { span: { start: block.start + tree.start, end: block.start + tree.end }, text: value };
    if (!entry) return undefined;
    const end = block.start + entry.keyEnd;
    const colon = end + /^[ \t]*:?/.exec(this.dossier.source.text.slice(end))![0].length;
    return { span: { start: colon, end: colon }, text: ` ${value}` };
  }

  private inChapter(answer: Answer, source: string, span: Span, words: string): PlacedEdit | undefined {
    const { dossier } = this;
    const whole = source.slice(0, span.start) + words + source.slice(span.end);
    if (answer.file !== undefined) return { file: answer.file, span, text: words };
    const found = dossier.source.find(answer.path);
    if (found?.tree?.kind !== 'scalar') return undefined;
    const { start } = found.block;
    // Within quotes a part cannot be changed without minding what must be escaped there.
    if (!isBlockText(found.tree) || found.tree.style === 'folded')
      return { span: { start: start + found.tree.start, end: start + found.tree.end }, text: quoteScalar(whole) };
    const within = [span.start, span.end] as const;
    const place = locate(dossier.source, dossier.answers, { path: answer.path, within }).span;
    const { text } = dossier.source;
    const indent = /^[ \t]*/.exec(text.slice(lineStart(text, place.start)))![0];
    const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
    return { span: place, text: words.replace(/\n+/g, (breaks) => eol.repeat(breaks.length) + indent) };
  }

  /** The dossier with these edits, read and printed again: at the place it says what it shall, elsewhere what it did. */
  private isConfirmed(edits: readonly PlacedEdit[], path: FieldPath, holds: (print: PrintedTexts) => boolean): boolean {
    const after = withEdits(this.dossier, edits);
    if (!after || after.source.problems.length > this.dossier.source.problems.length) return false;
    const answer = after.answers.at(path);
    if (!answer || valueOfAmount(answer).state !== 'ok') return false;
    const [a, b] = [this.dossier, after].map((d) => JSON.stringify(without(plainDataOfSource(d.source), path)));
    return a === b && holds(printedTexts(after, this.file));
  }
}

/** The dossier as it is with these edits, chapters in files of their own included. */
export function withEdits(dossier: NoticeAnalysis, edits: readonly PlacedEdit[]): NoticeAnalysis | undefined {
  const { input } = dossier.cache;
  const chapters = new Map(input.chapters);
  for (const file of new Set(edits.flatMap((e) => e.file ?? []))) {
    const chapter = chapters.get(file);
    if (!chapter || !('text' in chapter)) return undefined;
    const own = edits.filter((e) => e.file === file);
    chapters.set(file, { text: applyEdits(chapter.text, inOrder(own)) });
  }
  const own = edits.filter((e) => e.file === undefined);
  const after = analyze(applyEdits(dossier.source.text, inOrder(own)), { ...input, chapters }, dossier);
  return after.pack ? { ...after, pack: after.pack } : undefined;
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return edits.toSorted((a, b) => a.span.start - b.span.start);
}

/** Plain data without what stands at a path. */
function without(data: unknown, [step, ...rest]: FieldPath): unknown {
  if (step === undefined || typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data))
    return data.map((item, i) => (i === step ? (rest.length ? without(item, rest) : null) : item));
  const { [step]: own, ...others } = data as Record<string, unknown>;
  return rest.length && own !== undefined ? { ...others, [step]: without(own, rest) } : others;
}

const FIGURES: ReadonlySet<string> = new Set(['integer', 'number', 'year', 'date', 'month']);

/** Blanks, separators and the width of characters are a matter of writing. */
function bareFigure(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/\s+/g, '');
}
