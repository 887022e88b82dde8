/** Which dossier a command is about. */
import * as vscode from 'vscode';
import type { DossierTracker } from './dossier-tracker.ts';

/**
 * A command is started from a menu (a URI), from a code lens (a URI as text), from a row of a view (what has a URI), or
 * from the palette or above a view: then it is about the dossier at hand.
 */
export function commandTarget(argument: unknown, tracker: DossierTracker): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string') return vscode.Uri.parse(argument, true);
  if (typeof argument === 'object' && argument !== null && 'uri' in argument)
    return commandTarget(argument.uri, tracker);
  return tracker.dossier();
}

/** A dossier of the city that a command is about: any of those below its row in a view, else the dossier at hand. */
export function groupMember(argument: unknown, tracker: DossierTracker): vscode.Uri | undefined {
  if (typeof argument === 'object' && argument !== null && 'children' in argument && !('uri' in argument)) {
    return Array.isArray(argument.children) ? commandTarget(argument.children[0], tracker) : undefined;
  }
  return commandTarget(argument, tracker);
}
