/** What every report is made of; each format is a function of it. */
import type { Finding, Severity } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { LineIndex } from '../../core/text/lines.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import type { CliIo } from '../common/cli-io.ts';
import type { FindingDetails } from '../common/finding-details.ts';

/** A check as reports see it. */
export interface CheckRun {
  /** With the findings that are shown. */
  readonly files: readonly CheckedFile[];
  /** How many findings of each severity there are, shown or not. */
  readonly counts: Readonly<Record<Severity, number>>;
  readonly locale: Locale;
  /** What was checked; dossiers if absent. */
  readonly subject?: CheckSubject;
  /** The reason where there are no files and that is no fault: nothing changed, or nothing fell to this shard. */
  readonly nothingChecked?: LocalizedText | undefined;
  /** The exit status. */
  readonly status: number;
  /** True where there are more warnings than allowed. */
  readonly warningsFail: boolean;
  readonly color: boolean;
  /** The folder that paths count from, and what a CI says of itself. */
  readonly io: Pick<CliIo, 'cwd' | 'env'>;
  readonly details: FindingDetails;
  /** A name for a finding that stays the same from run to run, see `checking/fingerprint.ts`. */
  readonly fingerprint: (finding: Finding) => string;
  /** What `dossier merge` needs of this part of a run, see `checking/shard.ts`. */
  readonly shard?: unknown;
}

/** A format: the text of its report, which ends with a line end. */
export type Report = (run: CheckRun) => string;

/** Names of the severities for people. */
export const SEVERITY_NAMES: Readonly<Record<Severity, LocalizedText>> = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '警告', en: 'warning' },
  info: { zh: '提示', en: 'info' },
};

/** What a check may be of. */
export type CheckSubject = 'dossiers' | 'packs';

const SUBJECTS: Readonly<Record<CheckSubject, { readonly none: LocalizedText; readonly count: LocalizedText }>> = {
  dossiers: {
    none: {
      zh: '没有找到申报书（*.dossier.yaml），什么也没有检查',
      en: 'No dossier (*.dossier.yaml) found: nothing was checked',
    },
    count: { zh: '份申报书', en: 'dossier(s)' },
  },
  packs: {
    none: {
      zh: '没有找到通知包（notice.yaml、*.notice.yaml），什么也没有检查',
      en: 'No notice pack (notice.yaml, *.notice.yaml) found: nothing was checked',
    },
    count: { zh: '个通知包文件', en: 'file(s) of notice packs' },
  },
};

/** Told where nothing was found that could be checked. */
export function nothingCheckedText({ subject = 'dossiers' }: Pick<CheckRun, 'subject'>): LocalizedText {
  return SUBJECTS[subject].none;
}

/** How many findings of each severity there are. */
export function countFindings(files: readonly CheckedFile[]): Readonly<Record<Severity, number>> {
  const all = files.flatMap((f) => f.findings);
  const count = (severity: Severity) => all.filter((f) => f.severity === severity).length;
  return { error: count('error'), warning: count('warning'), info: count('info') };
}

/** The last line of a report: how many dossiers were checked and what was found. */
export function summaryOf({
  files,
  counts,
  nothingChecked,
  subject = 'dossiers',
}: Pick<CheckRun, 'files' | 'counts' | 'nothingChecked' | 'subject'>): LocalizedText {
  const { none, count } = SUBJECTS[subject];
  if (!files.length) return nothingChecked ?? none;
  const { error, warning, info } = counts;
  const incomplete = files.filter((f) => !f.complete).length;
  const dossiers = files.filter((f) => !f.isChapter).length;
  const open = incomplete
    ? { zh: `；其中 ${incomplete} 份没有检查完`, en: `; ${incomplete} not checked in full` }
    : { zh: '', en: '' };
  return {
    zh: `检查了 ${dossiers} ${count.zh}：${error} 个错误，${warning} 个警告，${info} 个提示${open.zh}`,
    en: `${dossiers} ${count.en} checked: ${error} error(s), ${warning} warning(s), ${info} info(s)${open.en}`,
  };
}

/** What a format counts columns in: UTF-16 units, characters (code points), or bytes of UTF-8. */
export type ColumnUnit = 'units' | 'characters' | 'bytes';

const UNIT_LENGTHS: Readonly<Record<ColumnUnit, (text: string) => number>> = {
  units: (text) => text.length,
  characters: (text) => [...text].length,
  bytes: (text) => Buffer.byteLength(text),
};

/** A place as most formats write it, both from 1. */
export interface LineAndColumn {
  readonly line: number;
  readonly column: number;
}

/** Line and column of a UTF-16 offset in a text. */
export type ColumnCounter = (text: string, offset: number) => LineAndColumn;

/** A {@link ColumnCounter} for one report: the lines of each text are found once. */
export function columnCounter(unit: ColumnUnit): ColumnCounter {
  const indexes = new Map<string, LineIndex>();
  const indexOf = (text: string): LineIndex => {
    const lines = indexes.get(text) ?? new LineIndex(text);
    indexes.set(text, lines);
    return lines;
  };
  return (text, offset) => {
    const { line, character } = indexOf(text).position(offset);
    return { line: line + 1, column: UNIT_LENGTHS[unit](text.slice(offset - character, offset)) + 1 };
  };
}
