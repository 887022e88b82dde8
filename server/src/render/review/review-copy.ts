/**
 * The 申报书 as a reviewer passes it on: the verdicts in front, each finding as a comment at its place, 审阅稿 across every page. It is
 * a file of its own kind: nothing of it can come into the paper that is handed in.
 */

import { placeAt } from '../../core/analysis/place-at.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Locale, Text } from '../../core/model/localized-text.ts';
import { showPath } from '../../core/model/path.ts';
import type { Review } from '../../core/review/types.ts';
import { compose, type ReadFile } from '../manuscript/compose.ts';
import { dense } from '../manuscript/dense-layout.ts';
import { fileName } from '../manuscript/file-names.ts';
import type { RenderedFile } from '../office/rendered-file.ts';
import { steady } from '../office/reproducible.ts';
import { type Marks, marked, markedTexts } from '../record/bookmarks.ts';
import { propertiesOf, sourceOf, withRecord } from '../record/render-record.ts';
import type { Dossier } from '../word-compare/read-back.ts';
import { writeDocx } from '../writers/docx/docx.ts';
import type { Remark } from '../writers/docx/marks.ts';
import { composeReview } from './review-table.ts';
import { SEVERITY_NAMES } from './review-texts.ts';

/** What stands across its pages and in its name. */
const REVIEW_COPY = '审阅稿';

export interface ReviewCopyOptions {
  readonly review: Review;
  readonly locale: Locale;
  /** That the comments are of, `YYYY-MM-DD`. */
  readonly today: string;
  readonly file: ReadFile;
  readonly version?: string;
  /** The dossier's own file, by its name. */
  readonly name: string;
}

export async function renderReviewCopy(dossier: Dossier, options: ReviewCopyOptions): Promise<RenderedFile> {
  const { review, locale, today, file, name } = options;
  const { layout } = dossier.pack;
  const { manuscript, marks } = marked(compose(dossier, { draft: true, file }));
  const front = new Set(markedTexts({ ...manuscript, body: [] }).keys());
  const places = new Places(dossier, marks, front);
  const found = dossier.findings.map((finding) => ({ finding, mark: places.of(finding) }));
  const remarks = found.flatMap(({ finding, mark }): Remark[] =>
    mark === undefined ? [] : [{ mark, paragraphs: remark(finding, locale) }],
  );
  const unplaced = found.flatMap(({ finding, mark }) => (mark === undefined ? [finding] : []));
  const preface = {
    manuscript: composeReview(review, locale, { remarks: remarks.length, unplaced }),
    layout: dense(layout),
  };
  const matter = { watermark: REVIEW_COPY, author: 'dossier', day: today, remarks, preface };
  const bytes = await writeDocx(manuscript, layout, matter);
  return {
    name: fileName(layout.file, dossier, REVIEW_COPY),
    bytes: steady(withRecord(bytes, sourceOf(dossier, name), marks), today, propertiesOf([dossier], options.version)),
  };
}

/** A comment: how grave it is and by which rule, then what was found. */
function remark({ severity, rule, message, waived }: Finding, locale: Locale): readonly string[] {
  const { tone: _, ...name } = SEVERITY_NAMES[severity];
  return [`${name[locale]} · ${rule}${waived ? WAIVED[locale] : ''}`, message[locale]];
}

const WAIVED: Text = { zh: '（已豁免）', en: ' (waived)' };

/** Where in the paper the places of the dossier are told. */
class Places {
  private readonly dossier: Dossier;
  private readonly marks: Marks;
  /** Those before the numbered pages; a remark rather stands where the form asks. */
  private readonly front: ReadonlySet<string>;

  constructor(dossier: Dossier, marks: Marks, front: ReadonlySet<string>) {
    this.dossier = dossier;
    this.marks = marks;
    this.front = front;
  }

  /** The mark that a finding is shown at; undefined where the paper does not tell of its place. */
  of(finding: Finding): string | undefined {
    const { source, answers } = this.dossier;
    const standing = finding.file === undefined ? placeAt(source, finding.span.start) : undefined;
    const path = finding.path ?? standing?.path;
    if (!path?.length) return undefined;
    const place = showPath(path);
    const at = finding.file === undefined ? this.offset(place, standing) : finding.span.start;
    const exact = at === undefined ? undefined : this.first((p, within) => p === place && isWithin(within, at));
    const own = exact ?? this.first((p) => p === place) ?? this.below(place);
    if (own !== undefined) return own;
    // An item of a list is told as a whole where the field is no column of its table.
    for (let length = path.length - 1; length > 1; length--) {
      const above = showPath(path.slice(0, length));
      const isItem = typeof path[length - 1] === 'number' || answers.at(above)?.slot.bare !== undefined;
      const mark = this.first((p) => p === above) ?? (isItem ? this.below(above) : undefined);
      if (mark !== undefined) return mark;
    }
    return undefined;
  }

  /** How far into the answer's text, which has lost the blanks around it. */
  private offset(place: string, standing: ReturnType<typeof placeAt>): number | undefined {
    if (standing?.at === undefined || showPath(standing.path) !== place) return undefined;
    const value = this.dossier.answers.at(place)?.value;
    const tree = this.dossier.source.find(standing.path)?.tree;
    const isTrimmed = typeof value === 'string' && tree?.kind === 'scalar' && value.length < tree.text.length;
    return standing.at - (isTrimmed ? /^\s*/.exec(tree.text)![0].length : 0);
  }

  private below(place: string): string | undefined {
    return this.first((p) => p.startsWith(`${place}.`) || p.startsWith(`${place}[`));
  }

  private first(isIt: (path: string, within: readonly [number, number] | undefined) => boolean): string | undefined {
    const found = [...this.marks].filter(([, { path, within }]) => path !== undefined && isIt(path, within));
    return (found.find(([mark]) => !this.front.has(mark)) ?? found[0])?.[0];
  }
}

function isWithin(within: readonly [number, number] | undefined, at: number): boolean {
  return within !== undefined && at >= within[0] && at < within[1];
}
