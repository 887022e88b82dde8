/** What happens when the language server ends by itself, and the command that starts it anew. */
import * as vscode from 'vscode';
import { CloseAction, type ErrorHandler, type LanguageClient, State } from 'vscode-languageclient/node';

/** Starts a server that has ended again, unless it ends time after time: then a message says so, with a button to try again. */
export function recovery(client: () => LanguageClient): ErrorHandler {
  let usual: ErrorHandler | undefined;
  const handler = () => {
    usual ??= client().createDefaultErrorHandler();
    return usual;
  };
  return {
    error: (error, message, count) => handler().error(error, message, count),
    closed: async () => {
      const { action } = await handler().closed();
      if (action === CloseAction.Restart)
        return { action, message: vscode.l10n.t('The language server ended and is started again.'), handled: true };
      const message = vscode.l10n.t('The language server ended time after time and is not started again.');
      void offerRestart(message);
      return { action, message, handled: true };
    },
  };
}

/** Stops and starts a client, one restart after another: a client that is stopping can be neither stopped nor started. */
export class Restarts {
  private readonly client: LanguageClient;
  private turn = Promise.resolve();

  constructor(client: LanguageClient) {
    this.client = client;
  }

  /** Restarts the server; with `isTold`, a message says that it was. A failure is always told, with a button to try again. */
  restart({ isTold }: { readonly isTold: boolean }): Promise<void> {
    this.turn = this.turn.then(() => this.restartNow(isTold));
    return this.turn;
  }

  private async restartNow(isTold: boolean): Promise<void> {
    const { client } = this;
    try {
      // One that is on its way up was told the settings as they were.
      if (client.state === State.Starting) await client.start().catch(() => undefined);
      // One that has ended cannot be stopped, and one that does not answer any more is ended by the client.
      if (client.isRunning()) await client.stop().catch(() => undefined);
      await client.start();
    } catch (error) {
      client.error(String(error), undefined, false);
      void offerRestart(vscode.l10n.t('The language server could not be started. The log has the details.'));
      return;
    }
    if (isTold) void vscode.window.showInformationMessage(vscode.l10n.t('The language server has been restarted.'));
  }
}

async function offerRestart(message: string): Promise<void> {
  const again = vscode.l10n.t('Restart');
  const reload = vscode.l10n.t('Reload Window');
  const log = vscode.l10n.t('Show Log');
  const answer = await vscode.window.showErrorMessage(message, again, reload, log);
  if (answer === again) await vscode.commands.executeCommand('dossier.restart');
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
  if (answer === log) await vscode.commands.executeCommand('dossier.showLog');
}
