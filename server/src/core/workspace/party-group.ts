/** Dossiers that have something in common, told apart by parties: an applicant's own dossiers are not held against each other. */

import type { Few } from '../checks/shared/cross-dossier.ts';

/** How many of the others are handed out; the rest are only counted. */
export const FEW = 10;

/** A member of a group: the marks of its party, and what belongs to it, such as a place. */
interface Member<T> {
  readonly marks: readonly string[];
  readonly value: T;
}

/** A dossier of a group by its name, with what belongs to it there. */
export interface NamedMember<T> {
  readonly dossier: string;
  readonly value: T;
}

/**
 * A group of dossiers. Members that share a mark, be it by way of a third one, are of one party. What a group is asked is worked out
 * once for all of its members: the order and the parties when it is first asked after a change, the answer once for each party.
 */
export class PartyGroup<T> {
  private readonly members = new Map<string, Member<T>>();
  private arrangement: Arrangement | undefined;

  get size(): number {
    return this.members.size;
  }

  /** The names of the dossiers in it. */
  get dossiers(): Iterable<string> {
    return this.members.keys();
  }

  set(dossier: string, member: Member<T>): void {
    this.members.set(dossier, member);
    this.arrangement = undefined;
  }

  delete(dossier: string): void {
    this.members.delete(dossier);
    this.arrangement = undefined;
  }

  /** The members of other parties than a dossier's, which need not be a member itself. */
  othersOf(dossier: string, marks: readonly string[]): Few<NamedMember<T>> {
    this.arrangement ??= arrange(this.members);
    const { count, first } = this.arrangement.outside(dossier, marks);
    return { count, first: first.map((name) => ({ dossier: name, value: this.members.get(name)!.value })) };
  }
}

/** The members of a group in the order in which they are handed out, with their parties. */
class Arrangement {
  private readonly order: readonly string[];
  /** By member and by mark, the party, as a number. */
  private readonly parties: ReadonlyMap<string, number>;
  private readonly partiesByMark: ReadonlyMap<string, number>;
  private readonly sizes: ReadonlyMap<number, number>;
  private readonly answers = new Map<string, Few<string>>();

  constructor(names: readonly string[], parties: readonly number[], partiesByMark: ReadonlyMap<string, number>) {
    this.parties = new Map(names.map((name, i) => [name, parties[i]!]));
    this.partiesByMark = partiesByMark;
    const sizes = new Map<number, number>();
    const rounds: string[][] = [];
    for (const [i, name] of names.entries()) {
      const round = sizes.get(parties[i]!) ?? 0;
      sizes.set(parties[i]!, round + 1);
      rounds[round] ??= [];
      rounds[round].push(name);
    }
    this.sizes = sizes;
    this.order = rounds.flat();
  }

  /** Those that are not of this dossier's party, nor of one that has a mark of it. */
  outside(dossier: string, marks: readonly string[]): Few<string> {
    const all = [this.parties.get(dossier), ...marks.map((mark) => this.partiesByMark.get(mark))];
    const own = new Set(all.filter((party) => party !== undefined));
    const key = [...own].sort((a, b) => a - b).join();
    const known = this.answers.get(key);
    if (known) return known;
    const count = [...own].reduce((rest, party) => rest - this.sizes.get(party)!, this.order.length);
    const first: string[] = [];
    for (let i = 0; first.length < Math.min(FEW, count); i++)
      if (!own.has(this.parties.get(this.order[i]!)!)) first.push(this.order[i]!);
    const answer = { count, first };
    this.answers.set(key, answer);
    return answer;
  }
}

/** Sorts members by name and joins those that share a mark to parties, numbered as their first members are. */
function arrange(members: ReadonlyMap<string, Pick<Member<unknown>, 'marks'>>): Arrangement {
  const names = [...members.keys()].sort();
  const parent = names.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const firstByMark = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    for (const mark of members.get(name)!.marks) {
      const other = firstByMark.get(mark);
      if (other === undefined) firstByMark.set(mark, i);
      else {
        const [a, b] = [root(other), root(i)];
        parent[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }
  const partiesByMark = new Map([...firstByMark].map(([mark, i]) => [mark, root(i)]));
  return new Arrangement(
    names,
    names.map((_, i) => root(i)),
    partiesByMark,
  );
}
