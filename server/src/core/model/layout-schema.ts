/**
 * What `layout.yaml` of a notice pack may say: paper, fonts, styles, the parts of the application form, and the other
 * documents that are handed in. In every template, `{path}` stands for what the dossier says at that field path and
 * `{path|date}` for a day written as 2023年6月12日. Lengths of paper are in mm, sizes and spacings of type in pt.
 */
import * as z from 'zod';

const style = z.strictObject({
  font: z.string().describe('A name of `fonts`'),
  size: z.number().describe('Size of the type, pt'),
  bold: z.boolean().optional().describe('Bold; not bold if absent'),
  align: z
    .enum(['left', 'center', 'right', 'both', 'distribute'])
    .optional()
    .describe('Alignment; both: justified, distribute: spread over the width; left if absent'),
  indent: z.number().optional().describe('Indent of the first line, in characters of this size; none if absent'),
  line: z.number().optional().describe('Exact line height, pt; single spacing if absent'),
  before: z.number().optional().describe('Space above the paragraph, pt; 0 if absent'),
  after: z.number().optional().describe('Space below the paragraph, pt; 0 if absent'),
});

const label = z.string().describe('The label, as printed');
const template = z.string().describe('Template of the value beside the label');

const labelled = z.tuple([label, template]).describe('A label and the template of its value');

const share = z.number().describe('Share of the width of the table, of 100');

const columns = z
  .array(z.tuple([z.string().describe('Head of the column'), z.string().describe('Key of the item'), share]))
  .describe('The columns of the table: head, key of the list item, share of the width');

const annexPages = z.strictObject({
  head: z.string().describe('Head of the column of page numbers in the list of annexes'),
  width: share.describe('Share of the width that the column of page numbers takes'),
  behind: z.string().describe('Printed in that column where the page is not known'),
  file: z.string().describe('Label before the name of the file'),
  follows: z
    .strictObject({
      pages: z.string().describe('Sentence where the number of pages is known; `{n}` stands for it'),
      any: z.string().describe('Sentence where the number of pages is not known'),
    })
    .describe('What the page before a paper says of the original behind it'),
});

const cover = z.strictObject({
  kind: z.literal('cover').describe('The cover'),
  title: z.array(z.string()).min(1).describe('Lines of the title: the first is the largest'),
  lines: z.array(labelled).describe('Labels and values below the title'),
  foot: z.array(z.string()).describe('Lines at the foot of the cover'),
});

const declaration = z.strictObject({
  kind: z.literal('declaration').describe('A page to sign'),
  title: z.string().describe('Its title'),
  text: z.array(z.string()).describe('Its paragraphs, templates'),
  signs: z.array(z.string()).describe('Lines for a signature or a seal, templates'),
});

const statements = z.strictObject({
  kind: z.literal('statements').describe('Declarations, clause by clause, with their answers'),
  under: z.string().describe('Id of the clause whose items are listed'),
  of: z.string().describe('Field path of the group that holds the answers'),
  intro: z.string().describe('Sentence above the table'),
  lines: z
    .array(
      z.strictObject({
        field: z.string().describe('Field path of the answer'),
        clause: z.string().describe('Id of the clause'),
        text: z.string().describe('What is declared'),
      }),
    )
    .describe('One row for each declaration'),
});

const title = z.string().optional().describe('Title above it; none if absent');
const listOf = z.string().describe('Field path of the list or group');

const part = z.discriminatedUnion('kind', [
  cover,
  z.strictObject({
    kind: z.literal('notes').describe('Notes on filling in the form'),
    title: z.string().describe('Its title'),
    items: z.array(z.string()).describe('The notes, numbered when printed'),
  }),
  z.strictObject({
    kind: z.literal('contents').describe('The table of contents'),
    title: z.string().describe('Title'),
  }),
  z.strictObject({
    kind: z.literal('heading').describe('A heading of the first level'),
    title: z.string().describe('The heading, numbered when printed'),
    break: z.boolean().optional().describe('True: begins on a new page'),
  }),
  z.strictObject({
    kind: z.literal('pairs').describe('A table of labels and values'),
    title,
    rows: z.array(z.array(labelled).min(1).max(2)).describe('Rows of one or two labels with their values'),
  }),
  z.strictObject({
    kind: z.literal('list').describe('A table with one row for each item of a list'),
    title,
    of: listOf,
    columns,
    numbered: z.boolean().optional().describe('True: with a first column that counts the rows from 1'),
  }),
  z.strictObject({
    kind: z.literal('indicators').describe('A table of indicators with their values and units'),
    title,
    of: listOf,
    columns,
    note: z.string().optional().describe('Sentence below the table'),
  }),
  z.strictObject({ kind: z.literal('text').describe('A text of the form'), title, of: listOf }),
  z.strictObject({ kind: z.literal('narrative').describe('The chapters, each under its heading'), of: listOf }),
  z.strictObject({
    kind: z.literal('conditions').describe('The conditions of a clause with what the dossier says to each'),
    under: z.string().describe('Id of the clause whose items are listed'),
    intro: z.string().optional().describe('Sentence above the table'),
  }),
  statements,
  declaration,
  z.strictObject({
    kind: z.literal('annexes').describe('The list of annexes'),
    title: z.string().describe('Its title'),
    of: listOf,
    columns,
    intro: z.string().optional().describe('Sentence above the list'),
    pages: annexPages.optional().describe('The page before each paper; no such pages if absent'),
  }),
]);

const column = z.strictObject({
  head: z.string().describe('Head of the column'),
  value: z.string().describe('Template of the cell'),
  width: z.number().describe('Width of the column, in characters'),
  type: z.enum(['text', 'number', 'date']).optional().describe('Type of the cell in the workbook; text if absent'),
});

const sheet = z.strictObject({
  name: z.string().describe('Name of the worksheet'),
  title: z.string().describe('Title above the table'),
  file: z.string().describe('Template of the name of the file'),
  columns: z.array(column).describe('The columns, from the left'),
});

const submission = z.strictObject({
  folder: z.string().describe('Template of the name of the folder that is handed in'),
  annexes: z.string().describe('Name of the folder of annexes in it'),
  checklist: z
    .strictObject({
      file: z.string().describe('Name of the file'),
      title: z.string().describe('Its title'),
      intro: z.string().optional().describe('Sentence below the title'),
      groups: z
        .array(
          z.strictObject({
            title: z.string().describe('Heading of the group'),
            items: z
              .array(
                z.strictObject({
                  clause: z.string().describe('Id of the clause that asks for it'),
                  text: z.string().describe('What is to be done, a template'),
                }),
              )
              .min(1)
              .describe('The items, each with a box to tick'),
          }),
        )
        .min(1)
        .describe('The items in groups'),
    })
    .describe('The list by which the papers are printed, signed and bound'),
});

const margins = z.strictObject({
  top: z.number().describe('mm'),
  bottom: z.number().describe('mm'),
  inside: z.number().describe('At the binding edge, mm'),
  outside: z.number().describe('mm'),
});

const recommendation = z.strictObject({
  file: z.string().describe('Template of the name of the file'),
  title: z.string().describe('Its title'),
  office: labelled.describe('The office that recommends: label and template'),
  rank: z.string().describe('Head of the column with the order of recommendation'),
  columns: z
    .array(z.tuple([z.string().describe('Head of the column'), z.string().describe('Template of the cell'), share]))
    .min(1)
    .describe('The other columns: head, template, share of the width'),
  remark: z.tuple([z.string().describe('Head of the column'), share]).describe('The column for remarks'),
  counted: z.string().describe('Heading of the dossiers that count against the quota'),
  exempt: z.string().describe('Heading of the dossiers that do not count against it'),
  over: z.string().describe('Remark beside a dossier above the quota'),
  opinion: z
    .strictObject({
      text: z.array(z.string()).describe('Its paragraphs, templates'),
      signs: z.array(z.string()).describe('Lines for a signature or a seal'),
    })
    .describe('The opinion of the office'),
  note: z.string().optional().describe('Sentence below the table'),
  margins: margins.describe('Margins of the sheet, which lies on its side, mm'),
  styles: z.record(z.string(), style.partial()).describe('What differs from the styles of the form, by style'),
});

/** All of `layout.yaml`: paper, fonts, styles, parts of the form, and what is handed in beside it. */
export const layout = z.strictObject({
  file: z.string().describe('Template of the name of the Word file'),
  paper: z
    .strictObject({
      width: z.number().describe('mm'),
      height: z.number().describe('mm'),
      margins: margins.describe('Margins of a page; inside and outside change sides on the back'),
      lines: z.int().describe('Lines of body text on a page'),
      characters: z.int().describe('Han characters of body text in a line'),
    })
    .describe('The paper'),
  fonts: z
    .record(
      z.string(),
      z.strictObject({
        east: z.string().describe('Face for Chinese characters'),
        latin: z.string().describe('Face for Latin letters and digits'),
      }),
    )
    .describe('Faces, by the name that styles call them'),
  styles: z.record(z.string(), style).describe('Paragraph styles, by name'),
  parts: z.array(part).describe('The parts of the form, in the order of the pages'),
  summary: sheet.describe('The summary sheet (汇总表), an Excel workbook'),
  recommendation: recommendation.optional().describe('The table of a city’s office (推荐表); none if absent'),
  package: submission.describe('The folder that is handed in, and its checklist'),
});

/** `layout.yaml` as read. Lengths of paper in mm, of type in pt, widths of columns as shares of 100 or in characters. */
export type Layout = z.infer<typeof layout>;

/** A part of the application form, told apart by `kind`. */
export type LayoutPart = z.infer<typeof part>;

/** Looks of a paragraph: sizes and spacings in pt, the indent in characters. */
export type Style = z.infer<typeof style>;

/** A workbook with one sheet and one row for each dossier; widths of columns in characters. */
export type Sheet = z.infer<typeof sheet>;

/** The table by which a city’s office recommends its dossiers, on a sheet that lies on its side; margins in mm. */
export type Recommendation = z.infer<typeof recommendation>;

/** The folder that is handed in: its name, its folder of annexes, its checklist. */
export type Submission = z.infer<typeof submission>;
