/** Completion: what can be written at an offset – keys, values, references and whole skeletons, in the form's order. */
import type { Analysis } from '../../analysis/types.ts';
import { fieldLines, itemLine, type Placeholder, type SkeletonOptions, skeleton } from '../../edits/skeleton.ts';
import { isAllowed, isRequired } from '../../form/answer.ts';
import { CHAPTER_FILE } from '../../form/read-form.ts';
import { slotAt } from '../../model/form-paths.ts';
import type { Field, Slot } from '../../model/form-schema.ts';
import type { LoadedPack } from '../../model/pack.ts';
import type { FieldPath } from '../../model/path.ts';
import { formatFieldPath } from '../../model/path.ts';
import { escapeSnippet } from '../../text/snippet.ts';
import { fieldMarkdown } from '../hover/hover.ts';
import { cursorContextAt } from './cursor-context.ts';
import { type CompletionOptions, type CompletionSuggestion, SuggestionFactory } from './suggestion.ts';
import { valueSuggestions } from './value-suggestions.ts';

/**
 * What can be written at `options.offset`, by the form of the dossier's notice; empty where nothing can be completed: inside
 * a text, a comment, or a place that the form does not have. Before the notice is named, only notices are offered.
 */
export function completion(analysis: Analysis, options: CompletionOptions): readonly CompletionSuggestion[] {
  const cursor = cursorContextAt(analysis.source, options.offset, options.formKeys);
  if (!cursor) return [];
  const factory = new SuggestionFactory(analysis, cursor, options);
  return analysis.pack ? formSuggestions(factory, analysis.pack) : noticeSuggestions(factory);
}

function formSuggestions(factory: SuggestionFactory, pack: LoadedPack): readonly CompletionSuggestion[] {
  const { slot, path, hasColon } = factory.cursor;
  if (slot === 'key' && !path.length) return keySuggestions(factory, pack, pack.form.fields);
  const place = slotOrChapterFile(pack, path);
  if (!place) return [];
  if (slot === 'key' && place.type === 'narrative') return keySuggestions(factory, pack, [CHAPTER_FILE]);
  if (slot === 'key' && place.fields) return keySuggestions(factory, pack, place.fields);
  const values = valueSuggestions(factory, pack, place);
  return slot === 'key' && place.type === 'list' && place.item?.type === 'map' && !hasColon
    ? [...values, newItem(factory, place.item)]
    : values;
}

/** The form's slot at a path; for a chapter kept in a file of its own, also the key that names the file. */
function slotOrChapterFile(pack: LoadedPack, path: FieldPath): Slot | Field | undefined {
  const found = slotAt(pack.form.fields, formatFieldPath(path));
  const above = path.at(-1) === CHAPTER_FILE.key && slotAt(pack.form.fields, formatFieldPath(path.slice(0, -1)));
  return found ?? (above && above.type === 'narrative' ? CHAPTER_FILE : undefined);
}

/** A whole item of a list of groups. */
function newItem(factory: SuggestionFactory, item: Slot): CompletionSuggestion {
  const { direction } = factory.analysis;
  const insert = itemLine(item, { direction, placeholder: tabStops(), comments: false });
  const label = factory.localize('加一条', 'New item');
  return {
    ...factory.item({ label, kind: 'skeleton', insert, order: 0 }),
    filter: factory.filter('加一条 new'),
  };
}

/** The ids of the notices at hand, with their key or as its value: before the notice is named there is nothing else to write. */
function noticeSuggestions(factory: SuggestionFactory): readonly CompletionSuggestion[] {
  const { locale } = factory;
  const { slot, path, hasColon } = factory.cursor;
  const all = [...factory.options.packs.values()];
  const key = all[0]?.form.roles.notice;
  if (slot === 'value' && path.length === 1 && path[0] === key)
    return all.map(({ notice: { id, title, about } }, order) =>
      factory.item({
        label: id,
        kind: 'value',
        detail: title[locale],
        ...(about ? { documentation: about[locale] } : {}),
        insert: id,
        order,
      }),
    );
  if (slot !== 'key' || path.length || key === undefined) return [];
  return all.map(({ notice, form }, order) => {
    const label = `${key}: ${notice.id}`;
    const field = form.fields.find((f) => f.key === key);
    const item = factory.item({
      label,
      kind: 'field',
      detail: notice.title[locale],
      documentation: field?.about?.[locale] ?? '',
      insert: hasColon ? key : label,
      order,
    });
    return { ...item, filter: factory.filter(key) };
  });
}

/** The keys that a group may still get, those that are required first. */
function keySuggestions(
  factory: SuggestionFactory,
  pack: LoadedPack,
  fields: readonly Field[],
): readonly CompletionSuggestion[] {
  const { direction } = factory.analysis;
  const { siblings, isInFlow, hasColon } = factory.cursor;
  const open = fields.filter((f) => !siblings.includes(f.key) && isAllowed(f, direction));
  const rank = (f: Field) => (isRequired(f, direction) ? 0 : fields.length) + fields.indexOf(f);
  const items = open.map((field) => keySuggestion(factory, pack, field, 1 + rank(field)));
  const missing = open.filter((f) => isRequired(f, direction));
  return missing.length > 1 && !isInFlow && !hasColon ? [allMissingFields(factory, pack, missing), ...items] : items;
}

function keySuggestion(
  factory: SuggestionFactory,
  pack: LoadedPack,
  field: Field,
  order: number,
): CompletionSuggestion {
  const { analysis, locale } = factory;
  const { path, hasColon } = factory.cursor;
  const required = isRequired(field, analysis.direction);
  const needed = factory.localize(required ? '必填' : '选填', required ? 'required' : 'optional');
  return factory.item({
    label: field.key,
    kind: field.type === 'map' ? 'group' : 'field',
    detail: needed + (field.unit ? ` · ${field.unit[locale]}` : ''),
    documentation: fieldMarkdown(pack, field, [...path, field.key], analysis.direction, locale),
    insert: hasColon ? escapeSnippet(field.key) : fieldSnippet(factory, pack, field),
    order,
  });
}

/** A key with what is required below it; in braces with a tab stop only. */
function fieldSnippet({ analysis, cursor }: SuggestionFactory, pack: LoadedPack, field: Field): string {
  if (cursor.isInFlow) return `${escapeSnippet(field.key)}: \${1}`;
  return fieldLines(pack, field, snippetOptions(analysis, pack), formatFieldPath(cursor.path)).join('\n');
}

/** Everything required that is missing here, in one step. */
function allMissingFields(
  factory: SuggestionFactory,
  pack: LoadedPack,
  missing: readonly Field[],
): CompletionSuggestion {
  const { analysis, cursor } = factory;
  const lines = skeleton(pack, missing, snippetOptions(analysis, pack), formatFieldPath(cursor.path));
  const item = factory.item({
    label: factory.localize(`补全必填项（${missing.length} 项）`, `All required fields (${missing.length})`),
    kind: 'skeleton',
    documentation: missing.map((f) => `- ${f.key}`).join('\n'),
    insert: lines.join('\n'),
    order: 0,
  });
  return { ...item, filter: factory.filter('补全必填项 all') };
}

function snippetOptions({ direction }: Analysis, pack: LoadedPack): SkeletonOptions {
  const known = { [pack.form.roles.notice]: pack.notice.id };
  return { direction, placeholder: tabStops(), comments: false, known };
}

/**
 * Numbered tab stops, each empty unless the form proposes a value. Choices are not put into the snippet: a choice stands
 * in the text as if its first value had been answered, and its list does not match pinyin. They are offered at the cursor.
 */
function tabStops(): Placeholder {
  let n = 0;
  return (_slot, known) => {
    n++;
    return known ? `\${${n}:${escapeSnippet(known)}}` : `\${${n}}`;
  };
}
