import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import { toHalfWidth } from '../text/count-characters.ts';
import { alternatives, sentenceAround } from '../text/find-words.ts';
import { defineProseCheck, type Issue } from './shared/check.ts';

const DIGITS = '〇一二三四五六七八九';

/** The text names this year's call, where it names one. */
export const staleCall = defineProseCheck({
  id: 'stale-call',
  params: z.strictObject({
    fields: z.array(z.string()).min(1).describe('Field paths of the texts that are searched'),
    call: z.string().describe('How the call is written behind its year, a regular expression'),
    histories: z
      .array(z.string())
      .default([])
      .describe('Words of a sentence that tells of an earlier call as history, which is right: 曾, 入选'),
    current: z.array(z.string()).default([]).describe('Words by which it is about this application all the same: 本次'),
  }),
  reads: (p) => p.fields,
  texts: (p) => p.fields,
  prose(p, { notice }) {
    const pattern = new RegExp(`(\\d{4}|[〇零○一二三四五六七八九]{4})\\s*年度?\\s*(?:${p.call})`, 'gu');
    const histories = p.histories.length ? new RegExp(alternatives(p.histories)) : /$^/;
    const current = p.current.length ? new RegExp(alternatives(p.current)) : /$^/;
    const isTold = (sentence: string) => histories.test(sentence) && !current.test(sentence);
    return { key: '', read: (answer) => stale(answer, pattern, notice.year, isTold) };
  },
});

/** Names of calls of another year than `current`, but for an earlier one in a sentence that tells of it as history. */
function stale(
  answer: Answer,
  pattern: RegExp,
  current: number,
  isTold: (sentence: string) => boolean,
): readonly Issue[] {
  const text = toHalfWidth(String(answer.value));
  return [...text.matchAll(pattern)].flatMap((m): Issue[] => {
    const year = yearOf(m[1]!);
    if (year === current || (year < current && isTold(sentenceAround(text, m.index)))) return [];
    return [
      {
        path: answer.path,
        within: [m.index, m.index + m[0].length],
        message: {
          zh: `写的是 ${year} 年的申报，本通知是 ${current} 年的，是否旧稿没有改`,
          en: `This names the call of ${year}; this notice is that of ${current}`,
        },
      },
    ];
  });
}

function yearOf(text: string): number {
  return Number([...text.replace(/[零○]/g, '〇')].map((c) => (DIGITS.includes(c) ? DIGITS.indexOf(c) : c)).join(''));
}
