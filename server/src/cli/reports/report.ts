/** What every report is made of; each format is a function of it. */
import type { Finding, Severity } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { LineIndex } from '../../core/text/lines.ts';
import type { Checked, Session } from '../common/session.ts';

export interface CheckRun {
  /** With the findings that are shown. */
  readonly files: readonly Checked[];
  readonly locale: Locale;
  /** Said where no file is here and that is as it should be: nothing changed, or nothing fell to this shard. */
  readonly nothingChecked?: LocalizedText | undefined;
  /** What the program ends with. */
  readonly status: number;
  /** True where there are more warnings than allowed. */
  readonly warningsFail: boolean;
  readonly color: boolean;
  readonly session: Pick<Session, 'locateRelated' | 'safeFixes' | 'waivers' | 'rule'>;
  readonly fingerprint: (finding: Finding) => string;
  /** What `dossier merge` needs of this part of a run, see `checking/shard.ts`. */
  readonly shard?: unknown;
}

export type Report = (run: CheckRun) => string;

export const SEVERITY_NAMES: Readonly<Record<Severity, LocalizedText>> = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  info: { zh: '提示', en: 'info' },
};

export const NOTHING_CHECKED: LocalizedText = {
  zh: '没有找到申报书（*.dossier.yaml），什么也没有检查',
  en: 'No dossier (*.dossier.yaml) found: nothing was checked',
};

/** How many findings of each severity there are. */
export function counts(files: readonly Checked[]): Readonly<Record<Severity, number>> {
  const all = files.flatMap((f) => f.findings);
  const count = (severity: Severity) => all.filter((f) => f.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

/** The whole in one sentence. */
export function summaryOf({ files, nothingChecked }: Pick<CheckRun, 'files' | 'nothingChecked'>): LocalizedText {
  if (!files.length) return nothingChecked ?? NOTHING_CHECKED;
  const { error, warning, info } = counts(files);
  const incomplete = files.filter((f) => !f.complete).length;
  const dossiers = files.filter((f) => !f.isChapter).length;
  const open = incomplete
    ? { zh: `；其中 ${incomplete} 份没有检查完`, en: `; ${incomplete} not checked in full` }
    : { zh: '', en: '' };
  return {
    zh: `检查了 ${dossiers} 份申报书：${error} 个错误，${warning} 个警告，${info} 个提示${open.zh}`,
    en: `${dossiers} dossier(s) checked: ${error} error(s), ${warning} warning(s), ${info} info(s)${open.en}`,
  };
}

/** What a format counts columns in: UTF-16 units, characters (code points), or bytes of UTF-8. */
export type ColumnUnit = 'units' | 'characters' | 'bytes';

const UNIT_LENGTHS: Readonly<Record<ColumnUnit, (text: string) => number>> = {
  units: (text) => text.length,
  characters: (text) => [...text].length,
  bytes: (text) => Buffer.byteLength(text),
};

/** Turns offsets of a text into lines and columns, both from 1. */
export function columnCounter(text: string, unit: ColumnUnit): (offset: number) => { line: number; column: number } {
  const lines = linesOf(text);
  return (offset) => {
    const { line, character } = lines.position(offset);
    return { line: line + 1, column: UNIT_LENGTHS[unit](text.slice(offset - character, offset)) + 1 };
  };
}

let lastIndexed: { readonly text: string; readonly lines: LineIndex } | undefined;

/** The findings of a file come one after the other. */
function linesOf(text: string): LineIndex {
  if (lastIndexed?.text !== text) lastIndexed = { text, lines: new LineIndex(text) };
  return lastIndexed.lines;
}
