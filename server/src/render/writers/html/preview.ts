/** Manuscript → sheets for the preview, each part with the place of the dossier that it comes from. */
import type { Layout } from '../../../core/model/layout-schema.ts';
import type { Block, Manuscript } from '../../manuscript/manuscript.ts';
import { pictureRoom, shownSize } from '../../manuscript/pictures.ts';
import { HtmlBlocks, type Image } from './blocks.ts';
import { layoutStyle } from './layout.ts';
import { element, escaped } from './text.ts';

/** `source` gives the file that a picture was read from, relative to the dossier. */
export function writePreview(
  manuscript: Manuscript,
  layout: Layout,
  source: (bytes: Uint8Array) => string | undefined,
): { readonly body: string; readonly style: string } {
  const { front, body } = manuscript;
  const room = pictureRoom(layout);
  const widths = new Set<number>();
  const picture = ({ bytes, picture: own, tallest = room.height }: Image) => {
    const shown = shownSize(own, { ...room, height: tallest });
    widths.add(shown.width);
    const size = `class="p${shown.width}" width="${shown.width}" height="${shown.height}"`;
    return `data-src="${escaped(source(bytes) ?? '')}" ${size}`;
  };
  const html = new HtmlBlocks(manuscript, { picture, origins: true, scrolls: false });
  const sheets = [...sheetsOf(front), ...sheetsOf(body)].map((blocks) =>
    element('section', ` class="sheet"`, `\n${html.blocks(blocks)}\n`),
  );
  const pictures = [...widths].map((w) => `.p${w} { width: calc(var(--mm) * ${((w / 96) * 25.4).toFixed(2)}); }\n`);
  return { body: sheets.join('\n'), style: layoutStyle(layout) + html.columns + pictures.join('') };
}

/** Cut where a new page begins for certain. Where the other pages end is the printer's to say, so a sheet may be long. */
function sheetsOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const sheets: Block[][] = [[]];
  for (const block of blocks) {
    if (block.kind === 'page-break' || (block.kind === 'heading' && block.newPage)) sheets.push([]);
    if (block.kind !== 'page-break') sheets.at(-1)!.push(block);
  }
  return sheets.filter((sheet) => sheet.length);
}
