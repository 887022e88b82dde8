/** Dossiers → the summary sheet, one row each. The only file that knows `write-excel-file`. */

import writeExcelFile, { type Cell, type Row } from 'write-excel-file/node';
import type { Analysis } from '../../core/analysis/types.ts';
import { valueOfAmount } from '../../core/form/answers.ts';
import type { Sheet } from '../../core/model/layout-schema.ts';
import { escapeText } from '../../core/text/escape-markup.ts';
import { fillPlaceholders, formatNumber, pathsOf } from '../manuscript/fill-placeholders.ts';
import { clean } from '../manuscript/manuscript.ts';

/** Height of a line of text, in pt. */
const LINE_HEIGHT = 16;
/** Title and head: they stay in sight, and stand on each page that is printed. */
const HEAD_ROWS = 2;
/** Margins of a page, in inches as the format has them; the lower one has room for the page's number. */
const MARGINS = { left: 0.4, right: 0.4, top: 0.5, bottom: 0.6, header: 0.3, footer: 0.3 };
/** Excel's format for text: codes and telephone numbers stay as they are when somebody edits them. */
const TEXT = '@';
const BORDER = { borderStyle: 'thin', borderColor: '#000000' } as const;

/** The bytes of an .xlsx file; every text is a text cell, so that no formula is ever made of somebody's words. */
export async function writeXlsx(analyses: readonly Analysis[], sheet: Sheet): Promise<Uint8Array> {
  const columns = [{ head: '序号', width: 6 }, ...sheet.columns];
  const title: Row = [
    {
      value: sheet.title,
      type: String,
      columnSpan: columns.length,
      fontSize: 16,
      fontWeight: 'bold',
      align: 'center',
      height: 30,
    },
    ...columns.slice(1).map(() => null),
  ];
  const head: Row = columns.map(({ head: value }) => ({
    ...BORDER,
    value,
    type: String,
    fontWeight: 'bold',
    align: 'center',
    alignVertical: 'center',
    wrap: true,
    height: Math.max(2, ...columns.map(({ head: text, width }) => linesOf(text, width))) * LINE_HEIGHT,
    backgroundColor: '#F2F2F2',
  }));
  const rows = analyses.map((analysis, i): Row => {
    const cells = sheet.columns.map((column) => value(analysis, column));
    const height = Math.max(1, ...cells.map((cell, n) => linesOf(textOf(cell), sheet.columns[n]!.width))) * LINE_HEIGHT;
    return [{ ...BORDER, value: i + 1, type: Number, align: 'center', alignVertical: 'center', height }, ...cells];
  });
  const options = {
    sheet: sheet.name,
    columns: columns.map(({ width }) => ({ width })),
    orientation: 'landscape' as const,
    stickyRowsCount: HEAD_ROWS,
  };
  const book = writeExcelFile([title, head, ...rows], options, {
    fontFamily: '仿宋',
    fontSize: 11,
    features: [printed(sheet.name)],
  });
  return new Uint8Array(await book.toBuffer());
}

function value({ answers, direction }: Analysis, column: Sheet['columns'][number]): Cell {
  const style = { ...BORDER, alignVertical: 'center', wrap: true } as const;
  const answer = answers.at(pathsOf(column.value)[0] ?? '');
  const raw = answer && valueOfAmount(answer);
  if (column.type === 'number' && typeof raw?.value === 'number') {
    const decimals = formatNumber(raw).split('.')[1]?.length ?? 0;
    const format = decimals ? `0.${'0'.repeat(decimals)}` : '0';
    return { ...style, value: raw.value, type: Number, format, align: 'right' };
  }
  if (column.type === 'date' && raw?.state === 'ok') {
    return { ...style, value: new Date(`${raw.value}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd', align: 'center' };
  }
  const text = fillPlaceholders(column.value, answers, direction)
    .map((r) => r.text)
    .join('');
  return { ...style, value: clean(text) || '—', type: String, format: TEXT };
}

/** Printed as wide as the page, its head on each page, its pages numbered; the library sets the paper and its orientation. */
function printed(name: string) {
  const margins = Object.entries(MARGINS).map(([side, inches]) => `${side}="${inches}"`);
  const titles = `'${escapeText(name.replaceAll("'", "''"))}'!$1:$${HEAD_ROWS}`;
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml: string) =>
            xml
              .replace(/(<worksheet[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
              .replace(/<pageMargins[^>]*\/>/, '')
              .replace(
                /<pageSetup ([^>]*)\/>/,
                (_, setup) =>
                  `<printOptions horizontalCentered="1"/><pageMargins ${margins.join(' ')}/>` +
                  `<pageSetup fitToWidth="1" fitToHeight="0" ${setup}/>` +
                  '<headerFooter><oddFooter>&amp;C— &amp;P —</oddFooter></headerFooter>',
              ),
        },
        'xl/workbook.xml': {
          transform: (xml: string) =>
            xml.replace(
              '<definedNames/>',
              () =>
                `<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">${titles}</definedName></definedNames>`,
            ),
        },
      },
    },
  };
}

/** How many lines a text takes in a column of so many characters; a Han character is two wide, and an address breaks behind its //. */
function linesOf(text: string, width: number): number {
  const room = Math.max(1, width - 2);
  const pieces = text.split(/(?<=:\/\/)/).map((piece) => [...piece].reduce((n, c) => n + widthOf(c), 0));
  return pieces.reduce((lines, wide) => lines + Math.ceil(wide / room), 0);
}

function widthOf(character: string): number {
  return /[\u2e80-\uffef]/.test(character) ? 2 : 1;
}

function textOf(cell: Cell): string {
  return cell && typeof cell === 'object' && 'value' in cell && typeof cell.value === 'string' ? cell.value : '';
}
