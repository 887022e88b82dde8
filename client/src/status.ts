/** The status bar: how far the active dossier is filled, what is wrong in it, how long it has. */
import * as vscode from 'vscode';
import type { DossierState } from '../../server/src/protocol.ts';
import type { ActiveDossier, DossierTracker } from './dossier-tracker.ts';
import { countsText, joined, stateLines, stateParts, titleOf, tooltip } from './state-texts.ts';

/** The item of the status bar. */
export interface StatusBar extends vscode.Disposable {
  /** The text that it shows, for tests; undefined while no dossier is open. */
  text(): string | undefined;
}

/** Creates the item, which shows the state of the active dossier. */
export function statusBar({ active }: DossierTracker): StatusBar {
  const item = vscode.window.createStatusBarItem('dossier.state', vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t('State of the Dossier');
  item.command = 'dossier.clauses.focus';
  let isShown = false;
  const show = () => {
    const shown = active.value;
    isShown = shown !== undefined;
    if (shown) updateItem(item, shown);
    else item.hide();
  };
  const listener = active.onDidChange(show);
  show();
  return {
    text: () => (isShown ? item.text : undefined),
    dispose: () => {
      item.dispose();
      listener.dispose();
    },
  };
}

function updateItem(item: vscode.StatusBarItem, { uri, clauses }: ActiveDossier): void {
  const text = clauses ? stateText(clauses.state) : vscode.l10n.t('call not known');
  item.text = `$(checklist) ${text}`;
  item.accessibilityInformation = { label: `${vscode.l10n.t('State of the Dossier')}, ${text}` };
  item.tooltip = tooltip(titleOf(uri, clauses), [
    ...(clauses ? [...stateLines(clauses.state), countsText(clauses.counts)] : [text]),
    vscode.l10n.t('Click to see it clause by clause'),
  ]);
  item.show();
}

/** `已填 86% · 2 个错误 · 距截止 5 天`. */
function stateText(state: DossierState): string {
  const { filled, found, days } = stateParts(state);
  return joined([filled, found, days]);
}
