/** Rows of a tree view as data, and the provider that shows them. */
import * as vscode from 'vscode';
import type { Location, Severity } from '../../server/src/protocol.ts';

/** A row of a tree view. */
export interface Row {
  /** Stays the same when the view is filled again, so that rows stay unfolded. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon?: vscode.ThemeIcon;
  readonly tooltip?: vscode.MarkdownString | string;
  /** What a screen reader says; the icon's meaning is in it. */
  readonly spoken: string;
  /** The row's kind, by which the manifest decides which menus it has. */
  readonly kind: string;
  /** The dossier that it is about, for the commands of its menu. */
  readonly uri?: vscode.Uri;
  /** Where it leads to. */
  readonly at?: { readonly uri: vscode.Uri; readonly range?: vscode.Range };
  readonly children?: readonly Row[];
  readonly isOpen?: boolean;
}

/** Gives a tree view its rows. */
export class Rows implements vscode.TreeDataProvider<Row> {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.changed.event;
  private rows: readonly Row[] = [];

  /** Shows these rows instead of those before. */
  show(rows: readonly Row[]): void {
    this.rows = rows;
    this.changed.fire();
  }

  getChildren(row?: Row): Row[] {
    return [...(row ? (row.children ?? []) : this.rows)];
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(row.label, row.children?.length ? (row.isOpen ? Expanded : Collapsed) : None);
    item.id = row.id;
    item.contextValue = row.kind;
    item.accessibilityInformation = { label: row.spoken };
    if (row.description) item.description = row.description;
    if (row.icon) item.iconPath = row.icon;
    // Without one of its own a row would show its label again.
    item.tooltip = row.tooltip ?? row.spoken;
    if (row.at) {
      const { uri, range } = row.at;
      const title = vscode.l10n.t('Go There');
      item.command = { command: 'vscode.open', title, arguments: [uri, range ? { selection: range } : {}] };
    }
    return item;
  }
}

/** A location of the protocol in the types of VS Code. */
export function toEditorLocation({ uri, range: { start, end } }: Location): { uri: vscode.Uri; range: vscode.Range } {
  return {
    uri: vscode.Uri.parse(uri, true),
    range: new vscode.Range(start.line, start.character, end.line, end.character),
  };
}

/** An icon of VS Code by its id, in a colour of the theme. */
export function icon(id: string, color?: string): vscode.ThemeIcon {
  return color ? new vscode.ThemeIcon(id, new vscode.ThemeColor(color)) : new vscode.ThemeIcon(id);
}

/** The icons of severities, as the view Problems has them. */
export const SEVERITY_ICONS: Readonly<Record<Severity, vscode.ThemeIcon>> = {
  error: icon('error', 'problemsErrorIcon.foreground'),
  warning: icon('warning', 'problemsWarningIcon.foreground'),
  info: icon('info', 'problemsInfoIcon.foreground'),
};

/** The name of a severity, in the language of the window. */
export function severityName(severity: Severity): string {
  if (severity === 'error') return vscode.l10n.t('Error');
  return severity === 'warning' ? vscode.l10n.t('Warning') : vscode.l10n.t('Hint');
}
