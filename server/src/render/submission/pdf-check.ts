/** Whether a PDF says what the Word file says that it was made of, and copies of the file that make it do so. */
import { strFromU8, strToU8 } from 'fflate';
import { unzip, zip } from '../office/office-zip.ts';
import { mainPart } from '../office/relations.ts';
import { readWordText } from '../record/word-text.ts';

/**
 * Paragraphs of the Word file that do not stand in the PDF word for word and mark for mark; `pages` is the text of its pages. Blanks do not
 * count. A cell may be divided by the end of a page: of cells, every character must be there as often as in the file.
 */
export function lostInPdf(docx: Uint8Array, pages: readonly string[]): readonly string[] {
  const parts = unzip(docx);
  const main = parts && mainPart(parts);
  if (!parts || main === undefined) throw new RangeError('a Word file that was rendered');
  // Struck-through words are printed.
  const { paragraphs, cells } = readWordText(strFromU8(parts[main]!).replace(/<w:d?strike\b[^>]*\/>/g, ''));
  const printed = pages.map((page) => page.trim().replace(PAGE_NUMBER, '')).map(bare);
  const whole = printed.join('');
  const wanted = paragraphs.map(bare);
  const isWhole = hasAll(whole, wanted.join(''));
  return paragraphs.filter((_, i) => !whole.includes(wanted[i]!) && !(isWhole && cells[i]));
}

/** `— 1 —` at the foot of a page, and the word of a draft across it. */
const PAGE_NUMBER = /^(?:草稿)?\s*—\s*\d+\s*—|—\s*\d+\s*—\s*(?:草稿)?$|^草稿|草稿$/g;

/** Fonts name some characters by others that look the same. */
function bare(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u200b]+/g, '');
}

function hasAll(text: string, wanted: string): boolean {
  const left = new Map<string, number>();
  for (const c of text) left.set(c, (left.get(c) ?? 0) + 1);
  for (const c of wanted) left.set(c, (left.get(c) ?? 0) - 1);
  return [...left.values()].every((n) => n >= 0);
}

/** By how many twips the outer margin differs, the best first; 20 twips are a point. */
const MARGIN_CHANGES = [-10, 0, 10, -4, 4, -6, 6];

/**
 * The Word file for conversion to PDF, in copies that differ in nothing that is seen. LibreOffice drops a comma or full stop at the end of a
 * justified line where the line is wider than its room by certain lengths; with a margin a fifth of a millimetre narrower it mostly does not.
 */
export function* copiesForPdf(docx: Uint8Array): Generator<Uint8Array> {
  for (const change of MARGIN_CHANGES) {
    const parts = unzip(docx);
    const main = parts && mainPart(parts);
    if (!parts || main === undefined || change === 0) {
      yield docx;
      continue;
    }
    const xml = strFromU8(parts[main]!).replace(
      /(<w:pgMar\b[^>]*\bw:right=")(\d+)/g,
      (_, head: string, margin: string) => head + (Number(margin) + change),
    );
    yield zip({ ...parts, [main]: strToU8(xml) });
  }
}

/** Chinese faces that documents name, under the names that systems have for them. */
const FONT_NAMES: readonly (readonly string[])[] = [
  ['仿宋', 'FangSong', '仿宋_GB2312', 'FangSong_GB2312', 'STFangsong', '华文仿宋'],
  ['楷体', 'KaiTi', '楷体_GB2312', 'KaiTi_GB2312', 'STKaiti', '华文楷体'],
  ['黑体', 'SimHei', 'STHeiti', '华文黑体'],
  ['宋体', 'SimSun', 'NSimSun', 'STSong', '华文宋体'],
  ['方正小标宋简体', 'FZXiaoBiaoSong-B05S', '方正小标宋_GBK'],
];

/** Those of the faces a layout names that are not among the installed families. */
export function missingFonts(faces: readonly string[], installed: ReadonlySet<string>): readonly string[] {
  return [...new Set(faces)].filter((face) => {
    const names = FONT_NAMES.find((list) => list.includes(face)) ?? [face];
    return !names.some((name) => installed.has(name));
  });
}
