/** A dossier to the files that are handed in. */
import type { Analysis } from '../core/analyze.ts';
import { type Path, showPath, type Text } from '../core/finding.ts';
import type { LoadedPack } from '../core/pack.ts';
import { compose, findGaps, type Gap, type ReadFile } from './compose.ts';
import { fill } from './templates.ts';
import { writeDocx } from './writers/docx.ts';
import { writeXlsx } from './writers/xlsx.ts';

export interface RenderOptions {
  readonly draft: boolean;
  /** The summary sheet as well. */
  readonly all: boolean;
  readonly file: ReadFile;
}

export interface RenderedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files, or what is missing for them. */
export type Rendered =
  | { readonly files: readonly RenderedFile[]; readonly gaps: readonly Gap[] }
  | { readonly missing: readonly Gap[] };

/** The summary sheet of dossiers of one notice, a row each; named after the first. */
export async function renderSummary(
  dossiers: readonly (Analysis & { readonly pack: LoadedPack })[],
  draft: boolean,
): Promise<RenderedFile> {
  const [first] = dossiers;
  if (!first) throw new RangeError('a summary needs a dossier');
  const sheet = first.pack.layout.summary;
  return { name: fileName(sheet.file, first, draft), bytes: await writeXlsx(dossiers, sheet) };
}

export async function render(
  analysis: Analysis & { readonly pack: LoadedPack },
  options: RenderOptions,
): Promise<Rendered> {
  const gaps = findGaps(analysis, options.file);
  if (gaps.length && !options.draft) return { missing: gaps };
  const { layout } = analysis.pack;
  const draft = options.draft;
  const manuscript = compose(analysis, { draft, file: options.file });
  const files = [{ name: fileName(layout.file, analysis, draft), bytes: await writeDocx(manuscript, layout) }];
  if (options.all) files.push(await renderSummary([analysis], draft));
  return { files, gaps };
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

/** A file name every system takes, also where the applicant's name is not there yet. */
function fileName(template: string, { answers, direction }: Analysis, draft: boolean): string {
  const text = fill(template, answers, direction)
    .map((r) => r.text)
    .join('');
  const safe = text.replace(/[\\/:*?"<>|\u0000-\u001f]/g, '_').replace(/^[.\s]+/, '');
  const dot = safe.lastIndexOf('.');
  const end = `${draft ? '-草稿' : ''}${safe.slice(dot)}`;
  return shorten(safe.slice(0, dot), LONGEST_NAME - new TextEncoder().encode(end).length) + end;
}

/** Longest file name that every file system takes, in bytes of UTF-8, with room for ` (2)`. */
const LONGEST_NAME = 240;

/** A name cut in its middle to so many bytes, at whole characters: what kind of file it is stands at its end. */
function shorten(name: string, bytes: number): string {
  const characters = [...name];
  const tail = characters.splice(-TAIL);
  while (characters.length && new TextEncoder().encode([...characters, ...tail].join('')).length > bytes)
    characters.pop();
  return [...characters, ...tail].join('');
}

/** Characters at the end of a name that are kept. */
const TAIL = 12;
