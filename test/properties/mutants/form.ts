/** What the form itself finds wrong, tried at every place that a sample fills in. */

import type { Field, Slot } from '../../../server/src/core/model/form-schema.ts';
import { type FieldPath, formatFieldPath } from '../../../server/src/core/model/path.ts';
import type { YamlTree } from '../../../server/src/core/yaml/tree.ts';
import { type Mutant, type Place, type Specimen, Turns } from './specimen.ts';

const turns = new Turns();

export function* formMutants(s: Specimen): Generator<Mutant> {
  for (const place of s.typical) {
    yield* missing(s, place);
    yield* blank(s, place);
    yield* wrongType(s, place);
    yield* notInList(s, place);
    yield* outOfRange(s, place);
    yield* badFormat(s, place);
    yield* length(s, place);
    yield* lostNumber(s, place);
  }
  yield* unknownFields(s);
  yield* directions(s);
  for (const id of ['sd-2022', 'sd2023', 'SD-2023', '2023'])
    yield mutant('unknown-notice', id, s.edited(s.set('通知', id)), ['通知']);
  // A call that cannot be read is one that is not named.
  yield mutant('missing-field', 'blank', s.edited(s.set('通知', '')), ['通知']);
}

function mutant(rule: string, what: string, text: string, path: FieldPath): Mutant {
  return { rule, what: `${formatFieldPath(path)}: ${what}`, text, path: formatFieldPath(path) };
}

function isNotice({ path }: Place): boolean {
  return path[0] === '通知';
}

function isRequired(field: Field, direction: string): boolean {
  const only = [...(field.requiredFor ?? []), ...(field.onlyFor ?? [])];
  return field.required === true || only.includes(direction);
}

function* missing(s: Specimen, { path, field }: Place): Generator<Mutant> {
  if (field && isRequired(field, s.direction)) yield mutant('missing-field', 'removed', s.edited(s.remove(path)), path);
}

function* blank(s: Specimen, place: Place): Generator<Mutant> {
  const { path, field, slot } = place;
  // An item without anything is as good as none in a list of words, and a group has its keys to miss.
  if (!field || isNotice(place)) return;
  if (field.type === 'map' && !field.bare) {
    const [first] = field.fields!.filter((f) => f.required);
    if (first) yield mutant('missing-field', 'emptied', s.edited(s.set(path, '')), [...path, first.key]);
    return;
  }
  const ways = slot.type === 'list' ? ['', '[]'] : ['', '""', "'  '", '"　"'];
  for (const said of turns.some(ways)) yield mutant('empty-field', said || 'blank', s.edited(s.set(path, said)), path);
}

const NUMBERS = new Set<Slot['type']>(['integer', 'number', 'year']);

function* wrongType(s: Specimen, place: Place): Generator<Mutant> {
  if (isNotice(place)) return;
  for (const yaml of turns.some(ofWrongType(place)))
    yield mutant('wrong-type', yaml, s.edited(s.set(place.path, yaml)), place.path);
}

function ofWrongType({ slot, field, tree, path }: Place): readonly string[] {
  // A dash with a text above the items of a list of groups is a line that slipped out of a text.
  const isFirstItem = path.at(-1) === 0;
  if (slot.type === 'map') return field?.bare || isFirstItem ? ['[1]'] : ['一项', '[1]'];
  if (slot.type === 'list') return ['某项内容', '{甲: 乙}'];
  // A group in the place of a chapter is one that names the chapter's file.
  const shapes = slot.type === 'narrative' || field?.bare ? ['[一项]'] : ['[一项]', '{甲: 乙}'];
  if (!NUMBERS.has(slot.type) || tree.kind !== 'scalar') return shapes;
  // A year in quotes is read as it stands; it is a name more than a number.
  const quoted = slot.type === 'year' ? [] : [`"${tree.text}"`];
  const halves = slot.type === 'integer' ? [`${tree.text}.5`] : [];
  return [...shapes, '约八百', `${tree.text}万元`, `${tree.text} 家`, '１２３', '1_000', ...quoted, ...halves];
}

function* notInList(s: Specimen, { path, slot, tree }: Place): Generator<Mutant> {
  if (tree.kind !== 'scalar') return;
  const values = slot.type === 'yes-no' ? ['是', '否'] : slot.type === 'choice' && !slot.open ? options(slot) : [];
  if (!values.length) return;
  const wrong = [`${tree.text}的`, tree.text.slice(1), `${tree.text}${tree.text}`, '不知道', 'yes', 'true', '１'];
  for (const said of turns.some(
    wrong.filter((w) => w && !values.includes(w)),
    2,
  ))
    yield mutant('not-in-list', said, s.edited(s.set(path, said)), path);
}

function options(slot: Slot): readonly string[] {
  return (slot.values ?? []).map((v) => v.value);
}

function* outOfRange(s: Specimen, { path, slot, tree }: Place): Generator<Mutant> {
  if (!NUMBERS.has(slot.type) || tree.kind !== 'scalar') return;
  // A profit may be a loss.
  const wrong =
    slot.type === 'year' ? ['-1', '22', '20222'] : slot.min === undefined ? [] : [String(slot.min - 1), '-0.5'];
  for (const said of wrong.filter((w) => slot.type !== 'integer' || !w.includes('.')))
    yield mutant('out-of-range', said, s.edited(s.set(path, said)), path);
}

/** What is no date, and so on; an error of each kind that people make. */
const MALFORMED: Partial<Record<Slot['type'], readonly string[]>> = {
  date: [
    '2023年6月5日',
    '2023/6/5',
    '2023-6-5',
    '2023.06.05',
    '20230605',
    '2023-02-30',
    '2022-02-29',
    '2023-06',
    '二〇二三年六月',
    '"2023-06-5"',
    '2023-06-05 10:00',
  ],
  month: ['2022年12月', '2022/12', '2022-1', '202212', '2022-13', '2022-00', '2022-12-31', '去年底'],
  phone: [
    '1380000000',
    '138000000001',
    '12345678901',
    '"1380000000l"',
    '138-0000-000',
    '"0531-8888"',
    '见附件',
    '"１３８０００００００１ "',
  ],
  email: ['a#b.com', 'a@b', 'a@@b.com', '"a b@c.com"', 'a＠b.com', 'a@b，com', '无'],
  url: [
    'www.example.com',
    'http:/example.com',
    'https：//example.com',
    'https://example',
    '"https://exa mple.com"',
    'ftp://example.com',
    'https://example。com',
  ],
};

function* badFormat(s: Specimen, { path, slot }: Place): Generator<Mutant> {
  for (const said of turns.some(MALFORMED[slot.type] ?? [], 3))
    yield mutant('bad-format', said, s.edited(s.set(path, said)), path);
}

function* length(s: Specimen, { path, slot }: Place): Generator<Mutant> {
  const { minLength: min, maxLength: max } = slot;
  if (min !== undefined) yield mutant('text-length', 'too short', s.edited(s.set(path, '短'.repeat(min - 1))), path);
  if (max !== undefined) yield mutant('text-length', 'too long', s.edited(s.set(path, '长'.repeat(max + 1))), path);
}

/** Texts that YAML takes for a number and damages. */
function* lostNumber(s: Specimen, { path, slot, tree, field }: Place): Generator<Mutant> {
  if (tree.kind !== 'scalar' || !field || slot.multiline) return;
  const wrong = {
    code: ['913701020123456789', '91370102012345E678', '037010212345678901'],
    phone: ['053151782669', '+8613800000001'],
    text: ['0531', '1e5', '12345678901234567890'],
    reference: ['01'],
  };
  for (const said of turns.some(wrong[slot.type as keyof typeof wrong] ?? []))
    if (path[0] !== '通知') yield mutant('lost-number', said, s.edited(s.set(path, said)), path);
}

/** Each key with an error in it. */
function* unknownFields(s: Specimen): Generator<Mutant> {
  for (const { path, keys } of groups(s)) {
    for (const { key, start } of keys) {
      const slips = [`${key}项`, key.slice(0, -1), `${key.slice(0, -1)}某`, `${key[0]}${key}`];
      const known = [...keys.map((k) => k.key), ...(s.words(path) ?? [])];
      const [slip] = turns.some(slips.filter((k) => k && !known.includes(k)));
      if (slip === undefined || !turns.once(3)) continue;
      const text = s.edited({ start, end: start + key.length, text: slip });
      // Without the call's name there is no form to hold the rest against.
      if (path.length || key !== '通知') yield mutant('unknown-field', `written ${slip}`, text, [...path, slip]);
      else yield mutant('missing-field', `written ${slip}`, text, ['通知']);
    }
  }
}

/** Every group of the sample with its keys and where these stand. */
export function groups(s: Specimen): readonly { path: FieldPath; keys: readonly { key: string; start: number }[] }[] {
  const keysOf = (path: FieldPath, tree: YamlTree, start: number) =>
    tree.kind === 'map' ? [{ path, keys: tree.entries.map((e) => ({ key: e.key, start: start + e.keyStart })) }] : [];
  const top = s.clean.source.blocks.flatMap(({ start, block }) =>
    block.entries.map((e) => ({ key: e.key, start: start + e.keyStart })),
  );
  return [{ path: [], keys: top }, ...s.typical.flatMap(({ path, tree }) => keysOf(path, tree, s.at(path).start))];
}

/** Another direction: its own fields are missing, those of this one are of another. */
function* directions(s: Specimen): Generator<Mutant> {
  const own = s.direction;
  for (const { id } of s.clean.pack!.notice.directions.filter((d) => d.id !== own)) {
    const turned = s.set('申报.方向', id);
    for (const field of s.clean.pack!.form.fields.find((f) => f.key === '平台')!.fields!) {
      const path = ['平台', field.key];
      const [is, asked] = [s.has(formatFieldPath(path)), isRequired(field, id)];
      if (!is && asked) yield mutant('missing-field', `turned to ${id}`, s.edited(turned), path);
      if (is && field.onlyFor && !field.onlyFor.includes(id))
        yield mutant('direction-field', `turned to ${id}`, s.edited(turned), path);
      if (field.onlyFor?.includes(id) && !is)
        yield mutant(
          'direction-field',
          'of another direction',
          s.edited(s.insert('平台', field.key, sampleOf(field))),
          path,
        );
    }
  }
}

/** A value that the form takes. */
function sampleOf(field: Field): string {
  const [first, second] = options(field.item ?? field);
  if (field.type === 'list') return `[${[first, second].filter(Boolean).join(', ')}]`;
  if (field.type === 'map') return `{${field.fields!.map((f) => `${f.key}: 某处`).join(', ')}}`;
  return first ?? '某项';
}
