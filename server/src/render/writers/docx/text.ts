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
import type { Block, Run } from '../../manuscript/manuscript.ts';
import type { Look } from './look.ts';
import { withMarks } from './marks.ts';

const QUIET_COLOR = '595959';

export function paragraphOf(look: Look, name: string, runs: readonly Run[], more: IParagraphOptions = {}): Paragraph {
  const style = look.style(name);
  const keepNext = name === 'caption' ? { keepNext: true } : {};
  return new Paragraph({ ...look.paragraph(style), ...keepNext, ...more, children: runsOf(look, runs, style) });
}

function runsOf(look: Look, runs: readonly Run[], style: Style): ParagraphChild[] {
  const font = look.font(style);
  const made = runs.map((r) => {
    if (r.page !== undefined && look.pages.has(r.page)) return pageOf(look, r.page, style);
    const options: IRunOptions = {
      ...font,
      text: r.text,
      ...(r.bold ? { bold: true } : {}),
      ...(r.italic ? { italics: true } : {}),
      ...(r.gap ? { highlight: 'yellow' as const, color: 'C00000' } : {}),
      ...(r.quiet ? { color: QUIET_COLOR, size: (style.size - 1) * 2 } : {}),
      ...(r.newLine ? { break: 1 } : {}),
    };
    return new TextRun(options);
  });
  return withMarks(runs, made, look.remarks);
}

/**
 * The page that a heading stands on, as a field that leads there. `docx` has one too, but of no face and size; each part is a run of its
 * own, or LibreOffice would not look at theirs either.
 */
export function pageOf(look: Look, id: string, style: Style): ParagraphChild {
  const instruction = new ImportedXmlComponent('w:instrText', { 'xml:space': 'preserve' });
  instruction.push(`PAGEREF ${bookmark(id)} \\h`);
  const mark = (type: string) => new ImportedXmlComponent('w:fldChar', { 'w:fldCharType': type });
  const parts = [mark('begin'), instruction, mark('separate'), String(look.pages.get(id) ?? 1), mark('end')];
  const children = parts.map((part) => new TextRun({ ...look.font(style), children: [part] as never }));
  return new InternalHyperlink({ anchor: bookmark(id), children });
}

export function headingOf(look: Look, block: Extract<Block, { kind: 'heading' }>): Paragraph {
  const style = look.style(headingStyle(block));
  return new Paragraph({
    style: `DossierHeading${block.level}`,
    ...(block.annex ? annexLook(look, style) : {}),
    ...(block.newPage && !block.annex ? { pageBreakBefore: true, spacing: topSpacing(look, block.level) } : {}),
    keepNext: true,
    children: [
      new Bookmark({
        id: bookmark(block.id),
        children: withMarks([block], [new TextRun({ ...look.font(style), text: block.text })], look.remarks),
      }),
    ],
  });
}

/** A section begins with it, and with that a page; its indent is not that of its level. */
function annexLook(look: Look, style: Style): IParagraphOptions {
  return { indent: { firstLine: 0 }, ...look.paragraph(style) };
}

/** The name of the layout's style for it. */
export function headingStyle({ level, annex }: Extract<Block, { kind: 'heading' }>): string {
  return annex ? 'annex' : `heading${level}`;
}

/** No space above at the top of a page: some readers would keep it, others not. */
function topSpacing(look: Look, level: number) {
  return { ...look.paragraph(look.style(`heading${level}`)).spacing, before: 0 };
}

/** Headings carry an outline level, so that Word's navigation pane shows them. */
export function headingStyles(look: Look) {
  return [1, 2, 3, 4].map((level) => {
    const style = look.style(`heading${level}`);
    return {
      id: `DossierHeading${level}`,
      name: `heading ${level}`,
      basedOn: 'Normal',
      next: 'Normal',
      quickFormat: true,
      run: look.font(style),
      paragraph: { ...look.paragraph(style), outlineLevel: level - 1, keepNext: true },
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
