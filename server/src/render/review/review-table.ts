/** The verdict table as a manuscript, and the files that are made of it. */
import type { Finding } from '../../core/model/finding.ts';
import type { Layout } from '../../core/model/layout-schema.ts';
import type { Locale, Text } from '../../core/model/localized-text.ts';
import { showPath } from '../../core/model/path.ts';
import { type Review, type ReviewItem, VERDICTS } from '../../core/review/types.ts';
import { dense } from '../manuscript/dense-layout.ts';
import { type Block, type Cell, chineseNumber, type Manuscript, type Run, run } from '../manuscript/manuscript.ts';
import { writeDocx } from '../writers/docx/docx.ts';
import { writeHtml } from '../writers/html/html.ts';
import { writeMarkdown } from '../writers/markdown.ts';
import {
  COLUMNS,
  type Columns,
  copyOf,
  countsOf,
  FORCE_NAMES,
  findingsOf,
  SEVERITY_NAMES,
  unplacedOf,
  VERDICT_NAMES,
  verdictsOf,
  WORDS,
  waiverText,
} from './review-texts.ts';

/** What a review copy says of itself in front of its pages. */
export interface CopyFacts {
  /** How many findings stand as comments at their places. */
  readonly remarks: number;
  /** Those that have no place in the paper. */
  readonly unplaced: readonly Finding[];
}

export function composeReview(review: Review, locale: Locale, copy?: CopyFacts): Manuscript {
  return new ReviewComposer(review, locale, copy).manuscript();
}

export function reviewDocx(review: Review, layout: Layout, locale: Locale): Promise<Uint8Array> {
  return writeDocx(composeReview(review, locale), dense(layout));
}

export function reviewHtml(review: Review, locale: Locale): string {
  return writeHtml(composeReview(review, locale), locale);
}

export function reviewMarkdown(review: Review, locale: Locale): string {
  return writeMarkdown(composeReview(review, locale));
}

/** Words a language writes between things told one after the other. */
const COMMA: Text = { zh: '、', en: ', ' };

class ReviewComposer {
  private readonly review: Review;
  private readonly locale: Locale;
  private readonly copy: CopyFacts | undefined;
  private chapters = 0;

  constructor(review: Review, locale: Locale, copy?: CopyFacts) {
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
    return { title: this.say(WORDS.title), author: '', draft: false, landscape: true, front: [], body };
  }

  private say(text: Text): string {
    return text[this.locale];
  }

  private head(): readonly Block[] {
    const { applicant, platform, direction, day, notice, items, counts } = this.review;
    const given = (text: string | undefined) => text ?? this.say(WORDS.notGiven);
    const pair = (label: Text, text: string) => [this.label(label), cell(text)];
    return [
      paragraph('title', this.say(WORDS.title)),
      {
        kind: 'table',
        widths: [11, 39, 11, 39],
        head: undefined,
        rows: [
          [...pair(WORDS.applicant, given(applicant)), ...pair(WORDS.platform, given(platform))],
          [...pair(WORDS.direction, given(direction)), ...pair(WORDS.day, given(day))],
          [...pair(WORDS.notice, this.say(notice.title)), ...pair(WORDS.issuer, this.say(notice.issuer))],
        ],
      },
      paragraph('caption', this.say(countsOf(items.length))),
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
      paragraph('table', this.say(WORDS.caution)),
      ...(this.copy ? [paragraph('table', this.say(copyOf(this.copy.remarks)))] : []),
    ];
  }

  /** What a review copy cannot say at its place. */
  private unplaced(): readonly Block[] {
    const { unplaced = [] } = this.copy ?? {};
    if (!unplaced.length) return [];
    const rows = unplaced.map((f) => this.finding(f));
    return [this.heading(WORDS.unplaced), ...this.table(unplacedOf(unplaced.length), COLUMNS.form, rows)];
  }

  private verdicts(): readonly Block[] {
    const { items } = this.review;
    const rows = items.map((item) => this.row(item));
    return [this.heading(WORDS.verdicts), ...this.table(verdictsOf(items.length), COLUMNS.verdicts, rows)];
  }

  private row(item: ReviewItem): readonly Cell[] {
    const verdict = VERDICT_NAMES[item.verdict];
    const person = item.person && this.say(item.person);
    const repeats = person !== undefined && person === this.say(item.reason);
    const evidence = item.evidence.map(({ number, kind, content }) => [
      run(`${[number, kind].filter(Boolean).join(' · ')} `),
      run(this.say(content), { quiet: true }),
    ]);
    return [
      cell(item.clause, 'table-label'),
      cellOf(line(this.say(item.title)), [run(this.say(FORCE_NAMES[item.force]), { quiet: true })]),
      { style: 'table-label', runs: [run(this.say(verdict), { bold: true })], tone: verdict.tone },
      cellOf(...this.grounds(item)),
      evidence.length ? cellOf(...evidence) : cell('—'),
      cell(repeats ? this.say(WORDS.seeReason) : (person ?? '—')),
    ];
  }

  /** Why, by which waivers, and by which rules; those that found something stand apart from those that did not. */
  private grounds({ reason, findings, rules, waivers, verdict }: ReviewItem): readonly (readonly Run[])[] {
    const found = [...new Set(findings.map((f) => f.rule))];
    const others = verdict === '不适用' ? [] : rules.filter((r) => !found.includes(r));
    const ids = (label: Text, list: readonly string[]) =>
      list.length ? [[run(this.say(label) + list.join(this.say(COMMA)), { quiet: true })]] : [];
    return [
      line(this.say(reason)),
      ...waivers.map((w) => line(this.say(waiverText(w)))),
      ...ids(WORDS.found, found),
      ...ids(found.length ? WORDS.otherRules : WORDS.rules, others),
    ];
  }

  private assumptions(): readonly Block[] {
    const rows = this.review.assumptions.map(({ setting, title, value, isSet }) => [
      cell(setting, 'table-label'),
      cell(this.say(title)),
      cell(this.say(value)),
      // What is no setting cannot be set.
      cell(setting === '—' ? '—' : this.say(isSet ? WORDS.set : WORDS.unset), 'table-label'),
    ]);
    return [this.heading(WORDS.assumptions), ...this.table(WORDS.assumptionsNote, COLUMNS.assumptions, rows)];
  }

  private form(): readonly Block[] {
    const { form } = this.review;
    const heading = this.heading(WORDS.form);
    if (!form.length) return [heading, paragraph('table', this.say(WORDS.formNone))];
    const rows = form.map((f) => this.finding(f));
    return [heading, ...this.table(findingsOf(form.length), COLUMNS.form, rows)];
  }

  private finding({ rule, severity, path, message }: Finding): readonly Cell[] {
    const { tone, ...name } = SEVERITY_NAMES[severity];
    const place = path?.length ? showPath(path) : '—';
    return [{ ...cell(this.say(name), 'table-label'), tone }, cell(place), cell(this.say(message)), cell(rule)];
  }

  private unclear(): readonly Block[] {
    const { unclear } = this.review;
    if (!unclear.length) return [];
    const rows = unclear.map(({ clause, about, reading }) => [
      cell(clause, 'table-label'),
      cell(this.say(about)),
      cell(this.say(reading)),
    ]);
    return [this.heading(WORDS.unclear), ...this.table(WORDS.unclearNote, COLUMNS.unclear, rows)];
  }

  private heading(text: Text): Block {
    const n = ++this.chapters;
    const number = this.locale === 'zh' ? `${chineseNumber(n)}、` : `${n}. `;
    return { kind: 'heading', level: 1, text: number + this.say(text), id: `review-${n}`, newPage: false };
  }

  private table(caption: Text, columns: Columns, rows: readonly (readonly Cell[])[]): readonly Block[] {
    const widths = columns.map(([, width]) => width);
    const head = columns.map(([text]) => this.label(text));
    return [paragraph('caption', this.say(caption)), { kind: 'table', widths, head, rows, top: true }];
  }

  private label(text: Text): Cell {
    return cell(this.say(text), 'table-label');
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

function paragraph(style: string, text: string): Block {
  return { kind: 'paragraph', style, runs: [run(text)] };
}
