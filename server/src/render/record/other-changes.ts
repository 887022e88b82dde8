/** What somebody did to a Word file beside its words: comments, moves, struck-through text, pictures, headers and the like. */
import { strFromU8 } from 'fflate';
import { Parser } from 'saxen';
import { sha256 } from '../../core/text/sha256.ts';
import type { ZipParts } from '../office/office-zip.ts';
import { relationsOf } from '../office/relations.ts';
import { readWordText, type WordText } from './word-text.ts';

/** Kinds of what no field of the dossier can take over. */
export type OtherChangeKind =
  | 'comment'
  | 'moved'
  | 'struck'
  | 'hidden'
  | 'highlighted'
  | 'picture'
  | 'text-box'
  | 'header'
  | 'note';

/** One thing that was done to the file. */
export interface OtherChange {
  readonly kind: OtherChangeKind;
  /** Its words, as far as it has any. */
  readonly text: string;
  /** Who did it; undefined where the file does not say. */
  readonly author: string | undefined;
}

/** What a file has of this kind when it is rendered, so that it is no change. */
export interface OriginalMarks {
  /** Struck-through and highlighted words. */
  readonly marked: readonly string[];
  /** SHA-256 sums of the pictures in the text, in order. */
  readonly pictures: readonly string[];
}

/** The marks of a file as it was rendered. */
export function originalMarks(parts: ZipParts, main: string, text: WordText): OriginalMarks {
  return { marked: text.marked.map((m) => m.text), pictures: pictureSums(parts, main, text) };
}

function pictureSums(parts: ZipParts, main: string, { pictures }: WordText): readonly string[] {
  const targets = new Map(relationsOf(parts, main).map((r) => [r.id, r.target]));
  return pictures.map((id) => {
    const bytes = parts[targets.get(id) ?? ''];
    return bytes ? sha256(bytes) : '';
  });
}

/** Everything that was done beside the words; `before` is undefined for files that were rendered without a record of it. */
export function otherChanges(
  parts: ZipParts,
  main: string,
  text: WordText,
  before: OriginalMarks | undefined,
): readonly OtherChange[] {
  const last = lastAuthor(parts);
  const known = [...(before?.marked ?? [])];
  const marked = text.marked.flatMap(({ kind, text: words, author = last }): readonly OtherChange[] => {
    const at = known.indexOf(words);
    if (at >= 0) known.splice(at, 1);
    return at >= 0 || !words.trim() ? [] : [{ kind, text: words, author }];
  });
  return [
    ...comments(parts, main),
    ...marked,
    ...pictures(pictureSums(parts, main, text), before?.pictures, last),
    ...besideText(parts, main, last),
  ];
}

/** A picture that is not of the file as it was rendered, or one of that file that is gone. */
function pictures(
  now: readonly string[],
  before: readonly string[] | undefined,
  author: string | undefined,
): readonly OtherChange[] {
  if (!before || now.join() === before.join()) return [];
  const added = now.filter((sum, i) => before[i] !== sum).length;
  const count = Math.max(added, before.length - now.length, 1);
  return Array.from({ length: count }, () => ({ kind: 'picture', text: '', author }));
}

/** The comments of a file; those that a review copy was rendered with are no one's. */
function comments(parts: ZipParts, main: string): readonly OtherChange[] {
  const found: { author: string; text: string }[] = [];
  for (const part of partsOf(parts, main, ['comments'])) {
    readElements(part, {
      open: (name, attributes, decode) => {
        if (name === 'comment') found.push({ author: decode(attributes().author ?? ''), text: '' });
      },
      text: (words) => {
        const own = found.at(-1);
        if (own) own.text += words;
      },
    });
  }
  return found
    .filter(({ author }) => author !== 'dossier')
    .map(({ author, text }) => ({ kind: 'comment', text, author: author || undefined }));
}

/** A rendered page has nothing above and below but its number. */
const PAGE_NUMBER = /^[—\-–\s\d]*$/;

function besideText(parts: ZipParts, main: string, author: string | undefined): readonly OtherChange[] {
  const inParts = (types: readonly string[], kind: OtherChangeKind) => {
    const texts = partsOf(parts, main, types).map((xml) => wordsOf(xml).trim());
    return [...new Set(texts)].filter((t) => !PAGE_NUMBER.test(t)).map((text) => ({ kind, text, author }));
  };
  return [...inParts(['header', 'footer'], 'header'), ...inParts(['footnotes', 'endnotes'], 'note')];
}

function wordsOf(xml: string): string {
  try {
    const { paragraphs, marked } = readWordText(xml);
    return [...paragraphs, ...marked.filter((m) => m.kind === 'text-box').map((m) => m.text)].join(' ');
  } catch {
    return '';
  }
}

function partsOf(parts: ZipParts, main: string, types: readonly string[]): readonly string[] {
  const named = relationsOf(parts, main).filter((r) => types.includes(r.type) && !r.external);
  return [...new Set(named.map((r) => r.target))].flatMap((name) => (parts[name] ? [strFromU8(parts[name])] : []));
}

/** Who saved the file last; undefined for what a program wrote. */
function lastAuthor(parts: ZipParts): string | undefined {
  const part = relationsOf(parts, '').find((r) => r.type === 'core-properties')?.target ?? '';
  let author = '';
  let isOpen = false;
  if (parts[part])
    readElements(strFromU8(parts[part]), {
      open: (element) => {
        isOpen = element === 'lastModifiedBy';
      },
      text: (words) => {
        if (isOpen) author += words;
      },
    });
  const name = author.trim();
  // What the library writes where nobody is named.
  return name === '' || name === 'Un-named' ? undefined : name;
}

interface ElementReader {
  readonly open: (
    name: string,
    attributes: () => Readonly<Record<string, string>>,
    decode: (text: string) => string,
  ) => void;
  readonly text: (words: string) => void;
}

/** Elements and attributes by their names without prefixes; what is not well-formed is read as far as it goes. */
function readElements(xml: string, { open, text }: ElementReader): void {
  const parser = new Parser();
  parser.on('openTag', (name, attributes, decode) => {
    const bare = () =>
      Object.fromEntries(Object.entries(attributes()).map(([key, value]) => [key.replace(/^.*:/, ''), value]));
    open(name.replace(/^.*:/, ''), bare, decode);
  });
  parser.on('text', (words, decode) => text(decode(words)));
  parser.on('cdata', text);
  parser.on('error', () => {});
  parser.parse(xml);
}
