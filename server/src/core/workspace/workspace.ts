/**
 * Several dossiers at once: what each says against the others. A dossier is told only what changed for it, so that an
 * edit in one costs the others nothing unless they share something with it.
 */

import { locate } from '../analysis/locate.ts';
import { appliesTo } from '../analysis/run-rules.ts';
import type { Analysis, Others } from '../analysis/types.ts';
import type { Issue, Paragraph } from '../checks/shared/check.ts';
import type { Far, Stretch } from '../model/finding.ts';
import { acrossRules, changedIn, Entry, type Extract, type Saying, Stranger } from './member.ts';
import { Index } from './statement-index.ts';

export class Workspace {
  private readonly entries = new Map<string, Entry>();
  /** How many more there are that others judge, see {@link settle}. */
  private strangers = 0;
  private readonly told = new Map<string, Others>();
  /** Those of `told` that may be out of date. */
  private readonly stale = new Set<string>();
  private index = new Index();

  /** Takes a dossier in, or its newer analysis; true where that may matter to the others. */
  set(dossier: string, analysis: Analysis): boolean {
    const before = this.entries.get(dossier);
    if (before?.renew(analysis)) return false;
    // One whose notice is not known stands apart from the others.
    if (!analysis.pack) return this.delete(dossier);
    const entry = new Entry(dossier, analysis, analysis.pack);
    const parts = before && isSame(before.sayings, entry.sayings) ? changedIn(before, entry) : undefined;
    if (before) this.touch(before, parts);
    if (before) this.index.delete(before);
    this.entries.set(dossier, entry);
    this.index.add(entry);
    this.touch(entry, parts);
    return true;
  }

  delete(dossier: string): boolean {
    const entry = this.entries.get(dossier);
    if (!entry) return false;
    this.touch(entry);
    this.index.delete(entry);
    return this.entries.delete(dossier);
  }

  /** What the dossiers here say to those that another process judges. */
  extracts(): readonly Extract[] {
    return [...this.entries.values()].map((entry) => entry.extract);
  }

  /** Sets the dossiers here among those that other processes judge, in the order of the names: what is found hangs on who comes first. */
  settle(names: readonly string[], elsewhere: readonly Extract[]): void {
    const strangers = new Map(elsewhere.map((extract) => [extract.dossier, new Stranger(extract)]));
    this.strangers = strangers.size;
    this.index = new Index();
    for (const name of names) {
      const party = this.entries.get(name) ?? strangers.get(name);
      if (party) this.index.add(party);
    }
    for (const name of this.entries.keys()) this.stale.add(name);
  }

  /** What an entry says, or no longer says, may matter to itself and to those that share it: all, or these paragraphs. */
  private touch(entry: Entry, paragraphs?: readonly Paragraph[]): void {
    this.stale.add(entry.dossier);
    for (const other of this.index.sharing(entry, this.entries.values(), paragraphs)) this.stale.add(other.dossier);
  }

  /** How many dossiers a dossier is compared with. */
  otherThan(dossier: string): number {
    return this.entries.size + this.strangers - (this.entries.has(dossier) ? 1 : 0);
  }

  /** What the others say against a dossier; the same object for as long as that is the same. */
  others(dossier: string): Others | undefined {
    const entry = this.entries.get(dossier);
    if (!entry) return undefined;
    const before = this.told.get(dossier);
    const isStale = this.stale.delete(dossier);
    if (before && !isStale) return before;
    const issues = this.compare(entry);
    if (before && isSameIssues(before.issues, issues)) return before;
    const others = { issues };
    this.told.set(dossier, others);
    return others;
  }

  /** Where a place in a dossier is in its text, or in the chapter file that it names. */
  locate(far: Far): (Stretch & { readonly analysis: Analysis }) | undefined {
    const analysis = this.entries.get(far.dossier)?.analysis;
    return analysis && { ...locate(analysis.source, analysis.answers, far), analysis };
  }

  private compare(entry: Entry): ReadonlyMap<string, readonly Issue[]> {
    const issues = new Map<string, readonly Issue[]>();
    const { pack, analysis } = entry;
    const given = { direction: analysis.direction, settings: analysis.memo.facts.settings };
    for (const { rule, check, params } of acrossRules(pack)) {
      const found = appliesTo(rule, given) ? check.across(params, entry, this.index.seenFrom(entry)) : undefined;
      if (found) issues.set(rule.id, found);
    }
    return issues;
  }
}

function isSame(a: readonly Saying[], b: readonly Saying[]): boolean {
  return a.length === b.length && a.every(([path, value], i) => path === b[i]![0] && value === b[i]![1]);
}

function isSameIssues(a: Others['issues'], b: Others['issues']): boolean {
  return a.size === b.size && JSON.stringify([...a]) === JSON.stringify([...b]);
}
