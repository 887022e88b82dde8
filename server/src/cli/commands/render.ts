/** `dossier render`, see `documents/render-files.ts`. */
import { type Command, Option } from 'commander';
import { addCommonOptions } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import type { Translate } from '../arguments/translate.ts';
import type { RenderFileOptions } from '../documents/render-files.ts';

/** Adds `dossier render`. */
export function registerRender(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('render')
    .description(t('生成申报书（.docx）', 'render the 申报书 (.docx)'))
    .argument('<file...>', t('一份或几份申报书', 'one dossier or several'));
  addOptions(addCommonOptions(command, t), t).action(async (files: string[], options: RenderFileOptions) => {
    // The Word library is most of the program, and is loaded only by the commands that use it.
    const { renderFiles } = await import('../documents/render-files.ts');
    finish(await renderFiles(files, options, io));
  });
}

function addOptions(command: Command, t: Translate): Command {
  return command
    .option('-o, --out <folder>', t('文件放在哪里', 'where the files go'), '.')
    .option(
      '--all',
      t(
        '加一份汇总表（.xlsx），每份申报书一行；每市加一份推荐表（.docx）',
        'also the summary sheet (.xlsx), one row a dossier, and for each city the table to recommend them (.docx)',
      ),
    )
    .option('--draft', t('有缺项也生成，每页标明草稿', 'also with gaps, and marked 草稿 on every page'))
    .addOption(
      new Option(
        '--review',
        t(
          '改为生成审阅稿：前面是条件对照表，问题标为批注，每页有“审阅稿”',
          'a copy for review instead: verdicts in front, findings as comments, 审阅稿 on every page',
        ),
      ).conflicts(['all', 'draft', 'template']),
    )
    .option(
      '--template <file>',
      t(
        '填写一份现成的表格（.docx），不按本程序的版式生成',
        "fill an office's own form (.docx) rather than making the 申报书",
      ),
    );
}
