/** Whether an Office file will open: Word and Excel refuse one with a part that is no XML, or with a relation that leads nowhere. */
import { XMLValidator } from 'fast-xml-parser';
import { strFromU8 } from 'fflate';
import { unzip, type ZipParts } from './office-zip.ts';
import { mainPart, relationsOf, relationsPart } from './relations.ts';

/**
 * What is wrong with a file, a sentence in English each; none where it is sound. Every part of XML is well-formed, every relation leads to a
 * part, every part has a type, and every relation that the text names is there.
 */
export function officeFileFaults(bytes: Uint8Array): readonly string[] {
  const parts = unzip(bytes);
  if (!parts || mainPart(parts) === undefined) return ['no Office file'];
  const names = Object.keys(parts);
  const damaged = names.filter((name) => isXml(name) && !isWellFormed(parts[name]!));
  if (damaged.length) return damaged.map((name) => `${name} is not well-formed`);
  return [...brokenRelations(parts, names), ...untypedParts(parts, names), ...unknownReferences(parts, names)];
}

/**
 * The file, if it is sound. Throws otherwise: it is better to write nothing than what nobody can open. `known` are faults of the file that it
 * was made from, which Word puts up with.
 */
export function soundOfficeFile(bytes: Uint8Array, known: readonly string[] = []): Uint8Array {
  const faults = officeFileFaults(bytes).filter((fault) => !known.includes(fault));
  if (faults.length) throw new RangeError(`the Office file that was made is faulty: ${faults.slice(0, 5).join('; ')}`);
  return bytes;
}

function isXml(name: string): boolean {
  return /\.(?:xml|rels)$/i.test(name);
}

function isWellFormed(bytes: Uint8Array): boolean {
  return XMLValidator.validate(strFromU8(bytes)) === true;
}

/** The part whose relations a part tells: `word/_rels/document.xml.rels` is of `word/document.xml`. */
function ownerOf(name: string): string {
  return name.replace(/_rels\/([^/]*)\.rels$/, '$1');
}

function brokenRelations(parts: ZipParts, names: readonly string[]): readonly string[] {
  return names
    .filter((name) => name.endsWith('.rels'))
    .flatMap((name) =>
      relationsOf(parts, ownerOf(name))
        .filter((r) => !r.external && r.target !== '' && !parts[r.target])
        .map((r) => `${name} leads to ${r.target}, which is not there`),
    );
}

function untypedParts(parts: ZipParts, names: readonly string[]): readonly string[] {
  const types = parts['[Content_Types].xml'];
  if (!types) return ['[Content_Types].xml is not there'];
  const xml = strFromU8(types);
  const values = (attribute: string) =>
    new Set([...xml.matchAll(new RegExp(`\\b${attribute}="([^"]*)"`, 'g'))].map((m) => m[1]!.toLowerCase()));
  const [endings, own] = [values('Extension'), values('PartName')];
  return names
    .filter((name) => name !== '[Content_Types].xml' && !name.endsWith('/'))
    .filter((name) => {
      const lower = name.toLowerCase();
      return !own.has(`/${lower}`) && !endings.has(lower.slice(lower.lastIndexOf('.') + 1));
    })
    .map((name) => `${name} has no type`);
}

/** `r:id`, `r:embed` and the like name relations of the part that they stand in. */
function unknownReferences(parts: ZipParts, names: readonly string[]): readonly string[] {
  return names
    .filter((name) => /^(?:word|xl)\/.*\.xml$/i.test(name))
    .flatMap((name) => {
      const used = strFromU8(parts[name]!).matchAll(/\br:(?:id|embed|link|pict)="([^"]+)"/g);
      const known = new Set(parts[relationsPart(name)] ? relationsOf(parts, name).map((r) => r.id) : []);
      const lost = new Set([...used].map((m) => m[1]!).filter((id) => !known.has(id)));
      return [...lost].map((id) => `${name} names the relation ${id}, which is not there`);
    });
}
