/**
 * What a rendered Word file says of itself: which dossier it was made of, and every paragraph as it was, with what stands for which
 * place of the dossier. It lies in a part that Word, WPS and LibreOffice keep and show to nobody; with it, what somebody
 * changed is known even when the dossier has changed since.
 */

import { strFromU8 } from 'fflate';
import { Parser } from 'saxen';
import { z } from 'zod';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import { escapeText } from '../../core/text/escape-markup.ts';
import { sha256 } from '../../core/text/sha256.ts';
import type { Origin } from '../manuscript/manuscript.ts';
import { appendToPart, type TextParts, unzip, withParts } from '../office/office-zip.ts';
import type { Properties } from '../office/properties.ts';
import { mainPart } from '../office/relations.ts';
import type { Bookmarks } from './bookmarks.ts';
import { type OriginalMarks, type OtherChange, originalMarks, otherChanges } from './other-changes.ts';
import { readWordText, type WordText } from './word-text.ts';

const NAMESPACE = 'urn:dossier:record';
const DOCUMENT = 'word/document.xml';
const ITEM = /^customXml\/item\d+\.xml$/i;

/** Which dossier a file was made of. */
export interface RecordSource {
  /** Name of its file, without a folder. */
  readonly name: string;
  /** SHA-256 of its text, in hexadecimal. */
  readonly digest: string;
  readonly notice: string;
}

const part = z.tuple([z.number(), z.number(), z.string(), z.string()]);
const shape = z.object({
  version: z.literal(1),
  source: z.object({ name: z.string(), digest: z.string(), notice: z.string() }),
  /** Each paragraph with its stretches: where one begins and ends, its mark, its path, and where it stands in a chapter. */
  paragraphs: z.array(
    z.object({
      text: z.string(),
      parts: z.array(part.rest(z.number())),
    }),
  ),
  /** What it had beside its words; older files do not say. */
  marks: z.object({ marked: z.array(z.string()), pictures: z.array(z.string()) }).optional(),
});
type Shape = z.infer<typeof shape>;

/** A stretch of a paragraph that says a place of the dossier. */
export interface RecordedPart extends Origin {
  readonly path: string;
  readonly bookmark: string;
  /** Offsets in the paragraph, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** A paragraph as it was rendered, with the stretches of it that come from the dossier. */
export interface RecordedParagraph {
  readonly text: string;
  readonly parts: readonly RecordedPart[];
}

/** The record as read back from a rendered file: its source and its paragraphs at the time of rendering. */
export interface FileRecord {
  readonly source: RecordSource;
  readonly paragraphs: readonly RecordedParagraph[];
  readonly marks: OriginalMarks | undefined;
}

/** The file with its record. */
export function withRecord(docx: Uint8Array, source: RecordSource, bookmarks: Bookmarks): Uint8Array {
  const files = unzip(docx) ?? {};
  return withParts(docx, (parts) => {
    const text = readWordText(parts.get(DOCUMENT) ?? '');
    const { marked, pictures } = originalMarks(files, DOCUMENT, text);
    const marks = { marked: [...marked], pictures: [...pictures] };
    const record: Shape = { version: 1, source, paragraphs: paragraphsOf(text, bookmarks), marks };
    addPart(parts, `<record xmlns="${NAMESPACE}">${escapeText(JSON.stringify(record))}</record>`);
  });
}

function paragraphsOf(text: WordText, bookmarks: Bookmarks): Shape['paragraphs'] {
  const paragraphs: Shape['paragraphs'] = text.paragraphs.map((words) => ({ text: words, parts: [] }));
  for (const [bookmark, { path, within }] of bookmarks) {
    const found = text.bookmarks.get(bookmark);
    if (!found || path === undefined || found.from.paragraph !== found.to.paragraph) continue;
    const part = [found.from.at, found.to.at, bookmark, path] as const;
    paragraphs[found.from.paragraph]?.parts.push(within ? [...part, ...within] : [...part]);
  }
  return paragraphs;
}

function addPart(parts: TextParts, item: string): void {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  const properties = `${head}<ds:datastoreItem ds:itemID="{6F0E1C52-7D0B-4B0B-9A35-0D0551E20001}" xmlns:ds="${office}/customXml"><ds:schemaRefs><ds:schemaRef ds:uri="${NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>`;
  const own = `<Relationship Id="rId1" Type="${office}/relationships/customXmlProps" Target="itemProps1.xml"/>`;
  const link = `<Relationship Id="rIdRecord" Type="${office}/relationships/customXml" Target="../customXml/item1.xml"/>`;
  const type = `<Override ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml" PartName="/customXml/itemProps1.xml"/>`;
  parts.set('customXml/item1.xml', head + item);
  parts.set('customXml/itemProps1.xml', properties);
  parts.set(
    'customXml/_rels/item1.xml.rels',
    `${head}<Relationships xmlns="${packaged}/relationships">${own}</Relationships>`,
  );
  appendToPart(parts, 'word/_rels/document.xml.rels', '</Relationships>', link);
  appendToPart(parts, '[Content_Types].xml', '</Types>', type);
}

/** A Word file as it reads now, together with its record. */
export interface WordFile {
  readonly text: WordText;
  /** Undefined where the file is none of ours, or a program lost it. */
  readonly record: FileRecord | undefined;
  /** What was done to it beside its words. */
  readonly others: readonly OtherChange[];
}

/** A Word file as it is now and as it was; undefined where it cannot be read. */
export function readWordFile(bytes: Uint8Array): WordFile | undefined {
  const parts = unzip(bytes);
  const main = parts && mainPart(parts);
  if (!parts || main === undefined) return undefined;
  try {
    const text = readWordText(strFromU8(parts[main]!));
    const items = Object.keys(parts).filter((name) => ITEM.test(name));
    const record = items.map((name) => readRecord(strFromU8(parts[name]!))).find((r) => r !== undefined);
    return { text, record, others: otherChanges(parts, main, text, record?.marks) };
  } catch {
    return undefined;
  }
}

function readRecord(xml: string): FileRecord | undefined {
  if (!xml.includes(NAMESPACE)) return undefined;
  const read = shape.safeParse(jsonOf(xml));
  if (!read.success) return undefined;
  const paragraphs = read.data.paragraphs.map(({ text, parts }) => ({
    text,
    parts: parts.map(([start, end, bookmark, path, from, to]) => {
      const place = { start, end, bookmark, path };
      return from === undefined || to === undefined ? place : { ...place, within: [from, to] as const };
    }),
  }));
  return { source: read.data.source, paragraphs, marks: read.data.marks };
}

function jsonOf(xml: string): unknown {
  let words = '';
  const parser = new Parser();
  parser.on('text', (text, decode) => {
    words += decode(text);
  });
  parser.on('cdata', (text) => {
    words += text;
  });
  parser.parse(xml);
  try {
    return JSON.parse(words);
  } catch {
    return undefined;
  }
}

/** What a file's record says that it was made of. */
export function sourceOf({ source, pack }: NoticeAnalysis, name = ''): RecordSource {
  return { name, digest: sha256(source.text), notice: pack.notice.id };
}

/** What a file's properties say of the dossiers that it was made of: they are the same only where their SHA-256 sums are. */
export function propertiesOf(dossiers: readonly NoticeAnalysis[], version?: string): Properties {
  const sources = dossiers.map((d) => sourceOf(d));
  const notices = new Set(sources.map((s) => s.notice));
  return {
    DossierSHA256: sources.map((s) => s.digest).join(' '),
    DossierNotice: [...notices].join(' '),
    ...(version === undefined ? {} : { DossierTool: `dossier ${version}` }),
  };
}
