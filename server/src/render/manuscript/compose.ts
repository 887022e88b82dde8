/** Dossier and layout become a manuscript. Reads no disk: images and chapters kept in files are handed in. */
import type { Analysis, NoticeAnalysis } from '../../core/analysis/types.ts';
import type { Answer } from '../../core/form/answer.ts';
import type { LayoutPart } from '../../core/model/layout-schema.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { formatFieldPath } from '../../core/model/path.ts';
import { type AnnexSources, annexBlocks } from './annex-pages.ts';
import { annexesOf } from './annexes.ts';
import { AnswerPrinter } from './answer-printer.ts';
import { indicatorTable, listTable, pairsTable } from './answer-tables.ts';
import { caption, paragraph } from './blocks.ts';
import { chapterBlocks } from './chapter-markdown.ts';
import { conditionsTable, statementsTable } from './clause-tables.ts';
import { missingRun } from './fill-placeholders.ts';
import { chineseNumber, clean, type Manuscript, type ManuscriptBlock, run } from './manuscript.ts';
import { type ReadFile, readChapter } from './read-chapter.ts';

/** What composing needs besides the dossier: `draft` shows gaps and adds a watermark, `file` reads pictures and chapters. */
export interface ComposeOptions {
  readonly draft: boolean;
  readonly file: ReadFile;
}

/** The whole 申报书 as a manuscript, in the order of the layout's parts. What is required and missing stands in it as 【待填：…】. */
export function compose(analysis: NoticeAnalysis, options: ComposeOptions): Manuscript {
  return new Composer(analysis.pack, analysis, options).manuscript();
}

class Composer {
  private readonly pack: LoadedPack;
  private readonly printer: AnswerPrinter;
  private readonly options: ComposeOptions;
  private readonly annexes: AnnexSources;
  private chapters = 0;
  private figures = 0;

  constructor(pack: LoadedPack, analysis: Analysis, options: ComposeOptions) {
    this.pack = pack;
    this.printer = new AnswerPrinter(analysis.answers, analysis.direction);
    this.options = options;
    this.annexes = {
      ...options,
      papers: annexesOf({ ...analysis, pack }),
      evidence: analysis.cache.input.files ?? new Map(),
      layout: pack.layout,
    };
  }

  manuscript(): Manuscript {
    const front: ManuscriptBlock[] = [];
    const body: ManuscriptBlock[] = [];
    for (const part of this.pack.layout.parts) {
      const isFront = part.kind === 'cover' || part.kind === 'notes' || part.kind === 'contents';
      (isFront ? front : body).push(...this.part(part));
    }
    return {
      title: this.pack.notice.title.zh,
      author: clean(this.printer.answers.text(this.pack.form.roles.applicant) ?? ''),
      draft: this.options.draft,
      front,
      body,
    };
  }

  private part(part: LayoutPart): readonly ManuscriptBlock[] {
    const { printer, pack } = this;
    switch (part.kind) {
      case 'cover':
        return [this.cover(part)];
      case 'notes':
        return [
          { kind: 'page-break' },
          paragraph('title', [run(part.title)]),
          ...part.items.map((item, i) => paragraph('body', [run(`${i + 1}.${item}`)])),
        ];
      case 'contents':
        return [{ kind: 'page-break' }, { kind: 'contents', title: part.title }];
      case 'heading':
        return [this.chapter(part.title, part.break === true)];
      case 'pairs':
        return pairsTable(part, printer, pack.form.fields);
      case 'list':
        return listTable(part, printer);
      case 'indicators':
        return indicatorTable(part, printer);
      case 'text':
        return this.text(part);
      case 'narrative':
        return this.narrative(part.of);
      case 'conditions':
        return conditionsTable(part, pack.notice.clauses, printer);
      case 'statements':
        return statementsTable(part, printer);
      case 'declaration':
        return this.declaration(part);
      case 'annexes':
        return [this.chapter(part.title, true), ...annexBlocks(part, printer, this.annexes)];
    }
  }

  private cover({ title, lines, foot }: Extract<LayoutPart, { kind: 'cover' }>): ManuscriptBlock {
    return { kind: 'cover', title, lines: lines.map(([label, t]) => [label, this.printer.fill(t)]), foot };
  }

  private chapter(title: string, newPage: boolean): ManuscriptBlock {
    const n = ++this.chapters;
    return { kind: 'heading', level: 1, text: `${chineseNumber(n)}、${title}`, id: `part-${n}`, newPage };
  }

  private text(part: Extract<LayoutPart, { kind: 'text' }>): readonly ManuscriptBlock[] {
    const answer = this.printer.answers.at(part.of);
    return [...caption(part.title, part.of), ...(answer ? this.markdown(answer, part.of) : [])];
  }

  private narrative(of: string): readonly ManuscriptBlock[] {
    const { printer } = this;
    if (printer.isMissingAt(of)) return [paragraph('body', [missingRun(of)])];
    const chapters = [...(printer.answers.at(of)?.children?.values() ?? [])];
    const shown = chapters.filter((a) => a.state !== 'absent' || printer.isMissing(a));
    return shown.flatMap((answer, i): ManuscriptBlock[] => {
      const text = `（${chineseNumber(i + 1)}）${answer.path.at(-1)}`;
      const id = `${of}-${i + 1}`;
      const path = formatFieldPath(answer.path);
      return [{ kind: 'heading', level: 2, text, id, newPage: false, path }, ...this.markdown(answer, id)];
    });
  }

  private markdown(answer: Answer, id: string): readonly ManuscriptBlock[] {
    const { text, file } = readChapter(answer, this.options.file);
    const path = formatFieldPath(answer.path);
    if (text === undefined) return [paragraph('body', [missingRun(path)])];
    return chapterBlocks(text, { image: file, path, id, figure: () => ++this.figures });
  }

  private declaration(part: Extract<LayoutPart, { kind: 'declaration' }>): readonly ManuscriptBlock[] {
    const { printer } = this;
    const lines = [...part.signs.map((s) => printer.fill(s)), [run('　　　　年　　月　　日')]];
    return [
      this.chapter(part.title, true),
      ...part.text.map((t) => paragraph('body', printer.fill(t))),
      { kind: 'signatures', lines },
    ];
  }
}
