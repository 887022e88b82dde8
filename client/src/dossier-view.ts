/** The view 申报书一览: the dossiers of the workspace by city, with the city's quota and what they share. */
import * as vscode from 'vscode';
import type { CityGroup, DossierState, Overview, OverviewDossier } from '../../server/src/protocol.ts';
import { findingRow } from './clause-view.ts';
import type { DossierTracker } from './dossier-tracker.ts';
import { icon, type Row, Rows, SEVERITY_ICONS, severityName, toEditorLocation } from './rows.ts';
import { fileName, joined, stateLines, stateParts, tooltip } from './state-texts.ts';

/** The view; `rows` are what it shows, for tests. */
export interface DossierView extends vscode.Disposable {
  readonly rows: Rows;
}

/** Creates the view 申报书一览 of all dossiers of the workspace. */
export function dossierView({ overview }: DossierTracker): DossierView {
  const rows = new Rows();
  const view = vscode.window.createTreeView('dossier.dossiers', { treeDataProvider: rows, showCollapseAll: true });
  const show = () => rows.show(overview.value ? overviewRows(overview.value) : []);
  const listener = overview.onDidChange(show);
  show();
  return {
    rows,
    dispose: () => {
      view.dispose();
      listener.dispose();
    },
  };
}

function overviewRows({ groups, unread }: Overview): readonly Row[] {
  const notices = new Set(groups.map((g) => g.notice));
  const titles = groups.flatMap((g) => g.dossiers.map(titleOf));
  const isAmbiguous = (title: string) => titles.indexOf(title) !== titles.lastIndexOf(title);
  const rows = groups.map((group) => groupRow(group, notices.size > 1, isAmbiguous));
  if (!unread.length) return rows;
  const label = vscode.l10n.t('Not readable');
  const children = unread.map(({ uri, why }) => unreadRow(vscode.Uri.parse(uri, true), why));
  return [...rows, { id: 'unread', label, icon: SEVERITY_ICONS.error, spoken: label, kind: 'unread', children }];
}

function groupRow(
  { notice, city, quota, dossiers }: CityGroup,
  showsNotice: boolean,
  isAmbiguous: (title: string) => boolean,
): Row {
  const label = notice === null ? vscode.l10n.t('Call not known') : (city ?? vscode.l10n.t('No city named'));
  const counted = quota ? quotaTexts(quota) : [countText(dossiers.length)];
  const description = joined([...counted, (showsNotice && notice) || '']);
  const isOver = quota !== null && quota.counted > quota.limit;
  return {
    id: `${notice ?? ''} ${city ?? ''}/`,
    label,
    description,
    icon: isOver ? SEVERITY_ICONS.warning : icon('location'),
    tooltip: tooltip(label, [...(notice === null ? [] : [notice]), description]),
    spoken: `${isOver ? `${severityName('warning')}, ` : ''}${label}, ${description}`,
    kind: 'city',
    children: dossiers.map((dossier) => dossierRow(dossier, isAmbiguous(titleOf(dossier)))),
    isOpen: true,
  };
}

/** The quota as `名额 11/10`, how many are over it, and how many do not count. */
function quotaTexts({ limit, counted, exempt }: NonNullable<CityGroup['quota']>): readonly string[] {
  return [
    vscode.l10n.t('quota {0}/{1}', counted, limit),
    ...(counted > limit ? [vscode.l10n.t('{0} too many', counted - limit)] : []),
    ...(exempt ? [vscode.l10n.t('{0} more do not count', exempt)] : []),
  ];
}

function countText(dossiers: number): string {
  return dossiers === 1 ? vscode.l10n.t('1 dossier') : vscode.l10n.t('{0} dossiers', dossiers);
}

function titleOf({ platform, applicant, uri }: OverviewDossier): string {
  return platform ?? applicant ?? fileName(vscode.Uri.parse(uri, true));
}

/** What is found comes first: a narrow view cuts off the rest. */
function dossierRow(dossier: OverviewDossier, isAmbiguous: boolean): Row {
  const { uri: text, applicant, direction, state, duplicates } = dossier;
  const uri = vscode.Uri.parse(text, true);
  const label = titleOf(dossier);
  const shared = duplicates.length ? vscode.l10n.t('{0} shared with others', duplicates.length) : '';
  const { filled, found, days } = stateParts(state);
  const description = joined([isAmbiguous ? fileName(uri) : '', found, shared, filled, days]);
  const about = [applicant, direction, vscode.workspace.asRelativePath(uri)].filter((line) => line !== null);
  return {
    id: text,
    label,
    description,
    icon: stateIcon(state),
    tooltip: tooltip(label, [...about, ...stateLines(state), ...(shared ? [shared] : [])]),
    spoken: [label, description, applicant].filter(Boolean).join(', '),
    kind: 'dossier',
    uri,
    at: { uri },
    children: duplicates.map((found, n) => ({
      ...findingRow(found, uri, `${text} ${n}`),
      kind: 'shared',
      uri,
      children: found.others.map((other, m) => otherRow(toEditorLocation(other), `${text} ${n} ${m}`)),
    })),
  };
}

function otherRow(at: { uri: vscode.Uri; range: vscode.Range }, id: string): Row {
  const label = fileName(at.uri);
  const description = vscode.workspace.asRelativePath(at.uri);
  return { id, label, description, icon: icon('arrow-swap'), spoken: description, kind: 'other', uri: at.uri, at };
}

function unreadRow(uri: vscode.Uri, why: string): Row {
  const label = fileName(uri);
  const at = { uri };
  return {
    id: `unread ${uri.toString()}`,
    label,
    description: why,
    spoken: `${label}, ${why}`,
    kind: 'other',
    uri,
    at,
  };
}

function stateIcon({ errors, warnings }: DossierState): vscode.ThemeIcon {
  if (errors) return SEVERITY_ICONS.error;
  return warnings ? SEVERITY_ICONS.warning : icon('pass', 'testing.iconPassed');
}
