/** Reads `[…]` and `{…}` before the YAML parser does: full-width signs, missing colons and brackets that are not closed. */
import type { FormKeys } from '../model/form-paths.ts';
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
}

const HALF_WIDTH: Readonly<Record<string, string>> = {
  '［': '[',
  '］': ']',
  '｛': '{',
  '｝': '}',
  '，': ',',
  '、': ',',
};

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
        i = lineEnd(this.text, i) - 1;
      } else if ((c === '"' || c === "'") && level && !this.token(level, i)) {
        const close = closingQuote(this.text, i, this.limit);
        if (close === undefined) return this.unclosedQuote(i, stops);
        i = close;
      } else if (('[{'.includes(c) || this.isWideOpener(level, i)) && (!level || !this.token(level, i))) {
        this.open(i);
      } else if (level && (']}'.includes(c) || this.isWideCloser(level, i))) {
        this.missingColon(level, i);
        this.narrow(i);
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

  /** A full-width bracket that opens the whole of a value; within one it is text. */
  private isWideOpener(level: FlowLevel | undefined, i: number): boolean {
    if (!'［｛'.includes(this.text[i]!)) return false;
    return (
      !level || /^[［｛][^［］｛｝[\]{}]*[］｝]\s*(?:[,，\]}］｝]|#|$)/.test(this.text.slice(i, lineEnd(this.text, i)))
    );
  }

  private isWideCloser(level: FlowLevel, i: number): boolean {
    const c = this.text[i]!;
    if (c !== (level.kind === 'seq' ? '］' : '｝')) return false;
    const opener = level.kind === 'seq' ? '［' : '｛';
    const inside = this.text.slice(level.token, i).includes(opener);
    return !inside && /^\s*(?:[,，\]}］｝]|#|$)/.test(this.text.slice(i + 1, lineEnd(this.text, i)));
  }

  /** `{姓名 邢沐川}`: a key of the form, its colon forgotten. */
  private missingColon(level: FlowLevel, end: number): void {
    if (level.kind === 'seq' || level.key) return;
    const at = level.token + /^\s*/.exec(this.text.slice(level.token, end))![0].length;
    const word = knownKey(this.text.slice(at, end), this.formKeys);
    if (!word) return;
    const stop = at + word.length;
    const text = /\s/.test(this.text[stop]!) ? ':' : ': ';
    const shown = { start: at, end: at + this.text.slice(at, end).trimEnd().length };
    this.repairs.push({ at: stop, length: 0, text, error: 'missing-colon', shown });
    level.key = word;
  }

  private inside(level: FlowLevel, i: number, c: string): void {
    const list = level.kind === 'seq';
    if (/[\u3000\u00a0]/.test(c) && !this.token(level, i)) {
      this.repairs.push({ at: i, length: 1, text: ' ', error: 'full-width-space' });
    }
    if (c === ',' || (list && (c === '，' || c === '、')) || ('，、'.includes(c) && this.keyFollows(level, i + 1))) {
      this.missingColon(level, i);
      this.narrow(i);
      if (list) level.items.push(this.token(level, i));
      else level.keys.push(level.key || this.token(level, i));
      level.key = '';
      level.index++;
      level.token = i + 1;
      return;
    }
    if (list || level.key || (c !== ':' && c !== '：')) return;
    const next = this.text[i + 1] ?? ' ';
    const spaced = /[\s,\]}]/.test(next);
    if (!spaced && c === ':' && !/[\p{Script=Han}"']/u.test(this.text[i - 1] ?? '')) return;
    const key = this.token(level, i).replace(/^(["'])(.*)\1$/, '$2');
    if (!key || (c === ':' && !spaced && !/\p{Script=Han}|["']$/u.test(this.token(level, i)))) return;
    if (c === '：') this.repairs.push({ at: i, length: 1, text: spaced ? ':' : ': ', error: 'full-width' });
    else if (!spaced && !/["']\s*$/.test(this.token(level, i))) this.tightColon(i);
    level.key = key;
    level.token = i + 1;
  }

  private tightColon(i: number): void {
    this.repairs.push({ at: i + 1, length: 0, text: ' ', error: 'tight-colon', shown: { start: i, end: i + 1 } });
  }

  private open(i: number): void {
    this.narrow(i);
    const kind = '[［'.includes(this.text[i]!) ? 'seq' : 'map';
    this.levels.push({ kind, start: i, key: '', keys: [], items: [], index: 0, token: i + 1 });
  }

  private narrow(i: number): void {
    const narrow = HALF_WIDTH[this.text[i]!];
    if (!narrow) return;
    const text = narrow === ',' && !/[\s]/.test(this.text[i + 1] ?? ' ') ? ', ' : narrow;
    this.repairs.push({ at: i, length: 1, text, error: 'full-width' });
  }

  private token(level: FlowLevel, end: number): string {
    return this.text.slice(level.token, end).trim();
  }

  /** True where a key follows that stands beside this brace's keys in a form, and has not stood here yet. */
  private keyFollows(level: FlowLevel, from: number): boolean {
    const rest = this.text.slice(from, Math.min(from + 24, this.limit));
    const next = /^\s*([^\s,，:：{}[\]"']{1,16})\s*[:：]/.exec(rest)?.[1];
    const siblings = next === undefined ? undefined : this.formKeys.get(next);
    const here = [...level.keys, level.key].filter(Boolean);
    if (
      !next ||
      !siblings ||
      here.includes(next) ||
      this.keysAfter(from + rest.indexOf(next) + next.length).includes(next)
    )
      return false;
    return here.some((key) => siblings.has(key));
  }

  /** Keys that stand behind an offset, up to the end of its line. */
  private keysAfter(from: number): readonly string[] {
    const rest = this.text.slice(from, Math.min(this.limit, lineEnd(this.text, from)));
    return [...rest.matchAll(/[,，]\s*([^\s,，:：{}[\]"']{1,16})\s*[:：]/g)].map((m) => m[1]!);
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
    this.repairs.push({
      at: end,
      length: 0,
      text: this.text[at]! + rest,
      error: 'unclosed-quote',
      shown: { start: at, end },
    });
    if (end === lineStop) return end;
    return this.read(end, this.limit, false);
  }

  private unclosed(): number {
    const open = this.levels.at(-1);
    const end = this.text.slice(0, this.limit).trimEnd().length;
    if (!open) return end;
    const shown = { start: open.start, end: open.start + 1 };
    this.repairs.push({ at: end, length: 0, text: this.closers(), error: 'unclosed-flow', shown });
    return end;
  }

  private closers(): string {
    return [...this.levels]
      .reverse()
      .map((l) => (l.kind === 'seq' ? ']' : '}'))
      .join('');
  }
}
