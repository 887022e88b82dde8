/** How a scalar of each field type is read from its source text, and what is said where it cannot be. */

import type { Slot } from '../model/form-schema.ts';
import { type LocalizedText, untranslated } from '../model/localized-text.ts';
import { typedAscii } from '../text/characters.ts';
import { clip } from '../text/clip.ts';
import { toHalfWidth } from '../text/count-characters.ts';
import { isDate } from '../text/dates.ts';
import type { YamlScalar } from '../yaml/tree.ts';

/** What a scalar was read as, or what is wrong with it; `instead` is what the author meant beyond doubt. */
export interface ScalarReading {
  readonly value?: string | number;
  readonly wrong?: { readonly rule: string; readonly message: LocalizedText; readonly instead?: string };
}

type ScalarReader = (text: string, slot: Slot, tree: YamlScalar) => ScalarReading;

/** Reads a scalar that is not blank. */
export function readScalar(slot: Slot, tree: YamlScalar): ScalarReading {
  const text = tree.text.trim();
  const read = SCALAR_READERS[slot.type];
  if (!read) return { value: text };
  const reading = read(text, slot, tree);
  const bare = withoutPunctuation(text);
  if (!reading.wrong || reading.wrong.instead !== undefined || bare === text || bare === '') return reading;
  const { wrong } = read(bare, slot, { ...tree, text: bare });
  const instead = wrong ? wrong.instead : bare;
  return instead === undefined ? reading : { ...reading, wrong: { ...reading.wrong, instead } };
}

/** A value without the mark of a sentence's end behind it, and without corner brackets round it: `德州市。`, `「德州市」`. */
function withoutPunctuation(text: string): string {
  return text
    .replace(/[。．，、；;,！!]+$/, '')
    .replace(/^([「『])(.*)[」』]$/, '$2')
    .trim();
}

const SCALAR_READERS: Partial<Record<Slot['type'], ScalarReader>> = {
  integer: readNumber,
  number: readNumber,
  year: readYear,
  date: readDate,
  month: readMonth,
  choice: (text, slot) =>
    oneOf(
      text,
      slot,
      (slot.values ?? []).map((v) => v.value),
    ),
  'yes-no': (text, slot) => oneOf(text, slot, ['是', '否']),
  phone: matching(
    /^(?:(?:\+?86[- ]?)?1[3-9]\d{9}|(?:\+?86[- ]?)?(?:0\d{2,3}[- ]?)?[2-9]\d{6,7}(?:-\d{1,6})?|[48]00[- ]?\d{3}[- ]?\d{4})$/,
    {
      zh: '电话应为 11 位手机号，或带区号的固定电话，如 13812345678、0531-88881234',
      en: 'a phone number is an 11-digit mobile number or a landline with its area code',
    },
    (typed) => typed.replace(/[\s.-]/g, ''),
  ),
  email: matching(/^[^\s@，,;；]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+$/, {
    zh: '邮箱应如 name@example.com，半角书写',
    en: 'an e-mail address looks like name@example.com',
  }),
  url: (text, slot) => readUrl(text, slot),
  file: readFileName,
  narrative: (_text, _slot, tree) => ({ value: tree.text }),
  text: (_text, _slot, tree) => ({ value: tree.text.trim() }),
};

function readNumber(text: string, slot: Slot, tree: YamlScalar): ScalarReading {
  const plain = tree.style === 'plain' && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text);
  if (!plain) {
    const digits = asNumber(text, slot);
    // What is still wrong when it is written in digits is not to be fixed by that.
    const instead = digits !== undefined && !readDigits(digits, slot).wrong ? digits : undefined;
    return { wrong: { rule: 'wrong-type', message: notNumber(text, slot), ...(instead ? { instead } : {}) } };
  }
  return readDigits(text, slot);
}

function readDigits(text: string, slot: Slot): ScalarReading {
  const value = Number(text);
  if (!Number.isFinite(value)) return { wrong: { rule: 'wrong-type', message: notNumber(text, slot) } };
  if (slot.type === 'integer' && !Number.isInteger(value)) {
    return {
      wrong: { rule: 'wrong-type', message: { zh: `“${text}”应为整数`, en: `“${text}” must be a whole number` } },
    };
  }
  return inRange(value, slot);
}

function inRange(value: number, slot: Slot): ScalarReading {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = slot;
  if (value >= min && value <= max) return { value };
  const low = value < min;
  const unit = slot.unit ?? untranslated('');
  return {
    value,
    wrong: {
      rule: 'out-of-range',
      message: low
        ? {
            zh: `${value} 小于允许的最小值 ${min} ${unit.zh}`.trimEnd(),
            en: `${value} is below the least allowed, ${min} ${unit.en}`.trimEnd(),
          }
        : {
            zh: `${value} 大于允许的最大值 ${max} ${unit.zh}`.trimEnd(),
            en: `${value} is above the most allowed, ${max} ${unit.en}`.trimEnd(),
          },
    },
  };
}

function notNumber(text: string, slot: Slot): LocalizedText {
  const unit = slot.unit ?? untranslated('');
  return {
    zh: `“${clip(text, MOST_SHOWN)}”不是数字：这里只写半角数字${unit.zh ? `，单位为${unit.zh}，不写在值里` : ''}`,
    en: `“${clip(text, MOST_SHOWN)}” is not a number: digits only${unit.en ? `, in ${unit.en}, the unit not written` : ''}`,
  };
}

/** `5,000 万元` → `5000`, where nothing but its writing is wrong. */
function asNumber(text: string, slot: Slot): string | undefined {
  let digits = typedAscii(text)
    .replace(/(\d),(?=\d{3})/g, '$1')
    .trim();
  if (slot.unit && digits.endsWith(slot.unit.zh)) digits = digits.slice(0, -slot.unit.zh.length).trim();
  return /^[+-]?\d+(?:\.\d+)?$/.test(digits) ? digits : undefined;
}

function readYear(text: string): ScalarReading {
  if (/^\d{4}$/.test(text) && Number(text) >= 1900 && Number(text) <= 2100) return { value: Number(text) };
  if (/^-?\d+$/.test(text)) {
    return {
      wrong: {
        rule: 'out-of-range',
        message: { zh: `“${text}”不是四位年份`, en: `“${text}” is not a four-digit year` },
      },
    };
  }
  const year = /^(\d{4})(?:年度?)?$/.exec(typedAscii(text))?.[1];
  const message = {
    zh: `“${clip(text, MOST_SHOWN)}”应为四位年份，如 2022`,
    en: `“${clip(text, MOST_SHOWN)}” should be a four-digit year such as 2022`,
  };
  const isYear = year !== undefined && readYear(year).wrong === undefined;
  return { wrong: { rule: 'wrong-type', message, ...(isYear ? { instead: year } : {}) } };
}

function readDate(text: string): ScalarReading {
  if (isDate(text)) return { value: text };
  const parts =
    /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?$/.exec(typedAscii(text)) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(typedAscii(text));
  const instead = parts && `${parts[1]}-${parts[2]!.padStart(2, '0')}-${parts[3]!.padStart(2, '0')}`;
  const written = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const message = written
    ? { zh: `日历上没有“${text}”这一天`, en: `There is no day ${text} in the calendar` }
    : {
        zh: `“${clip(text, MOST_SHOWN)}”应写成 年-月-日，如 2023-06-12`,
        en: `“${clip(text, MOST_SHOWN)}” should be YYYY-MM-DD, such as 2023-06-12`,
      };
  return { wrong: { rule: 'bad-format', message, ...(instead && isDate(instead) ? { instead } : {}) } };
}

function readMonth(text: string): ScalarReading {
  if (/^\d{4}-(?:0[1-9]|1[0-2])$/.test(text)) return { value: text };
  const parts =
    /^(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?$/.exec(typedAscii(text)) ?? /^(\d{4})(\d{2})$/.exec(typedAscii(text));
  const instead = parts && `${parts[1]}-${parts[2]!.padStart(2, '0')}`;
  const message = {
    zh: `“${clip(text, MOST_SHOWN)}”应写成 年-月，如 2022-12`,
    en: `“${clip(text, MOST_SHOWN)}” should be YYYY-MM, such as 2022-12`,
  };
  const good = instead && /-(?:0[1-9]|1[0-2])$/.test(instead);
  return { wrong: { rule: 'bad-format', message, ...(good ? { instead } : {}) } };
}

function oneOf(text: string, slot: Slot, values: readonly string[]): ScalarReading {
  if (slot.open || values.includes(text)) return { value: text };
  const shown = values.length > 8 ? `${values.slice(0, 8).join('、')}……共 ${values.length} 项` : values.join('、');
  const typed = values.find((v) => typedAscii(v) === typedAscii(text).trim());
  const message = {
    zh: `“${clip(text, MOST_SHOWN)}”不在可选值中，应为：${shown}`,
    en: `“${clip(text, MOST_SHOWN)}” is not one of the values allowed: ${values.slice(0, 8).join(', ')}${values.length > 8 ? ', …' : ''}`,
  };
  return { wrong: { rule: 'not-in-list', message, ...(typed === undefined ? {} : { instead: typed }) } };
}

/** `joined` gives a text without the signs that somebody puts between groups of digits. */
function matching(pattern: RegExp, say: LocalizedText, joined = (typed: string) => typed): ScalarReader {
  return (text) => {
    if (pattern.test(text)) return { value: text };
    // A blank between the words of an e-mail address may stand for a dot or an underscore.
    const bare = toHalfWidth(text).replace(/\s*([@.])\s*|[\s。]+$|(?<=[\d-])\s+(?=[\d-])/g, '$1');
    const typed = typedAscii(text);
    const instead = [typed, bare, joined(typed)].find((t) => pattern.test(t));
    const message = {
      zh: `“${clip(text, MOST_SHOWN)}”格式不对：${say.zh}`,
      en: `“${clip(text, MOST_SHOWN)}”: ${say.en}`,
    };
    return { wrong: { rule: 'bad-format', message, ...(instead === undefined ? {} : { instead }) } };
  };
}

function readUrl(text: string, _slot: Slot): ScalarReading {
  if (isUrl(text)) return { value: text };
  const typed = typedAscii(text).replace(/\s/g, '');
  const bare = isUrl(`https://${typed}`) && /^[\w-]+(?:\.[\w-]+)+/.test(typed) ? `https://${typed}` : undefined;
  const instead = typed !== text && isUrl(typed) ? typed : bare;
  const message = {
    zh: `“${clip(text, MOST_SHOWN)}”不是完整网址：应以 http:// 或 https:// 开头，不含空格和全角字符`,
    en: `“${clip(text, MOST_SHOWN)}” is not a full address: it begins with http:// or https:// and has no blanks`,
  };
  return { wrong: { rule: 'bad-format', message, ...(instead ? { instead } : {}) } };
}

/** `evidence、执照。pdf`: a path typed with the Chinese input method on. */
function readFileName(text: string): ScalarReading {
  if (!/[。．][A-Za-z0-9]{1,5}$/.test(text)) return { value: text };
  const instead = text.replace(/[、／]/g, '/').replace(/[。．](?=[A-Za-z0-9]{1,5}$)/, '.');
  const message = {
    zh: `“${clip(text, MOST_SHOWN)}”里的全角符号不是路径的一部分，应为“${clip(instead, MOST_SHOWN)}”`,
    en: `The full-width signs in “${clip(text, MOST_SHOWN)}” are no part of a path: “${clip(instead, MOST_SHOWN)}”`,
  };
  return { wrong: { rule: 'full-width-punctuation', message, instead } };
}

function isUrl(text: string): boolean {
  return /^https?:\/\/[^\s：／。，]+$/i.test(text) && URL.canParse(text) && new URL(text).hostname.includes('.');
}

/** Longest text that is repeated in a message, in characters. */
const MOST_SHOWN = 30;
