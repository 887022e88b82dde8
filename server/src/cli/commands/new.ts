/** `dossier new`: a skeleton to fill in. */

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { newDossier } from '../../core/edits/skeleton.ts';
import { closestMatch } from '../../core/text/closest-match.ts';
import { isDossier } from '../../host/file-names.ts';
import { writeFileWhole } from '../../host/write-file.ts';
import { addCommonOptions } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import { choosePack } from '../common/choose-pack.ts';
import type { CliIo } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

/** Flags of `dossier new`. */
export interface NewOptions extends CommonOptions {
  /** Id of a pack; see {@link choosePack} for where nobody says. */
  readonly notice?: string;
  /** Id of a direction of the notice. */
  readonly direction?: string;
  /** Full name of the applicant. */
  readonly applicant?: string;
}

/** Writes a new dossier, and prints its name. Throws a {@link UsageError} where the file is there, or the notice or direction is not. */
export function newFile(file: string, options: NewOptions, io: CliIo): number {
  const session = new Session(io, options);
  const pack = choosePack(session, { file, notice: options.notice, today: options.today });
  const directions = pack.notice.directions.map((d) => d.id);
  const direction = options.direction;
  if (direction !== undefined && !directions.includes(direction)) {
    const near = closestMatch(direction, directions);
    throw session.refusal({
      zh: `没有“${direction}”这个方向${near ? `，是不是“${near}”？` : `，有：${directions.join('、')}`}`,
      en: `no direction “${direction}”${near ? `; did you mean ${near}?` : `; there are: ${directions.join(', ')}`}`,
    });
  }
  if (!isDossier(file))
    throw session.refusal({
      zh: `${file}：申报书的文件名以 .dossier.yaml 结尾`,
      en: `${file}: a dossier's name ends in .dossier.yaml`,
    });
  const path = session.resolve(file);
  mkdirSync(dirname(path), { recursive: true });
  try {
    writeFileWhole(path, newDossier(pack, direction, options.applicant), { isNew: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw session.refusal({ zh: `${file} 已经存在，没有动它`, en: `${file} is there already and is left as it is` });
    throw error;
  }
  session.print(`${file}\n`);
  return EXIT.ok;
}

/** Adds `dossier new`. */
export function registerNew(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('new')
    .description(t('写一份待填写的申报书骨架', 'write a dossier skeleton to fill in'))
    .argument('<file>');
  addCommonOptions(command, t)
    .option('--notice <id>', t('哪份通知', 'which call'))
    .option('--direction <direction>', t('申报哪个方向', 'which direction of it'))
    .option('--applicant <name>', t('申报单位全称', "the applicant's full name"))
    .action((file: string, options: NewOptions) => finish(newFile(file, options, io)));
}
