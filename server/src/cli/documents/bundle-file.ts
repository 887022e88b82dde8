/** `dossier bundle`: everything that is handed in, in a folder, with the sums to check it by. */

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { namedFiles } from '../../core/analysis/named-files.ts';
import type { NoticeAnalysis } from '../../core/analysis/types.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { sha256 } from '../../core/text/sha256.ts';
import { localDay, readBeside, resolveBeside } from '../../host/dossier-files.ts';
import { programVersion } from '../../host/load-packs.ts';
import { type FileChecksum, type FolderEntry, saveFolder } from '../../host/save-folder.ts';
import type { RenderedFile } from '../../render/office/rendered-file.ts';
import { bundleChecklist, bundleForms, manifestOf } from '../../render/submission/bundle.ts';
import { type BundlePlan, CHECKSUMS, MANIFEST, planBundle } from '../../render/submission/plan.ts';
import { gapText } from '../../render/submission/render.ts';
import { type CliIo, shownIn } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { CommandError, EXIT } from '../common/usage.ts';
import { PdfMaker } from './bundle-pdf.ts';

/** Flags of `dossier bundle`. */
export interface BundleFileOptions extends CommonOptions {
  /** The folder for the folder of the bundle. */
  readonly out: string;
  /** Also with errors and gaps, marked as a draft. */
  readonly draft?: boolean;
  /** The PDF also where no font here has Chinese characters. */
  readonly allowMissingFonts?: boolean;
}

/** Writes the bundle of a dossier, and prints its folder. Where something is missing nothing is written, unless a draft is asked for. */
export async function bundleFile(file: string, options: BundleFileOptions, io: CliIo): Promise<number> {
  const session = new Session(io, options, file);
  session.addFile(file);
  session.addBeside(file);
  await session.load();
  await session.probeEvidence([file]);
  return new Bundler(session, file, options).run();
}

class Bundler {
  private readonly session: Session;
  /** As the command line names it. */
  private readonly file: string;
  /** Absolute. */
  private readonly path: string;
  private readonly out: string;
  private readonly draft: boolean;
  private readonly day: string;
  private readonly allowMissingFonts: boolean;

  constructor(session: Session, file: string, options: BundleFileOptions) {
    const { out, draft = false, today = localDay(), allowMissingFonts = false } = options;
    this.session = session;
    this.file = file;
    this.path = session.resolve(file);
    this.out = out;
    this.draft = draft;
    this.day = today;
    this.allowMissingFonts = allowMissingFonts;
  }

  async run(): Promise<number> {
    const analysis = this.session.analysis(this.file);
    const checked = this.session.checked(this.file);
    const errors = checked.flatMap((c) => c.findings).filter(isError);
    const isWhole = checked.every((c) => c.complete);
    // A dossier that cannot be read, or whose notice is not known, has no form to render.
    if (!analysis?.pack) return this.refuse(this.errorLines(), isWhole);
    const dossier = { ...analysis, pack: analysis.pack };
    const plan = planBundle(dossier, this.draft);
    const forms = await this.forms(dossier, plan);
    const missing = plan.annexes.filter((a) => a.problem);
    const open = [
      ...('missing' in forms ? forms.missing.map((g) => ({ at: formatFieldPath(g.path), text: gapText(g) })) : []),
      ...missing.map((a) => ({ at: a.at, text: missingFileText(a.at, a.source!, a.problem!) })),
    ].filter(({ at }) => !isCovered(at, errors));
    if ('missing' in forms || (!this.draft && (errors.length || open.length)))
      return this.refuse([...this.errorLines(), ...open.map((o) => `  ${this.session.localize(o.text)}`)], isWhole);
    if (this.draft) this.report(draftNote(errors.length, missing.length));
    await this.write(dossier, plan, errors, forms);
    return isWhole ? EXIT.ok : EXIT.incomplete;
  }

  private forms(dossier: NoticeAnalysis, plan: BundlePlan) {
    return bundleForms(dossier, plan, {
      draft: this.draft,
      day: this.day,
      file: (path: string) => readBeside(this.path, path),
      version: programVersion(),
      name: basename(this.file),
    });
  }

  private async write(
    dossier: NoticeAnalysis,
    plan: BundlePlan,
    errors: readonly Finding[],
    { form, summary }: { readonly form: RenderedFile; readonly summary: RenderedFile },
  ): Promise<void> {
    const { day, draft } = this;
    const maker = new PdfMaker(this.session, this.path, { day, allowMissingFonts: this.allowMissingFonts });
    const pdf = await maker.pdf(plan, form, dossier.pack.layout);
    const made = [form, ...pdf, summary];
    const files = made.map((f) => f.name);
    const checklist = await bundleChecklist(dossier, plan, { day, draft, files, errors });
    const entries = [...made, checklist].map(({ name, bytes }): FolderEntry => ({ path: name, content: bytes }));
    const { missingFonts } = maker;
    const sources = this.sources(dossier);
    const input = { version: programVersion(), day, draft, errors: errors.length, sources, missingFonts };
    const { path, kept } = await saveFolder(
      this.session.resolve(this.out),
      plan.folder,
      [...entries, ...this.copies(plan)],
      {
        sums: CHECKSUMS,
        seal: (written) => [{ path: MANIFEST, content: Buffer.from(manifestOf(dossier, plan, input, written)) }],
      },
    );
    if (kept) this.report(keptNote(shownIn(this.out, kept)));
    this.session.print(`${shownIn(this.out, path)}\n`);
  }

  private copies({ annexes }: BundlePlan): readonly FolderEntry[] {
    return annexes.flatMap(({ path, source }) => {
      if (path === undefined || source === undefined) return [];
      const copyOf = resolveBeside(this.path, source);
      // It was there when the annexes were planned.
      if (copyOf === undefined) throw new CommandError(missingFileNote(source));
      return [{ path, content: { copyOf } }];
    });
  }

  /** The dossier and its chapters, byte for byte as they lie on the disk. */
  private sources(dossier: NoticeAnalysis): readonly FileChecksum[] {
    const own = sumOf(basename(this.file), readFileSync(this.path));
    const chapters = namedFiles(dossier).chapters.flatMap((path) => {
      const bytes = readBeside(this.path, path);
      return bytes ? [sumOf(path, bytes)] : [];
    });
    return [own, ...chapters];
  }

  private refuse(lines: readonly string[], isWhole: boolean): number {
    this.report(refusal(this.file));
    for (const line of lines) this.session.warn(line);
    return isWhole ? EXIT.findings : EXIT.incomplete;
  }

  private errorLines(): readonly string[] {
    return this.session.checked(this.file).flatMap(({ path, text, findings }) => {
      const lines = new LineIndex(text);
      return findings.filter(isError).map((f) => {
        const { line, character } = lines.position(f.span.start);
        return `  ${path}:${line + 1}:${character + 1} ${this.session.localize(f.message)} ${this.session.localize(f.title)} ${f.rule}`;
      });
    });
  }

  private report(text: LocalizedText): void {
    this.session.warn(this.session.localize(text));
  }
}

/** True of what keeps a bundle from being made: an error, or a strict rule that the settings do not check. */
function isError({ severity, relaxed }: Finding): boolean {
  return severity === 'error' || relaxed === true;
}

/** True where an error already says what is wrong at a place or below it. */
function isCovered(place: string, errors: readonly Finding[]): boolean {
  return errors.some(
    (e) => e.path && (formatFieldPath(e.path) === place || formatFieldPath(e.path).startsWith(`${place}.`)),
  );
}

function sumOf(path: string, bytes: Uint8Array): FileChecksum {
  return { path, bytes: bytes.length, sha256: sha256(bytes) };
}

function refusal(file: string): LocalizedText {
  return {
    zh: `${file} 还有下列问题，没有生成报送材料（--draft 可生成草稿）：`,
    en: `${file} is not bundled while these stand (--draft makes a draft):`,
  };
}

function missingFileText(at: string, source: string, why: LocalizedText): LocalizedText {
  return { zh: `${at}：“${source}”${why.zh}`, en: `${at}: “${source}” ${why.en}` };
}

function missingFileNote(source: string): LocalizedText {
  return { zh: `“${source}”刚刚被移走或删除，没有生成`, en: `“${source}” was taken away just now: nothing is written` };
}

function draftNote(errors: number, missing: number): LocalizedText {
  return {
    zh: `草稿，不能报送：还有 ${errors} 个错误，${missing} 份材料缺文件，都列在清单里`,
    en: `A draft, not to be handed in: ${errors} error(s), ${missing} file(s) missing, all in the checklist`,
  };
}

function keptNote(kept: string): LocalizedText {
  return {
    zh: `${kept} 在生成后被人改过或正打开着，没有覆盖`,
    en: `${kept} was changed since it was made, or is open, and is left alone`,
  };
}
