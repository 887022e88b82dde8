/** Office files whose bytes follow from their content and a day alone: a writer puts the time it worked at into each part. */
import { withParts } from './zip.ts';

/** Where an Office file says when it was made. */
const PROPERTIES = 'docProps/core.xml';

/** The file as if it had been made at the beginning of the day, `YYYY-MM-DD`. */
export function steady(file: Uint8Array, day: string): Uint8Array {
  return withParts(file, (parts) => {
    const properties = parts.get(PROPERTIES);
    if (properties !== undefined) parts.set(PROPERTIES, dated(properties, day));
    for (const name of parts.names.filter((n) => /^word\/(?:document|header\d+)\.xml$/.test(n)))
      parts.set(name, numbered(parts.get(name)!));
  });
}

function dated(xml: string, day: string): string {
  return xml.replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*/g, `$1${day}T00:00:00Z`);
}

/** Ids that a writer counts on from file to file, or draws by lot, counted from 1 in each part. */
function numbered(xml: string): string {
  const bookmarks = new Map<string, number>();
  let pictures = 0;
  let marks = 0;
  return xml
    .replace(/(<w:bookmark(?:Start|End)\b[^>]*?\bw:id=")([^"]+)/g, (_, tag: string, id: string) => {
      if (!bookmarks.has(id)) bookmarks.set(id, bookmarks.size + 1);
      return tag + bookmarks.get(id);
    })
    .replace(/(<wp:docPr\b[^>]*?\bid=")[^"]+/g, (_, tag: string) => tag + ++pictures)
    .replace(/(?<=\bid=")PowerPlusWaterMarkObject[\w-]+/g, () => `PowerPlusWaterMarkObject${++marks}`);
}
