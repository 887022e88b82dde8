/** Manuscript → Markdown with GitHub's tables. What a dossier says stays text: it makes no mark-up and no HTML. */
import { escapeText } from '../../core/text/escape-markup.ts';
import {
  type Cell,
  contentsOf,
  isMainTitle,
  linkOf,
  type Manuscript,
  type ManuscriptBlock,
  type Run,
} from '../manuscript/manuscript.ts';

/** The manuscript as Markdown. Text of the dossier is escaped, so that it never becomes mark-up. */
export function writeMarkdown(manuscript: Manuscript): string {
  const { front, body } = manuscript;
  return `${new MarkdownWriter(manuscript).blocks([...front, ...body])}\n`;
}

class MarkdownWriter {
  private readonly manuscript: Manuscript;

  constructor(manuscript: Manuscript) {
    this.manuscript = manuscript;
  }

  /** Two lists in a row have different marks, or they would be read as one. */
  blocks(list: readonly ManuscriptBlock[]): string {
    let lists = 0;
    const parts = list.map((block) => {
      lists = block.kind === 'list' ? lists + 1 : 0;
      return this.block(block, lists % 2 === 0);
    });
    return parts.filter(Boolean).join('\n\n');
  }

  private block(block: ManuscriptBlock, other: boolean): string {
    switch (block.kind) {
      case 'cover':
        return [
          `# ${block.title.map(escaped).join(' ')}`,
          ...block.lines.map(([label, runs]) => `${escapeLineStart(escaped(`${label}：`))}${inline(runs)}`),
          ...block.foot.map((line) => escapeLineStart(escaped(line))),
        ].join('\n\n');
      case 'heading':
        return `${'#'.repeat(block.level + 1)} ${escaped(block.text)}`;
      case 'paragraph':
        return this.paragraph(block);
      case 'table':
        return table(block);
      case 'list':
        return this.list(block, other);
      case 'image':
        return escaped(`[${block.alt}]`);
      case 'contents':
        return this.contents(block.title);
      case 'signatures':
        return block.lines.map((line) => escapeLineStart(inline(line))).join('\n\n');
      case 'page-break':
        return '***';
    }
  }

  private paragraph(block: Extract<ManuscriptBlock, { kind: 'paragraph' }>): string {
    const text = inline(block.runs);
    if (block.style === 'title') return `${isMainTitle(block, this.manuscript) ? '#' : '##'} ${text}`;
    return block.style === 'quote' ? `> ${escapeLineStart(text)}` : escapeLineStart(text);
  }

  private contents(title: string): string {
    const headings = contentsOf(this.manuscript);
    const lines = headings.map((h) => `${'  '.repeat(h.level - 1)}- ${escapeLineStart(escaped(h.text))}`);
    return `## ${escaped(title)}\n\n${lines.join('\n')}`;
  }

  private list({ ordered, start, items }: Extract<ManuscriptBlock, { kind: 'list' }>, other: boolean): string {
    const isTight = items.every((item) => item.length === 1 && item[0]!.kind === 'paragraph');
    const lines = items.map((item, i) => {
      const mark = ordered ? `${start + i}${other ? ')' : '.'} ` : `${other ? '*' : '-'} `;
      return mark + this.blocks(item).replace(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`);
    });
    return lines.join(isTight ? '\n' : '\n\n');
  }
}

/** A table without a head gets an empty one, and a wide cell empty neighbours: there is no other way to write them. */
function table({ widths, head, rows }: Extract<ManuscriptBlock, { kind: 'table' }>): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const row = (cells: readonly Cell[]) =>
    line(
      cells.flatMap((c) => [
        (c.image ? `${escaped(`[${c.image.alt}]`)}<br>` : '') + inline(c.runs),
        ...Array<string>((c.span ?? 1) - 1).fill(''),
      ]),
    );
  const sides = widths.map((_, i) =>
    rows.length && rows.every((r) => r[i]?.style === 'table-number') ? '--:' : '---',
  );
  return [head ? row(head) : line(widths.map(() => '')), line(sides), ...rows.map(row)].join('\n');
}

/** What a run looks like; runs of one look are written as one. */
type InlineStyle = Pick<Run, 'bold' | 'italic' | 'strike' | 'script' | 'href'>;

const STYLE_KEYS = ['bold', 'italic', 'strike', 'script', 'href'] as const;

function inline(runs: readonly Run[]): string {
  const joined: { text: string; styles: InlineStyle; newLine: boolean }[] = [];
  for (const { text, newLine = false, bold, italic, strike, script, href } of runs) {
    const styles = { bold, italic, strike, script, href };
    const last = joined.at(-1);
    const same = last && STYLE_KEYS.every((key) => last.styles[key] === styles[key]);
    if (same && !newLine) last.text += text;
    else joined.push({ text, newLine, styles });
  }
  const parts = joined.map(({ text, styles, newLine }, i) => {
    const near = [joined[i - 1], joined[i + 1]].some((j) => j?.styles.bold || j?.styles.italic);
    return (newLine ? '<br>' : '') + emphasized(text, styles, near);
  });
  return parts.join('').trim();
}

/** Stars count as mark-up only between certain characters; where they might not, the same is said with a tag. */
function emphasized(text: string, styles: InlineStyle, near: boolean): string {
  const [, before = '', core = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text)!;
  if (!core) return text && ' ';
  const stars = (styles.bold ? '**' : '') + (styles.italic ? '*' : '');
  const isSafe = !near && /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/su.test(core);
  const link = linkOf({ text: core, ...styles });
  const plain = link ? `[${escaped(core)}](<${link.replace(/[\\|]/g, encodeURIComponent)}>)` : escaped(core);
  const words = tagged(plain, styles);
  if (!stars) return before + words + after;
  if (isSafe && words === plain && !link) return before + stars + words + stars + after;
  const [open, close] = [
    (styles.bold ? '<strong>' : '') + (styles.italic ? '<em>' : ''),
    (styles.italic ? '</em>' : '') + (styles.bold ? '</strong>' : ''),
  ];
  return before + open + words + close + after;
}

function tagged(words: string, { strike, script }: InlineStyle): string {
  const low = script === undefined ? words : script === 'sub' ? `<sub>${words}</sub>` : `<sup>${words}</sup>`;
  return strike ? `<del>${low}</del>` : low;
}

/** Text as text, on one line, wherever it stands; an address too, or the marks in it would be read as part of a link. */
function escaped(text: string): string {
  const line = text.replace(/\s*[\r\n]+\s*/g, ' ');
  return escapeText(line.replace(/[\\`*_[\]|~#$@]|(?<=https?|ftp):|(?<=www)\./gi, '\\$&'));
}

/** Keeps a line's beginning from being read as a list, a rule or an underlined heading. */
function escapeLineStart(line: string): string {
  return line.replace(/^[-+=]/, '\\$&').replace(/^(\d{1,9})([.)])/, '$1\\$2');
}
