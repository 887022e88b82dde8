/** Cells that span several rows, in tables whose rows were repeated. */

const ROW = /<w:tr[ >](?:(?!<w:tr[ >])[\s\S])*?<\/w:tr>/g;
const CELL = /<w:tc[ >](?:(?!<w:tc[ >])[\s\S])*?<\/w:tc>/g;
const MERGE_START = /<w:vMerge\b[^>]*w:val=['"]restart['"][^>]*\/>/;

/**
 * A label that spans its row and those below stands in a row that is repeated: each repetition would begin the span anew, with the same label.
 * From the second row on, such a cell goes on with the one above.
 */
export function withMergedCells(xml: string): string {
  let above: { readonly end: number; readonly cells: readonly string[] } | undefined;
  return xml.replace(ROW, (row, at: number) => {
    const cells: readonly string[] = row.match(CELL) ?? [];
    const before = above && above.end === at ? above.cells : [];
    above = { end: at + row.length, cells };
    let column = -1;
    return row.replace(CELL, (cell) => {
      column++;
      if (!MERGE_START.test(cell) || cell !== before[column]) return cell;
      return cell.replace(MERGE_START, '<w:vMerge/>').replace(/<w:t\b[^>]*>[^<]*<\/w:t>/g, '');
    });
  });
}
