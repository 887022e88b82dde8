/** Findings for people: a code frame each, aligned also under East Asian characters. Columns count characters. */
import pico from 'picocolors';
import stringWidth from 'string-width';
import type { Finding } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { visibleText } from '../../core/text/visible-text.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import { displayPath } from '../common/cli-io.ts';
import { type CheckRun, SEVERITY_NAMES, summaryOf } from './report.ts';

/** Longest part of a line shown in a frame, in columns of the terminal. */
const FRAME_WIDTH = 96;

type Colors = ReturnType<typeof pico.createColors>;

/** The report for a terminal; with colours where `run.color` says so. */
export function textReport(run: CheckRun): string {
  const { files, color } = run;
  const colors = pico.createColors(color);
  const blocks = files.filter((f) => f.findings.length).map((f) => fileText(f, colors, run));
  return [...blocks, summary(run, colors)].join('\n');
}

function fileText(file: CheckedFile, colors: Colors, run: CheckRun): string {
  const source = { text: file.text, lines: new LineIndex(file.text) };
  const findings = file.findings.map((f) => findingText(f, source, run.locale, colors) + relatedText(f, colors, run));
  return `${colors.underline(visibleText(file.path))}\n${findings.join('')}`;
}

/** The other ends of a finding that are in other dossiers; those in its own dossier are not listed. */
function relatedText(finding: Finding, colors: Colors, { locale, details, io }: CheckRun): string {
  const ends = finding.related.filter((r) => 'remote' in r);
  const lines = ends.slice(0, MAX_RELATED).flatMap((end) => {
    const location = details.locateRelated(finding, end);
    if (!location) return [];
    const { line, character } = new LineIndex(location.text).position(location.span.start);
    const place = `${displayPath(io, location.path)}:${line + 1}:${character + 1}`;
    return colors.dim(`       ↳ ${visibleText(`${place} ${end.message[locale]}`)}\n`);
  });
  const more = ends.length - MAX_RELATED;
  return lines.join('') + (more > 0 ? colors.dim(`       ↳ … ${more}\n`) : '');
}

/** Most other ends that are shown of one finding. */
const MAX_RELATED = 3;

interface IndexedText {
  readonly text: string;
  readonly lines: LineIndex;
}

function findingText(finding: Finding, source: IndexedText, locale: Locale, colors: Colors): string {
  const { line, character } = source.lines.position(finding.span.start);
  const text = lineAt(source, line);
  const column = [...text.slice(0, character)].length + 1;
  const paint = { error: colors.red, warning: colors.yellow, info: colors.cyan }[finding.severity];
  const head = `  ${line + 1}:${column}  ${paint(SEVERITY_NAMES[finding.severity][locale])}  ${visibleText(finding.message[locale])}  ${colors.dim(`${finding.title[locale]} ${finding.rule}`)}\n`;
  return head + (text.trim() ? codeFrame(text, line, character, finding, colors, paint) : '');
}

function codeFrame(
  text: string,
  line: number,
  character: number,
  finding: Finding,
  colors: Colors,
  paint: (s: string) => string,
): string {
  const number = String(line + 1).padStart(6);
  const from = character > 60 ? character - 40 : 0;
  const end = Math.min(text.length, character + Math.max(1, finding.span.end - finding.span.start));
  const prefix = (from ? '…' : '') + visibleText(text.slice(from, character));
  const marked = visibleText(text.slice(character, end));
  const rest = visibleText(text.slice(end));
  const shown = clip(prefix + marked + rest, FRAME_WIDTH);
  const marks = Math.max(1, Math.min(stringWidth(marked), FRAME_WIDTH - stringWidth(prefix)));
  const blank = ' '.repeat(stringWidth(prefix.replaceAll('\t', ' ')));
  return `${colors.dim(`${number} │ `)}${shown.replaceAll('\t', ' ')}\n${colors.dim('       │ ')}${blank}${paint('^'.repeat(marks))}\n`;
}

function summary(run: CheckRun, colors: Colors): string {
  const { files, nothingChecked, locale } = run;
  const { error, warning } = run.counts;
  const paint = error || (!files.length && !nothingChecked) ? colors.red : warning ? colors.yellow : colors.green;
  return `${paint(summaryOf(run)[locale])}\n`;
}

function lineAt(source: IndexedText, line: number): string {
  return source.text.split('\n', line + 1)[line]?.replace(/\r$/, '') ?? '';
}

function clip(text: string, width: number): string {
  let shown = '';
  let used = 0;
  for (const c of text) {
    used += stringWidth(c);
    if (used > width) return `${shown}…`;
    shown += c;
  }
  return shown;
}
