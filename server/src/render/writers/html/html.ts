/** Manuscript → one page of HTML: no script, nothing from elsewhere, every text escaped. */
import { createHash } from 'node:crypto';
import type { Locale } from '../../../core/model/localized-text.ts';
import type { Manuscript } from '../../manuscript/manuscript.ts';
import { HtmlBlocks, type Image } from './blocks.ts';
import { LANDSCAPE, PORTRAIT, STYLE } from './style.ts';
import { escaped } from './text.ts';

const LANGUAGES: Readonly<Record<Locale, string>> = { zh: 'zh-CN', en: 'en' };
const DRAFT: Readonly<Record<Locale, string>> = { zh: '草稿', en: 'Draft' };
const MIME = { png: 'image/png', jpg: 'image/jpeg', gif: 'image/gif', bmp: 'image/bmp' } as const;

/** A complete HTML page with its style and pictures in it. Its content security policy forbids everything else. */
export function writeHtml(manuscript: Manuscript, locale: Locale): string {
  const { title, author, draft, landscape, front, body } = manuscript;
  const html = new HtmlBlocks(manuscript, { picture: dataUri, origins: false, scrolls: true });
  const content = html.blocks([...front, ...body]);
  const style = STYLE + html.columns + (landscape ? LANDSCAPE : PORTRAIT);
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!DOCTYPE html>',
    `<html lang="${LANGUAGES[locale]}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    ...(author ? [`<meta name="author" content="${escaped(author)}">`] : []),
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    `<body${landscape ? ' class="landscape"' : ''}>`,
    ...(draft ? [`<p class="draft">${DRAFT[locale]}</p>`] : []),
    `<main>\n${content}\n</main>`,
    '</body>',
    '</html>\n',
  ].join('\n');
}

/** The picture's bytes in the page itself. */
function dataUri({ bytes, picture }: Image): string {
  const data = `data:${MIME[picture.type]};base64,${Buffer.from(bytes).toString('base64')}`;
  return `src="${data}" width="${picture.width}" height="${picture.height}"`;
}
