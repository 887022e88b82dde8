/** `dossier compare`: what somebody changed in a rendered Word file, and on request the dossier with those changes. */

import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { readBeside } from '../../host/dossier-files.ts';
import { readText } from '../../host/read-text.ts';
import { saveText } from '../../host/save-files.ts';
import { readWordFile } from '../../render/record/render-record.ts';
import {
  type Change,
  type Comparison,
  compareWord,
  independentChanges,
  type RenderedWordFile,
} from '../../render/word-compare/compare.ts';
import { withEdits } from '../../render/word-compare/read-back.ts';
import { type FileLocation, locateSpan } from '../../workbench/file-location.ts';
import type { CliIo } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { CommandError, EXIT } from '../common/usage.ts';
import { compareJson, compareText } from './compare-report.ts';

/** Flags of `dossier compare`. */
export interface CompareOptions extends CommonOptions {
  readonly format: 'text' | 'json';
  /** The dossier that the file was made of; looked for where nobody says. */
  readonly dossier?: string;
  /** Field paths of changes to take over, or groups of them. */
  readonly accept?: readonly string[];
  readonly acceptAll?: boolean;
}

/** Lists what was changed in a rendered Word file; takes the changes over that are asked for, and writes the dossier. */
export async function compareFile(file: string, options: CompareOptions, io: CliIo): Promise<number> {
  const session = new Session(io, options, options.dossier ?? file);
  const tell = (text: LocalizedText) => session.warn(session.localize(text));
  const word = readDocx(session.resolve(file));
  if (!word?.record) {
    tell(word ? noRecord(session.display(file)) : unreadable(session.display(file)));
    return EXIT.incomplete;
  }
  const compared = { ...word, record: word.record };
  const path = session.resolve(options.dossier ?? findDossierOf(file, compared, session));
  session.addFile(path);
  const analysis = session.analysis(path);
  if (!analysis?.pack) {
    for (const f of session.checked(path).flatMap((c) => c.findings)) tell(f.message);
    return EXIT.incomplete;
  }
  const start = { word: compared, path, dossier: { ...analysis, pack: analysis.pack } };
  const { dossier, comparison } = acceptChanges(start, options, session);
  const report = options.format === 'json' ? compareJson : compareText;
  const place = (change: Change) => placeOf(path, dossier, change);
  session.print(report({ file, dossier: path, comparison, place, locale: session.locale, io }));
  return statusOf(comparison);
}

/** A Word file and the dossier that it was made of. */
interface ComparedFiles {
  readonly word: RenderedWordFile;
  /** Of the dossier, absolute. */
  readonly path: string;
  readonly dossier: NoticeAnalysis;
}

/** The dossier with the changes that are asked for, written, and what is different then; as it was where none are. */
function acceptChanges(files: ComparedFiles, options: CompareOptions, session: Session): AcceptedChanges {
  const { word, path, dossier } = files;
  const tell = (text: LocalizedText) => session.warn(session.localize(text));
  const read = (name: string) => readBeside(path, name);
  const comparison = compareWord(word, dossier, read);
  const isWanted = selectedChanges(options, comparison, session);
  if (!isWanted) return { dossier, comparison };
  const asked = comparison.changes.filter((c) => isWanted(c) && c.kind === 'changed');
  const refused = comparison.changes.filter((c) => isWanted(c) && c.kind !== 'changed');
  const accepted = accept(word, { dossier, comparison }, read, isWanted);
  save(path, { before: dossier, after: accepted.dossier }, session);
  const left = new Set(accepted.comparison.changes.map((c) => c.path));
  for (const { path: field } of asked.filter((c) => !left.has(c.path))) tell(taken(field));
  for (const { path: field } of refused) tell(notTaken(field));
  return accepted;
}

/** A dossier, and what of its Word file is different from it. */
interface AcceptedChanges {
  readonly dossier: NoticeAnalysis;
  readonly comparison: Comparison;
}

function statusOf({ changes, outside, others, revisions }: Comparison): number {
  if (changes.some((c) => c.kind === 'unclear')) return EXIT.incomplete;
  return changes.length || outside.length || others.length || revisions ? EXIT.findings : EXIT.ok;
}

function readDocx(file: string) {
  try {
    return statSync(file).isFile() ? readWordFile(readFileSync(file)) : undefined;
  } catch {
    return undefined;
  }
}

/** The dossier that the file was made of: beside it, in the folder above, or in the working folder. Throws a {@link UsageError} where it is in none. */
function findDossierOf(file: string, { record }: RenderedWordFile, session: Session): string {
  const { name } = record.source;
  const folder = dirname(session.resolve(file));
  // A record may come from anybody: its name must not lead to another folder.
  const folders = !name || /[\\/]/.test(name) ? [] : [folder, dirname(folder), session.io.cwd];
  const found = folders.map((f) => join(f, name)).find((p) => statSync(p, { throwIfNoEntry: false })?.isFile());
  if (found === undefined) throw session.refusal(notFound(name));
  return found;
}

/** Which changes are to be taken over; undefined where none are asked for. */
function selectedChanges(
  { accept, acceptAll }: CompareOptions,
  { changes }: Comparison,
  session: Session,
): ((change: Change) => boolean) | undefined {
  if (acceptAll) return () => true;
  if (!accept?.length) return undefined;
  const isBelow = (path: string, above: string) =>
    path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);
  const unknown = accept.filter((a) => !changes.some((c) => isBelow(c.path, a)));
  if (unknown.length)
    throw session.refusal({
      zh: `这些地方没有改动：${unknown.join('、')}`,
      en: `nothing was changed at ${unknown.join(', ')}`,
    });
  return ({ path }) => accept.some((a) => isBelow(path, a));
}

/** Takes over what can be, some at a time: changes of one text are made one after the other. */
function accept(
  word: RenderedWordFile,
  start: AcceptedChanges,
  read: (name: string) => Uint8Array | undefined,
  isWanted: (change: Change) => boolean,
): AcceptedChanges {
  let { dossier, comparison } = start;
  const { moved } = comparison;
  // Each round takes one change at least, or is the last.
  for (let rounds = comparison.changes.length; rounds > 0; rounds--) {
    const ready = independentChanges(comparison.changes.filter((c) => c.kind === 'changed' && isWanted(c)));
    const after = ready.length
      ? withEdits(
          dossier,
          ready.flatMap((c) => c.edits),
        )
      : undefined;
    if (!after) break;
    dossier = after;
    comparison = { ...compareWord(word, dossier, read), moved };
  }
  return { dossier, comparison };
}

/** Writes what changed: the dossier, and chapters in files of their own. */
function save(
  path: string,
  { before, after }: { readonly before: NoticeAnalysis; readonly after: NoticeAnalysis },
  session: Session,
): void {
  const files = [
    { file: path, from: before.source.text, to: after.source.text },
    ...[...(after.cache.input.chapters ?? [])].map(([name, chapter]) => {
      const old = before.cache.input.chapters?.get(name);
      const text = (c: typeof old) => (c && 'text' in c ? c.text : undefined);
      return { file: join(dirname(path), name), from: text(old), to: text(chapter) };
    }),
  ];
  for (const { file, from, to } of files) {
    if (to === undefined || to === from) continue;
    const now = readText(file);
    // It may have been written to since it was read.
    if (!('text' in now) || now.text !== from) throw new CommandError(changedMeanwhile(session.display(file)));
    saveText(file, `${now.bom ? '\ufeff' : ''}${to}`);
  }
}

function placeOf(path: string, { source, cache }: NoticeAnalysis, change: Change): FileLocation {
  return locateSpan(path, source.text, cache.input.chapters, change.location);
}

const unreadable = (file: string): LocalizedText => ({
  zh: `${file} 读不到，或不是 Word 文件（.docx）`,
  en: `${file} cannot be read, or is no Word file (.docx)`,
});
const noRecord = (file: string): LocalizedText => ({
  zh: `${file} 里没有生成时的记录：不是 dossier render 生成的，是用 --template 填写的表（这种表不带记录，请改申报书后重新填写），或另存时丢掉了，无法比较`,
  en: `${file} has no record of what was rendered: it is not of dossier render, it is a form filled with --template (which has none: change the dossier and fill it again), or a program lost it; nothing was compared`,
});
const changedMeanwhile = (file: string): LocalizedText => ({
  zh: `${file} 读入之后被别的程序改动，没有写回。请再运行一次`,
  en: `${file} was changed since it was read, and left as it is. Run the command again`,
});
const notFound = (name: string): LocalizedText => ({
  zh: `找不到生成它的申报书${name ? ` ${name}` : ''}，请用 --dossier 指明`,
  en: `the dossier${name ? ` ${name}` : ''} that it was made of is not here; name it with --dossier`,
});
const taken = (field: string): LocalizedText => ({ zh: `${field}：已采纳`, en: `${field}: taken over` });
const notTaken = (field: string): LocalizedText => ({
  zh: `${field}：没有采纳，请手工修改`,
  en: `${field}: not taken over; change it by hand`,
});
