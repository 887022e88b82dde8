/** Figures in Markdown tables: a row or a column is named after one, and rows or columns may be years. */
import type { DossierFigures, FigureMismatch } from './dossier-figures.ts';
import type { FigureDefinition } from './figure-params.ts';
import { agreement, differs } from './numbers-in-text.ts';
import { powerOf } from './numerals.ts';
import { QUANTITY, readQuantity } from './quantities.ts';
import { type FigureScope, lastDay, type ProseLine } from './scope.ts';

interface ProseCell {
  readonly text: string;
  readonly start: number;
}

/** A cell that names a figure, with the unit that it gives for the numbers. */
interface Label {
  readonly definitions: readonly FigureDefinition[];
  readonly called: string;
  readonly unit: string;
}

/** Finds the figures that Markdown tables tell, and which of them differ from the dossier's fields. */
export class TableReader {
  private readonly figures: DossierFigures;
  private readonly scope: FigureScope;

  constructor(figures: DossierFigures, scope: FigureScope) {
    this.figures = figures;
    this.scope = scope;
  }

  /** The figures of a table, its head first, that differ from the dossier's; `note` is the line behind it. */
  wrongIn(lines: readonly ProseLine[], note: string): readonly FigureMismatch[] {
    const [first] = lines;
    if (!first || lines.some((l) => this.scope.isOthers(l))) return [];
    const [head, rule, ...body] = lines.map(cells);
    if (!head || !rule?.every((c) => /^:?-+:?$/.test(c.text))) return [];
    const columns = head.filter((c) => !GROWTH_COLUMN.test(c.text)).map((c) => c.text);
    // Rows of industries or of parks are parts, their total is not.
    const isNeutral = this.scope.isNeutral(columns.join(' '));
    if (!isNeutral && !this.scope.isNeutral(columns.slice(1).join(' '))) return [];
    if (body.some((row) => /客户|用户单位|应用企业|案例/.test(row[0]?.text ?? ''))) return [];
    const day = lastDay(`${first.heading}\n${first.lead}`);
    const unit = UNIT_OF_TABLE.exec(first.lead + note)?.[1];
    const told = isNeutral
      ? [...this.byRow(head, body), ...this.byColumn(head, body)]
      : this.byColumn(
          head,
          body.filter((row) => row.some((c) => TOTAL.test(c.text))),
        );
    // A unit that is given for the table as a whole may be any but that of the field.
    const isOfOtherUnit = unit !== '万元' && /单位|万元|亿元|千元/.test(first.lead + note);
    return told.filter(({ figure }) => {
      if (figure.definition.year === undefined && !this.figures.ofDay(figure.definition, day)) return false;
      return !(
        (isOfOtherUnit || (unit !== undefined && figure.answer.slot.unit?.zh !== unit)) &&
        figure.definition.per > 1
      );
    });
  }

  /** `| 连接设备数 | 台套 | 186400 |` */
  private byRow(head: readonly ProseCell[], body: readonly (readonly ProseCell[])[]): readonly FigureMismatch[] {
    const labels = body.map((row) => row.map((c) => this.label(c.text)).find((l) => l !== undefined));
    return body.flatMap((row, i) => {
      const label = labels[i];
      // A figure with several rows is told by parts.
      if (!label || labels.filter((l) => l?.definitions[0] === label.definitions[0]).length > 1) return [];
      const unit =
        label.unit ||
        row.map((c) => unitOf(c.text, label.definitions)).find(Boolean) ||
        unitOf(head[0]?.text ?? '', label.definitions);
      const numbers = row.filter((c, j) => isNumber(c.text) && !/序号|编号/.test(head[j]?.text ?? ''));
      return numbers.flatMap((cell) => {
        const over = head[row.indexOf(cell)]?.text ?? '';
        const year = yearOf(over);
        if (year === undefined && numbers.length > 1 && !this.isItsDay(label, over)) return [];
        return this.checkCell(cell, { ...label, unit: unit || '' }, year);
      });
    });
  }

  /** `| 年度 | 营业收入（万元） |`, or one row under its heads. */
  private byColumn(head: readonly ProseCell[], body: readonly (readonly ProseCell[])[]): readonly FigureMismatch[] {
    return head.flatMap((h, j) => {
      const label = this.label(h.text);
      if (!label) return [];
      return body.flatMap((row) => {
        const cell = row[j];
        const names = row.filter((c) => !isNumber(c.text) && c.text !== '');
        const year = row.map((c) => yearOf(c.text)).find((y) => y !== undefined);
        const isAll = body.length === 1 && names.length === 0 ? true : names.some((c) => TOTAL.test(c.text));
        const isOfDay = row.some((c) => this.isItsDay(label, c.text));
        if (!cell || cell.text === '' || (year === undefined && !isAll && !isOfDay)) return [];
        return this.checkCell(cell, label, year);
      });
    });
  }

  /** True of a head that is the day of the figure: `2023年5月末`, `2023-05-31`. */
  private isItsDay({ definitions }: Label, text: string): boolean {
    const figure = definitions[0] && this.figures.ofDay(definitions[0], undefined);
    if (figure !== undefined && text.length <= MAX_NOW && this.scope.isNow(text)) return true;
    const day = /^\d{4}-\d{2}(?:-\d{2})?$/.test(text) ? text : lastDay(text);
    return (
      day !== undefined &&
      day.length > 4 &&
      figure?.asOf !== undefined &&
      this.figures.ofDay(figure.definition, day) !== undefined
    );
  }

  private checkCell(cell: ProseCell, label: Label, year: number | undefined): readonly FigureMismatch[] {
    const match = new RegExp(`^(?:${QUANTITY.source})`, 'u').exec(cell.text);
    if (!match) return [];
    for (const definition of label.definitions) {
      const rest = cell.text.slice(match[0].length);
      const own = definition.units.find((u) => rest === u);
      if (own === undefined && rest !== '') continue;
      const quantity = readQuantity(match, '');
      const figure =
        definition.year === undefined
          ? year === undefined
            ? this.figures.ofDay(definition, undefined)
            : undefined
          : this.figures.ofYear(definition, year);
      if (!quantity || !figure) continue;
      const numeral = match[0];
      const power = own === undefined && !/[万亿]/.test(numeral) ? powerOfUnit(label.unit) : undefined;
      const scaled =
        power === undefined ? { ...quantity, unit: own ?? '', numeral } : scale(quantity, power, label.unit, numeral);
      if (!differs(scaled, figure)) return [];
      const start = cell.start + quantity.start;
      const within = [start, cell.start + cell.text.length] as const;
      // In a cell of a unit of its own the number alone is written; what power it has, its head says.
      const same = power === undefined ? agreement({ ...scaled, unit: own ?? '' }, figure) : {};
      return [{ figure, called: label.called, within, ...same }];
    }
    return [];
  }

  /** The figure that a cell names as a whole: `连接设备（万台套）`. */
  private label(text: string): Label | undefined {
    const [, name = '', unit = ''] = /^([^（(]+)(?:[（(]([^）)]+)[）)])?$/.exec(text.replaceAll('*', '').trim()) ?? [];
    const called = name.trim();
    const definitions = this.figures.params.facts.filter((f) => !f.needs && f.names.includes(called));
    return called && definitions.length
      ? { definitions, called, unit: unit && definitions.some((f) => isUnit(unit, f)) ? unit : '' }
      : undefined;
  }
}

const TOTAL = /合计$|^(?:总计|共计)$/;
const GROWTH_COLUMN = /^(?:增长|增幅|同比|环比|增长率|同比增长)(?:[（(]%[)）])?$/;
const UNIT_OF_TABLE = /单位[:：]\s*[（(]?(亿元|千万元|百万元|万元|千元|元)/;
/** A head of a column that says now and nothing else: 当前. */
const MAX_NOW = 4;

/** `万台套` is ten thousand of them; undefined where the unit says nothing of it. */
function powerOfUnit(unit: string): number | undefined {
  return unit === '' ? undefined : powerOf(/^[十百千万亿]*/.exec(unit)![0]);
}

function scale(
  q: { start: number; end: number; least: number; most: number },
  power: number,
  unit: string,
  numeral: string,
) {
  return { ...q, least: q.least * power, most: q.most * power, unit, numeral };
}

function isUnit(text: string, definition: FigureDefinition): boolean {
  return definition.units.includes(text.replace(/^[十百千万亿]+/, ''));
}

function unitOf(text: string, definitions: readonly FigureDefinition[]): string {
  const unit = /[（(]([^）)]+)[）)]/.exec(text)?.[1] ?? text;
  return definitions.some((f) => isUnit(unit, f)) ? unit : '';
}

function yearOf(text: string): number | undefined {
  const year = /^(\d{4})\s*(?:年度?)?$/.exec(text.replace(/\*/g, ''))?.[1];
  return year !== undefined && /^20/.test(year) ? Number(year) : undefined;
}

function isNumber(text: string): boolean {
  return /^[\d.,]+/.test(text) && !/^\d{4}\s*(?:年|[-./]\d)/.test(text) && yearOf(text) === undefined;
}

function cells({ text, start }: ProseLine): readonly ProseCell[] {
  const inner = text.replace(/\|\s*$/, '');
  return [...inner.matchAll(/\|([^|]*)/g)].map((m) => {
    const lead = m[1]!.length - m[1]!.trimStart().length;
    return { text: m[1]!.trim(), start: start + m.index + 1 + lead };
  });
}
