/** The dossier's own figures, and which of them a text may speak of. */
import * as z from 'zod';
import type { Answer } from '../../form/answer.ts';
import { type Answers, valueOfAmount } from '../../form/answers.ts';
import { longestFirst } from '../../text/find-words.ts';
import { digitsOf } from './quantities.ts';

const figureShape = z.strictObject({
  field: z.string().describe('Field path of the figure; in a table, `表[].a`'),
  names: z
    .array(z.string())
    .min(1)
    .describe('What the prose calls it; `服务…企业` has its number in the middle. The longest that fits counts'),
  units: z.array(z.string()).min(1).describe('What is counted, as written behind a number'),
  per: z.number().default(1).describe('How many of these units one of the field is: 10000 for 万元 told in 元'),
  of: z.string().describe('Whose it is: a key of `subjects`'),
  year: z.string().optional().describe('Key of the row that holds its year, for a figure that each year has'),
  asOf: z.string().optional().describe('Key that holds the day its number is of'),
  part: z.boolean().optional().describe('True of a part of another figure, which 其中 may introduce'),
});
/** A figure of the form as a rule describes it: its field, its names in prose, its units. */
export type FigureDefinition = z.infer<typeof figureShape>;

/** Parameters of a rule that compares figures in prose with their fields: the figures and the words of the prose. */
export const figuresShape = z.strictObject({
  fields: z.array(z.string()).min(1).describe('Field paths of the texts that are read'),
  facts: z.array(figureShape).min(1).describe('The figures'),
  subjects: z.record(z.string(), z.array(z.string())).describe('By owner, the words that mean it'),
  names: z.array(z.string()).describe('Field paths of the names of the owner'),
  regions: z.array(z.string()).describe('Names of places that such a name may begin with without being known by them'),
  plain: z.array(z.string()).describe('Words before a figure that change nothing about it'),
  between: z.array(z.string()).describe('Words between the name of a figure and its number that change nothing'),
  aside: z
    .array(z.string())
    .describe('A sentence with one of these speaks of a plan, a change, a part or another’s figure'),
  stories: z
    .array(z.string())
    .describe(
      'A paragraph that has begun with one of these tells of something else: a customer’s case, the beginnings',
    ),
  parts: z.array(z.string()).describe('A heading or a label with one of these names a part'),
  partFields: z.array(z.string()).describe('Field paths whose words name parts too: the industries served'),
  neutral: z.array(z.string()).describe('Endings of labels that say what a figure is of, not whose'),
  narrowing: z.array(z.string()).describe('A clause that begins with one of these narrows what follows it'),
  now: z.array(z.string()).describe('Words that bring the talk back to the present'),
  organisations: z
    .array(z.string())
    .describe('Endings of names of organisations: a sentence that names another one is about that one'),
  others: z.array(z.string()).describe('Field paths of names of others: a paragraph with one of them is about them'),
});
/** {@link figuresShape} as read. */
export type FigureParams = z.infer<typeof figuresShape>;

/** A figure of the dossier. */
export interface StatedFigure {
  readonly definition: FigureDefinition;
  readonly value: number;
  /** Where it is given. */
  readonly answer: Answer;
  readonly year: number | undefined;
  /** `2023-05-31`, `2022`: as precise as it is known. */
  readonly asOf: string | undefined;
}

/** The figures that one dossier gives in its fields, and the names by which its prose may tell its own from others'. */
export class DossierFigures {
  readonly params: FigureParams;
  /** The names of the owner, and of others, as they stand in the text. */
  readonly own: readonly string[];
  /** What the owner's names are short for, such as 澜砚数字. */
  readonly short: readonly string[];
  /** The first two characters that tell each of the others, such as 昊沅. */
  readonly others: readonly string[];
  readonly parts: readonly string[];
  private readonly figure: readonly StatedFigure[];
  private readonly noticeYear: string;

  constructor(params: FigureParams, answers: Answers, noticeYear: number) {
    this.params = params;
    this.noticeYear = String(noticeYear);
    this.figure = params.facts.flatMap((f) => statedFigures(f, answers));
    const texts = (paths: readonly string[]) =>
      paths
        .flatMap((path) => answers.all(path))
        .flatMap((a) => (a.state === 'ok' && a.value !== undefined ? [digitsOf(String(a.value))] : []));
    const core = (name: string) =>
      name.slice(params.regions.toSorted(longestFirst).find((r) => name.startsWith(r))?.length ?? 0);
    this.own = texts(params.names).toSorted(longestFirst);
    this.short = this.own.flatMap((name) => [4, 3, 2].map((n) => core(name).slice(0, n))).filter((n) => n.length > 1);
    this.others = texts(params.others)
      .map((name) => core(name).slice(0, 2))
      .filter((name) => name.length === 2 && !this.short.includes(name));
    this.parts = texts(params.partFields);
  }

  /** All of the dossier that decides what is found in a text: where it is the same, so is what is found. */
  get key(): string {
    const figures = this.figure.map((k) => [k.answer.path, k.value, k.year, k.asOf]);
    return JSON.stringify([figures, this.own, this.others, this.parts]);
  }

  /** The figure of a year, for one that each year has. */
  ofYear(definition: FigureDefinition, year: number | undefined): StatedFigure | undefined {
    return this.figure.find((k) => k.definition === definition && k.year === year);
  }

  /** The figure, if the day the text speaks of is its own; a day may be a year or a month, and none is the present. */
  ofDay(definition: FigureDefinition, day: string | undefined): StatedFigure | undefined {
    const figure = this.figure.find((k) => k.definition === definition);
    const own = figure?.asOf ?? this.noticeYear;
    return day === undefined || day.startsWith(own) || own.startsWith(day) ? figure : undefined;
  }
}

function statedFigures(definition: FigureDefinition, answers: Answers): readonly StatedFigure[] {
  return answers.all(definition.field).flatMap((answer): StatedFigure[] => {
    const value = answers.number(answer.path);
    if (value === undefined) return [];
    const year =
      definition.year === undefined ? undefined : answers.number([...answer.path.slice(0, -1), definition.year]);
    const asOf = definition.asOf === undefined ? undefined : answers.text([...answer.path, definition.asOf]);
    return [{ definition, value, answer: valueOfAmount(answer), year, asOf }];
  });
}

/** A figure as a text tells it, against the one the dossier gives. */
export interface FigureMismatch {
  readonly figure: StatedFigure;
  /** The name the text calls it by. */
  readonly called: string;
  /** The number and its unit in the text, `[start, end)`. */
  readonly within: readonly [number, number];
  /** The number and its unit that would agree with the field; undefined where that cannot be said as plainly. */
  readonly instead?: string | undefined;
  /** The field's number that would agree with the text, where that says one number exactly. */
  readonly value?: number | undefined;
}
