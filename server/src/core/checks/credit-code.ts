import * as z from 'zod';
import type { FixSpec } from '../model/finding.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import { text as localizedText } from '../model/notice-schema.ts';
import { toHalfWidth } from '../text/count-characters.ts';
import { defineCheck, type Issue } from './shared/check.ts';
import { likelyCodes, withComputedDigits } from './shared/credit-code-corrections.ts';
import { bodyCheckDigit, CODE_ALPHABET, codeCheckDigit, isCodeShaped } from './shared/credit-code-digits.ts';

type CodeProblem = Omit<Issue, 'path'>;

/** The code's length, alphabet, layout and both check digits: GB 32100-2015, GB 11714-1997. */
export const creditCode = defineCheck({
  id: 'credit-code',
  params: z.strictObject({
    field: z.string().describe('Field path of the credit code'),
    issued: localizedText
      .optional()
      .describe(
        'What to do about a code that the licence has just so; added to the message where only check digits do not fit',
      ),
  }),
  reads: (p) => [p.field],
  perItem: true,
  run(p, { answers }) {
    const code = answers.text(p.field);
    if (code === undefined) return undefined;
    const fault = notationProblem(code) ?? checkDigitProblem(code, p.issued);
    return fault ? [{ path: answers.at(p.field)!.path, ...fault }] : [];
  },
});

function notationProblem(code: string): CodeProblem | undefined {
  if (isCodeShaped(code)) return undefined;
  const instead = toHalfWidth(code)
    .toUpperCase()
    .replace(/[\s-]|^[「『]|[」』。、,;.]+$/g, '');
  const isWriting = instead !== code && isCodeShaped(instead);
  const fixes = { fixSpecs: isWriting ? [rewriting(instead)] : likelyCodes(instead).map(replacement) };
  const length = [...code].length;
  if (length !== 18) {
    const message = {
      zh: `统一社会信用代码应为 18 位，现在是 ${length} 位`,
      en: `A credit code has 18 characters; this has ${length}`,
    };
    return { message, ...fixes };
  }
  const at = [...code].findIndex((c, i) => !CODE_ALPHABET.includes(c) || (i > 1 && i < 8 && !/\d/.test(c)));
  const bad = [...code][at]!;
  const start = [...code].slice(0, at).join('').length;
  return {
    message: {
      zh: `第 ${at + 1} 位“${bad}”不能出现在这里：只用数字和大写字母，没有 I、O、S、V、Z，第 3–8 位是数字`,
      en: `Character ${at + 1}, “${bad}”, cannot stand here: digits and capitals without I, O, S, V, Z; 3–8 are digits`,
    },
    within: [start, start + bad.length],
    ...fixes,
  };
}

function checkDigitProblem(code: string, issued: LocalizedText | undefined): CodeProblem | undefined {
  const [outer, inner] = [codeCheckDigit(code), bodyCheckDigit(code)];
  const wrong: { at: number; want: string; std: string }[] = [];
  if (code[16] !== inner) wrong.push({ at: 17, want: inner, std: 'GB 11714' });
  if (code[17] !== outer) wrong.push({ at: 18, want: outer, std: 'GB 32100' });
  if (!wrong.length) return undefined;
  const zh = wrong.map((w) => `第 ${w.at} 位应为“${w.want}”（${w.std}）`).join('，');
  const en = wrong.map((w) => `character ${w.at} should be “${w.want}” (${w.std})`).join(', ');
  return {
    message: {
      zh: `校验位不符：按其余各位推算，${zh}${issued ? `；${issued.zh}` : ''}`,
      en: `The check digits do not fit: by the rest, ${en}${issued ? `; ${issued.en}` : ''}`,
    },
    within: [wrong[0]!.at - 1, wrong.at(-1)!.at],
    fixSpecs: [...new Set([...likelyCodes(code), withComputedDigits(code)])].map(replacement),
  };
}

/** The same characters in half width, in capitals and without blanks: safe where the check digits show that all are there. */
function rewriting(code: string): FixSpec {
  const isProven = codeCheckDigit(code) === code[17] && bodyCheckDigit(code) === code[16];
  return isProven ? { kind: 'value', text: code, safe: true } : replacement(code);
}

/** A guess: which character is wrong, only the licence tells. */
function replacement(code: string): FixSpec {
  return {
    kind: 'value',
    text: code,
    title: { zh: `改为“${code}”，请对照营业执照`, en: `Change to “${code}”: compare it with the licence` },
  };
}
