/** Turns findings and their locations into those of the protocol. */
import { withoutClause } from '../../core/analysis/collect-findings.ts';
import type { Analysis } from '../../core/analysis/types.ts';
import type { FileSpan, Finding } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { LineIndex } from '../../core/text/lines.ts';
import type * as protocol from '../../protocol.ts';
import { type FileLocation, locateSpan } from '../../workbench/file-location.ts';
import type { WorkspaceDossiers } from './dossiers.ts';
import { toRange } from './to-lsp.ts';

/** Converts what belongs to one dossier, in the language of the user; the line index of each file is made once. */
export class LocationConverter {
  private readonly dossiers: WorkspaceDossiers;
  private readonly locale: Locale;
  private readonly dossier: string;
  /** Of the dossier, which need not be in the store. */
  private readonly analysis: Analysis;
  private readonly lines = new Map<string, LineIndex>();

  constructor(dossiers: WorkspaceDossiers, locale: Locale, dossier: string, analysis: Analysis) {
    this.dossiers = dossiers;
    this.locale = locale;
    this.dossier = dossier;
    this.analysis = analysis;
  }

  /** The text in the language of the user. */
  localize(text: LocalizedText): string {
    return text[this.locale];
  }

  /** The URI of a file by its path. */
  uri(path: string): string {
    return this.dossiers.uriOf(path);
  }

  /** A finding with its location, without the clause that its message names. */
  finding(finding: Finding): protocol.ClauseFinding {
    const { message, clause, severity } = finding;
    return {
      message: this.localize(clause === null ? message : withoutClause(message, clause)),
      severity,
      ...this.location(finding),
    };
  }

  /** The location of something in the dossier or in one of its chapters. */
  location(fileSpan: FileSpan): protocol.Location {
    const { source, cache } = this.analysis;
    return this.toLocation(locateSpan(this.dossier, source.text, cache.input.chapters, fileSpan));
  }

  /** The other end of a finding, where that is in another dossier. */
  remote(related: Finding['related'][number]): protocol.Location | undefined {
    const location = 'remote' in related ? this.dossiers.locateRelated(this.dossier, related) : undefined;
    return location && this.toLocation(location);
  }

  private toLocation({ path, text, span }: FileLocation): protocol.Location {
    const lines = this.lines.get(path) ?? new LineIndex(text);
    this.lines.set(path, lines);
    return { uri: this.uri(path), range: toRange(span, lines) };
  }
}
