/** What was changed in Word, for people and for programs. */

import type { Locale } from '../../core/model/localized-text.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { programVersion } from '../../host/load-packs.ts';
import type { Change, Comparison } from '../../render/word-compare/compare.ts';
import {
  arrow,
  changeNotes,
  comparisonNotes,
  KIND_NAMES,
  KIND_REASONS,
  otherName,
  otherText,
  outsideName,
  summaryOf,
} from '../../render/word-compare/compare-report.ts';
import type { FileLocation } from '../../workbench/file-location.ts';
import { type CliIo, displayPath } from '../common/cli-io.ts';

/** A comparison with what it is about. */
export interface CompareRun {
  readonly file: string;
  readonly dossier: string;
  readonly comparison: Comparison;
  /** The file and stretch where the dossier says what was changed. */
  readonly place: (change: Change) => FileLocation;
  readonly locale: Locale;
  readonly io: Pick<CliIo, 'cwd'>;
}

/** The changes for people, each with its place in the dossier. */
export function compareText({ file, comparison, place, locale, io }: CompareRun): string {
  const changes = comparison.changes.map((change) => {
    const { path, text, span } = place(change);
    const { line, character } = new LineIndex(text).position(span.start);
    const head = `${displayPath(io, path)}:${line + 1}:${character + 1}  ${change.path}  ${KIND_NAMES[change.kind][locale]}`;
    return [head, arrow(change), ...changeNotes(change).map((n) => n[locale])].join('\n    ');
  });
  const outside = comparison.outside.map((o) => `${outsideName(o)[locale]}\n    ${arrow(o)}`);
  const others = comparison.others.map((o) => `${otherName(o)[locale]}\n    ${otherText(o)}`);
  const notes = [...comparisonNotes(comparison), summaryOf(comparison, displayPath(io, file))].map((t) => t[locale]);
  return `${[...changes, ...outside, ...others, ...notes].join('\n')}\n`;
}

/** The changes as JSON; zero-based lines and UTF-16 columns, as in the report of `check`. */
export function compareJson({ file, dossier, comparison, place, locale, io }: CompareRun): string {
  const { changes, outside, others, revisions, revisionAuthors, moved } = comparison;
  const report = {
    version: 1,
    tool: { name: 'dossier', version: programVersion() },
    file: displayPath(io, file),
    dossier: displayPath(io, dossier),
    moved,
    revisions,
    revisionAuthors,
    changes: changes.map((change) => {
      const { path, text, span } = place(change);
      const lines = new LineIndex(text);
      return {
        field: change.path,
        kind: change.kind,
        old: change.old,
        new: change.text ?? null,
        ...(change.now === undefined ? {} : { now: change.now }),
        ...(change.kind === 'changed' ? {} : { message: KIND_REASONS[change.kind][locale] }),
        places: { changed: change.places[0], all: change.places[1] },
        path: displayPath(io, path),
        range: { start: lines.position(span.start), end: lines.position(span.end) },
        acceptable: change.kind === 'changed',
      };
    }),
    outside: outside.map(({ old, text, near }) => ({ old: old ?? null, new: text ?? null, near: near ?? null })),
    others: others.map(({ kind, text, author }) => ({ kind, text, author: author ?? null })),
  };
  return jsonText(report);
}
