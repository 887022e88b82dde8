/** What the reader will read, before any format: a handful of kinds of block. */

import type { Picture } from './pictures.ts';

/** Where in the dossier something comes from, so that a reader can be led back to it. */
export interface Origin {
  /** A place of the form as `formatFieldPath` writes it, e.g. `平台.解决方案[0].名称`, answered or not. */
  readonly path?: string;
  /** Of a part of a chapter: its stretch of the chapter's text, in UTF-16 units. */
  readonly within?: readonly [number, number];
}

/** A stretch of text of one look, and of one origin. */
export interface Run extends Pick<Origin, 'path'> {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** Struck out by the author, to be seen as such. */
  readonly strike?: boolean;
  /** Set low or high, in small print: CO₂, 10⁶. */
  readonly script?: 'sub' | 'super';
  /** Something required that the dossier does not say; a draft shows it. */
  readonly gap?: boolean;
  readonly href?: string;
  /** Begins a line of its own within its cell. */
  readonly newLine?: boolean;
  /** Small print: there to be looked up, not to be read through. */
  readonly quiet?: boolean;
  /** The id of a heading: where pages have numbers, its page stands here instead of the text. */
  readonly page?: string;
  /** Its name in a rendered file, see `record/bookmarks.ts`; neighbours of one name are one stretch. */
  readonly bookmark?: string;
}

/** What a cell's colour says. Its words say the same, for those who see or print no colours. */
export type Tone = 'good' | 'bad' | 'warning' | 'person' | 'lacking' | 'quiet';

/**
 * A cell of a table: its text with the style it is set in, and where it says so a picture above the text or a
 * background colour.
 */
export interface Cell {
  readonly runs: readonly Run[];
  /** A name of the layout's styles. */
  readonly style: string;
  readonly span?: number;
  /** Above its words. */
  readonly image?: Extract<ManuscriptBlock, { kind: 'image' }>;
  readonly tone?: Tone;
}

/** A block of the manuscript, with the place of the dossier it comes from where it has one. */
export type ManuscriptBlock = Origin & BlockKind;

type BlockKind =
  | {
      readonly kind: 'paragraph';
      readonly style: string;
      readonly runs: readonly Run[];
      /** The caption of what stands above it, not of what follows. */
      readonly below?: boolean;
    }
  | {
      readonly kind: 'heading';
      readonly level: 1 | 2 | 3 | 4;
      readonly text: string;
      readonly id: string;
      readonly newPage: boolean;
      /**
       * Of a paper behind the text: it begins a sheet, so that papers can be laid in behind it, and the annex list tells its page
       * rather than the contents list.
       */
      readonly annex?: boolean;
      readonly bookmark?: string;
    }
  | {
      readonly kind: 'table';
      /** Shares of the text's width, one a column. */
      readonly widths: readonly number[];
      readonly head: readonly Cell[] | undefined;
      readonly rows: readonly (readonly Cell[])[];
      /** The cells of a row begin at one height, where they are of many lines; else they are centred. */
      readonly top?: boolean;
      /** Pictures side by side: nobody sees that it is a table. */
      readonly bare?: boolean;
    }
  | {
      readonly kind: 'list';
      readonly ordered: boolean;
      readonly start: number;
      readonly items: readonly (readonly ManuscriptBlock[])[];
    }
  | {
      readonly kind: 'image';
      readonly bytes: Uint8Array;
      readonly picture: Picture;
      readonly alt: string /** At most, in mm; else as much as a page has. */;
      readonly tallest?: number;
    }
  | {
      readonly kind: 'cover';
      readonly title: readonly string[];
      readonly lines: readonly (readonly [string, readonly Run[]])[];
      readonly foot: readonly string[];
    }
  | { readonly kind: 'contents'; readonly title: string }
  | { readonly kind: 'signatures'; readonly lines: readonly (readonly Run[])[] }
  | { readonly kind: 'page-break' };

/** A whole document before it is written as Word, HTML, Markdown or plain text. */
export interface Manuscript {
  readonly title: string;
  readonly author: string;
  readonly draft: boolean;
  /** On pages lying on their side, for tables of many columns. */
  readonly landscape?: boolean;
  /** Cover, notes and contents: before the numbered pages. */
  readonly front: readonly ManuscriptBlock[];
  readonly body: readonly ManuscriptBlock[];
}

/** Characters that XML 1.0 cannot hold are dropped, so that no reader refuses the file; tabs and breaks become spaces. */
export function clean(text: string): string {
  return text
    .replace(/[\t\r\n\u0085\u2028\u2029]+/g, ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '');
}

/** A run of text without the characters that XML 1.0 cannot hold, see {@link clean}. */
export function run(text: string, look: Omit<Run, 'text'> = {}): Run {
  return { text: clean(text), ...look };
}

/** The headings that a contents list names. */
export function contentsOf({ body }: Manuscript): readonly Extract<ManuscriptBlock, { kind: 'heading' }>[] {
  return body.filter((b) => b.kind === 'heading').filter((b) => b.level <= 2 && !b.annex);
}

/** Where a run leads, if a reader may be led there: to a page or an address, never to a script or a file. */
export function linkOf({ href }: Run): string | undefined {
  return href !== undefined && /^(?:https?:\/\/|mailto:)[^\s<>"]+$/i.test(href) ? href : undefined;
}

/** True for a title that is the whole manuscript's: with a cover, the cover has it. */
export function isMainTitle(block: ManuscriptBlock, { front, body }: Manuscript): boolean {
  const all = [...front, ...body];
  return (
    !all.some((b) => b.kind === 'cover') && block === all.find((b) => b.kind === 'paragraph' && b.style === 'title')
  );
}

const DIGITS = '零一二三四五六七八九';

/** 1 to 99 in Chinese numerals: 十, 十一, 二十. */
export function chineseNumber(n: number): string {
  if (n < 10) return DIGITS[n]!;
  const [tens, ones] = [Math.floor(n / 10), n % 10];
  return `${tens > 1 ? DIGITS[tens] : ''}十${ones ? DIGITS[ones] : ''}`;
}
