/** Creates the views, the status bar and the review, which all show what one tracker knows. */
import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { clauseView } from './clause-view.ts';
import type { DossierTracker } from './dossier-tracker.ts';
import { dossierView } from './dossier-view.ts';
import type { RegisterCommand } from './failures.ts';
import { reviewDocuments, showReview } from './review.ts';
import type { Rows } from './rows.ts';
import { statusBar } from './status.ts';
import { commandTarget } from './target.ts';

/** What the extension shows, for tests. */
export interface ExtensionApi {
  readonly clauses: Rows;
  readonly dossiers: Rows;
  status(): string | undefined;
}

/** Creates them and registers their commands; all are disposed of with the extension. */
export function views(
  register: RegisterCommand,
  client: LanguageClient,
  tracker: DossierTracker,
  context: vscode.ExtensionContext,
): ExtensionApi {
  const [clauses, dossiers, status] = [clauseView(tracker), dossierView(tracker), statusBar(tracker)];
  context.subscriptions.push(
    clauses,
    dossiers,
    status,
    reviewDocuments(client, tracker),
    register('dossier.review', (on?: unknown) => showReview('review', commandTarget(on, tracker))),
    register('dossier.compareDirections', (on?: unknown) => showReview('directions', commandTarget(on, tracker))),
    register('dossier.refresh', () => {
      tracker.active.ask();
      tracker.overview.ask();
    }),
  );
  return { clauses: clauses.rows, dossiers: dossiers.rows, status: status.text };
}
