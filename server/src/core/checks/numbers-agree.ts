import type { Answer } from '../form/answer.ts';
import type { FixSpec } from '../model/finding.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import { type FieldPath, formatFieldPath } from '../model/path.ts';
import { type DateMismatch, DateReader } from './figures/dates.ts';
import { DossierFigures, type FigureMismatch } from './figures/dossier-figures.ts';
import { figuresShape } from './figures/figure-params.ts';
import { digitsOf } from './figures/numerals.ts';
import { type RelationMismatch, RelationReader } from './figures/relations.ts';
import { FigureScope, type ProseLine } from './figures/scope.ts';
import { SentenceReader } from './figures/sentences.ts';
import { TableReader } from './figures/tables.ts';
import { defineProseCheck, type Issue } from './shared/check.ts';

/** What the prose says of the dossier's own figures is what their fields say. */
export const numbersAgree = defineProseCheck({
  id: 'numbers-agree',
  params: figuresShape,
  reads: (p) => [
    ...[...p.fields, ...p.names, ...p.others, ...p.partFields],
    ...[...p.facts, ...p.dates].map((f) => f.field),
    ...(p.day === undefined ? [] : [p.day]),
  ],
  texts: (p) => p.fields,
  prose(p, { answers, notice }) {
    const figures = new DossierFigures(p, answers, notice);
    // Made when the first text has changed.
    let readers: ReturnType<typeof figureReaders> | undefined;
    return {
      key: figures.key,
      read(answer) {
        readers ??= figureReaders(figures);
        const { sentences, tables, dates, relations } = readers;
        const { lines, grids } = linesOf(digitsOf(String(answer.value)));
        const told = [
          ...lines.flatMap((l) => sentences.wrongIn(l)),
          ...grids.flatMap((g) => tables.wrongIn(g.lines, g.note)),
        ];
        const days = lines.flatMap((l) => dates.wrongIn(l));
        const related = lines.flatMap((l) => relations.wrongIn(l));
        return [
          ...told.map((t) => issue(answer, t)),
          ...days.map((d) => dateIssue(answer, d)),
          ...related.filter((r) => !told.some((t) => t.within[0] === r.within[0])).map((r) => relationIssue(answer, r)),
        ];
      },
    };
  },
});

function figureReaders(figures: DossierFigures) {
  const scope = new FigureScope(figures);
  return {
    sentences: new SentenceReader(figures, scope),
    tables: new TableReader(figures, scope),
    dates: new DateReader(figures, scope),
    relations: new RelationReader(figures, scope),
  };
}

function issue(answer: Answer, { figure, called, within, instead, value: told }: FigureMismatch): Issue {
  const said = String(answer.value).slice(...within);
  const field = formatFieldPath(figure.answer.path);
  const unit = figure.answer.slot.unit;
  const value = { zh: `${figure.value} ${unit?.zh ?? ''}`.trim(), en: `${figure.value} ${unit?.en ?? ''}`.trim() };
  const year = figure.year === undefined ? { zh: '', en: '' } : { zh: `${figure.year} 年`, en: ` of ${figure.year}` };
  return {
    path: answer.path,
    within,
    fixSpecs: [
      ...(instead === undefined
        ? []
        : [{ kind: 'words' as const, within, text: instead, title: changeTextTitle(instead) }]),
      ...(told === undefined ? [] : [changeFieldFix(figure.answer.path, String(told))]),
    ],
    message: {
      zh: `“${called}”这里写的是“${said}”，${year.zh}表格里填的是 ${value.zh}（${field}）`,
      en: `“${called}” is told as “${said}”, but the field${year.en} says ${value.en} (${field})`,
    },
    related: [
      { path: figure.answer.path, message: { zh: `这里填的是 ${value.zh}`, en: `the field says ${value.en}` } },
    ],
  };
}

function dateIssue(answer: Answer, { stated, called, within, instead }: DateMismatch): Issue {
  const said = String(answer.value).slice(...within);
  const field = formatFieldPath(stated.answer.path);
  return {
    path: answer.path,
    within,
    fixSpecs: [{ kind: 'words', within, text: instead, title: changeTextTitle(instead) }],
    message: {
      zh: `“${called}”的日期这里写的是“${said}”，表格里填的是 ${stated.day}（${field}）`,
      en: `The day of “${called}” is told as “${said}”, but the field says ${stated.day} (${field})`,
    },
    related: [
      { path: stated.answer.path, message: { zh: `这里填的是 ${stated.day}`, en: `the field says ${stated.day}` } },
    ],
  };
}

function relationIssue(answer: Answer, { called, within, right, of }: RelationMismatch): Issue {
  const said = String(answer.value).slice(...within);
  const by = of.length
    ? { zh: `按表格推算是 ${right}`, en: `by the fields it is ${right}` }
    : { zh: `前面各项相加是 ${right}`, en: `the numbers before it add up to ${right}` };
  return {
    path: answer.path,
    within,
    message: {
      zh: `“${called}”这里写的是“${said}”，${by.zh}`,
      en: `“${called}” is told as “${said}”, but ${by.en}`,
    },
    related: of.map((figure) => ({
      path: figure.answer.path,
      message: { zh: `这里填的是 ${figure.value}`, en: `the field says ${figure.value}` },
    })),
  };
}

function changeTextTitle(text: string): LocalizedText {
  return { zh: `正文改为“${text}”，与表格一致`, en: `Change the text to “${text}”, as in the field` };
}

function changeFieldFix(path: FieldPath, text: string): FixSpec {
  const title = {
    zh: `表格的“${formatFieldPath(path)}”改为 ${text}，与正文一致`,
    en: `Change “${formatFieldPath(path)}” to ${text}, as in the text`,
  };
  return { kind: 'value', path, text, title };
}

interface ProseTable {
  readonly lines: ProseLine[];
  note: string;
}

/** The lines of a text, and apart from them its tables. A line of a list is led by the line before the list, a table by that before it. */
function linesOf(text: string): { lines: readonly ProseLine[]; grids: readonly ProseTable[] } {
  const lines: ProseLine[] = [];
  const grids: ProseTable[] = [];
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
