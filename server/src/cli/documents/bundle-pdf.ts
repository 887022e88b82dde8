/** The PDF of a bundle: the form and its annexes in one, checked against the form before it is handed over. */
import type { Layout } from '../../core/model/layout-schema.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { clip } from '../../core/text/clip.ts';
import { resolveBeside } from '../../host/dossier-files.ts';
import { readPdfText } from '../../host/evidence/pdf-text.ts';
import { chineseFonts } from '../../host/fonts.ts';
import { findLibreOffice, toPdf } from '../../host/libreoffice.ts';
import { type BindFailure, bind } from '../../host/pdf-binder.ts';
import { isShown } from '../../render/manuscript/annexes.ts';
import type { RenderedFile } from '../../render/office/rendered-file.ts';
import { copiesForPdf, lostInPdf, missingFonts } from '../../render/submission/pdf-check.ts';
import type { BundlePlan } from '../../render/submission/plan.ts';
import type { Session } from '../common/session.ts';

/** Makes the PDF of one bundle, and tells the user what it lacks. */
export class PdfMaker {
  private readonly session: Session;
  /** Of the dossier, absolute. */
  private readonly path: string;
  /** That the PDF bears, `YYYY-MM-DD`. */
  private readonly day: string;
  private readonly allowMissingFonts: boolean;
  /** The fonts of the layout that this machine does not have, where a PDF was made without any that has Chinese characters. */
  missingFonts: readonly string[] = [];

  constructor(session: Session, path: string, options: { readonly day: string; readonly allowMissingFonts: boolean }) {
    this.session = session;
    this.path = path;
    this.day = options.day;
    this.allowMissingFonts = options.allowMissingFonts;
  }

  /** Everything in one PDF; where there is no LibreOffice, or it fails, there is none, which is told. */
  async pdf(plan: BundlePlan, form: RenderedFile, layout: Layout): Promise<readonly RenderedFile[]> {
    const office = findLibreOffice(this.session.io.env.PATH);
    if (office === undefined) {
      this.report(NO_OFFICE);
      return [];
    }
    if (!this.hasFonts(layout)) return [];
    const made = await this.convert(office, form);
    if (!made) return [];
    const bytes = await this.bindAnnexes(made, plan);
    this.report(PDF_MADE);
    return [{ name: plan.pdf, bytes }];
  }

  /** False where no font has Chinese characters, so that boxes would be printed, unless that is allowed; those of the layout that are missing are told. */
  private hasFonts({ fonts }: Layout): boolean {
    const installed = chineseFonts(this.session.io.env.PATH);
    if (!installed) return true;
    const faces = Object.values(fonts).map((f) => f.east);
    const missing = missingFonts(faces, installed);
    if (!installed.size && this.allowMissingFonts) {
      this.report(FONTS_ALLOWED);
      this.missingFonts = missing;
      return true;
    }
    if (!installed.size) this.report(NO_FONTS);
    else if (missing.length) this.report(fontsMissing(missing));
    return installed.size > 0;
  }

  /** The PDF of the form, from the first copy whose PDF says what the form says; undefined where there is none, which is told. */
  private async convert(office: string, form: RenderedFile): Promise<Uint8Array | undefined> {
    let lost: readonly string[] = [];
    for (const copy of copiesForPdf(form.bytes)) {
      const made = await toPdf(office, copy, this.day);
      if (typeof made === 'string') {
        this.report(made === 'too-slow' ? pdfTooSlow(office) : pdfFailed(office));
        return undefined;
      }
      const pages = await readPdfText(made);
      if (!pages) {
        this.report(PDF_UNREAD);
        return undefined;
      }
      lost = lostInPdf(form.bytes, pages);
      if (!lost.length) return made;
    }
    this.report(pdfLoses(lost));
    return undefined;
  }

  /** Puts the annexes that are PDFs into the PDF of the form, each behind the page that announces it; annexes that cannot be are told. */
  private async bindAnnexes(form: Uint8Array, { annexes }: BundlePlan): Promise<Uint8Array> {
    const named = annexes.flatMap(({ source, problem, content, bookmark }) => {
      const file = source === undefined || problem ? undefined : resolveBeside(this.path, source);
      return source === undefined || file === undefined ? [] : [{ source, file, content, bookmark }];
    });
    const pdfs = named.filter((a) => a.content === 'pdf');
    const whole = await bind(
      form,
      pdfs.map(({ file, bookmark }) => ({ file, behind: bookmark })),
    );
    if (!whole) this.report(NOT_BOUND);
    for (const { source, file, content } of named) {
      const why = content === 'pdf' ? whole?.failed.get(file) : isShown({ source, content }) ? undefined : 'kind';
      if (why) this.report(notBoundNote(source, NOT_BOUND_REASONS[why]));
    }
    return whole?.bytes ?? form;
  }

  private report(text: LocalizedText): void {
    this.session.warn(this.session.localize(text));
  }
}

const NO_OFFICE: LocalizedText = {
  zh: '没有找到 LibreOffice，未生成 PDF；其余齐全',
  en: 'LibreOffice is not found, so there is no PDF; all else is there',
};

const PDF_MADE: LocalizedText = {
  zh: 'PDF 里是申报书和附件，附件也另有单独的文件；字体以本机所装为准，打印前请核对',
  en: 'The PDF holds the form and the annexes, which are there as files of their own too; its faces are those of this machine: look before printing',
};

const NO_FONTS: LocalizedText = {
  zh: '本机没有中文字体，PDF 里只会是方框，未生成 PDF；请安装中文字体后重新生成（--allow-missing-fonts 照样生成），其余齐全',
  en: 'No font here has Chinese characters, the PDF would show boxes: there is none. Install a Chinese font and bundle again, or have it all the same with --allow-missing-fonts; all else is there',
};

const FONTS_ALLOWED: LocalizedText = {
  zh: '本机没有中文字体，按 --allow-missing-fonts 照样生成 PDF：其中的汉字可能是方框，不要直接报送',
  en: 'No font here has Chinese characters; the PDF is made as --allow-missing-fonts asks, and may show boxes: do not hand it in as it is',
};

function fontsMissing(names: readonly string[]): LocalizedText {
  return {
    zh: `本机没有${names.join('、')}，PDF 里以其他字体代替`,
    en: `Not installed, and replaced by other fonts in the PDF: ${names.join(', ')}`,
  };
}

const PDF_UNREAD: LocalizedText = {
  zh: 'PDF 的文字没能读出来核对，未放入；其余齐全',
  en: 'The text of the PDF could not be read to check it, so it is left out; all else is there',
};

function pdfLoses(lost: readonly string[]): LocalizedText {
  const first = clip(lost[0] ?? '', 40);
  return {
    zh: `LibreOffice 转出的 PDF 有 ${lost.length} 段与申报书不一致（如“${first}”），未放入；请用 Word 或 WPS 另存为 PDF，其余齐全`,
    en: `The PDF of LibreOffice differs from the form in ${lost.length} paragraph(s), e.g. “${first}”, and is left out: save the form as a PDF in Word or WPS; all else is there`,
  };
}

const NOT_BOUND: LocalizedText = {
  zh: '附件没能合进 PDF，PDF 里只有申报书',
  en: 'The annexes could not be bound: the PDF holds the form alone',
};

const NOT_BOUND_REASONS: Readonly<Record<BindFailure | 'kind', LocalizedText>> = {
  locked: { zh: '要密码才能打开', en: 'it asks for a password' },
  broken: { zh: '已损坏，打不开', en: 'it is damaged' },
  kind: { zh: '这种文件合不进去，请单独打印', en: 'files of its kind cannot be bound; print it by itself' },
};

function notBoundNote(source: string, why: LocalizedText): LocalizedText {
  return { zh: `“${source}”没有合进 PDF：${why.zh}`, en: `“${source}” is not in the PDF: ${why.en}` };
}

function pdfFailed(office: string): LocalizedText {
  return {
    zh: `${office} 没能转换，未生成 PDF；其余齐全。可用 Word 打开申报书另存为 PDF`,
    en: `${office} did not convert it, so there is no PDF; all else is there. Word can save the form as PDF`,
  };
}

function pdfTooSlow(office: string): LocalizedText {
  return {
    zh: `${office} 三分钟没有完成，已经结束它，未生成 PDF；其余齐全。请关闭 LibreOffice 的窗口后再试，或用 Word 打开申报书另存为 PDF`,
    en: `${office} had not ended after three minutes and was stopped, so there is no PDF; all else is there. Close LibreOffice's windows and try again, or save the form as PDF in Word`,
  };
}
