/** Recognises lines that belong to no entry: a heading, a list, a table row or a paragraph that slipped out of its text. */
import { GROUP_KEYS, LIST_KEYS, TOP_LEVEL } from '../model/form-paths.ts';
import { WIDE_DASHES } from '../text/characters.ts';
import { isMisspelling } from '../text/closest-match.ts';
import { isSingleValue, type KeyedLine, keyedLine, QUOTED_KEY } from './key-pattern.ts';
import { isOpenValue } from './open-value.ts';
import type { BlockLevel, IndentedLine, ScanState } from './scan-state.ts';
import { addToRun } from './stray-runs.ts';
import { contentStart, knownKey, lineEnd, nextLine, type TextRepair, withoutComment } from './text-repair.ts';

const DASHED = new RegExp(`^(?:-(?:\\s|$|[{[])|[${WIDE_DASHES}•])`);

/** Only ASCII and full-width hyphens begin a list; other dashes may go on with one. */
const LIST_SIGN = /^[-－]/;

/** True of a line, no deeper than the key of the block scalar that is being read, that nevertheless belongs to its text. */
export function isStrayInText(state: ScanState, line: IndentedLine): boolean {
  const { text, formKeys, levels } = state;
  if (!formKeys.size) return false;
  const content = contentOf(text, line);
  const col = line.at - line.start;
  if (QUOTED_KEY.test(content) || isTightItem(state, content, col)) return false;
  if (DASHED.test(content)) return !levels.some((l) => l.kind === 'seq' && isNearList(state, l, col, content));
  const keyed = keyedLine(content);
  if (!keyed) return !isKeyWithoutColon(state, content, col) || !isKeyAt(state, col, withoutComment(content));
  if (formKeys.has(keyed.word)) return !isKeyOfOpenGroup(state, keyed.word) || isSaidBelow(state, line, keyed.word);
  if (isMisspelledAt(state, col, keyed)) return false;
  // A word that no form has is a key all the same, unless the text goes on below it.
  const isKey = keyed.isPlain && levels.some((l) => l.kind === 'map' && l.col === col);
  return !isKey || (isSingleValue(keyed.value) && isDeeperBelow(text, line, col));
}

/** True of a key that stands beside `level`'s in a form, with a colon as YAML wants it. */
export function isSiblingKey({ text, formKeys }: ScanState, level: BlockLevel, line: IndentedLine): boolean {
  const keyed = keyedLine(contentOf(text, line));
  return keyed?.isPlain === true && formKeys.get(level.key)?.has(keyed.word) === true;
}

/**
 * True of `-农机装备` or `-编号: 执照`, an item whose blank is missing: at the column of a list whose items are such, or where the form wants a list and there
 * is nothing yet. `content` is the line from its dash on, in column `col`.
 */
export function isTightItem({ levels, formKeys }: ScanState, content: string, col: number): boolean {
  if (!/^-\p{Script=Han}/u.test(content)) return false;
  const list = levels.find((l) => l.kind === 'seq' && l.col === col);
  const word = keyedLine(content.slice(1))?.word ?? NO_KEY;
  if (list) return !formKeys.size || formKeys.has(word) || list.items !== 'map';
  const last = levels.at(-1);
  const isFree = last?.kind === 'map' && last.inline === 'nothing' && col >= last.col;
  return isFree && formKeys.get(LIST_KEYS)?.has(last.key) === true;
}

/** True of a dash that continues a list: at its column or beside it, with an item such as the list has. */
function isNearList(state: ScanState, list: BlockLevel, col: number, content: string): boolean {
  const isGroup = isGroupItem(state, content);
  if (list.col === col) return isGroup || list.items !== 'map';
  return Math.abs(list.col - col) <= 2 && (isGroup || list.items === 'other');
}

/** True of a line of a block's structure that is neither an entry nor an item nor the continuation of a plain text. */
export function isStrayLine(state: ScanState, line: IndentedLine): boolean {
  const { text, formKeys, levels } = state;
  const last = levels.at(-1);
  if (!formKeys.size) return false;
  const content = contentOf(text, line);
  const col = line.at - line.start;
  if (QUOTED_KEY.test(content) || isTightItem(state, content, col)) return false;
  // Signs with which somebody begins to type: what is missing below may come.
  if (last && col <= last.col && BEGUN.test(content) && !firstLineBelow(text, line.end)) return false;
  const keyed = keyedLine(content);
  if (!last) {
    const isKey = keyed ? keyed.isPlain || formKeys.has(keyed.word) : isKeyWithoutColon(state, content, col);
    return (
      !isKey &&
      !(LIST_SIGN.test(content) && DASHED.test(content)) &&
      (isKeyBelow(state, line) || (line.start > 0 && !firstLineBelow(text, line.end)))
    );
  }
  const isDeeper = col > last.col;
  if (isDeeper && last.inline === 'text')
    return keyed ? keyed.isPlain && !formKeys.has(keyed.word) : cannotContinue(content);
  const isFree = last.inline === 'nothing' && (isDeeper || (last.col === col && last.kind === 'map'));
  if (DASHED.test(content) && isFree) return isListElsewhere(state, line, last);
  if (DASHED.test(content)) return !levels.some((l) => l.kind === 'seq' && isNearList(state, l, col, content));
  if (keyed) return isStrayKey(state, keyed, line, isFree && isDeeper);
  if (isKeyWithoutColon(state, content, col)) return false;
  return (
    !(isFree && isDeeper) || (!isOpenValue(text, { ...line, content }, last.col) && isGroupBelow(state, line, last))
  );
}

/** A sign, or two ASCII ones such as `[]`. */
const BEGUN = /^(?:[\p{P}\p{S}]|[!-/:-@[-`{-~]{2})$/u;

/** True of a line without a key that plain text cannot go on with, as it begins with a sign of YAML. */
function cannotContinue(content: string): boolean {
  return DASHED.test(content) || /^(?:[|>{[`"'*&!%@]|---)/.test(content);
}

/** True of a dash with a text behind a key whose keys stand below, or whose items have keys. */
function isListElsewhere(state: ScanState, line: IndentedLine, group: BlockLevel): boolean {
  const { text, formKeys } = state;
  const own = contentOf(text, line);
  if (!LIST_SIGN.test(own)) return !/^.\s*[{[｛［]/.test(own);
  const below = firstLineBelow(text, line.end);
  const col = below ? below.at - below.start : -1;
  if (!below || col < group.col || isGroupItem(state, own)) return false;
  const content = contentOf(text, below);
  if (isItemWithKey(own, { column: line.at - line.start, below: col, isDashBelow: DASHED.test(content) })) return false;
  if (!DASHED.test(content)) return col > group.col && formKeys.has(keyedLine(content)?.word ?? NO_KEY);
  // Beside it, a bare dash or an anchor below may begin a single value as well.
  return isGroupItem(state, content) && (col !== line.at - line.start || !/^.\s*(?:$|[#&*!])/.test(content));
}

/** True where the next line with content begins with a key of a form. */
function isKeyBelow({ text, formKeys }: ScanState, line: IndentedLine): boolean {
  const below = firstLineBelow(text, line.end);
  return below !== undefined && formKeys.has(keyedLine(contentOf(text, below))?.word ?? NO_KEY);
}

/** True of a list item that begins with a word and a colon, be the word no key, with the rest of the item or the next one below it. */
function isItemWithKey(
  content: string,
  at: { readonly column: number; readonly below: number; readonly isDashBelow: boolean },
): boolean {
  const item = content.replace(/^.\s*/, '');
  if (!keyedLine(item)?.isPlain) return false;
  return at.below === (at.isDashBelow ? at.column : at.column + content.length - item.length);
}

/** True of a list item in brackets, with a key, or with nothing on its line. */
function isGroupItem({ formKeys }: ScanState, content: string): boolean {
  const item = content.replace(/^.\s*/, '');
  return /^(?:[{[｛［【〔#]|[&*!][\w!\p{Script=Han}]|$)/u.test(item) || formKeys.has(keyedLine(item)?.word ?? NO_KEY);
}

/** True where a word with a colon is no key: no form has it, and it does not stand where a key of the group would. */
function isStrayKey(
  state: ScanState,
  { word, isPlain, value }: KeyedLine,
  line: IndentedLine,
  isFree: boolean,
): boolean {
  const { levels, formKeys } = state;
  const col = line.at - line.start;
  const isAtKeys = levels.some((l) => l.kind === 'map' && l.col === col) || isFree;
  if (formKeys.has(word))
    return (!isAtKeys || col === 0) && levels.at(-1)?.inline !== 'nothing' && !isKeyOfOpenGroup(state, word);
  if (isMisspelledAt(state, col, { word, value })) return false;
  if (isPlain) return !isAtKeys || (isSingleValue(value) && isBeforeEntry(state, line, isFree));
  if (isFree) return isGroupBelow(state, line, levels.at(-1)!);
  if (value === '')
    return col === 0 || !isAtKeys || !isDeeperBelow(state.text, line, col) || isInsideGroup(state, line);
  return true;
}

/** True where the line below belongs to the group or key above, of which the line itself is no part. */
function isInsideGroup({ text, formKeys, levels }: ScanState, line: IndentedLine): boolean {
  const [above, below] = [levels.at(-1), firstLineBelow(text, line.end)];
  if (!above || !below) return false;
  const [col, own] = [below.at - below.start, line.at - line.start];
  const content = contentOf(text, below);
  const word = keyedLine(content)?.word ?? NO_KEY;
  if (above.col === own && above.inline === 'nothing')
    return col > own && formKeys.has(above.key) && (DASHED.test(content) || formKeys.has(word));
  if (col !== above.col) return false;
  return above.kind === 'seq' ? DASHED.test(content) : formKeys.get(above.key)?.has(word) === true;
}

/** True where an entry or item below cannot stand beside or under a word with a value: deeper, or at another column of the group. */
function isBeforeEntry({ text, formKeys, levels }: ScanState, line: IndentedLine, isFree: boolean): boolean {
  const below = firstLineBelow(text, line.end);
  if (!below) return false;
  const [col, own] = [below.at - below.start, line.at - line.start];
  const content = contentOf(text, below);
  const isDash = DASHED.test(content);
  const isOff = col > own || (isFree && col !== own && col > levels.at(-1)!.col) || (isDash && col === own);
  return isOff && (isDash || formKeys.has(keyedLine(content)?.word ?? NO_KEY));
}

/** A key of a form whose colon is forgotten or not typed yet, at the column of its group. */
function isKeyWithoutColon(state: ScanState, content: string, col: number): boolean {
  const { formKeys, levels } = state;
  const bare = withoutComment(content);
  const bracketed = /^([^\s[{]{2,20})[ \t]*[[{]/.exec(bare)?.[1] ?? bare;
  const known = formKeys.has(bracketed) ? bracketed : knownKey(content, formKeys);
  if (known !== undefined) return isKeyOfOpenGroup(state, known) || levels.at(-1)?.inline === 'nothing';
  const group = levels.findLast((l) => l.col === col && l.kind === 'map');
  const keys = group
    ? [group.key, ...(formKeys.get(group.key) ?? [])]
    : col === 0
      ? [...(formKeys.get(TOP_LEVEL) ?? [])]
      : [];
  return bare !== '' && keys.some((key) => key.startsWith(bare));
}

/** True of a key of the form that stands at the top level, or in a group that is open, or may: the form does not know the group's keys. */
function isKeyOfOpenGroup({ formKeys, levels }: ScanState, word: string): boolean {
  if (!levels.length || formKeys.get(TOP_LEVEL)?.has(word)) return true;
  return levels.some(({ kind, key }) => kind === 'map' && (key === word || (formKeys.get(key)?.has(word) ?? true)));
}

/** True where the group at a column may have a key that a text begins with; in another column the text is prose that begins so. */
function isKeyAt({ formKeys, levels }: ScanState, col: number, text: string): boolean {
  const group = levels.findLast((l) => l.kind === 'map' && l.col === col);
  if (!group) return false;
  const known = formKeys.has(text) ? text : knownKey(text, formKeys);
  return known === undefined || group.key === known || (formKeys.get(group.key)?.has(known) ?? true);
}

/** True of a key beside its column that stands again below, at the column of its group: here it is a heading. */
function isSaidBelow({ text, formKeys, levels }: ScanState, line: IndentedLine, word: string): boolean {
  const group = levels.findLast((l) => l.kind === 'map' && formKeys.get(l.key)?.has(word));
  if (!group || group.col === line.at - line.start) return false;
  return text.slice(line.end, line.end + LONGEST_SEARCH).includes(`\n${' '.repeat(group.col)}${word}:`);
}

/** True where `word` is a key of the group at a column, misspelt; of a key whose value is a group only where no value stands behind. */
function isMisspelledAt(
  { levels, formKeys }: ScanState,
  col: number,
  { word, value }: Pick<KeyedLine, 'word' | 'value'>,
): boolean {
  const group = levels.findLast((l) => l.kind === 'map' && l.col === col);
  const takesNone = isSingleValue(value) && !/^[{[]/.test(value) ? formKeys.get(GROUP_KEYS) : undefined;
  return [...(formKeys.get(group?.key ?? NO_KEY) ?? [])].some((s) => isMisspelling(word, s) && !takesNone?.has(s));
}

/** True where entries or items of a group stand below a line that could be its value. */
function isGroupBelow({ text, formKeys }: ScanState, line: IndentedLine, group: BlockLevel): boolean {
  const below = firstLineBelow(text, line.end);
  if (!below || below.at - below.start <= group.col) return false;
  const content = contentOf(text, below);
  const keyed = keyedLine(content);
  return DASHED.test(content) || (keyed !== undefined && (keyed.isPlain || formKeys.has(keyed.word)));
}

/** True where the next line with content belongs to the last entry of `level`: it is deeper, or the dash of a list at the column of its key. */
export function isNestedBelow(text: string, end: number, level: BlockLevel): boolean {
  const below = firstLineBelow(text, end);
  if (!below) return false;
  const col = below.at - below.start;
  return (
    col > level.col ||
    (col === level.col && level.kind === 'map' && /^-(?:\s|$)/.test(text.slice(below.at, below.at + 2)))
  );
}

function isDeeperBelow(text: string, line: IndentedLine, col: number): boolean {
  const below = firstLineBelow(text, line.end);
  return below !== undefined && below.at - below.start > col;
}

/** The first line behind the break at `end` that is neither blank nor a comment. */
function firstLineBelow(text: string, end: number): IndentedLine | undefined {
  for (let start = nextLine(text, end); start < text.length; ) {
    const stop = lineEnd(text, start);
    const at = contentStart(text, start, stop);
    if (at < stop && text[at] !== '#') return { start, at, end: stop };
    start = nextLine(text, stop);
  }
  return undefined;
}

/** A line's content, as far as it can tell what the line is. */
function contentOf(text: string, { at, end }: IndentedLine): string {
  return text.slice(at, Math.min(end, at + LONGEST_LOOK));
}

/** No form has this key. */
const NO_KEY = ':';

/** Characters behind a line in which a key is looked for. */
const LONGEST_SEARCH = 20_000;

/** Characters of a line that are looked at. */
const LONGEST_LOOK = 200;

/** Reads a stray line of the structure as a comment; its text may belong to the plain text above. */
export function commentOutStrayLine(state: ScanState, line: IndentedLine): void {
  const { levels } = state;
  const last = levels.at(-1);
  const isBelowText = last?.inline === 'text';
  const repair: TextRepair = { at: line.at, length: 0, text: '# ' };
  const content = contentOf(state.text, line);
  const indent =
    last && isBelowText && !keyedLine(content) && !cannotContinue(content)
      ? { ...repair, at: line.start, length: line.at - line.start, text: ' '.repeat(last.col + 2) }
      : undefined;
  if (last && isBelowText) last.inline = 'closed';
  addToRun(state, 'stray-line', line, { repair, ...(indent ? { indent } : {}) });
}
