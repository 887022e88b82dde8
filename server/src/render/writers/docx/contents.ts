/** The contents list. */
import { InternalHyperlink, LeaderType, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import { contentsOf, type Manuscript } from '../../manuscript/manuscript.ts';
import { type Look, TWIPS_PER_PT } from './look.ts';
import { bookmark, pageOf, paragraphOf } from './text.ts';

/** The contents list, each line a link with the page that its heading stands on. */
export function contentsList(look: Look, manuscript: Manuscript, title: string): readonly Paragraph[] {
  const style = look.style('contents');
  const lines = contentsOf(manuscript).map(
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
          pageOf(look, h.id, style),
        ],
      }),
  );
  return [paragraphOf(look, 'title', [{ text: title }]), ...lines];
}
