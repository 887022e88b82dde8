/** An author at work, for tests: one edit after another as people make them, away from a text and back to it. */
import type { Dice } from './scramble.ts';

/** What an editor sends: `length` characters from `at` give way to `text`; in UTF-16 units, never between `\r` and `\n`. */
export interface Change {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

/** One edit; a change is of the text that the one before it left. */
export interface Made {
  readonly what: string;
  readonly changes: readonly Change[];
}

interface Line {
  readonly start: number;
  /** Where its break begins. */
  readonly end: number;
  /** Where the next line begins. */
  readonly stop: number;
}

/** Most edits made before the text is brought back. */
const FURTHEST = 14;
/** A text that is longer only shrinks, in UTF-16 units. */
const LONGEST = 60_000;

export class Author {
  text: string;
  private readonly roll: Dice;
  /** Texts of others that are pasted from. */
  private readonly donors: readonly string[];
  private readonly past: string[] = [];
  private away = 0;

  constructor(text: string, roll: Dice, donors: readonly string[]) {
    this.text = text;
    this.roll = roll;
    this.donors = donors;
  }

  /** Makes the next edit: another one; or back by one, or all the way back. */
  next(): Made {
    if (!this.past.length) this.away = 1 + this.roll(FURTHEST);
    if (this.away > 0 && this.text.length < LONGEST) {
      this.away--;
      return this.edit();
    }
    this.away = 0;
    const back = this.past.length - (this.roll(4) ? 1 : this.past.length);
    const change = difference(this.text, this.past[back]!);
    this.text = this.past[back]!;
    this.past.length = back;
    return { what: 'undo', changes: [change] };
  }

  /** Makes an edit that something else has thought of; its changes are all of the text as it stands, in any order. */
  take(what: string, edits: readonly Change[]): Made {
    const changes = edits.toSorted((a, b) => b.at - a.at);
    return this.make(what, changes);
  }

  private edit(): Made {
    const [what, edit] = EDITS[this.roll(EDITS.length)]!;
    return this.make(what, edit(new Hand(this.text, this.roll, this.donors)));
  }

  private make(what: string, changes: readonly Change[]): Made {
    this.past.push(this.text);
    for (const change of changes) this.text = changed(this.text, change);
    return { what, changes };
  }
}

export function changed(text: string, { at, length, text: more }: Change): string {
  return text.slice(0, at) + more + text.slice(at + length);
}

/** The one change from a text to another. */
function difference(from: string, to: string): Change {
  const most = Math.min(from.length, to.length);
  let head = 0;
  while (head < most && from[head] === to[head]) head++;
  while (isInBreak(from, head) || isInBreak(to, head)) head--;
  let tail = 0;
  while (tail < most - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  while (isInBreak(from, from.length - tail) || isInBreak(to, to.length - tail)) tail--;
  return { at: head, length: from.length - tail - head, text: to.slice(head, to.length - tail) };
}

function isInBreak(text: string, at: number): boolean {
  return text[at - 1] === '\r' && text[at] === '\n';
}

/** What a hand finds in a text: places and lines by chance. */
class Hand {
  readonly text: string;
  readonly roll: Dice;
  readonly donors: readonly string[];
  readonly lines: readonly Line[];
  readonly eol: string;

  constructor(text: string, roll: Dice, donors: readonly string[]) {
    this.text = text;
    this.roll = roll;
    this.donors = donors;
    this.lines = linesOf(text);
    this.eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  }

  one<T>(list: readonly T[]): T {
    return list[this.roll(list.length)]!;
  }

  /** Anywhere, more often where people write: at the ends of lines and values, behind colons and commas. */
  spot(): number {
    const line = this.line();
    const text = this.said(line);
    const marks = [...text.matchAll(/[:：,，{[]\s?/g)].map((m) => line.start + m.index + m[0].length);
    switch (this.roll(5)) {
      case 0:
        return line.end;
      case 1:
        return marks.length ? this.one(marks) : line.end;
      case 2:
        return line.start + indentOf(text).length;
      default:
        return this.outside(this.roll(this.text.length + 1));
    }
  }

  line(): Line {
    return this.one(this.lines);
  }

  /** Lines that follow each other, up to `most`. */
  stretch(most: number): readonly Line[] {
    const first = this.roll(this.lines.length);
    return this.lines.slice(first, first + 1 + this.roll(most));
  }

  said({ start, end }: Line): string {
    return this.text.slice(start, end);
  }

  /** Another place for one in the middle of a break. */
  outside(at: number): number {
    return isInBreak(this.text, at) ? at + 1 : at;
  }

  put(text: string, at = this.spot()): readonly Change[] {
    return [{ at, length: 0, text }];
  }

  /** Takes away some characters, as they are counted in UTF-16: half an emoji may be left. */
  cut(length: number, at = this.spot()): readonly Change[] {
    return [{ at, length: this.outside(Math.min(this.text.length, at + length)) - at, text: '' }];
  }

  /** Each of these lines anew, from the last to the first: none moves what is still to change. */
  each(lines: readonly Line[], write: (text: string) => string): readonly Change[] {
    return [...lines].reverse().flatMap((line) => {
      const [before, after] = [this.said(line), write(this.said(line))];
      return before === after ? [] : [{ at: line.start, length: before.length, text: after }];
    });
  }

  /** Another sign for one by chance of those that a pattern finds. */
  swap(pattern: RegExp, to: (sign: string) => string): readonly Change[] {
    const found = [...this.text.matchAll(pattern)];
    if (!found.length) return this.put(to(''));
    const { index, 0: sign } = this.one(found);
    return [{ at: index, length: sign.length, text: to(sign) }];
  }

  /** A line of this text or of another, without its break. */
  foreign(): string {
    const text = this.roll(2) ? this.text : this.one(this.donors);
    const { start, end } = this.one(linesOf(text));
    return text.slice(start, end);
  }
}

function linesOf(text: string): readonly Line[] {
  const all: Line[] = [];
  for (let start = 0; ; ) {
    const next = text.indexOf('\n', start);
    if (next < 0) return [...all, { start, end: text.length, stop: text.length }];
    all.push({ start, end: next > start && text[next - 1] === '\r' ? next - 1 : next, stop: next + 1 });
    start = next + 1;
  }
}

function indentOf(line: string): string {
  return /^[ \t\u3000]*(?:- )?/.exec(line)![0];
}

const SIGNS = [...'的一有限公司是否无5a0Z  ::：，,。、"\'“”‘’[]{}（）#|>-&*!?%@`\\/~_=+<^$;；\t\u3000'];

const WORDS = [
  ...['待补充', '是', '无', '详见附件', '青岛市', '2023/6/1', '２０２３', '1,000', '53%', '1e5', '0x1F', '-5', '万元'],
  ...['~', 'null', 'true', '""', "''", '[]', '{}', '[是, 否]', '{省: 山东省}', '{文件: 章/一.md}', '{数值: 5, 截止: }'],
  ...['&a ', '*a', '<<: *a', '!!str ', '!x ', '? ', '|', '>-', '|2', '|+\n', ' # 注', '#', '%YAML 1.2\n', '@', '`'],
  ...['---\n', '...\n', '\n---\n', '- ', '- - ', '  ', '\n', '\n\n', '\r\n', '\r', '<<<<<<< HEAD\n', '=======\n'],
  ...['\ufeff', '\u00a0', '\u200b', '\u2028', '\u0085', '\0', '\u0007', '\ufffe', '\\u0041', '\\', '$1', '$\u007b1:x}'],
  ...['😀', '𠮷', '👨‍👩‍👧', '\ud83d', '\udc00', 'é', 'ﬁ', 'عربي', '__proto__: 1\n', 'constructor: ', 'toString: '],
  ...['通知: sd-2023\n', '平台:\n', '附件材料:\n  - {编号: 一}\n', '豁免:\n  - {规则: credit-code}\n', '编号: '],
  ...['# 标题\n', '| 甲 | 乙 |\n| - | - |\n', '![图](图.png)', '[链](https://x.example.com/（一）)', '营业收入803万元'],
];

const WIDE: Readonly<Record<string, string>> = {
  ...{ ':': '：', ',': '，', '"': '“', "'": '‘', '{': '｛', '}': '｝', '[': '［', ']': '］', '-': '－', '#': '＃' },
  ...{ ' ': '\u3000', '(': '（', ')': '）', '|': '｜', '.': '．' },
};

type Edit = (hand: Hand) => readonly Change[];

const EDITS: readonly (readonly [what: string, edit: Edit])[] = [
  ['a sign', (h) => h.put(h.one(SIGNS))],
  ['a sign again', (h) => h.put(h.one(SIGNS))],
  ['a word', (h) => h.put(h.one(WORDS))],
  ['a word again', (h) => h.put(h.one(WORDS))],
  ['a word for a sign', (h) => [{ ...h.cut(1)[0]!, text: h.one(WORDS) }]],
  ['enter', (h) => enter(h)],
  ['enter, and a key', (h) => h.put(`${h.eol}  `).map((c) => ({ ...c, text: `${c.text}${h.one(WORDS)}` }))],
  ['backspace', (h) => h.cut(1)],
  ['a few signs gone', (h) => h.cut(1 + h.roll(6))],
  ['a stretch gone', (h) => h.cut(1 + h.roll(200))],
  ['the rest of a line gone', (h) => restOfLine(h)],
  ['a line gone', (h) => gone(h.stretch(1))],
  ['lines gone', (h) => gone(h.stretch(12))],
  ['a break gone', (h) => joined(h)],
  ['a line twice', (h) => copied(h)],
  ['a line pasted', (h) => h.put(h.foreign() + h.eol, h.line().start)],
  ['half a line pasted', (h) => h.put(h.foreign().slice(0, 1 + h.roll(20)))],
  ['lines pasted', (h) => pasted(h)],
  ['a line moved', (h) => moved(h, h.stretch(1))],
  ['lines moved', (h) => moved(h, h.stretch(9))],
  ['a section moved', (h) => moved(h, section(h))],
  ['indented', (h) => h.each(h.stretch(4), (t) => `  ${t}`)],
  ['indented by a tab', (h) => h.each(h.stretch(2), (t) => `\t${t}`)],
  ['indented by a wide blank', (h) => h.each(h.stretch(2), (t) => `\u3000${t}`)],
  ['outdented', (h) => h.each(h.stretch(4), (t) => t.replace(/^ {1,2}/, ''))],
  ['outdented by one', (h) => h.each(h.stretch(1), (t) => t.replace(/^ /, ''))],
  ['a sign made wide', (h) => h.swap(/[:,"'{}[\]\-# ]/g, (c) => WIDE[c] ?? '：')],
  ['a colon made wide', (h) => h.swap(/:/g, () => '：')],
  ['a colon gone', (h) => h.swap(/[:：]/g, () => '')],
  ['a colon without its blank', (h) => h.swap(/: /g, () => ':')],
  ['a bracket gone', (h) => h.swap(/[{}[\]]/g, () => '')],
  ['a quote gone', (h) => h.swap(/["']/g, () => '')],
  ['a quote', (h) => h.put(h.one(['"', "'", '“', '”']))],
  ['a value in quotes', (h) => value(h, (v) => `"${v}"`)],
  ['a value in single quotes', (h) => value(h, (v) => `'${v}'`)],
  ['a value in brackets', (h) => value(h, (v) => `[${v}]`)],
  ['a value begun', (h) => value(h, (v) => `${h.one(['"', "'", '[', '{', '&a ', '*', '!', '|', '>'])}${v}`)],
  ['another value', (h) => value(h, () => h.one(WORDS))],
  ['the value of another', (h) => value(h, () => /[:：]\s*(.*)$/.exec(h.foreign())?.[1] ?? '')],
  ['a value gone', (h) => value(h, () => '')],
  ['a value behind two breaks', (h) => value(h, (v) => `${h.eol}      ${v}${h.eol}      ${v}`)],
  ['an anchor', (h) => value(h, (v) => `&${h.one(['a', 'b', '甲'])} ${v}`)],
  ['an alias', (h) => value(h, () => `*${h.one(['a', 'b', '甲'])}`)],
  ['another key', (h) => h.each(h.stretch(1), (t) => t.replace(/[^\s\-:：{]+(?=[:：])/, h.one(WORDS)))],
  ['a key half typed', (h) => h.each(h.stretch(1), (t) => t.slice(0, indentOf(t).length + h.roll(6)))],
  ['a number changed', (h) => h.swap(/\d+(?:\.\d+)?/g, () => String(h.roll(3000)))],
  ['a remark made of it', (h) => h.each(h.stretch(3), (t) => t.replace(/^(\s*)/, '$1# '))],
  ['remarks read again', (h) => h.each(h.lines, (t) => t.replace(/^(\s*)# ?/, '$1'))],
  ['breaks of the other kind', (h) => breaks(h.stretch(3))],
  ['all breaks of the other kind', (h) => breaks(h.lines)],
  ['a mark of bytes at the head', (h) => h.put('\ufeff', 0)],
  ['the marks of a conflict', (h) => conflict(h)],
  ['the end cut off', (h) => h.cut(h.text.length, h.outside(h.roll(h.text.length + 1)))],
];

/** As an editor does: the new line is indented like the one before. */
function enter(hand: Hand): readonly Change[] {
  const line = hand.line();
  const at = hand.roll(3) ? line.end : hand.outside(line.start + hand.roll(line.end - line.start + 1));
  return hand.put(`${hand.eol}${indentOf(hand.said(line))}`, at);
}

function restOfLine(hand: Hand): readonly Change[] {
  const { start, end } = hand.line();
  const at = start + hand.roll(end - start + 1);
  return [{ at, length: end - at, text: '' }];
}

function gone(lines: readonly Line[]): readonly Change[] {
  const start = lines[0]!.start;
  return [{ at: start, length: lines.at(-1)!.stop - start, text: '' }];
}

function joined(hand: Hand): readonly Change[] {
  const { end, stop } = hand.line();
  return [{ at: end, length: stop - end, text: '' }];
}

function copied(hand: Hand): readonly Change[] {
  const line = hand.line();
  return hand.put(hand.said(line) + hand.eol, line.start);
}

function pasted(hand: Hand): readonly Change[] {
  const from = hand.one(hand.donors);
  const lines = linesOf(from);
  const first = hand.roll(lines.length);
  const last = Math.min(lines.length - 1, first + hand.roll(20));
  return hand.put(from.slice(lines[first]!.start, lines[last]!.stop), hand.line().start);
}

function moved(hand: Hand, lines: readonly Line[]): readonly Change[] {
  const [cut] = gone(lines);
  const rest = changed(hand.text, cut!);
  const { start } = hand.one(linesOf(rest));
  return [cut!, { at: start, length: 0, text: hand.text.slice(cut!.at, cut!.at + cut!.length) }];
}

/** A line at the margin and those below it. */
function section(hand: Hand): readonly Line[] {
  const heads = hand.lines.flatMap((l, i) => (/^[^\s#-]/.test(hand.said(l)) ? [i] : []));
  if (!heads.length) return hand.stretch(3);
  const at = hand.roll(heads.length);
  return hand.lines.slice(heads[at], heads[at + 1]);
}

/** The value behind a colon, of an entry or of one in braces. */
function value(hand: Hand, write: (value: string) => string): readonly Change[] {
  const found = [...hand.text.matchAll(/([:：] *)([^,，{}[\]#\s][^,，{}[\]#\r\n]*)/g)];
  if (!found.length) return hand.put(write(''));
  const { index, 1: colon = '', 2: said = '' } = hand.one(found);
  return [{ at: index + colon.length, length: said.length, text: write(said) }];
}

function breaks(lines: readonly Line[]): readonly Change[] {
  return [...lines].reverse().flatMap(({ end, stop }) => {
    if (end === stop) return [];
    return [{ at: end, length: stop - end, text: stop - end === 2 ? '\n' : '\r\n' }];
  });
}

function conflict(hand: Hand): readonly Change[] {
  const lines = hand.stretch(4);
  const { at, length } = gone(lines)[0]!;
  const own = hand.text.slice(at, at + length);
  const theirs = own.replace(/\d/, '7');
  return [{ at, length, text: `<<<<<<< HEAD\n${own}=======\n${theirs}>>>>>>> 乙\n` }];
}
