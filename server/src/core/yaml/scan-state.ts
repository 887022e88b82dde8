/** What the parts of the line scanner share: the text, the groups that are open, and what was repaired so far. */
import type { FormKeys } from '../model/form-paths.ts';
import { isBlank, isWideBlank } from '../text/characters.ts';
import type { FlowScanner } from './flow-scanner.ts';
import type { SyntaxErrorKind, TextRepair } from './text-repair.ts';

/** An open group of a block: a mapping or a list written line by line. */
export interface BlockLevel {
  /** The column of its keys or dashes, from 0. */
  readonly col: number;
  readonly kind: 'map' | 'seq';
  /** The key that was last begun in a mapping. */
  key: string;
  /** The position of the item that was last begun in a list, from 0. */
  index: number;
  /** What the last entry has on its own line: nothing, plain text that may go on below, or a value that is closed. */
  inline: 'nothing' | 'text' | 'closed';
  /** What the items of a list are so far: groups of keys, or single values; undefined before the first. */
  items?: 'map' | 'other';
  /**
   * Other columns at which lines of this group were found. Each is reported once; lines further down at the same column are added to the `more` of
   * that report.
   */
  readonly also: Map<number, TextRepair[]>;
}

/** What the offset where a scan stopped stands in: `structure` is keys, dashes and plain text. */
export type ScanContext =
  | { readonly kind: 'structure' }
  | { readonly kind: 'block-scalar' }
  | { readonly kind: 'quoted' }
  | { readonly kind: 'flow'; readonly flow: FlowScanner };

/** A scan on its way. */
export interface ScanState {
  readonly text: string;
  /** The offset where the scan stops; behind the text where all of it is scanned. */
  readonly stop: number;
  readonly formKeys: FormKeys;
  readonly repairs: TextRepair[];
  /** The open groups, the outermost first. */
  readonly levels: BlockLevel[];
  context: ScanContext;
  /** The lines that were last reported together. */
  run?: StrayRun;
}

/** Neighbouring lines with the same error, reported at the first of them. */
export interface StrayRun {
  readonly error: SyntaxErrorKind;
  /** The offset of the break behind the last of them. */
  end: number;
  readonly repairs: TextRepair[];
  /** What indents them into the text above, where there is one. */
  readonly indents: TextRepair[] | undefined;
}

/** A line's beginning, the offset of its first character that is no blank, and the offset of its break. */
export interface IndentedLine {
  readonly start: number;
  readonly at: number;
  readonly end: number;
}

/** Opens a group at a column and gives it. */
export function openLevel(state: ScanState, col: number, kind: BlockLevel['kind'], key = ''): BlockLevel {
  const level: BlockLevel = { col, kind, key, index: kind === 'seq' ? -1 : 0, inline: 'nothing', also: new Map() };
  state.levels.push(level);
  return level;
}

/** Passes over the blanks at `from` and reads wide ones as plain; gives the offset of what follows, at most `end`. */
export function skipBlanks(state: ScanState, from: number, end: number): number {
  let at = from;
  while (at < end && isBlank(state.text[at]!)) {
    if (isWideBlank(state.text[at]!)) repairWideBlank(state, at);
    at++;
  }
  return at;
}

/** Reads the full-width or no-break space at an offset as a plain one. */
export function repairWideBlank(state: ScanState, at: number): void {
  state.repairs.push({ at, length: 1, text: ' ', error: 'full-width-space' });
}
