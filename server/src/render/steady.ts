/** Office files whose bytes follow from their content and a day alone: a writer puts the time it worked at into each part. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** Where an Office file says when it was made. */
const PROPERTIES = 'docProps/core.xml';

/** The first moment that a ZIP file can name, on every clock. */
const NO_TIME = new Date(1980, 0, 1);

/** The file as if it had been made at the beginning of the day, `YYYY-MM-DD`. */
export function steady(file: Uint8Array, day: string): Uint8Array {
  const parts = unzipSync(file);
  const properties = parts[PROPERTIES];
  if (properties) parts[PROPERTIES] = strToU8(dated(strFromU8(properties), day));
  for (const [name, bytes] of Object.entries(parts)) {
    if (/^word\/(?:document|header\d+)\.xml$/.test(name)) parts[name] = strToU8(numbered(strFromU8(bytes)));
  }
  return zipSync(parts, { mtime: NO_TIME });
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
