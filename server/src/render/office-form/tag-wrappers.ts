/** What a placeholder stands within: links, revisions, fields and the like, which a section must hold as a whole or not at all. */
import type { DXT } from 'docxtemplater';

/** The elements around a placeholder, the outermost first. */
export interface TagWrappers {
  /** All of them, each instance with a number of its own. */
  readonly all: readonly string[];
  /** Those that stand around whole paragraphs. */
  readonly block: readonly string[];
}

/** Elements of a paragraph that are its own, whatever stands in them. */
const OWN_ELEMENTS: ReadonlySet<string> = new Set(['w:r', 'w:t', 'w:rPr', 'w:pPr']);

/** Elements that tables and text are made of: a section that begins in one cell and ends in another takes the whole row. */
const STRUCTURE: ReadonlySet<string> = new Set(['w:document', 'w:body', 'w:tbl', 'w:tr', 'w:tc', 'w:p', 'a:p']);

const ELEMENT = /<(\/?)([\w:.-]+)([^<>]*?)(\/?)>/g;

/** Reads the parts of a file in order and knows what stands around the part it is at. */
export class WrapperReader {
  private readonly open: { readonly name: string; readonly id: string; readonly inParagraph: boolean }[] = [];
  private count = 0;
  private paragraphs = 0;

  /** The wrappers of a placeholder. */
  get wrappers(): TagWrappers {
    const shown = this.open.filter(({ name }) => !STRUCTURE.has(name) && !OWN_ELEMENTS.has(name));
    return { all: shown.map((o) => o.id), block: shown.filter((o) => !o.inParagraph).map((o) => o.id) };
  }

  read(part: DXT.Part): void {
    if (part.type === 'placeholder') return;
    for (const [, end, name = '', attributes = '', alone] of part.value.matchAll(ELEMENT)) {
      if (name === 'w:fldChar') this.field(/fldCharType="(\w+)"/.exec(attributes)?.[1]);
      if (alone) continue;
      if (end) this.close(name);
      else this.begin(name);
    }
  }

  /** A field begins and ends between elements, but is one thing all the same. */
  private field(type: string | undefined): void {
    if (type === 'begin') this.begin('field');
    if (type === 'end') this.close('field');
  }

  private begin(name: string): void {
    if (name === 'w:p') this.paragraphs++;
    this.open.push({ name, id: `${name} ${++this.count}`, inParagraph: this.paragraphs > 0 });
  }

  private close(name: string): void {
    const at = this.open.findLastIndex((o) => o.name === name);
    if (at < 0) return;
    if (name === 'w:p') this.paragraphs--;
    this.open.splice(at, 1);
  }
}

/** True where a section between two placeholders would tear something apart; in one paragraph everything around them must be the same. */
export function isTorn(start: TagWrappers, end: TagWrappers, isOneParagraph: boolean): boolean {
  const key = isOneParagraph ? 'all' : 'block';
  return start[key].join() !== end[key].join();
}
