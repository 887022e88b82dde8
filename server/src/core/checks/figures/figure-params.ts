/** What a rule says of figures in prose: the figures of the form, and the words by which prose tells them. All words are the pack's. */
import * as z from 'zod';

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
  lastYear: z.boolean().optional().describe('True where a number without a day is of the year before the call'),
  needs: z
    .array(z.string())
    .optional()
    .describe('Words one of which must stand before the name in its clause, for a name that others have too'),
  part: z.boolean().optional().describe('True of a part of another figure, which 其中 may introduce'),
});
/** A figure of the form as a rule describes it: its field, its names in prose, its units. */
export type FigureDefinition = z.infer<typeof figureShape>;

const dateShape = z.strictObject({
  field: z.string().describe('Field path of the day'),
  of: z.string().describe('Whose it is: a key of `subjects`'),
  names: z.array(z.string()).min(1).describe('What happened on it, as the prose says it: 上线运行'),
});
/** A day of the form as a rule describes it: its field and what the prose calls it. */
export type DateDefinition = z.infer<typeof dateShape>;

const ratioShape = z.strictObject({
  names: z.array(z.string()).describe('What the prose calls the ratio: 资产负债率'),
  part: z.string().describe('Field path of the part, a figure of `facts`'),
  whole: z.string().describe('Field path of the whole, a figure of `facts`'),
});
/** A ratio of two figures that has a name of its own. */
export type RatioDefinition = z.infer<typeof ratioShape>;

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
  settings: z
    .array(z.string())
    .default([])
    .describe(
      'A clause that begins with one of these leads up to what follows and changes nothing about it: 经过五年发展',
    ),
  organisations: z
    .array(z.string())
    .describe('Endings of names of organisations: a sentence that names another one is about that one'),
  others: z.array(z.string()).describe('Field paths of names of others: a paragraph with one of them is about them'),
  day: z.string().optional().describe('Field path of the day of the application: a figure of a later day is a goal'),
  goals: z.array(z.string()).default([]).describe('Words behind a number that make it a goal: 的目标'),
  untilYear: z
    .array(z.string())
    .default([])
    .describe('Words before a year that speak of its end, 到: in the year of the application it is a goal'),
  recentYears: z
    .record(z.string(), z.int().positive())
    .default({})
    .describe('Words for the last years that have accounts, and how many years they are: 近三年'),
  changes: z
    .array(z.string())
    .default([])
    .describe('Words between an earlier number and a later one of the same figure: 增长到'),
  rises: z
    .array(z.string())
    .default([])
    .describe('Words before a percentage by which a figure grew on the year before: 同比增长'),
  shares: z.array(z.string()).default([]).describe('Words between a part and its whole, with a percentage behind: 占'),
  totals: z.array(z.string()).default([]).describe('Words before the sum of the numbers told before it: 合计'),
  periods: z
    .array(z.string())
    .default([])
    .describe(
      'Words in the label of a number by which it is of a part of a time: such numbers need not be all that a sum has',
    ),
  ratios: z.array(ratioShape).default([]).describe('Ratios that have names of their own'),
  dates: z.array(dateShape).default([]).describe('Days that the prose may tell'),
});
/** {@link figuresShape} as read. */
export type FigureParams = z.infer<typeof figuresShape>;
