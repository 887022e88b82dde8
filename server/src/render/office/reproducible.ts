/** Office files whose bytes follow from their content and a day alone: a writer puts the time it worked at into each part. */

import { soundOfficeFile } from './check-office-file.ts';
import { withParts } from './office-zip.ts';
import { type Properties, setProperties } from './properties.ts';

/** The day that a file bears where its dossier and its call name none: the earliest that a zip can hold. */
export const NO_DAY = '1980-01-01';

/** Where an Office file says when it was made. */
const CORE_PROPERTIES = 'docProps/core.xml';

/**
 * The file as if it had been made at the beginning of the day, `YYYY-MM-DD`, with the properties, if any are given. Throws where it would not
 * open; `faults` are those of the file that it was made from.
 */
export function makeReproducible(
  file: Uint8Array,
  day: string,
  properties?: Properties,
  faults?: readonly string[],
): Uint8Array {
  const made = withParts(file, (parts) => {
    const core = parts.get(CORE_PROPERTIES);
    if (core !== undefined) parts.set(CORE_PROPERTIES, withDate(core, day));
    if (properties) setProperties(parts, properties);
    for (const name of parts.names.filter((n) => /^word\/(?:document|header\d+)\.xml$/.test(n)))
      parts.set(name, renumberIds(parts.get(name)!));
  });
  return soundOfficeFile(made, faults);
}

function withDate(xml: string, day: string): string {
  return xml.replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*/g, `$1${day}T00:00:00Z`);
}

/** Ids that a writer counts on from file to file, or draws by lot, counted from 1 in each part. */
function renumberIds(xml: string): string {
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
