/** Runs and texts as HTML, every character of them escaped that could mean more than itself. */
import { escapeAttribute } from '../../../core/text/escape-markup.ts';
import { clean, linkOf, type Run } from '../../manuscript/manuscript.ts';

/** `origin` gives the attributes that tell where a run comes from, if any. */
export function inline(runs: readonly Run[], origin: (run: Run) => string = () => ''): string {
  return runs
    .map((r) => {
      const link = linkOf(r);
      const from = origin(r);
      const tags = [
        ...(from ? [[`<span${from}>`, '</span>'] as const] : []),
        ...(r.quiet ? [['<span class="quiet">', '</span>'] as const] : []),
        ...(r.gap ? [['<mark>', '</mark>'] as const] : []),
        ...(r.page ? [[`<a href="#${anchor(r.page)}">`, '</a>'] as const] : []),
        ...(link ? [[`<a href="${escaped(link)}" rel="noreferrer">`, '</a>'] as const] : []),
        ...(r.bold ? [['<strong>', '</strong>'] as const] : []),
        ...(r.strike ? [['<del>', '</del>'] as const] : []),
        ...(r.script ? [SCRIPTS[r.script]] : []),
        ...(r.italic ? [['<em>', '</em>'] as const] : []),
      ];
      const text = tags.reduceRight((inner, [open, close]) => open + inner + close, escaped(r.text));
      return (r.newLine ? '<br>' : '') + text;
    })
    .join('');
}

const SCRIPTS = { sub: ['<sub>', '</sub>'], super: ['<sup>', '</sup>'] } as const;

/** An element with its attributes, which begin with a blank, and its content, which is HTML already. */
export function element(name: string, attributes: string, content: string): string {
  return `<${name}${attributes}>${content}</${name}>`;
}

/** A class for names of the layout's styles. */
export function classes(...names: readonly (string | undefined)[]): string {
  const known = names.filter((n) => n !== undefined && n !== 'body').map((n) => n!.replace(/[^\w-]/g, ''));
  return known.some(Boolean) ? ` class="${known.filter(Boolean).join(' ')}"` : '';
}

/** An id as the value of `id` or of a link: blanks become `-`. */
export function anchor(id: string): string {
  return escaped(id.replace(/\s+/g, '-'));
}

/** Text as HTML, safe within elements and within quoted attributes. */
export function escaped(text: string): string {
  return escapeAttribute(clean(text));
}
