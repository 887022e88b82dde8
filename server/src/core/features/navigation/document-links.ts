/** What a dossier points at outside itself: evidence, chapters, web addresses. */

import { locate } from '../../analysis/locate.ts';
import type { Analysis } from '../../analysis/types.ts';
import type { Answer } from '../../form/answer.ts';
import { partsOf } from '../../form/answers.ts';
import { CHAPTER_FILE } from '../../form/read-form.ts';
import { tellFile } from '../../inputs/evidence.ts';
import type { Span } from '../../model/edit.ts';
import type { Text } from '../../model/localized-text.ts';

export interface Link {
  readonly span: Span;
  readonly target: { readonly file: string } | { readonly url: string };
  readonly tooltip?: Text;
}

/** In the order of the text. A file is a link where it was looked into and can be opened: no link leads nowhere. */
export function links(analysis: Analysis): readonly Link[] {
  const { answers, pack } = analysis;
  const found = (pack?.form.fields ?? []).flatMap((f) => answers.all([f.key])).flatMap((a) => linksIn(a, analysis));
  return found.sort((a, b) => a.span.start - b.span.start);
}

/** The file that an answer names, if it can be opened. */
export function fileOf({ slot, state, value }: Answer, { memo: { facts } }: Analysis): Omit<Link, 'span'> | undefined {
  if (slot.type !== 'file' || state !== 'ok') return undefined;
  const file = String(value);
  if (slot === CHAPTER_FILE) {
    const chapter = facts.chapters?.get(file);
    return chapter && 'text' in chapter ? { target: { file }, tooltip: CHAPTER } : undefined;
  }
  const fact = facts.files?.get(file);
  return fact && !CLOSED.has(fact.state) ? { target: { file }, tooltip: tellFile(fact) } : undefined;
}

const CHAPTER: Text = { zh: '打开这一章', en: 'Open this chapter' };
const CLOSED: ReadonlySet<string> = new Set(['missing', 'outside', 'folder', 'unreadable']);

function linksIn(answer: Answer, analysis: Analysis): readonly Link[] {
  const { source, answers } = analysis;
  const below = partsOf(answer);
  if (below.length) return below.flatMap((a) => linksIn(a, analysis));
  if (answer.state !== 'ok' || answer.tree?.kind !== 'scalar') return [];
  const file = fileOf(answer, analysis);
  const text = String(answer.value);
  const all = file
    ? [{ ...file, within: [0, text.length] as const }]
    : TEXTS.has(answer.slot.type)
      ? addresses(text)
      : [];
  return all.map(({ within, ...link }) => ({
    ...link,
    span: locate(source, answers, { path: answer.path, within }).span,
  }));
}

const TEXTS: ReadonlySet<string> = new Set(['text', 'narrative', 'url']);

/** Web addresses in a text: up to a blank, to what is Chinese, or to the mark that closes the sentence or the bracket. */
function addresses(text: string): readonly (Omit<Link, 'span'> & { readonly within: readonly [number, number] })[] {
  return [...text.matchAll(/https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]{1,2000}/gi)].flatMap(({ 0: match, index }) => {
    const open = match.includes('(');
    const url = match.replace(open ? /[.,;:!?'*\]]+$/ : /[.,;:!?'*)\]]+$/, '');
    return URL.canParse(url) ? [{ target: { url }, within: [index, index + url.length] as const }] : [];
  });
}
