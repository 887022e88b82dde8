/** Reads a dossier's text as answers to a form: what each field was given, and what is wrong with the giving. */

import type { ChapterText, ChapterTexts } from '../inputs/evidence.ts';
import type { FixSpec } from '../model/finding.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { FieldPath } from '../model/path.ts';
import { countCharacters } from '../text/count-characters.ts';
import { visibleText } from '../yaml/invisible-problems.ts';
import { lineEnd } from '../yaml/text-repair.ts';
import {
  EMPTY_BLOCK,
  type YamlBlock,
  type YamlEntry,
  type YamlMap,
  type YamlScalar,
  type YamlTree,
} from '../yaml/tree.ts';
import { type Answer, acceptsNone, type FormProblem, isRequired, isRequiredSlot, saysNone } from './answer.ts';
import { characterProblems, UNDECODABLE } from './chapter-characters.ts';
import {
  blankProblem,
  kindText,
  lengthProblem,
  lostNumberProblem,
  missingFieldProblem,
  noneProblem,
  otherDirectionProblem,
  unknownKeys,
  unreadChapterProblem,
  wrongKindProblem,
} from './form-problems.ts';
import { closestValue, noneOrList, safeValue } from './intended-value.ts';
import { isBetween, startsOf } from './problem-offsets.ts';
import { readScalar } from './scalar-values.ts';

/** A top-level field as read: its answer with all below it, and what is wrong with it. */
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
      if (isRequired(field, this.direction)) this.problems.push(missingFieldProblem(field, path, this.direction));
      return absentAnswer(field, path, this.direction);
    }
    // `键: #1 号`: that a comment swallowed the value has been reported.
    if (!entry.value && isBetween(this.comments, entry.keyEnd, this.lineStop(entry.keyEnd)))
      return { slot: field, path, state: 'bad' };
    if (entry.isIncomplete && !entry.value) return { slot: field, path, state: 'bad' };
    if (this.isHiddenBySyntaxError(field, entry)) return { slot: field, path, state: 'bad', tree: entry.value };
    const answer = this.slot(field, path, entry.value);
    if (field.onlyFor && this.direction && !field.onlyFor.includes(this.direction) && answer.state === 'ok')
      this.problems.push(otherDirectionProblem(field, path, this.direction));
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
    if (tree.kind !== 'scalar') return this.wrongKind(slot, path, tree, kindText({ kind: 'scalar' }));
    return this.scalar(slot, path, tree);
  }

  private scalar(slot: Slot | Field, path: FieldPath, tree: YamlScalar): Answer {
    // The wrong encoding has been reported, and what the value was is not known. In a chapter the rest of the text can still be read.
    if (slot.type !== 'narrative' && tree.text.includes(UNDECODABLE)) return { slot, path, state: 'bad', tree };
    const { value, wrong } = readScalar(slot, tree);
    if (isText(slot) && isDamagedByYaml(tree)) this.problems.push(lostNumberProblem(path, tree));
    if (wrong) {
      const fixSpec = wrong.instead === undefined ? closestValue(slot, tree.text.trim()) : safeValue(wrong.instead);
      this.problems.push({ rule: wrong.rule, path, message: wrong.message, fixSpecs: fixSpec ? [fixSpec] : [] });
      return { slot, path, state: 'bad', tree, ...(wrong.rule === 'out-of-range' ? { outOfRange: true } : {}) };
    }
    if (slot.type === 'text' && saysNone(tree.text.trim()) && this.refusesNone(slot)) {
      this.problems.push(noneProblem(path, tree.text.trim()));
      return { slot, path, state: 'blank', tree };
    }
    this.length(slot, path, tree.text);
    return { slot, path, state: 'ok', tree, ...(value === undefined ? {} : { value }) };
  }

  /** True of a required text that cannot be 无: a name, an address. */
  private refusesNone(slot: Slot | Field): boolean {
    return isRequiredSlot(slot, this.direction) && !acceptsNone(slot, true);
  }

  private mapOrBare(slot: Slot | Field, path: FieldPath, tree: YamlTree): Answer {
    if (tree.kind === 'map') return this.map(slot, path, tree);
    const bare = tree.kind === 'scalar' && slot.bare ? slot.fields?.find((f) => f.key === slot.bare) : undefined;
    if (!bare) return this.wrongKind(slot, path, tree, kindText({ kind: 'map' }));
    const child = this.slot(bare, path, tree);
    return { slot, path, state: child.state, children: new Map([[bare.key, child]]), tree };
  }

  private map(slot: Slot | Field, path: FieldPath, tree: YamlMap | undefined): Answer {
    const fields = slot.fields ?? [];
    const entries = tree?.entries ?? [];
    const { direction, parseErrorOffset } = this;
    // Not spread into a call: there may be more than a call has room for.
    for (const problem of unknownKeys(fields, entries, { above: path, direction, parseErrorOffset }))
      this.problems.push(problem);
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
      const list = kindText({ kind: 'list' });
      const expected = { zh: list.zh + or.zh, en: list.en + or.en };
      return this.wrongKind(slot, path, tree, expected, noneOrList(tree, slot));
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
    for (const problem of unknownKeys([CHAPTER_FILE], tree.entries, { above: path })) this.problems.push(problem);
    const answer: Answer = { slot, path, state: file.state, children: new Map([[CHAPTER_FILE.key, file]]), tree };
    return file.state === 'ok' ? this.chapterText(answer, file) : answer;
  }

  private chapterText(answer: Answer, { path, value }: Answer): Answer {
    const file = String(value);
    const chapter = this.chapters.get(file);
    this.chapterTexts.set(file, chapter);
    if (!chapter) return answer;
    if ('fault' in chapter) {
      this.problems.push(unreadChapterProblem(path, file, chapter));
      return { ...answer, state: 'bad' };
    }
    const visible = visibleText(chapter.text);
    const { text } = visible;
    for (const problem of characterProblems(answer.path, visible)) this.problems.push(problem);
    if (text.trim() === '') {
      this.blank(answer.slot, answer.path, answer.tree);
      return { ...answer, state: 'blank', file };
    }
    this.length(answer.slot, answer.path, text);
    return { ...answer, value: text, file, ...(text === chapter.text ? {} : { visible }) };
  }

  private blank(slot: Slot | Field, path: FieldPath, tree: YamlTree | undefined): Answer {
    this.problems.push(blankProblem(slot, path, this.direction));
    return { slot, path, state: 'blank', tree };
  }

  private wrongKind(
    slot: Slot | Field,
    path: FieldPath,
    tree: YamlTree,
    expected: LocalizedText,
    fixSpec?: FixSpec,
  ): Answer {
    this.problems.push(wrongKindProblem(path, kindText(tree), expected, fixSpec));
    return { slot, path, state: 'bad', tree };
  }

  private length(slot: Slot, path: FieldPath, text: string): void {
    const { minLength: min = 0, maxLength: max = Number.POSITIVE_INFINITY } = slot;
    const count = min || max < Number.POSITIVE_INFINITY ? countCharacters(text) : 0;
    if (count >= min && count <= max) return;
    this.problems.push(lengthProblem(path, count, min, max));
  }
}

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

/** True of an unquoted scalar that YAML takes for a number that is not written as the source is: `053151782669`. */
function isDamagedByYaml(tree: YamlScalar): boolean {
  return tree.style === 'plain' && typeof tree.yaml === 'number' && String(tree.yaml) !== tree.text;
}

function isText(slot: Slot): boolean {
  return !['integer', 'number', 'year'].includes(slot.type);
}
