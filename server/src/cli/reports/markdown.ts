/** A comment on a pull request: what is wrong first, hints folded away. */
import type { Finding } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { visibleText } from '../../core/text/visible-text.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { EXIT } from '../common/usage.ts';
import {
  type CheckRun,
  type ColumnCounter,
  columnCounter,
  type LineAndColumn,
  SEVERITY_NAMES,
  summaryOf,
} from './report.ts';

/** The mark by which a job finds the comment of the run before, to replace it. */
const COMMENT_MARKER = '<!-- dossier-check -->';
/** GitHub refuses a comment of more than 65,536 characters; what is said around the rows has to fit too. */
const MAX_LENGTH = 60_000;

/** The comment: errors and warnings in tables, hints folded away, cut to what GitHub takes. */
export function markdownReport(run: CheckRun): string {
  const { files, locale, status } = run;
  const sign = status === EXIT.ok ? '✅' : '❌';
  const budget = { left: MAX_LENGTH, cut: 0 };
  const writing = { locale, budget, columns: columnCounter('characters') };
  const serious = tables(files, (f) => f.severity !== 'info', writing);
  const hints = tables(files, (f) => f.severity === 'info', writing);
  const parts = [
    `${COMMENT_MARKER}\n### ${sign} dossier`,
    summaryOf(run)[locale],
    ...serious,
    ...(hints.length ? ['<details>', `<summary>${LABELS.hints[locale]}</summary>`, ...hints, '</details>'] : []),
    ...(budget.cut ? [`*${cutText(budget.cut)[locale]}*`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const LABELS = {
  hints: { zh: '提示', en: 'Hints' },
  head: {
    zh: '| 行:列 | 级别 | 问题 | 规则 |\n| ---: | --- | --- | --- |',
    en: '| line:column | level | finding | rule |\n| ---: | --- | --- | --- |',
  },
} satisfies Record<string, LocalizedText>;

function cutText(count: number): LocalizedText {
  return {
    zh: `评论放不下，另有 ${count} 条没有列出，见完整报告`,
    en: `${count} more do not fit into a comment: see the full report`,
  };
}

interface Budget {
  /** Characters. */
  left: number;
  /** Findings that did not fit. */
  cut: number;
}

/** What all tables of a report share. */
interface Writing {
  readonly locale: Locale;
  readonly budget: Budget;
  readonly columns: ColumnCounter;
}

/** A table for each file, of the findings wanted, as far as there is room. */
function tables(
  files: readonly CheckedFile[],
  isWanted: (finding: Finding) => boolean,
  { locale, budget, columns }: Writing,
): readonly string[] {
  return files.flatMap((file) => {
    const wanted = file.findings.filter(isWanted).toSorted((a, b) => rank(a) - rank(b));
    const head = `**${escaped(file.path)}**\n\n${LABELS.head[locale]}`;
    const rows: string[] = [];
    for (const finding of wanted) {
      const row = rowOf(finding, columns(file.text, finding.span.start), locale);
      const cost = row.length + 1 + (rows.length ? 0 : head.length + 2);
      if (cost > budget.left) budget.cut++;
      else {
        budget.left -= cost;
        rows.push(row);
      }
    }
    return rows.length ? [[head, ...rows].join('\n')] : [];
  });
}

function rank({ severity }: Finding): number {
  return ['error', 'warning', 'info'].indexOf(severity);
}

function rowOf(finding: Finding, { line, column }: LineAndColumn, locale: Locale): string {
  const cells = [
    `${line}:${column}`,
    SEVERITY_NAMES[finding.severity][locale],
    escaped(finding.message[locale]),
    `${escaped(finding.title[locale])} \`${finding.rule}\``,
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Text as itself: no markup, no row of its own, and nobody and no other issue is called by it. */
function escaped(text: string): string {
  return visibleText(text.replace(/\s*[\r\n]+\s*/g, ' '))
    .replace(/[\\`*_[\]|~$]/g, '\\$&')
    .replace(/[&<>]/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/[@#](?!\d+;)|(?<!&)#/g, '$&<!-- -->');
}
