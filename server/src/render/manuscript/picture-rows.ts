/** Pictures side by side. */
import type { Cell, ManuscriptBlock } from './manuscript.ts';

/** Most pictures in a row. */
const ROW = 3;

/**
 * Several pictures, each followed by its caption, as a table without borders, at most three to a row and the rows as even as possible.
 * Notes on pictures that could not be read come after it. One picture alone is left as it is.
 */
export function sideBySide(blocks: readonly ManuscriptBlock[]): readonly ManuscriptBlock[] {
  const cells = blocks.flatMap((b, i): Cell[] => {
    const caption = blocks[i + 1];
    if (b.kind !== 'image' || caption?.kind !== 'paragraph') return [];
    return [{ style: 'caption', runs: caption.runs, image: b }];
  });
  if (cells.length < 2) return blocks;
  const columns = Math.ceil(cells.length / Math.ceil(cells.length / ROW));
  const rows = Array.from({ length: Math.ceil(cells.length / columns) }, (_, i) => {
    const row = cells.slice(i * columns, (i + 1) * columns);
    return [...row, ...Array.from({ length: columns - row.length }, (): Cell => ({ style: 'caption', runs: [] }))];
  });
  const unread = blocks.filter((b) => b.kind === 'paragraph' && b.style !== 'caption');
  return [{ kind: 'table', bare: true, widths: Array(columns).fill(1), head: undefined, rows }, ...unread];
}
