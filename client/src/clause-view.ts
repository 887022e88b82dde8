/** The view 条件对照: one row a clause with its verdict, in the chapters of the notice. */
import * as vscode from 'vscode';
import type { ClauseFinding, ClauseItem, Clauses, Verdict } from '../../server/src/protocol.ts';
import type { ActiveDossier, DossierTracker } from './dossier-tracker.ts';
import { setContext } from './dossier-tracker.ts';
import { icon, type Row, Rows, SEVERITY_ICONS, severityName, toEditorLocation } from './rows.ts';
import { countsText, fileName, isSettled, joined, titleOf, unknownCall } from './state-texts.ts';

const VERDICT_ICONS: Readonly<Record<Verdict, vscode.ThemeIcon>> = {
  通过: icon('pass', 'testing.iconPassed'),
  不通过: icon('error', 'problemsErrorIcon.foreground'),
  提示: icon('warning', 'problemsWarningIcon.foreground'),
  待人工核验: icon('person', 'charts.blue'),
  缺数据: icon('question', 'charts.purple'),
  不适用: icon('circle-slash', 'disabledForeground'),
};

/** The view; `rows` are what it shows, for tests. */
export interface ClauseView extends vscode.Disposable {
  readonly rows: Rows;
}

/** Creates the view 条件对照 of the active dossier, with its commands that show all clauses or the open ones only. */
export function clauseView({ active }: DossierTracker): ClauseView {
  const rows = new Rows();
  const view = vscode.window.createTreeView('dossier.clauses', { treeDataProvider: rows, showCollapseAll: true });
  let onlyOpen = false;
  const show = () => {
    const shown = active.value;
    rows.show(shown?.clauses ? clauseRows(shown.uri, shown.clauses, onlyOpen) : []);
    view.description = shown && titleOf(shown.uri, shown.clauses);
    view.message = shown && message(shown, onlyOpen);
    view.badge = shown?.clauses ? badge(shown.clauses) : undefined;
  };
  const only = (isOnly: boolean) => () => {
    onlyOpen = isOnly;
    void setContext('dossier.onlyOpenClauses', isOnly);
    show();
  };
  const parts = [
    view,
    active.onDidChange(show),
    vscode.commands.registerCommand('dossier.clauses.onlyOpen', only(true)),
    vscode.commands.registerCommand('dossier.clauses.all', only(false)),
  ];
  show();
  return { rows, dispose: () => parts.forEach((p) => void p.dispose()) };
}

function message({ clauses }: ActiveDossier, onlyOpen: boolean): string {
  if (!clauses) return unknownCall();
  const counts = countsText(clauses.counts);
  const isDone = onlyOpen && clauses.counts.every((c) => !c.count || isSettled(c));
  return isDone ? `${counts}\n${vscode.l10n.t('No clause is open.')}` : counts;
}

function badge({ counts }: Clauses): vscode.ViewBadge | undefined {
  const failed = counts.find((c) => c.verdict === '不通过')?.count ?? 0;
  return failed ? { value: failed, tooltip: vscode.l10n.t('{0} clause(s) not met', failed) } : undefined;
}

function clauseRows(uri: vscode.Uri, { chapters, counts }: Clauses, onlyOpen: boolean): readonly Row[] {
  return chapters.flatMap(({ clause, title, items }) => {
    const shown = onlyOpen ? items.filter((i) => !isSettled(i)) : items;
    if (!shown.length) return [];
    const all = counts.map((c) => ({ ...c, count: items.filter((i) => i.verdict === c.verdict).length }));
    // Settled clauses are counted only where there are no others.
    const summary = countsText(all.filter((c) => !isSettled(c))) || countsText(all);
    return {
      id: `${uri.toString()} ${clause}/`,
      label: `${clause} ${title}`,
      description: summary,
      spoken: `${clause} ${title}, ${summary}`,
      kind: 'chapter',
      children: shown.map((item) => clauseRow(uri, item)),
      isOpen: true,
    };
  });
}

function clauseRow(uri: vscode.Uri, item: ClauseItem): Row {
  const { clause, title, force, verdict, verdictName, waived, target } = item;
  const waivedText = waived ? vscode.l10n.t('{0} waived', waived) : '';
  const id = `${uri.toString()} ${clause}`;
  return {
    id,
    label: `${clause} ${title}`,
    description: joined([force, waivedText]),
    icon: VERDICT_ICONS[verdict],
    tooltip: clauseTooltip(item),
    spoken: [verdictName, clause, title, force, waivedText].filter(Boolean).join(', '),
    kind: 'clause',
    uri,
    ...(target ? { at: toEditorLocation(target) } : {}),
    children: [...item.findings.map((f, n) => findingRow(f, uri, `${id} ${n}`)), ...detailRows(item, id)],
    // The findings of a clause that is not met are shown at once.
    isOpen: verdict === '不通过',
  };
}

/** The row of a finding, which may be in the file of a chapter: then its file is named. `id` must be unique in the view. */
export function findingRow(finding: ClauseFinding, dossier: vscode.Uri, id: string): Row {
  const { message, severity } = finding;
  const at = toEditorLocation(finding);
  const line = vscode.l10n.t('line {0}', at.range.start.line + 1);
  return {
    id,
    label: message,
    description: at.uri.toString() === dossier.toString() ? line : `${fileName(at.uri)} ${line}`,
    icon: SEVERITY_ICONS[severity],
    spoken: `${severityName(severity)}, ${message}`,
    tooltip: message,
    kind: 'finding',
    at,
  };
}

/** The reason of a verdict and what a person must check, as rows: the tooltip that shows them cannot be opened by keyboard. */
function detailRows({ verdict, reason, person, findings, target }: ClauseItem, id: string): readonly Row[] {
  const told = (what: string, label: string, sign: string): Row => ({
    id: `${id} ${sign}`,
    label,
    icon: icon(sign),
    spoken: `${what}, ${label}`,
    tooltip: label,
    kind: 'told',
    ...(target ? { at: toEditorLocation(target) } : {}),
  });
  const isSaid = findings.length > 0 && verdict !== '缺数据';
  return [
    ...(isSaid ? [] : [told(vscode.l10n.t('Reason'), reason, 'comment')]),
    ...(person ? [told(vscode.l10n.t('For a person to check'), person, 'eye')] : []),
  ];
}

function clauseTooltip({ clause, title, force, verdictName, reason, person }: ClauseItem): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString('**').appendText(`${clause} ${title}`).appendMarkdown('**');
  tooltip.appendText(` ${force}`).appendMarkdown('\n\n**').appendText(verdictName).appendMarkdown('** ');
  tooltip.appendText(reason);
  if (person) {
    const what = vscode.l10n.t('For a person to check');
    tooltip.appendMarkdown(`\n\n**${what}** `).appendText(person);
  }
  return tooltip;
}
