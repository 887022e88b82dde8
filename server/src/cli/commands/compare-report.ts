/** What was changed in Word, for people and for programs. */
import type { Locale } from '../../core/model/localized-text.ts';
import { Lines } from '../../core/text/lines.ts';
import { version } from '../../host/load-packs.ts';
import type { Change, Comparison } from '../../render/word-compare/compare.ts';
import {
  arrow,
  KIND_NAMES,
  notesOf,
  outsideName,
  remarksOf,
  summaryOf,
  WHY,
} from '../../render/word-compare/compare-report.ts';
import type { Place } from '../../workbench/dossier-store.ts';
import { shown } from '../common/session.ts';

/** A comparison with what it is about. */
export interface CompareRun {
  readonly file: string;
  readonly dossier: string;
  readonly comparison: Comparison;
  /** The file and stretch where the dossier says what was changed. */
  readonly place: (change: Change) => Place;
  readonly locale: Locale;
}

export function compareText({ file, comparison, place, locale }: CompareRun): string {
  const changes = comparison.changes.map((change) => {
    const { path, text, span } = place(change);
    const { line, character } = new Lines(text).position(span.start);
    const head = `${shown(path)}:${line + 1}:${character + 1}  ${change.path}  ${KIND_NAMES[change.kind][locale]}`;
    return [head, arrow(change), ...notesOf(change).map((n) => n[locale])].join('\n    ');
  });
  const outside = comparison.outside.map((o) => `${outsideName(o)[locale]}\n    ${arrow(o)}`);
  const remarks = [...remarksOf(comparison), summaryOf(comparison, shown(file))].map((t) => t[locale]);
  return `${[...changes, ...outside, ...remarks].join('\n')}\n`;
}

/** Zero-based lines and UTF-16 columns, as in the report of `check`. */
export function compareJson({ file, dossier, comparison, place, locale }: CompareRun): string {
  const { changes, outside, revisions, moved } = comparison;
  const report = {
    version: 1,
    tool: { name: 'dossier', version: version() },
    file: shown(file),
    dossier: shown(dossier),
    moved,
    revisions,
    changes: changes.map((change) => {
      const { path, text, span } = place(change);
      const lines = new Lines(text);
      return {
        field: change.path,
        kind: change.kind,
        old: change.old,
        new: change.text ?? null,
        ...(change.now === undefined ? {} : { now: change.now }),
        ...(change.kind === 'changed' ? {} : { message: WHY[change.kind][locale] }),
        places: { changed: change.places[0], all: change.places[1] },
        path: shown(path),
        range: { start: lines.position(span.start), end: lines.position(span.end) },
        acceptable: change.kind === 'changed',
      };
    }),
    outside: outside.map(({ old, text, near }) => ({ old: old ?? null, new: text ?? null, near: near ?? null })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
