import { distance } from 'fastest-levenshtein';
import * as z from 'zod';
import { defineCheck, type Issue } from './check.ts';

/** The applicant's full name is written as it is registered, wherever it is written in full. */
export const nameForms = defineCheck({
  id: 'name-forms',
  params: z.strictObject({
    fields: z.array(z.string()).min(1),
    name: z.string(),
    /** Endings that make a name a full one, the longest first. */
    endings: z.array(z.string()).min(1),
    /** What may stand before a name without being part of it: the names of places. */
    regions: z.array(z.string()),
    /** Other full names of the dossier, which are no slips of this one. */
    known: z.array(z.string()),
  }),
  reads: (p) => [...p.fields, p.name, ...p.known],
  run(p, { answers }) {
    const name = answers.text(p.name);
    if (name === undefined) return undefined;
    const ending = p.endings.find((e) => name.endsWith(e));
    if (!ending) return [];
    const known = p.known
      .flatMap((k) => answers.all(k))
      .flatMap((a) => (a.value === undefined ? [] : [String(a.value)]));
    const forms = new Forms(name, ending, p, known);
    return answers.texts(p.fields).flatMap((answer) =>
      forms.wrongIn(String(answer.value)).map(
        ({ within, words }): Issue => ({
          path: answer.path,
          within,
          message: {
            zh: `“${words}”与单位全称“${name}”不一致`,
            en: `“${words}” is not the applicant's full name, “${name}”`,
          },
        }),
      ),
    );
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
  private readonly regions: readonly string[];
  private readonly known: readonly string[];

  constructor(
    name: string,
    ending: string,
    { endings, regions }: { endings: readonly string[]; regions: readonly string[] },
    known: readonly string[],
  ) {
    this.name = name;
    this.stem = name.slice(0, -ending.length);
    const region = regions.find((r) => this.stem.startsWith(r) && this.stem.length > r.length + 1) ?? '';
    this.core = this.stem.slice(region.length);
    this.endings = new RegExp(endings.map(escaped).join('|'), 'g');
    this.regions = regions;
    this.known = known;
  }

  /** A stretch that ends as a full name does and before that is the name but for a slip. */
  wrongIn(text: string): readonly Found[] {
    const right = [this.name, ...this.known].flatMap((n) => stretches(text, n));
    return [...text.matchAll(this.endings)].flatMap((m): Found[] => {
      const end = m.index + m[0].length;
      // The name goes on: a branch, a department that is called so.
      const start = this.startOf(text, m.index);
      if (start === undefined) return [];
      const words = text.slice(start, end);
      if (words === this.name || right.some(([a, b]) => a <= start && end <= b) || right.some(([, b]) => b === end))
        return [];
      return [{ words, within: [start, end] }];
    });
  }

  /** Where the name begins whose ending stands at `at`; undefined where what stands there is another's. */
  private startOf(text: string, at: number): number | undefined {
    const exact = [this.stem, this.core].find((s) => s && text.endsWith(s, at));
    if (exact !== undefined) {
      const start = at - exact.length;
      const region = exact === this.core && this.regions.find((r) => text.endsWith(r, start));
      return region ? start - region.length : start;
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

const LONG_ENOUGH = 4;

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
