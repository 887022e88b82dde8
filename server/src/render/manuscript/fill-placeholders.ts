/** What a layout's `{path}` stands for, as a reader wants to see it. */

import { type Answer, isRequired } from '../../core/form/answer.ts';
import { type Answers, valueOfAmount } from '../../core/form/answers.ts';
import type { Field } from '../../core/model/form-schema.ts';
import { longDate } from '../../core/text/dates.ts';
import { type Run, run } from './manuscript.ts';

/** A template's text in runs; what is required and missing stands in them as a gap. */
export function fillPlaceholders(template: string, answers: Answers, direction: string | undefined): readonly Run[] {
  return template.split(/(\{[^}]*\})/).flatMap((part) => {
    if (!part.startsWith('{')) return part ? [run(part)] : [];
    const [path = '', form] = part.slice(1, -1).split('|');
    const answer = answers.at(path);
    const text = answer ? formatAnswer(answer, form === 'date') : '';
    if (text) return [run(text, { path })];
    return answer && isMissingRequired(answer, direction) ? [missingRun(path)] : [];
  });
}

/** The paths that a template names. */
export function pathsOf(template: string): readonly string[] {
  return [...template.matchAll(/\{([^}|]*)/g)].map((m) => m[1]!);
}

/** The run that stands for a required answer that is missing, e.g. `【待填：单位名称】` for `申报单位.单位名称`. */
export function missingRun(path: string): Run {
  return run(`【待填：${path.split('.').at(-1)}】`, { gap: true, path });
}

/** True where the form requires an answer and has none that can be read. */
export function isMissingRequired(answer: Answer, direction: string | undefined): boolean {
  return answer.state !== 'ok' && 'key' in answer.slot && isRequired(answer.slot as Field, direction);
}

/** An answer as it is printed: a number with its unit, a list joined by 、. */
export function formatAnswer(answer: Answer, date = false): string {
  const value = valueOfAmount(answer);
  if (value.state === 'absent') return value.slot.default ?? '';
  if (value.items?.length)
    return value.items
      .map((i) => formatAnswer(i))
      .filter(Boolean)
      .join('、');
  if (value.state !== 'ok' || value.value === undefined) return '';
  if (date || value.slot.type === 'date') return date ? longDate(String(value.value)) : String(value.value);
  const unit = typeof value.value === 'number' && value.slot.type !== 'year' ? value.slot.unit?.zh : undefined;
  if (typeof value.value === 'number' && value.slot.type !== 'year')
    return `${formatNumber(value)}${unit ? ` ${unit}` : ''}`;
  return String(value.value);
}

/** `附件6` for the 编号 of the sixth material; the 编号 itself where there is no such material. */
export function annexName(answer: Answer, answers: Answers): string {
  const [list = '', key = ''] = answer.slot.ref?.split('[].') ?? [];
  const at = answers.items(list)?.findIndex((item) => item.children?.get(key)?.value === answer.value) ?? -1;
  return at < 0 ? String(answer.value) : `附件${at + 1}`;
}

/**
 * A number as its author wrote it, zeros at its end included: money is written `1420.10`. No separators, no exponent, no sign before what is
 * above zero, no zeros in front. Empty where the answer is no number.
 */
export function formatNumber({ value, tree }: Pick<Answer, 'value' | 'tree'>): string {
  if (typeof value !== 'number') return '';
  const written = tree?.kind === 'scalar' ? tree.text.trim() : '';
  if (/^[+-]?\d+(?:\.\d+)?$/.test(written) && Number(written) === value)
    return written.replace(/^\+/, '').replace(/^(-?)0+(?=\d)/, '$1');
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 6 });
}
