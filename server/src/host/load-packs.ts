/** Loads the notice packs that came with the program, and finds the pages built from them. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LoadedPack, Pack } from '../core/model/pack.ts';
import type { RuleData } from '../core/model/rule-schema.ts';
import type { PackFile, PackFiles, PackProblem } from '../core/packs/pack-files.ts';
import { PackReader, restorePack, type SharedFiles } from '../core/packs/read-pack.ts';

/** The notice packs at hand. */
export interface Packs {
  /** By the notice's id. */
  readonly packs: ReadonlyMap<string, LoadedPack>;
  /** The rules that every notice has. */
  readonly shared: readonly RuleData[];
  /** Errors in packs, which are left out then. */
  readonly problems: readonly PackProblem[];
}

/**
 * The packs that came with the program: compiled where it was built, else from their YAML. A pack that does not hold is left out, and said.
 * Read once in a process, because they do not change while the program runs.
 */
export const loadPacks = lazy((): Packs => {
  const compiled = join(import.meta.dirname, COMPILED);
  if (!existsSync(compiled)) return readPacks();
  const packs = (JSON.parse(readFileSync(compiled, 'utf8')) as readonly Pack[]).map(restorePack);
  return collectPacks(packs, []);
});

/** A constant that is computed when it is first asked for. */
function lazy<T>(compute: () => T): () => T {
  let value: { readonly computed: T } | undefined;
  return () => {
    value ??= { computed: compute() };
    return value.computed;
  };
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
  return builtPageUris(RULE_PAGES);
}

/** The URIs of the notices' pages, by `notice.locale`, for editors that show files only. */
export function noticePages(): ReadonlyMap<string, string> {
  return builtPageUris(NOTICE_PAGES);
}

function builtPageUris(name: string): ReadonlyMap<string, string> {
  const folders = [import.meta.dirname, join(schemasFolder(), '../dist')].map((f) => join(f, name));
  const folder = folders.find((f) => existsSync(f));
  const files = folder === undefined ? [] : readdirSync(folder).map((name) => join(folder, name));
  return new Map(files.map((file) => [basename(file, '.md'), pathToFileURL(file).href]));
}

/** What all packs share, from the schemas folder. */
export const sharedFiles = lazy(
  (): SharedFiles => ({ rules: programFile('rules.yaml'), base: programFile('base.yaml') }),
);

/** The files of a pack that came with the program; undefined where it has no such pack. */
export function programPackFiles(id: string): PackFiles | undefined {
  if (!programPackIds().includes(id)) return undefined;
  const file = (name: string) => programFile(`notices/${id}/${name}.yaml`);
  return { name: id, notice: file('notice'), form: file('form'), rules: file('rules'), layout: file('layout') };
}

function programFile(name: string): PackFile {
  return { file: `schemas/${name}`, text: readFileSync(join(schemasFolder(), name), 'utf8') };
}

const programPackIds = lazy((): readonly string[] => {
  const entries = readdirSync(join(schemasFolder(), 'notices'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
});

/** The packs from their YAML, checked. The files of problems count from the folder of the program. */
export function readPacks(): Packs {
  const reader = new PackReader(sharedFiles());
  const readings = programPackIds().map((id) => reader.read(programPackFiles(id)!, programPackFiles));
  return collectPacks(
    readings.flatMap((r) => r.pack ?? []),
    readings.flatMap((r) => r.problems),
  );
}

function collectPacks(packs: readonly LoadedPack[], problems: readonly PackProblem[]): Packs {
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
export function programVersion(): string {
  const manifest = readFileSync(join(dirname(schemasFolder()), 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
