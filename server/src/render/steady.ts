/** Office files whose bytes follow from their content and a day alone: a writer puts the time it worked at into each part. */
import { withParts } from './zip.ts';

/** Where an Office file says when it was made. */
const PROPERTIES = 'docProps/core.xml';

/** The file as if it had been made at the beginning of the day, `YYYY-MM-DD`. */
export function steady(file: Uint8Array, day: string): Uint8Array {
  return withParts(file, (parts) => {
    const properties = parts.get(PROPERTIES);
    if (properties !== undefined) parts.set(PROPERTIES, dated(properties, day));
  });
}

function dated(xml: string, day: string): string {
  return xml.replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*/g, `$1${day}T00:00:00Z`);
}
