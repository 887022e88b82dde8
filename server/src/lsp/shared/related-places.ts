/** The other ends of findings as the editor was last told of them. */

import type { Location } from 'vscode-languageserver';
import type { Finding, RemoteLocation } from '../../core/model/finding.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import { LineIndex } from '../../core/text/lines.ts';
import type { FileLocation } from '../../workbench/file-location.ts';
import type { WorkspaceDossiers } from './dossiers.ts';
import { toRange } from './to-lsp.ts';

/**
 * Finds the places that findings name, and tells which have moved: among thousands of dossiers that all name one, a key press in it
 * concerns them only if the place that they name is another one now.
 */
export class RelatedPlaces {
  private readonly dossiers: WorkspaceDossiers;
  /** Where places in other dossiers were when they were last asked for. */
  private readonly known = new Map<string, string>();
  /** The lines of texts, by file. */
  private readonly lines = new Map<string, { readonly text: string; readonly index: LineIndex }>();

  constructor(dossiers: WorkspaceDossiers) {
    this.dossiers = dossiers;
  }

  /** The other end of a finding of a dossier; undefined where that is not at hand. */
  locate(dossier: string, related: Finding['related'][number]): Location | undefined {
    const found = this.dossiers.locateRelated(dossier, related);
    const location = found && { uri: this.dossiers.uriOf(found.path), range: toRange(found.span, this.linesOf(found)) };
    if ('remote' in related) this.known.set(keyOf(related.remote), JSON.stringify(location ?? null));
    return location;
  }

  /** True of a place in one of these dossiers that is not where it was. Places are looked up once, whoever names them. */
  movedIn(dossiers: ReadonlySet<string>): (remote: RemoteLocation) => boolean {
    const moved = new Map<string, boolean>();
    return (remote) => {
      if (!dossiers.has(remote.dossier)) return false;
      const key = keyOf(remote);
      const before = this.known.get(key);
      const isMoved = moved.get(key) ?? JSON.stringify(this.locate('', { remote, message: NONE }) ?? null) !== before;
      moved.set(key, isMoved);
      return isMoved;
    };
  }

  private linesOf({ path, text }: FileLocation): LineIndex {
    const known = this.lines.get(path);
    if (known?.text === text) return known.index;
    const index = new LineIndex(text);
    this.lines.set(path, { text, index });
    return index;
  }
}

const NONE = { zh: '', en: '' };

function keyOf({ dossier, path, paragraph }: RemoteLocation): string {
  return `${formatFieldPath(path)} ${paragraph ?? ''} ${dossier}`;
}
