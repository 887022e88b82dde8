/** Disk, clock and lists turned into plain facts: the only input and output under the faces. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Pack, RuleData } from './core/notice.ts';
import { type LoadedPack, type PackProblem, readPack, revivePack } from './core/pack.ts';
import { readSettings, type Settings } from './core/settings.ts';
import { FAULTS, type Fault } from './faults.ts';

/** Largest dossier that is read, in bytes; a real one has some tens of thousands. */
export const MAX_BYTES = 4 * 1024 * 1024;

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

/** The URIs of the rules' pages, by `rule.locale`, for the links at findings; none where the program was not built. */
export function rulePages(): ReadonlyMap<string, string> {
  const folders = [import.meta.dirname, join(schemasFolder(), '../dist')].map((f) => join(f, RULE_PAGES));
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
      return { pack, problems: problems.map((p) => ({ ...p, file: `notices/${name}/${p.file}` })) };
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

/** Every dossier at or under a path, sorted; folders of tools and outputs are passed over. */
export function findDossiers(path: string): readonly string[] {
  const found: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const full = join(folder, entry.name);
      if (entry.isDirectory() && !SKIPPED_FOLDERS.has(entry.name)) walk(full);
      else if (isDossier(entry.name) && !entry.isDirectory()) found.push(full);
    }
  };
  walk(path);
  return found.sort();
}

export function isDossier(path: string): boolean {
  return DOSSIER_NAME.test(path);
}

export const CONFIG_NAME = 'dossier.config.yaml';

/** Something wrong in a `dossier.config.yaml`, with its place. */
export interface ConfigProblem {
  readonly file: string;
  readonly line: number;
  readonly character: number;
  readonly message: string;
}

/** The settings for a dossier: of the nearest `dossier.config.yaml` above it, or of the file named. */
export function loadSettings(
  near: string,
  packs: ReadonlyMap<string, LoadedPack>,
  named?: string,
): { settings: Settings; file?: string; problems: readonly ConfigProblem[] } {
  const file = named ?? findConfig(near);
  if (!file) return { settings: {}, problems: [] };
  const read = readText(file);
  if ('fault' in read)
    return { settings: {}, file, problems: [{ file, line: 0, character: 0, message: FAULTS[read.fault].zh }] };
  const { settings, problems } = readSettings(read.text, packs);
  return { settings, file, problems: problems.map(({ at, message }) => ({ file, ...at, message })) };
}

function findConfig(near: string): string | undefined {
  for (let folder = dirname(resolve(near)); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_NAME);
    if (existsSync(file)) return file;
    if (folder === dirname(folder)) return undefined;
  }
}

/** The bytes of a file named in a dossier; undefined where it is missing, no file, or outside the dossier's folder. */
export function readBeside(dossier: string, path: string): Uint8Array | undefined {
  try {
    const folder = realpathSync(dirname(resolve(dossier)));
    const file = realpathSync(resolve(folder, path));
    const way = relative(folder, file);
    if (way.startsWith(`..${sep}`) || way === '..' || resolve(way) === way) return undefined;
    return statSync(file).isFile() ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
