/** A Word template: what it asks for, and the file with that filled in. The only file that knows `docxtemplater`. */
import Docxtemplater, { type DXT } from 'docxtemplater';
import { XMLValidator } from 'fast-xml-parser';
import { strFromU8, strToU8 } from 'fflate';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { clean } from '../manuscript/manuscript.ts';
import { textSize, unzip, type ZipParts, zip } from '../office/office-zip.ts';
import { mainPart } from '../office/relations.ts';
import { withMergedCells } from './merged-cells.ts';
import { hideOwnBraces, showOwnBraces } from './own-braces.ts';
import type { Tag, TagLocation, TemplateProblem, TemplateReading } from './placeholders.ts';
import { type Lexed, type LocatedTag, paragraphsOf, type SectionUse, TagLocator, textOf } from './tag-locator.ts';
import { type LibraryError, templateErrorText } from './template-errors.ts';

/** What the parts of a template are to the one who fills it; a section's value says how often and with what it is filled. */
export interface TemplateFiller<Frame extends object> {
  readonly root: Frame;
  value(name: string, frame: Frame, isAlone: boolean): string;
  section(name: string, frame: Frame, use: SectionUse): boolean | Frame | readonly Frame[];
}

/** What a .docx says of its text. */
const DOCUMENT = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';

const OTHER_WORD: LocalizedText = {
  zh: '这是 .dotx 或 .docm 一类的文件；请在 Word 里另存为 .docx',
  en: 'a .dotx, a .docm or the like; save it as a .docx',
};

/** Old Word files, and those with a password, begin with this. */
const OLD_WORD = [0xd0, 0xcf, 0x11, 0xe0];

/** Its placeholders; a text where it is no Word file. */
export function readTemplate(bytes: Uint8Array): TemplateReading | { readonly refused: LocalizedText } {
  if (textSize(bytes) > MAX_TEXT) return { refused: TOO_LARGE };
  const parts = unzip(bytes);
  const types = parts?.['[Content_Types].xml'];
  const main = parts && mainPart(parts);
  if (!parts || main === undefined || !types) return { refused: refusal(bytes) };
  // A .dotx or .docm that is called .docx is refused by Word in its turn.
  if (!strFromU8(types).includes(DOCUMENT)) return { refused: OTHER_WORD };
  if (isOverloaded(parts)) return { refused: TOO_LARGE };
  const damaged = damagedParts(parts);
  if (damaged.length) return { tags: [], problems: damaged };
  hideOwnBraces(parts);
  const reader = new TagLocator();
  try {
    open(parts, reader, () => ({ get: () => '' }));
  } catch (error) {
    return { tags: [], problems: problemsOf(error, reader) };
  }
  const none =
    reader.tags.length || reader.problems.length
      ? []
      : [{ location: { part: main, text: '' }, message: NO_PLACEHOLDERS }];
  return { tags: treeOf(reader.tags), problems: [...reader.problems, ...none] };
}

const NO_PLACEHOLDERS: LocalizedText = {
  zh: '一个占位符也没有，填出来只会是空表',
  en: 'there is no placeholder, so the form would stay empty',
};

/** More text than any form has, in bytes: a file of a few kilobytes may unpack to gigabytes. */
const MAX_TEXT = 24_000_000;
/** More elements than any form has, and more braces, in all its parts: the library takes memory for each. */
const MAX_ELEMENTS = 400_000;
const MAX_BRACES = 10_000;

function isOverloaded(parts: ZipParts): boolean {
  let [elements, braces] = [0, 0];
  for (const [name, bytes] of Object.entries(parts)) {
    if (!/\.xml$/i.test(name)) continue;
    for (const byte of bytes) {
      if (byte === LESS_THAN) elements++;
      else if (byte === BRACE) braces++;
    }
  }
  return elements > MAX_ELEMENTS || braces > MAX_BRACES;
}

const LESS_THAN = 0x3c;
const BRACE = 0x7b;

const TOO_LARGE: LocalizedText = {
  zh: '里面的文字或占位符太多，不是模板的大小（最多 24 MB 文字、1 万个占位符）',
  en: 'it has too much text or too many placeholders for a form (at most 24 MB of text and 10,000 placeholders)',
};

/** The library reads on where a part is no XML, and Word would not open what comes of it. */
function damagedParts(parts: ZipParts): readonly TemplateProblem[] {
  return Object.entries(parts).flatMap(([part, bytes]) => {
    if (!/\.(?:xml|rels)$/.test(part) || XMLValidator.validate(strFromU8(bytes)) === true) return [];
    const message = {
      zh: '这一部分不是合格的 XML，文件可能已经损坏',
      en: 'this part is not well-formed; the file may be damaged',
    };
    return [{ location: { part, text: '' }, message }];
  });
}

/** The bytes of the template filled in; it was read before and has no faults. */
export function fillTemplate<Frame extends object>(bytes: Uint8Array, filler: TemplateFiller<Frame>): Uint8Array {
  const parts = unzip(bytes);
  if (!parts) throw new RangeError('a template that was not read');
  hideOwnBraces(parts);
  const reader = new TagLocator();
  const document = open(parts, reader, (name, { tag } = {}) => ({
    get: (frame: Frame) => {
      if (tag?.module === 'loop') return filler.section(name, frame, reader.useOf(tag));
      return lines(filler.value(name, frame, reader.isAlone(tag)));
    },
  }));
  document.render(filler.root);
  showOwnBraces(parts);
  const main = mainPart(parts);
  if (main !== undefined) parts[main] = strToU8(withMergedCells(strFromU8(parts[main]!)));
  return zip(parts);
}

function refusal(bytes: Uint8Array): LocalizedText {
  if (OLD_WORD.every((byte, i) => bytes[i] === byte)) {
    return {
      zh: '这是旧格式（.doc）或加了密码的文件；请在 Word 里另存为不加密的 .docx',
      en: 'an old Word file (.doc), or one with a password; save it as a .docx without one',
    };
  }
  return { zh: '不是 Word 文件（.docx），或者已经损坏', en: 'no Word file (.docx), or a damaged one' };
}

/** Breaks stay, everything else that XML cannot hold goes. */
function lines(text: string): string {
  return text
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map(clean)
    .join('\n');
}

type TagParser = (name: string, meta?: { readonly tag?: DXT.Part }) => DXT.Parser;

function open(parts: ZipParts, reader: TagLocator, parser: TagParser): Docxtemplater<ZipFile> {
  return new Docxtemplater(new ZipFile(parts), {
    modules: [reader],
    parser: parser as (tag: string) => DXT.Parser,
    paragraphLoop: true,
    linebreaks: true,
    stripInvalidXMLChars: true,
    errorLogging: false,
    // A template may not choose other braces: what it asks for could then not be told from its text.
    syntax: { changeDelimiterPrefix: null },
  });
}

/** The parts as the library wants to see a ZIP file. */
class ZipFile {
  readonly files: Record<string, { readonly name: string; asText(): string }> = {};
  private readonly parts: ZipParts;

  constructor(parts: ZipParts) {
    this.parts = parts;
    for (const name of Object.keys(parts)) this.show(name);
  }

  file(name: string | RegExp, content?: string | Uint8Array) {
    if (name instanceof RegExp) return Object.values(this.files).filter((f) => name.test(f.name));
    if (content === undefined) return this.files[name] ?? null;
    this.parts[name] = typeof content === 'string' ? strToU8(content) : content;
    this.show(name);
    return this;
  }

  remove(name: string): this {
    delete this.parts[name];
    delete this.files[name];
    return this;
  }

  private show(name: string): void {
    this.files[name] = { name, asText: () => strFromU8(this.parts[name]!) };
  }
}

/** Sections with what is in them. They close in order: the library has seen to that. */
function treeOf(found: readonly LocatedTag[]): readonly Tag[] {
  const top: Tag[] = [];
  const open: Tag[][] = [top];
  for (const { part, location: place } of found) {
    const { location, module, inverted } = part as DXT.Part & { readonly location?: string };
    if (location === 'end') {
      open.pop();
      continue;
    }
    const inner: Tag[] = [];
    const isSection = module === 'loop';
    // What is marked as anything else but a section is taken by its whole text, and no field is called so.
    const name = isSection || module === undefined ? part.value : part.raw;
    open.at(-1)!.push({ kind: isSection ? (inverted ? 'unless' : 'section') : 'value', name, location: place, inner });
    if (isSection) open.push(inner);
  }
  return top;
}

/** So many errors are told at most: to find the place of each takes a search through the file. */
const MAX_PROBLEMS = 100;

function problemsOf(error: unknown, reader: TagLocator): readonly TemplateProblem[] {
  const { properties } = error as LibraryError;
  const errors = properties?.errors ?? [error as LibraryError];
  return errors
    .slice(0, MAX_PROBLEMS)
    .map((e) => ({ location: errorLocation(e, reader), message: templateErrorText(e) }));
}

function errorLocation({ properties = {} }: LibraryError, { texts }: TagLocator): TagLocation {
  const { file = '', offset, xtag = '' } = properties;
  const at = [offset].flat()[0];
  const lexed = texts.get(file) ?? [];
  const part = at === undefined ? undefined : partAt(lexed, at);
  const paragraph = paragraphsOf(lexed).find((p) => part && p.includes(part));
  return { part: file, text: (paragraph?.map(textOf).join('') ?? xtag).trim() };
}

/** The library counts its offsets in the words of a file alone; where it stumbled it does not say them of each part. */
function partAt(lexed: readonly Lexed[], at: number): Lexed | undefined {
  let end = 0;
  return lexed.find((part) => {
    if (part.type === 'delimiter') end++;
    else if (part.type === 'content' && part.position === 'insidetag') end += part.value.length;
    else return false;
    return at < end;
  });
}
