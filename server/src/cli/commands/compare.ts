/** `dossier compare`, see `documents/compare-file.ts`. */
import type { Command } from 'commander';
import { addCommonOptions, choiceOption } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import type { Translate } from '../arguments/translate.ts';
import type { CompareOptions } from '../documents/compare-file.ts';

/** Adds `dossier compare`. */
export function registerCompare(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('compare')
    .description(
      t('生成的 Word 文件后来改了什么，逐项列出', 'what was changed in a rendered Word file since, field by field'),
    )
    .argument('<file.docx>');
  addOptions(addCommonOptions(command, t), t).action(async (file: string, options: CompareOptions) => {
    const { compareFile } = await import('../documents/compare-file.ts');
    finish(await compareFile(file, options, io));
  });
}

function addOptions(command: Command, t: Translate): Command {
  return command
    .addOption(choiceOption('--format <format>', '', ['text', 'json'], t).default('text'))
    .option(
      '--dossier <file>',
      t(
        '它是哪份申报书生成的（不在旁边或上级文件夹时要写）',
        'the dossier it was made of, where it is not beside the file or above it',
      ),
    )
    .option(
      '--accept <path...>',
      t(
        '把这些修改采纳到申报书：字段或一组字段',
        'take these changes over into the dossier: fields, or groups of them',
      ),
    )
    .option('--accept-all', t('采纳全部能采纳的修改', 'take over all changes that can be'));
}
