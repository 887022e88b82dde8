/** Where a dossier stands, in a few words. */
import * as vscode from 'vscode';
import type { Clauses, DossierState, Verdict } from '../../server/src/protocol.ts';

/** The parts of a short text: `已填 86%`, `2 个错误`, `距截止 5 天`; absent where the notice is not known. */
export function stateParts(state: DossierState): { filled?: string; found: string; days?: string } {
  const { filled, deadline } = state;
  return {
    ...(filled ? { filled: vscode.l10n.t('{0}% filled', filled.percent) } : {}),
    found: worstText(state),
    ...(deadline ? { days: daysText(deadline.days) } : {}),
  };
}

/** The parts that are not empty, with ` · ` between them. */
export function joined(parts: readonly (string | undefined)[]): string {
  return parts.filter(Boolean).join(SEPARATOR);
}

/** The gravest that was found. */
function worstText({ errors, warnings }: DossierState): string {
  if (errors) return errors === 1 ? vscode.l10n.t('1 error') : vscode.l10n.t('{0} errors', errors);
  if (warnings) return warnings === 1 ? vscode.l10n.t('1 warning') : vscode.l10n.t('{0} warnings', warnings);
  return vscode.l10n.t('no errors');
}

function daysText(days: number): string {
  if (days < 0) return vscode.l10n.t('deadline passed');
  if (days === 0) return vscode.l10n.t('due today');
  return days === 1 ? vscode.l10n.t('1 day left') : vscode.l10n.t('{0} days left', days);
}

/** The same at length, one line for each part. */
export function stateLines({ filled, errors, warnings, infos, deadline }: DossierState): readonly string[] {
  return [
    ...(filled
      ? [
          vscode.l10n.t(
            'Required fields: {0} of {1} filled ({2}%). How far the form is filled, no score.',
            filled.answered,
            filled.required,
            filled.percent,
          ),
        ]
      : []),
    vscode.l10n.t('Findings: {0} error(s), {1} warning(s), {2} hint(s)', errors, warnings, infos),
    ...(deadline ? [deadlineLine(deadline)] : []),
  ];
}

function deadlineLine({ day, days, isOwn }: NonNullable<DossierState['deadline']>): string {
  const whose = isOwn
    ? vscode.l10n.t('Deadline set by the city: {0}', day)
    : vscode.l10n.t('Deadline of the call: {0}', day);
  if (days < 0) return vscode.l10n.t('{0}, passed {1} day(s) ago', whose, -days);
  return days === 0 ? vscode.l10n.t('{0}, that is today', whose) : vscode.l10n.t('{0}, {1} day(s) left', whose, days);
}

/** Verdicts that nobody has to act on. */
const SETTLED: readonly Verdict[] = ['通过', '不适用'];

/** True of a clause that nobody has to act on: 通过 or 不适用. */
export function isSettled({ verdict }: { readonly verdict: Verdict }): boolean {
  return SETTLED.includes(verdict);
}

/** How often each verdict was given, as `不通过 2 · 待人工核验 7 · 通过 12`; those that somebody has to act on come first. */
export function countsText(counts: Clauses['counts']): string {
  const sorted = [...counts.filter((c) => !isSettled(c)), ...counts.filter(isSettled)];
  const told = sorted.filter((c) => c.count).map((c) => `${c.name} ${c.count}`);
  // Where it runs over several lines, none begins with a dot or ends with a name.
  return told.map((t) => t.replaceAll(' ', FIXED_SPACE)).join(`${FIXED_SPACE}· `);
}

/** The text that is shown for a dossier whose notice is not known. */
export function unknownCall(): string {
  return vscode.l10n.t('Its first line does not name a call that is known: nothing to check it against.');
}

/** The title of a dossier: its platform's name, else its file's. */
export function titleOf(uri: vscode.Uri, clauses: Clauses | null): string {
  return clauses?.platform ?? fileName(uri);
}

/** The last part of a URI's path. */
export function fileName(uri: vscode.Uri): string {
  return uri.path.split('/').at(-1) ?? uri.path;
}

/** A tooltip of a heading and a list; marks of Markdown in the texts are shown as they are. */
export function tooltip(title: string, lines: readonly string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString('**').appendText(title).appendMarkdown('**\n\n');
  for (const line of lines) markdown.appendMarkdown('- ').appendText(line).appendMarkdown('\n');
  return markdown;
}

const SEPARATOR = ' · ';
const FIXED_SPACE = '\u00a0';
