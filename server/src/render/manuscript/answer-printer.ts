/** Answers of one dossier as they are printed in cells and lines of the 申报书. */
import type { Answer } from '../../core/form/answer.ts';
import { type Answers, valueOfAmount } from '../../core/form/answers.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import { runOf } from './blocks.ts';
import { annexName, fillPlaceholders, formatAnswer, formatNumber, isMissingRequired } from './fill-placeholders.ts';
import type { Run } from './manuscript.ts';

/** Prints answers under one direction, which decides what is required. */
export class AnswerPrinter {
  readonly answers: Answers;
  readonly direction: string | undefined;

  constructor(answers: Answers, direction: string | undefined) {
    this.answers = answers;
    this.direction = direction;
  }

  /** True where the form requires this answer and it is absent, blank or wrong. */
  isMissing(answer: Answer): boolean {
    return isMissingRequired(answer, this.direction);
  }

  /** The same for a place of the form; false where there is no such place. */
  isMissingAt(path: string): boolean {
    const answer = this.answers.at(path);
    return answer !== undefined && this.isMissing(answer);
  }

  /** A layout's template with its `{path}` filled in. */
  fill(template: string): readonly Run[] {
    return fillPlaceholders(template, this.answers, this.direction);
  }

  /** An answer in a sentence: a number with its unit, a date in long form. */
  text(answer: Answer): string {
    return formatAnswer(answer, valueOfAmount(answer).slot.type === 'date');
  }

  /** An answer in a cell whose head or neighbour names the unit: numbers stand alone, references as the annex's number. */
  cellText(answer: Answer | undefined): string {
    if (answer?.state !== 'ok') return '';
    if (typeof answer.value === 'number') return formatNumber(answer);
    return answer.slot.type === 'reference' ? annexName(answer, this.answers) : formatAnswer(answer);
  }

  /** What an item of a list has under a key, or a dash. */
  itemText(item: Answer, key: string): Run {
    const answer = item.children?.get(key);
    return runOf(this.cellText(answer) || '—', formatFieldPath(answer?.path ?? item.path));
  }
}
