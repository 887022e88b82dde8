/**
 * A Word file that was sent out and came back: what somebody changed in it since it was rendered, by the places of the dossier, and
 * what the dossier would have to say for it. Three sides: as rendered, as it is in Word, as the dossier prints now.
 */

import { locate } from '../../core/analysis/locate.ts';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { FileSpan } from '../../core/model/finding.ts';
import { parseFieldPath } from '../../core/model/path.ts';
import type { ReadFile } from '../manuscript/read-chapter.ts';
import type { OtherChange } from '../record/other-changes.ts';
import type { FileRecord, RecordedPart } from '../record/render-record.ts';
import { sourceOf } from '../record/render-record.ts';
import type { WordText } from '../record/word-text.ts';
import { DossierRewriter, type PlacedEdit, printedKey } from './read-back.ts';
import { difference, plainText } from './stretches.ts';
import { type ChangedPart, type MatchResult, matchParagraphs, type OutsideChange } from './word-match.ts';

/** What came of a field in Word. */
export type ChangeKind =
  /** It says something else, and the dossier can be made to say the same. */
  | 'changed'
  /** It says something else; how the dossier would say it is for a person to find. */
  | 'manual'
  /** It was emptied or taken out. */
  | 'removed'
  /** Since the render the dossier was changed there as well, otherwise. */
  | 'conflict'
  /** It cannot be told what of the new words stands for the field, or its several places say different things. */
  | 'unclear';

/** What somebody changed of one answer, or of one paragraph or cell of a chapter. */
export interface Change {
  readonly kind: ChangeKind;
  /** As `formatFieldPath` writes it. */
  readonly path: string;
  /** As it was printed when the file was rendered, and as it stands in Word; undefined where it is gone. */
  readonly old: string;
  readonly text: string | undefined;
  /** What the dossier prints there now, where that is neither. */
  readonly now?: string;
  /** In how many places of the paper it was changed, and in how many it was printed like this. */
  readonly places: readonly [number, number];
  /** Where the dossier says it, or would say it. */
  readonly location: FileSpan;
  /** What makes the dossier say it; of `changed` only. */
  readonly edits: readonly PlacedEdit[];
}

/** Everything that differs between a Word file and its own record. */
export interface Comparison {
  readonly changes: readonly Change[];
  /** Words of the form that were changed, and words that were added. */
  readonly outside: readonly OutsideChange[];
  /** What was done to the file beside its words, and paragraphs that stand elsewhere. */
  readonly others: readonly OtherChange[];
  /** Revisions that nobody accepted or rejected; they are read as accepted. */
  readonly revisions: number;
  /** Whoever made the revisions, each once. */
  readonly revisionAuthors: readonly string[];
  /** The dossier is no more what it was when the file was rendered. */
  readonly moved: boolean;
}

/** A Word file that has a record, so that it can be compared. */
export interface RenderedWordFile {
  readonly text: WordText;
  readonly record: FileRecord;
  readonly others: readonly OtherChange[];
}

/**
 * Compares a Word file with its record and with what the dossier prints now. `file` reads the pictures and chapters
 * beside the dossier.
 */
export function compareWord(word: RenderedWordFile, dossier: NoticeAnalysis, file: ReadFile): Comparison {
  const { text, record, others: own } = word;
  const matched = matchParagraphs(record.paragraphs, text);
  const moved = sourceOf(dossier).digest !== record.source.digest;
  const changes = new Comparer(record, dossier, cachedReader(file)).changes(matched);
  // What Word tracks as moved is told with its author already.
  const tracked = own.some((o) => o.kind === 'moved');
  const shifted = tracked
    ? []
    : matched.moved.map((words) => ({ kind: 'moved', text: words, author: undefined }) as const);
  const { revisions, revisionAuthors } = text;
  return { changes, outside: matched.outside, others: [...own, ...shifted], revisions, revisionAuthors, moved };
}

class Comparer {
  private readonly dossier: NoticeAnalysis;
  private readonly back: DossierRewriter;
  /** All that was printed when the file was rendered, by place, and where each mark stands in that. */
  private readonly base = new Map<string, string[]>();
  private readonly numbers = new Map<string, number>();

  constructor(record: FileRecord, dossier: NoticeAnalysis, file: ReadFile) {
    this.dossier = dossier;
    this.back = new DossierRewriter(dossier, file);
    for (const { text, parts } of record.paragraphs)
      for (const part of parts) {
        const key = printedKey(part.path, part.within);
        const list = this.base.get(key) ?? [];
        this.numbers.set(part.bookmark, list.length);
        this.base.set(key, [...list, plainText(text.slice(part.start, part.end))]);
      }
  }

  changes({ changed, unclear }: MatchResult): readonly Change[] {
    const groups = new Map<string, ChangedPart[]>();
    for (const reading of changed) {
      // Each paragraph of a chapter is a change of its own; an answer is one, wherever it is printed.
      const key = reading.part.within ? reading.part.bookmark : reading.part.path;
      groups.set(key, [...(groups.get(key) ?? []), reading]);
    }
    const read = [...groups.values()].flatMap((g) => (g[0]!.part.within ? this.chapter(g[0]!) : this.answer(g)) ?? []);
    return [...read, ...unclear.map(({ parts, old, text }) => this.change('unclear', parts[0]!, { old, text }))];
  }

  private answer(readings: readonly ChangedPart[]): Change | undefined {
    const [{ part, old, text }] = readings as [ChangedPart];
    const { path } = part;
    const base = this.base.get(path)!;
    const now = this.back.print.get(path)?.map((p) => p.text) ?? [];
    const numbers = readings.map((r) => this.numbers.get(r.part.bookmark)!);
    if (readings.every((r, i) => r.text !== undefined && this.back.isSame(path, now[numbers[i]!] ?? '', r.text)))
      return undefined;
    const alike = base.filter((t, n) => t === old || numbers.includes(n)).length;
    const said = { old, text, places: [readings.length, alike] as const };
    const isMoved = base.length !== now.length || base.some((t, n) => t !== now[n]);
    if (isMoved) return this.change('conflict', part, { ...said, now: now[numbers[0]!] ?? '' });
    const given = readings.flatMap((r, i) => (r.text?.trim() ? [[numbers[i]!, r.text] as const] : []));
    if (!given.length) return this.change('removed', part, { ...said, text: text?.trim() ? text : undefined });
    const wanted = new Map(given);
    const shown = { ...said, old: base[given[0]![0]]!, text: given[0]![1] };
    const edits = this.back.answer(path, wanted);
    if (edits) return this.change('changed', part, { ...shown, edits });
    const alone = [...wanted].filter(([n, t]) => this.back.answer(path, new Map([[n, t]])));
    return this.change(alone.length > 1 ? 'unclear' : 'manual', part, shown);
  }

  /** Several paragraphs of a chapter that were joined or divided anew: all of them, or none. */
  private stretch({ part, through, old, text }: ChangedPart): Change | undefined {
    const key = printedKey(part.path, part.within);
    const [base, now] = [this.base.get(key)!, this.back.print.get(key)?.map((p) => p.text) ?? []];
    const [first, last] = [part, through ?? part].map((p) => this.numbers.get(p.bookmark)!) as [number, number];
    if (text !== undefined && isPrintedIn(now, text)) return undefined;
    const own = now.slice(first, last + 1);
    if (own.join('\n') !== base.slice(first, last + 1).join('\n'))
      return this.change('conflict', part, { old, text, now: own.join('\n') });
    if (!text?.trim()) return this.change('removed', part, { old, text: undefined });
    const edits = this.back.chapter(part.path, [first, last], text);
    return this.change(edits ? 'changed' : 'manual', part, { old, text, ...(edits ? { edits } : {}) }, first);
  }

  private chapter(changed: ChangedPart): Change | undefined {
    if (changed.through) return this.stretch(changed);
    const { part, old, text } = changed;
    const key = printedKey(part.path, part.within);
    const [base, now] = [this.base.get(key)!, this.back.print.get(key)?.map((p) => p.text) ?? []];
    const number = this.numbers.get(part.bookmark)!;
    // It may stand elsewhere by now: it is known by its words, those of one number first.
    const same = now[number] === base[number] ? number : onlyOf(now, base[number]!);
    if (same === undefined) {
      if (text !== undefined && isPrintedIn(now, text)) return undefined;
      if (text === undefined && now.length < base.length) return undefined;
      return this.change('conflict', part, { old, text, now: now[number] ?? '' });
    }
    if (!text?.trim()) return this.change('removed', part, { old, text: undefined });
    const edits = this.back.chapter(part.path, [same, same], text);
    return this.change(edits ? 'changed' : 'manual', part, { old, text, ...(edits ? { edits } : {}) }, same);
  }

  private change(
    kind: ChangeKind,
    { path, within }: RecordedPart,
    said: Pick<Change, 'old' | 'text'> & Partial<Change>,
    number?: number,
  ): Change {
    const { source, answers } = this.dossier;
    const own = number === undefined ? undefined : this.back.print.get(printedKey(path, within))?.[number]?.within;
    const fileSpan = locate(source, answers, { path: parseFieldPath(path), ...(own ? { within: own } : {}) });
    return { kind, path, places: [1, 1], location: fileSpan, edits: [], ...said };
  }
}

/** True where these paragraphs, one or more, are printed one after the other. */
function isPrintedIn(now: readonly string[], text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim());
  return now.some((_, at) => lines.every((line, i) => now[at + i] === plainText(line)));
}

function onlyOf(list: readonly string[], text: string): number | undefined {
  const at = list.indexOf(text);
  return at >= 0 && list.lastIndexOf(text) === at ? at : undefined;
}

/** Each file is read once: a dossier is printed anew for every change. */
function cachedReader(file: ReadFile): ReadFile {
  const read = new Map<string, Uint8Array | undefined>();
  return (path) => {
    if (!read.has(path)) read.set(path, file(path));
    return read.get(path);
  };
}

/** The changes that can be made at once: none touches the place of another; the rest is for the next comparison. */
export function independentChanges(changes: readonly Change[]): readonly Change[] {
  const taken: PlacedEdit[] = [];
  return changes.filter(({ edits }) => {
    const isFree = edits.every((e) => taken.every((t) => t.file !== e.file || isApart(t, e)));
    if (isFree) taken.push(...edits);
    return isFree;
  });
}

function isApart({ span: a }: PlacedEdit, { span: b }: PlacedEdit): boolean {
  return a.end < b.start || b.end < a.start;
}

/** How much of what stayed is shown before and behind what changed, in UTF-16 units. */
const CONTEXT_LENGTH = 12;
/** Texts up to this length are shown whole. */
const MAX_WHOLE_LENGTH = 40;

/** Two texts as they are told of: of long ones no more than what differs, and a little around it. */
export function abbreviate(
  old: string,
  text: string | undefined,
): { readonly old: string; readonly text: string | undefined } {
  if (text === undefined) return { old: clip(old), text };
  if (old.length <= MAX_WHOLE_LENGTH && text.length <= MAX_WHOLE_LENGTH) return { old, text };
  const { start, end, inserted } = difference(old, text);
  const head = `${start > CONTEXT_LENGTH ? '…' : ''}${old.slice(Math.max(0, start - CONTEXT_LENGTH), start)}`;
  const tail = `${old.slice(end, end + CONTEXT_LENGTH)}${old.length - end > CONTEXT_LENGTH ? '…' : ''}`;
  return { old: head + clip(old.slice(start, end)) + tail, text: head + clip(inserted) + tail };
}

function clip(text: string): string {
  return text.length > MAX_WHOLE_LENGTH * 2
    ? `${text.slice(0, MAX_WHOLE_LENGTH)}……${text.slice(-MAX_WHOLE_LENGTH)}`
    : text;
}
