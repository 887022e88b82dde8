/** The nearest of several words to one that was mistyped. */
import { distance } from 'fastest-levenshtein';
import { toHalfWidth } from './count-characters.ts';

/**
 * The candidate nearest to `word`, if it is near enough to be what was meant: it contains the word, or is contained in it, or
 * at most a third of the characters differ (half, where some are only left out or added). Undefined where none is, where two
 * candidates are equally near, and where the candidate would say something else: it never adds or removes a word that negates
 * (未运营 is not 已运营) and never changes a number (2022 is not 2023).
 *
 * @example closestMatch('单位名字', ['单位名称', '单位性质']) // '单位名称'
 */
export function closestMatch(word: string, candidates: readonly string[]): string | undefined {
  const markers = meaningMarkers(word);
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  let isTie = false;
  for (const candidate of new Set(candidates)) {
    const cost = matchCost(word, candidate);
    if (cost === undefined || cost > least || meaningMarkers(candidate) !== markers) continue;
    isTie = cost === least;
    [best, least] = [candidate, cost];
  }
  return isTie ? undefined : best;
}

/**
 * True where `word` differs from `match` only as a slip of the hand differs: in blanks, width or case, by two neighbouring
 * characters that changed places, or by one that was typed twice.
 *
 * @example isTypingSlip('单名位称', '单位名称') // true
 * @example isTypingSlip('净资产总额', '资产总额') // false: another word
 */
export function isTypingSlip(word: string, match: string): boolean {
  const [typed, meant] = [word, match].map((t) => [...toHalfWidth(t).toLowerCase().replace(/\s+/g, '')]);
  const at = typed!.findIndex((c, i) => c !== meant![i]);
  if (at < 0) return typed!.length === meant!.length;
  const rest = (from: number) => typed!.slice(from).join('');
  const meantRest = (from: number) => meant!.slice(from).join('');
  if (typed!.length === meant!.length)
    return typed![at] === meant![at + 1] && typed![at + 1] === meant![at] && rest(at + 2) === meantRest(at + 2);
  return typed![at] === typed![at - 1] && rest(at + 1) === meantRest(at);
}

/** How far a candidate is from a word; undefined where it is too far. */
function matchCost(word: string, candidate: string): number | undefined {
  const [short, long] = word.length < candidate.length ? [word, candidate] : [candidate, word];
  if (toHalfWidth(word).toLowerCase() === toHalfWidth(candidate).toLowerCase()) return 0;
  if (short.length === 1 && (short !== candidate || !isSaidFirst(word, short))) return undefined;
  if (long.includes(short)) return 0.5 + (long.length - short.length) / 100;
  const cost = distance(word, candidate);
  const isSubsequence = cost === long.length - short.length;
  // 事业法人 is short for 事业单位法人; 企业法人 is another word.
  if (isSubsequence && short === word && word.length > 3) return 0.9;
  const most = Math.floor(word.length / (isSubsequence ? 2 : 3));
  return cost <= Math.max(isSubsequence ? 1 : 0, most) ? cost : undefined;
}

/**
 * True where a text says a word of one character and only explains it then: 有过 and 有（已解决） say 有. In 有无 and 无法确定 the character is
 * part of another word.
 */
function isSaidFirst(text: string, character: string): boolean {
  return text.startsWith(character) && /^(?:[过的了]|\P{Script=Han}|$)/u.test(text.slice(character.length));
}

/** Words that negate, end or only intend what stands behind them; all that plainly negate count as the same. */
const NEGATIONS = /[不未末没沒無无非否莫勿毋弗冇]|\b(?:no|not|non|never|without)\b/g;
const LIMITATIONS = /[停禁免拒废撤违拟待将试失假伪缺欠逾]|终止|中止|废止|注销|吊销|计划|规划|除(?=.*外)/g;
/** Numbers, also Chinese ones, and letters that stand alone as in a number: 软著-A. */
const NUMBERS = /\d+|[〇零一二三四五六七八九十两百千]+|(?<![a-z])[a-z](?![a-z])/g;

/** What two words must have in common to say the same; it only serves to be compared. */
function meaningMarkers(word: string): string {
  const text = toHalfWidth(word).toLowerCase();
  const all = (pattern: RegExp) => text.match(pattern) ?? [];
  return [all(NEGATIONS).length, ...all(LIMITATIONS).toSorted(), '|', ...all(NUMBERS)].join(' ');
}

/**
 * True where `word` is `candidate` with one character wrong, missing or too many; two in a word of five or more. Of a word of
 * two characters every other word would be one. Stricter than
 * {@link closestMatch}: `平台层` is no misspelling of `平台简介`.
 */
export function isMisspelling(word: string, candidate: string): boolean {
  if (word.length < 3 || Math.abs(word.length - candidate.length) > 2) return false;
  return distance(word, candidate) <= (word.length >= 5 ? 2 : 1);
}
