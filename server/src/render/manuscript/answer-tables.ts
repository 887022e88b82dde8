/** Tables of answers: label and value side by side, lists, and indicators. */
import { type Answer, isAllowed, isRequired } from '../../core/form/answer.ts';
import { valueOfAmount } from '../../core/form/answers.ts';
import { slotAt } from '../../core/model/form-paths.ts';
import type { Field } from '../../core/model/form-schema.ts';
import type { LayoutPart } from '../../core/model/layout-schema.ts';
import { formatFieldPath, parseFieldPath } from '../../core/model/path.ts';
import type { AnswerPrinter } from './answer-printer.ts';
import { caption, cell, paragraph, runOf } from './blocks.ts';
import { formatNumber, missingRun, pathsOf } from './fill-placeholders.ts';
import { type Cell, type ManuscriptBlock, type Run, run } from './manuscript.ts';

type Part<K extends LayoutPart['kind']> = Extract<LayoutPart, { kind: K }>;

/** A table of pairs, one or two to a row. Rows whose fields all belong to other directions are left out; `fields` is the form. */
export function pairsTable(
  part: Part<'pairs'>,
  printer: AnswerPrinter,
  fields: readonly Field[],
): readonly ManuscriptBlock[] {
  const rows = part.rows
    .filter((row) => row.some(([, template]) => applies(template, printer, fields)))
    .map((row) => {
      const cells = row.flatMap(([label, template]) => [
        cell('table-label', [run(label)]),
        cell('table', orNone(printer.fill(template), pathsOf(template)[0])),
      ]);
      return row.length === 1 ? [cells[0]!, { ...cells[1]!, span: 3 }] : cells;
    });
  return [...caption(part.title), { kind: 'table', widths: [21, 29, 21, 29], head: undefined, rows }];
}

function orNone(runs: readonly Run[], path: string | undefined): readonly Run[] {
  return runs.some((r) => r.text.trim()) ? runs : [runOf('无', path)];
}

function applies(template: string, printer: AnswerPrinter, fields: readonly Field[]): boolean {
  const paths = pathsOf(template);
  return !paths.length || paths.some((path) => appliesTo(path, printer, fields));
}

/** True of a field that the direction allows, and requires where it is one that some directions require. */
function appliesTo(path: string, { answers, direction }: AnswerPrinter, form: readonly Field[]): boolean {
  const steps = parseFieldPath(path);
  const fields = steps.map((_, i) => slotAt(form, formatFieldPath(steps.slice(0, i + 1)))) as (Field | undefined)[];
  const own = fields.every((f) => !f || isAllowed(f, direction));
  const last = fields.at(-1);
  const wanted = !last?.requiredFor || isRequired(last, direction) || answers.at(path)?.state === 'ok';
  return own && wanted;
}

/** A list of the form as a table, a row an item; 无 where it has no items. */
export function listTable(part: Part<'list'>, printer: AnswerPrinter): readonly ManuscriptBlock[] {
  const items = printer.answers.items(part.of) ?? [];
  const columns = part.numbered ? [['序号', '', 8] as const, ...part.columns] : part.columns;
  const rows = items.map((item, i) => columns.map(([, key]) => listCell(item, key, i, printer)));
  const head = columns.map(([label]) => cell('table-label', [run(label)]));
  const nothing = printer.isMissingAt(part.of) ? missingRun(part.of) : runOf('无', part.of);
  const none = [[{ ...cell('table', [nothing]), span: columns.length }]];
  return [
    ...caption(part.title, part.of),
    { kind: 'table', widths: columns.map((c) => c[2]), head, rows: rows.length ? rows : none, path: part.of },
  ];
}

/** Without a key: the number of the item. */
function listCell(item: Answer, key: string, i: number, printer: AnswerPrinter): Cell {
  if (!key) return cell('table-label', [runOf(String(i + 1), formatFieldPath(item.path))]);
  const answer = item.children?.get(key);
  const text = printer.cellText(answer);
  const path = formatFieldPath(answer?.path ?? item.path);
  const missing = answer && !text && printer.isMissing(answer);
  return cell(typeof answer?.value === 'number' ? 'table-number' : 'table', [
    missing ? missingRun(path) : runOf(text || '—', path),
  ]);
}

/** A table of indicators: name, value and unit, then the layout's own columns. */
export function indicatorTable(part: Part<'indicators'>, printer: AnswerPrinter): readonly ManuscriptBlock[] {
  const children = [...(printer.answers.at(part.of)?.children?.values() ?? [])];
  const head = ['序号', '指标', '数值', '单位', ...part.columns.map(([h]) => h)].map((h) =>
    cell('table-label', [run(h)]),
  );
  const rows = children.map((answer, i) => indicatorRow(answer, i, part.columns, printer));
  const note = part.note ? [paragraph('table', [run(`注：${part.note}`)])] : [];
  const widths = [8, 20, 14, 9, ...part.columns.map((c) => c[2])];
  return [...caption(part.title, part.of), { kind: 'table', widths, head, rows, path: part.of }, ...note];
}

function indicatorRow(
  answer: Answer,
  i: number,
  columns: Part<'indicators'>['columns'],
  printer: AnswerPrinter,
): readonly Cell[] {
  const value = valueOfAmount(answer);
  const path = formatFieldPath(answer.path);
  const given = typeof value.value === 'number' ? runOf(formatNumber(value), formatFieldPath(value.path)) : undefined;
  const missing = printer.isMissing(answer) || printer.isMissing(value) || answer.state === 'bad';
  const unit = answer.slot.fields?.find((f) => f.key === answer.slot.bare)?.unit?.zh ?? '';
  const side = (key: string) => {
    const child = answer.children?.get(key);
    const place = child ? formatFieldPath(child.path) : path;
    const isGap = child && printer.isMissing(child);
    return cell('table', [isGap ? missingRun(place) : runOf(printer.cellText(child) || '—', place)]);
  };
  return [
    cell('table-label', [run(String(i + 1))]),
    cell('table', [runOf(String(answer.path.at(-1)), path)]),
    cell('table-number', [given ?? (missing ? missingRun(path) : runOf('—', path))]),
    cell('table-label', [run(unit)]),
    ...columns.map(([, key]) => side(key)),
  ];
}
