import type { Answer } from '../form/answer.ts';
import type { Mend } from '../model/finding.ts';
import type { Text } from '../model/localized-text.ts';
import { type Path, showPath } from '../model/path.ts';
import { Facts, figuresShape, type Told } from './figures/facts.ts';
import { digitsOf } from './figures/quantities.ts';
import { type Line, Scope } from './figures/scope.ts';
import { SentenceReader } from './figures/sentences.ts';
import { TableReader } from './figures/tables.ts';
import { defineProse, type Issue } from './shared/check.ts';

/** What the prose says of the dossier's own figures is what their fields say. */
export const numbersAgree = defineProse({
  id: 'numbers-agree',
  params: figuresShape,
  reads: (p) => [...p.fields, ...p.names, ...p.others, ...p.partFields, ...p.facts.map((f) => f.field)],
  texts: (p) => p.fields,
  prose(p, { answers, notice }) {
    const facts = new Facts(p, answers, notice.year);
    // Made when the first text has changed.
    let readers: ReturnType<typeof readersOf> | undefined;
    return {
      key: facts.key,
      read(answer) {
        readers ??= readersOf(facts);
        const { sentences, tables } = readers;
        const { lines, grids } = linesOf(digitsOf(String(answer.value)));
        const told = [
          ...lines.flatMap((l) => sentences.wrongIn(l)),
          ...grids.flatMap((g) => tables.wrongIn(g.lines, g.note)),
        ];
        return told.map((t) => issue(answer, t));
      },
    };
  },
});

function readersOf(facts: Facts) {
  const scope = new Scope(facts);
  return { sentences: new SentenceReader(facts, scope), tables: new TableReader(facts, scope) };
}

function issue(answer: Answer, { known, called, within, instead, value }: Told): Issue {
  const said = String(answer.value).slice(...within);
  const field = showPath(known.answer.path);
  const year = known.year === undefined ? { zh: '', en: '' } : { zh: `${known.year} 年`, en: ` of ${known.year}` };
  return {
    path: answer.path,
    within,
    mends: [
      ...(instead === undefined ? [] : [{ kind: 'words' as const, within, text: instead, title: textLike(instead) }]),
      ...(value === undefined ? [] : [fieldLike(known.answer.path, String(value))]),
    ],
    message: {
      zh: `“${called}”这里写的是“${said}”，${year.zh}表格里填的是 ${known.value}（${field}）`,
      en: `“${called}” is told as “${said}”, but the field${year.en} says ${known.value} (${field})`,
    },
    related: [
      { path: known.answer.path, message: { zh: `这里填的是 ${known.value}`, en: `the field says ${known.value}` } },
    ],
  };
}

function textLike(text: string): Text {
  return { zh: `正文改为“${text}”，与表格一致`, en: `Change the text to “${text}”, as in the field` };
}

function fieldLike(path: Path, text: string): Mend {
  const title = {
    zh: `表格的“${showPath(path)}”改为 ${text}，与正文一致`,
    en: `Change “${showPath(path)}” to ${text}, as in the text`,
  };
  return { kind: 'value', path, text, title };
}

interface Grid {
  readonly lines: Line[];
  note: string;
}

/** The lines of a text, and apart from them its tables. A line of a list is led by the line before the list, a table by that before it. */
function linesOf(text: string): { lines: readonly Line[]; grids: readonly Grid[] } {
  const lines: Line[] = [];
  const grids: Grid[] = [];
  let [heading, lead, isInGrid] = ['', '', false];
  for (const m of text.matchAll(LINE)) {
    const [line] = m;
    const at = { text: line, start: m.index, heading, lead };
    if (/^\s*\|/.test(line)) {
      if (isInGrid) grids.at(-1)!.lines.push(at);
      else grids.push({ lines: [at], note: '' });
      isInGrid = true;
      continue;
    }
    if (isInGrid) grids.at(-1)!.note = line;
    isInGrid = false;
    if (/^\s*#/.test(line)) [heading, lead] = [line, ''];
    else if (ITEM.test(line)) {
      lines.push(at);
      // An item without a figure leads the list below it.
      if (LEAD.test(line) && !/\d/.test(line.replace(ITEM, '').replace(/\d{4}年/g, ''))) lead = line;
    } else {
      lines.push({ ...at, lead: '' });
      lead = LEAD.test(line) ? line : '';
    }
  }
  return { lines, grids };
}

/** A line, or as much of a very long one as is read at once: up to the end of a sentence, where it has any. */
const LINE = /(?=[^\r\n]*\S)(?:[^\r\n]{1,2000}(?:[。！？!?]|$)|[^\r\n]{1,2000})/gm;
/** A line that leads to a list or a table: one that ends so, or a short one. */
const LEAD = /[:：]\**\s*$|^\s*\S.{0,29}$/;
const ITEM = /^\s*(?:[-*+•·]\s|\d+[.、)）]|[（(][\d一二三四五六七八九十]+[)）]|[①-⑳])/;
