/** Manuscript → one page of HTML: no script, nothing from elsewhere, every text escaped. */
import { createHash } from 'node:crypto';
import type { Locale } from '../../core/finding.ts';
import { type Block, type Cell, isMainTitle, type Manuscript, type Run } from '../manuscript.ts';
import { LANDSCAPE, PORTRAIT, STYLE } from './html-style.ts';
import { anchor, classes, element, escaped, inline } from './html-text.ts';

export function writeHtml(manuscript: Manuscript, locale: Locale): string {
  return new HtmlWriter(manuscript, locale).page();
}

const LANGUAGES: Readonly<Record<Locale, string>> = { zh: 'zh-CN', en: 'en' };
const DRAFT: Readonly<Record<Locale, string>> = { zh: '草稿', en: 'Draft' };
/** So many columns, of which some hold sentences, are not squeezed into a narrow window: the table is scrolled. */
const WIDE_TABLE = { columns: 5, characters: 20 };
const MIME = { png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', bmp: 'image/bmp' } as const;

type Table = Extract<Block, { kind: 'table' }>;
type Image = Extract<Block, { kind: 'image' }>;

class HtmlWriter {
  private readonly manuscript: Manuscript;
  private readonly locale: Locale;
  /** Widths of columns met so far, in thousandths: each is a class, for the policy forbids styles of single elements. */
  private readonly widths = new Set<number>();

  constructor(manuscript: Manuscript, locale: Locale) {
    this.manuscript = manuscript;
    this.locale = locale;
  }

  page(): string {
    const { title, author, draft, landscape, front, body } = this.manuscript;
    const content = this.blocks([...front, ...body]);
    const columns = [...this.widths].map((w) => `.w${w} { width: ${w / 10}%; }\n`).join('');
    const style = STYLE + columns + (landscape ? LANDSCAPE : PORTRAIT);
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
    return [
      '<!DOCTYPE html>',
      `<html lang="${LANGUAGES[this.locale]}">`,
      '<head>',
      '<meta charset="utf-8">',
      `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
      '<meta name="viewport" content="width=device-width, initial-scale=1">',
      ...(author ? [`<meta name="author" content="${escaped(author)}">`] : []),
      `<title>${escaped(title)}</title>`,
      `<style>${style}</style>`,
      '</head>',
      `<body${landscape ? ' class="landscape"' : ''}>`,
      ...(draft ? [`<p class="draft">${DRAFT[this.locale]}</p>`] : []),
      `<main>\n${content}\n</main>`,
      '</body>',
      '</html>\n',
    ].join('\n');
  }

  /** A caption before a table or after a picture becomes part of it. */
  private blocks(list: readonly Block[]): string {
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

  private block(block: Block): string {
    switch (block.kind) {
      case 'cover':
        return this.cover(block);
      case 'heading': {
        const look = block.newPage ? ' class="new-page"' : '';
        return element(`h${block.level + 1}`, `${look} id="${anchor(block.id)}"`, escaped(block.text));
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
        return element('div', ' class="signatures"', block.lines.map((l) => element('p', '', inline(l))).join('\n'));
      case 'page-break':
        return '<hr>';
    }
  }

  private cover({ title, lines, foot }: Extract<Block, { kind: 'cover' }>): string {
    const pairs = lines.map(([label, runs]) => element('dt', '', escaped(label)) + element('dd', '', inline(runs)));
    return element(
      'header',
      ' class="cover"',
      [
        element('h1', '', title.map(escaped).join('<br>')),
        element('dl', '', pairs.join('\n')),
        ...foot.map((line) => element('p', '', escaped(line))),
      ].join('\n'),
    );
  }

  private paragraph(block: Extract<Block, { kind: 'paragraph' }>): string {
    const text = inline(block.runs);
    if (block.style !== 'title') return element('p', classes(block.style), text);
    return isMainTitle(block, this.manuscript) ? element('h1', '', text) : element('h2', ' class="title"', text);
  }

  private contents(title: string): string {
    const headings = this.manuscript.body.filter((b) => b.kind === 'heading').filter((b) => b.level <= 2);
    const lines = headings.map((h) =>
      element('li', ` class="level${h.level}"`, `<a href="#${anchor(h.id)}">${escaped(h.text)}</a>`),
    );
    return element('nav', '', `${element('h2', '', escaped(title))}\n${element('ol', '', lines.join('\n'))}`);
  }

  private table({ widths, head, rows }: Table, caption: readonly Run[] | undefined): string {
    const total = widths.reduce((a, b) => a + b, 0);
    const columns = widths.map((w) => {
      const share = Math.round((w / total) * 1000);
      this.widths.add(share);
      return `<col class="w${share}">`;
    });
    const parts = [
      ...(caption ? [element('caption', '', inline(caption))] : []),
      element('colgroup', '', columns.join('')),
      ...(head ? [element('thead', '', element('tr', '', head.map((c) => cell(c, 'col')).join('')))] : []),
      element('tbody', '', rows.map((row) => tableRow(row, head !== undefined)).join('\n')),
    ];
    const table = element('table', '', `\n${parts.join('\n')}\n`);
    if (!isWide(rows, widths.length)) return table;
    // What scrolls must be reached by keyboard as well.
    return element('div', ' class="scroll" tabindex="0"', table);
  }

  private figure({ bytes, picture, alt }: Image, legend: readonly Run[] | undefined): string {
    const data = `data:${MIME[picture.type]};base64,${Buffer.from(bytes).toString('base64')}`;
    const size = `width="${picture.width}" height="${picture.height}"`;
    const image = `<img src="${data}" alt="${escaped(alt)}" ${size}>`;
    return element('figure', '', image + (legend ? element('figcaption', '', inline(legend)) : ''));
  }
}

function isWide(rows: Table['rows'], columns: number): boolean {
  const length = (c: Cell) => c.runs.reduce((n, r) => n + r.text.length, 0);
  return columns >= WIDE_TABLE.columns && rows.flat().some((c) => length(c) > WIDE_TABLE.characters);
}

function captionOf(block: Block): readonly Run[] | undefined {
  return block.kind === 'paragraph' && block.style === 'caption' ? block.runs : undefined;
}

/** Labels head their row: the first cell of a table with a head, every label of a table of pairs. */
function tableRow(cells: readonly Cell[], hasHead: boolean): string {
  const isHead = (c: Cell, i: number) => c.style === 'table-label' && c.tone === undefined && (i === 0 || !hasHead);
  return element('tr', '', cells.map((c, i) => cell(c, isHead(c, i) ? 'row' : undefined)).join(''));
}

function cell({ style, tone, span = 1, runs }: Cell, scope: 'col' | 'row' | undefined): string {
  const color = tone && `tone-${tone}`;
  const look = scope ? classes(color) : classes(style === 'table' ? undefined : style, color);
  const attributes = (span > 1 ? ` colspan="${span}"` : '') + look;
  return scope
    ? element('th', ` scope="${scope}"${attributes}`, inline(runs))
    : element('td', attributes, inline(runs));
}
