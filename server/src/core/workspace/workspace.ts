/**
 * Compares the dossiers at hand with each other. After an edit, only the dossiers that share a value, a name or a paragraph
 * with the edited one are compared again.
 */

import { locate } from '../analysis/locate.ts';
import { ruleApplies } from '../analysis/run-rules.ts';
import type { Analysis, CrossDossierIssues } from '../analysis/types.ts';
import type { Issue } from '../checks/shared/check.ts';
import type { FileSpan, RemoteLocation } from '../model/finding.ts';
import { crossDossierRules, type DossierSummary, LocalDossier, RemoteDossier } from './indexed-dossier.ts';
import { WorkspaceIndex } from './workspace-index.ts';

/** The dossiers at hand, compared with each other. `set` them all, then ask `issuesOf` each. */
export class Workspace {
  private readonly dossiers = new Map<string, LocalDossier>();
  /** How many dossiers other processes analyze, see {@link setDossiers}. */
  private remoteCount = 0;
  private readonly issuesByDossier = new Map<string, CrossDossierIssues>();
  /** The dossiers whose entry of `issuesByDossier` may be out of date: for all rules, or for those with these parameters. */
  private readonly stale = new Map<string, Set<unknown> | 'all'>();
  private index = new WorkspaceIndex();

  /** Takes a dossier in, or its newer analysis; true where that may matter to the others. */
  set(dossier: string, analysis: Analysis): boolean {
    const before = this.dossiers.get(dossier);
    if (before?.update(analysis)) return false;
    // One whose notice is not known stands apart from the others.
    if (!analysis.pack) return this.delete(dossier);
    const isSameNotice = before?.pack === analysis.pack;
    const entry = new LocalDossier(dossier, analysis, analysis.pack, isSameNotice ? before : undefined);
    this.dossiers.set(dossier, entry);
    this.index.set(entry);
    this.stale.set(dossier, 'all');
    return true;
  }

  delete(dossier: string): boolean {
    if (!this.dossiers.delete(dossier)) return false;
    this.index.delete(dossier);
    this.stale.delete(dossier);
    this.issuesByDossier.delete(dossier);
    return true;
  }

  /** What the dossiers here say to those that another process analyzes. */
  summaries(): readonly DossierSummary[] {
    return [...this.dossiers.values()].map((entry) => entry.summary);
  }

  /** Sets the dossiers here among those that other processes analyze. */
  setDossiers(elsewhere: readonly DossierSummary[]): void {
    this.remoteCount = elsewhere.length;
    this.index = new WorkspaceIndex();
    for (const entry of this.dossiers.values()) this.index.set(entry);
    for (const summary of elsewhere) this.index.set(new RemoteDossier(summary));
    for (const name of this.dossiers.keys()) this.stale.set(name, 'all');
  }

  /** Finds out whom the changes since this was last done concern. */
  private markStale(): void {
    for (const [params, { dossiers, names }] of this.index.takeChanges()) {
      for (const dossier of dossiers) this.addStale(dossier, params);
      if (!names.size) continue;
      for (const [dossier, entry] of this.dossiers)
        if (!this.isStale(dossier, params) && entry.mentionsAny(names)) this.addStale(dossier, params);
    }
  }

  private isStale(dossier: string, params: unknown): boolean {
    const rules = this.stale.get(dossier);
    return rules === 'all' || rules?.has(params) === true;
  }

  private addStale(dossier: string, params: unknown): void {
    const rules = this.stale.get(dossier);
    if (rules !== 'all') this.stale.set(dossier, (rules ?? new Set()).add(params));
  }

  /** How many dossiers a dossier is compared with. */
  countOthers(dossier: string): number {
    return this.dossiers.size + this.remoteCount - (this.dossiers.has(dossier) ? 1 : 0);
  }

  /** What the others say against a dossier; the same object for as long as that is the same. */
  issuesOf(dossier: string): CrossDossierIssues | undefined {
    const entry = this.dossiers.get(dossier);
    if (!entry) return undefined;
    this.markStale();
    const before = this.issuesByDossier.get(dossier);
    const stale = this.stale.get(dossier);
    this.stale.delete(dossier);
    if (before && !stale) return before;
    const known = before?.issues ?? new Map<string, readonly Issue[]>();
    const issues = this.compare(entry, known, stale ?? 'all');
    if (before && isSame(issues, known)) return before;
    const others = { issues };
    this.issuesByDossier.set(dossier, others);
    return others;
  }

  /** Where a place in a dossier is in its text, or in the chapter file that it names. */
  locate(remote: RemoteLocation): (FileSpan & { readonly analysis: Analysis }) | undefined {
    const entry = this.dossiers.get(remote.dossier);
    if (!entry) return undefined;
    const { analysis } = entry;
    const within =
      remote.paragraph === undefined ? undefined : entry.paragraphAt(remote.path, remote.paragraph)?.within;
    const place = { path: remote.path, ...(within ? { within } : {}) };
    return { ...locate(analysis.source, analysis.answers, place), analysis };
  }

  /** Compares by the rules that are out of date; what is found again is the same object as before. */
  private compare(entry: LocalDossier, before: IssuesByRule, stale: ReadonlySet<unknown> | 'all'): IssuesByRule {
    const issues = new Map<string, readonly Issue[]>();
    const { pack, analysis } = entry;
    const { direction, answers, cache } = analysis;
    const given = { direction, answers, settings: cache.input.settings };
    for (const one of crossDossierRules(pack)) {
      const { rule, check, params } = one;
      const known = before.get(rule.id);
      const isKept = stale !== 'all' && !stale.has(params);
      const compare = () =>
        ruleApplies(rule, given) ? check.compare(params, entry, this.index.othersOf(entry, one)) : undefined;
      const found = isKept ? known : compare();
      if (found) issues.set(rule.id, keepSame(found, known));
    }
    return issues;
  }
}

type IssuesByRule = CrossDossierIssues['issues'];

function isSame(a: IssuesByRule, b: IssuesByRule): boolean {
  return a.size === b.size && [...a].every(([rule, found]) => b.get(rule) === found);
}

/** The issues from before where these say the same. */
function keepSame(found: readonly Issue[], before: readonly Issue[] | undefined): readonly Issue[] {
  if (found === before) return found;
  const isSameList = before?.length === found.length && found.every((issue, i) => isSameIssue(issue, before[i]!));
  return isSameList ? before : found;
}

function isSameIssue(a: Issue, b: Issue): boolean {
  return a.message.zh === b.message.zh && JSON.stringify(a) === JSON.stringify(b);
}
