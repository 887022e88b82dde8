/** A dossier to the files that are handed in. */

import type { Analysis } from '../../core/analysis/types.ts';
import type { Text } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { type Path, showPath } from '../../core/model/path.ts';
import { isDate } from '../../core/text/dates.ts';
import { compose, findGaps, type Gap, type ReadFile } from '../manuscript/compose.ts';
import { fileName } from '../manuscript/file-names.ts';
import type { RenderedFile } from '../office/rendered-file.ts';
import { steady } from '../office/reproducible.ts';
import { marked } from '../record/bookmarks.ts';
import { propertiesOf, sourceOf, withRecord } from '../record/render-record.ts';
import { writeDocx } from '../writers/docx/docx.ts';
import { writeXlsx } from '../writers/xlsx.ts';

/** Of a draft that names no day of its own: the first that a ZIP file can bear. */
const NO_DAY = '1980-01-01';

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
  dossiers: readonly (Analysis & { readonly pack: LoadedPack })[],
  draft: boolean,
  version?: string,
): Promise<RenderedFile> {
  const [first] = dossiers;
  if (!first) throw new RangeError('a summary needs a dossier');
  const sheet = first.pack.layout.summary;
  return {
    name: fileName(sheet.file, first, draft),
    bytes: steady(await writeXlsx(dossiers, sheet), dayOf(first), propertiesOf(dossiers, version)),
  };
}

export async function render(
  analysis: Analysis & { readonly pack: LoadedPack },
  options: RenderOptions,
): Promise<Rendered> {
  const gaps = findGaps(analysis, options.file);
  if (gaps.length && !options.draft) return { missing: gaps };
  const { layout } = analysis.pack;
  const draft = options.draft;
  const { manuscript, marks } = marked(compose(analysis, { draft, file: options.file }));
  const written = withRecord(await writeDocx(manuscript, layout), sourceOf(analysis, options.name), marks);
  const bytes = steady(written, dayOf(analysis), propertiesOf([analysis], options.version));
  const files = [{ name: fileName(layout.file, analysis, draft), bytes }];
  if (options.all) files.push(await renderSummary([analysis], draft, options.version));
  return { files, gaps };
}

/** The day that files bear, `YYYY-MM-DD`: the dossier's own, so that one dossier gives one and the same file. */
function dayOf({ answers, pack }: Analysis & { readonly pack: LoadedPack }): string {
  const day = answers.text(pack.form.roles.day) ?? '';
  return isDate(day) ? day : NO_DAY;
}

/** What is missing, in a sentence for its place. */
export function gapText({ path, why }: Gap): Text {
  const place = showPath(path as Path);
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
