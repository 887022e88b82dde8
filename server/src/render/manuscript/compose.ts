/** Dossier and layout become a manuscript. Reads no disk: images and chapters kept in files are handed in. */
import type { Analysis, NoticeAnalysis } from '../../core/analysis/types.ts';
import { type Answer, isAllowed, isRequired } from '../../core/form/answer.ts';
import { type Answers, childAnswers, valueOfAmount } from '../../core/form/answers.ts';
import type { EvidenceFiles } from '../../core/inputs/evidence.ts';
import { slotAt } from '../../core/model/form-paths.ts';
import type { Field } from '../../core/model/form-schema.ts';
import type { LayoutPart } from '../../core/model/layout-schema.ts';
import type { Clause } from '../../core/model/notice-schema.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { type FieldPath, formatFieldPath, parseFieldPath } from '../../core/model/path.ts';
import { type Annex, annexesOf, annexId, isShown } from './annexes.ts';
import { chapterBlocks, chapterImages } from './chapter-markdown.ts';
import {
  annexName,
  fillPlaceholders,
  formatAnswer,
  formatNumber,
  isMissingRequired,
  missingRun,
  pathsOf,
} from './fill-placeholders.ts';
import { type Cell, chineseNumber, clean, type Manuscript, type ManuscriptBlock, type Run, run } from './manuscript.ts';
import { readPicture } from './pictures.ts';

/** A file beside the dossier; undefined where it cannot be read. */
export type ReadFile = (path: string) => Uint8Array | undefined;

/**
 * What composing needs besides the dossier: `draft` shows gaps and adds a watermark, `file` reads pictures and
 * chapters.
 */
export interface ComposeOptions {
  readonly draft: boolean;
  readonly file: ReadFile;
}

/** Something the 申报书 cannot be without. */
export interface Gap {
  readonly path: FieldPath;
  readonly why: 'absent' | 'blank' | 'bad' | 'file';
}

/** Everything required that the dossier does not say, or not readably, and files of chapters and images that cannot be read. */
export function findGaps(analysis: Analysis, file: ReadFile): readonly Gap[] {
  const { pack, answers, direction } = analysis;
  const gaps: Gap[] = [];
  const visit = (answer: Answer) => {
    if (answer.state !== 'ok' && isMissingRequired(answer, direction))
      gaps.push({ path: answer.path, why: answer.state });
    else if (answer.slot.type === 'narrative') gaps.push(...chapterGaps(answer, file));
    // An indicator may be a bare number: it is missed as a whole.
    if (answer.state === 'absent' && answer.slot.bare !== undefined) return;
    for (const child of childAnswers(answer)) visit(child);
  };
  for (const field of pack?.form.fields ?? []) {
    const answer = answers.at([field.key]);
    if (answer) visit(answer);
  }
  return gaps;
}

function chapterGaps(answer: Answer, file: ReadFile): readonly Gap[] {
  const gap: Gap = { path: answer.path, why: 'file' };
  const chapter = readChapter(answer, file);
  if (chapter.text === undefined) return answer.state === 'ok' ? [gap] : [];
  const pictures = chapterImages(chapter.text).map((path) => chapter.file(path));
  return pictures.every((bytes) => bytes && readPicture(bytes)) ? [] : [gap];
}

interface ChapterSource {
  /** The Markdown; undefined where its file is missing, empty or not UTF-8 text. */
  readonly text: string | undefined;
  /** Files named in it: beside its own file, else beside the dossier. */
  readonly file: ReadFile;
}

/** A chapter's Markdown, from the dossier or from a file of its own. */
export function readChapter(answer: Answer, file: ReadFile): ChapterSource {
  const path = answer.file ?? [...(answer.children?.values() ?? [])][0]?.value;
  if (path === undefined) return { text: answer.value === undefined ? undefined : String(answer.value), file };
  const folder = String(path).replace(/[^/\\]*$/, '');
  return {
    text: answer.value === undefined ? decodeText(file(String(path))) : String(answer.value),
    file: (name) => (folder && file(folder + name)) || file(name),
  };
}

function decodeText(bytes: Uint8Array | undefined): string | undefined {
  try {
    const text = bytes && new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text?.trim() ? text : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The whole 申报书 as a manuscript, in the order of the layout's parts. What is required and missing stands in it as
 * 【待填：…】.
 */
export function compose(analysis: NoticeAnalysis, options: ComposeOptions): Manuscript {
  return new Composer(analysis.pack, analysis, options).manuscript();
}

type Annexes = Extract<LayoutPart, { kind: 'annexes' }>;
type AnnexPages = NonNullable<Annexes['pages']>;

/** Of the text's height, what the page of a paper leaves below its heads. */
const ANNEX_SHARE = 0.72;

class Composer {
  private readonly pack: LoadedPack;
  private readonly answers: Answers;
  private readonly direction: string | undefined;
  private readonly options: ComposeOptions;
  private readonly papers: readonly Annex[];
  private readonly files: EvidenceFiles;
  private chapters = 0;
  private figures = 0;

  constructor(pack: LoadedPack, analysis: Analysis, options: ComposeOptions) {
    this.pack = pack;
    this.papers = annexesOf({ ...analysis, pack });
    this.files = analysis.cache.input.files ?? new Map();
    this.answers = analysis.answers;
    this.direction = analysis.direction;
    this.options = options;
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
      author: clean(this.answers.text(this.pack.form.roles.applicant) ?? ''),
      draft: this.options.draft,
      front,
      body,
    };
  }

  private part(part: LayoutPart): readonly ManuscriptBlock[] {
    switch (part.kind) {
      case 'cover':
        return [
          {
            kind: 'cover',
            title: part.title,
            lines: part.lines.map(([label, t]) => [label, this.fill(t)]),
            foot: part.foot,
          },
        ];
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
        return this.pairs(part);
      case 'list':
        return this.list(part);
      case 'indicators':
        return this.indicators(part);
      case 'text':
        return this.text(part);
      case 'narrative':
        return this.narrative(part.of);
      case 'conditions':
        return this.conditions(part);
      case 'statements':
        return this.statements(part);
      case 'declaration':
        return this.declaration(part);
      case 'annexes':
        return this.annexes(part);
    }
  }

  private chapter(title: string, newPage: boolean): ManuscriptBlock {
    this.chapters++;
    return {
      kind: 'heading',
      level: 1,
      text: `${chineseNumber(this.chapters)}、${title}`,
      id: `part-${this.chapters}`,
      newPage,
    };
  }

  private pairs(part: Extract<LayoutPart, { kind: 'pairs' }>): readonly ManuscriptBlock[] {
    const rows = part.rows
      .filter((row) => row.some(([, t]) => this.applies(t)))
      .map((row) => {
        const cells = row.flatMap(([label, t]) => [
          cell('table-label', [run(label)]),
          cell('table', this.orNone(this.fill(t), pathsOf(t)[0])),
        ]);
        return row.length === 1 ? [cells[0]!, { ...cells[1]!, span: 3 }] : cells;
      });
    return [...caption(part.title), { kind: 'table', widths: [21, 29, 21, 29], head: undefined, rows }];
  }

  private list(part: Extract<LayoutPart, { kind: 'list' }>): readonly ManuscriptBlock[] {
    const items = this.answers.items(part.of) ?? [];
    const columns = part.numbered ? [['序号', '', 8] as const, ...part.columns] : part.columns;
    const rows = items.map((item, i) =>
      columns.map(([, key]) => {
        if (!key) return cell('table-label', [runOf(String(i + 1), formatFieldPath(item.path))]);
        const answer = item.children?.get(key);
        const text = this.cellText(answer);
        const path = formatFieldPath(answer?.path ?? item.path);
        const missing = answer && !text && isMissingRequired(answer, this.direction);
        return cell(typeof answer?.value === 'number' ? 'table-number' : 'table', [
          missing ? missingRun(path) : runOf(text || '—', path),
        ]);
      }),
    );
    const head = columns.map(([label]) => cell('table-label', [run(label)]));
    const nothing = this.isMissing(part.of) ? missingRun(part.of) : runOf('无', part.of);
    const none = [[{ ...cell('table', [nothing]), span: columns.length }]];
    return [
      ...caption(part.title, part.of),
      { kind: 'table', widths: columns.map((c) => c[2]), head, rows: rows.length ? rows : none, path: part.of },
    ];
  }

  private indicators(part: Extract<LayoutPart, { kind: 'indicators' }>): readonly ManuscriptBlock[] {
    const children = [...(this.answers.at(part.of)?.children?.values() ?? [])];
    const head = ['序号', '指标', '数值', '单位', ...part.columns.map(([h]) => h)].map((h) =>
      cell('table-label', [run(h)]),
    );
    const rows = children.map((answer, i) => this.indicator(answer, i, part.columns));
    const note = part.note ? [paragraph('table', [run(`注：${part.note}`)])] : [];
    const widths = [8, 20, 14, 9, ...part.columns.map((c) => c[2])];
    return [...caption(part.title, part.of), { kind: 'table', widths, head, rows, path: part.of }, ...note];
  }

  private indicator(
    answer: Answer,
    i: number,
    columns: readonly (readonly [string, string, number])[],
  ): readonly Cell[] {
    const value = valueOfAmount(answer);
    const path = formatFieldPath(answer.path);
    const given =
      typeof value.value === 'number' ? runOf(formatNumber(value.value), formatFieldPath(value.path)) : undefined;
    const name = String(answer.path.at(-1));
    const missing =
      isMissingRequired(answer, this.direction) || isMissingRequired(value, this.direction) || answer.state === 'bad';
    const unit = answer.slot.fields?.find((f) => f.key === answer.slot.bare)?.unit?.zh ?? '';
    const side = (key: string) => {
      const child = answer.children?.get(key);
      const place = child ? formatFieldPath(child.path) : path;
      return cell('table', [
        child && isMissingRequired(child, this.direction)
          ? missingRun(place)
          : runOf(this.cellText(child) || '—', place),
      ]);
    };
    return [
      cell('table-label', [run(String(i + 1))]),
      cell('table', [runOf(name, path)]),
      cell('table-number', [given ?? (missing ? missingRun(path) : runOf('—', path))]),
      cell('table-label', [run(unit)]),
      ...columns.map(([, key]) => side(key)),
    ];
  }

  private text(part: Extract<LayoutPart, { kind: 'text' }>): readonly ManuscriptBlock[] {
    const answer = this.answers.at(part.of);
    const paragraphs = answer ? this.markdown(answer, part.of) : [];
    return [...caption(part.title, part.of), ...paragraphs];
  }

  private narrative(of: string): readonly ManuscriptBlock[] {
    if (this.isMissing(of)) return [paragraph('body', [missingRun(of)])];
    const chapters = [...(this.answers.at(of)?.children?.values() ?? [])];
    const shown = chapters.filter((a) => a.state !== 'absent' || isMissingRequired(a, this.direction));
    return shown.flatMap((answer, i): ManuscriptBlock[] => {
      const name = String(answer.path.at(-1));
      const id = `${of}-${i + 1}`;
      const heading: ManuscriptBlock = {
        kind: 'heading',
        level: 2,
        text: `（${chineseNumber(i + 1)}）${name}`,
        id,
        newPage: false,
        path: formatFieldPath(answer.path),
      };
      return [heading, ...this.markdown(answer, id)];
    });
  }

  private markdown(answer: Answer, id: string): readonly ManuscriptBlock[] {
    const { text, file } = readChapter(answer, this.options.file);
    const path = formatFieldPath(answer.path);
    if (text === undefined) return [paragraph('body', [missingRun(path)])];
    return chapterBlocks(text, { image: file, path, id, figure: () => ++this.figures });
  }

  /** Each numbered condition under a head of the notice, with what the dossier says to it. */
  private conditions(part: Extract<LayoutPart, { kind: 'conditions' }>): readonly ManuscriptBlock[] {
    const clauses = this.pack.notice.clauses.filter((c) => c.item && c.parent === part.under);
    const head = ['条款', '条件', '本单位情况'].map((h) => cell('table-label', [run(h)]));
    const rows = clauses.map((clause) => [
      cell('table-label', [run(clause.id)]),
      cell('table', [run(clause.title.zh)]),
      cell('table', this.situation(clause)),
    ]);
    const intro = part.intro ? [paragraph('body', [run(part.intro)])] : [];
    return [...intro, { kind: 'table', widths: [16, 22, 62], head, rows }];
  }

  private situation(clause: Clause): readonly Run[] {
    const lines = clause.fields.flatMap((path): Run[] => {
      const answers = this.answers.all(path).filter((a) => a.slot.type !== 'narrative' && !a.slot.multiline);
      const texts = [...new Set(answers.map((a) => this.print(a)).filter(Boolean))];
      // Of a field that every item of a list has, the place is the list.
      const place = path.replace(/\[\].*$/, '');
      if (answers.some((a) => isMissingRequired(a, this.direction))) return [{ ...missingRun(path), path: place }];
      const some = texts.slice(0, 6).join('、') + (texts.length > 6 ? '等' : '');
      // An indicator's own name says what it is.
      const name = answers.some((a) => a.slot.bare !== undefined) ? label(path) : situationLabel(path);
      return texts.length ? [runOf(`${name}：${some}`, place)] : [];
    });
    const chapters = clause.fields.filter(
      (p) => this.answers.at(p)?.slot.type === 'narrative' && this.answers.at(p)?.state === 'ok',
    );
    const see = chapters.length ? [run(`详见正文“${chapters.map(label).join('”“')}”`)] : [];
    const said = [...lines, ...see];
    return said.length ? said.flatMap((line, i) => [line, run(i + 1 < said.length ? '；' : '。')]) : [run('无')];
  }

  private statements(part: Extract<LayoutPart, { kind: 'statements' }>): readonly ManuscriptBlock[] {
    const head = ['条款', '情形', '本单位声明'].map((h) => cell('table-label', [run(h)]));
    const rows = part.lines.map(({ field, clause, text }) => [
      cell('table-label', [run(clause)]),
      cell('table', [run(text)]),
      cell('table', this.statement(field)),
    ]);
    return [
      paragraph('body', [run(part.intro)]),
      { kind: 'table', widths: [16, 52, 32], head, rows },
      ...this.incidents(part.of),
    ];
  }

  private statement(field: string): readonly Run[] {
    const answer = this.answers.at(field);
    if (!answer || isMissingRequired(answer, this.direction)) return [missingRun(field)];
    if (answer.items?.length) return [runOf(`有 ${answer.items.length} 起，见下表`, field)];
    return [runOf(formatAnswer(answer), field)];
  }

  /** Lists among the restrictions (accidents, say) in tables of their own. */
  private incidents(of: string): readonly ManuscriptBlock[] {
    const lists = [...(this.answers.at(of)?.children?.values() ?? [])].filter((a) => a.items?.length);
    return lists.flatMap((list): ManuscriptBlock[] => {
      const fields = list.slot.item?.fields ?? [];
      const head = fields.map((f) => cell('table-label', [run(f.unit ? `${f.key}（${f.unit.zh}）` : f.key)]));
      const rows = list.items!.map((item) => fields.map((f) => cell('table', [this.given(item, f.key)])));
      const widths = fields.map((f) => (f.multiline || f.type === 'text' ? 30 : 14));
      const path = formatFieldPath(list.path);
      return [...caption(`${list.path.at(-1)}情况`, path), { kind: 'table', widths, head, rows, path }];
    });
  }

  private declaration(part: Extract<LayoutPart, { kind: 'declaration' }>): readonly ManuscriptBlock[] {
    const heading = this.chapter(part.title, true);
    return [
      heading,
      ...part.text.map((t) => paragraph('body', this.fill(t))),
      { kind: 'signatures', lines: [...part.signs.map((s) => this.fill(s)), [run('　　　　年　　月　　日')]] },
    ];
  }

  private annexes(part: Annexes): readonly ManuscriptBlock[] {
    const items = this.answers.items(part.of) ?? [];
    const { pages } = part;
    const head = ['附件', ...part.columns.map(([h]) => h), ...(pages ? [pages.head] : [])];
    const rows = items.map((item, i) => [
      cell('table-label', [runOf(`附件${i + 1}`, formatFieldPath(item.path))]),
      ...part.columns.map(([, key]) => cell('table', [this.given(item, key)])),
      ...(pages ? [cell('table-label', [run(pages.behind, { page: annexId(i) })])] : []),
    ]);
    if (this.isMissing(part.of)) rows.push([{ ...cell('table', [missingRun(part.of)]), span: head.length }]);
    const intro = part.intro ? [paragraph('body', [run(part.intro)])] : [];
    const widths = [12, ...part.columns.map((c) => c[2]), ...(pages ? [pages.width] : [])];
    return [
      this.chapter(part.title, true),
      ...intro,
      { kind: 'table', widths, head: head.map((h) => cell('table-label', [run(h)])), rows, path: part.of },
      ...(pages ? items.flatMap((item, i) => this.annexPage(part, pages, item, i)) : []),
    ];
  }

  /** What a paper is, and the paper itself where it is a picture; else that it follows. */
  private annexPage({ columns }: Annexes, pages: AnnexPages, item: Answer, i: number): readonly ManuscriptBlock[] {
    const annex = this.papers[i];
    const path = formatFieldPath(item.path);
    const [title, ...rest] = columns.map(([label, key]) => ({ label, said: this.given(item, key), key }));
    const given = rest.filter(({ key }) => this.cellText(item.children?.get(key)));
    const notes = given.flatMap(({ label, said }, n) => [run(`${n ? '　' : ''}${label}：`), said]);
    const file = (annex?.path ?? annex?.source)?.split('/').at(-1);
    return [
      {
        kind: 'heading',
        level: 2,
        text: `附件${i + 1}`,
        id: annexId(i),
        newPage: true,
        annex: true,
        path,
      },
      ...(title ? [paragraph('annex-title', [title.said])] : []),
      ...(notes.length ? [paragraph('annex-note', notes)] : []),
      ...(file ? [paragraph('annex-note', [run(`${pages.file}：${file}`)])] : []),
      ...this.original(annex, pages, path),
    ];
  }

  private original(annex: Annex | undefined, { follows }: AnnexPages, path: string): readonly ManuscriptBlock[] {
    const { source, pages, problem } = annex ?? {};
    const bytes = annex && source !== undefined && isShown(annex) ? this.options.file(source) : undefined;
    const picture = bytes && readPicture(bytes);
    if (bytes && picture) {
      const { height, margins } = this.pack.layout.paper;
      const tallest = (height - margins.top - margins.bottom) * ANNEX_SHARE;
      return [{ kind: 'image', bytes, picture, alt: clean(annex?.kind ?? ''), tallest, path }];
    }
    if (problem && this.options.draft && this.isLookedInto(source))
      return [paragraph('annex-note', [run(`【${problem.zh}：${source}】`, { gap: true })])];
    const text = pages === undefined ? follows.any : follows.pages.replace('{n}', String(pages));
    return [paragraph('annex-note', [run(text)])];
  }

  private isLookedInto(source: string | undefined): boolean {
    return source !== undefined && this.files.has(source);
  }

  /** What an item of a list has under a key, or a dash. */
  private given(item: Answer, key: string): Run {
    const answer = item.children?.get(key);
    return runOf(this.cellText(answer) || '—', formatFieldPath(answer?.path ?? item.path));
  }

  /** True where the form requires a list and has none, or one left blank. */
  private isMissing(path: string): boolean {
    const answer = this.answers.at(path);
    return answer !== undefined && isMissingRequired(answer, this.direction);
  }

  /** An answer in a cell whose head or neighbour names the unit: numbers stand alone, references as the annex's number. */
  private cellText(answer: Answer | undefined): string {
    if (answer?.state !== 'ok') return '';
    if (typeof answer.value === 'number') return formatNumber(answer.value);
    return answer.slot.type === 'reference' ? annexName(answer, this.answers) : formatAnswer(answer);
  }

  private print(answer: Answer): string {
    return formatAnswer(answer, valueOfAmount(answer).slot.type === 'date');
  }

  private fill(template: string): readonly Run[] {
    return fillPlaceholders(template, this.answers, this.direction);
  }

  private orNone(runs: readonly Run[], path: string | undefined): readonly Run[] {
    return runs.some((r) => r.text.trim()) ? runs : [runOf('无', path)];
  }

  /** A row whose fields all belong to other directions is left out. */
  private applies(template: string): boolean {
    const paths = pathsOf(template);
    return !paths.length || paths.some((path) => this.isFor(path));
  }

  private isFor(path: string): boolean {
    const steps = parseFieldPath(path);
    const fields = steps.map((_, i) => slotAt(this.pack.form.fields, formatFieldPath(steps.slice(0, i + 1)))) as (
      | Field
      | undefined
    )[];
    const own = fields.every((f) => !f || isAllowed(f, this.direction));
    const last = fields.at(-1);
    const wanted = !last?.requiredFor || isRequired(last, this.direction) || this.answers.at(path)?.state === 'ok';
    return own && wanted;
  }
}

function cell(style: string, runs: readonly Run[]): Cell {
  return { style, runs };
}

function paragraph(style: string, runs: readonly Run[]): ManuscriptBlock {
  return { kind: 'paragraph', style, runs };
}

function caption(title: string | undefined, path?: string): readonly ManuscriptBlock[] {
  return title ? [{ ...paragraph('caption', [run(title)]), ...(path === undefined ? {} : { path }) }] : [];
}

/** Words that a place of the dossier says, or stand there for it. */
function runOf(text: string, path: string | undefined): Run {
  return run(text, path === undefined ? {} : { path });
}

/** `注册地址（省）`, `解决方案（名称）`: enough to know what the words after it are. */
function situationLabel(path: string): string {
  const steps = path.replaceAll('[]', '').split('.');
  const [parent, last] = steps.slice(-2);
  if (steps.length < 3 || parent === undefined) return last ?? path;
  return `${parent}（${last}）`;
}

function label(path: string): string {
  return path.split('.').at(-1)!.replace('[]', '');
}
