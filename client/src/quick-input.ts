/** Questions one after another in one quick input, with their numbers and a way back. */
import * as vscode from 'vscode';

const BACK = Symbol('back');

/** What came of a question: its answer, the wish to go back, or undefined where the user gave up. */
export type Reply<T> = T | typeof BACK | undefined;

/** The heading of the quick input and which of how many questions it is. */
export interface QuestionStep {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

/** Asks one question. Takes the answers so far, its own earlier one included, and gives what to add to them. */
export type Question<A> = (answers: A, step: QuestionStep) => Promise<Reply<Partial<A>>>;

/** Asks all questions in their order and gives the answers; undefined where the user gave up. */
export async function ask<A>(title: string, questions: readonly Question<A>[], first: A): Promise<A | undefined> {
  let answers = first;
  for (let at = 0; at < questions.length; ) {
    const reply = await questions[at]!(answers, { title, step: at + 1, totalSteps: questions.length });
    if (reply === undefined) return undefined;
    if (reply === BACK) at--;
    else {
      answers = { ...answers, ...reply };
      at++;
    }
  }
  return answers;
}

/** Converts an answer; going back and giving up stay as they are. */
export function mapReply<T, U>(reply: Reply<T>, of: (answer: T) => U): Reply<U> {
  if (reply === undefined) return undefined;
  if (reply === BACK) return BACK;
  return of(reply as T);
}

/** What can be picked; `active` is selected at first. */
export interface PickOptions<T extends vscode.QuickPickItem> {
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly active: T | undefined;
}

/** Lets the user pick one of several items; typing filters by all their texts. */
export function pickOne<T extends vscode.QuickPickItem>(step: QuestionStep, choice: PickOptions<T>): Promise<Reply<T>> {
  const pick = vscode.window.createQuickPick<T>();
  pick.placeholder = choice.placeholder;
  pick.items = choice.items;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  if (choice.active) pick.activeItems = [choice.active];
  return showInput(pick, step, () => pick.selectedItems[0]);
}

/** Lets the user type one line of text, which may be blank. */
export function inputText(
  step: QuestionStep,
  line: { prompt: string; placeholder: string; value: string },
): Promise<Reply<string>> {
  const box = vscode.window.createInputBox();
  box.prompt = line.prompt;
  box.placeholder = line.placeholder;
  box.value = line.value;
  return showInput(box, step, () => box.value);
}

function showInput<T>(
  input: vscode.QuickPick<T & vscode.QuickPickItem> | vscode.InputBox,
  { title, step, totalSteps }: QuestionStep,
  answer: () => T | undefined,
): Promise<Reply<T>> {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.buttons = step > 1 ? [vscode.QuickInputButtons.Back] : [];
  // One may look a name up in another window without losing what was answered.
  input.ignoreFocusOut = true;
  const reply = new Promise<Reply<T>>((resolve) => {
    input.onDidTriggerButton(() => resolve(BACK));
    input.onDidHide(() => resolve(undefined));
    input.onDidAccept(() => {
      const given = answer();
      if (given !== undefined) resolve(given);
    });
  });
  input.show();
  return reply.finally(() => input.dispose());
}
