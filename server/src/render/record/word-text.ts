/**
 * What a Word file says: its paragraphs as a reader finds them, and where our bookmarks stand in them. Written by our renderer or
 * saved since by Word, WPS or LibreOffice; revisions count as accepted, struck-through and hidden text as deleted.
 */
import { Parser } from 'saxen';
import { BOOKMARK_NAME } from './bookmarks.ts';

/** A place between two characters: the paragraph, and how far into its text, in UTF-16 units. */
export interface TextPosition {
  readonly paragraph: number;
  readonly at: number;
}

/** Text with a look that says something about it, in the order of the file; `author` where a revision names one. */
export interface MarkedText {
  readonly kind: 'struck' | 'hidden' | 'highlighted' | 'text-box' | 'moved';
  readonly text: string;
  readonly author?: string;
}

/** The text of a Word file with all tracked changes accepted, and where our bookmarks stand in it. */
export interface WordText {
  readonly paragraphs: readonly string[];
  /** For each paragraph the table cell it stands in, counted through the file from 1; 0 outside tables. */
  readonly cells: readonly number[];
  readonly bookmarks: ReadonlyMap<string, { readonly from: TextPosition; readonly to: TextPosition }>;
  /** How many insertions, deletions and moves stand in it that nobody has accepted or rejected. */
  readonly revisions: number;
  /** Whoever made them, each once. */
  readonly revisionAuthors: readonly string[];
  readonly marked: readonly MarkedText[];
  /** The ids of the relations of its pictures, in the order of the file. */
  readonly pictures: readonly string[];
}

const PREFIXES = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  'http://schemas.openxmlformats.org/drawingml/2006/main': 'a',
  'http://purl.oclc.org/ooxml/drawingml/main': 'a',
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships': 'r',
  'http://purl.oclc.org/ooxml/officeDocument/relationships': 'r',
  'urn:schemas-microsoft-com:vml': 'v',
};

/** What a reader of the accepted text does not see, or what a program fills in: page numbers, pictures, text boxes. */
const SKIPPED_ELEMENTS: ReadonlySet<string> = new Set([
  'w:moveFrom',
  'w:instrText',
  'w:fldSimple',
  'w:drawing',
  'w:pict',
  'w:object',
  'w:rPrChange',
  'w:pPrChange',
  'w:tabs',
  'mc:Fallback',
]);

const CHARACTERS: Readonly<Record<string, string>> = {
  'w:tab': '\t',
  'w:cr': '\n',
  'w:noBreakHyphen': '-',
};

const REVISIONS: ReadonlySet<string> = new Set(['w:ins', 'w:del', 'w:moveTo', 'w:moveFrom']);

/** Looks of a run that are more than looks. */
const LOOKS: Readonly<Record<string, MarkedText['kind']>> = {
  'w:strike': 'struck',
  'w:dstrike': 'struck',
  'w:vanish': 'hidden',
  'w:highlight': 'highlighted',
};

type Attributes = Readonly<Record<string, string>>;

/** Reads the main part of a Word file; throws where it is not well-formed. */
export function readWordText(xml: string): WordText {
  const reader = new WordXmlReader();
  const parser = new Parser();
  parser.ns(PREFIXES);
  parser.on('openTag', (name, attributes, decode) => reader.open(name, attributes, decode));
  parser.on('closeTag', (name) => reader.close(name));
  parser.on('text', (text, decode) => reader.text(decode(text)));
  parser.on('cdata', (text) => reader.text(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.parse(xml);
  return reader.done();
}

class WordXmlReader {
  private readonly paragraphs: string[] = [];
  private readonly cells: number[] = [];
  private readonly starts = new Map<string, { name: string; from: TextPosition }>();
  private readonly bookmarks = new Map<string, { from: TextPosition; to: TextPosition }>();
  private readonly authors = new Set<string>();
  private readonly marked: MarkedText[] = [];
  private readonly pictures: string[] = [];
  private revisions = 0;
  /** The elements that are open, the innermost last. */
  private readonly stack: string[] = [];
  /** How deep the element stands that is passed over. */
  private skippedAt: number | undefined;
  /** Fields of Word that are open: their results are a program's. */
  private fields = 0;
  private current: string | undefined;
  /** The paragraph's own mark was deleted: the next paragraph goes on with it. */
  private joins = false;
  /** Of the row that is open: where it began, and whether it was deleted. Rows of tables in tables stand behind. */
  private readonly rows: { readonly from: number; deleted: boolean }[] = [];
  /** The cells that are open, the innermost last, and how many there were. */
  private readonly openCells: number[] = [];
  private cellCount = 0;
  /** What the run that is open looks like. */
  private look: ReadonlySet<MarkedText['kind']> = new Set();
  /** The text of the text box that is open. */
  private box: string | undefined;
  private fallbacks = 0;
  /** Who moved the text that is open from elsewhere. */
  private mover: string | undefined;

  open(name: string, attributes: () => Attributes, decode: (text: string) => string): void {
    const parent = this.stack.at(-1);
    this.stack.push(name);
    if (name === 'mc:Fallback') this.fallbacks++;
    if (!this.fallbacks) this.drawing(name, attributes);
    if (this.skippedAt !== undefined) return;
    if (REVISIONS.has(name)) this.revision(name, parent, decode(attributes()['w:author'] ?? ''));
    if (SKIPPED_ELEMENTS.has(name)) this.skippedAt ??= this.stack.length;
    else if (name === 'w:p') this.paragraph();
    else if (name === 'w:r') this.look = new Set();
    else if (parent === 'w:rPr' && LOOKS[name]) this.looks(LOOKS[name], attributes()['w:val']);
    else if (name === 'w:tr') this.rows.push({ from: this.paragraphs.length, deleted: false });
    else if (name === 'w:tc') this.openCells.push(++this.cellCount);
    else if (name === 'w:bookmarkStart') this.begin(attributes());
    else if (name === 'w:bookmarkEnd') this.end(attributes());
    else if (name === 'w:fldChar') this.field(attributes()['w:fldCharType']);
    else if (name === 'w:br') this.add(/page|column/.test(attributes()['w:type'] ?? '') ? '' : '\n');
    else if (parent === 'w:r' && CHARACTERS[name] !== undefined) this.add(CHARACTERS[name]);
  }

  close(name: string): void {
    if (name === 'mc:Fallback') this.fallbacks--;
    if (name === 'w:txbxContent' && !this.fallbacks) this.endBox();
    if (name === 'w:moveTo') this.mover = undefined;
    if (this.skippedAt === this.stack.length) this.skippedAt = undefined;
    this.stack.pop();
    if (this.skippedAt !== undefined) return;
    if (name === 'w:p') this.finish();
    if (name === 'w:tr') this.row();
    if (name === 'w:tc') this.openCells.pop();
  }

  text(text: string): void {
    if (this.stack.at(-1) !== 'w:t') return;
    if (this.box !== undefined && !this.fallbacks) this.box += text;
    else if (this.skippedAt === undefined) this.add(text);
  }

  done(): WordText {
    this.joins = false;
    this.finish();
    const { paragraphs, cells, bookmarks, revisions, authors, marked, pictures } = this;
    return { paragraphs, cells, bookmarks, revisions, revisionAuthors: [...authors], marked, pictures };
  }

  /** What stands within drawings: pictures and text boxes. */
  private drawing(name: string, attributes: () => Attributes): void {
    if (name === 'w:txbxContent') this.box ??= '';
    const id = name === 'a:blip' ? attributes()['r:embed'] : name === 'v:imagedata' ? attributes()['r:id'] : undefined;
    if (id !== undefined) this.pictures.push(id);
  }

  private endBox(): void {
    if (this.box?.trim()) this.marked.push({ kind: 'text-box', text: this.box });
    this.box = undefined;
  }

  private looks(kind: MarkedText['kind'], value: string | undefined): void {
    // The mark of a paragraph has a look of its own, but no words.
    if (this.stack.at(-3) === 'w:r' && !/^(?:0|false|off|none)$/.test(value ?? ''))
      this.look = new Set([...this.look, kind]);
  }

  /** A revision holds what was changed; within properties it says that of the paragraph's mark or of the row. */
  private revision(name: string, parent: string | undefined, author: string): void {
    this.revisions++;
    if (author) this.authors.add(author);
    if (name === 'w:moveTo' && parent !== 'w:rPr') this.mover = author;
    if (name !== 'w:del') return;
    const row = this.rows.at(-1);
    if (parent === 'w:trPr' && row) row.deleted = true;
    else if (parent === 'w:rPr') this.joins ||= this.stack.at(-3) === 'w:pPr';
    else this.skippedAt = this.stack.length;
  }

  private paragraph(): void {
    this.current ??= '';
  }

  private finish(): void {
    if (this.current === undefined) return;
    if (this.joins) {
      this.joins = false;
      return;
    }
    this.paragraphs.push(this.current);
    this.cells.push(this.openCells.at(-1) ?? 0);
    this.current = undefined;
  }

  private row(): void {
    const row = this.rows.pop();
    if (!row?.deleted) return;
    this.paragraphs.length = row.from;
    this.cells.length = row.from;
    for (const [name, { from }] of this.bookmarks) if (from.paragraph >= row.from) this.bookmarks.delete(name);
  }

  private begin({ 'w:id': id = '', 'w:name': name = '' }: Attributes): void {
    if (BOOKMARK_NAME.test(name)) this.starts.set(id, { name, from: this.here() });
  }

  private end({ 'w:id': id = '' }: Attributes): void {
    const start = this.starts.get(id);
    this.starts.delete(id);
    if (start && !this.bookmarks.has(start.name))
      this.bookmarks.set(start.name, { from: start.from, to: this.there(start.from) });
  }

  private here(): TextPosition {
    return { paragraph: this.paragraphs.length, at: this.current?.length ?? 0 };
  }

  /** Between two paragraphs a mark ends with the one before. */
  private there(from: TextPosition): TextPosition {
    const last = this.paragraphs.length - 1;
    if (this.current !== undefined || last < from.paragraph) return this.here();
    return { paragraph: last, at: this.paragraphs[last]!.length };
  }

  private field(type: string | undefined): void {
    if (type === 'begin') this.fields++;
    if (type === 'end') this.fields = Math.max(0, this.fields - 1);
  }

  private add(text: string): void {
    if (this.current === undefined || this.fields) return;
    const { look, mover } = this;
    for (const kind of look) this.mark(kind, text);
    if (mover !== undefined) this.mark('moved', text, mover);
    if (!look.has('struck') && !look.has('hidden')) this.current += text;
  }

  /** Runs that follow one another are one stretch. */
  private mark(kind: MarkedText['kind'], text: string, author?: string): void {
    const last = this.marked.at(-1);
    if (last?.kind === kind && last.author === author && this.lastMarked === this.paragraphs.length)
      this.marked[this.marked.length - 1] = { ...last, text: last.text + text };
    else this.marked.push(author ? { kind, text, author } : { kind, text });
    this.lastMarked = this.paragraphs.length;
  }

  private lastMarked = -1;
}
