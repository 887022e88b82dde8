/** `dossier template`, see `documents/template-file.ts`. */
import type { Command } from 'commander';
import { addCommonOptions, choiceOption } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import type { TemplateOptions } from '../documents/template-file.ts';

/** Adds `dossier template`. */
export function registerTemplate(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('template')
    .description(
      t(
        '一份现成的表格（.docx）要填什么，与通知的表单对照',
        "what an office's own form (.docx) asks for, held against the form of a call",
      ),
    )
    .argument('<file>');
  addCommonOptions(command, t)
    .option('--notice <id>', t('哪份通知', 'which call'))
    .addOption(choiceOption('--format <format>', '', ['text', 'json'], t).default('text'))
    .action(async (file: string, options: TemplateOptions) => {
      const { templateFile } = await import('../documents/template-file.ts');
      finish(templateFile(file, options, io));
    });
}
