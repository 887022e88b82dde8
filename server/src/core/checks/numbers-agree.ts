import { Facts, figuresShape, type Told } from '../figures/facts.ts';
import { digitsOf } from '../figures/quantities.ts';
import { type Line, SentenceReader } from '../figures/sentences.ts';
import { TableReader } from '../figures/tables.ts';
import { showPath } from '../finding.ts';
import type { Answer } from '../form.ts';
import { defineCheck, type Issue } from './check.ts';

/** What the prose says of the dossier's own figures is what their fields say. */
export const numbersAgree = defineCheck({
  id: 'numbers-agree',
  params: figuresShape,
  reads: (p) => [...p.fields, ...p.names, ...p.others, ...p.facts.map((f) => f.field)],
  run(p, { answers, notice }) {
    const prose = answers.texts(p.fields);
    if (!prose.length) return undefined;
    const facts = new Facts(p, answers, notice.year);
    const [sentences, tables] = [new SentenceReader(facts), new TableReader(facts)];
    return prose.flatMap((answer) => {
      const text = digitsOf(String(answer.value));
      const { lines, grids } = linesOf(text);
      const told = [...lines.flatMap((l) => sentences.wrongIn(l)), ...grids.flatMap((g) => tables.wrongIn(g))];
      return told.map((t) => issue(answer, t));
    });
  },
});

function issue(answer: Answer, { known, called, within }: Told): Issue {
  const said = String(answer.value).slice(...within);
  const field = showPath(known.answer.path);
  const year = known.year === undefined ? { zh: '', en: '' } : { zh: `${known.year} 年`, en: ` of ${known.year}` };
  return {
    path: answer.path,
    within,
    message: {
      zh: `“${called}”这里写的是“${said}”，${year.zh}表格里填的是 ${known.value}（${field}）`,
      en: `“${called}” is told as “${said}”, but the field${year.en} says ${known.value} (${field})`,
    },
    related: [
      { path: known.answer.path, message: { zh: `这里填的是 ${known.value}`, en: `the field says ${known.value}` } },
    ],
  };
}

/** The lines of a text, and apart from them its tables. A line of a list is led by the line before the list. */
function linesOf(text: string): { lines: readonly Line[]; grids: readonly (readonly Line[])[] } {
  const lines: Line[] = [];
  const grids: Line[][] = [];
  let [lead, isInGrid] = ['', false];
  for (const m of text.matchAll(/[^\r\n]+|\r?\n/g)) {
    const line = { text: m[0], start: m.index, lead };
    if (/^\s*$/.test(m[0])) continue;
    if (/^\s*\|/.test(m[0])) {
      if (isInGrid) grids.at(-1)!.push(line);
      else grids.push([line]);
      isInGrid = true;
      continue;
    }
    isInGrid = false;
    const isItem = /^\s*(?:[-*+•·]\s|\d+[.、)）]|[（(]\d+[)）]|[（(][一二三四五六七八九十]+[)）])/.test(m[0]);
    if (!isItem) lead = /[:：]\**\s*$|^\s*#/.test(m[0]) ? m[0] : '';
    lines.push(isItem ? line : { ...line, lead: '' });
  }
  return { lines, grids };
}
