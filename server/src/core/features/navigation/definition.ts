/** Definition: from a claim to the paper it names, from a field to its clauses, from a clause to its fields. */
import type { Analysis } from '../../analysis/types.ts';
import { CHAPTER_FILE } from '../../form/read-form.ts';
import type { Span } from '../../model/edit.ts';
import { clauseFields, slotAt } from '../../model/form-paths.ts';
import type { Clause } from '../../model/notice-schema.ts';
import type { LoadedPack } from '../../model/pack.ts';
import { findClause } from '../../model/pack.ts';
import { type FieldPath, formatFieldPath, parseFieldPath } from '../../model/path.ts';
import { fileLink } from './document-links.ts';
import { mentionAt, mentionsOf } from './paper-numbers.ts';

/** Where a definition is: in the dossier, in a clause of its notice, at the beginning of a chapter's file. */
export type DefinitionTarget = { readonly span: Span } | { readonly clause: string } | { readonly file: string };

/** What *Go to Definition* leads to. */
export interface Definition {
  /** The key or value at the cursor. */
  readonly origin: Span;
  readonly targets: readonly DefinitionTarget[];
}

/**
 * For the number of a paper, where the paper is listed; for a field's key, the clauses that it serves; for a value of a list,
 * its clause; for a chapter's file, the file. Undefined where nothing is defined elsewhere. `offset` is in UTF-16 units.
 */
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
    const link = fileLink(answer, analysis)?.target;
    return link && 'file' in link ? { origin: found.span, targets: [link] } : undefined;
  }
  const clauses = found.part === 'key' ? clausesAt(pack, found.path) : chosenClause(pack, found.path, analysis);
  return clauses.length ? { origin: found.span, targets: clauses.map((clause) => ({ clause })) } : undefined;
}

/** The keys of the fields that a clause is about, in their order in the dossier; fields that it does not have are left out. */
export function clauseFieldSpans(analysis: Analysis, clause: Clause): readonly Span[] {
  return analysis.pack ? answerSpans(analysis, clauseFields(analysis.pack, clause)) : [];
}

/** The keys at which a dossier answers these patterns of the form, such as `附件材料[].编号`, in their order in the text. */
export function answerSpans({ answers, source }: Analysis, patterns: readonly string[]): readonly Span[] {
  const spans = patterns
    .flatMap((pattern) => answers.all(parseFieldPath(pattern)))
    .filter((a) => source.find(a.path) !== undefined)
    .map((a) => source.span(a.path, 'key'));
  const byStart = new Map(spans.map((s) => [s.start, s]));
  return [...byStart.values()].sort((a, b) => a.start - b.start);
}

/** The clauses that a field serves, those the form names first. */
function clausesAt(pack: LoadedPack, path: FieldPath): readonly string[] {
  const pattern = formatFieldPath(path).replace(/\[\d+\]/g, '[]');
  const slot = slotAt(pack.form.fields, pattern);
  const naming = pack.notice.clauses.filter((c) => c.fields.includes(pattern)).map((c) => c.id);
  return [...new Set([...(slot?.clauses ?? []), ...naming])];
}

/** The clause of the value that was chosen from a list. */
function chosenClause(pack: LoadedPack, path: FieldPath, { answers }: Analysis): readonly string[] {
  const answer = answers.at(path);
  const clause = answer?.slot.values?.find((v) => v.value === answer.value)?.clause;
  return findClause(pack, clause ?? null) ? [clause!] : [];
}
