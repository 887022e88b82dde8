/** A list of platforms that were selected before, as its user keeps it: a CSV with one row a platform. */
import { CsvError, parse } from 'csv-parse/sync';
import type { LocalizedText } from '../model/localized-text.ts';
import { toHalfWidth } from '../text/count-characters.ts';
import type { ListSetting } from './settings.ts';

/** A list of platforms selected before, as read. */
export interface Registry {
  /** The file, as the settings name it. */
  readonly name: string;
  /** Where the list comes from, as the settings say; undefined where they do not. */
  readonly source?: string | undefined;
  /** Of which day it is, `YYYY-MM-DD`; undefined where the settings do not say. */
  readonly date?: string | undefined;
  readonly rows: readonly RegistryRow[];
}

/** A row of the list; a cell that is blank is an empty text. */
export interface RegistryRow {
  /** Line of the file, from 1. */
  readonly line: number;
  readonly platform: string;
  readonly applicant: string;
  readonly code: string;
}

/** Something wrong in the list, zero-based line. */
export interface RegistryProblem {
  readonly line: number;
  readonly message: LocalizedText;
}

const COLUMNS = { platform: '平台名称', applicant: '单位名称', code: '统一社会信用代码' } as const;

/** Reads the CSV's text: comma-separated, a head with the three columns in any order, further columns passed over. */
export function readRegistry(
  text: string,
  { file: name, source, date }: ListSetting,
): { readonly registry: Registry } | { readonly problem: RegistryProblem } {
  try {
    // Typed wider than what `info` gives.
    const records = parse(text.replace(/\r\n?/g, '\n'), OPTIONS) as unknown as readonly {
      record: string[];
      info: { lines: number };
    }[];
    const [head, ...rows] = records;
    const columns = (head?.record ?? []).map((c) => c.trim());
    const missing = Object.values(COLUMNS).filter((c) => !columns.includes(c));
    if (missing.length) return { problem: { line: 0, message: headerProblem(missing, columns) } };
    const cell = (record: readonly string[], column: string) => record[columns.indexOf(column)]?.trim() ?? '';
    const list = rows.map(({ record, info }) => ({
      // The line it begins at: a quoted cell may hold several.
      line: info.lines - (record.join(' ').match(/\n/g)?.length ?? 0),
      platform: cell(record, COLUMNS.platform),
      applicant: cell(record, COLUMNS.applicant),
      code: cell(record, COLUMNS.code),
    }));
    return { registry: { name, source, date, rows: list } };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Math.max(0, Number(error.lines ?? 1) - 1);
    return { problem: { line, message: { zh: `不是完好的 CSV：${error.message}`, en: `Not CSV: ${error.message}` } } };
  }
}

const OPTIONS = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true } as const;

function headerProblem(missing: readonly string[], columns: readonly string[]): LocalizedText {
  const wanted = Object.values(COLUMNS).join(', ');
  return {
    zh: `表头缺少“${missing.join('、')}”列；第一行应有 ${wanted}，现在是：${columns.join(', ') || '空'}`,
    en: `The head lacks ${missing.join(', ')}; its first line must have ${wanted} and is: ${columns.join(', ') || 'empty'}`,
  };
}

/** The row that names this platform, applicant or code, and which of them it names. */
export function findInRegistry(
  registry: Registry,
  wanted: Omit<RegistryRow, 'line'>,
): { readonly row: RegistryRow; readonly by: keyof typeof COLUMNS } | undefined {
  for (const by of ['code', 'platform', 'applicant'] as const) {
    const value = normalizeName(wanted[by]);
    const row = value && registry.rows.find((r) => normalizeName(r[by]) === value);
    if (row) return { row, by };
  }
  return undefined;
}

/** Without what differs between two spellings of a name that are the same: width, blanks, case. */
function normalizeName(name: string): string {
  return toHalfWidth(name).replace(/\s+/g, '').toUpperCase();
}
