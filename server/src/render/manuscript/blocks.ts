/** Short ways to build the blocks of a manuscript. */
import { type Cell, type ManuscriptBlock, type Run, run } from './manuscript.ts';

/** A table cell with these runs in a style of the layout. */
export function cell(style: string, runs: readonly Run[]): Cell {
  return { style, runs };
}

/** A paragraph of these runs in a style of the layout. */
export function paragraph(style: string, runs: readonly Run[]): ManuscriptBlock {
  return { kind: 'paragraph', style, runs };
}

/** The caption of what follows, with the place it belongs to; no block where there is no title. */
export function caption(title: string | undefined, path?: string): readonly ManuscriptBlock[] {
  return title ? [{ ...paragraph('caption', [run(title)]), ...(path === undefined ? {} : { path }) }] : [];
}

/** A run with the place of the dossier that its text comes from, or stands in for. */
export function runOf(text: string, path: string | undefined): Run {
  return run(text, path === undefined ? {} : { path });
}
