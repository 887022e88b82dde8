/** What an author meant by a value that the form does not take there, as a fix: the same in the form's words, or the nearest of a list. */

import type { FixSpec } from '../model/finding.ts';
import type { Slot } from '../model/form-schema.ts';
import { closestMatch, isTypingSlip } from '../text/closest-match.ts';
import { quoteScalar } from '../yaml/quote-scalar.ts';
import type { YamlTree } from '../yaml/tree.ts';
import { readScalar } from './scalar-values.ts';

/** A value that is another writing of what stands there: a safe fix. */
export function safeValue(text: string): FixSpec {
  return { kind: 'value', text, safe: true };
}

/**
 * The value of a closed list that a text means: 是 for √, 无 for 未发生, else the nearest. Undefined where none is near, or
 * where the nearest would say something else, see {@link closestMatch}.
 */
export function closestValue(slot: Slot, text: string): FixSpec | undefined {
  const values = slot.type === 'yes-no' ? ['是', '否'] : (slot.values ?? []).map((v) => v.value);
  const same = SYNONYMS.find(([value, pattern]) => values.includes(value) && pattern.test(text))?.[0];
  if (same !== undefined) return { kind: 'value', text: same, likely: true };
  const near = slot.type === 'yes-no' ? undefined : closestMatch(text, values);
  return near === undefined ? undefined : { kind: 'value', text: near, likely: isTypingSlip(text, near) };
}

/**
 * What a single value means where the form wants a list: 无 where it says none and the list may be 无, else a list of what
 * it enumerates. That is safe only if each part can stand in the list. Undefined for a list of groups.
 */
export function noneOrList(tree: YamlTree, slot: Slot): FixSpec | undefined {
  if (tree.kind !== 'scalar') return undefined;
  const text = tree.text.trim();
  if (slot.or === NONE && SAYS_NONE.test(text)) return { kind: 'value', text: NONE, likely: true };
  if (tree.style !== 'plain' || slot.item?.type === 'map') return undefined;
  const item = slot.item ?? { type: 'text' };
  const parts = text.split(/[、，,；;]\s*/).map((part) => part.trim());
  const safe = parts.every((part) => part !== '' && !readScalar(item, { ...tree, text: part }).wrong);
  return { kind: 'value', safe, text: `[${parts.map(quoteScalar).join(', ')}]` };
}

const NONE = '无';

/** Texts that say that something did not happen or is not there, and nothing else; a second negation says the opposite. */
const SAYS_NONE =
  /^(?:暂时?|目前|均|皆|全|从|并|尚|确实?|也|都)*(?:无|没有?|未|不曾|未曾|不存在|不涉及|不适用|零|〇|[0０])(?:有|此|该|类|上述|任何|相关|发生|出现|涉及|过|起|次|项|件|例|事故|事件|问题|情况|情形|记录)*[。.！]?$/;

/** Other ways to write a value, where the form has it. Bare words only: what 无违法 answers depends on the question. */
const SYNONYMS: readonly (readonly [value: string, pattern: RegExp])[] = [
  ['是', /^(?:是的|对|对的|有|已|yes|y|true|√|✓|✔)[。.]?$/i],
  ['否', /^(?:不是|不|没有?|无|未|no|n|false|×|✗|✘)[。.]?$/i],
  ['无', SAYS_NONE],
  ['无', /^(?:否|none|no|n|false|×|✗|✘|[-—–/／]+)[。.]?$/i],
  ['有', /^(?:有的|有过|曾有|存在|yes|y|true|√|✓|✔)[。.]?$/i],
];
