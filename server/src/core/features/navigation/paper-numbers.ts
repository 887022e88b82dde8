/** The numbers of papers (编号): where the list of papers gives them, and where claims (证明) name them. */

import { locate } from '../../analysis/locate.ts';
import type { Analysis } from '../../analysis/types.ts';
import type { Answer } from '../../form/answer.ts';
import { childAnswers } from '../../form/answers.ts';
import { numbersIn } from '../../form/references.ts';
import type { Span } from '../../model/edit.ts';
import type { Field, Slot } from '../../model/form-schema.ts';
import type { FieldPath } from '../../model/path.ts';
import { parseFieldPath } from '../../model/path.ts';
import type { YamlScalar } from '../../yaml/tree.ts';

/** A place that gives or names the number of a paper. */
export interface NumberMention {
  /** The number, such as `荣誉-1`. */
  readonly id: string;
  /** True where the list of papers gives the number. */
  readonly isDefinition: boolean;
  /** The field that gives the number, such as `附件材料[].编号`. */
  readonly list: string;
  readonly path: FieldPath;
  readonly tree: YamlScalar;
  /** Where it stands in the text of `tree`, in UTF-16 units. */
  readonly within: readonly [number, number];
  /** Where it stands in the dossier. */
  readonly span: Span;
}

/** The number that is given or named at a UTF-16 offset; undefined where there is none. */
export function mentionAt(analysis: Analysis, offset: number): NumberMention | undefined {
  const found = analysis.source.at(offset);
  if (found?.part !== 'value') return undefined;
  return allMentions(analysis).find((m) => m.span.start <= offset && offset <= m.span.end);
}

/** All mentions of the same number, in the order of the text. */
export function mentionsOf(analysis: Analysis, { id, list }: NumberMention): readonly NumberMention[] {
  return allMentions(analysis).filter((m) => m.id === id && m.list === list);
}

/** Every number that is given or named, in the order of the text. */
export function allMentions(analysis: Analysis): readonly NumberMention[] {
  const { pack, answers } = analysis;
  if (!pack) return [];
  const roots = pack.form.fields.flatMap((f) => answers.all([f.key]));
  const naming = roots.flatMap(referringAnswers);
  const found = listsOf(pack.form.fields).flatMap((list) => {
    const given = answers.all(parseFieldPath(list)).flatMap((a) => definitionMentions(a, list, analysis));
    const ids = given.map((m) => m.id);
    const named = naming.filter((a) => a.slot.ref === list).flatMap((a) => referenceMentions(a, list, ids, analysis));
    return [...given, ...named];
  });
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** The fields of the form that others refer to, such as `附件材料[].编号`. */
function listsOf(fields: readonly (Field | Slot)[]): readonly string[] {
  const refs = fields.flatMap((f) => [
    ...(f.ref === undefined ? [] : [f.ref]),
    ...listsOf([...(f.fields ?? []), ...(f.item ? [f.item] : [])]),
  ]);
  return [...new Set(refs)];
}

function referringAnswers(answer: Answer): readonly Answer[] {
  if (answer.slot.ref !== undefined) return [answer];
  return childAnswers(answer).flatMap(referringAnswers);
}

/** The mention of a number where it is given; it is the whole text of the answer. */
function definitionMentions({ state, path, tree }: Answer, list: string, analysis: Analysis): readonly NumberMention[] {
  if (state !== 'ok' || tree?.kind !== 'scalar') return [];
  const id = tree.text.trim();
  const start = tree.text.indexOf(id);
  return [placedMention({ id, isDefinition: true, list, path, tree, within: [start, start + id.length] }, analysis)];
}

/** The numbers that a claim names: in its text, or in a list, which the form reports as wrong but whose numbers are still read. */
function referenceMentions(
  { state, path, tree }: Answer,
  list: string,
  ids: readonly string[],
  analysis: Analysis,
): readonly NumberMention[] {
  const scalars =
    tree?.kind === 'list'
      ? tree.items.map((item, i) => ({ item, path: [...path, i] }))
      : state === 'ok'
        ? [{ item: tree, path }]
        : [];
  return scalars.flatMap(({ item, path }) => {
    if (item?.kind !== 'scalar') return [];
    const lead = item.text.length - item.text.trimStart().length;
    return numbersIn(item.text.trim(), ids).map(({ id, within: [from, to] }) =>
      placedMention({ id, isDefinition: false, list, path, tree: item, within: [lead + from, lead + to] }, analysis),
    );
  });
}

function placedMention(found: Omit<NumberMention, 'span'>, { source }: Analysis): NumberMention {
  return { ...found, span: locate(source, undefined, found).span };
}
