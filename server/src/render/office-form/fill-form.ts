/** An office's own form: what its placeholders ask the dossier's form for, and what the dossier says to them. */

import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { Answer } from '../../core/form/answer.ts';
import { type Answers, valueOfAmount } from '../../core/form/answers.ts';
import type { Field, Slot } from '../../core/model/form-schema.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { formatFieldPath, parseFieldPath } from '../../core/model/path.ts';
import { closestMatch } from '../../core/text/closest-match.ts';
import { chapterBlocks } from '../manuscript/chapter-markdown.ts';
import { type ReadFile, readChapter } from '../manuscript/compose.ts';
import { safeName } from '../manuscript/file-names.ts';
import {
  annexName,
  formatAnswer,
  formatNumber,
  isMissingRequired,
  missingRun,
} from '../manuscript/fill-placeholders.ts';
import type { RenderedFile } from '../office/rendered-file.ts';
import { makeReproducible } from '../office/reproducible.ts';
import { writeText } from '../writers/text.ts';
import { fillTemplate, readTemplate } from './docxtemplater.ts';
import { FORMS, ITSELF, NUMBER, readTag, type Tag, type TagLocation, type TemplateProblem } from './placeholders.ts';

export { readTemplate };

/** What a placeholder comes to. */
export type TagUse = 'value' | 'choice' | 'loop' | 'group' | 'condition' | 'unless';

/** A placeholder held against the form. */
export interface ResolvedTag {
  readonly kind: TagUse;
  readonly name: string;
  readonly location: TagLocation;
  /** How many sections it stands in. */
  readonly depth: number;
  /** The field, from the top of the form, e.g. `附件材料[].编号`; undefined where there is none. */
  readonly field: string | undefined;
  readonly problem: LocalizedText | undefined;
}

/** A place of the form from which names are read: the form itself, a group, or an item of a list. */
interface FormScope {
  readonly slot: Slot;
  /** From the top of the form. */
  readonly path: string;
  readonly isItem: boolean;
}

/** Each placeholder of a template with the field of the form that it names, sections before what stands in them. */
export function resolveTags(tags: readonly Tag[], fields: readonly Field[]): readonly ResolvedTag[] {
  const top: FormScope = { slot: { type: 'map', fields: [...fields] }, path: '', isItem: false };
  return tags.flatMap((tag) => resolveTag(tag, [top]));
}

/** What is wrong with a template, with its places. */
export function templateProblems(tags: readonly ResolvedTag[]): readonly TemplateProblem[] {
  return tags.flatMap(({ location, problem }) => (problem ? [{ location, message: problem }] : []));
}

/** Fields that the form requires of everybody and the template does not ask for; of a group the group alone. */
export function unusedRequiredFields(tags: readonly ResolvedTag[], fields: readonly Field[]): readonly string[] {
  const asked = tags.flatMap((a) => a.field ?? []).map((f) => f.replace(/\[\d*\]/g, ''));
  const below = (field: Field, above: string): readonly string[] => {
    const path = above ? `${above}.${field.key}` : field.key;
    if (!asked.some((a) => a === path || a.startsWith(`${path}.`))) return field.required ? [path] : [];
    if (field.type !== 'map' || asked.includes(path)) return [];
    return (field.fields ?? []).flatMap((f) => below(f, path));
  };
  return fields.flatMap((f) => below(f, ''));
}

function resolveTag(tag: Tag, levels: readonly FormScope[]): readonly ResolvedTag[] {
  const { name, location, inner } = tag;
  const depth = levels.length - 1;
  const { path, value, form } = readTag(name);
  if (path === NUMBER && tag.kind === 'value' && levels.some((l) => l.isItem)) {
    return [
      { kind: 'value', name, location, depth, field: levels.findLast((l) => l.isItem)!.path, problem: undefined },
    ];
  }
  const found = resolve(path, levels);
  const fault = 'fault' in found ? found.fault : tagProblem(tag, found, { value, form });
  const kind = 'fault' in found ? (tag.kind === 'section' ? 'condition' : tag.kind) : useOf(tag, found, value, form);
  const field = 'fault' in found ? undefined : found.path;
  const next = 'fault' in found ? undefined : scopeWithin(kind, found, form);
  const own: ResolvedTag = { kind, name, location, depth, field, problem: fault };
  return [own, ...inner.flatMap((t) => resolveTag(t, next ? [...levels, next] : levels)).map((a) => within(a, next))];
}

/** What stands in a condition is no deeper in the form, but deeper in the template. */
function within(tag: ResolvedTag, next: FormScope | undefined): ResolvedTag {
  return next ? tag : { ...tag, depth: tag.depth + 1 };
}

function scopeWithin(kind: TagUse, { slot, path }: ResolvedField, form: string | undefined): FormScope | undefined {
  if (kind === 'group') return { slot, path, isItem: false };
  if (kind !== 'loop') return undefined;
  if (FORMS[form ?? ''] === 'paragraphs') return { slot: { type: 'text' }, path, isItem: true };
  return { slot: slot.item ?? { type: 'text' }, path: `${path}[]`, isItem: true };
}

interface ResolvedField {
  readonly slot: Slot;
  readonly path: string;
}

/** A name is looked for from the innermost section outwards. */
function resolve(path: string, levels: readonly FormScope[]): ResolvedField | { readonly fault: LocalizedText } {
  if (path === ITSELF) {
    const item = levels.findLast((l) => l.isItem);
    return (
      item ?? { fault: localizedText('“.” 只能用在逐项重复的部分里', '“.” has a meaning only in what is repeated') }
    );
  }
  for (const level of [...levels].reverse()) {
    const found = below(level, path);
    if (found) return found;
  }
  return { fault: unknownFieldText(path, levels) };
}

function below({ slot, path: above }: FormScope, path: string): ResolvedField | undefined {
  let at: Slot = slot;
  for (const step of parseFieldPath(path)) {
    const next: Slot | undefined =
      typeof step === 'number' ? at.item : step === '*' ? undefined : at.fields?.find((f) => f.key === step);
    if (!next) return undefined;
    at = next;
  }
  return path === '' ? undefined : { slot: at, path: above ? `${above}.${path}` : path };
}

/** What stands in for a group or list where a value is asked for, or a value that is no choice. */
function tagProblem(
  tag: Tag,
  { slot, path }: ResolvedField,
  { value, form }: { value?: string | undefined; form?: string | undefined },
): LocalizedText | undefined {
  if (form !== undefined && !FORMS[form]) {
    const known = Object.keys(FORMS).filter((f) => /\p{Script=Han}/u.test(f));
    return localizedText(
      `没有“|${form}”这种写法，可以用 |${known.join('、|')}`,
      `“|${form}” is none of |date, |number, |paragraphs`,
    );
  }
  if (FORMS[form ?? ''] === 'paragraphs' && tag.kind === 'value')
    return localizedText(
      '“|段落”只用于逐段重复：{#…|段落}{.}{/}',
      '“|paragraphs” is for sections: {#…|paragraphs}{.}{/}',
    );
  if (value !== undefined) return wrongChoice(slot, value, path);
  if (tag.kind !== 'value') return undefined;
  if (slot.type === 'map' && slot.bare === undefined)
    return localizedText(`“${path}”是一组，请写到其中的一项`, `“${path}” is a group; name a field of it`);
  if (slot.type === 'list' && slot.item?.fields && slot.or === undefined)
    return localizedText(
      `“${path}”是列表，请用 {#${path}}…{/${path}} 逐项写`,
      `“${path}” is a list; go through it with {#${path}}…{/${path}}`,
    );
  return undefined;
}

function wrongChoice(slot: Slot, value: string, path: string): LocalizedText | undefined {
  const choices = slot.type === 'list' ? slot.item : slot;
  const values = choices?.type === 'yes-no' ? ['是', '否'] : choices?.values?.map((v) => v.value);
  if (!values || choices?.open || values.includes(value)) return undefined;
  const near = closestMatch(value, values);
  return localizedText(
    `“${path}”没有“${value}”这个选项${near ? `，是否应为“${near}”` : ''}`,
    `“${path}” has no choice “${value}”${near ? `; did you mean “${near}”` : ''}`,
  );
}

function useOf(tag: Tag, { slot }: ResolvedField, value: string | undefined, form: string | undefined): TagUse {
  if (tag.kind === 'unless') return 'unless';
  if (tag.kind === 'value') return value === undefined ? 'value' : 'choice';
  if (value !== undefined) return 'condition';
  if (slot.type === 'list' || FORMS[form ?? ''] === 'paragraphs') return 'loop';
  return slot.type === 'map' ? 'group' : 'condition';
}

/** The nearest names: the same field elsewhere in the form, else the one most like it. */
function unknownFieldText(path: string, levels: readonly FormScope[]): LocalizedText {
  const plain = path
    .normalize('NFKC')
    .replace(/[。．·]/g, '.')
    .replace(/\s+/g, '');
  const names = [...new Set([...levels].reverse().flatMap((l) => pathsBelow(l.slot)))];
  const last = plain.split('.').at(-1)!;
  const same = names.filter((n) => n === plain || n.split('.').at(-1) === last).slice(0, 3);
  const near = same.length
    ? same
    : [closestMatch(plain, names) ?? closestMatch(last, names)].filter((n) => n !== undefined);
  const [zh, en] = [near.join('”“'), near.join('”, “')];
  return localizedText(
    `表单里没有“${path}”${near.length ? `，是否应为“${zh}”` : ''}`,
    `the form has no “${path}”${near.length ? `; did you mean “${en}”` : ''}`,
  );
}

function pathsBelow(slot: Slot): readonly string[] {
  return (slot.fields ?? []).flatMap((f) => [f.key, ...pathsBelow(f).map((p) => `${f.key}.${p}`)]);
}

function localizedText(zh: string, en: string): LocalizedText {
  return { zh, en };
}

/**
 * `draft` marks the name of the file as a draft; `file` reads pictures and chapters kept in files beside the
 * dossier.
 */
export interface FillOptions {
  readonly draft: boolean;
  readonly file: ReadFile;
}

/** The template filled from a dossier whose gaps were looked for, and held against the form, before. */
export function renderTemplate(
  dossier: NoticeAnalysis,
  template: { readonly name: string; readonly bytes: Uint8Array },
  { draft, file }: FillOptions,
): RenderedFile {
  const { answers, pack } = dossier;
  const { applicant, day } = pack.form.roles;
  const filling = new DossierFiller(dossier, file);
  const bytes = fillTemplate(template.bytes, filling);
  const stem = [answers.text(applicant), template.name.replace(/\.[^.]*$/, '')].filter(Boolean).join('-');
  return {
    name: safeName(stem, `${draft ? '-草稿' : ''}.docx`),
    bytes: makeReproducible(bytes, answers.text(day) ?? pack.notice.opens),
  };
}

/** Where a template stands while it is filled. */
interface FillScope {
  readonly above?: FillScope;
  /** Which names are read from here, and what they come to. */
  readonly slot: Slot;
  readonly at: (path: string) => Answer | undefined;
  /** Of an item: itself, and its number from 1. */
  readonly itself?: Answer | string;
  readonly number?: number;
}

/** A line of a text has no fields. */
const LINE_SLOT: Slot = { type: 'text' };

/** A box to be ticked by hand, ticked and not. */
const TICKED = '☑';
const BOX = '□';

class DossierFiller {
  readonly root: FillScope;
  private readonly answers: Answers;
  private readonly direction: string | undefined;
  private readonly file: ReadFile;

  constructor({ answers, direction, pack }: NoticeAnalysis, file: ReadFile) {
    this.answers = answers;
    this.direction = direction;
    this.file = file;
    this.root = { slot: { type: 'map', fields: pack.form.fields }, at: (path) => answers.at(path) };
  }

  value(name: string, frame: FillScope, isAlone: boolean): string {
    const { path, value, form } = readTag(name);
    const item = nearestItem(frame);
    if (path === NUMBER && item) return String(item.number);
    const found = this.find(path, frame);
    if (value !== undefined) return hasValue(found, value) ? TICKED : BOX;
    const text = typeof found === 'string' ? found : found ? this.text(found, FORMS[form ?? '']) : '';
    // A blank is sent back; one of several in a paragraph may well have nothing to say.
    return text || !isAlone ? text : item ? '—' : '无';
  }

  section(name: string, frame: FillScope): boolean | FillScope | readonly FillScope[] {
    const { path, value, form } = readTag(name);
    const found = this.find(path, frame);
    if (found === undefined || typeof found === 'string') return Boolean(found);
    if (value !== undefined) return hasValue(found, value);
    if (FORMS[form ?? ''] === 'paragraphs') {
      const lines = this.text(found, undefined).split('\n').filter(Boolean);
      return lines.map((itself, i) => ({ above: frame, slot: LINE_SLOT, at: () => undefined, itself, number: i + 1 }));
    }
    if (found.items) {
      return found.items.map((itself, i) => ({ ...scopeOf(itself, frame), itself, number: i + 1 }));
    }
    const { slot } = valueOfAmount(found);
    if (slot.type === 'list') return [];
    if (slot.type === 'yes-no') return hasValue(found, '是');
    if (slot.type === 'map') return scopeOf(found, frame);
    return this.text(found, undefined) !== '' && !hasValue(found, '无');
  }

  /** From the innermost section outwards, as the template was held against the form. */
  private find(path: string, frame: FillScope): Answer | string | undefined {
    if (path === ITSELF) return nearestItem(frame)?.itself;
    for (let at: FillScope | undefined = frame; at; at = at.above) {
      if (below({ slot: at.slot, path: '', isItem: false }, path)) return at.at(path);
    }
    return undefined;
  }

  private text(answer: Answer, form: 'date' | 'number' | 'paragraphs' | undefined): string {
    const { slot } = answer;
    const value = valueOfAmount(answer);
    if (isMissingRequired(answer, this.direction) || isMissingRequired(value, this.direction))
      return missingRun(formatFieldPath(answer.path)).text;
    if (slot.type === 'narrative' || slot.multiline) return this.chapter(answer);
    if (answer.state === 'ok' && answer.items?.[0]?.children) return `有 ${answer.items.length} 起`;
    if (slot.type === 'reference' && answer.state === 'ok') return annexName(answer, this.answers);
    if (form === 'number' && typeof value.value === 'number') return formatNumber(value.value);
    return formatAnswer(answer, form === 'date');
  }

  /** A chapter's Markdown as lines, one a paragraph; a picture leaves its name. */
  private chapter(answer: Answer): string {
    const { text, file } = readChapter(answer, this.file);
    const path = formatFieldPath(answer.path);
    if (text === undefined) return answer.state === 'ok' ? missingRun(path).text : '';
    let figures = 0;
    const body = chapterBlocks(text, { image: file, path, id: 'template', figure: () => ++figures });
    return writeText({ title: '', author: '', draft: false, front: [], body })
      .replace(/^#+ /gm, '')
      .replace(/\n{2,}/g, '\n')
      .trim();
  }
}

function scopeOf(answer: Answer, above: FillScope): FillScope {
  return { above, slot: answer.slot, at: (path) => answerBelow(answer, path) };
}

function nearestItem(frame: FillScope): FillScope | undefined {
  for (let at: FillScope | undefined = frame; at; at = at.above) if (at.itself !== undefined) return at;
  return undefined;
}

function hasValue(found: Answer | string | undefined, value: string): boolean {
  if (found === undefined || typeof found === 'string') return found === value;
  if (found.items?.length) return found.items.some((item) => hasValue(item, value));
  const { state, value: said, slot } = valueOfAmount(found);
  return String(state === 'ok' ? said : slot.default) === value;
}

/** What an answer says at a path below it; of an indicator that is a bare number, that number. */
function answerBelow(answer: Answer, path: string): Answer | undefined {
  return parseFieldPath(path).reduce<Answer | undefined>((at, step) => {
    if (typeof step === 'number') return at?.items?.[step];
    return at?.children?.get(step);
  }, answer);
}
