/** The files of packs with their texts, and what is found wrong in them, at its place. */

import type { Span } from '../model/edit.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { FieldPath } from '../model/path.ts';
import type { Position } from '../text/lines.ts';
import { Source } from '../yaml/source.ts';
import type { Origin } from './raw-pack.ts';

/** The parts of a pack that stand in a file or below a key of their own. */
export const PACK_PARTS = ['form', 'rules', 'layout'] as const;

/** A file of a pack: its name, as problems show it, and its text. */
export interface PackFile {
  readonly file: string;
  readonly text: string;
}

/** The files of one pack. A pack in a single file has `notice` only; the keys `form`, `rules` and `layout` of it stand for the others. */
export interface PackFiles {
  readonly notice: PackFile;
  readonly form?: PackFile;
  readonly rules?: PackFile;
  readonly layout?: PackFile;
  /** The id of a pack that says none itself: the name of its folder or file. */
  readonly name: string;
}

/**
 * Kinds of problem in packs: a fault of YAML, data of another shape than the schema wants, a name that leads nowhere, something that stands twice, a
 * clause or rule by which nothing would be decided, a pack that cannot be extended, an example that does not do what it should.
 */
export type PackProblemKind =
  | 'notice-syntax'
  | 'notice-shape'
  | 'notice-reference'
  | 'notice-duplicate'
  | 'notice-undecided'
  | 'notice-extends'
  | 'notice-example';

/** The files of a pack in a list, that of the notice first. */
export function ownFiles(files: PackFiles): readonly PackFile[] {
  return [files.notice, ...PACK_PARTS.flatMap((part) => files[part] ?? [])];
}

/** What each kind of problem is called. */
export const PROBLEM_TITLES: Readonly<Record<PackProblemKind, LocalizedText>> = {
  'notice-syntax': { zh: 'YAML 语法', en: 'YAML syntax' },
  'notice-shape': { zh: '通知包的写法', en: 'How a pack is written' },
  'notice-reference': { zh: '所指不存在', en: 'A name that leads nowhere' },
  'notice-duplicate': { zh: '重复', en: 'Given twice' },
  'notice-undecided': { zh: '没有人判断', en: 'Nobody decides it' },
  'notice-extends': { zh: '扩展别的通知包', en: 'Extending another pack' },
  'notice-example': { zh: '规则的例子', en: 'Examples of a rule' },
};

/** What is wrong in a file of a pack, zero-based lines and UTF-16 columns. */
export interface PackProblem {
  readonly file: string;
  readonly kind: PackProblemKind;
  readonly from: Position;
  readonly to: Position;
  readonly message: LocalizedText;
}

/** A problem without its place; `part` is the part of the place that it is shown at, the value if absent. */
export interface PackFault {
  readonly kind: PackProblemKind;
  readonly message: LocalizedText;
  readonly part?: 'key' | 'value';
}

/** Something wrong at a place of the composed pack: `['rules', 3, 'clause']`. */
export interface PlacedProblem extends PackFault {
  readonly path: FieldPath;
}

/** The files of packs as sources, each read once. */
export class PackSources {
  private readonly sources = new Map<string, Source>();

  /** The text of a file as a source. */
  of(file: PackFile): Source {
    const known = this.sources.get(file.file);
    if (known?.text === file.text) return known;
    const source = new Source(file.text, known);
    this.sources.set(file.file, source);
    return source;
  }

  /** The source of a file that was read before. */
  named(file: string): Source {
    return this.sources.get(file)!;
  }
}

/** What is wrong with one pack. A fault in a file of a pack that it extends is told where it extends it. */
export class PackProblems {
  readonly problems: PackProblem[] = [];
  /** The files that the pack was read from. */
  readonly uses: PackFile[] = [];
  private readonly sources: PackSources;
  private readonly files: PackFiles;

  constructor(sources: PackSources, files: PackFiles) {
    this.sources = sources;
    this.files = files;
  }

  /** Reports at the value of a place, or at its key; at the top of the pack where nothing is known of the place. */
  report(origin: Origin | undefined, { kind, message, part = 'value' }: PackFault): void {
    const { file, path } = origin ?? { file: this.files.notice.file, path: [] };
    const source = this.sources.named(file);
    this.reportSpan(file, path.length ? source.span(path, part) : source.top(), { kind, message });
  }

  /** Reports at a stretch of a file. */
  reportSpan(file: string, { start, end }: Span, { kind, message }: PackFault): void {
    const source = this.sources.named(file);
    const own = { file, kind, from: source.position(start), to: source.position(end), message };
    this.problems.push(this.isOwn(file) ? own : this.inherited(own));
  }

  private isOwn(file: string): boolean {
    return ownFiles(this.files).some((own) => own.file === file);
  }

  private inherited({ file, kind, from, message }: PackProblem): PackProblem {
    const own = this.sources.of(this.files.notice);
    const { start, end } = own.span(['extends']);
    const place = `${file}:${from.line + 1}:${from.character + 1}`;
    return {
      file: this.files.notice.file,
      kind,
      from: own.position(start),
      to: own.position(end),
      message: { zh: `${place} ${message.zh}`, en: `${place} ${message.en}` },
    };
  }
}
