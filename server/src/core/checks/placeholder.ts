import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import { defineProseCheck, type Issue } from './shared/check.ts';

/** Words of a template that nobody replaced, in any text of the dossier. */
export const placeholder = defineProseCheck({
  id: 'placeholder',
  params: z.strictObject({
    patterns: z.array(z.string()).describe('Regular expressions of words that a template leaves to be replaced'),
    fields: z.array(z.string()).describe('Field paths below which every text is searched; all: the whole form'),
    except: z
      .array(z.string())
      .default([])
      .describe('Field paths of texts that repeat what stands elsewhere in the dossier: they are not searched'),
  }),
  reads: (p) => p.fields,
  texts: (p) => p.fields,
  prose(p, { answers }) {
    const pattern = new RegExp(p.patterns.join('|'), 'gu');
    const isExempt = (answer: Answer) => p.except.some((path) => answers.all(path).includes(answer));
    return { key: '', read: (answer) => (isExempt(answer) ? [] : placeholderIssues(answer, pattern)) };
  },
});

function placeholderIssues(answer: Answer, pattern: RegExp): Issue[] {
  return [...String(answer.value).matchAll(pattern)].map((m) => ({
    path: answer.path,
    within: [m.index, m.index + m[0].length] as const,
    message: { zh: `“${m[0]}”像是模板里没有替换的文字`, en: `“${m[0]}” looks like a placeholder nobody replaced` },
  }));
}
