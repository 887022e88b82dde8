/** The command that makes a new dossier, by questions: which notice, which direction, who applies, where to. */
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { NOTICES, type NoticeSummary, SKELETON, type SkeletonParams } from '../../server/src/protocol.ts';
import { errorText, showFailure } from './failures.ts';
import { fileNameFor, prepareFirstBlank } from './first-blank.ts';
import { offerSnippets } from './offer-snippets.ts';
import { ask, inputText, mapReply, pickOne, type Question, type QuestionStep, type Reply } from './quick-input.ts';

/** Answers given beforehand, by a keybinding or a test. */
interface NewDossierAnswers {
  readonly file: vscode.Uri;
  readonly notice: string;
  readonly direction?: string | undefined;
  readonly applicant?: string | undefined;
}

/** Answers while the questions are being asked. */
type Draft = Partial<NewDossierAnswers>;

/**
 * Makes a new dossier and opens it at its first blank. Asks for what is not given: `given` may be all answers, or the URI of a folder.
 * Returns the file; undefined where the user gave up or the file is there already.
 */
export async function newDossier(client: LanguageClient, given?: unknown): Promise<vscode.Uri | undefined> {
  const answers = isAnswers(given) ? given : await askAll(client, given instanceof vscode.Uri ? given : undefined);
  if (!isAnswers(answers)) return undefined;
  const { file, notice, direction, applicant } = answers;
  const elsewhere = () => saveElsewhere(client, answers);
  if (await exists(file)) {
    void showFailure(vscode.l10n.t('{0} is there already and is left as it is.', file.fsPath), { elsewhere });
    return undefined;
  }
  const params: SkeletonParams = { notice, direction, applicant };
  const skeleton = await client.sendRequest<string | null>(SKELETON, params);
  if (skeleton === null) return undefined;
  const { text, offset } = prepareFirstBlank(skeleton);
  try {
    await writeNew(file, text);
  } catch (error) {
    const message = vscode.l10n.t('The dossier could not be saved as {0}. {1}', file.fsPath, errorText(error));
    void showFailure(message, { retry: () => newDossier(client, answers), elsewhere });
    return undefined;
  }
  await openAt(file, offset);
  return file;
}

/** Writes a file that is not there yet; where that fails, as on a full disk, no part of it is left in the way of another try. */
async function writeNew(file: vscode.Uri, text: string): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  } catch (error) {
    await Promise.resolve(vscode.workspace.fs.delete(file)).catch(() => undefined);
    throw error;
  }
}

async function saveElsewhere(client: LanguageClient, answers: NewDossierAnswers): Promise<void> {
  const file = await askAnyFile(answers.file);
  if (file) await newDossier(client, { ...answers, file });
}

function askAnyFile(proposed: vscode.Uri | undefined): Thenable<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({
    title: vscode.l10n.t('New dossier'),
    filters: { [vscode.l10n.t('Dossier')]: ['dossier.yaml'] },
    ...(proposed ? { defaultUri: proposed } : {}),
  });
}

/** The cursor stands where there is something to write, and what can be written there is offered. */
async function openAt(file: vscode.Uri, offset: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(file);
  const at = document.positionAt(offset);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preview: false });
  await offerSnippets();
}

async function askAll(client: LanguageClient, folder: vscode.Uri | undefined): Promise<Draft | undefined> {
  const notices = await client.sendRequest<readonly NoticeSummary[]>(NOTICES);
  const questions: readonly Question<Draft>[] = [
    (answers, step) => askNotice(answers, step, notices),
    (answers, place) => askDirection(answers, place, notices),
    askApplicant,
    (answers, place) => askFile(answers, place, folder),
  ];
  return ask(vscode.l10n.t('New dossier'), questions, {});
}

async function askNotice(answers: Draft, step: QuestionStep, notices: readonly NoticeSummary[]): Promise<Reply<Draft>> {
  const items = notices.map(({ id, title, detail }) => ({ label: title, description: id, detail, id }));
  const reply = await pickOne(step, {
    placeholder: vscode.l10n.t('Which call does the application answer?'),
    items,
    active: items.find((i) => i.id === answers.notice),
  });
  return mapReply(reply, ({ id }) => ({ notice: id }));
}

async function askDirection(
  answers: Draft,
  step: QuestionStep,
  notices: readonly NoticeSummary[],
): Promise<Reply<Draft>> {
  const { directions } = notices.find((n) => n.id === answers.notice)!;
  const items = directions.map(({ id, detail }) => ({ label: id, detail }));
  const reply = await pickOne(step, {
    placeholder: vscode.l10n.t('Which direction? It decides which fields there are to fill in.'),
    items,
    active: items.find((i) => i.label === answers.direction),
  });
  return mapReply(reply, ({ label }) => ({ direction: label }));
}

async function askApplicant(answers: Draft, step: QuestionStep): Promise<Reply<Draft>> {
  const reply = await inputText(step, {
    prompt: vscode.l10n.t("The applicant's full name, as on its licence. Leave it blank to fill it in later."),
    placeholder: vscode.l10n.t('Full name of the applicant'),
    value: answers.applicant ?? '',
  });
  return mapReply(reply, (name) => ({ applicant: name.trim() }));
}

/** A folder of the workspace, or any place by the system's own dialog. */
async function askFile(answers: Draft, step: QuestionStep, chosen: vscode.Uri | undefined): Promise<Reply<Draft>> {
  const name = fileNameFor(answers.applicant ?? '') || vscode.l10n.t('new.dossier.yaml');
  const folders = chosen ? [chosen] : (vscode.workspace.workspaceFolders ?? []).map((f) => f.uri);
  const files = await Promise.all(folders.map((folder) => freeFile(folder, name)));
  const items = files.map((file, i) => ({
    label: `$(file-add) ${file.path.slice(file.path.lastIndexOf('/') + 1)}`,
    description: folders[i]!.fsPath,
    file,
  }));
  const elsewhere = { label: `$(folder-opened) ${vscode.l10n.t('Another place…')}`, description: '', file: undefined };
  const reply = await pickOne<{ label: string; description: string; file: vscode.Uri | undefined }>(step, {
    placeholder: vscode.l10n.t('Where is it to be saved?'),
    items: [...items, elsewhere],
    active: undefined,
  });
  if (reply !== elsewhere) return mapReply(reply, ({ file }) => ({ file }));
  const file = await askAnyFile(folders[0] && vscode.Uri.joinPath(folders[0], name));
  return file && { file };
}

/** A name that nothing in the folder has yet. */
async function freeFile(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  for (let n = 1; ; n++) {
    const file = vscode.Uri.joinPath(folder, n === 1 ? name : name.replace('.dossier.yaml', `-${n}.dossier.yaml`));
    if (!(await exists(file))) return file;
  }
}

function isAnswers(given: unknown): given is NewDossierAnswers {
  return typeof given === 'object' && given !== null && 'notice' in given && 'file' in given;
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}
