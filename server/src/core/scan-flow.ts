import { closingQuote, lineEnd, type Repair, type Words } from './scan.ts';

/** An open `[` or `{` and what stands in it so far. */
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

const NARROW: Readonly<Record<string, string>> = { '［': '[', '］': ']', '｛': '{', '｝': '}', '，': ',', '、': ',' };

/** Reads one flow collection, `[…]` or `{…}`, from `start`, to its end or to `stop`. */
export class FlowScan {
  readonly repairs: Repair[] = [];
  readonly levels: FlowLevel[] = [];
  /** True where `stop` lies inside the collection. */
  stopped = false;
  end: number;
  private readonly text: string;
  private readonly limit: number;
  private readonly words: Words;

  constructor(text: string, start: number, limit: number, stop: number, words: Words) {
    this.words = words;
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
      } else if ('[{［｛'.includes(c) && (!level || !this.token(level, i))) {
        this.open(i);
      } else if (']}］｝'.includes(c) && level) {
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

  private inside(level: FlowLevel, i: number, c: string): void {
    const list = level.kind === 'seq';
    if (c === ',' || (list && (c === '，' || c === '、')) || (c === '，' && this.keyFollows(i + 1))) {
      this.narrow(i);
      if (list) level.items.push(this.token(level, i));
      else level.keys.push(level.key || this.token(level, i));
      level.key = '';
      level.index++;
      level.token = i + 1;
      return;
    }
    if (list || level.key || (c !== ':' && c !== '：')) return;
    const key = this.token(level, i).replace(/^(["'])(.*)\1$/, '$2');
    const next = this.text[i + 1] ?? ' ';
    const spaced = /[\s,\]}]/.test(next);
    if (!key || (c === ':' && !spaced && !/\p{Script=Han}|["']$/u.test(this.token(level, i)))) return;
    if (c === '：') this.repairs.push({ at: i, length: 1, text: spaced ? ':' : ': ', slip: 'full-width' });
    else if (!spaced && !/["']\s*$/.test(this.token(level, i))) this.tightColon(i);
    level.key = key;
    level.token = i + 1;
  }

  private tightColon(i: number): void {
    this.repairs.push({ at: i + 1, length: 0, text: ' ', slip: 'tight-colon', shown: { start: i, end: i + 1 } });
  }

  private open(i: number): void {
    this.narrow(i);
    const kind = '[［'.includes(this.text[i]!) ? 'seq' : 'map';
    this.levels.push({ kind, start: i, key: '', keys: [], items: [], index: 0, token: i + 1 });
  }

  private narrow(i: number): void {
    const narrow = NARROW[this.text[i]!];
    if (!narrow) return;
    const text = narrow === ',' && !/[\s]/.test(this.text[i + 1] ?? ' ') ? ', ' : narrow;
    this.repairs.push({ at: i, length: 1, text, slip: 'full-width' });
  }

  private token(level: FlowLevel, end: number): string {
    return this.text.slice(level.token, end).trim();
  }

  private keyFollows(from: number): boolean {
    const next = /^\s*([^\s,，:：{}[\]"']{1,16})\s*[:：]/.exec(this.text.slice(from, Math.min(from + 24, this.limit)));
    return next !== null && this.words.has(next[1]!);
  }

  private unclosedQuote(at: number, stops: boolean): number {
    const end = Math.min(lineEnd(this.text, at), this.limit);
    if (stops) this.stopped = true;
    const closers = stops ? '' : this.closers();
    const text = this.text[at]! + closers;
    this.repairs.push({ at: end, length: 0, text, slip: 'unclosed-quote', shown: { start: at, end } });
    return end;
  }

  private unclosed(): number {
    const open = this.levels.at(-1);
    const end = this.text.slice(0, this.limit).trimEnd().length;
    if (!open) return end;
    const shown = { start: open.start, end: open.start + 1 };
    this.repairs.push({ at: end, length: 0, text: this.closers(), slip: 'unclosed-flow', shown });
    return end;
  }

  private closers(): string {
    return [...this.levels]
      .reverse()
      .map((l) => (l.kind === 'seq' ? ']' : '}'))
      .join('');
  }
}
