/** Where a text names the figures of a rule, and the ways to read such a name. */
import { alternatives, longestFirst } from '../../text/find-words.ts';
import type { FigureDefinition, FigureParams } from './figure-params.ts';
import { QUANTITY } from './quantities.ts';

/** A way to read a name: with nothing before its number, or nothing behind. */
export interface NameReading {
  readonly definition: FigureDefinition;
  readonly head: string;
  readonly tail: string;
}

/** Where a figure is named, and the ways to read it. */
export interface FigureMention {
  readonly at: number;
  /** Of the name before the number, in UTF-16 units; 0 where the number comes first. */
  readonly length: number;
  readonly readings: readonly NameReading[];
}

/** Finds the names of the figures of a rule. */
export class FigureNames {
  private readonly named: RegExp;
  private readonly byHead: ReadonlyMap<string, readonly NameReading[]>;
  /** Names that stand behind their number. */
  private readonly counted: readonly NameReading[];

  constructor(params: FigureParams) {
    const readings = params.facts.flatMap((fact) =>
      fact.names.map((called): NameReading => {
        const [head = '', tail = ''] = called.split('…');
        return { definition: fact, head, tail };
      }),
    );
    const named = readings.filter((r) => r.head !== '');
    this.byHead = new Map(named.map((r) => [r.head, named.filter((o) => o.head === r.head)]));
    this.counted = readings
      .filter((r) => r.tail === '' || r.head === '')
      .map(({ definition, head, tail }) => ({ definition, head: '', tail: head + tail }))
      .toSorted((a, b) => longestFirst(a.tail, b.tail));
    this.named = new RegExp(alternatives([...this.byHead.keys()]), 'g');
  }

  /** The names of a line in their order, the longer one first where two begin at one place. */
  mentionsIn(text: string): readonly FigureMention[] {
    const named = [...text.matchAll(this.named)].map((m) => ({
      at: m.index,
      length: m[0].length,
      readings: this.byHead.get(m[0])!,
    }));
    const counted = [...text.matchAll(QUANTITY)].flatMap((m) => {
      // Most numbers count nothing of the dossier's: these are passed over at a glance.
      const behind = text.slice(m.index + m[0].length, m.index + m[0].length + MAX_NAME_DISTANCE);
      const readings = this.counted.filter(({ tail }) => behind.includes(tail));
      return readings.length ? [{ at: m.index, length: 0, readings }] : [];
    });
    return [...named, ...counted].sort((a, b) => a.at - b.at || b.length - a.length);
  }

  /** The names that stand one after another from `at`, with a mark between them: `注册用户、活跃用户`; `end` is behind the last. */
  listAt(text: string, at: number): { readonly readings: readonly (readonly NameReading[])[]; readonly end: number } {
    const readings: (readonly NameReading[])[] = [];
    for (let [from, end] = [at, at]; ; ) {
      const name = [...this.byHead.keys()].filter((n) => text.startsWith(n, from)).sort(longestFirst)[0];
      if (name === undefined) return { readings, end };
      readings.push(this.byHead.get(name)!);
      end = from + name.length;
      const mark = /^(?:数量?|人数)?(?:[、,，和与及]|以及)/.exec(text.slice(end, end + MAX_MARK))?.[0];
      if (mark === undefined) return { readings, end };
      from = end + mark.length;
    }
  }
}

/** How far behind a number the name of what it counts may end, in characters. */
const MAX_NAME_DISTANCE = 16;
const MAX_MARK = 6;
