/** The command that goes to the next finding with a quick fix and offers what can be done. */
import * as vscode from 'vscode';

/** How long the findings of a dossier just opened are waited for, in ms. */
const MAX_WAIT = 5000;

/**
 * Goes to the next finding that has a quick fix, from the cursor on and from the top again, and opens the list of its fixes. Takes the active
 * dossier, else a visible or open one, else the one that `open` opens.
 */
export async function fixNext(open: () => Promise<vscode.Uri | undefined>): Promise<void> {
  const isDossier = ({ languageId, isClosed }: vscode.TextDocument) => languageId === 'dossier' && !isClosed;
  const { activeTextEditor: active, visibleTextEditors: visible } = vscode.window;
  const shown = [...(active ? [active] : []), ...visible].find((e) => isDossier(e.document));
  const document = shown?.document ?? vscode.workspace.textDocuments.find(isDossier);
  const uri = document?.uri ?? (await open());
  if (!uri) return;
  const editor = await vscode.window.showTextDocument(uri, shown?.viewColumn ? { viewColumn: shown.viewColumn } : {});
  const at = await nextFixable(editor.document, editor.selection.active);
  if (!at) {
    void vscode.window.showInformationMessage(vscode.l10n.t('No finding here has a quick fix.'));
    return;
  }
  editor.selection = new vscode.Selection(at.start, at.start);
  editor.revealRange(at, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  await vscode.commands.executeCommand('editor.action.quickFix');
}

async function nextFixable({ uri }: vscode.TextDocument, from: vscode.Position): Promise<vscode.Range | undefined> {
  const ranges = (await findings(uri)).map((d) => d.range).sort((a, b) => a.start.compareTo(b.start));
  const next = ranges.findIndex((r) => r.start.isAfter(from));
  const inTurn = next < 0 ? ranges : [...ranges.slice(next), ...ranges.slice(0, next)];
  for (const range of inTurn) if (await hasFix(uri, range)) return range;
  return undefined;
}

async function hasFix(uri: vscode.Uri, range: vscode.Range): Promise<boolean> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    kind,
  );
  return actions.length > 0;
}

function findings(uri: vscode.Uri): Promise<readonly vscode.Diagnostic[]> {
  const now = () => vscode.languages.getDiagnostics(uri);
  if (now().length) return Promise.resolve(now());
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(late);
      listener.dispose();
      resolve(now());
    };
    const late = setTimeout(finish, MAX_WAIT);
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      if (now().length) finish();
    });
  });
}
