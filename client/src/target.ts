/** Which dossier a command is about. */
import * as vscode from 'vscode';
import type { Following } from './follow.ts';

/**
 * A command is started from a menu (a URI), from a code lens (a URI as text), from a row of a view (what has a URI), or
 * from the palette or above a view: then it is about the dossier at hand.
 */
export function targetOf(argument: unknown, following: Following): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string') return vscode.Uri.parse(argument, true);
  if (typeof argument === 'object' && argument !== null && 'uri' in argument) return targetOf(argument.uri, following);
  return following.dossier();
}

/** A dossier of the city that a command is about: any of those below its row in a view, else the dossier at hand. */
export function memberOf(argument: unknown, following: Following): vscode.Uri | undefined {
  if (typeof argument === 'object' && argument !== null && 'children' in argument && !('uri' in argument)) {
    return Array.isArray(argument.children) ? targetOf(argument.children[0], following) : undefined;
  }
  return targetOf(argument, following);
}
