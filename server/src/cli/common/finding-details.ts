/** What reports ask about a finding beside what it says: the other places it names, fixes, waivers and its rule. */
import type { Analysis } from '../../core/analysis/types.ts';
import { waiversOver } from '../../core/analysis/waivers.ts';
import { quickFixes } from '../../core/features/code-actions/quick-fixes.ts';
import type { Span } from '../../core/model/edit.ts';
import type { Finding, Fix, RelatedLocation } from '../../core/model/finding.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import type { RuleData } from '../../core/model/rule-schema.ts';
import { localDay } from '../../host/dossier-files.ts';
import type { DossierStore } from '../../workbench/dossier-store.ts';
import type { FileLocation } from '../../workbench/file-location.ts';

/** A fix with the dossier whose text it changes. */
export interface FixWithText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly fix: Fix;
}

/** A waiver that lifts a finding, with its place. */
export interface WaiverWithText {
  readonly reason: string;
  readonly reviewer: string;
  /** `YYYY-MM-DD`, as the waiver has it. */
  readonly date: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly span: Span;
}

/** The rule of a finding, with the pack that has it. */
export interface RuleOfPack {
  readonly pack: LoadedPack;
  readonly rule: RuleData;
}

/** What a report asks about a finding; for findings of this process, of workers and of shards alike. */
export interface FindingDetails {
  /** Where another end of a finding is; undefined where that dossier is not at hand. */
  locateRelated(finding: Finding, related: RelatedLocation): FileLocation | undefined;
  /** What fixes the finding beyond doubt; none where nothing does. */
  safeFixes(finding: Finding): readonly FixWithText[];
  /** What its reviewers wrote to lift it. */
  waivers(finding: Finding): readonly WaiverWithText[];
  /** Its rule: in the dossier's own pack, else in any that shares it; undefined for one of no pack, such as `internal-fault`. */
  rule(finding: Finding): RuleOfPack | undefined;
}

interface Owner {
  /** Absolute. */
  readonly path: string;
  readonly analysis: Analysis;
}

/** The details of findings of the dossiers of a store. */
export class StoredFindingDetails implements FindingDetails {
  private readonly store: DossierStore;
  /** Whose findings they are, also those that are shown in a chapter. */
  private readonly owners = new WeakMap<Finding, Owner>();

  constructor(store: DossierStore) {
    this.store = store;
  }

  /** Remembers which dossier a finding is of. */
  own(finding: Finding, owner: Owner): void {
    this.owners.set(finding, owner);
  }

  locateRelated(finding: Finding, related: RelatedLocation): FileLocation | undefined {
    if ('remote' in related) return this.store.locateRemote(related.remote);
    const owner = this.owners.get(finding);
    return owner && this.store.locate(owner.path, related);
  }

  safeFixes(finding: Finding): readonly FixWithText[] {
    const owner = finding.fixSpecs.some((m) => m.safe) ? this.owners.get(finding) : undefined;
    if (!owner) return [];
    const { path, analysis } = owner;
    const fixes = quickFixes(analysis, finding, { today: localDay() }).filter((f) => f.safe && f.edits.length);
    return fixes.map((fix) => ({ path, text: analysis.source.text, fix }));
  }

  waivers(finding: Finding): readonly WaiverWithText[] {
    const { path, analysis } = this.owners.get(finding) ?? {};
    if (path === undefined || !analysis?.pack) return [];
    const { source, answers, pack } = analysis;
    return waiversOver(finding, answers, pack, analysis.cache.input.today).map(
      ({ reason, reviewer, date, path: at }) => {
        return { reason, reviewer, date, path, text: source.text, span: source.span(at) };
      },
    );
  }

  rule(finding: Finding): RuleOfPack | undefined {
    const own = this.owners.get(finding)?.analysis.pack;
    for (const pack of own ? [own] : this.store.packs.values()) {
      const rule = pack.rules.find((r) => r.id === finding.rule);
      if (rule) return { pack, rule };
    }
    return undefined;
  }
}
