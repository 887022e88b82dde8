/** `dossier bundle`: everything that is handed in, in a folder, with the sums to check it by. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { wanted } from '../../core/analysis/named-files.ts';
import type { Dossier } from '../../core/analysis/types.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { Text } from '../../core/model/localized-text.ts';
import { showPath } from '../../core/model/path.ts';
import { Lines } from '../../core/text/lines.ts';
import { localDay, placeBeside, readBeside } from '../../host/dossier-files.ts';
import { findOffice, toPdf } from '../../host/libreoffice.ts';
import { version } from '../../host/load-packs.ts';
import { bind, type Unbound } from '../../host/pdf-binder.ts';
import { type Entry, type Sum, saveFolder } from '../../host/save-folder.ts';
import { isShown } from '../../render/manuscript/annexes.ts';
import type { RenderedFile } from '../../render/office/rendered-file.ts';
import { bundleChecklist, bundleForms, manifestOf } from '../../render/submission/bundle.ts';
import { MANIFEST, type Plan, planBundle, SUMS } from '../../render/submission/plan.ts';
import { gapText } from '../../render/submission/render.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

export interface BundleFileOptions extends CommonOptions {
  readonly out: string;
  readonly draft?: boolean;
}

export async function bundleFile(file: string, options: BundleFileOptions): Promise<number> {
  const session = new Session(options, file);
  session.add(file);
  session.addBeside(file);
  await session.meet();
  await session.look([file]);
  return new Bundler(session, file, options).run();
}

class Bundler {
  private readonly session: Session;
  private readonly file: string;
  private readonly out: string;
  private readonly draft: boolean;
  private readonly day: string;

  constructor(session: Session, file: string, { out, draft = false, today = localDay() }: BundleFileOptions) {
    this.session = session;
    this.file = file;
    this.out = out;
    this.draft = draft;
    this.day = today;
  }

  async run(): Promise<number> {
    const analysis = this.session.analysis(this.file);
    const errors = this.session
      .checked(this.file)
      .flatMap((c) => c.findings)
      .filter(isError);
    const isWhole = this.session.checked(this.file).every((c) => c.complete);
    // A dossier that cannot be read, or whose call is not known, has no form to render.
    if (!analysis?.pack) return this.refuse(this.errorLines(), isWhole);
    const dossier = { ...analysis, pack: analysis.pack };
    const plan = planBundle(dossier, this.draft);
    const file = (path: string) => readBeside(this.file, path);
    const forms = await bundleForms(dossier, plan, {
      draft: this.draft,
      day: this.day,
      file,
      version: version(),
      name: basename(this.file),
    });
    const lost = plan.annexes.filter((a) => a.lost);
    const open = [
      ...('missing' in forms ? forms.missing.map((g) => ({ at: showPath(g.path), text: gapText(g) })) : []),
      ...lost.map((a) => ({ at: a.at, text: lostText(a.at, a.source!, a.lost!) })),
    ].filter(({ at }) => !isCovered(at, errors));
    if ('missing' in forms || (!this.draft && (errors.length || open.length)))
      return this.refuse([...this.errorLines(), ...open.map((o) => `  ${this.session.say(o.text)}`)], isWhole);
    if (this.draft) this.tell(draftNote(errors.length, lost.length));
    await this.write(dossier, plan, errors, forms);
    return isWhole ? EXIT.ok : EXIT.incomplete;
  }

  private async write(
    dossier: Dossier,
    plan: Plan,
    errors: readonly Finding[],
    { form, summary }: { readonly form: RenderedFile; readonly summary: RenderedFile },
  ): Promise<void> {
    const { day, draft } = this;
    const pdf = await this.pdf(plan, form);
    const made = [form, ...pdf, summary];
    const files = made.map((f) => f.name);
    const checklist = await bundleChecklist(dossier, plan, { day, draft, files, errors });
    const entries = [...made, checklist].map(({ name, bytes }): Entry => ({ path: name, content: bytes }));
    const facts = { version: version(), day, draft, errors: errors.length, sources: this.sources(dossier) };
    const { path, kept } = await saveFolder(this.out, plan.folder, [...entries, ...this.copies(plan)], {
      sums: SUMS,
      seal: (written) => [{ path: MANIFEST, content: Buffer.from(manifestOf(dossier, plan, facts, written)) }],
    });
    if (kept) this.tell(keptNote(kept));
    process.stdout.write(`${path}\n`);
  }

  /** Everything in one PDF where LibreOffice is at hand; said where it is not. */
  private async pdf(plan: Plan, form: RenderedFile): Promise<readonly RenderedFile[]> {
    const office = findOffice();
    if (office === undefined) {
      this.tell(NO_OFFICE);
      return [];
    }
    const made = await toPdf(office, form.bytes, this.day);
    if (!made) {
      this.tell(pdfFailed(office));
      return [];
    }
    const bytes = await this.bound(made, plan);
    this.tell(PDF_MADE);
    return [{ name: plan.pdf, bytes }];
  }

  /** With the annexes that are PDFs, each behind the page that announces it; those that are not in it are told. */
  private async bound(form: Uint8Array, { annexes }: Plan): Promise<Uint8Array> {
    const named = annexes.flatMap(({ source, lost, content, bookmark }) => {
      const file = source === undefined || lost ? undefined : placeBeside(this.file, source);
      return source === undefined || file === undefined ? [] : [{ source, file, content, bookmark }];
    });
    const pdfs = named.filter((a) => a.content === 'pdf');
    const whole = await bind(
      form,
      pdfs.map(({ file, bookmark }) => ({ file, behind: bookmark })),
    );
    if (!whole) this.tell(NOT_BOUND);
    for (const { source, file, content } of named) {
      const why = content === 'pdf' ? whole?.left.get(file) : isShown({ source, content }) ? undefined : 'kind';
      if (why) this.tell(leftNote(source, LEFT[why]));
    }
    return whole?.bytes ?? form;
  }

  private copies({ annexes }: Plan): readonly Entry[] {
    return annexes.flatMap(({ path, source }) => {
      if (path === undefined || source === undefined) return [];
      const copyOf = placeBeside(this.file, source);
      // It was there a moment ago.
      if (copyOf === undefined) throw new Error(this.session.say(goneNote(source)));
      return [{ path, content: { copyOf } }];
    });
  }

  /** The dossier and its chapters, byte for byte as they lie on the disk. */
  private sources(dossier: Dossier): readonly Sum[] {
    const own = sumOf(basename(this.file), readFileSync(resolve(this.file)));
    const chapters = wanted(dossier).chapters.flatMap((path) => {
      const bytes = readBeside(this.file, path);
      return bytes ? [sumOf(path, bytes)] : [];
    });
    return [own, ...chapters];
  }

  private refuse(lines: readonly string[], isWhole: boolean): number {
    this.tell(refusal(this.file));
    for (const line of lines) process.stderr.write(`${line}\n`);
    return isWhole ? EXIT.findings : EXIT.incomplete;
  }

  private errorLines(): readonly string[] {
    return this.session.checked(this.file).flatMap(({ path, text, findings }) => {
      const lines = new Lines(text);
      return findings.filter(isError).map((f) => {
        const { line, character } = lines.position(f.span.start);
        return `  ${path}:${line + 1}:${character + 1} ${this.session.say(f.message)} ${f.rule}`;
      });
    });
  }

  private tell(text: Text): void {
    process.stderr.write(`${this.session.say(text)}\n`);
  }
}

function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

/** True where an error already says what is wrong at a place or below it. */
function isCovered(place: string, errors: readonly Finding[]): boolean {
  return errors.some((e) => e.path && (showPath(e.path) === place || showPath(e.path).startsWith(`${place}.`)));
}

function sumOf(path: string, bytes: Uint8Array): Sum {
  return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function refusal(file: string): Text {
  return {
    zh: `${file} 还有下列问题，没有生成报送材料（--draft 可生成草稿）：`,
    en: `${file} is not bundled while these stand (--draft makes a draft):`,
  };
}

function lostText(at: string, source: string, why: Text): Text {
  return { zh: `${at}：“${source}”${why.zh}`, en: `${at}: “${source}” ${why.en}` };
}

function goneNote(source: string): Text {
  return { zh: `“${source}”刚刚被移走或删除，没有生成`, en: `“${source}” was taken away just now: nothing is written` };
}

function draftNote(errors: number, lost: number): Text {
  return {
    zh: `草稿，不能报送：还有 ${errors} 个错误，${lost} 份材料缺文件，都列在清单里`,
    en: `A draft, not to be handed in: ${errors} error(s), ${lost} file(s) missing, all in the checklist`,
  };
}

function keptNote(kept: string): Text {
  return {
    zh: `${kept} 在生成后被人改过或正打开着，没有覆盖`,
    en: `${kept} was changed since it was made, or is open, and is left alone`,
  };
}

const NO_OFFICE: Text = {
  zh: '没有找到 LibreOffice，未生成 PDF；其余齐全',
  en: 'LibreOffice is not found, so there is no PDF; all else is there',
};

const PDF_MADE: Text = {
  zh: 'PDF 里是申报书和附件，附件也另有单独的文件；字体以本机所装为准，打印前请核对',
  en: 'The PDF holds the form and the annexes, which are there as files of their own too; its faces are those of this machine: look before printing',
};

const NOT_BOUND: Text = {
  zh: '附件没能合进 PDF，PDF 里只有申报书',
  en: 'The annexes could not be bound: the PDF holds the form alone',
};

const LEFT: Readonly<Record<Unbound | 'kind', Text>> = {
  locked: { zh: '要密码才能打开', en: 'it asks for a password' },
  broken: { zh: '已损坏，打不开', en: 'it is damaged' },
  kind: { zh: '这种文件合不进去，请单独打印', en: 'files of its kind cannot be bound; print it by itself' },
};

function leftNote(source: string, why: Text): Text {
  return { zh: `“${source}”没有合进 PDF：${why.zh}`, en: `“${source}” is not in the PDF: ${why.en}` };
}

function pdfFailed(office: string): Text {
  return {
    zh: `${office} 没能转换，未生成 PDF；其余齐全`,
    en: `${office} did not convert it, so there is no PDF; all else is there`,
  };
}
