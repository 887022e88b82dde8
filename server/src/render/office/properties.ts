/** What an Office file says of itself to whoever opens its properties: of which dossier, notice and program it is. */
import { escapeAttribute, escapeText } from '../../core/text/escape-markup.ts';
import { appendToPart, type TextParts } from './office-zip.ts';

/** By name; all of them text. */
export type Properties = Readonly<Record<string, string>>;

const PART = 'docProps/custom.xml';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006';
/** Of the set that Office keeps for users, whose numbers begin with 2. */
const USER_PROPERTY_SET = '{D5CDD505-2E9C-101B-9397-08002B2CF9AE}';

/** Puts the properties into a file, in place of those that its writer gave it. */
export function setProperties(parts: TextParts, properties: Properties): void {
  const items = Object.entries(properties).map(
    ([name, value], i) =>
      `<property fmtid="${USER_PROPERTY_SET}" pid="${i + 2}" name="${escapeAttribute(name)}"><vt:lpwstr>${escapeText(value)}</vt:lpwstr></property>`,
  );
  const isNew = !parts.names.includes(PART);
  parts.set(
    PART,
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="${OFFICE}/custom-properties" xmlns:vt="${OFFICE}/docPropsVTypes">${items.join('')}</Properties>`,
  );
  if (!isNew) return;
  const link = `<Relationship Id="rIdProperties" Type="${OFFICE}/relationships/custom-properties" Target="${PART}"/>`;
  const type = `<Override ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml" PartName="/${PART}"/>`;
  appendToPart(parts, '_rels/.rels', '</Relationships>', link);
  appendToPart(parts, '[Content_Types].xml', '</Types>', type);
}
