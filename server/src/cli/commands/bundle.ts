/** `dossier bundle`, see `documents/bundle-file.ts`. */
import type { Command } from 'commander';
import { addCommonOptions } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import type { BundleFileOptions } from '../documents/bundle-file.ts';

/** Adds `dossier bundle`. */
export function registerBundle(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('bundle')
    .description(
      t(
        '生成报送文件夹：申报书、按次序的证明材料、清单、校验和',
        'everything that is handed in, in a folder: forms, evidence in order, checklist, sums',
      ),
    )
    .argument('<file>');
  addCommonOptions(command, t)
    .option('-o, --out <folder>', t('文件夹放在哪里', 'where the folder goes'), '.')
    .option('--draft', t('还有错误也生成，处处标明草稿', 'also while errors stand, and named a draft throughout'))
    .option(
      '--allow-missing-fonts',
      t('本机没有中文字体时也生成 PDF', 'make the PDF also where no font has Chinese characters'),
    )
    .action(async (file: string, options: BundleFileOptions) => {
      const { bundleFile } = await import('../documents/bundle-file.ts');
      finish(await bundleFile(file, options, io));
    });
}
