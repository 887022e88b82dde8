/** What can be written at an offset: keys, values, references and whole skeletons, in the form's order. */
import type { Analysis } from '../../analysis/types.ts';
import { isWaivable, WAIVER_KEYS } from '../../analysis/waivers.ts';
import { fieldLines, itemLine, type Placeholder, skeleton } from '../../edits/skeleton.ts';
import { isAllowed, isRequired } from '../../form/answer.ts';
import { CHAPTER_FILE } from '../../form/read-form.ts';
import type { Span } from '../../model/edit.ts';
import type { FormKeys } from '../../model/form-paths.ts';
import { slotAt } from '../../model/form-paths.ts';
import type { Field, Slot } from '../../model/form-schema.ts';
import type { Locale, LocalizedText } from '../../model/localized-text.ts';
import type { LoadedPack } from '../../model/pack.ts';
import type { FieldPath } from '../../model/path.ts';
import { formatFieldPath, parseFieldPath } from '../../model/path.ts';
import { lineStart } from '../../text/lines.ts';
import type { Spelling } from '../../text/pinyin.ts';
import { quoteScalar } from '../../yaml/quote-scalar.ts';
import { fieldMarkdown, optionMarkdown } from '../hover/hover.ts';
import { type CursorContext, cursorContextAt } from './cursor-context.ts';

export interface CompletionSuggestion {
  readonly label: string;
  readonly kind: 'field' | 'group' | 'value' | 'reference' | 'file' | 'skeleton';
  /** One line beside the label. */
  readonly detail: string;
  readonly documentation: string;
  /** A snippet in TextMate's syntax; following lines are indented like the first. */
  readonly insert: string;
  readonly span: Span;
  /** Position in the list. */
  readonly order: number;
  readonly filter: string;
  /** Characters that take the item and go on writing: only where nothing else could be meant. */
  readonly commit: readonly string[];
}

export interface CompletionOptions {
  readonly offset: number;
  readonly locale: Locale;
  readonly formKeys: FormKeys;
  /** Packs at hand, for the first line of a file. */
  readonly packs: ReadonlyMap<string, LoadedPack>;
  /** `YYYY-MM-DD`, for places that want a day. */
  readonly today?: string;
  /** The files below the dossier's folder, as it would write them; asked for only where one is wanted. */
  readonly files?: () => readonly string[];
  /** How a word is typed without Chinese input; without it items answer to their words alone. */
  readonly spell?: (text: string) => Spelling;
}

export function completion(analysis: Analysis, options: CompletionOptions): readonly CompletionSuggestion[] {
  const cursor = cursorContextAt(analysis.source, options.offset, options.formKeys);
  if (!cursor) return [];
  const completer = new CompletionBuilder(analysis, cursor, options);
  return analysis.pack ? completer.suggestions(analysis.pack) : completer.notices(options.packs);
}

class CompletionBuilder {
  private readonly analysis: Analysis;
  private readonly cursor: CursorContext;
  private readonly locale: Locale;
  private readonly options: CompletionOptions;

  constructor(analysis: Analysis, cursor: CursorContext, options: CompletionOptions) {
    this.analysis = analysis;
    this.cursor = cursor;
    this.locale = options.locale;
    this.options = options;
  }

  suggestions(pack: LoadedPack): readonly CompletionSuggestion[] {
    const { slot, path } = this.cursor;
    if (slot === 'key' && !path.length) return this.keys(pack, pack.form.fields);
    const place = this.slotAt(pack, path);
    if (!place) return [];
    if (slot === 'key' && place.type === 'narrative') return this.keys(pack, [CHAPTER_FILE]);
    if (slot === 'key' && place.fields) return this.keys(pack, place.fields);
    const values = this.values(pack, place);
    return slot === 'key' && place.type === 'list' && place.item?.type === 'map' && !this.cursor.hasColon
      ? [...values, this.row(place.item)]
      : values;
  }

  /** A whole item of a list of groups. */
  private row(item: Slot): CompletionSuggestion {
    const options = { direction: this.analysis.direction, placeholder: tabStops(), comments: false };
    const label = this.localize('加一条', 'New item');
    const { filter } = this.item('加一条 new', 'skeleton', '', '', '', 0);
    return { ...this.item(label, 'skeleton', '', '', itemLine(item, options), 0), filter };
  }

  /** The form's place at a path; of a chapter kept apart, the key that names its file. */
  private slotAt(pack: LoadedPack, path: FieldPath): Slot | Field | undefined {
    const found = slotAt(pack.form.fields, formatFieldPath(path));
    const above = path.at(-1) === CHAPTER_FILE.key && slotAt(pack.form.fields, formatFieldPath(path.slice(0, -1)));
    return found ?? (above && above.type === 'narrative' ? CHAPTER_FILE : undefined);
  }

  /** Before the notice is named, the only thing to write is its name. */
  notices(packs: ReadonlyMap<string, LoadedPack>): readonly CompletionSuggestion[] {
    const { slot, path, span, hasColon } = this.cursor;
    const all = [...packs.values()];
    const key = all[0]?.form.roles.notice;
    if (slot === 'value' && path.length === 1 && path[0] === key) {
      return all.map(({ notice }, i) =>
        this.item(notice.id, 'value', notice.title[this.locale], notice.about[this.locale], notice.id, i),
      );
    }
    if (slot !== 'key' || path.length || key === undefined) return [];
    return all.map(({ notice, form }, i) => {
      const label = `${key}: ${notice.id}`;
      const field = form.fields.find((f) => f.key === key);
      return {
        ...this.item(
          label,
          'field',
          notice.title[this.locale],
          field?.about?.[this.locale] ?? '',
          hasColon ? key : label,
          i,
        ),
        span,
        filter: this.filter(key),
      };
    });
  }

  private keys(pack: LoadedPack, fields: readonly Field[]): readonly CompletionSuggestion[] {
    const { direction } = this.analysis;
    const { siblings, path, isInFlow, hasColon } = this.cursor;
    const open = fields.filter((f) => !siblings.includes(f.key) && isAllowed(f, direction));
    const rank = (f: Field) => (isRequired(f, direction) ? 0 : fields.length) + fields.indexOf(f);
    const items = open.map((field): CompletionSuggestion => {
      const required = isRequired(field, direction);
      const detail =
        this.localize(required ? '必填' : '选填', required ? 'required' : 'optional') +
        (field.unit ? ` · ${field.unit[this.locale]}` : '');
      const about = fieldMarkdown(pack, field, [...path, field.key], direction, this.locale);
      const insert = hasColon ? escapeSnippet(field.key) : this.fieldInsert(pack, field, path, isInFlow);
      return this.item(field.key, field.type === 'map' ? 'group' : 'field', detail, about, insert, 1 + rank(field));
    });
    const missing = open.filter((f) => isRequired(f, direction));
    return missing.length > 1 && !isInFlow && !hasColon
      ? [this.allMissingFields(pack, missing, path), ...items]
      : items;
  }

  /** Everything required that is missing here, in one step. */
  private allMissingFields(pack: LoadedPack, missing: readonly Field[], path: FieldPath): CompletionSuggestion {
    const lines = skeleton(
      pack,
      missing,
      { direction: this.analysis.direction, placeholder: tabStops(), comments: false, known: this.knownValues(pack) },
      formatFieldPath(path),
    );
    const label = this.localize(`补全必填项（${missing.length} 项）`, `All required fields (${missing.length})`);
    const about = missing.map((f) => `- ${f.key}`).join('\n');
    return { ...this.item(label, 'skeleton', '', about, lines.join('\n'), 0), filter: this.filter('补全必填项 all') };
  }

  private fieldInsert(pack: LoadedPack, field: Field, path: FieldPath, flow: boolean): string {
    if (flow) return `${escapeSnippet(field.key)}: \${1}`;
    const options = {
      direction: this.analysis.direction,
      placeholder: tabStops(),
      comments: false,
      known: this.knownValues(pack),
    };
    return fieldLines(pack, field, options, formatFieldPath(path)).join('\n');
  }

  private knownValues(pack: LoadedPack): Readonly<Record<string, string>> {
    return { [pack.form.roles.notice]: pack.notice.id };
  }

  private values(pack: LoadedPack, slot: Slot | Field): readonly CompletionSuggestion[] {
    const { path, isInFlow } = this.cursor;
    const inner = slot.type === 'list' && slot.item ? slot.item : slot;
    const list = inner !== slot && !isInFlow;
    const wrap = (value: string) => {
      if (!list) return quotedSnippet(value);
      return this.cursor.slot === 'value' ? `[${quotedSnippet(value)}\${1}]` : `- ${quotedSnippet(value)}`;
    };
    const direction = this.analysis.direction;
    const offered = (inner.values ?? []).filter((o) => !o.directions || !direction || o.directions.includes(direction));
    const listed = this.listedValues();
    const answers = inner.type === 'yes-no' ? ['是', '否'] : offered.map((o) => o.value);
    const items = answers
      .filter((value) => !listed.has(value))
      .map((value, i) =>
        this.item(
          value,
          'value',
          this.detail(inner, value),
          optionMarkdown(pack, inner, value, path, direction, this.locale),
          wrap(value),
          i,
        ),
      );
    // What stands in brackets and is one of a list is taken by what ends it there.
    const closed = items.map((item) => (isInFlow && !inner.open ? { ...item, commit: [',', ']', '}'] } : item));
    const isBegun = this.cursor.slot === 'key' && this.analysis.source.find(path)?.tree?.kind === 'list';
    const or =
      slot.or === undefined || isBegun ? [] : [this.item(slot.or, 'value', '', '', escapeSnippet(slot.or), -1)];
    const more = [
      ...this.references(inner),
      ...this.suggested(inner),
      ...this.files(inner),
      ...this.dates(pack, inner),
    ];
    return withoutDuplicates([...or, ...closed, ...more, ...this.waived(pack)]);
  }

  /** What other fields say that is likely to be wanted here: the applicant's own name. */
  private suggested(slot: Slot | Field): readonly CompletionSuggestion[] {
    return (slot.suggest ?? []).flatMap((pattern) =>
      this.analysis.answers
        .all(pattern)
        .filter(
          (a) =>
            a.state === 'ok' && a.value !== undefined && formatFieldPath(a.path) !== formatFieldPath(this.cursor.path),
        )
        .map((a, i) =>
          this.item(String(a.value), 'value', formatFieldPath(a.path), '', quotedSnippet(String(a.value)), i),
        ),
    );
  }

  /** Files at hand, those that stand for no paper yet first. */
  private files(slot: Slot | Field): readonly CompletionSuggestion[] {
    const isChapter = this.cursor.path.at(-1) === CHAPTER_FILE.key && slot === CHAPTER_FILE;
    if (slot.type !== 'file') return [];
    const { files = () => [] } = this.options;
    const used = new Set(this.analysis.cache.input.files?.keys());
    const offered = files().filter((f) => /\.(?:md|markdown|txt)$/i.test(f) === isChapter);
    const named = this.localize('已经用作一份材料', 'stands for a paper already');
    return offered.map((file, i) => {
      const item = this.item(file, 'file', used.has(file) ? named : '', '', quotedSnippet(file), i);
      const name = file.slice(file.lastIndexOf('/') + 1);
      return { ...item, order: used.has(file) ? i + offered.length : i, filter: `${this.filter(name)} ${file}` };
    });
  }

  /** Days that a dossier is about: today, the last day, the years that are asked for. */
  private dates(pack: LoadedPack, slot: Slot | Field): readonly CompletionSuggestion[] {
    const { notice, form } = pack;
    if (slot.type === 'year') return notice.accounts.map((y, i) => this.item(String(y), 'value', '', '', String(y), i));
    if (slot.type !== 'date' && slot.type !== 'month') return [];
    const city = this.analysis.answers.text(form.roles.city);
    const ofCity = city === undefined ? undefined : this.analysis.cache.input.settings.deadlines?.[city];
    const days: readonly (readonly [string | undefined, LocalizedText])[] = [
      [this.options.today, { zh: '今天', en: 'today' }],
      [this.analysis.answers.text(form.roles.day), { zh: '申报日期', en: 'the day of the application' }],
      [ofCity, { zh: `${city}的截止日期`, en: `the last day for ${city}` }],
      [notice.closes, { zh: '截止日期', en: 'the last day' }],
      [notice.asOf, { zh: '数据截止日', en: 'the day figures are of' }],
    ];
    const length = slot.type === 'month' ? 'YYYY-MM'.length : 'YYYY-MM-DD'.length;
    const isOwn = formatFieldPath(this.cursor.path) === form.roles.day;
    return days.flatMap(([day, what], i) => {
      if (day === undefined || (isOwn && i === 1)) return [];
      const value = day.slice(0, length);
      // The figures once: another day that is typed is not to be taken for this one.
      return [
        { ...this.item(value, 'value', what[this.locale], '', value, i), filter: `${value} ${this.filter(what.zh)}` },
      ];
    });
  }

  /** What a waiver may lift: the rules that found something that can be waived, and where they found it. */
  private waived(pack: LoadedPack): readonly CompletionSuggestion[] {
    const { path } = this.cursor;
    const key = path.at(-1);
    if (path.length !== 3 || path[0] !== pack.form.roles.waivers) return [];
    const waivable = this.analysis.findings.filter((f) => !f.waived && f.severity !== 'info' && isWaivable(f, pack));
    const checked = waivable.filter((f) => pack.rules.some((r) => r.id === f.rule && r.check));
    if (key === WAIVER_KEYS.rule) {
      return checked.map((f, i) => this.item(f.rule, 'value', f.title[this.locale], f.message[this.locale], f.rule, i));
    }
    if (key !== WAIVER_KEYS.place) return [];
    const rule = this.analysis.answers.text([...path.slice(0, -1), WAIVER_KEYS.rule]);
    return checked
      .filter((f) => f.path && (rule === undefined || f.rule === rule))
      .map((f, i) =>
        this.item(
          formatFieldPath(f.path!),
          'value',
          `${f.title[this.locale]} ${f.rule}`,
          f.message[this.locale],
          quotedSnippet(formatFieldPath(f.path!)),
          i,
        ),
      );
  }

  /**
   * What an item answers to: its words and how they are typed. Editors ask once and go on filtering, and what comes
   * first counts most: initials, which fit many items, unless what is typed is no beginning of theirs.
   */
  private filter(words: string): string {
    const typed = this.cursor.prefix.trim().toLowerCase();
    const isLatin = /^[a-z]/.test(typed);
    // Chinese has no blanks: editors would not look for 名称 within 单位名称.
    const inside = typed && !isLatin ? words.toLowerCase().indexOf(typed) : 0;
    if (inside > 0) return `${words.slice(inside)} ${words}`;
    const spelling = this.options.spell?.(words);
    if (!spelling || spelling.full === words.toLowerCase()) return words;
    const { full, initials } = spelling;
    if (typed && !isLatin) return `${words} ${initials} ${full}`;
    return isLatin && !initials.startsWith(typed) && full.startsWith(typed)
      ? `${full} ${initials} ${words}`
      : `${initials} ${words} ${full}`;
  }

  private detail(slot: Slot | Field, value: string): string {
    return slot.values?.find((o) => o.value === value)?.clause ?? '';
  }

  /** 编号 of materials, where one is asked for. */
  private references(slot: Slot | Field): readonly CompletionSuggestion[] {
    if (slot.type !== 'reference' || !slot.ref) return [];
    const [list = '', key = ''] = slot.ref.split('[].');
    const items = this.analysis.answers.items(parseFieldPath(list)) ?? [];
    return items.flatMap((item, i) => {
      const name = item.children?.get(key)?.value;
      const others = [...(item.children?.values() ?? [])].flatMap((a) =>
        a.value === undefined || a.path.at(-1) === key ? [] : [String(a.value)],
      );
      return name === undefined
        ? []
        : [this.item(String(name), 'reference', others.join(' · '), '', quotedSnippet(String(name)), i)];
    });
  }

  private item(
    label: string,
    kind: CompletionSuggestion['kind'],
    detail: string,
    documentation: string,
    insert: string,
    order: number,
  ): CompletionSuggestion {
    return {
      label,
      kind,
      detail,
      documentation,
      insert: this.indented(insert),
      span: this.cursor.span,
      order,
      filter: this.filter(label),
      commit: [],
    };
  }

  /** Editors repeat a line's leading blanks, but not its dashes: lines after the first are moved as far as these reach. */
  private indented(insert: string): string {
    const text = this.analysis.source.text;
    const { start } = this.cursor.span;
    const line = text.slice(lineStart(text, start), start);
    const dashes = /^ *((?:- +)*)$/.exec(line)?.[1] ?? '';
    const spaced = this.cursor.slot === 'value' && /[:：]$/.test(line) ? ` ${insert}` : insert;
    return dashes ? spaced.replaceAll('\n', `\n${' '.repeat(dashes.length)}`) : spaced;
  }

  /** Values that the list has already, but for the one that is being written. */
  private listedValues(): ReadonlySet<string> {
    const path = this.cursor.path;
    const list = this.analysis.source.find(typeof path.at(-1) === 'number' ? path.slice(0, -1) : path)?.tree;
    const items = list?.kind === 'list' ? list.items : [];
    const others = items.filter((t) => t?.kind === 'scalar' && !this.isAtCursor(t));
    return new Set([...this.cursor.siblings, ...others.map((t) => (t?.kind === 'scalar' ? t.text : ''))]);
  }

  private isAtCursor(tree: { readonly start: number; readonly end: number }): boolean {
    const start = this.analysis.source.blockAt(this.cursor.span.start)?.start ?? 0;
    return start + tree.start <= this.cursor.span.end && start + tree.end >= this.cursor.span.start;
  }

  private localize(zh: string, en: string): string {
    return this.locale === 'zh' ? zh : en;
  }
}

/**
 * Tab stops, one a placeholder, each empty unless the form proposes something: a choice in a snippet stands in the text as if
 * its first word had been answered, and its list knows no pinyin. What can stand there is offered where the cursor is.
 */
function tabStops(): Placeholder {
  let n = 0;
  return (_slot, known) => {
    n++;
    return known ? `\${${n}:${escapeSnippet(known)}}` : `\${${n}}`;
  };
}

/** Each label once, as it is offered first. */
function withoutDuplicates(items: readonly CompletionSuggestion[]): readonly CompletionSuggestion[] {
  const seen = new Set<string>();
  return items.filter(({ label }) => !seen.has(label) && seen.add(label));
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A value as it must stand in YAML, as a snippet. */
function quotedSnippet(value: string): string {
  return escapeSnippet(quoteScalar(value));
}
