import { distance } from 'fastest-levenshtein';
import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import { defineProse, type Issue } from './shared/check.ts';

/** The applicant's full name is written as it is registered, wherever it is written in full. */
export const nameForms = defineProse({
  id: 'name-forms',
  params: z.strictObject({
    fields: z.array(z.string()).min(1),
    name: z.string(),
    /** Endings that make a name a full one, in groups of what is of one kind, the longest first. */
    endings: z.array(z.array(z.string()).min(1)).min(1),
    /** What may stand before a name without being part of it: the names of places. */
    regions: z.array(z.string()),
    /** Further places that another body of the same firm may be called after. */
    places: z.array(z.string()),
    /** Words of a sentence that tells of a former name, or of a body that belongs to the applicant. */
    histories: z.array(z.string()),
    /** Other full names of the dossier, which are no slips of this one. */
    known: z.array(z.string()),
  }),
  reads: (p) => [...p.fields, p.name, ...p.known],
  texts: (p) => p.fields,
  prose(p, { answers }) {
    const name = answers.text(p.name);
    if (name === undefined) return undefined;
    const group = p.endings.find((g) => g.some((e) => name.endsWith(e)));
    const ending = group?.find((e) => name.endsWith(e));
    if (!group || !ending) return { key: '', read: () => [] };
    const known = p.known
      .flatMap((k) => answers.all(k))
      .flatMap((a) => (a.value === undefined ? [] : [String(a.value)]));
    const forms = new Forms(name, ending, { ...p, endings: group }, known);
    const read = (answer: Answer) =>
      forms.wrongIn(String(answer.value)).map(
        ({ within, words }): Issue => ({
          path: answer.path,
          within,
          message: {
            zh: `“${words}”与单位全称“${name}”不一致`,
            en: `“${words}” is not the applicant's full name, “${name}”`,
          },
          mends: [{ kind: 'words', within, text: name }],
        }),
      );
    return { key: [name, ...known].join('\n'), read };
  },
});

interface Found {
  readonly words: string;
  readonly within: readonly [number, number];
}

/** Looks for what is nearly the name. */
class Forms {
  private readonly name: string;
  /** The name without its ending, and also without the place it begins with. */
  private readonly stem: string;
  private readonly core: string;
  private readonly endings: RegExp;
  private readonly region: string;
  private readonly places: readonly string[];
  private readonly histories: RegExp;
  private readonly known: readonly string[];

  constructor(name: string, ending: string, words: Words, known: readonly string[]) {
    const { endings, regions, places, histories } = words;
    this.name = name;
    this.stem = name.slice(0, -ending.length);
    const region = regions.find((r) => this.stem.startsWith(r) && this.stem.length > r.length + 1) ?? '';
    this.region = region;
    this.core = this.stem.slice(region.length);
    this.endings = new RegExp(endings.map(escaped).join('|'), 'g');
    this.places = [...regions, ...places];
    this.histories = new RegExp(histories.map(escaped).join('|'));
    this.known = known;
  }

  /** A stretch that ends as a full name does and before that is the name but for a slip. */
  wrongIn(text: string): readonly Found[] {
    // What stands in a name that is right, the applicant's or another's, is no slip.
    const right = new Uint8Array(text.length);
    for (const name of [this.name, ...this.known])
      for (const [from, to] of stretches(text, name)) right.fill(1, from, to);
    return [...text.matchAll(this.endings)].flatMap((m): Found[] => {
      const end = m.index + m[0].length;
      if (right[end - 1] || this.histories.test(sentenceAround(text, m.index))) return [];
      const start = this.startOf(text, m.index);
      return start === undefined ? [] : [{ words: text.slice(start, end), within: [start, end] }];
    });
  }

  /** Where the name begins whose ending stands at `at`; undefined where what stands there is another's. */
  private startOf(text: string, at: number): number | undefined {
    const exact = [this.stem, this.core].find((s) => s && text.endsWith(s, at));
    if (exact !== undefined) {
      const start = at - exact.length;
      const place = exact === this.core && this.places.find((r) => text.endsWith(r, start));
      if (!place) return start;
      // The same name after another place is another body of the firm.
      const isOwn = place.replace(/[省市]$/, '') === this.region.replace(/[省市]$/, '');
      return isOwn ? start - place.length : undefined;
    }
    // One character wrong, missing or too many, in a name long enough for that to be a slip and not another name.
    for (const part of [this.stem, this.core]) {
      if (part.length < LONG_ENOUGH) continue;
      const starts = [0, 1, -1].map((d) => at - part.length + d).filter((s) => s >= 0);
      const near = starts.filter((s) => isSlip(text.slice(s, at), part));
      if (near.length) return near[0]!;
    }
    return undefined;
  }
}

interface Words {
  readonly endings: readonly string[];
  readonly regions: readonly string[];
  readonly places: readonly string[];
  readonly histories: readonly string[];
}

const LONG_ENOUGH = 4;
/** Further than a sentence goes, in characters. */
const FAR = 200;

function sentenceAround(text: string, at: number): string {
  const [from, to] = [Math.max(0, at - FAR), at + FAR];
  const before = /[^。！？；\n]*$/.exec(text.slice(from, at))![0];
  return before + /^[^。！？；\n]*/.exec(text.slice(at, to))![0];
}

/** One character apart, and not because one of them begins with a word that is none of the name. */
function isSlip(written: string, part: string): boolean {
  if (distance(written, part) !== 1 || /[\s，。；、：（(“”]/.test(written)) return false;
  return written.length <= part.length ? true : written[0] === part[0];
}

function stretches(text: string, words: string): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  for (let at = words ? text.indexOf(words) : -1; at >= 0; at = text.indexOf(words, at + words.length))
    found.push([at, at + words.length]);
  return found;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
