/** A dossier written again in disorder: the same answers, every key out of place, remarks everywhere. */
import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** Whole numbers below `n` that look random and are the same each time. */
export type Dice = (n: number) => number;

export function dice(seed: number): Dice {
  let state = seed;
  return (n) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * n);
  };
}

export interface Scrambled {
  readonly text: string;
  /** Every comment, and the key on whose line it stands, where it stands on one. */
  readonly comments: ReadonlyMap<string, string | undefined>;
}

/** The text of a clean dossier in disorder. Dates are written in the ways that people write them. */
export function scrambled(text: string, roll: Dice): Scrambled {
  const writer = new Disorder(roll);
  const lines = writer.map(parseDocument(text).contents as YAMLMap, 0);
  const end = roll(3) ? '\n' : '\r\n';
  const whole = lines.join(end) + (roll(4) ? end : '');
  return { text: roll(5) ? whole : `\ufeff${whole}`, comments: writer.comments };
}

class Disorder {
  readonly comments = new Map<string, string | undefined>();
  private readonly roll: Dice;
  /** True where a comment that is indented would become a part of the text above it. */
  private isInText = false;

  constructor(roll: Dice) {
    this.roll = roll;
  }

  map({ items }: YAMLMap, col: number): string[] {
    const entries = this.shuffled(items as Pair<Scalar, Node | null>[]);
    const lines = entries.flatMap(({ key, value }) => {
      const name = String(key.source);
      const head = `${' '.repeat(col)}${name}${this.roll(6) ? ':' : ' :'}`;
      return [...this.remarks(col), ...this.value(head, value, col, name)];
    });
    return [...lines, ...this.remarks(col)];
  }

  private list({ items }: YAMLSeq, col: number): string[] {
    return (items as Node[]).flatMap((item, i) => {
      const dash = `${' '.repeat(col)}-`;
      const before = i ? this.remarks(col) : [];
      if (!isMap(item) || (item.flow && this.roll(2))) return [...before, ...this.value(dash, item, col, '')];
      const lines = this.map(item, col + 2 + this.roll(3));
      // Where a group begins with a remark, its dash stands alone.
      if (/^\s*(?:#|$)/.test(lines[0]!)) lines.unshift('');
      return [...before, dash + lines[0]!.slice(dash.length), ...lines.slice(1)];
    });
  }

  /** Blank lines and comments at any column. */
  private remarks(col: number): string[] {
    const lines: string[] = [];
    while (this.roll(4) === 0) {
      if (this.roll(3) === 0) lines.push(' '.repeat(this.roll(3)));
      else {
        const at = this.roll(3) ? col : this.roll(col + (this.isInText ? 1 : 5));
        lines.push(' '.repeat(at) + this.comment());
      }
    }
    return lines;
  }

  private value(head: string, node: Node | null, col: number, key: string): string[] {
    const inner = col + 1 + this.roll(6);
    this.isInText = false;
    if (isMap(node) && !node.flow) return [head + this.behind(key), ...this.between(inner), ...this.map(node, inner)];
    if (isSeq(node) && !node.flow) {
      const at = key && this.roll(3) === 0 ? col : inner;
      return [head + this.behind(key), ...this.between(at), ...this.list(node, at)];
    }
    if (isScalar(node) && node.type === 'BLOCK_LITERAL') return this.text(head, node, col);
    const lines = this.inline(node, col).split('\n');
    const isBelow = lines[0] !== '' && this.roll(6) === 0;
    lines.push(lines.pop()! + this.behind(isBelow || lines.length ? undefined : key));
    if (isBelow) return [head, ...this.between(inner), ' '.repeat(inner) + lines[0], ...lines.slice(1)];
    return [head + ' '.repeat(1 + this.roll(3)) + lines[0], ...lines.slice(1)];
  }

  private text(head: string, node: Scalar, col: number): string[] {
    const step = 1 + this.roll(7);
    // Of an item, it counts from another column.
    const digit = head.endsWith('-') || this.roll(4) ? '' : step;
    const body = String(node.value).replace(/\n$/, '').split('\n');
    this.isInText = true;
    return [`${head} |${digit}`, ...body.map((line) => (line === '' ? '' : ' '.repeat(col + step) + line))];
  }

  private inline(node: Node | null, col: number): string {
    if (isScalar(node)) return this.scalar(node);
    if (isSeq(node)) return `[${node.items.map((n) => this.inline(n as Node, col)).join(this.comma(col))}]`;
    if (!isMap(node)) return '';
    const entries = this.shuffled(node.items as Pair<Scalar, Node | null>[]);
    const parts = entries.map((p) => `${p.key.source}:${' '.repeat(1 + this.roll(2))}${this.inline(p.value, col)}`);
    return `{${parts.join(this.comma(col))}}`;
  }

  private comma(col: number): string {
    return this.roll(6) ? [', ', ',  ', ' , '][this.roll(3)]! : `,\n${' '.repeat(col + 1 + this.roll(9))}`;
  }

  private scalar(node: Scalar): string {
    if (node.type !== 'PLAIN') return JSON.stringify(node.value);
    const written = this.date(node.source!);
    if (typeof node.value !== 'string' || this.roll(4)) return written;
    return this.roll(2) ? JSON.stringify(written) : `'${written}'`;
  }

  private date(text: string): string {
    const parts = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(text)?.slice(1);
    if (!parts || this.roll(3)) return text;
    const [year, month, day] = parts.filter((p) => p !== undefined).map(Number);
    const signs = [`${year}/${month}`, `${year}.${month}`, `${year}年${month}月`];
    const days = day === undefined ? ['', '', ''] : [`/${day}`, `.${day}`, `${day}日`];
    const way = this.roll(3);
    return signs[way]! + days[way]!;
  }

  /** What stands behind a key or a value on its line. */
  private behind(key: string | undefined): string {
    if (this.roll(5)) return ' '.repeat(this.roll(8) ? 0 : 2);
    return ' '.repeat(1 + this.roll(3)) + this.comment(key || undefined);
  }

  /** What stands between a key and what it holds. */
  private between(col: number): string[] {
    return this.roll(5) ? [] : [' '.repeat(col) + this.comment()];
  }

  private comment(key?: string): string {
    // Without the blank behind its sign it would be taken for the end of the value.
    const comment = `# ${this.comments.size}号 注：“是: - {[’ "#`;
    this.comments.set(comment, key);
    return comment;
  }

  private shuffled<T>(things: readonly T[]): T[] {
    const all = [...things];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.roll(i + 1);
      [all[i], all[j]] = [all[j]!, all[i]!];
    }
    return all;
  }
}
