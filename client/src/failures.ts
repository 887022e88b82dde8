/** What did not work, in words, with buttons that help: the same again, another place, the log. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { FailedResult } from '../../server/src/protocol.ts';
import { type SystemErrorKind, systemErrorKind } from './system-error-kind.ts';

/** What the buttons of a failure do; a button without work is not shown. */
export interface Remedies {
  readonly retry?: (() => unknown) | undefined;
  /** Saves to another place, which the work asks for. */
  readonly elsewhere?: (() => unknown) | undefined;
  /** Chooses another file to read. */
  readonly another?: (() => unknown) | undefined;
  readonly log?: (() => unknown) | undefined;
}

/** Shows what did not work, and does what its reader chooses. Not to be waited for by a command: a message stays until somebody answers it. */
export async function showFailure(message: string, { retry, elsewhere, another, log }: Remedies): Promise<void> {
  const buttons = [
    [vscode.l10n.t('Retry'), retry],
    [vscode.l10n.t('Save Elsewhere…'), elsewhere],
    [vscode.l10n.t('Another File…'), another],
    [vscode.l10n.t('Show Log'), log],
  ] as const;
  const shown = buttons.filter(([, work]) => work !== undefined);
  const answer = await vscode.window.showErrorMessage(message, ...shown.map(([title]) => title));
  await shown.find(([title]) => title === answer)?.[1]?.();
}

/** Asks for the folder to save to; undefined where none was chosen. */
export async function askFolder(proposed?: vscode.Uri): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    ...(proposed ? { defaultUri: proposed } : {}),
    openLabel: vscode.l10n.t('Save Here'),
    title: vscode.l10n.t('Folder for the files'),
  });
  return chosen?.[0];
}

/** Shows the log of the server and of this extension. */
export function showLog(): unknown {
  return vscode.commands.executeCommand('dossier.showLog');
}

/** Of these ways out those that the server says may help. */
export function helpful({ remedies }: FailedResult, { retry, elsewhere }: Remedies): Remedies {
  return {
    retry: remedies.includes('retry') ? retry : undefined,
    elsewhere: remedies.includes('elsewhere') ? elsewhere : undefined,
    log: remedies.includes('log') ? showLog : undefined,
  };
}

/** Asks the server; where it cannot answer, as one that has ended, the failure is the answer. */
export async function request<R>(client: LanguageClient, method: string, params: unknown): Promise<R | FailedResult> {
  try {
    return await client.sendRequest<R>(method, params);
  } catch (error) {
    client.error(`${method}: ${String(error)}`, undefined, false);
    const message = vscode.l10n.t('The language server did not answer. Try again, or restart it.');
    return { kind: 'failed', message, remedies: ['retry', 'log'] };
  }
}

/** Registers a command by its id. If its work throws, that is told in words and the command returns undefined. */
export type RegisterCommand = (id: string, run: (...given: unknown[]) => unknown) => vscode.Disposable;

/** Registers the commands of an extension. The log gets the details of a failure. */
export function commandRegistrar(extension: vscode.Extension<unknown>, log: vscode.LogOutputChannel): RegisterCommand {
  const contributed: readonly { command: string; title: string }[] = extension.packageJSON.contributes.commands;
  return (id, run) => {
    const title = contributed.find((c) => c.command === id)?.title ?? id;
    const guarded = async (...given: unknown[]): Promise<unknown> => {
      try {
        return await run(...given);
      } catch (error) {
        log.error(`${id}: ${error instanceof Error ? error.stack : String(error)}`);
        const message = vscode.l10n.t('“{0}” did not work. {1}', title, errorText(error));
        void showFailure(message, { retry: () => guarded(...given), log: showLog });
        return undefined;
      }
    };
    return vscode.commands.registerCommand(id, guarded);
  };
}

/** What happened and what to do, for anything that was thrown; never its own message, which has codes of the system. */
export function errorText(error: unknown): string {
  return TEXTS[systemErrorKind(error) ?? 'fault']();
}

const TEXTS: Readonly<Record<SystemErrorKind | 'fault', () => string>> = {
  full: () => vscode.l10n.t('The disk is full, and nothing was written. Free some space, or save elsewhere.'),
  'read-only': () => vscode.l10n.t('The disk is read-only. Save elsewhere.'),
  'in-use': () => vscode.l10n.t('Another program is using the file. Close it there and try again.'),
  forbidden: () =>
    vscode.l10n.t(
      'Permission is missing, or another program has the file open. Check the permissions, close the file there, or save elsewhere.',
    ),
  taken: () => vscode.l10n.t('A file or folder of that name is in the way. Move it, or take another name.'),
  missing: () => vscode.l10n.t('The file or folder is not there any more: it may have been moved, renamed or deleted.'),
  other: () => vscode.l10n.t('The disk or network drive could not be read or written. Check it and try again.'),
  fault: () => vscode.l10n.t('The log has the details.'),
};
