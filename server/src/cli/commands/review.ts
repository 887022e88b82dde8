/** `dossier review`: a verdict for every numbered item of the notice. */
import { basename } from 'node:path';
import { review } from '../../core/review/review.ts';
import { localDay } from '../../host/dossier-files.ts';
import { saveFiles } from '../../host/save-files.ts';
import { type CommonOptions, Session, shown } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';
import { reviewJson, reviewText } from './review-report.ts';

export interface ReviewFileOptions extends CommonOptions {
  readonly format: 'text' | 'json' | 'markdown' | 'html' | 'docx';
  readonly out?: string;
  readonly color: boolean;
}

export async function reviewFile(file: string, options: ReviewFileOptions): Promise<number> {
  const session = new Session(options, file);
  session.add(file);
  session.addBeside(file);
  await session.meet();
  await session.look([file]);
  const analysis = session.analysis(file);
  if (!analysis?.pack) {
    const said = session.checked(file).flatMap((c) => c.findings);
    for (const f of said) process.stderr.write(`${shown(file)}: ${session.say(f.message)}\n`);
    return analysis ? EXIT.findings : EXIT.incomplete;
  }
  const { locale } = session;
  const today = options.today ?? localDay();
  const result = review({ ...analysis, pack: analysis.pack }, { today, others: session.othersOf(file) });
  const write = async () => {
    if (options.format === 'json') return reviewJson(result, shown(file), locale);
    if (options.format === 'text') return reviewText(result, locale, { color: useColor(options) });
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
    process.stdout.write(report);
    return;
  }
  const bytes = typeof report === 'string' ? new TextEncoder().encode(report) : report;
  const name = `${basename(file).replace(/\.dossier\.ya?ml$/i, '')}-${session.say(NAME)}.${ENDINGS[format]}`;
  for (const { path, kept } of saveFiles(out ?? '.', [{ name, bytes }])) {
    if (kept) process.stderr.write(`${kept} ${session.say(KEPT)}\n`);
    process.stdout.write(`${path}\n`);
  }
}

const NAME = { zh: '条件对照表', en: 'review' };
const KEPT = { zh: '在生成后被人改过，没有覆盖', en: 'was changed since it was written and is left alone' };

function useColor({ color }: ReviewFileOptions): boolean {
  if (!color || process.env.NO_COLOR) return false;
  return process.stdout.isTTY === true || Boolean(process.env.FORCE_COLOR);
}
