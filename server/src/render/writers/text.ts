/** Manuscript → plain text: for goldens, and for reading without Word. */
import type { Cell, Manuscript, ManuscriptBlock, Run } from '../manuscript/manuscript.ts';

/** The manuscript as plain text, a block a line; headings begin with `#`, cells stand between `|`. */
export function writeText(manuscript: Manuscript): string {
  return [...manuscript.front, ...manuscript.body]
    .map((b) => blockText(b))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .concat('\n');
}

function blockText(block: ManuscriptBlock, indent = ''): string {
  switch (block.kind) {
    case 'cover':
      return [...block.title, '', ...block.lines.map(([label, runs]) => `${label}：${text(runs)}`), ...block.foot].join(
        '\n',
      );
    case 'heading':
      return `\n${'#'.repeat(block.level)} ${block.text}\n`;
    case 'paragraph':
      return `${indent}${text(block.runs)}`;
    case 'list':
      return block.items
        .map((item, i) => {
          const mark = block.ordered ? `${block.start + i}. ` : '- ';
          return (
            indent +
            mark +
            item
              .map((b) => blockText(b, `${indent}  `))
              .join('\n')
              .trimStart()
          );
        })
        .join('\n');
    case 'table':
      return [...(block.head ? [block.head] : []), ...block.rows].map(rowText).join('\n').concat('\n');
    case 'image':
      return `[图 ${block.alt}]`;
    case 'signatures':
      return `\n${block.lines.map(text).join('\n')}`;
    case 'contents':
      return `\n${block.title}\n`;
    case 'page-break':
      return '';
  }
}

function rowText(cells: readonly Cell[]): string {
  return `| ${cells.map((c) => (c.image ? `[图 ${c.image.alt}] ` : '') + text(c.runs)).join(' | ')} |`;
}

function text(runs: readonly Run[]): string {
  return runs.map((r) => (r.newLine ? ` / ${r.text}` : r.text)).join('');
}
