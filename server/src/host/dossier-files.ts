/** Disk, clock and lists turned into plain facts: the only input and output under the faces. */
import { type Dirent, existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChapterText } from '../core/inputs/evidence.ts';
import { type Registry, readRegistry } from '../core/inputs/registry.ts';
import type { Path, Text } from '../core/model/finding.ts';
import type { Pack, RuleData } from '../core/model/notice-schema.ts';
import { type LoadedPack, type PackProblem, readPack, revivePack } from '../core/packs/read-pack.ts';
import { readSettings, type Settings, type SettingsProblem } from '../core/settings/read-settings.ts';
import { GitIgnore, repositoryOf } from './gitignore.ts';
import { FAULTS, type Fault } from './read-faults.ts';

/** Largest dossier that is read, in bytes; a real one has some tens of thousands. */
const MAX_BYTES = 4 * 1024 * 1024;

const DOSSIER_NAME = /\.dossier\.ya?ml$/i;
const SKIPPED_FOLDERS = new Set(['node_modules', '.git', 'out', 'dist']);

export interface Packs {
  readonly packs: ReadonlyMap<string, LoadedPack>;
  /** The rules that every notice has. */
  readonly shared: readonly RuleData[];
  readonly problems: readonly PackProblem[];
}

/** The packs that came with the program: compiled where it was built, else from their YAML. A pack that does not hold is left out, and said. */
export function loadPacks(): Packs {
  const compiled = join(import.meta.dirname, COMPILED);
  if (!existsSync(compiled)) return readPacks();
  const packs = (JSON.parse(readFileSync(compiled, 'utf8')) as readonly Pack[]).map(revivePack);
  return collect(packs, []);
}

/** The name of the compiled packs, beside the bundles. */
export const COMPILED = 'packs.json';

/** The folder of the rules' pages, beside the bundles. */
export const RULE_PAGES = 'rules';

/** The folder of the notices' pages, beside the bundles. */
export const NOTICE_PAGES = 'notices';

/** The schema of `dossier.config.yaml`, in the schemas folder. */
export const SETTINGS_SCHEMA = 'dossier.config.schema.json';

/** The URIs of the rules' pages, by `notice.rule.locale` (calls share rules, and tell of them otherwise), for the links at findings; none where the program was not built. */
export function rulePages(): ReadonlyMap<string, string> {
  return builtPages(RULE_PAGES);
}

/** The URIs of the notices' pages, by `notice.locale`, for editors that show files only. */
export function noticePages(): ReadonlyMap<string, string> {
  return builtPages(NOTICE_PAGES);
}

function builtPages(name: string): ReadonlyMap<string, string> {
  const folders = [import.meta.dirname, join(schemasFolder(), '../dist')].map((f) => join(f, name));
  const folder = folders.find((f) => existsSync(f));
  const files = folder === undefined ? [] : readdirSync(folder).map((name) => join(folder, name));
  return new Map(files.map((file) => [basename(file, '.md'), pathToFileURL(file).href]));
}

/** The packs from their YAML, checked. */
export function readPacks(): Packs {
  const root = schemasFolder();
  const shared = readFileSync(join(root, 'rules.yaml'), 'utf8');
  const results = readdirSync(join(root, 'notices'), { withFileTypes: true })
    .filter((folder) => folder.isDirectory())
    .map(({ name }) => {
      const text = (file: string) => readFileSync(join(root, 'notices', name, `${file}.yaml`), 'utf8');
      const texts = {
        notice: text('notice'),
        form: text('form'),
        rules: text('rules'),
        layout: text('layout'),
        shared,
      };
      const { pack, problems } = readPack(texts);
      const file = (of: string) => (of === 'shared.yaml' ? 'rules.yaml' : `notices/${name}/${of}`);
      return { pack, problems: problems.map((p) => ({ ...p, file: file(p.file) })) };
    });
  return collect(
    results.flatMap((r) => r.pack ?? []),
    results.flatMap((r) => r.problems),
  );
}

function collect(packs: readonly LoadedPack[], problems: readonly PackProblem[]): Packs {
  const shared = packs[0]?.rules.filter((r) => r.clause === null) ?? [];
  return { packs: new Map(packs.map((p) => [p.notice.id, p])), shared, problems };
}

/** The `schemas` folder, beside the sources or beside the bundle. */
export function schemasFolder(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const schemas = join(folder, 'schemas');
    if (existsSync(join(schemas, 'rules.yaml'))) return schemas;
    if (folder === dirname(folder)) throw new Error('the schemas folder is missing from this installation');
  }
}

/** The program's version, from the manifest beside the schemas. */
export function version(): string {
  const manifest = readFileSync(join(dirname(schemasFolder()), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/** A file's text, or why it cannot be read as one. */
export type FileText = { readonly text: string; readonly bom: boolean } | { readonly fault: Fault };

/** Reads a dossier: UTF-8 with or without a byte order mark, at most {@link MAX_BYTES}. */
export function readText(path: string): FileText {
  try {
    const stat = statSync(path);
    if (stat.isDirectory()) return { fault: 'folder' };
    // A pipe or a device might never end.
    if (stat.isFIFO() || stat.isSocket()) return { fault: 'unreadable' };
    if (stat.size > MAX_BYTES) return { fault: 'too-large' };
    return decode(readFileSync(path));
  } catch (error) {
    return { fault: isCode(error, 'ENOENT') ? 'missing' : 'unreadable' };
  }
}

export function decode(bytes: Uint8Array): FileText {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { fault: 'utf-16' };
  if (bytes.includes(0)) return { fault: 'not-text' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text, bom: bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf };
  } catch {
    return { fault: 'not-utf-8' };
  }
}

/**
 * Every dossier under a folder, sorted; folders of tools and outputs are passed over, and what `.gitignore` files name. `closed` is told of each folder that
 * cannot be read, and what lies in the others is found all the same; without it that is thrown.
 */
export function findDossiers(path: string, closed = fail): readonly string[] {
  const found: string[] = [];
  const git = new GitIgnore(path);
  const entries = (folder: string): readonly Dirent[] => {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      closed(error);
      return [];
    }
  };
  const walk = (folder: string) => {
    for (const entry of entries(folder)) {
      const full = join(folder, entry.name);
      const isFolder = entry.isDirectory();
      if (isFolder ? SKIPPED_FOLDERS.has(entry.name) : !isDossier(entry.name)) continue;
      if (git.passesOver(full, isFolder)) continue;
      if (isFolder) walk(full);
      else found.push(full);
    }
  };
  walk(path);
  return found.sort();
}

function fail(error: unknown): void {
  throw error;
}

/** The files below a dossier's folder that may be its evidence, as it would write them, the nearest first; not all of a very large one. */
export function filesBeside(dossier: string): readonly string[] {
  const found: string[] = [];
  const folders = [''];
  for (const folder of folders) {
    if (found.length > MOST_FILES) break;
    for (const entry of entriesOf(join(dirname(dossier), folder))) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (entry.name.startsWith('.') || SKIPPED_FOLDERS.has(entry.name)) continue;
      if (entry.isDirectory()) folders.push(path);
      else if (entry.isFile() && !isDossier(entry.name) && entry.name !== CONFIG_NAME) found.push(path);
    }
  }
  return found;
}

/** More files than anybody picks one from. */
const MOST_FILES = 1000;

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** True of a folder of tools or outputs, by its name. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.has(name);
}

/** True of a file in a folder of tools or outputs below `folder`, and of one that a `.gitignore` names. */
export function isPassedOver(folder: string, path: string): boolean {
  const steps = relative(folder, path).split(sep);
  return steps.some((step) => SKIPPED_FOLDERS.has(step)) || isGitIgnored(path, folder);
}

/** True where a `.gitignore` of the folder, or of its repository, names the file. */
export function isGitIgnored(path: string, folder?: string): boolean {
  const own = dirname(resolve(path));
  return new GitIgnore(folder ?? repositoryOf(own) ?? own).passesOver(path, false);
}

export function isDossier(path: string): boolean {
  return DOSSIER_NAME.test(path);
}

export const CONFIG_NAME = 'dossier.config.yaml';

/** Something wrong in a `dossier.config.yaml` or in the list it names, with its place. */
export interface ConfigProblem extends SettingsProblem {
  readonly file: string;
}

/** Settings with the list that they name, and all that is wrong in either. */
export interface LoadedSettings {
  readonly settings: Settings;
  readonly registry?: Registry;
  /** The `dossier.config.yaml`, and the list beside it. */
  readonly file?: string;
  readonly list?: string;
  readonly problems: readonly ConfigProblem[];
  /** A problem at the value of a key of the settings' file. */
  readonly problemAt?: (path: Path, message: Text) => ConfigProblem;
}

/** The settings for a dossier: of the nearest `dossier.config.yaml` above it, or of the file named. */
export function loadSettings(near: string, packs: ReadonlyMap<string, LoadedPack>, named?: string): LoadedSettings {
  const file = named ?? findConfig(near);
  if (!file) return { settings: {}, problems: [] };
  const read = readText(file);
  if ('fault' in read) return { settings: {}, file, problems: [lineProblem(file, 0, FAULTS[read.fault])] };
  const { settings, problems, problemAt: at } = readSettings(read.text, packs);
  const problemAt = (path: Path, message: Text) => ({ file, ...at(path, message) });
  const found = [...problems.map((p) => ({ file, ...p })), ...lostDossiers(settings, file, problemAt)];
  const name = settings.registry?.['prior-platforms'];
  if (name === undefined) return { settings, file, problems: found, problemAt };
  const list = resolve(dirname(file), name);
  const csv = readText(list);
  if ('fault' in csv) {
    const { zh, en } = FAULTS[csv.fault];
    const message = { zh: `${name}：${zh}`, en: `${name}: ${en}` };
    return { settings, file, list, problems: [...found, problemAt(REGISTRY_KEY, message)], problemAt };
  }
  const result = readRegistry(csv.text, name);
  if ('registry' in result) return { settings, registry: result.registry, file, list, problems: found, problemAt };
  const wrong = lineProblem(list, result.problem.line, result.problem.message);
  return { settings, file, list, problems: [...found, wrong], problemAt };
}

/** Files in the order of a city that are not there. */
function lostDossiers(
  { recommend = {} }: Settings,
  file: string,
  problemAt: (path: Path, message: Text) => ConfigProblem,
): readonly ConfigProblem[] {
  return Object.entries(recommend).flatMap(([city, names]) =>
    names.flatMap((name, i) => {
      if (!isDossier(name) || existsSync(resolve(dirname(file), name))) return [];
      const { zh, en } = FAULTS.missing;
      return [problemAt(['recommend', city, i], { zh: `${name}：${zh}`, en: `${name}: ${en}` })];
    }),
  );
}

const REGISTRY_KEY = ['registry', 'prior-platforms'] as const;

function lineProblem(file: string, line: number, message: Text): ConfigProblem {
  return { file, from: { line, character: 0 }, to: { line, character: Number.MAX_SAFE_INTEGER }, message };
}

function findConfig(near: string): string | undefined {
  for (let folder = dirname(resolve(near)); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}

/** A chapter that a dossier keeps in a file of its own: its text, or why it cannot be read. */
export function readChapter(dossier: string, path: string): ChapterText {
  const found = findBeside(dossier, path);
  if ('fault' in found) return { fault: found.fault === 'outside' ? OUTSIDE : FAULTS[found.fault] };
  const read = readText(found.path);
  return 'fault' in read ? { fault: FAULTS[read.fault] } : { text: read.text };
}

/** Why a chapter outside the dossier's folder is not read. */
export const OUTSIDE: Text = {
  zh: '文件不在申报书所在的文件夹之内',
  en: 'the file lies outside the folder of the dossier',
};

/** The real path of a file that a dossier names, if it lies below the dossier's folder. */
function findBeside(dossier: string, path: string): { readonly path: string } | { readonly fault: Fault | 'outside' } {
  try {
    const folder = realpathSync(dirname(resolve(dossier)));
    if (isOutside(folder, resolve(folder, path))) return { fault: 'outside' };
    const file = realpathSync(resolve(folder, path));
    return isOutside(folder, file) ? { fault: 'outside' } : { path: file };
  } catch (error) {
    return { fault: isCode(error, 'ENOENT') ? 'missing' : 'unreadable' };
  }
}

function isOutside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way.startsWith(`..${sep}`) || way === '..' || resolve(way) === way;
}

/** Where a file named in a dossier really is; undefined where it is missing, no file, or outside the dossier's folder. */
export function placeBeside(dossier: string, path: string): string | undefined {
  const found = findBeside(dossier, path);
  try {
    return 'path' in found && statSync(found.path).isFile() ? found.path : undefined;
  } catch {
    return undefined;
  }
}

/** The bytes of a file named in a dossier; undefined where it is missing, no file, or outside the dossier's folder. */
export function readBeside(dossier: string, path: string): Uint8Array | undefined {
  const place = placeBeside(dossier, path);
  try {
    return place === undefined ? undefined : readFileSync(place);
  } catch {
    return undefined;
  }
}

/** True of an error of the system with that code, such as `ENOENT`. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The day it is where the author is, `YYYY-MM-DD`. */
export function localDay(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
