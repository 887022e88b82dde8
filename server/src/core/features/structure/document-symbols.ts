/** A dossier's outline: what is answered, by the sections of the form, with what is still missing in each. */

import type { Analysis } from '../../analysis/types.ts';
import { type Answer, isRequired } from '../../form/answer.ts';
import { bareValue, partsOf } from '../../form/answers.ts';
import type { Span } from '../../model/edit.ts';
import type { Field, FieldType } from '../../model/form-schema.ts';
import type { Locale, Text } from '../../model/localized-text.ts';
import { countWords } from '../../text/count-characters.ts';
import { entryExtent, extentOf } from '../../yaml/extent.ts';
import { type Heading, headingsOf } from '../../yaml/markdown-headings.ts';
import type { Entry, PlacedBlock, Tree } from '../../yaml/tree.ts';

export interface OutlineSymbol {
  readonly name: string;
  /** A short value, how many there are, or what is missing. */
  readonly detail: string;
  readonly kind: FieldType | 'section' | 'item' | 'heading';
  /** All of it; encloses `selection` and the spans of its children. */
  readonly span: Span;
  readonly selection: Span;
  readonly children: readonly OutlineSymbol[];
}

export function outline(analysis: Analysis, locale: Locale): readonly OutlineSymbol[] {
  return analysis.source.blocks.flatMap((placed) => {
    const writer = new Outline(analysis, placed, locale);
    return placed.block.entries.flatMap((entry) => writer.section(entry));
  });
}

class Outline {
  private readonly analysis: Analysis;
  private readonly placed: PlacedBlock;
  private readonly locale: Locale;

  constructor(analysis: Analysis, placed: PlacedBlock, locale: Locale) {
    this.analysis = analysis;
    this.placed = placed;
    this.locale = locale;
  }

  section(entry: Entry): readonly OutlineSymbol[] {
    const { answers, source, pack } = this.analysis;
    // Of a key that stands there twice, the first is the answer.
    const answer = source.block(entry.key) === this.placed ? answers.at([entry.key]) : undefined;
    const symbols = this.entry(entry, answer).map((s) => (s.children.length ? { ...s, kind: 'section' as const } : s));
    if (entry.key !== pack?.form.roles.notice) return symbols;
    const absent = pack.form.fields.filter((f) => isGap(answers.at([f.key]), this.analysis) && !source.block(f.key));
    if (!absent.length) return symbols;
    const keys = absent.map((f) => f.key).join(this.say({ zh: '、', en: ', ' }));
    const note = this.say({ zh: `缺 ${keys}`, en: `missing: ${keys}` });
    return symbols.map((s) => ({ ...s, detail: joined(s.detail, note) }));
  }

  private entry(entry: Entry, answer: Answer | undefined): readonly OutlineSymbol[] {
    // A symbol without a name is refused by editors.
    const name = clip(entry.key);
    if (!name) return [];
    const { start, end } = entryExtent(entry, this.placed.block.text);
    const selection = this.span(entry.keyStart, entry.keyEnd);
    return [this.symbol(name, answer, entry.value, this.span(start, end), selection)];
  }

  private symbol(
    name: string,
    answer: Answer | undefined,
    tree: Tree | undefined,
    span: Span,
    selection: Span,
  ): OutlineSymbol {
    const children = this.children(answer, tree);
    const detail = this.detail(answer, tree);
    const kind = answer?.slot.type ?? (tree?.kind === 'scalar' || !tree ? 'text' : tree.kind);
    // What was read through repairs may reach beyond; in an outline everything lies within what is above it.
    const whole = children.reduce((all, c) => union(all, c.span), union(span, selection));
    return { name, detail, kind, span: whole, selection, children };
  }

  private children(answer: Answer | undefined, tree: Tree | undefined): readonly OutlineSymbol[] {
    if (tree?.kind === 'map') {
      const first = new Map([...tree.entries].reverse().map((e) => [e.key, e]));
      const answerOf = (e: Entry) => (first.get(e.key) === e ? answer?.children?.get(e.key) : undefined);
      return tree.entries.flatMap((e) => this.entry(e, answerOf(e)));
    }
    if (tree?.kind === 'list')
      return tree.items.flatMap((item, i) => (item?.kind === 'map' ? [this.item(item, answer?.items?.[i], i)] : []));
    return answer?.slot.type === 'narrative' ? this.nested(headingsOf(tree, this.placed.block.text)) : [];
  }

  /** An item of a list by the first thing it says of itself, as its form has it. */
  private item(tree: Tree, answer: Answer | undefined, i: number): OutlineSymbol {
    const { start, end } = extentOf(tree, this.placed.block.text);
    const own = [...(answer?.children?.values() ?? [])].filter((a) => shortOf(a) !== undefined);
    const [first] = own;
    const entry = first && tree.kind === 'map' ? tree.entries.find((e) => e.value === first.tree) : undefined;
    const key = tree.kind === 'map' ? (entry ?? tree.entries[0]) : undefined;
    const selection = entry?.value ?? (key ? { start: key.keyStart, end: key.keyEnd } : { start, end: start });
    const name = (first && shortOf(first)) || this.say({ zh: `第 ${i + 1} 项`, en: `Item ${i + 1}` });
    const symbol = this.symbol(
      clip(name),
      answer,
      tree,
      this.span(start, end),
      this.span(selection.start, selection.end),
    );
    const sort = own.find((a) => a !== first && a.slot.type === 'choice');
    return { ...symbol, kind: 'item', detail: joined(sort && shortOf(sort), symbol.detail) };
  }

  /** Headings under those of less depth. */
  private nested(headings: readonly Heading[]): readonly OutlineSymbol[] {
    const top: OutlineSymbol[] = [];
    const open: { readonly depth: number; readonly below: OutlineSymbol[] }[] = [];
    for (const { depth, title, start, end, stop } of headings) {
      while (open.length && open.at(-1)!.depth >= depth) open.pop();
      const below: OutlineSymbol[] = [];
      const name = clip(title.replace(/[*_`]/g, '')) || title;
      const span = this.span(start, stop);
      const selection = this.span(start, end);
      (open.at(-1)?.below ?? top).push({ name, detail: '', kind: 'heading', span, selection, children: below });
      open.push({ depth, below });
    }
    return top;
  }

  private detail(answer: Answer | undefined, tree: Tree | undefined): string {
    if (!answer) return tree?.kind === 'scalar' ? clip(tree.text) : '';
    if (answer.state === 'blank') return this.say({ zh: '未填', en: 'blank' });
    const { slot, items, children } = answer;
    const missing = countMissing(answer, this.analysis);
    const note = missing ? this.say({ zh: `缺 ${missing} 项`, en: `${missing} missing` }) : '';
    if (items?.length) return joined(this.items(items), note);
    if (answer.file !== undefined) return answer.file;
    if (children) return joined(this.value(bareValue(answer)), note);
    if (slot.type === 'narrative' || ('multiline' in slot && slot.multiline)) return this.length(answer);
    return this.value(answer);
  }

  private items(items: readonly Answer[]): string {
    const words = items.map((a) => (a.children ? undefined : shortOf(a)));
    if (words.every((w) => w !== undefined)) return clip(words.join(this.say({ zh: '、', en: ', ' })));
    return this.say({ zh: `${items.length} 项`, en: items.length === 1 ? '1 item' : `${items.length} items` });
  }

  private length({ value }: Answer): string {
    if (value === undefined) return '';
    const count = countWords(String(value));
    return this.say({ zh: `${count} 字`, en: `${count} 字` });
  }

  private value(answer: Answer): string {
    const short = shortOf(answer);
    if (short === undefined) return answer.tree?.kind === 'scalar' ? clip(answer.tree.text) : '';
    const { unit, type } = answer.slot;
    const measured = unit && (type === 'number' || type === 'integer') && typeof answer.value === 'number';
    return measured ? `${short} ${this.say(unit)}` : clip(short);
  }

  private span(start: number, end: number): Span {
    return { start: this.placed.start + start, end: this.placed.start + end };
  }

  private say(text: Text): string {
    return text[this.locale];
  }
}

function union(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** How many required answers below this one are not given. A group that is not there at all is one. */
function countMissing(answer: Answer, analysis: Analysis): number {
  const below = partsOf(answer);
  return below.reduce((sum, a) => sum + (isGap(a, analysis) ? 1 : countMissing(a, analysis)), 0);
}

function isGap(answer: Answer | undefined, { direction }: Analysis): boolean {
  if (answer?.state !== 'absent' && answer?.state !== 'blank') return false;
  return !('key' in answer.slot) || isRequired(answer.slot as Field, direction);
}

/** What a single value says; undefined of a group, or where nothing can be read. */
function shortOf(answer: Answer): string | undefined {
  if (answer.state !== 'ok' || answer.value === undefined || answer.children || answer.items?.length) return undefined;
  return String(answer.value);
}

/** Longest text of a name or a detail, in UTF-16 units. */
const LONGEST = 40;

function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(' · ');
}
