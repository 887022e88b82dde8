/**
 * Compares the dossiers at hand with each other. After an edit, only the dossiers that share a value, a name or a paragraph
 * with the edited one are compared again.
 */

import { locate } from '../analysis/locate.ts';
import { ruleApplies } from '../analysis/run-rules.ts';
import type { Analysis, CrossDossierIssues } from '../analysis/types.ts';
import type { Issue, Paragraph } from '../checks/shared/check.ts';
import type { FileSpan, RemoteLocation } from '../model/finding.ts';
import {
  changedParagraphs,
  crossDossierRules,
  type DossierSummary,
  LocalDossier,
  RemoteDossier,
  type StatedValue,
} from './indexed-dossier.ts';
import { StatementIndex } from './statement-index.ts';

/** The dossiers at hand, compared with each other. `set` them all, then ask `issuesOf` each. */
export class Workspace {
  private readonly dossiers = new Map<string, LocalDossier>();
  /** How many dossiers other processes analyze, see {@link setDossiers}. */
  private remoteCount = 0;
  private readonly issuesByDossier = new Map<string, CrossDossierIssues>();
  /** The dossiers whose entry of `issuesByDossier` may be out of date. */
  private readonly stale = new Set<string>();
  private index = new StatementIndex();

  /** Takes a dossier in, or its newer analysis; true where that may matter to the others. */
  set(dossier: string, analysis: Analysis): boolean {
    const before = this.dossiers.get(dossier);
    if (before?.update(analysis)) return false;
    // One whose notice is not known stands apart from the others.
    if (!analysis.pack) return this.delete(dossier);
    const entry = new LocalDossier(dossier, analysis, analysis.pack);
    const parts = before && isSameValues(before.values, entry.values) ? changedParagraphs(before, entry) : undefined;
    if (before) this.markStale(before, parts);
    if (before) this.index.delete(before);
    this.dossiers.set(dossier, entry);
    this.index.add(entry);
    this.markStale(entry, parts);
    return true;
  }

  delete(dossier: string): boolean {
    const entry = this.dossiers.get(dossier);
    if (!entry) return false;
    this.markStale(entry);
    this.index.delete(entry);
    return this.dossiers.delete(dossier);
  }

  /** What the dossiers here say to those that another process analyzes. */
  summaries(): readonly DossierSummary[] {
    return [...this.dossiers.values()].map((entry) => entry.summary);
  }

  /** Sets the dossiers here among those that other processes analyze, in the order of the names, on which messages depend. */
  setDossiers(names: readonly string[], elsewhere: readonly DossierSummary[]): void {
    const remote = new Map(elsewhere.map((summary) => [summary.dossier, new RemoteDossier(summary)]));
    this.remoteCount = remote.size;
    this.index = new StatementIndex();
    for (const name of names) {
      const party = this.dossiers.get(name) ?? remote.get(name);
      if (party) this.index.add(party);
    }
    for (const name of this.dossiers.keys()) this.stale.add(name);
  }

  /** What an entry says, or no longer says, may matter to itself and to those that share it: all, or these paragraphs. */
  private markStale(entry: LocalDossier, paragraphs?: readonly Paragraph[]): void {
    this.stale.add(entry.dossier);
    for (const other of this.index.dossiersSharing(entry, this.dossiers.values(), paragraphs))
      this.stale.add(other.dossier);
  }

  /** How many dossiers a dossier is compared with. */
  countOthers(dossier: string): number {
    return this.dossiers.size + this.remoteCount - (this.dossiers.has(dossier) ? 1 : 0);
  }

  /** What the others say against a dossier; the same object for as long as that is the same. */
  issuesOf(dossier: string): CrossDossierIssues | undefined {
    const entry = this.dossiers.get(dossier);
    if (!entry) return undefined;
    const before = this.issuesByDossier.get(dossier);
    const isStale = this.stale.delete(dossier);
    if (before && !isStale) return before;
    const issues = this.compare(entry);
    if (before && isSameIssues(before.issues, issues)) return before;
    const others = { issues };
    this.issuesByDossier.set(dossier, others);
    return others;
  }

  /** Where a place in a dossier is in its text, or in the chapter file that it names. */
  locate(remote: RemoteLocation): (FileSpan & { readonly analysis: Analysis }) | undefined {
    const analysis = this.dossiers.get(remote.dossier)?.analysis;
    return analysis && { ...locate(analysis.source, analysis.answers, remote), analysis };
  }

  private compare(entry: LocalDossier): ReadonlyMap<string, readonly Issue[]> {
    const issues = new Map<string, readonly Issue[]>();
    const { pack, analysis } = entry;
    const given = { direction: analysis.direction, settings: analysis.cache.input.settings };
    for (const { rule, check, params } of crossDossierRules(pack)) {
      const found = ruleApplies(rule, given) ? check.compare(params, entry, this.index.othersOf(entry)) : undefined;
      if (found) issues.set(rule.id, found);
    }
    return issues;
  }
}

function isSameValues(a: readonly StatedValue[], b: readonly StatedValue[]): boolean {
  return a.length === b.length && a.every(([path, value], i) => path === b[i]![0] && value === b[i]![1]);
}

function isSameIssues(a: CrossDossierIssues['issues'], b: CrossDossierIssues['issues']): boolean {
  return a.size === b.size && JSON.stringify([...a]) === JSON.stringify([...b]);
}
