/** The command that shows what can be written where the cursor is, run at each tab stop. */
import * as vscode from 'vscode';

/** Opens the list of suggestions at the cursor, but for a list of nothing but snippets: those are offered everywhere. */
export async function offerSnippets(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'dossier') return;
  const { document, selection } = editor;
  const { version } = document;
  const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    selection.active,
  );
  // Typing or moving the cursor meanwhile brings up its own suggestions.
  const isHere = document.version === version && editor.selection.isEqual(selection);
  if (!isHere || offered.items.every((item) => item.kind === vscode.CompletionItemKind.Snippet)) return;
  // As if it had come up by itself: it goes away when something else is typed.
  await vscode.commands.executeCommand('editor.action.triggerSuggest', { auto: true });
}
