import * as z from 'zod';
import { defineCheck, type Issue } from './shared/check.ts';

/** A table has one row for each of the years the notice asks for, and no other. */
export const years = defineCheck({
  id: 'years',
  params: z.strictObject({
    list: z.string().describe('Field path of the table; its years are `accounts` of the notice'),
    year: z.string().describe('Key of the year of a row'),
  }),
  reads: (p) => [p.list],
  run(p, { answers, notice }) {
    const items = answers.items(p.list);
    const list = answers.at(p.list);
    if (!items || !list) return undefined;
    const rows = items.map((i) => i.children?.get(p.year));
    if (rows.some((r) => r?.state !== 'ok')) return undefined;
    const wanted = notice.accounts;
    const given = rows.map((r) => Number(r!.value));
    const absent = wanted.filter((y) => !given.includes(y));
    const issues: Issue[] = rows.flatMap((row, i) => {
      const year = given[i]!;
      const again = given.indexOf(year) < i;
      if (wanted.includes(year) && !again) return [];
      const message = again
        ? { zh: `${year} 年写了两行`, en: `${year} has two rows` }
        : { zh: `${year} 年不在要填的 ${wanted.join('、')} 年之内`, en: `${year} is not one of ${wanted.join(', ')}` };
      return [{ path: row!.path, message }];
    });
    if (!absent.length) return issues;
    const message = {
      zh: `缺少 ${absent.join('、')} 年，应逐年填写 ${wanted.join('、')} 年`,
      en: `${absent.join(', ')} is missing; the rows are for ${wanted.join(', ')}`,
    };
    return [{ path: list.path, part: 'key', message }, ...issues];
  },
});
