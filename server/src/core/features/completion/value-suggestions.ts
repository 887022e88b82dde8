/** The values that completion offers at a place of the form: choices, references, files, days, what other fields say. */
import { isWaivable, WAIVER_KEYS } from '../../analysis/waivers.ts';
import { CHAPTER_FILE } from '../../form/read-form.ts';
import type { Field, Slot } from '../../model/form-schema.ts';
import type { LocalizedText } from '../../model/localized-text.ts';
import type { LoadedPack } from '../../model/pack.ts';
import { formatFieldPath, parseFieldPath } from '../../model/path.ts';
import { escapeSnippet } from '../../text/snippet.ts';
import { optionMarkdown } from '../hover/hover.ts';
import { type CompletionSuggestion, quotedSnippet, type SuggestionFactory } from './suggestion.ts';

/**
 * What can be written at a place that holds a value, or as a new item of the list that stands there. A list item comes
 * with its dash or its brackets where these are not there yet; values that the list has already are left out.
 */
export function valueSuggestions(
  factory: SuggestionFactory,
  pack: LoadedPack,
  slot: Slot | Field,
): readonly CompletionSuggestion[] {
  const inner = slot.type === 'list' && slot.item ? slot.item : slot;
  return withoutDuplicates([
    ...alternative(factory, slot),
    ...choices(factory, pack, slot, inner),
    ...references(factory, inner),
    ...suggestedAnswers(factory, inner),
    ...files(factory, inner),
    ...dates(factory, pack, inner),
    ...waivableFindings(factory, pack),
  ]);
}

/** The word that may stand in place of a list, such as 无; not where the list has items already. */
function alternative(factory: SuggestionFactory, slot: Slot | Field): readonly CompletionSuggestion[] {
  const { cursor, analysis } = factory;
  const isBegun = cursor.slot === 'key' && analysis.source.find(cursor.path)?.tree?.kind === 'list';
  if (slot.or === undefined || isBegun) return [];
  return [factory.item({ label: slot.or, kind: 'value', insert: escapeSnippet(slot.or), order: -1 })];
}

/** The values of an enum, or yes and no; `inner` is what the items of a list may be. */
function choices(
  factory: SuggestionFactory,
  pack: LoadedPack,
  slot: Slot | Field,
  inner: Slot | Field,
): readonly CompletionSuggestion[] {
  const { cursor, analysis, locale } = factory;
  const isNewItem = inner !== slot && !cursor.isInFlow;
  const wrap = (value: string) => {
    if (!isNewItem) return quotedSnippet(value);
    return cursor.slot === 'value' ? `[${quotedSnippet(value)}\${1}]` : `- ${quotedSnippet(value)}`;
  };
  const { direction } = analysis;
  const offered = (inner.values ?? []).filter((o) => !o.directions || !direction || o.directions.includes(direction));
  const values = inner.type === 'yes-no' ? ['是', '否'] : offered.map((o) => o.value);
  const listed = listedValues(factory);
  // In brackets, the mark that ends an item of a closed list also takes it.
  const commit = cursor.isInFlow && !inner.open ? [',', ']', '}'] : [];
  return values
    .filter((value) => !listed.has(value))
    .map((value, order) => ({
      ...factory.item({
        label: value,
        kind: 'value',
        detail: inner.values?.find((o) => o.value === value)?.clause ?? '',
        documentation: optionMarkdown(pack, inner, value, cursor.path, direction, locale),
        insert: wrap(value),
        order,
      }),
      commit,
    }));
}

/** 编号 of materials, where one is asked for. */
function references(factory: SuggestionFactory, slot: Slot | Field): readonly CompletionSuggestion[] {
  if (slot.type !== 'reference' || !slot.ref) return [];
  const [list = '', key = ''] = slot.ref.split('[].');
  const items = factory.analysis.answers.items(parseFieldPath(list)) ?? [];
  return items.flatMap((item, order) => {
    const name = item.children?.get(key)?.value;
    if (name === undefined) return [];
    const others = [...(item.children?.values() ?? [])].flatMap((a) =>
      a.value === undefined || a.path.at(-1) === key ? [] : [String(a.value)],
    );
    const label = String(name);
    const detail = others.join(' · ');
    return [factory.item({ label, kind: 'reference', detail, insert: quotedSnippet(label), order })];
  });
}

/** What other fields say that is likely to be wanted here, such as the applicant's own name. */
function suggestedAnswers(factory: SuggestionFactory, slot: Slot | Field): readonly CompletionSuggestion[] {
  const own = formatFieldPath(factory.cursor.path);
  return (slot.suggest ?? []).flatMap((pattern) =>
    factory.analysis.answers
      .all(pattern)
      .filter((a) => a.state === 'ok' && a.value !== undefined && formatFieldPath(a.path) !== own)
      .map(({ value, path }, order) => {
        const label = String(value);
        const detail = formatFieldPath(path);
        return factory.item({ label, kind: 'value', detail, insert: quotedSnippet(label), order });
      }),
  );
}

/** Files at hand, those that stand for no paper yet first. */
function files(factory: SuggestionFactory, slot: Slot | Field): readonly CompletionSuggestion[] {
  if (slot.type !== 'file') return [];
  const { cursor, analysis, options } = factory;
  const isChapter = cursor.path.at(-1) === CHAPTER_FILE.key && slot === CHAPTER_FILE;
  const used = new Set(analysis.cache.input.files?.keys());
  const offered = (options.files?.() ?? []).filter((f) => /\.(?:md|markdown|txt)$/i.test(f) === isChapter);
  const usedNote = factory.localize('已经用作一份材料', 'stands for a paper already');
  return offered.map((file, i) => {
    const isUsed = used.has(file);
    const order = isUsed ? i + offered.length : i;
    const detail = isUsed ? usedNote : '';
    const item = factory.item({ label: file, kind: 'file', detail, insert: quotedSnippet(file), order });
    const name = file.slice(file.lastIndexOf('/') + 1);
    return { ...item, filter: `${factory.filter(name)} ${file}` };
  });
}

/** Days that a dossier is about: today, the last day, the years that are asked for. */
function dates(factory: SuggestionFactory, pack: LoadedPack, slot: Slot | Field): readonly CompletionSuggestion[] {
  const { notice, form } = pack;
  const { analysis, options, cursor, locale } = factory;
  const item = (label: string, detail: string, order: number) =>
    factory.item({ label, kind: 'value', detail, insert: label, order });
  if (slot.type === 'year') return notice.accounts.map((y, i) => item(String(y), '', i));
  if (slot.type !== 'date' && slot.type !== 'month') return [];
  const city = analysis.answers.text(form.roles.city);
  const ofCity = city === undefined ? undefined : analysis.cache.input.settings.deadlines?.[city];
  const days: readonly (readonly [string | undefined, LocalizedText])[] = [
    [options.today, { zh: '今天', en: 'today' }],
    [analysis.answers.text(form.roles.day), { zh: '申报日期', en: 'the day of the application' }],
    [ofCity, { zh: `${city}的截止日期`, en: `the last day for ${city}` }],
    [notice.closes, { zh: '截止日期', en: 'the last day' }],
    [notice.asOf, { zh: '数据截止日', en: 'the day figures are of' }],
  ];
  const length = slot.type === 'month' ? 'YYYY-MM'.length : 'YYYY-MM-DD'.length;
  const isOwn = formatFieldPath(cursor.path) === form.roles.day;
  return days.flatMap(([day, what], i) => {
    if (day === undefined || (isOwn && i === 1)) return [];
    const value = day.slice(0, length);
    // The figures stand in the filter once, so that another day that is typed does not match this one.
    return [{ ...item(value, what[locale], i), filter: `${value} ${factory.filter(what.zh)}` }];
  });
}

/** What a waiver may lift: the rules that found something that can be waived, and where they found it. */
function waivableFindings(factory: SuggestionFactory, pack: LoadedPack): readonly CompletionSuggestion[] {
  const { analysis, locale } = factory;
  const { path } = factory.cursor;
  const key = path.at(-1);
  if (path.length !== 3 || path[0] !== pack.form.roles.waivers) return [];
  const found = analysis.findings.filter(
    (f) =>
      !f.waived && f.severity !== 'info' && isWaivable(f, pack) && pack.rules.some((r) => r.id === f.rule && r.check),
  );
  if (key === WAIVER_KEYS.rule)
    return found.map(({ rule, title, message }, order) => {
      const [detail, documentation] = [title[locale], message[locale]];
      return factory.item({ label: rule, kind: 'value', detail, documentation, insert: rule, order });
    });
  if (key !== WAIVER_KEYS.place) return [];
  const rule = analysis.answers.text([...path.slice(0, -1), WAIVER_KEYS.rule]);
  return found
    .filter((f) => f.path && (rule === undefined || f.rule === rule))
    .map((f, order) => {
      const label = formatFieldPath(f.path!);
      const [detail, documentation] = [`${f.title[locale]} ${f.rule}`, f.message[locale]];
      return factory.item({ label, kind: 'value', detail, documentation, insert: quotedSnippet(label), order });
    });
}

/** Values that the list has already, but for the one that is being written. */
function listedValues({ analysis: { source }, cursor }: SuggestionFactory): ReadonlySet<string> {
  const { path, span, siblings } = cursor;
  const list = source.find(typeof path.at(-1) === 'number' ? path.slice(0, -1) : path)?.tree;
  const start = source.blockAt(span.start)?.start ?? 0;
  const others = (list?.kind === 'list' ? list.items : []).flatMap((t) => {
    const isAtCursor = t && start + t.start <= span.end && start + t.end >= span.start;
    return t?.kind === 'scalar' && !isAtCursor ? [t.text] : [];
  });
  return new Set([...siblings, ...others]);
}

/** Each label once, as it is offered first. */
function withoutDuplicates(items: readonly CompletionSuggestion[]): readonly CompletionSuggestion[] {
  const seen = new Set<string>();
  return items.filter(({ label }) => !seen.has(label) && seen.add(label));
}
