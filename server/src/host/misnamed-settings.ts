/** Files that are meant to be settings and are not read, for their name is another. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG_NAME } from './file-names.ts';

const NAMES: readonly string[] = [
  'dossier.config.yml',
  'dossier.config.json',
  'dossier.config.yaml.txt',
  'dossier.config.yml.txt',
  'dossier.config.toml',
  'dossier-config.yaml',
  'dossier-config.yml',
  'dossier_config.yaml',
  'dossierconfig.yaml',
  'dossier.configs.yaml',
].flatMap((name) => [name, `.${name}`]);

/** The names of settings that are not read, with other letter cases where the disk tells these apart. */
const CANDIDATES = [...NAMES, `.${CONFIG_NAME}`, 'dossier.config.YAML', 'Dossier.config.yaml', 'dossier.Config.yaml'];

/** The files of a folder that are taken for settings by their name and are none: absolute paths. */
export function misnamedSettings(folder: string): readonly string[] {
  // Where the disk does not tell cases apart, the right name is found under others.
  const isSame = existsSync(join(folder, CONFIG_NAME.toUpperCase())) && existsSync(join(folder, CONFIG_NAME));
  return CANDIDATES.filter((name) => !isSame || name.toLowerCase() !== CONFIG_NAME)
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file));
}
