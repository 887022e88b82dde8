/** The dossiers as one rule compares them. */

import type { OtherDossier, OtherDossiers } from '../checks/shared/cross-dossier.ts';
import { GroupIndex } from './group-index.ts';
import type { CrossDossierRule, IndexedParty, LocalDossier } from './indexed-dossier.ts';
import { NameIndex } from './name-index.ts';
import { ParagraphIndex } from './paragraph-index.ts';

/** What has changed for a rule: dossiers to compare again, and names whose mention in a dossier makes it one. */
export interface RuleChanges {
  readonly dossiers: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** Puts dossiers together as the check of a rule asks for it, and answers for each what the others say. */
export class RuleIndex {
  private readonly rule: CrossDossierRule;
  private readonly notice: string;
  private readonly party: (dossier: string) => OtherDossier;
  private readonly groups: GroupIndex<null> | undefined;
  private readonly names: NameIndex | undefined;
  private readonly paragraphs: ParagraphIndex | undefined;

  /** `party` gives a dossier that was set by its name. */
  constructor(rule: CrossDossierRule, notice: string, party: (dossier: string) => OtherDossier) {
    this.rule = rule;
    this.notice = notice;
    this.party = party;
    const { check } = rule;
    this.groups = check.group && new GroupIndex();
    this.names = check.names && new NameIndex();
    this.paragraphs = check.comparesParagraphs ? new ParagraphIndex() : undefined;
  }

  set(one: IndexedParty): void {
    const { check, params } = this.rule;
    const marks = check.party?.(params, one) ?? [];
    if (this.groups) {
      const key = one.notice === this.notice ? check.group!(params, one) : undefined;
      this.groups.set(one.dossier, { marks, values: new Map(key === undefined ? [] : [[key, null]]) });
    }
    if (this.names) {
      // A name that stands in two fields is found in the first.
      const said = check.names!(params).toReversed();
      const values = new Map(said.flatMap((path) => (one.text(path) ? [[one.text(path)!, path]] : [])));
      this.names.set(one.dossier, { marks, values });
    }
    this.paragraphs?.set(one.dossier, marks, one.paragraphs);
  }

  delete(dossier: string): void {
    this.groups?.delete(dossier);
    this.names?.delete(dossier);
    this.paragraphs?.delete(dossier);
  }

  /** What has changed since this was last asked. */
  takeChanges(): RuleChanges {
    const keys = this.groups?.takeChanged() ?? [];
    const inGroups = [...keys].flatMap((key) => [...(this.groups!.get(key)?.dossiers ?? [])]);
    const dossiers = new Set([...inGroups, ...(this.paragraphs?.takeChanged() ?? [])]);
    return { dossiers, names: this.names?.takeChanged() ?? new Set() };
  }

  /** The others, as a dossier that was set sees them. */
  othersOf(own: LocalDossier): OtherDossiers {
    const { groups, names, paragraphs, party } = this;
    const name = own.dossier;
    return {
      inGroup: () => {
        const [key] = groups?.keysOf(name) ?? [];
        const others = key === undefined ? undefined : groups!.get(key)!.othersOf(name, groups!.marksOf(name));
        return others ? { ...others, first: others.first.map((o) => party(o.dossier)) } : NONE;
      },
      named: () =>
        (names?.namesIn(own.prose, name) ?? []).map(({ text, others }) => ({
          text,
          others: { ...others, first: others.first.map((o) => ({ dossier: party(o.dossier), path: o.value })) },
        })),
      withParagraph: (fingerprints) => this.paragraphsOf(paragraphs?.same(name, fingerprints)),
      withNearCopy: (fingerprint) => this.paragraphsOf(paragraphs?.near(name, fingerprint)),
    };
  }

  private paragraphsOf(found: ReturnType<ParagraphIndex['same']> | undefined) {
    if (!found) return NONE;
    return { ...found, first: found.first.map((o) => ({ dossier: this.party(o.dossier), location: o.value })) };
  }
}

const NONE = { count: 0, first: [] };
