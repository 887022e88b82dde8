/**
 * Which page each heading stands on, so that the contents list is right when the file is opened first. The text is laid out as
 * the readers of Word files do it; where they would not agree on a heading's page, it is made to begin one.
 */
import type { ManuscriptBlock } from '../../manuscript/manuscript.ts';
import type { DocxStyles } from './docx-styles.ts';
import { twips } from './docx-styles.ts';
import { type FlowPiece, piecesOf } from './flow.ts';
import type { WordProcessor } from './measure.ts';

const WORD_PROCESSORS: readonly WordProcessor[] = [
  { gap: 0.25, hangs: true, least: 1 },
  { gap: 0.25, hangs: false, least: 1 },
  { gap: 0.2, hangs: true, least: 2 },
];
/** How far up a new page may begin to bring the readers together, in blocks. */
const LOOK_BACK = 4;

/** Page numbers that can be printed in the contents list, and the page breaks that make them certain. */
export interface Paging {
  /** The page of each heading, by its id; of a paper behind the text only where all readers agree. */
  readonly pages: ReadonlyMap<string, number>;
  /** Blocks that begin a page so that all readers agree. */
  readonly breaks: ReadonlySet<ManuscriptBlock>;
}

type Pages = ReadonlyMap<ManuscriptBlock, number>;

/** Lays out the body as three word processors do and finds the page of each heading of level 1 and 2. */
export function pagingOf(styles: DocxStyles, body: readonly ManuscriptBlock[]): Paging {
  const breaks = new Set<ManuscriptBlock>();
  const flows = WORD_PROCESSORS.map((processor) => piecesOf(styles, body, processor));
  const layOut = () => flows.map((flow, i) => pagesOf(styles, flow, breaks, WORD_PROCESSORS[i]!));
  const listed = body.filter((b) => b.kind === 'heading').filter((b) => b.level <= 2);
  let all = layOut();
  for (const heading of listed) {
    if (heading.annex || agree(all, heading)) continue;
    const at = body.indexOf(heading);
    for (const block of body.slice(Math.max(0, at - LOOK_BACK), at + 1).reverse()) {
      if (block.kind !== 'heading' && block.kind !== 'paragraph') break;
      breaks.add(block);
      const next = layOut();
      if (agree(next, heading)) {
        all = next;
        break;
      }
      breaks.delete(block);
    }
  }
  const known = listed.filter((h) => !h.annex || agree(all, h));
  return { pages: new Map(known.map((h) => [h.id, all[0]!.get(h) ?? 1])), breaks };
}

function agree(all: readonly Pages[], block: ManuscriptBlock): boolean {
  return all.every((pages) => pages.get(block) === all[0]!.get(block));
}

/** The page each block begins on. */
function pagesOf(
  styles: DocxStyles,
  flow: readonly FlowPiece[],
  breaks: ReadonlySet<ManuscriptBlock>,
  { least }: WordProcessor,
): Pages {
  const { height, margins } = styles.layout.paper;
  const room = (twips(height) - twips(margins.top) - twips(margins.bottom)) / 20;
  const pages = new Map<ManuscriptBlock, number>();
  let page = 1;
  let at = 0;
  let after = 0;
  const turn = () => {
    page++;
    at = 0;
    after = 0;
  };
  flow.forEach((piece, i) => {
    const isFirst = !pages.has(piece.block);
    if (at > 0 && isFirst && (piece.breakBefore || breaks.has(piece.block))) turn();
    if (at === 0 && isFirst && piece.sheet && page % 2 === 0) page++;
    const gap = () => (at === 0 ? 0 : Math.max(after, piece.before));
    const starts = i === 0 || !flow[i - 1]!.keepNext;
    const need = starts ? needOf(flow, i, least) : piece.whole ? heightOf(piece) : piece.frame + piece.line;
    if (at > 0 && at + gap() + need > room && need <= room) {
      turn();
      at = piece.head;
    }
    at += at === 0 ? 0 : gap();
    if (isFirst) pages.set(piece.block, page);
    let left = piece.lines;
    while (at + piece.frame + left * piece.line > room + SLACK) {
      const fit = Math.max(at === piece.head ? 1 : 0, Math.floor((room + SLACK - at - piece.frame) / piece.line));
      if (fit >= left) break;
      left -= Math.max(0, fit);
      turn();
      at = piece.head;
    }
    at += piece.frame + left * piece.line;
    after = piece.after;
  });
  return pages;
}

/** Rounding of lengths to twips. */
const SLACK = 0.1;

/** What must be on one page with a piece: those it is kept with, and the first line of what follows them. */
function needOf(flow: readonly FlowPiece[], from: number, least: number): number {
  let need = 0;
  for (let i = from; i < flow.length; i++) {
    const piece = flow[i]!;
    if (i > from) need += Math.max(flow[i - 1]!.after, piece.before);
    if (!piece.keepNext) {
      const lines = i > from ? Math.min(least, piece.lines) : 1;
      return need + (piece.whole ? heightOf(piece) : piece.frame + lines * piece.line);
    }
    need += heightOf(piece);
  }
  return need;
}

function heightOf({ frame, lines, line }: FlowPiece): number {
  return frame + lines * line;
}
