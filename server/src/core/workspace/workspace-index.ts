/** Index of the dossiers of a workspace, for all rules that compare them. */

import type { OtherDossiers } from '../checks/shared/cross-dossier.ts';
import type { CrossDossierRule, IndexedParty, LocalDossier } from './indexed-dossier.ts';
import { type RuleChanges, RuleIndex } from './rule-index.ts';

/** Knows all dossiers and, for each rule that was asked for, how they are put together. */
export class WorkspaceIndex {
  private readonly parties = new Map<string, IndexedParty>();
  /** By the parameters of a rule, of which a pack has one object each. */
  private readonly rules = new Map<unknown, RuleIndex>();

  private isChanged = false;

  set(party: IndexedParty): void {
    this.isChanged = true;
    this.parties.set(party.dossier, party);
    for (const rule of this.rules.values()) rule.set(party);
  }

  delete(dossier: string): void {
    this.isChanged = true;
    this.parties.delete(dossier);
    for (const rule of this.rules.values()) rule.delete(dossier);
  }

  /** The others as a dossier sees them by a rule of its notice. */
  othersOf(own: LocalDossier, rule: CrossDossierRule): OtherDossiers {
    let index = this.rules.get(rule.params);
    if (!index) {
      index = new RuleIndex(rule, own.notice, (dossier) => this.parties.get(dossier)!);
      this.rules.set(rule.params, index);
      for (const party of this.parties.values()) index.set(party);
      // Nobody has been compared by it yet.
      index.takeChanges();
    }
    return index.othersOf(own);
  }

  /** What has changed since this was last asked, by the parameters of the rule. */
  takeChanges(): ReadonlyMap<unknown, RuleChanges> {
    if (!this.isChanged) return NO_CHANGES;
    this.isChanged = false;
    return new Map([...this.rules].map(([params, rule]) => [params, rule.takeChanges()]));
  }
}

const NO_CHANGES: ReadonlyMap<unknown, RuleChanges> = new Map<unknown, RuleChanges>();
