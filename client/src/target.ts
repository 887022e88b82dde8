/** Which dossier a command is about. */
import * as vscode from 'vscode';

/**
 * A command is started from a menu (a URI), from a code lens (a URI as text), from a row of a view (what has a URI), or
 * from the palette: then it is about the active editor, or a dossier that is shown beside something else.
 */
export function targetOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  if (typeof argument === 'string') return vscode.Uri.parse(argument, true);
  if (typeof argument === 'object' && argument !== null && 'uri' in argument) return targetOf(argument.uri);
  const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
  return (active ?? visible.find((e) => e.document.languageId === 'dossier'))?.document.uri;
}
