/** `dossier review`: a verdict for every numbered item of the notice. */

import { basename } from 'node:path';
import type { Command } from 'commander';
import { review } from '../../core/review/review.ts';
import { visibleText } from '../../core/text/visible-text.ts';
import { localDay } from '../../host/dossier-files.ts';
import { saveFiles } from '../../host/save-files.ts';
import { safeName } from '../../render/manuscript/file-names.ts';
import { addCommonOptions, choiceOption } from '../arguments/options.ts';
import type { CommandSetup } from '../arguments/registration.ts';
import { type CliIo, hasColor, shownIn } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';
import { reviewJson, reviewText } from './review-report.ts';

/** Flags of `dossier review`. */
export interface ReviewFileOptions extends CommonOptions {
  readonly format: 'text' | 'json' | 'markdown' | 'html' | 'docx';
  readonly out?: string;
  readonly color: boolean;
}

/** Reviews one dossier, compared with those beside it, and writes the verdicts. */
export async function reviewFile(file: string, options: ReviewFileOptions, io: CliIo): Promise<number> {
  const session = new Session(io, options, file);
  session.addFile(file);
  session.addBeside(file);
  await session.load();
  await session.probeEvidence([file]);
  const analysis = session.analysis(file);
  if (!analysis?.pack) {
    const said = session.checked(file).flatMap((c) => c.findings);
    for (const f of said) session.warn(`${session.display(file)}: ${session.localize(f.message)}`);
    return analysis ? EXIT.findings : EXIT.incomplete;
  }
  const { locale } = session;
  const today = options.today ?? localDay();
  const result = review({ ...analysis, pack: analysis.pack }, { today, others: session.countOthers(file) });
  const write = async () => {
    if (options.format === 'json') return reviewJson(result, session.display(file), locale);
    if (options.format === 'text') return reviewText(result, locale, { color: hasColor(io, options.color) });
    // Loaded when it is wanted: the Word library is most of the program.
    const outputs = await import('../../render/review/review-table.ts');
    if (options.format === 'markdown') return outputs.reviewMarkdown(result, locale);
    if (options.format === 'html') return outputs.reviewHtml(result, locale);
    return outputs.reviewDocx(result, analysis.pack!.layout, locale);
  };
  put(await write(), file, options, session);
  if (session.checked(file).some((c) => !c.complete)) return EXIT.incomplete;
  return result.counts.不通过 ? EXIT.findings : EXIT.ok;
}

const ENDINGS = { text: 'txt', json: 'json', markdown: 'md', html: 'html', docx: 'docx' } as const;

/** To standard output, or to a file where one is named or the format is no text. */
function put(report: string | Uint8Array, file: string, { out, format }: ReviewFileOptions, session: Session): void {
  if (typeof report === 'string' && out === undefined) {
    session.printRaw(format === 'text' ? report : visibleText(report));
    return;
  }
  const bytes = typeof report === 'string' ? new TextEncoder().encode(report) : report;
  const stem = basename(file).replace(/\.dossier\.ya?ml$/i, '');
  const name = safeName(stem, `-${session.localize(NAME)}.${ENDINGS[format]}`);
  const folder = out ?? '.';
  for (const { path, kept } of saveFiles(session.resolve(folder), [{ name, bytes }])) {
    if (kept) session.warn(`${shownIn(folder, kept)} ${session.localize(KEPT)}`);
    session.print(`${shownIn(folder, path)}\n`);
  }
}

const NAME = { zh: '条件对照表', en: 'review' };
const KEPT = { zh: '在生成后被人改过，没有覆盖', en: 'was changed since it was written and is left alone' };

/** Adds `dossier review`. */
export function registerReview(program: Command, { t, io, finish }: CommandSetup): void {
  const command = program
    .command('review')
    .description(t('一份申报书逐条的结论', 'the clause-by-clause verdict table of a dossier'))
    .argument('<file>');
  addCommonOptions(command, t)
    .addOption(choiceOption('--format <format>', '', Object.keys(ENDINGS), t).default('text'))
    .option(
      '-o, --out <folder>',
      t('写成文件放在那里，不写到标准输出', 'write a file there, rather than to standard output'),
    )
    .option('--no-color', t('不用颜色', 'no colours'))
    .action(async (file: string, options: ReviewFileOptions) => finish(await reviewFile(file, options, io)));
}
