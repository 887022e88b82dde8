/** `dossier render`: the 申报书 of each dossier, and with `--all` one summary sheet of them all and a table for each city. */
import { basename } from 'node:path';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { review } from '../../core/review/review.ts';
import { byCity } from '../../core/workspace/city-groups.ts';
import { localDay, readBeside } from '../../host/dossier-files.ts';
import { programVersion } from '../../host/load-packs.ts';
import { saveFiles } from '../../host/save-files.ts';
import { findGaps, type Gap } from '../../render/manuscript/gaps.ts';
import { printedAsNone } from '../../render/manuscript/printed-as-none.ts';
import type { RenderedFile } from '../../render/office/rendered-file.ts';
import { renderTemplate } from '../../render/office-form/fill-form.ts';
import { resolveTags } from '../../render/office-form/resolve-tags.ts';
import { templateLosses } from '../../render/office-form/template-losses.ts';
import { renderRecommendation } from '../../render/submission/recommendation.ts';
import { gapText, noneText, type Rendered, render, renderSummary } from '../../render/submission/render.ts';
import { type CliIo, shownIn } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';
import { readTemplateFile, type TemplateFile, templateFaults } from './template-file.ts';

/** Flags of `dossier render`. */
export interface RenderFileOptions extends CommonOptions {
  /** The folder for the files. */
  readonly out: string;
  /** Also the summary sheet and the tables of the cities. */
  readonly all?: boolean;
  /** Also with gaps, marked as a draft. */
  readonly draft?: boolean;
  /** A Word template to fill in, instead of the form of the notice. */
  readonly template?: string;
  /** A copy for the reviewer instead. */
  readonly review?: boolean;
}

/** Renders each dossier, and writes the files into `out`. Gives the worst exit status of them. */
export async function renderFiles(files: readonly string[], options: RenderFileOptions, io: CliIo): Promise<number> {
  const session = new Session(io, options, files[0]);
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

  /** Writes the copy for the reviewer, also where there are errors: it lists them. */
  async reviewCopy(file: string): Promise<void> {
    const dossier = this.read(file);
    if (!dossier) return;
    const today = this.options.today ?? localDay();
    const { renderReviewCopy } = await import('../../render/review/review-copy.ts');
    const copy = await renderReviewCopy(dossier, {
      review: review(dossier, { today, others: this.session.countOthers(file) }),
      locale: this.session.locale,
      today,
      file: (path) => readBeside(this.session.resolve(file), path),
      name: basename(file),
      version: programVersion(),
    });
    this.save([copy]);
  }

  /** The dossier, where its notice is known; else the user is told why not. */
  private read(file: string): NoticeAnalysis | undefined {
    const analysis = this.session.analysis(file);
    if (analysis?.pack) return { ...analysis, pack: analysis.pack };
    const findings = this.session.checked(file).flatMap((c) => c.findings);
    for (const f of findings) this.session.warn(`${file}: ${this.session.localize(f.message)}`);
    this.fail(analysis ? EXIT.findings : EXIT.incomplete);
    return undefined;
  }

  async dossier(file: string): Promise<void> {
    const dossier = this.read(file);
    if (!dossier) return;
    const draft = this.options.draft ?? false;
    const faults = this.template ? templateFaults(this.template, dossier.pack, this.session) : [];
    if (faults.length) {
      for (const line of faults) this.tell(line);
      this.fail(EXIT.findings);
      return;
    }
    const result = await this.rendered(file, dossier, draft);
    if ('missing' in result) {
      this.tellMissing(file, dossier, result.missing);
      return;
    }
    this.save(result.files);
    this.tellNone(dossier);
    this.done.set(this.session.resolve(file), dossier);
    this.tellErrors(file);
  }

  private tellMissing(file: string, dossier: NoticeAnalysis, missing: readonly Gap[]): void {
    this.tell(
      missing.length
        ? {
            zh: `${file} 还缺下列内容，没有生成（--draft 可生成草稿）：`,
            en: `${file} is not rendered; it lacks (--draft renders a draft):`,
          }
        : {
            zh: `${file} 的内容模板放不下，没有生成（--draft 可生成草稿）`,
            en: `${file} is not rendered: the template has no room for all of it (--draft renders a draft)`,
          },
    );
    for (const gap of missing) this.session.warn(`  ${this.session.localize(gapText(gap))}`);
    this.tellNone(dossier);
    this.fail(EXIT.findings);
  }

  private tellNone(dossier: NoticeAnalysis): void {
    const none = this.template ? [] : printedAsNone(dossier);
    if (none.length) this.tell(noneText(none));
  }

  private tellErrors(file: string): void {
    const findings = this.session.checked(file).flatMap((c) => c.findings);
    const errors = findings.filter((f) => f.severity === 'error').length;
    const note = {
      zh: `注意：${file} 还有 ${errors} 个错误，请用 dossier check 查看`,
      en: `Note: ${errors} error(s) stand in ${file}; see dossier check`,
    };
    if (errors) this.tell(note);
  }

  private async rendered(file: string, dossier: NoticeAnalysis, draft: boolean): Promise<Rendered> {
    const options = {
      draft,
      all: false,
      file: (path: string) => readBeside(this.session.resolve(file), path),
      name: basename(file),
      version: programVersion(),
    };
    if (!this.template) return render(dossier, options);
    const gaps = findGaps(dossier, options.file);
    const losses = templateLosses(
      dossier,
      resolveTags(this.template.reading.tags, dossier.pack.form.fields),
      options.file,
    );
    for (const loss of losses) this.tell(loss);
    if ((gaps.length || losses.length) && !draft) return { missing: gaps };
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
      for (const note of notes) this.tell(note);
      const order = paths.map((path) => this.done.get(path)!);
      const file = await renderRecommendation(order, this.options.draft ?? false);
      if (file) this.save([file]);
    }
  }

  private save(files: readonly RenderedFile[]): void {
    for (const { path, kept } of saveFiles(this.session.resolve(this.options.out), files)) {
      const name = kept && shownIn(this.options.out, kept);
      const note = {
        zh: `${name} 在生成后被人改过，没有覆盖`,
        en: `${name} was changed since it was rendered and is left alone`,
      };
      if (kept) this.tell(note);
      this.session.print(`${shownIn(this.options.out, path)}\n`);
    }
  }

  private tell(text: LocalizedText): void {
    this.session.warn(this.session.localize(text));
  }

  private fail(status: number): void {
    this.status = Math.max(this.status, status);
  }
}
