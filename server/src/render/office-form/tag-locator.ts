/** Where the placeholders of a template stand, as the library reads them. */
import type { DXT } from 'docxtemplater';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { FORMS, readTag, type TagLocation, type TemplateProblem } from './placeholders.ts';
import { isTorn, type TagWrappers, WrapperReader } from './tag-wrappers.ts';

/** How a template uses a section. */
export interface SectionUse {
  /** It goes over several paragraphs or cells, which would all go where it is filled with nothing. */
  readonly isLarge: boolean;
  /** The template says elsewhere what stands there instead. */
  readonly hasOpposite: boolean;
}

/** A placeholder as the library reads it, with its place. */
export interface LocatedTag {
  readonly part: DXT.Part;
  readonly location: TagLocation;
}

/** Listens to the library, and keeps where each placeholder stands. */
export class TagLocator implements DXT.Module {
  readonly name = 'places';
  readonly tags: LocatedTag[] = [];
  readonly problems: TemplateProblem[] = [];
  /** What is read so far of each file, for the errors in it. */
  readonly texts = new Map<string, readonly Lexed[]>();
  private readonly alone = new Set<string>();
  private readonly large = new Set<string>();

  set({ inspect }: { inspect?: { filePath?: string; lexed?: Lexed[]; parsed?: DXT.Part[] } }): void {
    const { filePath, lexed, parsed } = inspect ?? {};
    if (filePath !== undefined && lexed) this.texts.set(filePath, lexed);
    if (filePath !== undefined && parsed) this.take(filePath, parsed);
  }

  /** True where a placeholder is the only one in its paragraph. */
  isAlone(part: DXT.Part | undefined): boolean {
    return part !== undefined && this.alone.has(keyOf(part));
  }

  useOf(part: DXT.Part): SectionUse {
    const hasOpposite = this.tags.some(({ part: p }) => isInverted(p) && p.value === part.value);
    return { isLarge: this.large.has(keyOf(part)), hasOpposite };
  }

  private take(file: string, parsed: readonly DXT.Part[]): void {
    const wrappers = new Map<DXT.Part, TagWrappers>();
    const reader = new WrapperReader();
    for (const part of parsed) {
      reader.read(part);
      if (part.type === 'placeholder') wrappers.set(part, reader.wrappers);
    }
    const first = this.tags.length;
    for (const paragraph of paragraphsOf(parsed)) {
      const text = paragraph.map(textOf).join('').trim();
      const place = { part: file, text };
      const tags = paragraph.filter((p) => p.type === 'placeholder');
      for (const part of tags) this.tags.push({ part, location: place });
      const values = tags.filter((p) => p.module !== 'loop');
      if (values.length === 1) this.alone.add(keyOf(values[0]!));
      if (/｛[^｛｝]*[｝}]|\{[^{}]*｝/.test(text)) this.problems.push({ location: place, message: WIDE_BRACES });
    }
    this.sections(this.tags.slice(first), wrappers);
  }

  /** Sections with their ends. What does not close is an error of the library's. */
  private sections(tags: readonly LocatedTag[], wrappers: ReadonlyMap<DXT.Part, TagWrappers>): void {
    const open: LocatedTag[] = [];
    for (const tag of tags) {
      if (tag.part.module !== 'loop') continue;
      if (locationOf(tag.part) !== 'end') open.push(tag);
      else {
        const start = open.pop();
        if (start) this.section(start, tag, wrappers);
      }
    }
  }

  private section(start: LocatedTag, end: LocatedTag, wrappers: ReadonlyMap<DXT.Part, TagWrappers>): void {
    const isOne = start.location === end.location;
    if (!isOne) this.large.add(keyOf(start.part));
    const [a, b] = [wrappers.get(start.part)!, wrappers.get(end.part)!];
    if (isTorn(a, b, isOne)) this.problems.push({ location: start.location, message: tornText(start.part.value) });
    if (!isOne || FORMS[readTag(start.part.value).form ?? ''] !== 'paragraphs') return;
    const { text } = start.location;
    if (/^\{#[^{}]*\}[\s\S]*\{\/[^{}]*\}$/.test(text)) Object.assign(start.part, { expandTo: 'w:p' });
    else this.problems.push({ location: start.location, message: NOT_ALONE });
  }
}

/** One placeholder of a file among others. */
function keyOf(part: DXT.Part): string {
  return `${part.lIndex} ${part.offset} ${part.value}`;
}

function locationOf(part: DXT.Part): string | undefined {
  return (part as DXT.Part & { readonly location?: string }).location;
}

function isInverted(part: DXT.Part): boolean {
  return (part as DXT.Part & { readonly inverted?: boolean }).inverted === true;
}

function tornText(name: string): LocalizedText {
  return {
    zh: `{#${name}} 的开头和结尾有一个落在修订、超链接、域或控件里面，另一个在外面；请接受修订、取消超链接，或把两个都放在外面`,
    en: `one end of {#${name}} stands within a tracked change, a link, a field or a control, the other outside; accept the change, remove the link, or put both outside`,
  };
}

const NOT_ALONE: LocalizedText = {
  zh: '逐段重复的 {#…|段落}…{/} 要单独成段，前后不要有别的文字',
  en: '{#…|paragraphs}…{/} must be a paragraph of its own, without other words before or behind it',
};

const WIDE_BRACES: LocalizedText = {
  zh: '占位符要用半角花括号 { }，这里是全角的｛｝',
  en: 'placeholders are written in half-width braces { }, these are full-width',
};

/** A piece of a file as the library cuts it. */
export interface Lexed {
  readonly type: string;
  readonly value: string;
  readonly position?: string;
  readonly tag?: string;
}

/** What stands in each paragraph, in order; a paragraph within a text box is one of its own. */
export function paragraphsOf<P extends Lexed>(parts: readonly P[]): readonly (readonly P[])[] {
  const all: P[][] = [[]];
  const open: P[][] = [all[0]!];
  for (const part of parts) {
    const isParagraph = part.type === 'tag' && (part.tag === 'w:p' || part.tag === 'a:p');
    if (isParagraph && part.position === 'start') {
      const paragraph: P[] = [];
      all.push(paragraph);
      open.push(paragraph);
    } else if (isParagraph && part.position === 'end') {
      if (open.length > 1) open.pop();
    } else {
      open.at(-1)!.push(part);
    }
  }
  return all;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** What a piece says to a reader; a placeholder with its braces. */
export function textOf(part: Lexed & { readonly raw?: string }): string {
  if (part.type === 'placeholder') return `{${part.raw ?? part.value}}`;
  if (part.type === 'delimiter') return part.position === 'start' ? '{' : '}';
  if (part.type !== 'content' || part.position !== 'insidetag') return '';
  return part.value.replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
