/** Tables of the notice's clauses beside what the dossier says to each: conditions, and statements that none of them is met. */
import type { LayoutPart } from '../../core/model/layout-schema.ts';
import type { Clause } from '../../core/model/notice-schema.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import type { AnswerPrinter } from './answer-printer.ts';
import { caption, cell, paragraph, runOf } from './blocks.ts';
import { formatAnswer, missingRun } from './fill-placeholders.ts';
import { type ManuscriptBlock, type Run, run } from './manuscript.ts';

/** Most answers of one field that are told beside a clause. */
const MAX_TOLD = 6;

/** Each numbered condition under a head of the notice, with what the dossier says to it. */
export function conditionsTable(
  part: Extract<LayoutPart, { kind: 'conditions' }>,
  clauses: readonly Clause[],
  printer: AnswerPrinter,
): readonly ManuscriptBlock[] {
  const head = ['条款', '条件', '本单位情况'].map((h) => cell('table-label', [run(h)]));
  const rows = clauses
    .filter((c) => c.item && c.parent === part.under)
    .map((clause) => [
      cell('table-label', [run(clause.id)]),
      cell('table', [run(clause.title.zh)]),
      cell('table', situation(clause, printer)),
    ]);
  const intro = part.intro ? [paragraph('body', [run(part.intro)])] : [];
  return [...intro, { kind: 'table', widths: [16, 22, 62], head, rows }];
}

/** What the fields of a clause say, one after the other; of chapters only their names. */
function situation(clause: Clause, printer: AnswerPrinter): readonly Run[] {
  const { answers } = printer;
  const lines = clause.fields.flatMap((path) => fieldSituation(path, printer) ?? []);
  const chapters = clause.fields.filter(
    (p) => answers.at(p)?.slot.type === 'narrative' && answers.at(p)?.state === 'ok',
  );
  const see = chapters.length ? [run(`详见正文“${chapters.map(label).join('”“')}”`)] : [];
  const said = [...lines, ...see];
  return said.length ? said.flatMap((line, i) => [line, run(i + 1 < said.length ? '；' : '。')]) : [run('无')];
}

function fieldSituation(path: string, printer: AnswerPrinter): Run | undefined {
  const answers = printer.answers.all(path).filter((a) => a.slot.type !== 'narrative' && !a.slot.multiline);
  const texts = [...new Set(answers.map((a) => printer.text(a)).filter(Boolean))];
  // Of a field that every item of a list has, the place is the list.
  const place = path.replace(/\[\].*$/, '');
  if (answers.some((a) => printer.isMissing(a))) return { ...missingRun(path), path: place };
  const some = texts.slice(0, MAX_TOLD).join('、') + (texts.length > MAX_TOLD ? '等' : '');
  // An indicator's own name says what it is.
  const name = answers.some((a) => a.slot.bare !== undefined) ? label(path) : situationLabel(path);
  return texts.length ? runOf(`${name}：${some}`, place) : undefined;
}

/** `注册地址（省）`, `解决方案（名称）`: enough to know what the words after it are. */
function situationLabel(path: string): string {
  const steps = path.replaceAll('[]', '').split('.');
  const [parent, last] = steps.slice(-2);
  if (steps.length < 3 || parent === undefined) return last ?? path;
  return `${parent}（${last}）`;
}

function label(path: string): string {
  return path.split('.').at(-1)!.replace('[]', '');
}

/** What the applicant states on each restriction, and tables of what it declares there (accidents, say). */
export function statementsTable(
  part: Extract<LayoutPart, { kind: 'statements' }>,
  printer: AnswerPrinter,
): readonly ManuscriptBlock[] {
  const head = ['条款', '情形', '本单位声明'].map((h) => cell('table-label', [run(h)]));
  const rows = part.lines.map(({ field, clause, text }) => [
    cell('table-label', [run(clause)]),
    cell('table', [run(text)]),
    cell('table', [statement(field, printer)]),
  ]);
  return [
    paragraph('body', [run(part.intro)]),
    { kind: 'table', widths: [16, 52, 32], head, rows },
    ...incidents(part.of, printer),
  ];
}

function statement(field: string, printer: AnswerPrinter): Run {
  const answer = printer.answers.at(field);
  if (!answer || printer.isMissing(answer)) return missingRun(field);
  if (answer.items?.length) return runOf(`有 ${answer.items.length} 起，见下表`, field);
  return runOf(formatAnswer(answer), field);
}

/** Lists among the restrictions in tables of their own. */
function incidents(of: string, printer: AnswerPrinter): readonly ManuscriptBlock[] {
  const lists = [...(printer.answers.at(of)?.children?.values() ?? [])].filter((a) => a.items?.length);
  return lists.flatMap((list): ManuscriptBlock[] => {
    const fields = list.slot.item?.fields ?? [];
    const head = fields.map((f) => cell('table-label', [run(f.unit ? `${f.key}（${f.unit.zh}）` : f.key)]));
    const rows = list.items!.map((item) => fields.map((f) => cell('table', [printer.itemText(item, f.key)])));
    const widths = fields.map((f) => (f.multiline || f.type === 'text' ? 30 : 14));
    const path = formatFieldPath(list.path);
    return [...caption(`${list.path.at(-1)}情况`, path), { kind: 'table', widths, head, rows, path }];
  });
}
