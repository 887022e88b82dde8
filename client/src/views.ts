/** The views, the status bar and the review, all fed by one following of the server. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { clauseView } from './clause-view.ts';
import { dossierView } from './dossier-view.ts';
import type { Following } from './follow.ts';
import { reviewDocuments, showReview } from './review.ts';
import type { Rows } from './rows.ts';
import { statusBar } from './status.ts';
import { targetOf } from './target.ts';

/** What is shown, for tests. */
export interface Shown {
  readonly clauses: Rows;
  readonly dossiers: Rows;
  status(): string | undefined;
}

export function views(client: LanguageClient, following: Following, context: vscode.ExtensionContext): Shown {
  const [clauses, dossiers, status] = [clauseView(following), dossierView(following), statusBar(following)];
  context.subscriptions.push(
    clauses,
    dossiers,
    status,
    reviewDocuments(client, following),
    vscode.commands.registerCommand('dossier.review', (on?: unknown) => showReview('review', targetOf(on, following))),
    vscode.commands.registerCommand('dossier.compareDirections', (on?: unknown) =>
      showReview('directions', targetOf(on, following)),
    ),
    vscode.commands.registerCommand('dossier.refresh', () => {
      following.active.ask();
      following.overview.ask();
    }),
  );
  return { clauses: clauses.rows, dossiers: dossiers.rows, status: status.text };
}
