/** Annotations for GitHub, as commands in a workflow's log. */
import type { Finding, Severity } from '../../core/model/finding.ts';
import { visibleText } from '../../core/text/visible-text.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { type CheckRun, type ColumnCounter, columnCounter, SEVERITY_NAMES, summaryOf } from './report.ts';
import { repositoryPath } from './repository-path.ts';

/** Annotations of a level that GitHub shows of a step; it says nothing of the others. */
const MOST = 10;

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands for what GitHub annotates, plain lines for the rest, and the summary. */
export function githubReport(run: CheckRun): string {
  const { files, locale } = run;
  const columns = columnCounter('characters');
  const all = files.flatMap((file) => file.findings.map((finding) => ({ file, finding })));
  const places = (severity: Severity) => all.filter(({ finding }) => finding.severity === severity);
  const [errors, warnings, infos] = [places('error'), places('warning'), places('info')];
  const isCut = [errors, warnings, infos].some((list) => list.length > MOST);
  // The line that says how many were cut off is a notice, and has to be among those that are shown.
  const shown = [errors.slice(0, MOST), warnings.slice(0, MOST), infos.slice(0, isCut ? MOST - 1 : MOST)].flat();
  const rest = all.filter((one) => !shown.includes(one));
  const lines = [
    ...shown.map(({ file, finding }) => annotation(finding, file, run, columns)),
    ...rest.map(({ file, finding }) => plainLine(finding, file, run, columns)),
    files.length || run.nothingChecked ? summaryOf(run)[locale] : command('error', {}, summaryOf(run)[locale]),
    ...(isCut ? [command('notice', { title: 'dossier' }, cutText(rest, run))] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(finding: Finding, file: CheckedFile, { locale, io }: CheckRun, columns: ColumnCounter): string {
  const [start, end] = [columns(file.text, finding.span.start), columns(file.text, finding.span.end)];
  // GitHub refuses columns where there is more than one line.
  const range = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  const properties = {
    file: repositoryPath(file.path, io, io.env.GITHUB_WORKSPACE),
    line: start.line,
    endLine: end.line,
    ...range,
    title: `dossier ${finding.rule} ${finding.title[locale]}`,
  };
  return command(COMMANDS[finding.severity], properties, finding.message[locale]);
}

/** A line of the log for what GitHub would not annotate, written so that nothing in it is taken for a command, old style (`##[`) or new (`::`). */
function plainLine(finding: Finding, file: CheckedFile, { locale }: CheckRun, columns: ColumnCounter): string {
  const { line, column } = columns(file.text, finding.span.start);
  const level = SEVERITY_NAMES[finding.severity][locale];
  const text = `${level} ${file.path}:${line}:${column} ${finding.message[locale]} (${finding.rule})`;
  return visibleText(text.replaceAll('##[', '# #[').replace(/[\r\n]+/g, ' '));
}

function cutText(rest: readonly { readonly finding: Finding }[], { locale }: CheckRun): string {
  const count = (severity: Severity) => rest.filter(({ finding }) => finding.severity === severity).length;
  const [errors, warnings, infos] = [count('error'), count('warning'), count('info')];
  return {
    zh: `GitHub 每级最多显示 ${MOST} 条，另有 ${errors} 个错误、${warnings} 个警告、${infos} 个提示没有标注，见日志`,
    en: `GitHub shows ${MOST} of a level at most: ${errors} error(s), ${warnings} warning(s), ${infos} info(s) more are not annotated, see the log`,
  }[locale];
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const wanted = Object.entries(properties).filter(([, value]) => value !== undefined);
  const given = wanted.map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${[name, given.join(',')].filter(Boolean).join(' ')}::${escapeData(message)}`;
}

/** A log shows control characters as they are, but for those that a command escapes. */
function escapeData(text: string): string {
  return visibleText(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
