import { distance } from 'fastest-levenshtein';
import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import { alternatives, occurrences, sentenceAround } from '../text/find-words.ts';
import { defineProseCheck, type Issue } from './shared/check.ts';

/** The applicant's full name is written as it is registered, wherever it is written in full. */
export const nameForms = defineProseCheck({
  id: 'name-forms',
  params: z.strictObject({
    fields: z.array(z.string()).min(1).describe('Field paths of the texts that are searched'),
    name: z.string().describe('Field path of the full name'),
    endings: z
      .array(z.array(z.string()).min(1))
      .min(1)
      .describe('Endings of full names, in groups of one kind, the longest first'),
    regions: z.array(z.string()).describe('Names of places that may stand before a name without being part of it'),
    places: z.array(z.string()).describe('Further places that another body of the same firm may be called after'),
    histories: z
      .array(z.string())
      .describe('Words of a sentence about a former name or a related firm, which is passed over'),
    known: z.array(z.string()).describe('Field paths of other full names, which are no misspellings of this one'),
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
    const forms = new NameVariantFinder(name, ending, { ...p, endings: group }, known);
    const read = (answer: Answer) =>
      forms.wrongIn(String(answer.value)).map(
        ({ within, text }): Issue => ({
          path: answer.path,
          within,
          message: {
            zh: `“${text}”与单位全称“${name}”不一致`,
            en: `“${text}” is not the applicant's full name, “${name}”`,
          },
          fixSpecs: [{ kind: 'words', within, text: name }],
        }),
      );
    return { key: [name, ...known].join('\n'), read };
  },
});

interface NameVariant {
  readonly text: string;
  readonly within: readonly [number, number];
}

/** Looks for what is nearly the name. */
class NameVariantFinder {
  private readonly name: string;
  /** The name without its ending, and also without the place it begins with. */
  private readonly stem: string;
  private readonly core: string;
  private readonly endings: RegExp;
  private readonly places: readonly string[];
  private readonly histories: RegExp;
  private readonly known: readonly string[];

  constructor(name: string, ending: string, params: NameFormsParams, known: readonly string[]) {
    const { endings, regions, places, histories } = params;
    this.name = name;
    this.stem = name.slice(0, -ending.length);
    const region = regions.find((r) => this.stem.startsWith(r) && this.stem.length > r.length + 1) ?? '';
    this.core = this.stem.slice(region.length);
    this.endings = new RegExp(alternatives(endings), 'g');
    this.places = [...regions, ...places];
    this.histories = new RegExp(alternatives(histories));
    this.known = known;
  }

  /** A stretch that ends as a full name does and before that is the name but for a misspelling. */
  wrongIn(text: string): readonly NameVariant[] {
    const ends = [...text.matchAll(this.endings)];
    if (!ends.length) return [];
    // What stands in a name that is right, the applicant's or another's, is no misspelling.
    const right = new Uint8Array(text.length);
    for (const name of [this.name, ...this.known])
      for (const [from, to] of occurrences(text, name)) right.fill(1, from, to);
    return ends.flatMap((m): NameVariant[] => {
      const end = m.index + m[0].length;
      if (right[end - 1] || this.histories.test(sentenceAround(text, m.index))) return [];
      const start = this.startOf(text, m.index);
      return start === undefined ? [] : [{ text: text.slice(start, end), within: [start, end] }];
    });
  }

  /** Where the name begins whose ending stands at `at`; undefined where what stands there is another's. */
  private startOf(text: string, at: number): number | undefined {
    const exact = [this.stem, this.core].find((s) => s && text.endsWith(s, at));
    if (exact !== undefined) {
      const start = at - exact.length;
      const place = exact === this.core && this.places.find((r) => text.endsWith(r, start));
      if (!place) return start;
      // The same name after another place is the wrong place: a firm of one's own elsewhere is told as one (`histories`).
      return start - place.length;
    }
    // One character wrong, missing or too many, in a name long enough for that to be a misspelling and not another name.
    for (const part of [this.stem, this.core]) {
      if (part.length < LONG_ENOUGH) continue;
      const starts = [0, 1, -1].map((d) => at - part.length + d).filter((s) => s >= 0);
      const near = starts.filter((s) => isMisspelling(text.slice(s, at), part));
      if (near.length) return near[0]!;
    }
    return undefined;
  }
}

interface NameFormsParams {
  readonly endings: readonly string[];
  readonly regions: readonly string[];
  readonly places: readonly string[];
  readonly histories: readonly string[];
}

const LONG_ENOUGH = 4;
/** One character apart, and not because one of them begins with a word that is none of the name. */
function isMisspelling(written: string, part: string): boolean {
  if (distance(written, part) !== 1 || /[\s，。；、：（(“”]/.test(written)) return false;
  return written.length <= part.length ? true : written[0] === part[0];
}
