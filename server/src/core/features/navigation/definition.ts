/** From one place to those it is about: a number and the claims that name it, a field and its clause, a clause and its fields. */
import type { Analysis } from '../../analysis/types.ts';
import { CHAPTER_FILE } from '../../form/read-form.ts';
import type { Span } from '../../model/edit.ts';
import { fieldsOf, slotAt } from '../../model/form-paths.ts';
import type { Clause } from '../../model/notice-schema.ts';
import type { LoadedPack } from '../../model/pack.ts';
import { findClause } from '../../model/pack.ts';
import { type Path, readPath, showPath } from '../../model/path.ts';
import { fileOf } from './document-links.ts';
import { type Mention, mentionAt, mentionsOf } from './paper-numbers.ts';

/** Where a definition is: in the dossier, in a clause of its notice, at the head of a chapter's file. */
export type Target = { readonly span: Span } | { readonly clause: string } | { readonly file: string };

export interface Definition {
  /** What was asked about. */
  readonly origin: Span;
  readonly targets: readonly Target[];
}

export function definition(analysis: Analysis, offset: number): Definition | undefined {
  const mention = mentionAt(analysis, offset);
  if (mention) {
    const targets = mentionsOf(analysis, mention).flatMap((m) => (m.isDefinition ? [{ span: m.span }] : []));
    return { origin: mention.span, targets };
  }
  const { pack, source, answers } = analysis;
  const found = source.at(offset);
  if (!pack || !found) return undefined;
  const answer = answers.at(found.path);
  if (found.part === 'value' && answer?.slot === CHAPTER_FILE) {
    const link = fileOf(answer, analysis)?.target;
    return link && 'file' in link ? { origin: found.span, targets: [link] } : undefined;
  }
  const clauses = found.part === 'key' ? clausesAt(pack, found.path) : chosenClause(pack, found.path, analysis);
  return clauses.length ? { origin: found.span, targets: clauses.map((clause) => ({ clause })) } : undefined;
}

/** Every place that names the same number as the one at an offset. */
export function references(analysis: Analysis, offset: number): readonly Mention[] | undefined {
  const mention = mentionAt(analysis, offset);
  return mention && mentionsOf(analysis, mention);
}

/** The keys in a dossier of the fields that a clause bears on, in their order; none that are not there. */
export function governed(analysis: Analysis, clause: Clause): readonly Span[] {
  return analysis.pack ? places(analysis, fieldsOf(analysis.pack, clause)) : [];
}

/** Where in a dossier these patterns of the form are answered. */
export function places({ answers, source }: Analysis, patterns: readonly string[]): readonly Span[] {
  const spans = patterns
    .flatMap((pattern) => answers.all(readPath(pattern)))
    .filter((a) => source.find(a.path) !== undefined)
    .map((a) => source.span(a.path, 'key'));
  const byStart = new Map(spans.map((s) => [s.start, s]));
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

/** The clauses that a field serves, those the form names first. */
function clausesAt(pack: LoadedPack, path: Path): readonly string[] {
  const pattern = showPath(path).replace(/\[\d+\]/g, '[]');
  const slot = slotAt(pack.form.fields, pattern);
  const naming = pack.notice.clauses.filter((c) => c.fields.includes(pattern)).map((c) => c.id);
  return [...new Set([...(slot?.clauses ?? []), ...naming])];
}

/** The clause of the value that was chosen from a list. */
function chosenClause(pack: LoadedPack, path: Path, { answers }: Analysis): readonly string[] {
  const answer = answers.at(path);
  const clause = answer?.slot.values?.find((v) => v.value === answer.value)?.clause;
  return findClause(pack, clause ?? null) ? [clause!] : [];
}
