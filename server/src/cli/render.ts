/** `dossier render`: the 申报书 of each dossier, and with `--all` one summary sheet of them all. */
import { basename } from 'node:path';
import type { Analysis } from '../core/analyze.ts';
import type { LoadedPack } from '../core/pack.ts';
import { review } from '../core/review.ts';
import { gapText, type RenderedFile, render, renderSummary } from '../render/render.ts';
import { saveFiles } from '../save.ts';
import { localDay, readBeside } from '../world.ts';
import { type CommonOptions, Session } from './session.ts';
import { EXIT, UsageError } from './usage.ts';

export interface RenderFileOptions extends CommonOptions {
  readonly out: string;
  readonly all?: boolean;
  readonly draft?: boolean;
  readonly review?: boolean;
}

type Dossier = Analysis & { readonly pack: LoadedPack };

export async function renderFiles(files: readonly string[], options: RenderFileOptions): Promise<number> {
  const session = new Session(options, files[0]);
  for (const file of files) {
    session.add(file);
    if (options.review) session.addBeside(file);
  }
  await session.look();
  const renderer = new Renderer(session, options);
  for (const file of files) await (options.review ? renderer.reviewCopy(file) : renderer.dossier(file));
  await renderer.summary(files.length > 1);
  return renderer.status;
}

class Renderer {
  status: number = EXIT.ok;
  private readonly session: Session;
  private readonly options: RenderFileOptions;
  private readonly done: Dossier[] = [];

  constructor(session: Session, options: RenderFileOptions) {
    this.session = session;
    this.options = options;
  }

  /** Also while errors stand: they are what it is for. */
  async reviewCopy(file: string): Promise<void> {
    const dossier = this.read(file);
    if (!dossier) return;
    const today = this.options.today ?? localDay();
    const { renderReviewCopy } = await import('../render/review-copy.ts');
    const copy = await renderReviewCopy(dossier, {
      review: review(dossier, { today, others: this.session.othersOf(file) }),
      locale: this.session.locale,
      today,
      file: (path) => readBeside(file, path),
      name: basename(file),
    });
    this.save([copy]);
  }

  /** The dossier, if it says which notice it is for; else why not is told. */
  private read(file: string): Dossier | undefined {
    const analysis = this.session.analysis(file);
    if (analysis?.pack) return { ...analysis, pack: analysis.pack };
    const findings = this.session.checked(file).flatMap((c) => c.findings);
    for (const f of findings) this.tell(`${file}: ${this.session.say(f.message)}`);
    this.status = Math.max(this.status, analysis ? EXIT.findings : EXIT.incomplete);
    return undefined;
  }

  async dossier(file: string): Promise<void> {
    const dossier = this.read(file);
    if (!dossier) return;
    const findings = this.session.checked(file).flatMap((c) => c.findings);
    const draft = this.options.draft ?? false;
    const result = await render(dossier, {
      draft,
      all: false,
      file: (path) => readBeside(file, path),
      name: basename(file),
    });
    if ('missing' in result) {
      const head = {
        zh: `${file} 还缺下列内容，没有生成（--draft 可生成草稿）：`,
        en: `${file} is not rendered; it lacks (--draft renders a draft):`,
      };
      this.tell([this.session.say(head), ...result.missing.map((g) => `  ${this.session.say(gapText(g))}`)].join('\n'));
      this.status = Math.max(this.status, EXIT.findings);
      return;
    }
    this.save(result.files);
    this.done.push(dossier);
    const errors = findings.filter((f) => f.severity === 'error').length;
    const note = {
      zh: `注意：${file} 还有 ${errors} 个错误，请用 dossier check 查看`,
      en: `Note: ${errors} error(s) stand in ${file}; see dossier check`,
    };
    if (errors) this.tell(this.session.say(note));
  }

  /** One sheet for all that were rendered; several notices have no sheet in common. */
  async summary(many: boolean): Promise<void> {
    const [first] = this.done;
    if (!this.options.all || !first) return;
    if (this.done.some((d) => d.pack !== first.pack))
      throw new UsageError('dossiers of different notices have no summary sheet in common');
    const sheet = await renderSummary(this.done, this.options.draft ?? false);
    this.save([many ? { ...sheet, name: `${first.pack.layout.summary.name}.xlsx` } : sheet]);
  }

  private save(files: readonly RenderedFile[]): void {
    for (const { path, kept } of saveFiles(this.options.out, files)) {
      const note = {
        zh: `${kept} 在生成后被人改过，没有覆盖`,
        en: `${kept} was changed since it was rendered and is left alone`,
      };
      if (kept) this.tell(this.session.say(note));
      process.stdout.write(`${path}\n`);
    }
  }

  private tell(line: string): void {
    process.stderr.write(`${line}\n`);
  }
}
