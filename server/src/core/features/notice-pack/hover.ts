/** What a key of a notice pack means, and what a kind of check takes. */

import { CHECKS } from '../../checks/index.ts';
import type { Span } from '../../model/edit.ts';
import type { LocalizedText } from '../../model/localized-text.ts';
import { keysOf, type SchemaKey, schemasAt, valuesOf } from '../../packs/schema-tree.ts';
import type { PackDocument } from './pack-document.ts';

/** The explanation at an offset of a file of a pack, as Markdown, with the stretch that it is of. */
export function packHover(
  document: PackDocument,
  offset: number,
  locale: keyof LocalizedText,
): { readonly markdown: string; readonly span: Span } | undefined {
  const found = document.source.at(offset);
  if (!found) return undefined;
  const { path, part, span } = found;
  const key = path.at(-1);
  if (part === 'value' && key === 'check') {
    const markdown = checkText(document.source.text.slice(span.start, span.end).replace(/["']/g, ''), locale);
    return markdown === undefined ? undefined : { markdown, span };
  }
  const known = part === 'key' ? document.keysAt(path.slice(0, -1)).find((k) => k.key === key) : undefined;
  return known && { markdown: keyText(known, locale), span };
}

const REQUIRED: LocalizedText = { zh: '必填', en: 'required' };

function keyText(key: SchemaKey, locale: keyof LocalizedText): string {
  const values = valuesOf(schemasAt(key.schema, [], undefined)).map((v) => `\`${v}\``);
  const head = `**${key.key}**${key.isRequired ? ` — ${REQUIRED[locale]}` : ''}`;
  return [head, key.description ?? '', values.join(' ')].filter(Boolean).join('\n\n');
}

function checkText(id: string, locale: keyof LocalizedText): string | undefined {
  const check = CHECKS.get(id);
  if (!check) return undefined;
  const lines = keysOf(schemasAt(check.params, [], undefined)).map(
    (k) => `- \`${k.key}\`${k.isRequired ? `（${REQUIRED[locale]}）` : ''} ${k.description ?? ''}`,
  );
  return [`**${id}**`, lines.join('\n')].join('\n\n');
}
