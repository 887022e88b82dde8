/** Gives every stretch of a manuscript that a place of the dossier says a name, by which it is found again in a rendered file. */
import type { Cell, Manuscript, ManuscriptBlock, Origin, Run } from '../manuscript/manuscript.ts';

/** Where the stretches of a manuscript come from, by their bookmarks, in the order in which they are read. */
export type Bookmarks = ReadonlyMap<string, Origin>;

/** A manuscript whose runs name their bookmarks, and what each bookmark stands for. */
export interface BookmarkedManuscript {
  readonly manuscript: Manuscript;
  readonly bookmarks: Bookmarks;
}

/**
 * The name of a bookmark in Word: letters and digits, and an underscore in front, which keeps it out of the list of
 * bookmarks that a user sees.
 */
export const BOOKMARK_NAME = /^_dossier\d+$/;

/**
 * Names every stretch of text that says something of the dossier. An answer gets a bookmark in each place it is
 * printed; a paragraph, heading or cell of a chapter gets one for its whole text.
 */
export function addBookmarks(manuscript: Manuscript): BookmarkedManuscript {
  const marker = new BookmarkWriter();
  const front = manuscript.front.map((b) => marker.block(b));
  const body = manuscript.body.map((b) => marker.block(b));
  return { manuscript: { ...manuscript, front, body }, bookmarks: marker.bookmarks };
}

/** The text of each bookmark, as a reader finds it. */
export function bookmarkTexts({ front, body }: Manuscript): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const add = (bookmark: string | undefined, text: string) => {
    if (bookmark !== undefined) texts.set(bookmark, (texts.get(bookmark) ?? '') + text);
  };
  const runs = (list: readonly Run[]) => {
    // Struck text is read back as deleted, as Word's authors mean it.
    for (const r of list) if (!r.strike) add(r.bookmark, r.newLine ? `\n${r.text}` : r.text);
  };
  const visit = (block: ManuscriptBlock) => {
    switch (block.kind) {
      case 'paragraph':
        return runs(block.runs);
      case 'heading':
        return add(block.bookmark, block.text);
      case 'table':
        for (const cell of [...(block.head ?? []), ...block.rows.flat()]) runs(cell.runs);
        return;
      case 'list':
        for (const item of block.items) item.forEach(visit);
        return;
      case 'cover':
        for (const [, value] of block.lines) runs(value);
        return;
      case 'signatures':
        return block.lines.forEach(runs);
    }
  };
  for (const block of [...front, ...body]) visit(block);
  return texts;
}

class BookmarkWriter {
  readonly bookmarks = new Map<string, Origin>();

  block(block: ManuscriptBlock): ManuscriptBlock {
    switch (block.kind) {
      case 'paragraph':
        return { ...block, runs: this.text(block, block.runs) };
      case 'heading':
        // The head of a chapter is a key of the form: nobody changes it in a paper.
        return block.within ? { ...block, bookmark: this.name(block) } : block;
      case 'table': {
        const cells = (row: readonly Cell[]) => row.map((c) => ({ ...c, runs: this.text(block, c.runs) }));
        return { ...block, head: block.head && cells(block.head), rows: block.rows.map(cells) };
      }
      case 'list':
        return { ...block, items: block.items.map((item) => item.map((b) => this.block(b))) };
      case 'cover':
        return { ...block, lines: block.lines.map(([label, runs]) => [label, this.runs(runs)] as const) };
      case 'signatures':
        return { ...block, lines: block.lines.map((runs) => this.runs(runs)) };
      default:
        return block;
    }
  }

  /** A paragraph or cell of a chapter is one stretch, whatever looks it has; elsewhere each run is its own. */
  private text({ path, within }: Origin, runs: readonly Run[]): readonly Run[] {
    if (path === undefined || !within || !runs.some((r) => r.text)) return this.runs(runs);
    const bookmark = this.name({ path, within });
    return runs.map((r) => ({ ...r, bookmark }));
  }

  private runs(runs: readonly Run[]): readonly Run[] {
    return runs.map((r) => (r.path === undefined ? r : { ...r, bookmark: this.name({ path: r.path }) }));
  }

  private name({ path, within }: Origin): string {
    const name = `_dossier${this.bookmarks.size + 1}`;
    this.bookmarks.set(name, { ...(path === undefined ? {} : { path }), ...(within ? { within } : {}) });
    return name;
  }
}
