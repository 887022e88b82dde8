/** Words that fill a field and say nothing. */

import { toHalfWidth } from './count-characters.ts';

/**
 * True of a text that stands where a reason or a name is wanted and gives none: 无, 同上, 待定, N/A, a dash.
 *
 * @example saysNothing('暂无。') // true
 */
export function saysNothing(text: string): boolean {
  return NOTHING.test(toHalfWidth(text).replace(/[\s.。,，!！'"“”()（）]/g, ''));
}

const NOTHING =
  /^(?:(?:暂|尚)?(?:无|没有?)(?:理由|姓名|复核人)?|空|略|同上|同前|不详|不明|未知|未定|待(?:定|补|补充|填|写|确认|核实)|某+|[xX×*?？_·、/\\~-]+|[—–－]+|n\/?a|none|nil|null|no|tbd|todo|test|测试|\d+)?$/i;
