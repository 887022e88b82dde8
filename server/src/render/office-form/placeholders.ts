/** What stands between the braces of a template, and what is wrong with it before anybody asks the form. */

import type { LocalizedText } from '../../core/model/localized-text.ts';
import { clip } from '../../core/text/clip.ts';
import { shownBraces } from './own-braces.ts';

/** Where in a template something stands. */
export interface TagLocation {
  /** The part of the file, e.g. `word/document.xml`. */
  readonly part: string;
  /** The text of its paragraph. */
  readonly text: string;
}

/** A placeholder, or a stretch between `{#…}` or `{^…}` and `{/…}`. */
export interface Tag {
  readonly kind: 'value' | 'section' | 'unless';
  /** As it is written, without the sign before it. */
  readonly name: string;
  readonly location: TagLocation;
  /** What stands within a section. */
  readonly inner: readonly Tag[];
}

/** Something that keeps a template from being filled, with its place. */
export interface TemplateProblem {
  readonly location: TagLocation;
  readonly message: LocalizedText;
}

/** A template as it is written: its placeholders in order, or why they cannot be told. */
export interface TemplateReading {
  readonly tags: readonly Tag[];
  readonly problems: readonly TemplateProblem[];
}

/** The name of a field, with what follows it. */
export interface TagName {
  readonly path: string;
  /** Behind `=`: the value that is asked about. */
  readonly value: string | undefined;
  /** Behind `|`: how it is printed. */
  readonly form: string | undefined;
}

/** Splits what stands between the braces: `申报单位.法人类型=企业法人` has the value `企业法人`, `申报日期|日期` the form `日期`. */
export function readTag(name: string): TagName {
  const [, path = '', value, form] = /^([^=|]*)(?:=([^|]*))?(?:\|(.*))?$/s.exec(name) ?? [];
  return { path: path.trim(), value: value?.trim(), form: form?.trim() };
}

/** The ways of printing that a placeholder may ask for, by the words for them. */
export const FORMS: Readonly<Record<string, 'date' | 'number' | 'paragraphs'>> = {
  日期: 'date',
  date: 'date',
  数值: 'number',
  number: 'number',
  段落: 'paragraphs',
  paragraphs: 'paragraphs',
};

/** The item that a section goes through, and its number. */
export const ITSELF = '.';
/** Between braces: the number of the item that the nearest section goes through, from 1. */
export const NUMBER = '序号';

const PARTS: readonly (readonly [RegExp, LocalizedText])[] = [
  [/^word\/document/, { zh: '正文', en: 'text' }],
  [/^word\/header/, { zh: '页眉', en: 'header' }],
  [/^word\/footer/, { zh: '页脚', en: 'footer' }],
  [/^word\/(?:foot|end)notes/, { zh: '脚注', en: 'notes' }],
  [/^word\/comments/, { zh: '批注', en: 'comments' }],
  [/^docProps/, { zh: '文档属性', en: 'properties' }],
];

/** Longest text that is shown to say where something stands. */
const LONGEST = 60;

/** `正文“法人类型：{申报单位.法人类型}”`. */
export function describeLocation({ part, text: written }: TagLocation): LocalizedText {
  const text = shownBraces(written);
  const name = PARTS.find(([pattern]) => pattern.test(part))?.[1] ?? { zh: part, en: part };
  if (text === '') return name;
  return { zh: `${name.zh}“${clip(text, LONGEST)}”`, en: `${name.en} “${clip(text, LONGEST)}”` };
}
