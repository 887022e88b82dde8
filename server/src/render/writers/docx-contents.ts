/** The contents list. */
import { InternalHyperlink, LeaderType, PageReference, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import type { Manuscript } from '../manuscript.ts';
import { type Look, TWIPS_PER_PT } from './docx-look.ts';
import { bookmark, paragraphOf } from './docx-text.ts';

/** The contents list, each line a link with the page that its heading stands on. */
export function contentsOf(look: Look, { body }: Manuscript, title: string): readonly Paragraph[] {
  const headings = body.filter((b) => b.kind === 'heading').filter((b) => b.level <= 2);
  const style = look.style('contents');
  const lines = headings.map(
    (h) =>
      new Paragraph({
        ...look.paragraph(style),
        indent: { left: (h.level - 1) * 2 * style.size * TWIPS_PER_PT },
        tabStops: [{ type: TabStopType.RIGHT, position: look.width, leader: LeaderType.MIDDLE_DOT }],
        children: [
          new InternalHyperlink({
            anchor: bookmark(h.id),
            children: [
              new TextRun({ ...look.font(style), text: h.text }),
              new TextRun({ ...look.font(style), children: [new Tab()] }),
            ],
          }),
          new TextRun({
            ...look.font(style),
            children: [new PageReference(bookmark(h.id), { hyperlink: true })] as never,
          }),
        ],
      }),
  );
  return [paragraphOf(look, 'title', [{ text: title }]), ...lines];
}
