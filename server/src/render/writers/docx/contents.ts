/** The contents list. */
import { InternalHyperlink, LeaderType, Paragraph, Tab, TabStopType, TextRun } from 'docx';
import { contentsOf, type Manuscript } from '../../manuscript/manuscript.ts';
import { type DocxStyles, TWIPS_PER_PT } from './docx-styles.ts';
import { bookmark, pageOf, paragraphOf } from './text.ts';

/** The contents list, each line a link with the page that its heading stands on. */
export function contentsList(styles: DocxStyles, manuscript: Manuscript, title: string): readonly Paragraph[] {
  const style = styles.style('contents');
  const lines = contentsOf(manuscript).map(
    (h) =>
      new Paragraph({
        ...styles.paragraph(style),
        indent: { left: (h.level - 1) * 2 * style.size * TWIPS_PER_PT },
        tabStops: [{ type: TabStopType.RIGHT, position: styles.width, leader: LeaderType.MIDDLE_DOT }],
        children: [
          new InternalHyperlink({
            anchor: bookmark(h.id),
            children: [
              new TextRun({ ...styles.font(style), text: h.text }),
              new TextRun({ ...styles.font(style), children: [new Tab()] }),
            ],
          }),
          pageOf(styles, h.id, style),
        ],
      }),
  );
  return [paragraphOf(styles, 'title', [{ text: title }]), ...lines];
}
