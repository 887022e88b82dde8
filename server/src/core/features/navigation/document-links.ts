/** Document links: evidence, chapters in their own files, web addresses. */

import { locate } from '../../analysis/locate.ts';
import type { Analysis } from '../../analysis/types.ts';
import type { Answer } from '../../form/answer.ts';
import { childAnswers } from '../../form/answers.ts';
import { CHAPTER_FILE } from '../../form/read-form.ts';
import { describeEvidenceFile } from '../../inputs/evidence.ts';
import type { Span } from '../../model/edit.ts';
import type { LocalizedText } from '../../model/localized-text.ts';

/** A link: where it stands in the dossier, and what it opens. */
export interface LinkSpan {
  readonly span: Span;
  /** A file as the dossier writes it, from its own folder, or a web address. */
  readonly target: { readonly file: string } | { readonly url: string };
  readonly tooltip?: LocalizedText;
}

/** All links in the order of the text. A file becomes a link only if it was found and can be opened. */
export function documentLinks(analysis: Analysis): readonly LinkSpan[] {
  const { answers, pack } = analysis;
  const found = (pack?.form.fields ?? []).flatMap((f) => answers.all([f.key])).flatMap((a) => linksIn(a, analysis));
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** The link of an answer that names a file; undefined where it names none, or the file was not found or cannot be opened. */
export function fileLink(
  { slot, state, value }: Answer,
  { cache: { input } }: Analysis,
): Omit<LinkSpan, 'span'> | undefined {
  if (slot.type !== 'file' || state !== 'ok') return undefined;
  const file = String(value);
  if (slot === CHAPTER_FILE) {
    const chapter = input.chapters?.get(file);
    return chapter && 'text' in chapter ? { target: { file }, tooltip: CHAPTER } : undefined;
  }
  const evidence = input.files?.get(file);
  return evidence && !UNOPENABLE_STATES.has(evidence.state)
    ? { target: { file }, tooltip: describeEvidenceFile(evidence) }
    : undefined;
}

const CHAPTER: LocalizedText = { zh: '打开这一章', en: 'Open this chapter' };
const UNOPENABLE_STATES: ReadonlySet<string> = new Set(['missing', 'outside', 'folder', 'unreadable']);

function linksIn(answer: Answer, analysis: Analysis): readonly LinkSpan[] {
  const { source, answers } = analysis;
  const below = childAnswers(answer);
  if (below.length) return below.flatMap((a) => linksIn(a, analysis));
  if (answer.state !== 'ok' || answer.tree?.kind !== 'scalar') return [];
  const file = fileLink(answer, analysis);
  const text = String(answer.value);
  const all = file
    ? [{ ...file, within: [0, text.length] as const }]
    : LINKED_TYPES.has(answer.slot.type)
      ? webAddresses(text)
      : [];
  return all.map(({ within, ...link }) => ({
    ...link,
    span: locate(source, answers, { path: answer.path, within }).span,
  }));
}

const LINKED_TYPES: ReadonlySet<string> = new Set(['text', 'narrative', 'url']);

/** Web addresses in a text. Each ends before a blank, a Chinese character, or punctuation that closes the sentence or bracket. */
function webAddresses(
  text: string,
): readonly (Omit<LinkSpan, 'span'> & { readonly within: readonly [number, number] })[] {
  return [...text.matchAll(/https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]{1,2000}/gi)].flatMap(({ 0: match, index }) => {
    const open = match.includes('(');
    const url = match.replace(open ? /[.,;:!?'*\]]+$/ : /[.,;:!?'*)\]]+$/, '');
    return URL.canParse(url) ? [{ target: { url }, within: [index, index + url.length] as const }] : [];
  });
}
