/** What can be written at an offset: keys, values, references and whole skeletons, in the form's order. */
import type { Analysis } from './analyze.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { describeField, describeOption } from './describe.ts';
import type { Locale, Path, Span } from './finding.ts';
import { readPath, showPath } from './finding.ts';
import { CHAPTER_FILE, isAllowed, isRequired } from './form.ts';
import type { Field, Slot } from './notice.ts';
import { type LoadedPack, slotAt } from './pack.ts';
import type { Words } from './scan.ts';
import { fieldLines, type Hole, scalar, skeleton } from './skeleton.ts';

export interface Suggestion {
  readonly label: string;
  readonly kind: 'field' | 'group' | 'value' | 'reference' | 'skeleton';
  /** One line beside the label. */
  readonly detail: string;
  readonly documentation: string;
  /** A snippet in TextMate's syntax; following lines are indented like the first. */
  readonly insert: string;
  readonly span: Span;
  /** Position in the list. */
  readonly order: number;
  readonly filter: string;
}

export interface CompleteOptions {
  readonly offset: number;
  readonly locale: Locale;
  readonly words: Words;
  /** Packs at hand, for the first line of a file. */
  readonly packs: ReadonlyMap<string, LoadedPack>;
}

export function complete(analysis: Analysis, options: CompleteOptions): readonly Suggestion[] {
  const cursor = cursorAt(analysis.source, options.offset, options.words);
  if (!cursor) return [];
  const completer = new Completer(analysis, cursor, options.locale);
  return analysis.pack ? completer.suggestions(analysis.pack) : completer.notices(options.packs);
}

class Completer {
  private readonly analysis: Analysis;
  private readonly cursor: Cursor;
  private readonly locale: Locale;

  constructor(analysis: Analysis, cursor: Cursor, locale: Locale) {
    this.analysis = analysis;
    this.cursor = cursor;
    this.locale = locale;
  }

  suggestions(pack: LoadedPack): readonly Suggestion[] {
    const { slot, path } = this.cursor;
    if (slot === 'key' && !path.length) return this.keys(pack, pack.form.fields);
    const place = slotAt(pack.form.fields, showPath(path));
    if (!place) return [];
    if (slot === 'key' && place.type === 'narrative') return this.keys(pack, [CHAPTER_FILE]);
    if (slot === 'key') return place.fields ? this.keys(pack, place.fields) : this.values(pack, place);
    return this.values(pack, place);
  }

  /** Before the notice is named, the only thing to write is its name. */
  notices(packs: ReadonlyMap<string, LoadedPack>): readonly Suggestion[] {
    const { slot, path, span, colon } = this.cursor;
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
          colon ? key : label,
          i,
        ),
        span,
        filter: key,
      };
    });
  }

  private keys(pack: LoadedPack, fields: readonly Field[]): readonly Suggestion[] {
    const { direction } = this.analysis;
    const { beside, path, flow, colon } = this.cursor;
    const open = fields.filter((f) => !beside.includes(f.key) && isAllowed(f, direction));
    const rank = (f: Field) => (isRequired(f, direction) ? 0 : fields.length) + fields.indexOf(f);
    const items = open.map((field): Suggestion => {
      const required = isRequired(field, direction);
      const detail =
        this.say(required ? '必填' : '选填', required ? 'required' : 'optional') +
        (field.unit ? ` · ${field.unit[this.locale]}` : '');
      const about = describeField(pack, field, [...path, field.key], direction, this.locale);
      const insert = colon ? literal(field.key) : this.fieldInsert(pack, field, path, flow);
      return this.item(field.key, field.type === 'map' ? 'group' : 'field', detail, about, insert, 1 + rank(field));
    });
    const missing = open.filter((f) => isRequired(f, direction));
    return missing.length > 1 && !flow && !colon ? [this.whole(pack, missing, path), ...items] : items;
  }

  /** Everything required that is missing here, in one step. */
  private whole(pack: LoadedPack, missing: readonly Field[], path: Path): Suggestion {
    const lines = skeleton(
      pack,
      missing,
      { direction: this.analysis.direction, hole: holes(), remarks: false, known: this.known(pack) },
      showPath(path),
    );
    const label = this.say(`补全必填项（${missing.length} 项）`, `All required fields (${missing.length})`);
    const about = missing.map((f) => `- ${f.key}`).join('\n');
    return {
      ...this.item(label, 'skeleton', '', about, lines.join('\n'), 0),
      filter: `${this.cursor.prefix}补全必填项 all`,
    };
  }

  private fieldInsert(pack: LoadedPack, field: Field, path: Path, flow: boolean): string {
    if (flow) return `${literal(field.key)}: \${1}`;
    const options = { direction: this.analysis.direction, hole: holes(), remarks: false, known: this.known(pack) };
    return fieldLines(pack, field, options, showPath(path)).join('\n');
  }

  private known(pack: LoadedPack): Readonly<Record<string, string>> {
    return { [pack.form.roles.notice]: pack.notice.id };
  }

  private values(pack: LoadedPack, slot: Slot | Field): readonly Suggestion[] {
    const { path, flow } = this.cursor;
    const inner = slot.type === 'list' && slot.item ? slot.item : slot;
    const list = inner !== slot && !flow;
    const wrap = (value: string) => (list && this.cursor.slot === 'value' ? `[${quoted(value)}\${1}]` : quoted(value));
    const direction = this.analysis.direction;
    const offered = (inner.values ?? []).filter((o) => !o.directions || !direction || o.directions.includes(direction));
    const listed = this.listed();
    const answers = inner.type === 'yes-no' ? ['是', '否'] : offered.map((o) => o.value);
    const items = answers
      .filter((value) => !listed.has(value))
      .map((value, i) =>
        this.item(
          value,
          'value',
          this.detail(inner, value),
          describeOption(pack, inner, value, path, direction, this.locale),
          wrap(value),
          i,
        ),
      );
    const or = slot.or === undefined ? [] : [this.item(slot.or, 'value', '', '', literal(slot.or), -1)];
    return [...or, ...items, ...this.references(inner)];
  }

  private detail(slot: Slot | Field, value: string): string {
    return slot.values?.find((o) => o.value === value)?.clause ?? '';
  }

  /** 编号 of materials, where one is asked for. */
  private references(slot: Slot | Field): readonly Suggestion[] {
    if (slot.type !== 'reference' || !slot.ref) return [];
    const [list = '', key = ''] = slot.ref.split('[].');
    const items = this.analysis.answers.items(readPath(list)) ?? [];
    return items.flatMap((item, i) => {
      const name = item.children?.get(key)?.value;
      const others = [...(item.children?.values() ?? [])].flatMap((a) =>
        a.value === undefined || a.path.at(-1) === key ? [] : [String(a.value)],
      );
      return name === undefined
        ? []
        : [this.item(String(name), 'reference', others.join(' · '), '', quoted(String(name)), i)];
    });
  }

  private item(
    label: string,
    kind: Suggestion['kind'],
    detail: string,
    documentation: string,
    insert: string,
    order: number,
  ): Suggestion {
    return {
      label,
      kind,
      detail,
      documentation,
      insert: this.indented(insert),
      span: this.cursor.span,
      order,
      filter: label,
    };
  }

  /** Editors repeat a line's leading blanks, but not its dashes: lines after the first are moved as far as these reach. */
  private indented(insert: string): string {
    const text = this.analysis.source.text;
    const { start } = this.cursor.span;
    const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
    const dashes = /^ *((?:- +)*)$/.exec(line)?.[1] ?? '';
    const spaced = this.cursor.slot === 'value' && /[:：]$/.test(line) ? ` ${insert}` : insert;
    return dashes ? spaced.replaceAll('\n', `\n${' '.repeat(dashes.length)}`) : spaced;
  }

  /** Values that the list has already, but for the one that is being written. */
  private listed(): ReadonlySet<string> {
    const path = this.cursor.path;
    if (typeof path.at(-1) !== 'number') return new Set(this.cursor.beside);
    const list = this.analysis.source.find(path.slice(0, -1))?.tree;
    const items = list?.kind === 'list' ? list.items : [];
    const others = items.filter((t) => t?.kind === 'scalar' && !this.isHere(t));
    return new Set([...this.cursor.beside, ...others.map((t) => (t?.kind === 'scalar' ? t.text : ''))]);
  }

  private isHere(tree: { readonly start: number; readonly end: number }): boolean {
    const start = this.analysis.source.blockAt(this.cursor.span.start)?.start ?? 0;
    return start + tree.start <= this.cursor.span.end && start + tree.end >= this.cursor.span.start;
  }

  private say(zh: string, en: string): string {
    return this.locale === 'zh' ? zh : en;
  }
}

/** Tab stops, one a hole; choices are offered at theirs. */
function holes(): Hole {
  let n = 0;
  return (slot, known) => {
    n++;
    if (known) return `\${${n}:${literal(known)}}`;
    const values =
      slot.type === 'yes-no'
        ? ['是', '否']
        : !slot.open && slot.values && slot.values.length <= 8
          ? slot.values.map((v) => v.value)
          : [];
    return values.length ? `\${${n}|${values.map((v) => v.replace(/[\\,|]/g, '\\$&')).join(',')}|}` : `\${${n}}`;
  };
}

function literal(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** A value as it must stand in YAML, as a snippet. */
function quoted(value: string): string {
  return literal(scalar(value));
}
