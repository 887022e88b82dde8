/** The dossier that the author's cursor was in last. */
import type { Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';

interface OpenDossier {
  /** Its name in the store. */
  readonly name: string;
  readonly document: TextDocument;
  readonly analysis: Analysis;
}

/** Remembers which dossier the author asked about last, so that from a notice it is the first to be shown. */
export class CursorHistory {
  /** The dossier by its name in the store; undefined before the first request. */
  last: string | undefined;
  private readonly open: (uri: string) => OpenDossier | undefined;

  /** `open` gives an open dossier as it stands. */
  constructor(open: (uri: string) => OpenDossier | undefined) {
    this.open = open;
  }

  /** The analysis of the dossier at the cursor, and the cursor's offset in UTF-16 units; undefined for a document that is no open dossier. Remembers the dossier. */
  locate(uri: string, position: Position): { readonly analysis: Analysis; readonly offset: number } | undefined {
    const open = this.open(uri);
    if (!open) return undefined;
    this.last = open.name;
    return { analysis: open.analysis, offset: open.document.offsetAt(position) };
  }
}
