/** `dossier render`: the 申报书, and with `--all` the summary sheet. */
import { gapText, render } from '../render/render.ts';
import { saveFiles } from '../save.ts';
import { readBeside } from '../world.ts';
import { type CommonOptions, Session } from './session.ts';
import { EXIT } from './usage.ts';

export interface RenderFileOptions extends CommonOptions {
  readonly out: string;
  readonly all?: boolean;
  readonly draft?: boolean;
}

export async function renderFile(file: string, options: RenderFileOptions): Promise<number> {
  const session = new Session(options, file);
  const { analysis, findings } = session.check(file);
  if (!analysis?.pack) {
    for (const f of findings) process.stderr.write(`${session.say(f.message)}\n`);
    return analysis ? EXIT.findings : EXIT.incomplete;
  }
  const dossier = { ...analysis, pack: analysis.pack };
  const result = await render(dossier, {
    draft: options.draft ?? false,
    all: options.all ?? false,
    file: (path) => readBeside(file, path),
  });
  if ('missing' in result) {
    const head = {
      zh: '申报书还缺下列内容，没有生成（--draft 可生成草稿）：',
      en: 'Not rendered; the 申报书 lacks (--draft renders a draft):',
    };
    process.stderr.write(
      `${[session.say(head), ...result.missing.map((g) => `  ${session.say(gapText(g))}`)].join('\n')}\n`,
    );
    return EXIT.findings;
  }
  for (const { path, kept } of saveFiles(options.out, result.files)) {
    if (kept)
      process.stderr.write(
        `${session.say({ zh: `${kept} 在生成后被人改过，没有覆盖`, en: `${kept} was changed since it was rendered and is left alone` })}\n`,
      );
    process.stdout.write(`${path}\n`);
  }
  const errors = findings.filter((f) => f.severity === 'error').length;
  if (errors)
    process.stderr.write(
      `${session.say({ zh: `注意：申报书还有 ${errors} 个错误，请用 dossier check 查看`, en: `Note: ${errors} error(s) stand; see dossier check` })}\n`,
    );
  return EXIT.ok;
}
