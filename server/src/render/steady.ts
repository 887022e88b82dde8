/** Office files whose bytes follow from their content and a day alone: a writer puts the time it worked at into each part. */
import { strFromU8, strToU8 } from 'fflate';
import { unzip, zip } from './zip.ts';

/** Where an Office file says when it was made. */
const PROPERTIES = 'docProps/core.xml';

/** The file as if it had been made at the beginning of the day, `YYYY-MM-DD`. */
export function steady(file: Uint8Array, day: string): Uint8Array {
  const parts = unzip(file);
  if (!parts) throw new RangeError('an Office file is a ZIP file');
  const properties = parts[PROPERTIES];
  if (properties) parts[PROPERTIES] = strToU8(dated(strFromU8(properties), day));
  return zip(parts);
}

function dated(xml: string, day: string): string {
  return xml.replace(/(<dcterms:(created|modified)\b[^>]*>)[^<]*/g, `$1${day}T00:00:00Z`);
}
