/** Reads `[…]` and `{…}` before the YAML parser does: full-width signs, missing colons and brackets that are not closed. */
import type { FormKeys } from '../model/form-paths.ts';
import {
  asciiQuote,
  isBlank,
  isWideBlank,
  isWideColon,
  isWideComma,
  WIDE_COLONS,
  WIDE_COMMAS,
} from '../text/characters.ts';
import { pairedQuotes } from './curly-quotes.ts';
import { closingQuote, knownKey, lineEnd, type TextRepair } from './text-repair.ts';

/** An open `[` or `{` and what was read in it so far. Offsets are those of the text. */
export interface FlowLevel {
  readonly kind: 'map' | 'seq';
  readonly start: number;
  /** Key of the entry being read (map), `''` while the key itself is being read. */
  key: string;
  /** Keys of the entries before it. */
  readonly keys: string[];
  /** Items of a list before the one being read. */
  readonly items: string[];
  index: number;
  /** Where the key or value being read begins (blanks before it included). */
  token: number;
  /** The last wide bracket that was read as text. */
  opener: number;
}

/** Wide brackets by the one that they stand for. 【 and 〔 may open either kind. */
const OPENERS: Readonly<Record<string, '[' | '{'>> = { '［': '[', '【': '[', '〔': '[', '｛': '{', '「': '{' };
const CLOSERS: Readonly<Record<string, string>> = { '］': '［', '】': '【', '〕': '〔', '｝': '｛', '」': '「' };

const KEY_NEXT = new RegExp(`^\\s*([^\\s,:${WIDE_COMMAS}${WIDE_COLONS}{}[\\]"']{1,16})\\s*[:${WIDE_COLONS}]`);
const KEYS_AFTER = new RegExp(
  `[,${WIDE_COMMAS}]\\s*([^\\s,:${WIDE_COMMAS}${WIDE_COLONS}{}[\\]"']{1,16})\\s*[:${WIDE_COLONS}]`,
  'g',
);
const WHOLE_WIDE = new RegExp(
  `^[［｛【〔「][^［｛【〔「］｝】〕」[\\]{}]*[］｝】〕」]\\s*(?:[,${WIDE_COMMAS}\\]}］｝】〕」]|#|$)`,
);
const TOKEN_END = new RegExp(`^\\s*(?:[,${WIDE_COMMAS}\\]}］｝】〕」]|#|$)`);

/** Characters of a line that are looked at to tell what a sign in it means: a line may be megabytes long. */
const LONGEST_LOOK = 1000;

/** Reads one flow collection, `[…]` or `{…}`, from `start`, to its end or to `stop`. */
export class FlowScanner {
  readonly repairs: TextRepair[] = [];
  readonly levels: FlowLevel[] = [];
  /** True where `stop` lies inside the collection. */
  stopped = false;
  end: number;
  private readonly text: string;
  private readonly limit: number;
  private readonly formKeys: FormKeys;

  constructor(text: string, start: number, limit: number, stop: number, formKeys: FormKeys) {
    this.formKeys = formKeys;
    this.text = text;
    this.limit = limit;
    this.end = this.read(start, Math.min(stop, limit), stop <= limit);
  }

  private read(start: number, until: number, stops: boolean): number {
    for (let i = start; i < until; i++) {
      const c = this.text[i]!;
      const level = this.levels.at(-1);
      if (c === '#' && /\s/.test(this.text[i - 1] ?? ' ')) {
        i = (level && this.hashInValue(level, i)) ?? lineEnd(this.text, i) - 1;
      } else if ((c === '"' || c === "'") && level && this.isTokenBegin(level, i)) {
        const close = closingQuote(this.text, i, this.limit);
        if (close === undefined) return this.unclosedQuote(i, stops);
        i = close;
      } else if (level && asciiQuote(c) !== undefined && this.isTokenBegin(level, i)) {
        i = this.dropQuotes(level, i) ?? i;
      } else if (this.opens(level, i, c)) {
        this.open(i);
      } else if (level && (']}'.includes(c) || this.isWideCloser(level, i))) {
        this.missingColon(level, i);
        if (CLOSERS[c]) this.narrow(i, level.kind === 'seq' ? ']' : '}');
        this.levels.pop();
        if (!this.levels.length) return i;
      } else if (level) {
        this.inside(level, i, c);
      }
    }
    if (stops && this.levels.length) {
      this.stopped = true;
      return until;
    }
    return this.unclosed();
  }

  private opens(level: FlowLevel | undefined, i: number, c: string): boolean {
    const isWide = OPENERS[c] !== undefined;
    if (!isWide && c !== '[' && c !== '{') return false;
    if (level && !this.isTokenBegin(level, i)) {
      if (isWide) level.opener = i;
      return false;
    }
    return !isWide || !level || WHOLE_WIDE.test(this.text.slice(i, this.lookEnd(i)));
  }

  private isWideCloser(level: FlowLevel, i: number): boolean {
    const opener = CLOSERS[this.text[i]!];
    if (opener === undefined) return false;
    const opened = this.text[level.start]!;
    if (opener !== opened && OPENERS[opener] !== (level.kind === 'seq' ? '[' : '{')) return false;
    return level.opener < level.token && TOKEN_END.test(this.text.slice(i + 1, this.lookEnd(i)));
  }

  /** `{地址: 砺穹路 #6号}`: a comment to YAML. Reads the value as quoted where its end stands on the same line; gives the offset before that end. */
  private hashInValue(level: FlowLevel, i: number): number | undefined {
    if (/[\s#]/.test(this.text[i + 1] ?? ' ') || (level.kind === 'map' && !level.key)) return undefined;
    const stop = this.lookEnd(i);
    let end = i + 1;
    while (end < stop && !this.endsToken(level, end)) end++;
    if (end >= stop) return undefined;
    while (isBlank(this.text[end - 1]!)) end--;
    const start = this.contentStart(level, i);
    const value = this.text.slice(start, end);
    const quote = /["\\]/.test(value) ? "'" : '"';
    if (value.includes(quote)) return undefined;
    const edits = [start, end].map((at) => ({ at, length: 0, text: quote }));
    const shown = { start: i, end };
    this.repairs.push(
      { ...edits[0]!, error: 'comment-in-value', shown, fixes: [{ kind: 'quote', edits, isSafe: true }] },
      edits[1]!,
    );
    return end - 1;
  }

  private endsToken(level: FlowLevel, i: number): boolean {
    const c = this.text[i]!;
    if (c === ',' || c === ']' || c === '}') return true;
    if (isWideComma(c)) return level.kind === 'seq' || this.keyFollows(level, i + 1);
    return this.isWideCloser(level, i);
  }

  /** `{姓名 邢沐川}`: a key of the form, its colon forgotten. */
  private missingColon(level: FlowLevel, end: number): void {
    if (level.kind === 'seq' || level.key) return;
    const at = this.contentStart(level, end);
    const word = knownKey(this.text.slice(at, Math.min(end, at + LONGEST_LOOK)), this.formKeys);
    if (!word) return;
    const stop = at + word.length;
    const text = /\s/.test(this.text[stop]!) ? ':' : ': ';
    const shown = { start: at, end: at + this.text.slice(at, end).trimEnd().length };
    this.repairs.push({ at: stop, length: 0, text, error: 'missing-colon', shown });
    level.key = word;
  }

  private inside(level: FlowLevel, i: number, c: string): void {
    const isList = level.kind === 'seq';
    if (isWideBlank(c) && this.isTokenBegin(level, i))
      this.repairs.push({ at: i, length: 1, text: ' ', error: 'full-width-space' });
    if (c === ',' || (isWideComma(c) && (isList || this.keyFollows(level, i + 1)))) {
      this.missingColon(level, i);
      if (c !== ',') this.narrow(i, ',');
      if (isList) level.items.push(this.token(level, i));
      else level.keys.push(level.key || this.token(level, i));
      level.key = '';
      level.index++;
      level.token = i + 1;
    } else if (!isList && !level.key && (c === ':' || isWideColon(c))) this.colon(level, i, c);
  }

  private colon(level: FlowLevel, i: number, c: string): void {
    const isSpaced = /[\s,\]}]/.test(this.text[i + 1] ?? ' ');
    if (c === ':' && !isSpaced && !/[\p{Script=Han}"']/u.test(this.text[i - 1] ?? '')) return;
    const written = this.token(level, i);
    const key = written.replace(/^(["'“”‘’])(.*)["'“”‘’]$/, '$2');
    const isQuoted = /["']$/.test(written);
    if (!key || (c === ':' && !isSpaced && !isQuoted && !/\p{Script=Han}$/u.test(written))) return;
    for (let b = i - 1; isBlank(this.text[b]!); b--)
      if (isWideBlank(this.text[b]!)) this.repairs.push({ at: b, length: 1, text: ' ', error: 'full-width-space' });
    if (c !== ':') this.repairs.push({ at: i, length: 1, text: isSpaced ? ':' : ': ', error: 'full-width' });
    else if (!isSpaced && !isQuoted)
      this.repairs.push({ at: i + 1, length: 0, text: ' ', error: 'tight-colon', shown: { start: i, end: i + 1 } });
    level.key = key;
    level.token = i + 1;
  }

  private open(i: number): void {
    const c = this.text[i]!;
    const key = '【〔'.includes(c) ? KEY_NEXT.exec(this.text.slice(i + 1, i + 40))?.[1] : undefined;
    const isKeyed = key !== undefined && this.formKeys.has(key);
    const bracket = isKeyed ? '{' : (OPENERS[c] ?? c);
    if (OPENERS[c]) this.narrow(i, bracket);
    const kind = bracket === '[' ? 'seq' : 'map';
    this.levels.push({ kind, start: i, key: '', keys: [], items: [], index: 0, token: i + 1, opener: -1 });
  }

  /** Reads the full-width sign at an offset as the ASCII one. */
  private narrow(i: number, sign: string): void {
    const text = sign === ',' && !/\s/.test(this.text[i + 1] ?? ' ') ? ', ' : sign;
    this.repairs.push({ at: i, length: 1, text, error: 'full-width' });
  }

  /** Reads curly quotes round a whole value, or round a key, as none; gives the offset of the closing one. */
  private dropQuotes(level: FlowLevel, i: number): number | undefined {
    const isKey = level.kind === 'map' && !level.key;
    const behind = isKey ? new RegExp(`^\\s*[:${WIDE_COLONS}]`) : TOKEN_END;
    const paired = pairedQuotes(this.text, i, this.lookEnd(i), behind);
    if (!paired) return undefined;
    this.repairs.push(...paired.repairs);
    return paired.close;
  }

  private token(level: FlowLevel, end: number): string {
    return this.text.slice(level.token, end).trim();
  }

  /** True where nothing but blanks, a tag or an anchor stands before an offset in the key or value being read. */
  private isTokenBegin(level: FlowLevel, i: number): boolean {
    return this.contentStart(level, i) === i;
  }

  /** The offset at which a key or value begins, behind blanks, tags and anchors; at most `end`. */
  private contentStart(level: FlowLevel, end: number): number {
    let at = level.token;
    for (;;) {
      while (at < end && /\s/.test(this.text[at]!)) at++;
      if (at >= end || !'&!'.includes(this.text[at]!)) return at;
      const property = /^\S{1,80}\s/.exec(this.text.slice(at, Math.min(end, at + 81)));
      if (!property) return at;
      at += property[0].length;
    }
  }

  private lookEnd(i: number): number {
    const stop = Math.min(this.limit, i + LONGEST_LOOK);
    const lineBreak = this.text.slice(i, stop).search(/\r?\n/);
    return lineBreak < 0 ? stop : i + lineBreak;
  }

  /** True where a key follows that stands beside this brace's keys in a form, and has not stood here yet. */
  private keyFollows(level: FlowLevel, from: number): boolean {
    const rest = this.text.slice(from, Math.min(from + 24, this.limit));
    const next = KEY_NEXT.exec(rest)?.[1];
    const siblings = next === undefined ? undefined : this.formKeys.get(next);
    if (next === undefined || !siblings || level.keys.length > MOST_KEYS) return false;
    const here = [...level.keys, level.key].filter(Boolean);
    if (here.includes(next) || !here.some((key) => siblings.has(key))) return false;
    return !this.keysAfter(from + rest.indexOf(next) + next.length).includes(next);
  }

  /** Keys that stand behind an offset, up to the end of its line. */
  private keysAfter(from: number): readonly string[] {
    return [...this.text.slice(from, this.lookEnd(from)).matchAll(KEYS_AFTER)].map((m) => m[1]!);
  }

  /** Read as closed before the next key of the braces, or before the bracket that ends the line. */
  private unclosedQuote(at: number, stops: boolean): number {
    const lineStop = Math.min(lineEnd(this.text, at), this.limit);
    const line = this.text.slice(at, lineStop);
    const next = /,\s*[^\s,，:：{}[\]"']{1,16}\s*:\s/.exec(line)?.index;
    const closer = /[\]}]\s*(?:#.*)?$/.exec(line)?.index;
    const end = at + (next ?? closer ?? line.length);
    if (stops) {
      this.stopped = true;
      return lineStop;
    }
    const rest = end < lineStop ? '' : this.closers();
    const shown = { start: at, end };
    this.repairs.push({ at: end, length: 0, text: this.text[at]! + rest, error: 'unclosed-quote', shown });
    if (end === lineStop) return end;
    return this.read(end, this.limit, false);
  }

  private unclosed(): number {
    const open = this.levels.at(-1);
    let end = this.limit;
    while (end > 0 && /\s/.test(this.text[end - 1]!)) end--;
    if (!open) return end;
    const shown = { start: open.start, end: open.start + 1 };
    this.repairs.push({ at: end, length: 0, text: this.closers(), error: 'unclosed-flow', shown });
    return end;
  }

  private closers(): string {
    return this.levels
      .map((l) => (l.kind === 'seq' ? ']' : '}'))
      .reverse()
      .join('');
  }
}

/** More keys than a form has in one group: their number is no more looked at. */
const MOST_KEYS = 200;
