/** Blocks of a manuscript as HTML, every text escaped: what a page of its own and the preview have in common. */
import {
  type Cell,
  contentsOf,
  isMainTitle,
  type Manuscript,
  type ManuscriptBlock,
  type Origin,
  type Run,
} from '../../manuscript/manuscript.ts';
import { anchor, classes, element, escaped, inline } from './text.ts';

/** What differs from one kind of page to another. */
export interface HtmlOptions {
  /** The attributes of an `img` that tell where the picture is and how large it is shown. */
  readonly picture: (image: Image) => string;
  /** Each part tells the place of the dossier that it comes from. */
  readonly origins: boolean;
  /** A table of many columns is not squeezed into a narrow window, but scrolled. */
  readonly scrolls: boolean;
}

/** So many columns, of which some hold sentences, make a table wide. */
const WIDE_TABLE = { columns: 5, characters: 20 };

type Table = Extract<ManuscriptBlock, { kind: 'table' }>;
/** A picture of the manuscript. */
export type Image = Extract<ManuscriptBlock, { kind: 'image' }>;

/** Writes blocks as HTML and collects the column widths that the page's style sheet has to define. */
export class HtmlBlocks {
  private readonly manuscript: Manuscript;
  private readonly options: HtmlOptions;
  /** Widths of columns met so far, in thousandths: each is a class, for policies forbid styles of single elements. */
  private readonly widths = new Set<number>();

  constructor(manuscript: Manuscript, options: HtmlOptions) {
    this.manuscript = manuscript;
    this.options = options;
  }

  /** Rules for the columns of all tables written so far. */
  get columns(): string {
    return [...this.widths].map((w) => `.w${w} { width: ${w / 10}%; }\n`).join('');
  }

  /** A caption before a table or after a picture becomes part of it. */
  blocks(list: readonly ManuscriptBlock[]): string {
    const parts: string[] = [];
    for (let i = 0; i < list.length; i++) {
      const [block, next] = [list[i]!, list[i + 1]];
      const caption = captionOf(block);
      const legend = next && captionOf(next);
      if (caption && next?.kind === 'table') parts.push(this.table(next, caption));
      else if (block.kind === 'image' && legend) parts.push(this.figure(block, legend));
      else parts.push(this.block(block));
      if ((caption && next?.kind === 'table') || (block.kind === 'image' && legend)) i++;
    }
    return parts.join('\n');
  }

  private block(block: ManuscriptBlock): string {
    switch (block.kind) {
      case 'cover':
        return this.cover(block);
      case 'heading': {
        const look = classes(block.newPage ? 'new-page' : undefined, block.annex ? 'annex' : undefined);
        const attributes = `${look} id="${anchor(block.id)}"${this.origin(block)}`;
        return element(`h${block.level + 1}`, attributes, escaped(block.text));
      }
      case 'paragraph':
        return this.paragraph(block);
      case 'table':
        return this.table(block, undefined);
      case 'list': {
        const items = block.items.map((item) => element('li', '', this.blocks(item))).join('\n');
        const start = block.start === 1 ? '' : ` start="${block.start}"`;
        return block.ordered ? element('ol', start, items) : element('ul', '', items);
      }
      case 'image':
        return this.figure(block, undefined);
      case 'contents':
        return this.contents(block.title);
      case 'signatures':
        return element(
          'div',
          ' class="signatures"',
          block.lines.map((l) => element('p', '', this.inline(l))).join('\n'),
        );
      case 'page-break':
        return '<hr>';
    }
  }

  private cover({ title, lines, foot }: Extract<ManuscriptBlock, { kind: 'cover' }>): string {
    const pairs = lines.map(([label, runs]) => element('dt', '', escaped(label)) + this.field('dd', '', runs));
    const heading = title.map((line, i) =>
      element('span', classes(i ? 'cover-title' : 'cover-subtitle'), escaped(line)),
    );
    return element(
      'header',
      ' class="cover"',
      [
        element('h1', '', heading.join('<br>')),
        element('dl', '', pairs.join('\n')),
        ...foot.map((line) => element('p', '', escaped(line))),
      ].join('\n'),
    );
  }

  private paragraph(block: Extract<ManuscriptBlock, { kind: 'paragraph' }>): string {
    const text = this.inline(block.runs);
    if (block.style !== 'title') return element('p', classes(block.style) + this.origin(block), text);
    return isMainTitle(block, this.manuscript) ? element('h1', '', text) : element('h2', ' class="title"', text);
  }

  private contents(title: string): string {
    const headings = contentsOf(this.manuscript);
    const lines = headings.map((h) =>
      element('li', ` class="level${h.level}"`, `<a href="#${anchor(h.id)}">${escaped(h.text)}</a>`),
    );
    return element('nav', '', `${element('h2', '', escaped(title))}\n${element('ol', '', lines.join('\n'))}`);
  }

  private table(block: Table, caption: readonly Run[] | undefined): string {
    const { widths, head, rows } = block;
    if (block.bare) return this.pictures(block);
    const total = widths.reduce((a, b) => a + b, 0);
    const columns = widths.map((w) => {
      const share = Math.round((w / total) * 1000);
      this.widths.add(share);
      return `<col class="w${share}">`;
    });
    const parts = [
      ...(caption ? [element('caption', '', inline(caption))] : []),
      element('colgroup', '', columns.join('')),
      ...(head ? [element('thead', '', element('tr', '', head.map((c) => this.cell(c, 'col')).join('')))] : []),
      element('tbody', '', rows.map((row) => this.row(row, head !== undefined)).join('\n')),
    ];
    const table = element('table', this.origin(block), `\n${parts.join('\n')}\n`);
    if (!this.options.scrolls || !isWide(rows, widths.length)) return table;
    // What scrolls must be reached by keyboard as well.
    return element('div', ' class="scroll" tabindex="0"', table);
  }

  private pictures(block: Table): string {
    const figures = block.rows.flat().flatMap((c) => (c.image ? [this.figure(c.image, c.runs)] : []));
    return element('div', ` class="row"${this.origin(block)}`, figures.join('\n'));
  }

  private figure(block: Image, legend: readonly Run[] | undefined): string {
    const image = `<img ${this.options.picture(block)} alt="${escaped(block.alt)}">`;
    return element('figure', this.origin(block), image + (legend ? element('figcaption', '', inline(legend)) : ''));
  }

  /** Labels head their row: the first cell of a table with a head, every label of a table of pairs. */
  private row(cells: readonly Cell[], hasHead: boolean): string {
    const isHead = (c: Cell, i: number) => c.style === 'table-label' && c.tone === undefined && (i === 0 || !hasHead);
    return element('tr', '', cells.map((c, i) => this.cell(c, isHead(c, i) ? 'row' : undefined)).join(''));
  }

  private cell({ style, tone, span = 1, runs }: Cell, scope: 'col' | 'row' | undefined): string {
    const color = tone && `tone-${tone}`;
    const look = scope ? classes(color) : classes(style === 'table' ? undefined : style, color);
    const attributes = (span > 1 ? ` colspan="${span}"` : '') + look;
    return scope ? this.field('th', ` scope="${scope}"${attributes}`, runs) : this.field('td', attributes, runs);
  }

  /** An element for a field: its place is told once, unless it shows several. */
  private field(name: string, attributes: string, runs: readonly Run[]): string {
    const paths = new Set(runs.flatMap((r) => r.path ?? []));
    if (paths.size !== 1) return element(name, attributes, this.inline(runs));
    return element(name, attributes + this.origin({ path: [...paths][0]! }), inline(runs));
  }

  private inline(runs: readonly Run[]): string {
    return inline(runs, (r) => this.origin(r));
  }

  private origin({ path, within }: Origin): string {
    if (!this.options.origins || path === undefined) return '';
    return ` data-path="${escaped(path)}"${within ? ` data-from="${within[0]}"` : ''}`;
  }
}

function isWide(rows: Table['rows'], columns: number): boolean {
  const length = (c: Cell) => c.runs.reduce((n, r) => n + r.text.length, 0);
  return columns >= WIDE_TABLE.columns && rows.flat().some((c) => length(c) > WIDE_TABLE.characters);
}

function captionOf(block: ManuscriptBlock): readonly Run[] | undefined {
  return block.kind === 'paragraph' && block.style === 'caption' ? block.runs : undefined;
}
