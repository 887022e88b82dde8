/** Document symbols: the outline of a dossier, with values in short and the number of missing fields in each group. */

import type { Analysis } from '../../analysis/types.ts';
import { type Answer, isRequired } from '../../form/answer.ts';
import { childAnswers, valueOfAmount } from '../../form/answers.ts';
import type { Span } from '../../model/edit.ts';
import type { Field, FieldType } from '../../model/form-schema.ts';
import type { Locale, LocalizedText } from '../../model/localized-text.ts';
import { clip } from '../../text/clip.ts';
import { countCharacters } from '../../text/count-characters.ts';
import { entryExtent, extentOf } from '../../yaml/extent.ts';
import { type Heading, headingsOf } from '../../yaml/markdown-headings.ts';
import type { PlacedYamlBlock, YamlEntry, YamlTree } from '../../yaml/tree.ts';

/** An entry of the outline. */
export interface SymbolNode {
  /** The key, the first value of an item, or the title of a heading; never empty. */
  readonly name: string;
  /** The value in short, the number of items, or what is missing; may be empty. */
  readonly detail: string;
  readonly kind: FieldType | 'section' | 'item' | 'heading';
  /** The whole entry, in UTF-16 offsets into the dossier; encloses `selection` and the spans of its children. */
  readonly span: Span;
  /** The key or value that an editor selects. */
  readonly selection: Span;
  readonly children: readonly SymbolNode[];
}

/** The outline of a dossier in the order of its text; also of one whose notice is not known, then without what is missing. */
export function documentSymbols(analysis: Analysis, locale: Locale): readonly SymbolNode[] {
  return analysis.source.blocks.flatMap((placed) => {
    const writer = new DocumentSymbolBuilder(analysis, placed, locale);
    return placed.block.entries.flatMap((entry) => writer.section(entry));
  });
}

class DocumentSymbolBuilder {
  private readonly analysis: Analysis;
  private readonly placed: PlacedYamlBlock;
  private readonly locale: Locale;

  constructor(analysis: Analysis, placed: PlacedYamlBlock, locale: Locale) {
    this.analysis = analysis;
    this.placed = placed;
    this.locale = locale;
  }

  section(entry: YamlEntry): readonly SymbolNode[] {
    const { answers, source, pack } = this.analysis;
    // Of a key that stands there twice, the first is the answer.
    const answer = source.block(entry.key) === this.placed ? answers.at([entry.key]) : undefined;
    const symbols = this.entry(entry, answer).map((s) => (s.children.length ? { ...s, kind: 'section' as const } : s));
    if (entry.key !== pack?.form.roles.notice) return symbols;
    const absent = pack.form.fields.filter(
      (f) => isMissingAnswer(answers.at([f.key]), this.analysis) && !source.block(f.key),
    );
    if (!absent.length) return symbols;
    const keys = absent.map((f) => f.key).join(this.localize({ zh: '、', en: ', ' }));
    const note = this.localize({ zh: `缺 ${keys}`, en: `missing: ${keys}` });
    return symbols.map((s) => ({ ...s, detail: joinDefined(s.detail, note) }));
  }

  private entry(entry: YamlEntry, answer: Answer | undefined): readonly SymbolNode[] {
    // A symbol without a name is refused by editors.
    const name = oneLine(entry.key);
    if (!name) return [];
    const { start, end } = entryExtent(entry, this.placed.block.text);
    const selection = this.span(entry.keyStart, entry.keyEnd);
    return [this.symbol(name, answer, entry.value, this.span(start, end), selection)];
  }

  private symbol(
    name: string,
    answer: Answer | undefined,
    tree: YamlTree | undefined,
    span: Span,
    selection: Span,
  ): SymbolNode {
    const children = this.children(answer, tree);
    const detail = this.detail(answer, tree);
    const kind = answer?.slot.type ?? (tree?.kind === 'scalar' || !tree ? 'text' : tree.kind);
    // Spans read through text repairs may reach beyond their parent; editors want them enclosed.
    const whole = children.reduce((all, c) => union(all, c.span), union(span, selection));
    return { name, detail, kind, span: whole, selection, children };
  }

  private children(answer: Answer | undefined, tree: YamlTree | undefined): readonly SymbolNode[] {
    if (tree?.kind === 'map') {
      const first = new Map([...tree.entries].reverse().map((e) => [e.key, e]));
      const answerOf = (e: YamlEntry) => (first.get(e.key) === e ? answer?.children?.get(e.key) : undefined);
      return tree.entries.flatMap((e) => this.entry(e, answerOf(e)));
    }
    if (tree?.kind === 'list')
      return tree.items.flatMap((item, i) => (item?.kind === 'map' ? [this.item(item, answer?.items?.[i], i)] : []));
    return answer?.slot.type === 'narrative' ? this.nested(headingsOf(tree, this.placed.block.text)) : [];
  }

  /** An item of a list, named by the first of its fields, in the form's order, that has a short value. */
  private item(tree: YamlTree, answer: Answer | undefined, i: number): SymbolNode {
    const { start, end } = extentOf(tree, this.placed.block.text);
    const own = [...(answer?.children?.values() ?? [])].filter((a) => shortValue(a) !== undefined);
    const [first] = own;
    const entry = first && tree.kind === 'map' ? tree.entries.find((e) => e.value === first.tree) : undefined;
    const key = tree.kind === 'map' ? (entry ?? tree.entries[0]) : undefined;
    const selection = entry?.value ?? (key ? { start: key.keyStart, end: key.keyEnd } : { start, end: start });
    const name = (first && shortValue(first)) || this.localize({ zh: `第 ${i + 1} 项`, en: `Item ${i + 1}` });
    const symbol = this.symbol(
      oneLine(name),
      answer,
      tree,
      this.span(start, end),
      this.span(selection.start, selection.end),
    );
    const sort = own.find((a) => a !== first && a.slot.type === 'choice');
    return { ...symbol, kind: 'item', detail: joinDefined(sort && shortValue(sort), symbol.detail) };
  }

  /** Headings as a tree: each under the last one of less depth. */
  private nested(headings: readonly Heading[]): readonly SymbolNode[] {
    const top: SymbolNode[] = [];
    const open: { readonly depth: number; readonly below: SymbolNode[] }[] = [];
    for (const { depth, title, start, end, stop } of headings) {
      while (open.length && open.at(-1)!.depth >= depth) open.pop();
      const below: SymbolNode[] = [];
      const name = oneLine(title.replace(/[*_`]/g, '')) || title;
      const span = this.span(start, stop);
      const selection = this.span(start, end);
      (open.at(-1)?.below ?? top).push({ name, detail: '', kind: 'heading', span, selection, children: below });
      open.push({ depth, below });
    }
    return top;
  }

  private detail(answer: Answer | undefined, tree: YamlTree | undefined): string {
    if (!answer) return tree?.kind === 'scalar' ? oneLine(tree.text) : '';
    if (answer.state === 'blank') return this.localize({ zh: '未填', en: 'blank' });
    const { slot, items, children } = answer;
    const missing = countMissing(answer, this.analysis);
    const note = missing ? this.localize({ zh: `缺 ${missing} 项`, en: `${missing} missing` }) : '';
    if (items?.length) return joinDefined(this.items(items), note);
    if (answer.file !== undefined) return answer.file;
    if (children) return joinDefined(this.value(valueOfAmount(answer)), note);
    if (slot.type === 'narrative' || ('multiline' in slot && slot.multiline)) return this.length(answer);
    return this.value(answer);
  }

  private items(items: readonly Answer[]): string {
    const words = items.map((a) => (a.children ? undefined : shortValue(a)));
    if (words.every((w) => w !== undefined)) return oneLine(words.join(this.localize({ zh: '、', en: ', ' })));
    return this.localize({ zh: `${items.length} 项`, en: items.length === 1 ? '1 item' : `${items.length} items` });
  }

  private length({ value }: Answer): string {
    if (value === undefined) return '';
    const count = countCharacters(String(value));
    return this.localize({ zh: `${count} 字`, en: `${count} 字` });
  }

  private value(answer: Answer): string {
    const short = shortValue(answer);
    if (short === undefined) return answer.tree?.kind === 'scalar' ? oneLine(answer.tree.text) : '';
    const { unit, type } = answer.slot;
    const measured = unit && (type === 'number' || type === 'integer') && typeof answer.value === 'number';
    return measured ? `${short} ${this.localize(unit)}` : oneLine(short);
  }

  private span(start: number, end: number): Span {
    return { start: this.placed.start + start, end: this.placed.start + end };
  }

  private localize(text: LocalizedText): string {
    return text[this.locale];
  }
}

function union(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** How many required answers below this one are missing. A group that is missing as a whole counts as one. */
function countMissing(answer: Answer, analysis: Analysis): number {
  const below = childAnswers(answer);
  return below.reduce((sum, a) => sum + (isMissingAnswer(a, analysis) ? 1 : countMissing(a, analysis)), 0);
}

function isMissingAnswer(answer: Answer | undefined, { direction }: Analysis): boolean {
  if (answer?.state !== 'absent' && answer?.state !== 'blank') return false;
  return !('key' in answer.slot) || isRequired(answer.slot as Field, direction);
}

/** A single value as text; undefined for a group or list, or where the answer cannot be read. */
function shortValue(answer: Answer): string | undefined {
  if (answer.state !== 'ok' || answer.value === undefined || answer.children || answer.items?.length) return undefined;
  return String(answer.value);
}

/** Longest text of a name or a detail, in characters. */
const LONGEST = 40;

function oneLine(text: string): string {
  return clip(text, LONGEST);
}

function joinDefined(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
