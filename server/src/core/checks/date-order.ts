import * as z from 'zod';
import type { Answers } from '../form/answers.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import { type FieldPath, formatFieldPath } from '../model/path.ts';
import { isLaterDay } from '../text/dates.ts';
import { defineCheck, type Issue, isOpen, partialResult } from './shared/check.ts';

const pair = z.tuple([
  z.string().describe('Field path of the earlier day, month or year; `表[].a` stands for every item'),
  z.string().describe('Field path of the later one'),
]);

/** Days that follow each other: `a` not after `b`. Pairs are checked one by one; a missing day hides no other. */
export const dateOrder = defineCheck({
  id: 'date-order',
  params: z.strictObject({
    pairs: z
      .array(pair)
      .min(1)
      .describe(
        'Pairs of days, months or years, the first not after the second; compared as precisely as both are given',
      ),
  }),
  reads: (p) => p.pairs.flat(),
  run(p, { answers, direction }) {
    const known = p.pairs.flatMap(([first, second]) =>
      days(first, answers).flatMap((a) => days(second, answers).map((b) => [a, b] as const)),
    );
    const issues = known.filter(([a, b]) => isLaterDay(a.day, b.day)).map(([a, b]) => wrongOrder(a, b));
    const open = p.pairs.flat().flatMap((f) => answers.all(f).filter((a) => isOpen(a, direction)));
    // Optional days that are not given leave nothing to compare.
    if (!known.length && open.length) return undefined;
    return partialResult(issues, [...new Set(open.map((a) => formatFieldPath(a.path)))]);
  },
});

/** A day, month or year that a dossier gives, as text that sorts. */
interface GivenDay {
  readonly path: FieldPath;
  readonly day: string;
}

function days(pattern: string, answers: Answers): readonly GivenDay[] {
  return answers.all(pattern).flatMap((a) => {
    const day = answers.text(a.path);
    return day === undefined ? [] : [{ path: a.path, day }];
  });
}

/** The issue stands at the day that is deeper in the form, at the case and not at the day of the application. */
function wrongOrder(first: GivenDay, second: GivenDay): Issue {
  const isAtSecond = second.path.length > first.path.length;
  const [a, b] = isAtSecond ? [second, first] : [first, second];
  const [own, other] = [placeName(a.path), placeName(b.path)];
  const than = isAtSecond ? { zh: '早于', en: 'earlier' } : { zh: '晚于', en: 'later' };
  return {
    path: a.path,
    message: {
      zh: `${own.zh}（${a.day}）${than.zh}${other.zh}（${b.day}）`,
      en: `${own.en} (${a.day}) is ${than.en} than ${other.en} (${b.day})`,
    },
    related: [{ path: b.path, message: { zh: `${other.zh}是 ${b.day}`, en: `${other.en} is ${b.day}` } }],
  };
}

/** `“启动日期”` for a field of a group; deeper ones with what they are of: `“应用案例”第 1 项的“时间”`. */
function placeName(path: FieldPath): LocalizedText {
  const key = path.at(-1)!;
  const above = path.at(-2);
  if (typeof above === 'number')
    return {
      zh: `“${path.at(-3)}”第 ${above + 1} 项的“${key}”`,
      en: `“${key}” of item ${above + 1} of “${path.at(-3)}”`,
    };
  if (path.length > 2) return { zh: `“${above}”的“${key}”`, en: `“${key}” of “${above}”` };
  return { zh: `“${key}”`, en: `“${key}”` };
}
