/** A dossier to the files that are handed in. */

import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import { pictureFaultText } from '../../core/inputs/picture-fault.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { type FieldPath, formatFieldPath } from '../../core/model/path.ts';
import { isDate } from '../../core/text/dates.ts';
import { compose } from '../manuscript/compose.ts';
import { fileName } from '../manuscript/file-names.ts';
import { findGaps, type Gap } from '../manuscript/gaps.ts';
import type { ReadFile } from '../manuscript/read-chapter.ts';
import type { RenderedFile } from '../office/rendered-file.ts';
import { makeReproducible, NO_DAY } from '../office/reproducible.ts';
import { addBookmarks } from '../record/bookmarks.ts';
import { propertiesOf, sourceOf, withRecord } from '../record/render-record.ts';
import { writeDocx } from '../writers/docx/docx.ts';
import { writeXlsx } from '../writers/xlsx.ts';

/** Of a draft that names no day of its own: the first that a ZIP file can bear. */

/** How a dossier is rendered, and what its files say of their origin. */
export interface RenderOptions {
  readonly draft: boolean;
  /** The summary sheet as well. */
  readonly all: boolean;
  readonly file: ReadFile;
  /** Of the program; the file's properties name it. */
  readonly version?: string;
  /** The dossier's own file, by its name, for who compares the paper with it later. */
  readonly name?: string;
}

/** The files, or what is missing for them. */
export type Rendered =
  | { readonly files: readonly RenderedFile[]; readonly gaps: readonly Gap[] }
  | { readonly missing: readonly Gap[] };

/** The summary sheet of dossiers of one notice, a row each; named after the first. */
export async function renderSummary(
  dossiers: readonly NoticeAnalysis[],
  draft: boolean,
  version?: string,
): Promise<RenderedFile> {
  const [first] = dossiers;
  if (!first) throw new RangeError('a summary needs a dossier');
  const sheet = first.pack.layout.summary;
  return {
    name: fileName(sheet.file, first, draft),
    bytes: makeReproducible(await writeXlsx(dossiers, sheet), dayOf(first), propertiesOf(dossiers, version)),
  };
}

/**
 * The 申报书 as .docx and, with `all`, the 汇总表 as .xlsx. A dossier with gaps gives `missing` instead, unless `draft` is
 * set.
 */
export async function render(analysis: NoticeAnalysis, options: RenderOptions): Promise<Rendered> {
  const gaps = findGaps(analysis, options.file);
  if (gaps.length && !options.draft) return { missing: gaps };
  const { layout } = analysis.pack;
  const draft = options.draft;
  const { manuscript, bookmarks } = addBookmarks(compose(analysis, { draft, file: options.file }));
  const written = withRecord(await writeDocx(manuscript, layout), sourceOf(analysis, options.name), bookmarks);
  const bytes = makeReproducible(written, dayOf(analysis), propertiesOf([analysis], options.version));
  const files = [{ name: fileName(layout.file, analysis, draft), bytes }];
  if (options.all) files.push(await renderSummary([analysis], draft, options.version));
  return { files, gaps };
}

/** The day that files bear, `YYYY-MM-DD`: the dossier's own, so that one dossier gives one and the same file. */
function dayOf({ answers, pack }: NoticeAnalysis): string {
  const day = answers.text(pack.form.roles.day) ?? '';
  return isDate(day) ? day : NO_DAY;
}

/** What is missing, in a sentence for its place. */
export function gapText({ path, why, picture }: Gap): LocalizedText {
  const place = formatFieldPath(path as FieldPath);
  if (picture) {
    const { zh, en } = pictureFaultText(picture.path, picture.fault);
    return { zh: `${place}：${zh}`, en: `${place}: ${en}` };
  }
  switch (why) {
    case 'absent':
      return { zh: `${place}：缺少`, en: `${place}: missing` };
    case 'blank':
      return { zh: `${place}：没有填写`, en: `${place}: blank` };
    case 'bad':
      return { zh: `${place}：填写有误，读不出来`, en: `${place}: cannot be read` };
    case 'file':
      return { zh: `${place}：所引用的文件读不到`, en: `${place}: a file it names cannot be read` };
  }
}

/** Which blank answers are printed as 无, in a sentence. */
export function noneText(paths: readonly string[]): LocalizedText {
  return {
    zh: `没有填写、印为“无”的 ${paths.length} 项：${paths.join('、')}`,
    en: `${paths.length} blank field(s) are printed as 无: ${paths.join(', ')}`,
  };
}
