/** Reads a dossier's text as answers to a form: what each field was given, and what is wrong with the giving. */

import type { Chapters, ChapterText } from '../inputs/evidence.ts';
import type { Mend } from '../model/finding.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import type { Text } from '../model/localized-text.ts';
import { type Path, showPath } from '../model/path.ts';
import { nearest } from '../text/closest-match.ts';
import { countWords } from '../text/count-characters.ts';
import { type Block, EMPTY_BLOCK, type Entry, type MapTree, type ScalarTree, type Tree } from '../yaml/tree.ts';
import { type Answer, isRequired, type Slip } from './answer.ts';
import { readScalar } from './scalar-values.ts';

export interface FormReading {
  readonly answer: Answer;
  readonly slips: readonly Slip[];
  /** The chapters that were asked for, by file, and what was at hand: where that changes, so may the reading. */
  readonly chapters: ReadonlyMap<string, ChapterText | undefined>;
}

/** What a field is read with. */
export interface ReadingOptions {
  /** Decides which fields belong. */
  readonly direction: string | undefined;
  readonly chapters: Chapters;
  /** The end of the text was not read: nothing can be said to be missing. */
  readonly isCut: boolean;
}

/** Reads one top-level field from the block that holds it. */
export function readField(field: Field, block: Block | undefined, options: ReadingOptions): FormReading {
  const reader = new FormReader(options, block ?? (options.isCut ? LOST : undefined));
  const entry = block?.entries.find((e) => e.key === field.key);
  return { answer: reader.field(field, [field.key], entry), slips: reader.slips, chapters: reader.asked };
}

/** Top-level keys that the form does not have. */
export function strangers(
  fields: readonly Field[],
  entries: readonly Entry[],
  above: Path = [],
  lostAt = Number.POSITIVE_INFINITY,
): Slip[] {
  const keys = fields.map((f) => f.key);
  return entries
    .filter((e) => !keys.includes(e.key) && !e.broken && e.key !== '' && e.keyStart < lostAt)
    .map((e) => strangerSlip(e.key, keys, above));
}

function strangerSlip(key: string, keys: readonly string[], above: Path): Slip {
  const near = nearest(key, keys);
  const where = above.length ? `“${showPath(above)}”` : '';
  return {
    rule: 'unknown-field',
    path: [...above, key],
    part: 'key',
    message: {
      zh: `${where ? `${where}里` : '表单里'}没有“${key}”这一项${near ? `，是否应为“${near}”` : ''}`,
      en: `The form has no “${key}”${where ? ` in ${where}` : ''}${near ? `; did you mean “${near}”` : ''}`,
    },
    ...(near ? { mends: [{ kind: 'key' as const, text: near }] } : {}),
  };
}

class FormReader {
  readonly slips: Slip[] = [];
  readonly asked = new Map<string, ChapterText | undefined>();
  readonly direction: string | undefined;
  private readonly chapters: Chapters;
  /** Where the parser lost its way: nothing is said to be missing or unknown that may stand behind it. */
  readonly lostAt: number | undefined;
  private readonly block: Block | undefined;

  constructor({ direction, chapters }: ReadingOptions, block: Block | undefined) {
    this.direction = direction;
    this.chapters = chapters;
    this.lostAt = block?.lostAt;
    this.block = block;
  }

  field(field: Field, path: Path, entry: Entry | undefined): Answer {
    if (!entry) {
      if (this.lostAt !== undefined) return { slot: field, path, state: 'bad' };
      if (isRequired(field, this.direction)) this.missing(field, path);
      return absent(field, path, this.direction);
    }
    if (entry.broken && !entry.value) return { slot: field, path, state: 'bad' };
    if (this.isSpoiled(field, entry)) return { slot: field, path, state: 'bad', tree: entry.value };
    const answer = this.slot(field, path, entry.value);
    if (field.onlyFor && this.direction && !field.onlyFor.includes(this.direction) && answer.state === 'ok')
      this.otherDirection(field, path);
    return answer;
  }

  /** True where the value itself is bad YAML: that has been said, and what can be read of it says nothing more. */
  private isSpoiled(field: Field, entry: Entry): boolean {
    const { value } = entry;
    const group =
      field.type === 'map' || field.type === 'list' || (field.type === 'narrative' && value?.kind === 'map');
    const filled =
      value && (value.kind === 'map' ? value.entries.length : value.kind === 'list' ? value.items.length : 0);
    return !(group && filled) && this.isTouched(entry.keyEnd, value?.end);
  }

  private isTouched(start: number, end: number | undefined): boolean {
    if (!this.block?.problems.length) return false;
    const stop = end ?? start + /^[^\r\n]*/.exec(this.block.text.slice(start))![0].length;
    return this.block.problems.some((p) => p.rule === 'yaml-syntax' && p.start >= start && p.start <= stop);
  }

  private slot(slot: Slot | Field, path: Path, tree: Tree | undefined): Answer {
    if (slot.type === 'map' && !slot.bare && (!tree || isNull(tree))) return this.map(slot, path, undefined);
    if (!tree || isBlank(tree)) return this.blank(slot, path, tree);
    if (slot.type === 'map') return this.mapOrBare(slot, path, tree);
    if (slot.type === 'list') return this.list(slot, path, tree);
    if (slot.type === 'narrative' && tree.kind === 'map') return this.chapterFile(slot, path, tree);
    if (tree.kind !== 'scalar')
      return this.wrongKind(slot, path, tree, tree.kind === 'list' ? SAY.list : SAY.map, SAY.scalar);
    return this.scalar(slot, path, tree);
  }

  private scalar(slot: Slot | Field, path: Path, tree: ScalarTree): Answer {
    const { value, wrong } = readScalar(slot, tree);
    if (isText(slot)) this.lost(path, tree);
    if (wrong) {
      const near = wrong.instead ?? this.nearestValue(slot, tree.text.trim());
      const mends: readonly Mend[] =
        near === undefined ? [] : [{ kind: 'value', text: near, safe: wrong.instead !== undefined }];
      this.slips.push({ rule: wrong.rule, path, message: wrong.message, mends });
      return { slot, path, state: 'bad', tree };
    }
    this.length(slot, path, tree.text);
    return { slot, path, state: 'ok', tree, ...(value === undefined ? {} : { value }) };
  }

  private nearestValue(slot: Slot, text: string): string | undefined {
    if (slot.type === 'yes-no') return YES.has(text) ? '是' : NO.has(text) ? '否' : undefined;
    return (
      slot.values &&
      nearest(
        text,
        slot.values.map((v) => v.value),
      )
    );
  }

  private mapOrBare(slot: Slot | Field, path: Path, tree: Tree): Answer {
    if (tree.kind === 'map') return this.map(slot, path, tree);
    const bare = tree.kind === 'scalar' && slot.bare ? slot.fields?.find((f) => f.key === slot.bare) : undefined;
    if (!bare) return this.wrongKind(slot, path, tree, tree.kind === 'list' ? SAY.list : SAY.scalar, SAY.map);
    const child = this.slot(bare, path, tree);
    return { slot, path, state: child.state, children: new Map([[bare.key, child]]), tree };
  }

  private map(slot: Slot | Field, path: Path, tree: MapTree | undefined): Answer {
    const fields = slot.fields ?? [];
    const entries = tree?.entries ?? [];
    this.slips.push(...strangers(fields, entries, path, this.lostAt));
    const begun = entries.filter((e) => e.broken && !e.value).map((e) => e.key.replace(/[:：]/g, ''));
    const children = new Map(
      fields.map((f): [string, Answer] => {
        const entry = entries.find((e) => e.key === f.key);
        const place = [...path, f.key];
        // A key that is being typed may become this one.
        const isComing = !entry && begun.some((key) => f.key.startsWith(key));
        return [f.key, isComing ? { slot: f, path: place, state: 'bad' } : this.field(f, place, entry)];
      }),
    );
    return { slot, path, state: 'ok', children, tree };
  }

  private list(slot: Slot | Field, path: Path, tree: Tree): Answer {
    if (tree.kind === 'scalar' && slot.or !== undefined && tree.text.trim() === slot.or) {
      return { slot, path, state: 'ok', value: slot.or, items: [], tree };
    }
    if (tree.kind !== 'list') {
      const or = slot.or ? { zh: `或“${slot.or}”`, en: ` or “${slot.or}”` } : { zh: '', en: '' };
      const expected = { zh: SAY.list.zh + or.zh, en: SAY.list.en + or.en };
      return this.wrongKind(
        slot,
        path,
        tree,
        tree.kind === 'map' ? SAY.map : SAY.scalar,
        expected,
        wrapped(tree, slot),
      );
    }
    const item = slot.item ?? { type: 'text' as const };
    const items = tree.items.map((t, i): Answer => {
      const place = tree.places[i]!;
      const spoiled = t?.kind !== 'map' && this.isTouched(place.start, place.end);
      return spoiled ? { slot: item, path: [...path, i], state: 'bad', tree: t } : this.slot(item, [...path, i], t);
    });
    return { slot, path, state: 'ok', items, tree };
  }

  /** `{文件: chapters/01.md}`: the chapter stands in a file of its own. */
  private chapterFile(slot: Slot | Field, path: Path, tree: MapTree): Answer {
    const file = this.field(
      CHAPTER_FILE,
      [...path, CHAPTER_FILE.key],
      tree.entries.find((e) => e.key === CHAPTER_FILE.key),
    );
    this.slips.push(...strangers([CHAPTER_FILE], tree.entries, path));
    const answer: Answer = { slot, path, state: file.state, children: new Map([[CHAPTER_FILE.key, file]]), tree };
    return file.state === 'ok' ? this.chapterText(answer, file) : answer;
  }

  private chapterText(answer: Answer, { path, value }: Answer): Answer {
    const file = String(value);
    const chapter = this.chapters.get(file);
    this.asked.set(file, chapter);
    if (!chapter) return answer;
    if ('fault' in chapter) {
      const message = {
        zh: `“${file}”读不出来，这一章没有检查：${chapter.fault.zh}`,
        en: `“${file}” cannot be read, so this chapter was not checked: ${chapter.fault.en}`,
      };
      this.slips.push({ rule: 'internal-fault', path, message });
      return { ...answer, state: 'bad' };
    }
    if (chapter.text.trim() === '') {
      this.blank(answer.slot, answer.path, answer.tree);
      return { ...answer, state: 'blank', file };
    }
    this.length(answer.slot, answer.path, chapter.text);
    return { ...answer, value: chapter.text, file };
  }

  private missing(field: Field, path: Path): void {
    const only = !field.required && this.direction;
    this.slips.push({
      rule: 'missing-field',
      path,
      part: 'key',
      mends: [{ kind: 'field' }],
      message: {
        zh: `缺少必填项“${showPath(path)}”${only ? `（“${this.direction}”方向必填）` : ''}`,
        en: `“${showPath(path)}” is required${only ? ` for the direction “${this.direction}”` : ''} and missing`,
      },
    });
  }

  private otherDirection(field: Field, path: Path): void {
    const owners = field.onlyFor!.join('、');
    this.slips.push({
      rule: 'direction-field',
      path,
      part: 'key',
      mends: [{ kind: 'remove' }],
      message: {
        zh: `“${field.key}”只属于“${owners}”方向，本申报书的方向是“${this.direction}”`,
        en: `“${field.key}” belongs to the direction “${owners}” only; this dossier's direction is “${this.direction}”`,
      },
    });
  }

  private blank(slot: Slot | Field, path: Path, tree: Tree | undefined): Answer {
    const key = path.at(-1);
    const name =
      typeof key === 'number' ? { zh: `第 ${key + 1} 项`, en: `item ${key + 1}` } : { zh: `“${key}”`, en: `“${key}”` };
    this.slips.push({
      rule: 'empty-field',
      path,
      message: {
        zh: `${name.zh}没有填写；确实没有内容的请填“无”`,
        en: `${name.en} is blank; write 无 where there is nothing to say`,
      },
    });
    return { slot, path, state: 'blank', tree };
  }

  private wrongKind(slot: Slot | Field, path: Path, tree: Tree, got: Text, expected: Text, mend?: Mend): Answer {
    const key = typeof path.at(-1) === 'number' ? showPath(path) : String(path.at(-1));
    this.slips.push({
      rule: 'wrong-type',
      path,
      message: {
        zh: `“${key}”应为${expected.zh}，现在是${got.zh}`,
        en: `“${key}” should be ${expected.en}, not ${got.en}`,
      },
      mends: mend ? [mend] : [],
    });
    return { slot, path, state: 'bad', tree };
  }

  /** A code, phone or date that YAML takes for a number and would damage: we read its source, other tools do not. */
  private lost(path: Path, tree: ScalarTree): void {
    if (tree.style !== 'plain' || typeof tree.yaml !== 'number' || String(tree.yaml) === tree.text) return;
    this.slips.push({
      rule: 'lost-number',
      path,
      message: {
        zh: `没加引号的“${tree.text}”会被 YAML 当成数字 ${tree.yaml}，请加引号`,
        en: `Unquoted, “${tree.text}” is the number ${tree.yaml} to YAML: quote it`,
      },
      mends: [{ kind: 'quote', safe: true }],
    });
  }

  private length(slot: Slot, path: Path, text: string): void {
    const { minLength: min = 0, maxLength: max = Number.POSITIVE_INFINITY } = slot;
    const count = min || max < Number.POSITIVE_INFINITY ? countWords(text) : 0;
    if (count >= min && count <= max) return;
    this.slips.push(lengthSlip(path, count, min, max));
  }
}

/** The sentence for a text that is too short or too long. */
function lengthSlip(path: Path, count: number, min: number, max: number): Slip {
  const key = String(path.at(-1));
  const short = count < min;
  return {
    rule: 'text-length',
    path,
    part: 'key',
    message: {
      zh: `“${key}”现有 ${count} 字，${short ? `少于下限 ${min} 字` : `超过上限 ${max} 字`}`,
      en: `“${key}” has ${count} 字, ${short ? `fewer than the least, ${min}` : `more than the most, ${max}`}`,
    },
  };
}

/** Stands for what was not read. */
const LOST: Block = { ...EMPTY_BLOCK, text: '', lostAt: 0 };

/** The key of a chapter that is kept in a file of its own. */
export const CHAPTER_FILE: Field = {
  key: '文件',
  type: 'file',
  required: true,
  about: {
    zh: '这一章所在的 Markdown 文件，路径从申报书所在文件夹算起',
    en: 'The Markdown file that holds this chapter, relative to the dossier',
  },
};

const SAY = {
  map: { zh: '“键: 值”的一组', en: 'a group of keys' },
  list: { zh: '列表', en: 'a list' },
  scalar: { zh: '单个值', en: 'a single value' },
} satisfies Record<string, Text>;

const YES = new Set(['是的', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'y', 'Y', '√', '有', '对', '已']);
const NO = new Set(['不是', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'n', 'N', '×', '无', '没有', '未']);

/** A group that is not there is not there with all its required parts, which a draft shows as gaps. */
function absent(field: Field, path: Path, direction: string | undefined): Answer {
  if (field.type !== 'map' || !isRequired(field, direction)) return { slot: field, path, state: 'absent' };
  const children = (field.fields ?? []).map((f) => [f.key, absent(f, [...path, f.key], direction)] as const);
  return { slot: field, path, state: 'absent', children: new Map(children) };
}

function isNull(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.style === 'plain' && tree.yaml === null;
}

function isBlank(tree: Tree): boolean {
  if (tree.kind === 'scalar') return isNull(tree) || tree.text.trim() === '';
  return tree.kind === 'list' && tree.items.length === 0;
}

function isText(slot: Slot): boolean {
  return !['integer', 'number', 'year'].includes(slot.type);
}

function wrapped(tree: Tree, slot: Slot): Mend | undefined {
  if (tree.kind !== 'scalar' || tree.style !== 'plain' || slot.item?.type === 'map') return undefined;
  return { kind: 'value', safe: true, text: `[${tree.text.replace(/[、，,]\s*/g, ', ')}]` };
}
