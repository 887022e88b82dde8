/**
 * What a Word file says: its paragraphs as a reader finds them, and where our marks stand in them. Written by our renderer or
 * saved since by Word, WPS or LibreOffice; revisions count as accepted.
 */
import { Parser } from 'saxen';
import { BOOKMARK_NAME } from './bookmarks.ts';

/** A place between two characters: the paragraph, and how far into its text, in UTF-16 units. */
export interface TextPosition {
  readonly paragraph: number;
  readonly at: number;
}

/** The text of a Word file with all tracked changes accepted, and where our bookmarks stand in it. */
export interface WordText {
  readonly paragraphs: readonly string[];
  readonly bookmarks: ReadonlyMap<string, { readonly from: TextPosition; readonly to: TextPosition }>;
  /** How many insertions, deletions and moves stand in it that nobody has accepted or rejected. */
  readonly revisions: number;
}

const PREFIXES = {
  'http://schemas.openxmlformats.org/wordprocessingml/2006/main': 'w',
  'http://purl.oclc.org/ooxml/wordprocessingml/main': 'w',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
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

/** Reads `word/document.xml`; throws where it is not well-formed. */
export function readWordText(xml: string): WordText {
  const reader = new WordXmlReader();
  const parser = new Parser();
  parser.ns(PREFIXES);
  parser.on('openTag', (name, attributes) => reader.open(name, attributes));
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
  private readonly starts = new Map<string, { name: string; from: TextPosition }>();
  private readonly bookmarks = new Map<string, { from: TextPosition; to: TextPosition }>();
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

  open(name: string, attributes: () => Readonly<Record<string, string>>): void {
    const parent = this.stack.at(-1);
    this.stack.push(name);
    if (this.skippedAt !== undefined) return;
    if (name === 'w:ins' || name === 'w:del' || name === 'w:moveTo' || name === 'w:moveFrom')
      this.revision(name, parent);
    if (SKIPPED_ELEMENTS.has(name)) this.skippedAt ??= this.stack.length;
    else if (name === 'w:p') this.paragraph();
    else if (name === 'w:tr') this.rows.push({ from: this.paragraphs.length, deleted: false });
    else if (name === 'w:bookmarkStart') this.begin(attributes());
    else if (name === 'w:bookmarkEnd') this.end(attributes());
    else if (name === 'w:fldChar') this.field(attributes()['w:fldCharType']);
    else if (name === 'w:br') this.add(/page|column/.test(attributes()['w:type'] ?? '') ? '' : '\n');
    else if (parent === 'w:r' && CHARACTERS[name] !== undefined) this.add(CHARACTERS[name]);
  }

  close(name: string): void {
    if (this.skippedAt === this.stack.length) this.skippedAt = undefined;
    this.stack.pop();
    if (this.skippedAt !== undefined) return;
    if (name === 'w:p') this.finish();
    if (name === 'w:tr') this.row();
  }

  text(text: string): void {
    if (this.stack.at(-1) === 'w:t' && this.skippedAt === undefined) this.add(text);
  }

  done(): WordText {
    this.joins = false;
    this.finish();
    return { paragraphs: this.paragraphs, bookmarks: this.bookmarks, revisions: this.revisions };
  }

  /** A revision holds what was changed; within properties it says that of the paragraph's mark or of the row. */
  private revision(name: string, parent: string | undefined): void {
    this.revisions++;
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
    this.current = undefined;
  }

  private row(): void {
    const row = this.rows.pop();
    if (!row?.deleted) return;
    this.paragraphs.length = row.from;
    for (const [name, { from }] of this.bookmarks) if (from.paragraph >= row.from) this.bookmarks.delete(name);
  }

  private begin({ 'w:id': id = '', 'w:name': name = '' }: Readonly<Record<string, string>>): void {
    if (BOOKMARK_NAME.test(name)) this.starts.set(id, { name, from: this.here() });
  }

  private end({ 'w:id': id = '' }: Readonly<Record<string, string>>): void {
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
    if (this.current !== undefined && !this.fields) this.current += text;
  }
}
