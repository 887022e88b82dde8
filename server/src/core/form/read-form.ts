/** Reads a dossier's text as answers to a form: what each field was given, and what is wrong with the giving. */

import type { ChapterText, ChapterTexts } from '../inputs/evidence.ts';
import type { FixSpec } from '../model/finding.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import { type FieldPath, formatFieldPath } from '../model/path.ts';
import { closestMatch } from '../text/closest-match.ts';
import { countCharacters } from '../text/count-characters.ts';
import { invisibleMessage, visibleText } from '../yaml/invisible-problems.ts';
import type { RepairedText } from '../yaml/repaired-text.ts';
import { syntaxMessage } from '../yaml/syntax-messages.ts';
import { lineEnd } from '../yaml/text-repair.ts';
import {
  EMPTY_BLOCK,
  type YamlBlock,
  type YamlEntry,
  type YamlMap,
  type YamlScalar,
  type YamlTree,
} from '../yaml/tree.ts';
import { type Answer, type FormProblem, isRequired } from './answer.ts';
import { readScalar } from './scalar-values.ts';

export interface FormReading {
  readonly answer: Answer;
  readonly problems: readonly FormProblem[];
  /** The chapters that were asked for, by file, and what was at hand: where that changes, so may the reading. */
  readonly chapters: ReadonlyMap<string, ChapterText | undefined>;
}

/** What a field is read with. */
export interface ReadingOptions {
  /** Decides which fields belong. */
  readonly direction: string | undefined;
  readonly chapters: ChapterTexts;
  /** The end of the text was not read: nothing can be said to be missing. */
  readonly isTruncated: boolean;
}

/** Reads one top-level field from the block that holds it. */
export function readField(field: Field, block: YamlBlock | undefined, options: ReadingOptions): FormReading {
  const reader = new FormReader(options, block ?? (options.isTruncated ? UNREADABLE_BLOCK : undefined));
  const entry = block?.entries.find((e) => e.key === field.key);
  return { answer: reader.field(field, [field.key], entry), problems: reader.problems, chapters: reader.chapterTexts };
}

/** Top-level keys that the form does not have. */
export function unknownKeys(
  fields: readonly Field[],
  entries: readonly YamlEntry[],
  above: FieldPath = [],
  parseErrorOffset = Number.POSITIVE_INFINITY,
): FormProblem[] {
  const keys = fields.map((f) => f.key);
  return entries
    .filter(
      (e) =>
        !keys.includes(e.key) &&
        !e.isIncomplete &&
        e.key !== '' &&
        !e.key.includes(UNDECODABLE) &&
        e.keyStart < parseErrorOffset,
    )
    .map((e) => unknownKeyProblem(e.key, keys, above));
}

function unknownKeyProblem(key: string, keys: readonly string[], above: FieldPath): FormProblem {
  const near = closestMatch(key, keys);
  const where = above.length ? `“${formatFieldPath(above)}”` : '';
  return {
    rule: 'unknown-field',
    path: [...above, key],
    part: 'key',
    message: {
      zh: `${where ? `${where}里` : '表单里'}没有“${key}”这一项${near ? `，是否应为“${near}”` : ''}`,
      en: `The form has no “${key}”${where ? ` in ${where}` : ''}${near ? `; did you mean “${near}”` : ''}`,
    },
    ...(near ? { fixSpecs: [{ kind: 'key' as const, text: near }] } : {}),
  };
}

class FormReader {
  readonly problems: FormProblem[] = [];
  readonly chapterTexts = new Map<string, ChapterText | undefined>();
  readonly direction: string | undefined;
  private readonly chapters: ChapterTexts;
  /** Where the parser lost its way: nothing is said to be missing or unknown that may stand behind it. */
  readonly parseErrorOffset: number | undefined;
  private readonly block: YamlBlock | undefined;
  /** The offsets of syntax errors in the block, in order. */
  private readonly errors: readonly number[];
  /** The offsets of comments that cut a value, in order. */
  private readonly comments: readonly number[];

  constructor({ direction, chapters }: ReadingOptions, block: YamlBlock | undefined) {
    this.direction = direction;
    this.chapters = chapters;
    this.parseErrorOffset = block?.parseErrorOffset;
    this.block = block;
    const problems = block?.problems ?? [];
    this.errors = startsOf(problems.filter((p) => p.rule === 'yaml-syntax' && !p.isHarmless));
    this.comments = startsOf(problems.filter((p) => p.rule === 'comment-in-value'));
  }

  field(field: Field, path: FieldPath, entry: YamlEntry | undefined): Answer {
    if (!entry) {
      if (this.parseErrorOffset !== undefined) return { slot: field, path, state: 'bad' };
      if (isRequired(field, this.direction)) this.missing(field, path);
      return absentAnswer(field, path, this.direction);
    }
    // `键: #1 号`: that a comment swallowed the value has been reported.
    if (!entry.value && isBetween(this.comments, entry.keyEnd, this.lineStop(entry.keyEnd)))
      return { slot: field, path, state: 'bad' };
    if (entry.isIncomplete && !entry.value) return { slot: field, path, state: 'bad' };
    if (this.isHiddenBySyntaxError(field, entry)) return { slot: field, path, state: 'bad', tree: entry.value };
    const answer = this.slot(field, path, entry.value);
    if (field.onlyFor && this.direction && !field.onlyFor.includes(this.direction) && answer.state === 'ok')
      this.otherDirection(field, path);
    return answer;
  }

  /** True where the value itself is bad YAML: that has been said, and what can be read of it says nothing more. */
  private isHiddenBySyntaxError(field: Field, entry: YamlEntry): boolean {
    const { value } = entry;
    const group =
      field.type === 'map' || field.type === 'list' || (field.type === 'narrative' && value?.kind === 'map');
    const filled =
      value && (value.kind === 'map' ? value.entries.length : value.kind === 'list' ? value.items.length : 0);
    return !(group && filled) && this.isTouched(entry.keyEnd, value?.end);
  }

  private isTouched(start: number, end: number | undefined): boolean {
    if (!this.block || !this.errors.length) return false;
    return isBetween(this.errors, start, end ?? this.lineStop(start));
  }

  private lineStop(start: number): number {
    return this.block ? lineEnd(this.block.text, start) : start;
  }

  private slot(slot: Slot | Field, path: FieldPath, tree: YamlTree | undefined): Answer {
    if (slot.type === 'map' && !slot.bare && (!tree || isNull(tree))) return this.map(slot, path, undefined);
    if (!tree || isBlank(tree)) return this.blank(slot, path, tree);
    if (slot.type === 'map') return this.mapOrBare(slot, path, tree);
    if (slot.type === 'list') return this.list(slot, path, tree);
    if (slot.type === 'narrative' && tree.kind === 'map') return this.chapterFile(slot, path, tree);
    if (tree.kind !== 'scalar')
      return this.wrongKind(
        slot,
        path,
        tree,
        tree.kind === 'list' ? KIND_TEXTS.list : KIND_TEXTS.map,
        KIND_TEXTS.scalar,
      );
    return this.scalar(slot, path, tree);
  }

  private scalar(slot: Slot | Field, path: FieldPath, tree: YamlScalar): Answer {
    // The wrong encoding has been reported, and what the value was is not known. In a chapter the rest of the text can still be read.
    if (slot.type !== 'narrative' && tree.text.includes(UNDECODABLE)) return { slot, path, state: 'bad', tree };
    const { value, wrong } = readScalar(slot, tree);
    if (isText(slot)) this.reportUnreadText(path, tree);
    if (wrong) {
      const near = wrong.instead ?? this.closestValue(slot, tree.text.trim());
      const fixSpecs: readonly FixSpec[] =
        near === undefined ? [] : [{ kind: 'value', text: near, safe: wrong.instead !== undefined }];
      this.problems.push({ rule: wrong.rule, path, message: wrong.message, fixSpecs });
      return { slot, path, state: 'bad', tree };
    }
    this.length(slot, path, tree.text);
    return { slot, path, state: 'ok', tree, ...(value === undefined ? {} : { value }) };
  }

  private closestValue(slot: Slot, text: string): string | undefined {
    if (slot.type === 'yes-no') return YES_VARIANTS.has(text) ? '是' : NO_VARIANTS.has(text) ? '否' : undefined;
    return (
      slot.values &&
      closestMatch(
        text,
        slot.values.map((v) => v.value),
      )
    );
  }

  private mapOrBare(slot: Slot | Field, path: FieldPath, tree: YamlTree): Answer {
    if (tree.kind === 'map') return this.map(slot, path, tree);
    const bare = tree.kind === 'scalar' && slot.bare ? slot.fields?.find((f) => f.key === slot.bare) : undefined;
    if (!bare)
      return this.wrongKind(
        slot,
        path,
        tree,
        tree.kind === 'list' ? KIND_TEXTS.list : KIND_TEXTS.scalar,
        KIND_TEXTS.map,
      );
    const child = this.slot(bare, path, tree);
    return { slot, path, state: child.state, children: new Map([[bare.key, child]]), tree };
  }

  private map(slot: Slot | Field, path: FieldPath, tree: YamlMap | undefined): Answer {
    const fields = slot.fields ?? [];
    const entries = tree?.entries ?? [];
    // Not spread into a call: there may be more than a call has room for.
    for (const problem of unknownKeys(fields, entries, path, this.parseErrorOffset)) this.problems.push(problem);
    const isPartial = tree?.isPartial || entries.some((e) => e.key.includes(UNDECODABLE));
    const begun = entries.filter((e) => e.isIncomplete && !e.value).map((e) => e.key.replace(/[:：]/g, ''));
    const children = new Map(
      fields.map((f): [string, Answer] => {
        const entry = entries.find((e) => e.key === f.key);
        const place = [...path, f.key];
        // A key that is being typed may become this one; a merge key may bring it.
        const isComing = !entry && (isPartial || begun.some((key) => f.key.startsWith(key)));
        return [f.key, isComing ? { slot: f, path: place, state: 'bad' } : this.field(f, place, entry)];
      }),
    );
    return { slot, path, state: 'ok', children, tree };
  }

  private list(slot: Slot | Field, path: FieldPath, tree: YamlTree): Answer {
    if (tree.kind === 'scalar' && slot.or !== undefined && tree.text.trim() === slot.or) {
      return { slot, path, state: 'ok', value: slot.or, items: [], tree };
    }
    if (tree.kind !== 'list') {
      const or = slot.or ? { zh: `或“${slot.or}”`, en: ` or “${slot.or}”` } : { zh: '', en: '' };
      const expected = { zh: KIND_TEXTS.list.zh + or.zh, en: KIND_TEXTS.list.en + or.en };
      return this.wrongKind(
        slot,
        path,
        tree,
        tree.kind === 'map' ? KIND_TEXTS.map : KIND_TEXTS.scalar,
        expected,
        wrapInList(tree, slot),
      );
    }
    const item = slot.item ?? { type: 'text' as const };
    const items = tree.items.map((t, i): Answer => {
      const place = tree.itemSpans[i]!;
      const spoiled = t?.kind !== 'map' && this.isTouched(place.start, place.end);
      return spoiled ? { slot: item, path: [...path, i], state: 'bad', tree: t } : this.slot(item, [...path, i], t);
    });
    return { slot, path, state: 'ok', items, tree };
  }

  /** `{文件: chapters/01.md}`: the chapter stands in a file of its own. */
  private chapterFile(slot: Slot | Field, path: FieldPath, tree: YamlMap): Answer {
    const file = this.field(
      CHAPTER_FILE,
      [...path, CHAPTER_FILE.key],
      tree.entries.find((e) => e.key === CHAPTER_FILE.key),
    );
    for (const problem of unknownKeys([CHAPTER_FILE], tree.entries, path)) this.problems.push(problem);
    const answer: Answer = { slot, path, state: file.state, children: new Map([[CHAPTER_FILE.key, file]]), tree };
    return file.state === 'ok' ? this.chapterText(answer, file) : answer;
  }

  private chapterText(answer: Answer, { path, value }: Answer): Answer {
    const file = String(value);
    const chapter = this.chapters.get(file);
    this.chapterTexts.set(file, chapter);
    if (!chapter) return answer;
    if ('fault' in chapter) {
      const message = {
        zh: `“${file}”读不出来，这一章没有检查：${chapter.fault.zh}`,
        en: `“${file}” cannot be read, so this chapter was not checked: ${chapter.fault.en}`,
      };
      this.problems.push({ rule: 'internal-fault', path, message });
      return { ...answer, state: 'bad' };
    }
    const visible = visibleText(chapter.text);
    const { text } = visible;
    this.reportCharacters(answer.path, visible);
    if (text.trim() === '') {
      this.blank(answer.slot, answer.path, answer.tree);
      return { ...answer, state: 'blank', file };
    }
    this.length(answer.slot, answer.path, text);
    return { ...answer, value: text, file, ...(text === chapter.text ? {} : { visible }) };
  }

  /** Invisible characters and undecodable bytes of a chapter's own file. */
  private reportCharacters(path: FieldPath, { text, original, repairs }: RepairedText): void {
    const [first] = repairs;
    if (first) {
      const all = repairs.map(({ at, length }) => original.slice(at, at + length)).join('');
      this.problems.push({
        rule: 'invisible-character',
        path,
        within: [first.at, first.at + 1],
        message: invisibleMessage(all),
      });
    }
    const at = text.indexOf(UNDECODABLE);
    if (at < 0) return;
    const message = syntaxMessage('wrong-encoding', String(text.split(UNDECODABLE).length - 1));
    this.problems.push({ rule: 'wrong-encoding', path, within: [at, at + 1], message });
  }

  private missing(field: Field, path: FieldPath): void {
    const only = !field.required && this.direction;
    this.problems.push({
      rule: 'missing-field',
      path,
      part: 'key',
      fixSpecs: [{ kind: 'field' }],
      message: {
        zh: `缺少必填项“${formatFieldPath(path)}”${only ? `（“${this.direction}”方向必填）` : ''}`,
        en: `“${formatFieldPath(path)}” is required${only ? ` for the direction “${this.direction}”` : ''} and missing`,
      },
    });
  }

  private otherDirection(field: Field, path: FieldPath): void {
    const owners = field.onlyFor!.join('、');
    this.problems.push({
      rule: 'direction-field',
      path,
      part: 'key',
      fixSpecs: [{ kind: 'remove' }],
      message: {
        zh: `“${field.key}”只属于“${owners}”方向，本申报书的方向是“${this.direction}”`,
        en: `“${field.key}” belongs to the direction “${owners}” only; this dossier's direction is “${this.direction}”`,
      },
    });
  }

  private blank(slot: Slot | Field, path: FieldPath, tree: YamlTree | undefined): Answer {
    const key = path.at(-1);
    const name =
      typeof key === 'number' ? { zh: `第 ${key + 1} 项`, en: `item ${key + 1}` } : { zh: `“${key}”`, en: `“${key}”` };
    this.problems.push({
      rule: 'empty-field',
      path,
      message: {
        zh: `${name.zh}没有填写；确实没有内容的请填“无”`,
        en: `${name.en} is blank; write 无 where there is nothing to say`,
      },
    });
    return { slot, path, state: 'blank', tree };
  }

  private wrongKind(
    slot: Slot | Field,
    path: FieldPath,
    tree: YamlTree,
    got: LocalizedText,
    expected: LocalizedText,
    fixSpec?: FixSpec,
  ): Answer {
    const key = typeof path.at(-1) === 'number' ? formatFieldPath(path) : String(path.at(-1));
    this.problems.push({
      rule: 'wrong-type',
      path,
      message: {
        zh: `“${key}”应为${expected.zh}，现在是${got.zh}`,
        en: `“${key}” should be ${expected.en}, not ${got.en}`,
      },
      fixSpecs: fixSpec ? [fixSpec] : [],
    });
    return { slot, path, state: 'bad', tree };
  }

  /** A code, phone or date that YAML takes for a number and would damage: we read its source, other tools do not. */
  private reportUnreadText(path: FieldPath, tree: YamlScalar): void {
    if (tree.style !== 'plain' || typeof tree.yaml !== 'number' || String(tree.yaml) === tree.text) return;
    this.problems.push({
      rule: 'lost-number',
      path,
      message: {
        zh: `没加引号的“${tree.text}”会被 YAML 当成数字 ${tree.yaml}，请加引号`,
        en: `Unquoted, “${tree.text}” is the number ${tree.yaml} to YAML: quote it`,
      },
      fixSpecs: [{ kind: 'quote', safe: true }],
    });
  }

  private length(slot: Slot, path: FieldPath, text: string): void {
    const { minLength: min = 0, maxLength: max = Number.POSITIVE_INFINITY } = slot;
    const count = min || max < Number.POSITIVE_INFINITY ? countCharacters(text) : 0;
    if (count >= min && count <= max) return;
    this.problems.push(lengthProblem(path, count, min, max));
  }
}

function startsOf(problems: readonly { readonly start: number }[]): readonly number[] {
  return problems.map((p) => p.start).sort((a, b) => a - b);
}

/** True where one of the offsets, which are in order, lies between `start` and `stop`, both included. */
function isBetween(offsets: readonly number[], start: number, stop: number): boolean {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (offsets[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low < offsets.length && offsets[low]! <= stop;
}

/** The sentence for a text that is too short or too long. */
function lengthProblem(path: FieldPath, count: number, min: number, max: number): FormProblem {
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

/** Stands in a text for bytes that its encoding does not have. */
const UNDECODABLE = '\ufffd';

/** Stands for what was not read. */
const UNREADABLE_BLOCK: YamlBlock = { ...EMPTY_BLOCK, text: '', parseErrorOffset: 0 };

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

const KIND_TEXTS = {
  map: { zh: '“键: 值”的一组', en: 'a group of keys' },
  list: { zh: '列表', en: 'a list' },
  scalar: { zh: '单个值', en: 'a single value' },
} satisfies Record<string, LocalizedText>;

const YES_VARIANTS = new Set(['是的', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'y', 'Y', '√', '有', '对', '已']);
const NO_VARIANTS = new Set(['不是', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'n', 'N', '×', '无', '没有', '未']);

/** A group that is not there is not there with all its required parts, which a draft shows as gaps. */
function absentAnswer(field: Field, path: FieldPath, direction: string | undefined): Answer {
  if (field.type !== 'map' || !isRequired(field, direction)) return { slot: field, path, state: 'absent' };
  const children = (field.fields ?? []).map((f) => [f.key, absentAnswer(f, [...path, f.key], direction)] as const);
  return { slot: field, path, state: 'absent', children: new Map(children) };
}

function isNull(tree: YamlTree): boolean {
  return tree.kind === 'scalar' && tree.style === 'plain' && tree.yaml === null;
}

function isBlank(tree: YamlTree): boolean {
  if (tree.kind === 'scalar') return isNull(tree) || tree.text.trim() === '';
  return tree.kind === 'list' && tree.items.length === 0;
}

function isText(slot: Slot): boolean {
  return !['integer', 'number', 'year'].includes(slot.type);
}

function wrapInList(tree: YamlTree, slot: Slot): FixSpec | undefined {
  if (tree.kind !== 'scalar' || tree.style !== 'plain' || slot.item?.type === 'map') return undefined;
  return { kind: 'value', safe: true, text: `[${tree.text.replace(/[、，,]\s*/g, ', ')}]` };
}
