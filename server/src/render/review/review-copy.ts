/**
 * The 申报书 as a reviewer passes it on: the verdicts in front, each finding as a comment at its place, 审阅稿 across every page. It is
 * a file of its own kind: nothing of it can come into the paper that is handed in.
 */

import { fieldPositionAt } from '../../core/analysis/field-position.ts';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import type { Review } from '../../core/review/types.ts';
import { compose } from '../manuscript/compose.ts';
import { denseLayout } from '../manuscript/dense-layout.ts';
import { fileName } from '../manuscript/file-names.ts';
import type { ReadFile } from '../manuscript/read-chapter.ts';
import type { RenderedFile } from '../office/rendered-file.ts';
import { makeReproducible } from '../office/reproducible.ts';
import { addBookmarks, type Bookmarks, bookmarkTexts } from '../record/bookmarks.ts';
import { propertiesOf, sourceOf, withRecord } from '../record/render-record.ts';
import type { WordComment } from '../writers/docx/bookmarks.ts';
import { writeDocx } from '../writers/docx/docx.ts';
import { composeReview } from './review-table.ts';
import { ruleName, SEVERITY_NAMES } from './review-texts.ts';

/** What stands across its pages and in its name. */
const REVIEW_COPY = '审阅稿';

/** What the review copy shows besides the dossier. */
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

/**
 * The review copy as a .docx: verdicts in front, then the 申报书 with each finding as a comment. Its name ends in
 * `-审阅稿`.
 */
export async function renderReviewCopy(dossier: NoticeAnalysis, options: ReviewCopyOptions): Promise<RenderedFile> {
  const { review, locale, today, file, name } = options;
  const { layout } = dossier.pack;
  const { manuscript, bookmarks } = addBookmarks(compose(dossier, { draft: true, file }));
  const front = new Set(bookmarkTexts({ ...manuscript, body: [] }).keys());
  const places = new BookmarkFinder(dossier, bookmarks, front);
  const found = dossier.findings.map((finding) => ({ finding, bookmark: places.of(finding) }));
  const comments = found.flatMap(({ finding, bookmark }): WordComment[] =>
    bookmark === undefined ? [] : [{ bookmark, paragraphs: findingComment(finding, locale) }],
  );
  const unplaced = found.flatMap(({ finding, bookmark }) => (bookmark === undefined ? [finding] : []));
  const preface = {
    manuscript: composeReview(review, locale, { comments: comments.length, unplaced }),
    layout: denseLayout(layout),
  };
  const reviewCopy = { watermark: REVIEW_COPY, author: 'dossier', day: today, comments, preface };
  const bytes = await writeDocx(manuscript, layout, reviewCopy);
  return {
    name: fileName(layout.file, dossier, REVIEW_COPY),
    bytes: makeReproducible(
      withRecord(bytes, sourceOf(dossier, name), bookmarks),
      today,
      propertiesOf([dossier], options.version),
    ),
  };
}

/** A comment: severity and rule, then the message. */
function findingComment({ severity, rule, title, message, waived }: Finding, locale: Locale): readonly string[] {
  const { tone: _, ...name } = SEVERITY_NAMES[severity];
  return [`${name[locale]} · ${ruleName(rule, title)[locale]}${waived ? WAIVED[locale] : ''}`, message[locale]];
}

const WAIVED: LocalizedText = { zh: '（已豁免）', en: ' (waived)' };

/** Where in the paper the places of the dossier are told. */
class BookmarkFinder {
  private readonly dossier: NoticeAnalysis;
  private readonly bookmarks: Bookmarks;
  /** Those before the numbered pages; a remark rather stands where the form asks. */
  private readonly front: ReadonlySet<string>;

  constructor(dossier: NoticeAnalysis, bookmarks: Bookmarks, front: ReadonlySet<string>) {
    this.dossier = dossier;
    this.bookmarks = bookmarks;
    this.front = front;
  }

  /** The mark that a finding is shown at; undefined where the paper does not tell of its place. */
  of(finding: Finding): string | undefined {
    const { source, answers } = this.dossier;
    const position = finding.file === undefined ? fieldPositionAt(source, finding.span.start) : undefined;
    const path = finding.path ?? position?.path;
    if (!path?.length) return undefined;
    const place = formatFieldPath(path);
    const at = finding.file === undefined ? this.offset(place, position) : finding.span.start;
    const exact = at === undefined ? undefined : this.first((p, within) => p === place && isWithin(within, at));
    const own = exact ?? this.first((p) => p === place) ?? this.below(place);
    if (own !== undefined) return own;
    // An item of a list is told as a whole where the field is no column of its table.
    for (let length = path.length - 1; length > 1; length--) {
      const above = formatFieldPath(path.slice(0, length));
      const isItem = typeof path[length - 1] === 'number' || answers.at(above)?.slot.bare !== undefined;
      const mark = this.first((p) => p === above) ?? (isItem ? this.below(above) : undefined);
      if (mark !== undefined) return mark;
    }
    return undefined;
  }

  /** How far into the answer's text, which has lost the blanks around it. */
  private offset(place: string, position: ReturnType<typeof fieldPositionAt>): number | undefined {
    if (position?.at === undefined || formatFieldPath(position.path) !== place) return undefined;
    const value = this.dossier.answers.at(place)?.value;
    const tree = this.dossier.source.find(position.path)?.tree;
    const isTrimmed = typeof value === 'string' && tree?.kind === 'scalar' && value.length < tree.text.length;
    return position.at - (isTrimmed ? /^\s*/.exec(tree.text)![0].length : 0);
  }

  private below(place: string): string | undefined {
    return this.first((p) => p.startsWith(`${place}.`) || p.startsWith(`${place}[`));
  }

  private first(isIt: (path: string, within: readonly [number, number] | undefined) => boolean): string | undefined {
    const found = [...this.bookmarks].filter(([, { path, within }]) => path !== undefined && isIt(path, within));
    return (found.find(([mark]) => !this.front.has(mark)) ?? found[0])?.[0];
  }
}

function isWithin(within: readonly [number, number] | undefined, at: number): boolean {
  return within !== undefined && at >= within[0] && at < within[1];
}
