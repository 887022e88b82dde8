/**
 * The notice packs that hold for each dossier: those of the program, and those that its users keep in folders. A folder of packs is `notices` beside
 * a `dossier.config.yaml` or at the top of a workspace folder, or one that the settings, a flag or the environment names. A pack in it is a folder with
 * `notice.yaml`, or one file `ID.notice.yaml`.
 */

import { existsSync, readdirSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { formKeysOf } from '../core/model/form-paths.ts';
import { type LocalizedText, untranslated } from '../core/model/localized-text.ts';
import type { LoadedPack } from '../core/model/pack.ts';
import {
  ownFiles,
  PACK_PARTS,
  type PackFault,
  type PackFile,
  type PackFiles,
  type PackProblem,
} from '../core/packs/pack-files.ts';
import { PackReader, type PackReading } from '../core/packs/read-pack.ts';
import { isAtOrBelow } from './file-paths.ts';
import { loadPacks, type Packs, programPackFiles, sharedFiles } from './load-packs.ts';
import { READ_FAULT_TEXTS } from './read-faults.ts';
import { readText } from './read-text.ts';

/** The name of a folder of packs where no setting names another. */
export const NOTICES_FOLDER = 'notices';

/** The ending of a pack that is one file. */
export const PACK_ENDING = '.notice.yaml';

/** The file that makes a folder a pack. */
export const NOTICE_FILE = 'notice.yaml';

/** Packs beyond so many in one folder are not read. */
const MOST_PACKS = 500;

/** The packs that hold for a dossier. */
export interface PacksAtHand extends Packs {
  /** Every key of their forms. */
  readonly formKeys: ReturnType<typeof formKeysOf>;
  /** Packs that are not as their files say, by id: an earlier state serves, or none. */
  readonly broken: ReadonlyMap<string, LocalizedText>;
  /** The packs of folders as read, the nearest first. */
  readonly readings: readonly PackReading[];
}

/** For which dossiers packs are asked. */
export interface PackPlace {
  /** The `dossier.config.yaml` that holds for them, as an absolute path. */
  readonly config?: string | undefined;
  /** The folders that it names, as it writes them. */
  readonly named: readonly string[];
}

/** Finds and reads packs, and keeps what it has read until a file changes. */
export class PackLibrary {
  private extra: readonly string[];
  private roots: readonly string[] = [];
  /** Texts of files that an editor has open, by path. */
  private readonly overlays = new Map<string, string>();
  private readonly byPlace = new Map<string, PacksAtHand>();
  /** Made when the first pack is read: most sessions have those of the program only. */
  private reader: PackReader | undefined;
  /** The last reading of each pack that held, by the file of its notice. */
  private readonly lastGood = new Map<string, PackReading>();

  /** `extra` are folders of packs for all dossiers, as absolute paths: from a flag, the environment, or the settings of the editor. */
  constructor(extra: readonly string[] = []) {
    this.extra = extra;
  }

  /** The folders of the workspace, or the working folder: the packs below their `notices` hold for all dossiers. */
  setRoots(roots: readonly string[]): void {
    this.roots = roots;
    this.clear();
  }

  /** The packs for dossiers whose settings are these; the same object as before where nothing has changed. */
  packsFor(place: PackPlace): PacksAtHand {
    const folders = this.foldersFor(place);
    const key = folders.join('\0');
    const known = this.byPlace.get(key);
    if (known) return known;
    const made = this.collect(folders);
    this.byPlace.set(key, made);
    return made;
  }

  /** Takes the text that an editor shows of a file, undefined once it is closed; true where it is a file of packs. */
  overlay(file: string, text: string | undefined): boolean {
    if (this.overlays.get(file) === text) return false;
    if (text === undefined) this.overlays.delete(file);
    else this.overlays.set(file, text);
    return this.changed([file]);
  }

  /** Adds folders of packs for all dossiers, as absolute paths. */
  addFolders(folders: readonly string[]): void {
    this.extra = [...new Set([...this.extra, ...folders])];
    this.clear();
  }

  /** The text of a file of packs that an editor shows, with the pack that it is of as it last held; undefined of any other file. */
  openFile(file: string): { readonly text: string; readonly pack: LoadedPack | undefined } | undefined {
    const text = this.overlays.get(file);
    if (text === undefined || !isPackFile(file)) return undefined;
    const own = [...this.lastGood.values()].find(({ uses }) => uses.some((use) => use.file === file));
    return { text, pack: own?.pack };
  }

  /** Files came, changed or went; true where packs must be read again. */
  changed(files: readonly string[]): boolean {
    const folders = new Set([...this.byPlace.keys()].flatMap((key) => key.split('\0')));
    const isOfPacks = files.some((file) => file.endsWith(PACK_ENDING) || isAtOrBelow(file, folders));
    if (isOfPacks) this.clear();
    return isOfPacks;
  }

  private clear(): void {
    this.byPlace.clear();
  }

  /** Folders of packs, the nearest first, each once. */
  private foldersFor({ config, named }: PackPlace): readonly string[] {
    const folder = config === undefined ? undefined : dirname(config);
    const beside =
      folder === undefined ? [] : [...named.map((name) => resolve(folder, name)), join(folder, NOTICES_FOLDER)];
    const below = this.roots.map((root) => join(root, NOTICES_FOLDER));
    return [...new Set([...beside, ...below, ...this.extra])];
  }

  private collect(folders: readonly string[]): PacksAtHand {
    const program = loadPacks();
    const found = folders.flatMap((folder) => findPacks(folder, this.overlays));
    const all = found.flatMap(({ files }) => files ?? []);
    const readings = this.readAll(all);
    const packs = new Map(program.packs);
    const broken = new Map<string, LocalizedText>();
    const problems = [...program.problems, ...found.flatMap((f) => f.problems), ...readings.flatMap((r) => r.problems)];
    const owners = new Map<string, PackFiles | 'program'>([...packs.keys()].map((id) => [id, 'program']));
    // The nearest last, so that it is the one that stands.
    for (const reading of readings.toReversed()) {
      const { id, files } = reading;
      if (id === undefined) continue;
      const other = owners.get(id);
      if (other) problems.push(...sameIdProblems(id, files, other));
      owners.set(id, files);
      const pack = reading.pack ?? this.lastGood.get(files.notice.file)?.pack;
      if (pack) packs.set(id, pack);
      if (!reading.pack) broken.set(id, brokenText(reading, pack !== undefined));
    }
    return { packs, shared: program.shared, problems, broken, readings, formKeys: formKeysOf(packs.values()) };
  }

  /** Reads packs that may extend each other; one of which no file has come, changed or gone is not read again. */
  private readAll(all: readonly PackFiles[]): readonly PackReading[] {
    const byId = new Map(all.toReversed().map((files) => [idOf(files), files]));
    const texts = new Map(all.flatMap(ownFiles).map(({ file, text }) => [file, text]));
    // The files of the program do not change.
    const isAsBefore = ({ file, text }: PackFile) => !isAbsolute(file) || texts.get(file) === text;
    return all.map((files) => {
      const before = this.lastGood.get(files.notice.file);
      const isSame = before?.uses.every(isAsBefore) && ownFiles(files).length === ownFiles(before.files).length;
      if (before && isSame) return before;
      this.reader ??= new PackReader(sharedFiles());
      const reading = this.reader.read(files, (id) => byId.get(id) ?? programPackFiles(id));
      if (reading.pack) this.lastGood.set(files.notice.file, reading);
      return reading;
    });
  }
}

/** The id that a pack gives itself, seen before it is read: other packs may extend it. */
function idOf({ notice, name }: PackFiles): string {
  return /^id:[ \t]*["']?([a-z0-9-]+)/m.exec(notice.text)?.[1] ?? name;
}

interface FoundPack {
  readonly files?: PackFiles;
  readonly problems: readonly PackProblem[];
}

/** The packs in a folder, in the order of their names; none where there is no such folder. */
function findPacks(folder: string, overlays: ReadonlyMap<string, string>): readonly FoundPack[] {
  const isThere = (file: string) => existsSync(file) || overlays.has(file);
  const packs = namesIn(folder).filter(
    (name) => name.endsWith(PACK_ENDING) || isThere(join(folder, name, NOTICE_FILE)),
  );
  return packs
    .toSorted()
    .slice(0, MOST_PACKS)
    .map((name) => {
      const path = join(folder, name);
      if (name.endsWith(PACK_ENDING)) return readParts(path, name.slice(0, -PACK_ENDING.length), {}, overlays);
      const parts = PACK_PARTS.map((part) => [part, join(path, `${part}.yaml`)] as const);
      const there = parts.filter(([, file]) => isThere(file));
      return readParts(join(path, NOTICE_FILE), name, Object.fromEntries(there), overlays);
    });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name !== 'node_modules' && !name.startsWith('.'));
  } catch {
    return [];
  }
}

/** The files of a pack; one that cannot be read is a problem, and the pack is not read then. */
function readParts(
  notice: string,
  name: string,
  parts: Readonly<Record<string, string>>,
  overlays: ReadonlyMap<string, string>,
): FoundPack {
  const problems: PackProblem[] = [];
  const file = (path: string): PackFile => {
    const open = overlays.get(path);
    const read = open === undefined ? readText(path) : { text: open };
    if ('fault' in read)
      problems.push(problemAtTop(path, { kind: 'notice-syntax', message: READ_FAULT_TEXTS[read.fault] }));
    return { file: path, text: 'text' in read ? read.text : '' };
  };
  const files = {
    name,
    notice: file(notice),
    ...Object.fromEntries(Object.entries(parts).map(([key, path]) => [key, file(path)])),
  };
  return problems.length ? { problems } : { files, problems };
}

function topProblem({ notice }: PackFiles, message: LocalizedText): PackProblem {
  const line = Math.max(
    0,
    notice.text.split('\n').findIndex((text) => text.startsWith('id:')),
  );
  return problemAtTop(notice.file, { kind: 'notice-duplicate', message }, line);
}

function problemAtTop(file: string, { kind, message }: PackFault, line = 0): PackProblem {
  return { file, kind, from: { line, character: 0 }, to: { line, character: Number.MAX_SAFE_INTEGER }, message };
}

/** True of a file of a pack, by its name and place. */
export function isPackFile(file: string): boolean {
  if (file.endsWith(PACK_ENDING)) return true;
  return /[\\/]notices[\\/][^\\/]+[\\/](?:notice|form|rules|layout)\.yaml$/.test(file);
}

/** Told at both packs, where both are a user's. */
function sameIdProblems(id: string, files: PackFiles, other: PackFiles | 'program'): readonly PackProblem[] {
  if (other === 'program')
    return [topProblem(files, sameIdText(id, { zh: '程序自带的通知包', en: 'the program itself' }))];
  return [
    topProblem(files, sameIdText(id, untranslated(other.notice.file))),
    topProblem(other, sameIdText(id, untranslated(files.notice.file))),
  ];
}

function sameIdText(id: string, other: LocalizedText): LocalizedText {
  return {
    zh: `编号“${id}”重复：${other.zh} 也用这个编号。请改一个编号，或删去一个`,
    en: `The id “${id}” is taken twice: ${other.en} has it, too. Give one another id, or take one away`,
  };
}

function brokenText({ problems }: PackReading, isServed: boolean): LocalizedText {
  const [first] = problems;
  const place = first ? `${first.file}:${first.from.line + 1}` : '';
  return isServed
    ? {
        zh: `通知包有 ${problems.length} 处错误（${place}），现按上次没有错误时的内容检查`,
        en: `The notice pack has ${problems.length} error(s) (${place}); its last state without errors is used`,
      }
    : {
        zh: `通知包有 ${problems.length} 处错误（${place}），没有读取`,
        en: `The notice pack has ${problems.length} error(s) (${place}) and was not read`,
      };
}

/** Problems each once: several dossiers may have the same settings and packs. */
export function distinctProblems<P>(problems: readonly P[]): readonly P[] {
  return [...new Map(problems.map((p) => [JSON.stringify(p), p])).values()];
}
