/**
 * Reads the lines of one top-level block the way a person does: by indentation. It finds what a YAML parser
 * stumbles over (full-width punctuation, an unclosed quote, a missing colon), says where, and how to read on;
 * and it knows at any offset which keys are open, also in half-typed text. A YAML parser comes after it.
 */
import { FlowScan } from './scan-flow.ts';

export type Slip =
  | 'full-width'
  | 'full-width-space'
  | 'tight-colon'
  | 'missing-colon'
  | 'unclosed-quote'
  | 'unclosed-flow';

/** Something to read differently: `length` units at `at` are taken as `text`; `slip` says what is wrong there. */
export interface Repair {
  readonly at: number;
  readonly length: number;
  readonly text: string;
  readonly slip: Slip;
  /** The stretch a person is shown, where it is not the repaired one. */
  readonly shown?: { readonly start: number; readonly end: number };
}

/** An open collection: its column, and the key or item last begun in it. */
export interface Level {
  readonly col: number;
  readonly kind: 'map' | 'seq';
  key: string;
  index: number;
  /** What the last entry has on its own line. */
  inline: 'nothing' | 'text' | 'closed';
}

/** What the offset where the scan stopped stands in. */
export type Place =
  | { readonly kind: 'structure' }
  | { readonly kind: 'block-scalar' }
  | { readonly kind: 'quoted' }
  | { readonly kind: 'flow'; readonly flow: FlowScan };

export interface Scan {
  readonly repairs: readonly Repair[];
  readonly levels: readonly Level[];
  readonly place: Place;
}

const WIDE_SPACE = /[\u3000\u00a0]/;
const BLANK = /[ \t\u3000\u00a0]/;
const BLOCK_HEADER = /^[|>](?:[+-]?[1-9]?|[1-9][+-])[ \t]*(?:#.*)?$/;
const KEY_LIKE = /^[^\s,，。；、;()（）“”"'[\]{}<>《》!！?？*&|@`%=]{1,16}$/;
const HAN = /\p{Script=Han}/u;

/** Keys that forms have: what tells a key with a full-width colon from prose with one. */
export type Words = ReadonlySet<string>;

const NO_WORDS: Words = new Set();

/** Scans `text` up to `stop`: the start of the line that holds `stop` is the last place looked at. */
export function scan(text: string, stop = text.length + 1, words: Words = NO_WORDS): Scan {
  return new Scanner(text, stop, words).run();
}

class Scanner {
  readonly text: string;
  readonly stop: number;
  readonly words: Words;
  readonly repairs: Repair[] = [];
  levels: Level[] = [];
  place: Place = { kind: 'structure' };
  pos = 0;

  constructor(text: string, stop: number, words: Words) {
    this.text = text;
    this.stop = stop;
    this.words = words;
  }

  run(): Scan {
    while (this.pos <= this.text.length) {
      const end = this.lineEnd(this.pos);
      if (this.stop <= end) break;
      const next = this.line(this.pos, end);
      if (this.place.kind !== 'structure') break;
      this.pos = next;
    }
    return { repairs: this.repairs, levels: this.levels, place: this.place };
  }

  /** Takes in one line and whatever scalar or flow collection begins on it; gives the start of the next. */
  private line(start: number, end: number): number {
    let at = this.indentation(start, end);
    if (at >= end || this.text[at] === '#') return this.after(end);
    let dashes = 0;
    for (let dash = this.dash(at, start, end); dash; dash = this.dash(at, start, end)) {
      dashes++;
      at = dash;
      if (at >= end || this.text[at] === '#') return this.after(end);
    }
    const col = at - start;
    if (!dashes) this.close(col);
    const colon = this.colon(at, end, col, dashes > 0);
    if (colon) return this.entry(at, colon, col, end);
    const top = this.levels.at(-1);
    if (top && top.col < col) {
      if (top.inline === 'text') return this.after(end);
      return this.value(at, end, top);
    }
    this.missingColon(at, end, col);
    return this.after(end);
  }

  private entry(at: number, colon: Colon, col: number, end: number): number {
    const key = this.text.slice(at, colon.keyEnd).replace(/^(["'])(.*)\1$/, '$2');
    let top = this.levels.at(-1);
    if (!top || top.col !== col || top.kind !== 'map') {
      top = { col, kind: 'map', key, index: 0, inline: 'nothing' };
      this.levels.push(top);
    }
    top.key = key;
    top.inline = 'nothing';
    if (colon.repair) this.repairs.push(colon.repair);
    let value = colon.after;
    while (value < end && BLANK.test(this.text[value]!)) {
      if (WIDE_SPACE.test(this.text[value]!)) this.wideSpace(value);
      value++;
    }
    if (value >= end || this.text[value] === '#') return this.after(end);
    return this.value(value, end, top);
  }

  /** A value begins at `at`: passes over all of it, also where it runs over several lines. */
  private value(at: number, end: number, level: Level): number {
    const start = at + (/^(?:[&!][^\s]*[ \t]+)+/.exec(this.text.slice(at, end))?.[0].length ?? 0);
    const first = this.text[start];
    if ((first === '|' || first === '>') && BLOCK_HEADER.test(this.text.slice(start, end).trimEnd())) {
      return this.blockScalar(this.after(end), level);
    }
    if (first === '"' || first === "'") return this.quoted(start, level);
    if (first !== undefined && '[{［｛'.includes(first)) return this.flow(start, level);
    level.inline = 'text';
    return this.after(end);
  }

  private blockScalar(from: number, level: Level): number {
    level.inline = 'closed';
    let at = from;
    while (at <= this.text.length) {
      const end = this.lineEnd(at);
      const indent = this.spaces(at, end);
      const blank = at + indent >= end;
      if (!blank && indent <= level.col) return at;
      if (this.stop <= end && (!blank || this.stop - at > level.col)) {
        this.place = { kind: 'block-scalar' };
        return at;
      }
      at = this.after(end);
    }
    return at;
  }

  private quoted(from: number, level: Level): number {
    level.inline = 'closed';
    const limit = this.regionEnd(from, level.col);
    const close = closingQuote(this.text, from, limit);
    const end = this.lineEnd(from);
    if (close === undefined) {
      if (this.stop > from && this.stop <= end) this.place = { kind: 'quoted' };
      const quote = this.text[from]!;
      this.repairs.push({ at: end, length: 0, text: quote, slip: 'unclosed-quote', shown: { start: from, end } });
      return this.after(end);
    }
    if (this.stop > from && this.stop <= close) this.place = { kind: 'quoted' };
    return this.after(this.lineEnd(close));
  }

  private flow(from: number, level: Level): number {
    level.inline = 'closed';
    const flow = new FlowScan(this.text, from, this.regionEnd(from, level.col), this.stop, this.words);
    this.repairs.push(...flow.repairs);
    if (flow.stopped) this.place = { kind: 'flow', flow };
    return this.after(this.lineEnd(flow.end));
  }

  /** Where a value that began at `from` must have ended: the next line that is not deeper than its key. */
  private regionEnd(from: number, col: number): number {
    let last = this.lineEnd(from);
    let at = this.after(last);
    while (at <= this.text.length) {
      const end = this.lineEnd(at);
      const first = at + this.spaces(at, end);
      const blank = first >= end;
      const closer = /[\]}］｝]/.test(this.text[first] ?? '');
      if (!blank && first - at <= col && !closer) return last;
      if (!blank) last = end;
      at = this.after(end);
    }
    return last;
  }

  /** Ends the collections that a line at column `col` without a dash is no part of. */
  private close(col: number): void {
    while (this.levels.length) {
      const top = this.levels.at(-1)!;
      if (top.col < col || (top.col === col && top.kind === 'map')) return;
      this.levels.pop();
    }
  }

  /** A list dash at `at`: opens or continues the list and gives the offset of the item's content. */
  private dash(at: number, start: number, end: number): number | undefined {
    const sign = this.text[at];
    const wide = sign === '－';
    if (sign !== '-' && !wide) return undefined;
    const after = at + 1;
    if (!wide && after < end && !BLANK.test(this.text[after]!)) return undefined;
    const col = at - start;
    while (this.levels.length && this.levels.at(-1)!.col > col) this.levels.pop();
    let top = this.levels.at(-1);
    if (top && top.col < col && top.inline === 'text') return undefined;
    if (!top || top.col !== col || top.kind !== 'seq') {
      top = { col, kind: 'seq', key: '', index: -1, inline: 'nothing' };
      this.levels.push(top);
    }
    top.index++;
    top.inline = 'nothing';
    if (wide) {
      const space = after < end && BLANK.test(this.text[after]!) ? '' : ' ';
      this.repairs.push({ at, length: 1, text: `-${space}`, slip: 'full-width' });
    }
    return this.indentation(after, end);
  }

  /** The colon that ends a key beginning at `at`, if there is one. */
  private colon(at: number, end: number, col: number, afterDash: boolean): Colon | undefined {
    const quotedKey = /^(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*')[ \t]*:(?=[ \t]|$)/.exec(this.text.slice(at, end));
    if (quotedKey) {
      const after = at + quotedKey[0].length;
      return { keyEnd: at + quotedKey[0].replace(/[ \t]*:$/, '').length, after };
    }
    const top = this.levels.at(-1);
    const continues = !afterDash && top !== undefined && top.col < col && top.inline === 'text';
    const certain = !afterDash && (!top || (top.col === col && top.kind === 'map'));
    for (let i = at; i < end; i++) {
      const c = this.text[i]!;
      if (c === '#' && BLANK.test(this.text[i - 1] ?? ' ')) return undefined;
      if (i === at && /[[\]{}"'|>&*!%@`［｛]/.test(c)) return undefined;
      if (c !== ':' && c !== '：') continue;
      const key = this.text.slice(at, i).trimEnd();
      const keyEnd = at + key.length;
      const next = this.text[i + 1];
      const spaced = i + 1 >= end || BLANK.test(next!);
      if (c === ':' && spaced) return { keyEnd, after: i + 1 };
      if (continues || !KEY_LIKE.test(key) || !(certain || this.words.has(key))) continue;
      if (c === '：') {
        return { keyEnd, after: i + 1, repair: { at: i, length: 1, text: spaced ? ':' : ': ', slip: 'full-width' } };
      }
      if (HAN.test(key) && next !== '/') {
        return {
          keyEnd,
          after: i + 1,
          repair: { at: i + 1, length: 0, text: ' ', slip: 'tight-colon', shown: { start: i, end: i + 1 } },
        };
      }
    }
    return undefined;
  }

  private missingColon(at: number, end: number, col: number): void {
    const content = this.text
      .slice(at, end)
      .replace(/\s+#.*$/, '')
      .trimEnd();
    if (/^[[\]{}"'|>&*!%@`?]/.test(content)) return;
    const stop = at + content.length;
    this.repairs.push({ at: stop, length: 0, text: ':', slip: 'missing-colon', shown: { start: at, end: stop } });
    const top = this.levels.at(-1);
    if (top && top.col === col) Object.assign(top, { key: content, inline: 'nothing' });
    else this.levels.push({ col, kind: 'map', key: content, index: 0, inline: 'nothing' });
  }

  private indentation(start: number, end: number): number {
    let at = start;
    while (at < end && BLANK.test(this.text[at]!)) {
      if (WIDE_SPACE.test(this.text[at]!)) this.wideSpace(at);
      at++;
    }
    return at;
  }

  private wideSpace(at: number): void {
    this.repairs.push({ at, length: 1, text: ' ', slip: 'full-width-space' });
  }

  private spaces(start: number, end: number): number {
    let at = start;
    while (at < end && (this.text[at] === ' ' || this.text[at] === '\u3000')) at++;
    return at - start;
  }

  /** The offset of the line's break (of its `\r` in `\r\n`), or the end of the text. */
  private lineEnd(from: number): number {
    return lineEnd(this.text, from);
  }

  /** The start of the line after the one that ends at `end`; past the text where there is none. */
  private after(end: number): number {
    return this.text[end] === '\r' ? end + 2 : end + 1;
  }
}

interface Colon {
  readonly keyEnd: number;
  readonly after: number;
  readonly repair?: Repair;
}

/** The offset of the break that ends the line at `from`, or the end of the text. */
export function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  if (at < 0) return text.length;
  return at > from && text[at - 1] === '\r' ? at - 1 : at;
}

/** The offset of the quote that closes the one at `from`, before `limit`. */
export function closingQuote(text: string, from: number, limit: number): number | undefined {
  const quote = text[from];
  for (let i = from + 1; i < limit; i++) {
    if (text[i] === '\\' && quote === '"') i++;
    else if (text[i] === quote && quote === "'" && text[i + 1] === "'") i++;
    else if (text[i] === quote) return i;
  }
  return undefined;
}
