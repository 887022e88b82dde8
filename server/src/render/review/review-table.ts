/** The verdict table as a manuscript, and the files that are made of it. */
import type { Finding } from '../../core/model/finding.ts';
import type { Layout } from '../../core/model/layout-schema.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import { type Review, type ReviewItem, VERDICTS } from '../../core/review/types.ts';
import { denseLayout } from '../manuscript/dense-layout.ts';
import {
  type Cell,
  chineseNumber,
  type Manuscript,
  type ManuscriptBlock,
  type Run,
  run,
} from '../manuscript/manuscript.ts';
import { soundOfficeFile } from '../office/check-office-file.ts';
import { writeDocx } from '../writers/docx/docx.ts';
import { writeHtml } from '../writers/html/html.ts';
import { writeMarkdown } from '../writers/markdown.ts';
import {
  copyOf,
  countsOf,
  FORCE_NAMES,
  findingsOf,
  REVIEW_COLUMNS,
  REVIEW_LABELS,
  ruleName,
  SEVERITY_NAMES,
  type TableColumns,
  unplacedOf,
  VERDICT_NAMES,
  verdictsOf,
  waiverText,
} from './review-texts.ts';

/** What a review copy says of itself in front of its pages. */
export interface ReviewCopyCounts {
  /** How many findings stand as comments at their places. */
  readonly comments: number;
  /** Those that have no place in the paper. */
  readonly unplaced: readonly Finding[];
}

/**
 * The verdict table as a manuscript, landscape. With `copy` it is the front of a review copy and says how many
 * comments follow.
 */
export function composeReview(review: Review, locale: Locale, copy?: ReviewCopyCounts): Manuscript {
  return new ReviewComposer(review, locale, copy).manuscript();
}

/** The verdict table as a .docx, in the faces of the layout and in small print. */
export async function reviewDocx(review: Review, layout: Layout, locale: Locale): Promise<Uint8Array> {
  return soundOfficeFile(await writeDocx(composeReview(review, locale), denseLayout(layout)));
}

/** The verdict table as one page of HTML without scripts. */
export function reviewHtml(review: Review, locale: Locale): string {
  return writeHtml(composeReview(review, locale), locale);
}

/** The verdict table as Markdown with tables. */
export function reviewMarkdown(review: Review, locale: Locale): string {
  return writeMarkdown(composeReview(review, locale));
}

/** Words a language writes between things told one after the other. */
const COMMA: LocalizedText = { zh: '、', en: ', ' };

/** Cells of labels and values as rows of two pairs; the last row is filled up. */
function inTwos(pairs: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const rows = [];
  for (let i = 0; i < pairs.length; i += 2) rows.push([...pairs[i]!, ...(pairs[i + 1] ?? [cell(''), cell('')])]);
  return rows;
}

class ReviewComposer {
  private readonly review: Review;
  private readonly locale: Locale;
  private readonly copy: ReviewCopyCounts | undefined;
  private chapters = 0;

  constructor(review: Review, locale: Locale, copy?: ReviewCopyCounts) {
    this.copy = copy;
    this.review = review;
    this.locale = locale;
  }

  manuscript(): Manuscript {
    const body = [
      ...this.head(),
      ...this.verdicts(),
      ...this.unplaced(),
      ...this.assumptions(),
      ...this.form(),
      ...this.unclear(),
    ];
    return { title: this.localize(REVIEW_LABELS.title), author: '', draft: false, landscape: true, front: [], body };
  }

  private localize(text: LocalizedText): string {
    return text[this.locale];
  }

  private head(): readonly ManuscriptBlock[] {
    const { head, notice, items, counts } = this.review;
    const given = (text: string | undefined) => text ?? this.localize(REVIEW_LABELS.notGiven);
    const pairs: readonly (readonly [LocalizedText, string])[] = [
      ...head.map((line) => [line.label, given(line.text)] as const),
      [REVIEW_LABELS.notice, this.localize(notice.title)],
      ...(notice.issuer ? [[REVIEW_LABELS.issuer, this.localize(notice.issuer)] as const] : []),
    ];
    return [
      paragraph('title', this.localize(REVIEW_LABELS.title)),
      {
        kind: 'table',
        widths: [11, 39, 11, 39],
        head: undefined,
        rows: inTwos(pairs.map(([label, text]) => [this.label(label), cell(text)])),
      },
      paragraph('caption', this.localize(countsOf(items.length))),
      {
        kind: 'table',
        widths: VERDICTS.map(() => 1),
        head: VERDICTS.map((v) => this.label(VERDICT_NAMES[v])),
        rows: [
          VERDICTS.map((v) => ({
            ...cell(String(counts[v]), 'table-label'),
            ...(counts[v] ? { tone: VERDICT_NAMES[v].tone } : {}),
          })),
        ],
      },
      paragraph('table', this.localize(REVIEW_LABELS.caution)),
      ...(this.copy ? [paragraph('table', this.localize(copyOf(this.copy.comments)))] : []),
    ];
  }

  /** What a review copy cannot say at its place. */
  private unplaced(): readonly ManuscriptBlock[] {
    const { unplaced = [] } = this.copy ?? {};
    if (!unplaced.length) return [];
    const rows = unplaced.map((f) => this.finding(f));
    return [
      this.heading(REVIEW_LABELS.unplaced),
      ...this.table(unplacedOf(unplaced.length), REVIEW_COLUMNS.form, rows),
    ];
  }

  private verdicts(): readonly ManuscriptBlock[] {
    const { items } = this.review;
    const rows = items.map((item) => this.row(item));
    return [
      this.heading(REVIEW_LABELS.verdicts),
      ...this.table(verdictsOf(items.length), REVIEW_COLUMNS.verdicts, rows),
    ];
  }

  private row(item: ReviewItem): readonly Cell[] {
    const verdict = VERDICT_NAMES[item.verdict];
    const person = item.person && this.localize(item.person);
    const repeats = person !== undefined && person === this.localize(item.reason);
    const evidence = item.evidence.map(({ number, kind, content }) => [
      run(`${[number, kind].filter(Boolean).join(' · ')} `),
      run(this.localize(content), { quiet: true }),
    ]);
    return [
      cell(item.clause, 'table-label'),
      cellOf(line(this.localize(item.title)), [run(this.localize(FORCE_NAMES[item.force]), { quiet: true })]),
      { style: 'table-label', runs: [run(this.localize(verdict), { bold: true })], tone: verdict.tone },
      cellOf(...this.reasons(item)),
      evidence.length ? cellOf(...evidence) : cell('—'),
      cell(repeats ? this.localize(REVIEW_LABELS.seeReason) : (person ?? '—')),
    ];
  }

  /** Why, by which waivers, and by which rules; those that found something stand apart from those that did not. */
  private reasons({ reason, findings, rules, waivers, verdict }: ReviewItem): readonly (readonly Run[])[] {
    const found = [...new Set(findings.map((f) => f.rule))];
    const others = verdict === '不适用' ? [] : rules.filter((r) => !found.includes(r));
    const ids = (label: LocalizedText, list: readonly string[]) =>
      list.length
        ? [
            [
              run(this.localize(label) + list.map((id) => this.ruleName(id)).join(this.localize(COMMA)), {
                quiet: true,
              }),
            ],
          ]
        : [];
    return [
      line(this.localize(reason)),
      ...waivers.map((w) => line(this.localize(waiverText(w)))),
      ...ids(REVIEW_LABELS.found, found),
      ...ids(found.length ? REVIEW_LABELS.otherRules : REVIEW_LABELS.rules, others),
    ];
  }

  private ruleName(id: string): string {
    return this.localize(ruleName(id, this.review.ruleTitles.get(id) ?? { zh: id, en: id }));
  }

  private assumptions(): readonly ManuscriptBlock[] {
    const rows = this.review.assumptions.map(({ setting, title, value, isSet }) => [
      cell(setting, 'table-label'),
      cell(this.localize(title)),
      cell(this.localize(value)),
      // What is no setting cannot be set.
      cell(setting === '—' ? '—' : this.localize(isSet ? REVIEW_LABELS.set : REVIEW_LABELS.unset), 'table-label'),
    ]);
    return [
      this.heading(REVIEW_LABELS.assumptions),
      ...this.table(REVIEW_LABELS.assumptionsNote, REVIEW_COLUMNS.assumptions, rows),
    ];
  }

  private form(): readonly ManuscriptBlock[] {
    const { form } = this.review;
    const heading = this.heading(REVIEW_LABELS.form);
    if (!form.length) return [heading, paragraph('table', this.localize(REVIEW_LABELS.formNone))];
    const rows = form.map((f) => this.finding(f));
    return [heading, ...this.table(findingsOf(form.length), REVIEW_COLUMNS.form, rows)];
  }

  private finding({ rule, title, severity, path, message }: Finding): readonly Cell[] {
    const { tone, ...name } = SEVERITY_NAMES[severity];
    const place = path?.length ? formatFieldPath(path) : '—';
    return [
      { ...cell(this.localize(name), 'table-label'), tone },
      cell(place),
      cell(this.localize(message)),
      cell(this.localize(ruleName(rule, title))),
    ];
  }

  private unclear(): readonly ManuscriptBlock[] {
    const { unclear } = this.review;
    if (!unclear.length) return [];
    const rows = unclear.map(({ clause, about, reading }) => [
      cell(clause, 'table-label'),
      cell(this.localize(about)),
      cell(this.localize(reading)),
    ]);
    return [
      this.heading(REVIEW_LABELS.unclear),
      ...this.table(REVIEW_LABELS.unclearNote, REVIEW_COLUMNS.unclear, rows),
    ];
  }

  private heading(text: LocalizedText): ManuscriptBlock {
    const n = ++this.chapters;
    const number = this.locale === 'zh' ? `${chineseNumber(n)}、` : `${n}. `;
    return { kind: 'heading', level: 1, text: number + this.localize(text), id: `review-${n}`, newPage: false };
  }

  private table(
    caption: LocalizedText,
    columns: TableColumns,
    rows: readonly (readonly Cell[])[],
  ): readonly ManuscriptBlock[] {
    const widths = columns.map(([, width]) => width);
    const head = columns.map(([text]) => this.label(text));
    return [paragraph('caption', this.localize(caption)), { kind: 'table', widths, head, rows, top: true }];
  }

  private label(text: LocalizedText): Cell {
    return cell(this.localize(text), 'table-label');
  }
}

function line(text: string): readonly Run[] {
  return [run(text)];
}

function cell(text: string, style = 'table'): Cell {
  return { style, runs: [run(text)] };
}

/** A cell of several lines. */
function cellOf(...lines: readonly (readonly Run[])[]): Cell {
  const runs = lines.flatMap((runs, n) => runs.map((r, i) => (n && !i ? { ...r, newLine: true } : r)));
  return { style: 'table', runs };
}

function paragraph(style: string, text: string): ManuscriptBlock {
  return { kind: 'paragraph', style, runs: [run(text)] };
}
