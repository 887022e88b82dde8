/** What tests of Word files share: papers rendered, changed as by hand, compared. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { NoticeAnalysis } from '../../server/src/core/analysis/types.ts';
import { readWordFile } from '../../server/src/render/record/render-record.ts';
import { render } from '../../server/src/render/submission/render.ts';
import { type Comparison, compareWord, independentChanges } from '../../server/src/render/word-compare/compare.ts';
import { withEdits } from '../../server/src/render/word-compare/read-back.ts';
import { type Outcome, run as runIn } from './command-line.ts';
import { analyzed, SMALLEST, sample } from './engine.ts';

export const DOCUMENT = 'word/document.xml';
const none = () => undefined;

let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-word-'));
});
after(() => rmSync(temp, { recursive: true, force: true }));

/** A new folder, gone when the tests end. */
export function folder(): string {
  return mkdtempSync(join(temp, 'f-'));
}

export function dossierOf(text: string): NoticeAnalysis {
  const analysis = analyzed(text);
  assert.ok(analysis.pack, 'the dossier names a pack');
  return { ...analysis, pack: analysis.pack };
}

/** Rendered once for each text. */
const papers = new Map<string, Promise<Uint8Array>>();

export function rendered(
  dossier: NoticeAnalysis,
  file: (path: string) => Uint8Array | undefined = none,
): Promise<Uint8Array> {
  const known = papers.get(dossier.source.text) ?? paperOf(dossier, file);
  papers.set(dossier.source.text, known);
  return known;
}

export async function paperOf(
  dossier: NoticeAnalysis,
  file: (path: string) => Uint8Array | undefined,
): Promise<Uint8Array> {
  const options = { all: false, file, name: '甲.dossier.yaml' };
  const paper = await render(dossier, { ...options, draft: false });
  const result = 'files' in paper ? paper : await render(dossier, { ...options, draft: true });
  assert.ok('files' in result);
  return result.files[0]!.bytes;
}

/** The file with its document changed, as an editor of XML would. */
export function edited(docx: Uint8Array, change: (xml: string) => string): Uint8Array {
  const parts = unzipSync(docx);
  const before = strFromU8(parts[DOCUMENT]!);
  const xml = change(before);
  assert.notEqual(xml, before, 'something was changed');
  return zipSync({ ...parts, [DOCUMENT]: strToU8(xml) });
}

/** Each of these words changed once, where it is printed for the `nth` time. */
export function typed(docx: Uint8Array, ...changes: readonly (readonly [string, string, number?])[]): Uint8Array {
  return edited(docx, (xml) =>
    changes.reduce((text, [from, to, nth = 1]) => {
      const pieces = text.split(from);
      assert.ok(pieces.length > nth, `the file says “${from}” ${nth} times`);
      return pieces.slice(0, nth).join(from) + to + pieces.slice(nth).join(from);
    }, xml),
  );
}

export function compared(
  docx: Uint8Array,
  dossier: NoticeAnalysis,
  file: (path: string) => Uint8Array | undefined = none,
): Comparison {
  const word = readWordFile(docx);
  assert.ok(word?.record, 'the file has its record');
  return compareWord({ ...word, record: word.record }, dossier, file);
}

/** What was found, a line a change. */
export function told({ changes, outside, others }: Comparison): readonly string[] {
  return [
    ...changes.map((c) => `${c.kind} ${c.path}: ${c.old} → ${c.text ?? '—'}`),
    ...outside.map((o) => `outside: ${o.old ?? '—'} → ${o.text ?? '—'}`),
    ...others.map((o) => `${o.kind}${o.author === undefined ? '' : ` by ${o.author}`}: ${o.text}`),
  ];
}

/** The dossier with all that can be taken over. */
export function accepted(dossier: NoticeAnalysis, { changes }: Comparison): NoticeAnalysis {
  const after = withEdits(
    dossier,
    independentChanges(changes).flatMap((c) => c.edits),
  );
  assert.ok(after);
  return after;
}

export const smallest = () => dossierOf(sample(SMALLEST).text);

/** The paragraph of the document's XML that says these words. */
export function paragraphWith(xml: string, words: string): string {
  const found = xml.match(/<w:p[ >](?:(?!<w:p[ >])[\s\S])*?<\/w:p>/g)?.find((p) => p.includes(words));
  assert.ok(found, `a paragraph says “${words}”`);
  return found;
}

export const withoutMarks = (xml: string) => xml.replace(/<w:bookmark(?:Start|End)\b[^>]*>/g, '');

/** Runs the command line in a folder, in Chinese. */
export function run(cwd: string, ...args: readonly string[]): Promise<Outcome> {
  return runIn([...args, '--lang', 'zh'], { cwd });
}
