/** Dossiers → the summary sheet, one row each. The only file that knows `write-excel-file`. */
import writeExcelFile, { type Cell, type Row } from 'write-excel-file/node';
import type { Analysis } from '../../core/analyze.ts';
import { bareValue } from '../../core/answers.ts';
import type { Sheet } from '../../core/notice.ts';
import { clean } from '../manuscript.ts';
import { fill, pathsOf } from '../templates.ts';

/** Height of a line of text, in pt. */
const LINE_HEIGHT = 16;
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
    height: 3 * LINE_HEIGHT,
    backgroundColor: '#F2F2F2',
  }));
  const rows = analyses.map((analysis, i): Row => {
    const cells = sheet.columns.map((column) => value(analysis, column));
    const height = Math.max(1, ...cells.map((cell, n) => linesOf(cell, sheet.columns[n]!.width))) * LINE_HEIGHT;
    return [{ ...BORDER, value: i + 1, type: Number, align: 'center', alignVertical: 'center', height }, ...cells];
  });
  const options = {
    sheet: sheet.name,
    columns: columns.map(({ width }) => ({ width })),
    orientation: 'landscape' as const,
    stickyRowsCount: 2,
  };
  const book = writeExcelFile([title, head, ...rows], options, {
    fontFamily: '仿宋',
    fontSize: 11,
    features: [onOnePageAcross],
  });
  return new Uint8Array(await book.toBuffer());
}

function value({ answers, direction }: Analysis, column: Sheet['columns'][number]): Cell {
  const look = { ...BORDER, alignVertical: 'center', wrap: true } as const;
  const answer = answers.at(pathsOf(column.value)[0] ?? '');
  const raw = answer && bareValue(answer);
  if (column.type === 'number' && typeof raw?.value === 'number')
    return { ...look, value: raw.value, type: Number, align: 'right' };
  if (column.type === 'date' && raw?.state === 'ok') {
    return { ...look, value: new Date(`${raw.value}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd', align: 'center' };
  }
  const text = fill(column.value, answers, direction)
    .map((r) => r.text)
    .join('');
  return { ...look, value: clean(text) || '—', type: String };
}

/** Printed as wide as the page; the library sets the paper and its orientation. */
const onOnePageAcross = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml: string) =>
          xml
            .replace(/(<worksheet[^>]*>)/, '$1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
            .replace(/<pageSetup /, '<pageSetup fitToWidth="1" fitToHeight="0" '),
      },
    },
  },
};

/** How many lines a text takes in a column of so many characters; a Han character is two wide. */
function linesOf(cell: Cell, width: number): number {
  const text = cell && typeof cell === 'object' && 'value' in cell && typeof cell.value === 'string' ? cell.value : '';
  const columns = [...text].reduce((n, c) => n + (/[\u2e80-\uffef]/.test(c) ? 2 : 1), 0);
  return Math.ceil(columns / Math.max(1, width - 1));
}
