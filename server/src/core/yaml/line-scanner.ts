/**
 * Reads the lines of one top-level block the way a person does: by indentation. It finds what a YAML parser
 * stumbles over (full-width punctuation, an unclosed quote, a missing colon), says where, and how to read on;
 * and it knows at any offset which keys are open, also in half-typed text. A YAML parser comes after it.
 */

import { TOP, type Words } from '../model/form-paths.ts';
import { FlowScan } from './flow-scanner.ts';
import { closingQuote, isStrayText, knownWord, lineEnd, MERGE_MARK, type Repair, withoutComment } from './repair.ts';

/** An open collection: its column, and the key or item last begun in it. */
export interface Level {
  readonly col: number;
  readonly kind: 'map' | 'seq';
  key: string;
  index: number;
  /** What the last entry has on its own line. */
  inline: 'nothing' | 'text' | 'closed';
  /** Other columns that its lines were found at: said once, then read as meant. By column, what is mended with the first. */
  readonly also: Map<number, Repair[]>;
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

const NO_WORDS: Words = new Map();

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
    let at = start;
    while (at < end && BLANK.test(this.text[at]!)) at++;
    if (at >= end || this.text[at] === '#') return this.after(end);
    if (at === start && start > 0 && this.isForeign(start, end)) return this.after(end);
    // Columns are those of the text as it is read: an indentation that was mended counts as mended.
    const shift = this.mendIndentation(start, at, end);
    let dashes = 0;
    for (let dash = this.dash(at, start - shift, end); dash; dash = this.dash(at, start - shift, end)) {
      dashes++;
      at = dash;
      if (at >= end || this.text[at] === '#') return this.after(end);
    }
    const col = at - start + shift;
    if (!dashes) this.close(col);
    const colon = this.colon(at, end, col, dashes > 0);
    if (colon) return this.entry(at, colon, col, end);
    const top = this.levels.at(-1);
    if (top && top.col < col) {
      if (top.inline === 'text') return this.after(end);
      if (!this.isHalfTyped(at, end, col)) return this.value(at, end, top);
    }
    this.missingColon(at, end, col);
    return this.after(end);
  }

  /** A line at the margin that is no entry: marks of a merge, or a text that slipped out of its block. Read as a comment. */
  private isForeign(start: number, end: number): boolean {
    const line = withoutComment(this.text.slice(start, end));
    const merge = MERGE_MARK.test(line);
    if (!merge && !isStrayText(line)) return false;
    const shown = { start, end: start + line.length };
    this.repairs.push({ at: start, length: 0, text: '#', slip: merge ? 'merge-mark' : 'missing-colon', shown });
    return true;
  }

  /** Reads an indentation that fits no open group as the one that was meant; gives the columns that this adds. */
  private mendIndentation(start: number, at: number, end: number): number {
    const blanks = this.text.slice(start, at);
    const odd = /[^ ]/.test(blanks);
    const level = this.meantLevel(at, end, blanks.length, odd);
    if (!level && !blanks.includes('\t')) {
      for (let i = start; i < at; i++) if (WIDE_SPACE.test(this.text[i]!)) this.wideSpace(i);
      return 0;
    }
    if (!level) return 0;
    const said = odd ? undefined : level.also.get(blanks.length);
    const slip = blanks.includes('\t') ? 'tab' : odd ? 'full-width-space' : 'indent';
    const repair = { at: start, length: blanks.length, text: ' '.repeat(level.col) };
    const shown = slip === 'indent' ? { start: at, end: at + this.word(at, end).length } : { start, end: at };
    const more: Repair[] = [];
    this.repairs.push(said ? repair : { ...repair, slip, shown, more });
    if (said) said.push(repair);
    else level.also.set(blanks.length, more);
    return level.col - blanks.length;
  }

  /** The group that a line belongs to by its key, where its column says another; undefined where the column fits. */
  private meantLevel(at: number, end: number, col: number, odd: boolean): Level | undefined {
    const dash = /^[-－—–•]/.test(this.text[at]!);
    const kind = dash ? 'seq' : 'map';
    const word = dash ? '' : this.word(at, end);
    const tooFarOut = col === 0 && word !== '' && this.words.has(word) && !this.words.get(TOP)?.has(word);
    const fits = !tooFarOut && this.levels.some((l) => l.col === col && l.kind === kind);
    const above = this.levels.findLast((l) => l.col < col);
    if (fits && !/\t/.test(this.text.slice(at - col, at))) return undefined;
    if (dash) {
      const deeper = this.levels.some((l) => l.kind === 'seq' && l.col >= col);
      if (above?.inline === 'text' || (above?.inline === 'nothing' && !deeper && !odd)) return undefined;
      return this.levels.findLast((l) => l.kind === 'seq' && Math.abs(l.col - col) <= 2);
    }
    const siblings = word ? this.words.get(word) : undefined;
    const level = siblings && this.levels.findLast((l) => l.kind === 'map' && siblings.has(l.key));
    if (!level || (level.col < col && above !== level && above?.inline === 'nothing' && !odd)) return undefined;
    return level.col === 0 ? undefined : level;
  }

  /** The word before a colon at the beginning of a line's content. */
  private word(at: number, end: number): string {
    return /^([^\s:：#"'[\]{}]{1,20})\s*[:：]/.exec(this.text.slice(at, Math.min(end, at + 24)))?.[1] ?? '';
  }

  /** A lone word where a group opens, with an entry at the same column below it: a key that is being typed. */
  private isHalfTyped(at: number, end: number, col: number): boolean {
    if (!KEY_LIKE.test(withoutComment(this.text.slice(at, end)))) return false;
    for (let next = this.after(end); next <= this.text.length; ) {
      const stop = this.lineEnd(next);
      const indent = this.spaces(next, stop);
      if (next + indent < stop) return indent === col && this.word(next + indent, stop) !== '';
      next = this.after(stop);
    }
    return false;
  }

  private entry(at: number, colon: Colon, col: number, end: number): number {
    const key = this.text.slice(at, colon.keyEnd).replace(/^(["'])(.*)\1$/, '$2');
    let top = this.levels.at(-1);
    if (!top || top.col !== col || top.kind !== 'map') {
      top = { col, kind: 'map', key, index: 0, inline: 'nothing', also: new Map() };
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
    if (first !== undefined && ('[{'.includes(first) || this.isWideFlow(start, end))) return this.flow(start, level);
    level.inline = 'text';
    this.plainText(start, end);
    return this.after(end);
  }

  /** `［订单，库存］`: full-width brackets around the whole value; around a part of it they are text. */
  private isWideFlow(start: number, end: number): boolean {
    const value = withoutComment(this.text.slice(start, end));
    return /^［[^［］]*[］\]]$/.test(value) || /^｛[^｛｝]*[｝}]$/.test(value);
  }

  /** A plain value that YAML would not read as one text is read as if it were quoted. */
  private plainText(start: number, end: number): void {
    const value = withoutComment(this.text.slice(start, end));
    const stop = start + value.length;
    const comment = this.text.slice(stop, end).trimStart().startsWith('#');
    for (let i = stop; comment && BLANK.test(this.text[i]!); i++) if (WIDE_SPACE.test(this.text[i]!)) this.wideSpace(i);
    const colon = /:[ \t]|:$/.test(value);
    const sign = /^(?:[-?:](?:\s|$)|[@`%]|[|>]|[*&!](?:[\p{Script=Han}*]|$))/u.test(value);
    if ((!colon && !sign) || value.includes("'")) return;
    const slip = colon && !sign ? 'second-colon' : 'quote-needed';
    const shown = /^[@`%]/.test(value) ? value.slice(0, 1) : /^[*&!]/.test(value) ? /^\S*/.exec(value)![0] : value;
    this.repairs.push(
      { at: start, length: 0, text: "'", slip, shown: { start, end: start + shown.length } },
      { at: stop, length: 0, text: "'" },
    );
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
    const limit = Math.max(this.regionEnd(from, level.col), this.closerBelow(from) ?? 0);
    const flow = new FlowScan(this.text, from, limit, this.stop, this.words);
    this.repairs.push(...flow.repairs);
    if (flow.stopped) this.place = { kind: 'flow', flow };
    this.indentFlow(from, flow.end, level.col);
    return this.after(this.strayClosers(flow.end));
  }

  /**
   * The end of the line that begins with the bracket for the one that a line ends with, where all between is items, or keys with commas: whatever their column, nobody means
   * them for entries.
   */
  private closerBelow(from: number): number | undefined {
    const isList = this.text[from] === '[';
    if (withoutComment(this.text.slice(from, this.lineEnd(from))).length > 1) return undefined;
    let isLast = false;
    for (let at = this.after(this.lineEnd(from)); at <= this.text.length; at = this.after(this.lineEnd(at))) {
      const end = this.lineEnd(at);
      const line = withoutComment(this.text.slice(at, end).trimStart());
      if (line === '') continue;
      if (line[0] === (isList ? ']' : '}')) return end;
      if (isLast || (isList ? /^- |[:：](?:\s|$)/.test(line) : !/^[^\s:：]{1,20}\s*[:：]/.test(line))) return undefined;
      isLast = !/[,，]$/.test(line);
    }
    return undefined;
  }

  /** Lines of a flow collection at or left of its key's column: YAML minds, people do not. */
  private indentFlow(from: number, to: number, col: number): void {
    for (let at = this.after(this.lineEnd(from)); at <= to; at = this.after(this.lineEnd(at))) {
      const indent = this.spaces(at, this.lineEnd(at));
      if (indent <= col) this.repairs.push({ at, length: 0, text: ' '.repeat(col + 1 - indent) });
    }
  }

  /** Brackets closed once too often, behind the one that closed; gives the end of the line. */
  private strayClosers(from: number): number {
    const end = this.lineEnd(from);
    const [, blanks = '', extra = ''] = /^.?(\s*)([\]}］｝]*)/.exec(this.text.slice(from, end)) ?? [];
    const at = from + 1 + blanks.length;
    if (extra) this.repairs.push({ at, length: extra.length, text: ' '.repeat(extra.length), slip: 'stray-closer' });
    return end;
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
    const sign = this.text[at]!;
    const after = at + 1;
    const col = at - start;
    // Asked for by few signs: dashes may be nested deep.
    const isListed = () => this.levels.some((l) => l.kind === 'seq' && l.col === col);
    const wide = sign === '－' || (/[—–•]/.test(sign) && isListed());
    const tight = sign === '-' && after < end && !BLANK.test(this.text[after]!);
    if (sign !== '-' && !wide) return undefined;
    if (tight && !/[{[]/.test(this.text[after]!) && !(HAN.test(this.text[after]!) && isListed())) return undefined;
    while (this.levels.length && this.levels.at(-1)!.col > col) this.levels.pop();
    let top = this.levels.at(-1);
    if (top && top.col < col && top.inline === 'text') return undefined;
    if (!top || top.col !== col || top.kind !== 'seq') {
      top = { col, kind: 'seq', key: '', index: -1, inline: 'nothing', also: new Map() };
      this.levels.push(top);
    }
    top.index++;
    top.inline = 'nothing';
    if (wide) {
      const space = after < end && BLANK.test(this.text[after]!) ? '' : ' ';
      this.repairs.push({ at, length: 1, text: `-${space}`, slip: 'full-width' });
    }
    if (tight)
      this.repairs.push({ at: after, length: 0, text: ' ', slip: 'tight-colon', shown: { start: at, end: after } });
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
    if (certain && this.isBracketed(at, end)) return this.wordWithout(at, end);
    for (let i = at; i < end; i++) {
      const c = this.text[i]!;
      if (c === '#' && BLANK.test(this.text[i - 1] ?? ' ')) return undefined;
      if (i === at && /[[\]{}"'|>&*!%@`［｛]/.test(c)) return undefined;
      if (c !== ':' && c !== '：') continue;
      const key = this.text.slice(at, i).trimEnd();
      const keyEnd = at + key.length;
      const next = this.text[i + 1];
      const spaced = i + 1 >= end || BLANK.test(next!);
      for (let b = keyEnd; b < i; b++) if (WIDE_SPACE.test(this.text[b]!)) this.wideSpace(b);
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
    return certain ? this.wordWithout(at, end) : undefined;
  }

  /** `法定代表人 {姓名: 邢沐川}`: the first colon is one inside the brackets. */
  private isBracketed(at: number, end: number): boolean {
    const opener = /^[^\s:：#"'[\]{}]{2,20}[ \t]*(?=[[{])/.exec(this.text.slice(at, Math.min(end, at + 40)))?.[0];
    return opener !== undefined && this.words.has(opener.trimEnd());
  }

  /** `注册资本 600`: a key of the form, its colon forgotten. */
  private wordWithout(at: number, end: number): Colon | undefined {
    const word = knownWord(this.text.slice(at, end), this.words);
    if (!word) return undefined;
    const keyEnd = at + word.length;
    const spaced = BLANK.test(this.text[keyEnd]!);
    const shown = at + withoutComment(this.text.slice(at, end)).length;
    return {
      keyEnd,
      after: keyEnd,
      repair: {
        at: keyEnd,
        length: 0,
        text: spaced ? ':' : ': ',
        slip: 'missing-colon',
        shown: { start: at, end: shown },
      },
    };
  }

  private missingColon(at: number, end: number, col: number): void {
    const content = withoutComment(this.text.slice(at, end));
    if (/^[[\]{}"'|>&*!%@`?]/.test(content)) return;
    const stop = at + content.length;
    this.repairs.push({ at: stop, length: 0, text: ':', slip: 'missing-colon', shown: { start: at, end: stop } });
    const top = this.levels.at(-1);
    if (top && top.col === col) Object.assign(top, { key: content, inline: 'nothing' });
    else this.levels.push({ col, kind: 'map', key: content, index: 0, inline: 'nothing', also: new Map() });
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
