/** Invisible characters and undecodable bytes of a chapter that is kept in a file of its own. */
import type { FieldPath } from '../model/path.ts';
import { invisibleMessage } from '../yaml/invisible-problems.ts';
import type { RepairedText } from '../yaml/repaired-text.ts';
import { syntaxMessage } from '../yaml/syntax-messages.ts';
import type { FormProblem } from './answer.ts';

/** Stands in a text for bytes that its encoding does not have. */
export const UNDECODABLE = '\ufffd';

/** What is wrong with the characters of the chapter at `path`; `within` counts from the text without invisible ones. */
export function characterProblems(path: FieldPath, { text, original, repairs }: RepairedText): readonly FormProblem[] {
  const problems: FormProblem[] = [];
  const [first] = repairs;
  if (first) {
    const all = repairs.map(({ at, length }) => original.slice(at, at + length)).join('');
    const within = [first.at, first.at + 1] as const;
    problems.push({ rule: 'invisible-character', path, within, message: invisibleMessage(all) });
  }
  const at = text.indexOf(UNDECODABLE);
  if (at < 0) return problems;
  const message = syntaxMessage('wrong-encoding', String(text.split(UNDECODABLE).length - 1));
  return [...problems, { rule: 'wrong-encoding', path, within: [at, at + 1], message }];
}
