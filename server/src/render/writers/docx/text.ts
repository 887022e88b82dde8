/** Runs and paragraphs as Word's. */
import {
  Bookmark,
  ImportedXmlComponent,
  InternalHyperlink,
  type IParagraphOptions,
  type IRunOptions,
  Paragraph,
  type ParagraphChild,
  TextRun,
} from 'docx';
import type { Style } from '../../../core/model/layout-schema.ts';
import type { ManuscriptBlock, Run } from '../../manuscript/manuscript.ts';
import { withBookmarks } from './bookmarks.ts';
import type { DocxStyles } from './docx-styles.ts';

const QUIET_COLOR = '595959';

/** A paragraph in a style of the layout; `more` are options of `docx` that take precedence over it. */
export function paragraphOf(
  styles: DocxStyles,
  name: string,
  runs: readonly Run[],
  more: IParagraphOptions = {},
): Paragraph {
  const style = styles.style(name);
  const keepNext = name === 'caption' ? { keepNext: true } : {};
  return new Paragraph({ ...styles.paragraph(style), ...keepNext, ...more, children: runsOf(styles, runs, style) });
}

function runsOf(styles: DocxStyles, runs: readonly Run[], style: Style): ParagraphChild[] {
  const font = styles.font(style);
  const made = runs.map((r) => {
    if (r.page !== undefined && styles.pages.has(r.page)) return pageOf(styles, r.page, style);
    const options: IRunOptions = {
      ...font,
      text: r.text,
      ...(r.bold ? { bold: true } : {}),
      ...(r.italic ? { italics: true } : {}),
      ...(r.strike ? { strike: true } : {}),
      ...(r.script === 'sub' ? { subScript: true } : r.script ? { superScript: true } : {}),
      ...(r.gap ? { highlight: 'yellow' as const, color: 'C00000' } : {}),
      ...(r.quiet ? { color: QUIET_COLOR, size: (style.size - 1) * 2 } : {}),
      ...(r.newLine ? { break: 1 } : {}),
    };
    return new TextRun(options);
  });
  return withBookmarks(runs, made, styles.comments);
}

/**
 * The page that a heading stands on, as a field that leads there. `docx` has one too, but of no face and size; each part is a run of its
 * own, or LibreOffice would not look at theirs either.
 */
export function pageOf(styles: DocxStyles, id: string, style: Style): ParagraphChild {
  const instruction = new ImportedXmlComponent('w:instrText', { 'xml:space': 'preserve' });
  instruction.push(`PAGEREF ${bookmark(id)} \\h`);
  const mark = (type: string) => new ImportedXmlComponent('w:fldChar', { 'w:fldCharType': type });
  const parts = [mark('begin'), instruction, mark('separate'), String(styles.pages.get(id) ?? 1), mark('end')];
  const children = parts.map((part) => new TextRun({ ...styles.font(style), children: [part] as never }));
  return new InternalHyperlink({ anchor: bookmark(id), children });
}

/** A heading with its bookmark and outline level. It stays with the next paragraph. */
export function headingOf(styles: DocxStyles, block: Extract<ManuscriptBlock, { kind: 'heading' }>): Paragraph {
  const style = styles.style(headingStyle(block));
  return new Paragraph({
    style: `DossierHeading${block.level}`,
    ...(block.annex ? annexLook(styles, style) : {}),
    ...(block.newPage && !block.annex ? { pageBreakBefore: true, spacing: topSpacing(styles, block.level) } : {}),
    keepNext: true,
    children: [
      new Bookmark({
        id: bookmark(block.id),
        children: withBookmarks([block], [new TextRun({ ...styles.font(style), text: block.text })], styles.comments),
      }),
    ],
  });
}

/** A section begins with it, and with that a page; its indent is not that of its level. */
function annexLook(styles: DocxStyles, style: Style): IParagraphOptions {
  return { indent: { firstLine: 0 }, ...styles.paragraph(style) };
}

/** The name of the layout's style for it. */
export function headingStyle({ level, annex }: Extract<ManuscriptBlock, { kind: 'heading' }>): string {
  return annex ? 'annex' : `heading${level}`;
}

/** No space above at the top of a page: some readers would keep it, others not. */
function topSpacing(styles: DocxStyles, level: number) {
  return { ...styles.paragraph(styles.style(`heading${level}`)).spacing, before: 0 };
}

/** Headings carry an outline level, so that Word's navigation pane shows them. */
export function headingStyles(styles: DocxStyles) {
  return [1, 2, 3, 4].map((level) => {
    const style = styles.style(`heading${level}`);
    return {
      id: `DossierHeading${level}`,
      name: `heading ${level}`,
      basedOn: 'Normal',
      next: 'Normal',
      quickFormat: true,
      run: styles.font(style),
      paragraph: { ...styles.paragraph(style), outlineLevel: level - 1, keepNext: true },
    };
  });
}

/** Word's bookmark names: letters, digits and _, at most 40 characters. */
export function bookmark(id: string): string {
  return `_${[...id].map((c) => (/[A-Za-z0-9]/.test(c) ? c : `${c.codePointAt(0)!.toString(36)}`)).join('')}`.slice(
    0,
    40,
  );
}
