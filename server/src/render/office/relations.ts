/** Which part of an Office file refers to which: the file says so itself, names of parts are up to its writer. */
import { strFromU8 } from 'fflate';
import { Parser } from 'saxen';
import type { ZipParts } from './office-zip.ts';

/** A relation of a part. */
export interface Relation {
  readonly id: string;
  /** The last word of its type, e.g. `officeDocument`, `image`, `header`. */
  readonly type: string;
  /** The name of the part it leads to, or an address. */
  readonly target: string;
  /** True where it leads out of the file. */
  readonly external: boolean;
}

/** The relations of a part, those of the file as a whole for `''`; none where it has no part that tells of them. */
export function relationsOf(parts: ZipParts, part: string): readonly Relation[] {
  const name = relationsPart(part);
  const bytes = parts[name];
  if (!bytes) return [];
  const found: Relation[] = [];
  const parser = new Parser();
  parser.on('openTag', (element, attributes, decode) => {
    if (!/(?:^|:)Relationship$/.test(element)) return;
    const { Id = '', Type = '', Target = '', TargetMode = '' } = attributes();
    const external = TargetMode === 'External';
    const target = decode(Target);
    found.push({ id: Id, type: Type.split('/').at(-1)!, target: external ? target : resolved(part, target), external });
  });
  parser.on('error', () => {});
  parser.parse(strFromU8(bytes));
  return found;
}

/** `word/document.xml` → `word/_rels/document.xml.rels`. */
export function relationsPart(part: string): string {
  const slash = part.lastIndexOf('/') + 1;
  return `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
}

/** A target as the name of a part: from the folder of the part that names it, or from the root of the file. */
function resolved(part: string, target: string): string {
  const folder = target.startsWith('/') ? [] : part.split('/').slice(0, -1);
  for (const step of target.replace(/#.*$/, '').split('/')) {
    if (step === '..') folder.pop();
    else if (step && step !== '.') folder.push(step);
  }
  return folder.join('/');
}

/** The part that holds the text: Word calls it `word/document.xml`, Word on the web `word/document2.xml`. Undefined where there is none. */
export function mainPart(parts: ZipParts): string | undefined {
  const named = relationsOf(parts, '').find((r) => r.type === 'officeDocument')?.target;
  if (named !== undefined && parts[named]) return named;
  return parts['word/document.xml'] ? 'word/document.xml' : undefined;
}
