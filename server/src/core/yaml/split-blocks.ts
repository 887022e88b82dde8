/** Cuts a dossier at the lines that begin its top-level entries. */
import { type FormKeys, GROUP_KEYS, TOP_LEVEL } from '../model/form-paths.ts';
import { isWideBlank, isWideColon, WIDE_COLONS } from '../text/characters.ts';
import { isMisspelling } from '../text/closest-match.ts';
import { isInvisible } from '../text/invisible-characters.ts';
import { isSingleValue, keyedLine, QUOTED_KEY } from './key-pattern.ts';
import { BLOCK_SIGNS, contentStart, isStrayText, knownKey, lineEnd, MERGE_MARK, nextLine } from './text-repair.ts';

/** Characters of a line that tell what it is. */
const LONGEST_LOOK = 80;

const WORD = new RegExp(`^([^\\s:${WIDE_COLONS}]{1,20})\\s*[:${WIDE_COLONS}]`);

/** The stretches of a text from one top-level entry to the next, in UTF-16 offsets; the first also holds what stands before it. */
export function splitBlocks(text: string, formKeys: FormKeys): readonly (readonly [start: number, end: number])[] {
  const starts: number[] = [];
  const first = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const scalar = new OpenScalar();
  for (let at = first; at < text.length; ) {
    const end = lineEnd(text, at);
    const isStart = at === first || beginsEntry(text, at, formKeys, scalar.isOpen);
    if (isStart) starts.push(at);
    scalar.pass(text, at, end, isStart);
    at = nextLine(text, end);
  }
  return starts.map((start, i) => [start, starts[i + 1] ?? text.length]);
}

/** Follows, line by line, whether a block scalar is open. */
class OpenScalar {
  /** The column of its key; undefined where none is open. */
  private column: number | undefined;

  get isOpen(): boolean {
    return this.column !== undefined;
  }

  /** Passes over a line; `isStart` is true of one that begins a top-level entry. */
  pass(text: string, start: number, end: number, isStart: boolean): void {
    const at = contentStart(text, start, end);
    if (at >= end) return;
    const column = at - start;
    if (this.column !== undefined && column > this.column) return;
    if (this.column !== undefined && column === 0 && !isStart) return;
    if (column > 0 && this.column !== undefined && !isEntry(text, at, end)) return;
    this.column = hasHeader(text, at, end) ? column : undefined;
  }
}

function isEntry(text: string, at: number, end: number): boolean {
  const line = text.slice(at, Math.min(end, at + LONGEST_LOOK));
  return text[at] === '-' || text[at] === '#' || WORD.test(line) || QUOTED_KEY.test(line);
}

/** True of a key with `|` or `>` behind it, or a full-width sign in its place. */
function hasHeader(text: string, at: number, end: number): boolean {
  let last = end;
  while (last > at && /[\s+\-1-9]/.test(text[last - 1]!)) last--;
  if (BLOCK_SIGNS.includes(text[last - 1] ?? ' ')) {
    let before = last - 1;
    while (before > at && (text[before - 1] === ' ' || isWideBlank(text[before - 1]!))) before--;
    const c = text[before - 1] ?? '';
    return c === ':' || c === '-' || isWideColon(c);
  }
  return /^[^#]{1,40}[:：] *[|>][+-]?\d?(?: |$)/.test(text.slice(at, Math.min(end, at + LONGEST_LOOK)));
}

/** True of a line at the margin that begins a top-level entry; other lines belong to the entry above. */
function beginsEntry(text: string, start: number, formKeys: FormKeys, isInText: boolean): boolean {
  let at = start;
  while (isInvisible(text[at] ?? '')) at++;
  const c = text[at] ?? ' ';
  if (/[\s#＃\]}］｝】〕－]/.test(c) || isWideBlank(c)) return false;
  // A document ends before a key; in front of indented lines `---` is a rule that somebody drew.
  const isRule = formKeys.size > 0 && isIndentedBelow(text, at);
  if (c === '-') return /^---(?:\s|$)/.test(text.slice(at, at + 4)) && !isRule;
  const line = text.slice(at, Math.min(lineEnd(text, at), at + LONGEST_LOOK));
  if (/^(?:\.\.\.(?:\s|$)|%(?:YAML|TAG)\s)/.test(line)) return !isRule;
  if (MERGE_MARK.test(line)) return false;
  if (formKeys.size > 0) return isTopLevelEntry(text, { at, line }, formKeys, isInText);
  if (isStrayText(line)) return false;
  // An item of an open `[`, not indented.
  return WORD.test(line) || !isItemOfBrackets(text, at, line);
}

function isItemOfBrackets(text: string, at: number, line: string): boolean {
  return /[,，]\s*$/.test(line) || /^[^\n]*\n\s*[\]}]/.test(text.slice(at, at + 200));
}

/** Tells a top-level key, also a misspelt or half-typed one, from text that slipped to the margin. */
function isTopLevelEntry(
  text: string,
  { at, line }: { readonly at: number; readonly line: string },
  formKeys: FormKeys,
  isInText: boolean,
): boolean {
  const top = [...(formKeys.get(TOP_LEVEL) ?? [])];
  if (QUOTED_KEY.test(line)) return true;
  const keyed = keyedLine(line);
  if (!keyed) {
    const bare = line.replace(/\s+#.*$/, '').trimEnd();
    const known = knownKey(line, formKeys);
    return top.some((key) => key.startsWith(bare) || key === known) && !isItemOfBrackets(text, at, line);
  }
  const word = keyed.word.replace(/^[“”‘’]|[“”‘’]$/g, '');
  if (formKeys.has(word)) return top.includes(word);
  // 平台层：服务 is no misspelling of 平台, which takes no value on its line.
  const takesValue = (key: string) => !formKeys.get(GROUP_KEYS)?.has(key) || !isSingleValue(keyed.value);
  if (top.some((key) => isMisspelling(word, key) && (takesValue(key) || /^[{[]/.test(keyed.value)))) return true;
  if (!keyed.isPlain) return false;
  // A word that no form has: a key of its own, unless it stands in a chapter and reads like prose.
  const isProse = /[，。；、！？]/.test(keyed.value) && !/^["'[{|>&*!]/.test(keyed.value);
  return !(isProse && isInText) && !(isSingleValue(keyed.value) && isIndentedBelow(text, at));
}

function isIndentedBelow(text: string, from: number): boolean {
  for (let at = nextLine(text, lineEnd(text, from)); at < text.length; at = nextLine(text, lineEnd(text, at))) {
    const end = lineEnd(text, at);
    const content = contentStart(text, at, end);
    if (content < end && text[content] !== '#') return content > at;
  }
  return false;
}
