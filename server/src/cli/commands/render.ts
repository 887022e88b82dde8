/** `dossier render`: the 申报书 of each dossier, and with `--all` one summary sheet of them all and a table for each city. */
import { basename, resolve } from 'node:path';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import { review } from '../../core/review/review.ts';
import { byCity } from '../../core/workspace/city-groups.ts';
import { localDay, readBeside } from '../../host/dossier-files.ts';
import { programVersion } from '../../host/load-packs.ts';
import { saveFiles } from '../../host/save-files.ts';
import { findGaps } from '../../render/manuscript/gaps.ts';
import type { RenderedFile } from '../../render/office/rendered-file.ts';
import { renderTemplate } from '../../render/office-form/fill-form.ts';
import { renderRecommendation } from '../../render/submission/recommendation.ts';
import { gapText, type Rendered, render, renderSummary } from '../../render/submission/render.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';
import { readTemplateFile, type TemplateFile, templateFaults } from './template.ts';

export interface RenderFileOptions extends CommonOptions {
  readonly out: string;
  readonly all?: boolean;
  readonly draft?: boolean;
  readonly template?: string;
  readonly review?: boolean;
}

export async function renderFiles(files: readonly string[], options: RenderFileOptions): Promise<number> {
  const session = new Session(options, files[0]);
  const template = options.template === undefined ? undefined : readTemplateFile(session, options.template);
  if (typeof template === 'number') return template;
  for (const file of files) {
    session.addFile(file);
    if (options.review) session.addBeside(file);
  }
  await session.load();
  await session.probeEvidence(files);
  const renderer = new Renderer(session, options, template);
  for (const file of files) await (options.review ? renderer.reviewCopy(file) : renderer.dossier(file));
  await renderer.summary(files.length > 1);
  await renderer.recommendations();
  return renderer.status;
}

class Renderer {
  status: number = EXIT.ok;
  private readonly session: Session;
  private readonly options: RenderFileOptions;
  /** The form to fill rather than making one. */
  private readonly template: TemplateFile | undefined;
  /** By absolute path, in the order given. */
  private readonly done = new Map<string, NoticeAnalysis>();

  constructor(session: Session, options: RenderFileOptions, template: TemplateFile | undefined) {
    this.session = session;
    this.options = options;
    this.template = template;
  }

  /** Also while errors stand: they are what it is for. */
  async reviewCopy(file: string): Promise<void> {
    const dossier = this.read(file);
    if (!dossier) return;
    const today = this.options.today ?? localDay();
    const { renderReviewCopy } = await import('../../render/review/review-copy.ts');
    const copy = await renderReviewCopy(dossier, {
      review: review(dossier, { today, others: this.session.countOthers(file) }),
      locale: this.session.locale,
      today,
      file: (path) => readBeside(file, path),
      name: basename(file),
      version: programVersion(),
    });
    this.save([copy]);
  }

  /** The dossier, if it says which notice it is for; else why not is told. */
  private read(file: string): NoticeAnalysis | undefined {
    const analysis = this.session.analysis(file);
    if (analysis?.pack) return { ...analysis, pack: analysis.pack };
    const findings = this.session.checked(file).flatMap((c) => c.findings);
    for (const f of findings) this.report(`${file}: ${this.session.localize(f.message)}`);
    this.status = Math.max(this.status, analysis ? EXIT.findings : EXIT.incomplete);
    return undefined;
  }

  async dossier(file: string): Promise<void> {
    const dossier = this.read(file);
    if (!dossier) return;
    const findings = this.session.checked(file).flatMap((c) => c.findings);
    const draft = this.options.draft ?? false;
    const faults = this.template ? templateFaults(this.template, dossier.pack) : [];
    if (faults.length) {
      for (const line of faults) this.report(this.session.localize(line));
      this.status = Math.max(this.status, EXIT.findings);
      return;
    }
    const result = await this.rendered(file, dossier, draft);
    if ('missing' in result) {
      const head = {
        zh: `${file} 还缺下列内容，没有生成（--draft 可生成草稿）：`,
        en: `${file} is not rendered; it lacks (--draft renders a draft):`,
      };
      this.report(
        [this.session.localize(head), ...result.missing.map((g) => `  ${this.session.localize(gapText(g))}`)].join(
          '\n',
        ),
      );
      this.status = Math.max(this.status, EXIT.findings);
      return;
    }
    this.save(result.files);
    this.done.set(resolve(file), dossier);
    const errors = findings.filter((f) => f.severity === 'error').length;
    const note = {
      zh: `注意：${file} 还有 ${errors} 个错误，请用 dossier check 查看`,
      en: `Note: ${errors} error(s) stand in ${file}; see dossier check`,
    };
    if (errors) this.report(this.session.localize(note));
  }

  private async rendered(file: string, dossier: NoticeAnalysis, draft: boolean): Promise<Rendered> {
    const options = {
      draft,
      all: false,
      file: (path: string) => readBeside(file, path),
      name: basename(file),
      version: programVersion(),
    };
    if (!this.template) return render(dossier, options);
    const gaps = findGaps(dossier, options.file);
    if (gaps.length && !draft) return { missing: gaps };
    return { files: [renderTemplate(dossier, this.template, options)], gaps };
  }

  /** One sheet for all that were rendered; several notices have no sheet in common. */
  async summary(many: boolean): Promise<void> {
    const done = [...this.done.values()];
    const [first] = done;
    if (!this.options.all || !first) return;
    if (done.some((d) => d.pack !== first.pack))
      throw this.session.refusal({
        zh: '不同通知的申报书没有共同的汇总表',
        en: 'dossiers of different notices have no summary sheet in common',
      });
    const sheet = await renderSummary(done, this.options.draft ?? false, programVersion());
    this.save([many ? { ...sheet, name: `${first.pack.layout.summary.name}.xlsx` } : sheet]);
  }

  /** A table for each city, in the order that its settings give; dossiers that name no city are in none. */
  async recommendations(): Promise<void> {
    if (!this.options.all) return;
    const cities = byCity([...this.done].map(([dossier, analysis]) => ({ dossier, analysis })));
    for (const { city, pack, dossiers } of cities) {
      if (city === undefined || !pack?.layout.recommendation) continue;
      const given = [...this.done.keys()].filter((path) => dossiers.includes(path));
      const { paths, notes, problems } = this.session.recommendationOrder(city, given);
      if (problems.length) this.session.refuseSettings(problems);
      for (const note of notes) this.report(this.session.localize(note));
      const order = paths.map((path) => this.done.get(path)!);
      const file = await renderRecommendation(order, this.options.draft ?? false);
      if (file) this.save([file]);
    }
  }

  private save(files: readonly RenderedFile[]): void {
    for (const { path, kept } of saveFiles(this.options.out, files)) {
      const note = {
        zh: `${kept} 在生成后被人改过，没有覆盖`,
        en: `${kept} was changed since it was rendered and is left alone`,
      };
      if (kept) this.report(this.session.localize(note));
      process.stdout.write(`${path}\n`);
    }
  }

  private report(line: string): void {
    process.stderr.write(`${line}\n`);
  }
}
