/** `dossier init`: what a repository of dossiers starts with: settings, editors, line ends, and a CI that refuses a bad one. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { writeFileWhole } from '../../host/write-file.ts';
import { addCommonOptions, choiceOption } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import type { CliIo } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';
import { CIS, type Ci, repositoryTemplates } from './init-templates.ts';

/** Flags of `dossier init`. */
export interface InitOptions extends CommonOptions {
  readonly ci?: Ci;
}

/** Writes the files that are not there yet; those that are stay as they are, which is told. */
export function init(folder: string, options: InitOptions, io: CliIo): number {
  const session = new Session(io, options, join(folder, 'x'));
  const { locale } = session;
  const ids = [...session.packs.keys()];
  for (const { path, text } of repositoryTemplates(ids, locale, options.ci)) {
    const file = session.resolve(join(folder, path));
    const name = session.display(file);
    mkdirSync(dirname(file), { recursive: true });
    if (write(file, text)) session.print(`${name}\n`);
    else
      session.report({
        zh: `${name} 已经存在，没有改动`,
        en: `${name} is there already and is left as it is`,
      });
  }
  return EXIT.ok;
}

function write(file: string, text: string): boolean {
  try {
    writeFileWhole(file, text, { isNew: true });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Adds `dossier init`. */
export function registerInit(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('init')
    .description(
      t(
        '写好仓库的设置、编辑器推荐和 CI；已有的文件不动',
        'what a repository of dossiers starts with: settings, editors, CI; no file is overwritten',
      ),
    )
    .argument('[folder]', t('仓库的根文件夹', 'the root of the repository'), '.');
  addCommonOptions(command, t)
    .addOption(choiceOption('--ci <ci>', t('同时写这种 CI 的文件', 'the file for this CI as well'), CIS, t))
    .action((folder: string, options: InitOptions) => finish(init(folder, options, io)));
}
