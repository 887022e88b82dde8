/** The numbers that papers go by: where each is given, where it is named. */

import { locate } from '../../analysis/locate.ts';
import type { Analysis } from '../../analysis/types.ts';
import type { Answer } from '../../form/answer.ts';
import { partsOf } from '../../form/answers.ts';
import { numbersIn } from '../../form/references.ts';
import type { Span } from '../../model/edit.ts';
import type { Field, Slot } from '../../model/form-schema.ts';
import type { Path } from '../../model/path.ts';
import { readPath } from '../../model/path.ts';
import type { ScalarTree } from '../../yaml/tree.ts';

export interface Mention {
  readonly id: string;
  readonly isDefinition: boolean;
  /** The places of the form that its number is given at, such as `附件材料[].编号`. */
  readonly list: string;
  readonly path: Path;
  readonly tree: ScalarTree;
  /** Where it stands in the text of `tree`, in UTF-16 units. */
  readonly within: readonly [number, number];
  /** Where it stands in the dossier. */
  readonly span: Span;
}

/** The number at an offset: given there, or named. */
export function mentionAt(analysis: Analysis, offset: number): Mention | undefined {
  const found = analysis.source.at(offset);
  if (found?.part !== 'value') return undefined;
  return allMentions(analysis).find((m) => m.span.start <= offset && offset <= m.span.end);
}

/** All mentions of the same number, in the order of the text. */
export function mentionsOf(analysis: Analysis, { id, list }: Mention): readonly Mention[] {
  return allMentions(analysis).filter((m) => m.id === id && m.list === list);
}

/** Every number that is given or named, in the order of the text. */
export function allMentions(analysis: Analysis): readonly Mention[] {
  const { pack, answers } = analysis;
  if (!pack) return [];
  const roots = pack.form.fields.flatMap((f) => answers.all([f.key]));
  const naming = roots.flatMap(referring);
  const found = listsOf(pack.form.fields).flatMap((list) => {
    const given = answers.all(readPath(list)).flatMap((a) => whole(a, list, analysis));
    const ids = given.map((m) => m.id);
    const named = naming.filter((a) => a.slot.ref === list).flatMap((a) => namedIn(a, list, ids, analysis));
    return [...given, ...named];
  });
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** The places that the form lets others refer to. */
function listsOf(fields: readonly (Field | Slot)[]): readonly string[] {
  const refs = fields.flatMap((f) => [
    ...(f.ref === undefined ? [] : [f.ref]),
    ...listsOf([...(f.fields ?? []), ...(f.item ? [f.item] : [])]),
  ]);
  return [...new Set(refs)];
}

function referring(answer: Answer): readonly Answer[] {
  if (answer.slot.ref !== undefined) return [answer];
  return partsOf(answer).flatMap(referring);
}

/** A number where it is given: the whole text. */
function whole({ state, path, tree }: Answer, list: string, analysis: Analysis): readonly Mention[] {
  if (state !== 'ok' || tree?.kind !== 'scalar') return [];
  const id = tree.text.trim();
  const start = tree.text.indexOf(id);
  return [mention({ id, isDefinition: true, list, path, tree, within: [start, start + id.length] }, analysis)];
}

/** The numbers that a claim names: in a text, or in a list of them, which the form finds wrong and we read all the same. */
function namedIn(
  { state, path, tree }: Answer,
  list: string,
  ids: readonly string[],
  analysis: Analysis,
): readonly Mention[] {
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
      mention({ id, isDefinition: false, list, path, tree: item, within: [lead + from, lead + to] }, analysis),
    );
  });
}

function mention(found: Omit<Mention, 'span'>, { source }: Analysis): Mention {
  return { ...found, span: locate(source, undefined, found).span };
}
