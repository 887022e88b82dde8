/** An office's own form: what its placeholders ask the dossier's form for, and what the dossier says to them. */

import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { Answer } from '../../core/form/answer.ts';
import { type Answers, valueOfAmount } from '../../core/form/answers.ts';
import type { Slot } from '../../core/model/form-schema.ts';
import { formatFieldPath, parseFieldPath } from '../../core/model/path.ts';
import { chapterBlocks } from '../manuscript/chapter-markdown.ts';
import { safeName } from '../manuscript/file-names.ts';
import {
  annexName,
  formatAnswer,
  formatNumber,
  isMissingRequired,
  missingRun,
} from '../manuscript/fill-placeholders.ts';
import { type ReadFile, readChapter } from '../manuscript/read-chapter.ts';
import { officeFileFaults } from '../office/check-office-file.ts';
import type { RenderedFile } from '../office/rendered-file.ts';
import { makeReproducible, NO_DAY } from '../office/reproducible.ts';
import { writeText } from '../writers/text.ts';
import { fillTemplate } from './docxtemplater.ts';
import { FORMS, ITSELF, NUMBER, readTag } from './placeholders.ts';
import { fieldBelow } from './resolve-tags.ts';
import type { SectionUse } from './tag-locator.ts';

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
    bytes: makeReproducible(
      bytes,
      answers.text(day) ?? pack.notice.opens ?? NO_DAY,
      undefined,
      officeFileFaults(template.bytes),
    ),
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
  /** Of what stands for the items of an empty list: what its next placeholder comes to. */
  readonly blank?: () => string;
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
    if (path === NUMBER && item) return item.blank ? '' : String(item.number);
    const found = this.find(path, frame);
    if (item?.blank && !found && value === undefined) return item.blank();
    if (value !== undefined) return hasValue(found, value) ? TICKED : BOX;
    const text = typeof found === 'string' ? found : found ? this.text(found, FORMS[form ?? '']) : '';
    // A blank is sent back; one of several in a paragraph may well have nothing to say.
    return text || !isAlone ? text : item ? '—' : '无';
  }

  section(name: string, frame: FillScope, use: SectionUse): boolean | FillScope | readonly FillScope[] {
    const { path, value, form } = readTag(name);
    const found = this.find(path, frame);
    if (found === undefined || typeof found === 'string') return Boolean(found);
    if (value !== undefined) return hasValue(found, value);
    if (FORMS[form ?? ''] === 'paragraphs') {
      const lines = this.text(found, undefined).split('\n').filter(Boolean);
      return lines.map((itself, i) => ({ above: frame, slot: LINE_SLOT, at: () => undefined, itself, number: i + 1 }));
    }
    const { slot } = valueOfAmount(found);
    if (slot.type === 'list' && !found.items?.length && use.isLarge && !use.hasOpposite)
      return [this.blankItem(found, frame)];
    if (found.items) {
      return found.items.map((itself, i) => ({ ...scopeOf(itself, frame), itself, number: i + 1 }));
    }
    if (slot.type === 'list') return [];
    if (slot.type === 'yes-no') return hasValue(found, '是');
    if (slot.type === 'map') return scopeOf(found, frame);
    return this.text(found, undefined) !== '' && !hasValue(found, '无');
  }

  /** Stands for the items of a list that has none, so that the rows of the form stay: 无, then dashes. */
  private blankItem(list: Answer, above: FillScope): FillScope {
    const missing = isMissingRequired(list, this.direction) ? missingRun(formatFieldPath(list.path)).text : '无';
    const texts = [missing];
    return {
      above,
      slot: list.slot.item ?? LINE_SLOT,
      at: () => undefined,
      itself: '',
      blank: () => texts.pop() ?? '—',
    };
  }

  /** From the innermost section outwards, as the template was held against the form. */
  private find(path: string, frame: FillScope): Answer | string | undefined {
    if (path === ITSELF) return nearestItem(frame)?.itself;
    for (let at: FillScope | undefined = frame; at; at = at.above) {
      if (fieldBelow({ slot: at.slot, path: '', isItem: false }, path)) return at.at(path);
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
    if (form === 'number' && typeof value.value === 'number') return formatNumber(value);
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
