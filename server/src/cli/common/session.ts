/** What every command needs: the packs, and dossiers read and analyzed with the settings that hold for them. */
import { dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { namedFiles } from '../../core/analysis/named-files.ts';
import type { Analysis } from '../../core/analysis/types.ts';
import { waiversOver } from '../../core/analysis/waivers.ts';
import { quickFixes } from '../../core/features/code-actions/quick-fixes.ts';
import type { Span } from '../../core/model/edit.ts';
import type { Finding, Fix, RemoteLocation, Severity } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import type { RuleData } from '../../core/model/rule-schema.ts';
import { review } from '../../core/review/review.ts';
import { sha256 } from '../../core/text/sha256.ts';
import type { DossierSummary } from '../../core/workspace/indexed-dossier.ts';
import { findDossiers, localDay } from '../../host/dossier-files.ts';
import type { EvidenceProber, OpenCache } from '../../host/evidence/prober.ts';
import { isDossier } from '../../host/file-names.ts';
import { pathFrom } from '../../host/file-paths.ts';
import { loadPacks } from '../../host/load-packs.ts';
import type { ConfigProblem, LoadedSettings } from '../../host/load-settings.ts';
import { type ReadFault, unreadFinding } from '../../host/read-faults.ts';
import { type FileText, readText } from '../../host/read-text.ts';
import { DossierStore } from '../../workbench/dossier-store.ts';
import { type FileLocation, groupByFile } from '../../workbench/file-location.ts';
import { type RecommendationOrder, recommendationOrder } from '../../workbench/recommendation-order.ts';
import { UsageError } from './usage.ts';

export interface CommonOptions {
  readonly config?: string;
  readonly lang?: Locale;
  readonly today?: string;
}

/** A file as it was checked: a dossier, or a chapter of one. */
export interface Checked {
  /** Relative to the working folder, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly findings: readonly Finding[];
  /** False where the file could not be read or a rule failed. */
  readonly complete: boolean;
  readonly isChapter: boolean;
}

interface Owner {
  readonly path: string;
  readonly analysis: Analysis;
}

/** A fix with the dossier whose text it changes. */
export interface FixWithText {
  readonly path: string;
  readonly text: string;
  readonly fix: Fix;
}

/** A waiver that lifts a finding, with its place. */
export interface WaiverWithText {
  readonly reason: string;
  readonly reviewer: string;
  readonly date: string;
  readonly path: string;
  readonly text: string;
  readonly span: Span;
}

export interface Undecided {
  readonly manual: number;
  readonly missingData: number;
}

/** What a finding counts as, where that is not what the engine says. */
export type SeverityOverride = (finding: Finding, rule: RuleData | undefined) => Severity;

/** Told how many dossiers are done. */
export type OnStep = (done: number) => void;

/** How many dossiers are checked before whoever waits, such as Ctrl-C, gets a turn. */
const BATCH_SIZE = 8;

export class Session {
  readonly locale: Locale;
  private readonly store: DossierStore;
  private readonly faults = new Map<string, ReadFault>();
  /** Those that no file was read for. */
  private readonly provided = new Set<string>();
  /** Whose findings they are, also those that are shown in a chapter. */
  private readonly owners = new Map<Finding, Owner>();

  /** `near` is what is checked: its settings say the language where no flag does. `prober` looks into evidence; by default, one of its own does. */
  constructor(options: CommonOptions, near = 'x', prober?: EvidenceProber) {
    const loaded = loadPacks();
    const { problems } = loaded;
    for (const p of problems) process.stderr.write(`${p.file}:${p.line + 1}:${p.character + 1} ${p.message.zh}\n`);
    if (problems.length) throw new UsageError({ zh: '通知包不合要求', en: 'a notice pack does not hold' });
    this.store = new DossierStore(loaded, options.config, prober);
    const { settings } = this.store.settings(resolve(near));
    this.locale = options.lang ?? settings.locale ?? 'zh';
    this.settings(near);
  }

  /** Has what opening evidence came to looked up and kept. */
  useCache(cache: OpenCache): void {
    this.store.openCache = cache;
  }

  get packs(): DossierStore['packs'] {
    return this.store.packs;
  }

  localize(text: LocalizedText): string {
    return text[this.locale];
  }

  /** Reads a dossier; what cannot be read is remembered, and said when it is asked for. */
  addFile(file: string): void {
    const path = resolve(file);
    if (!this.provided.has(path) && !this.store.has(path)) this.storeContent(file, readText(file));
  }

  /** Takes what standard input holds: it stands for the file of its name. */
  addContent(file: string, read: FileText): void {
    this.provided.add(resolve(file));
    this.storeContent(file, read);
  }

  private storeContent(file: string, read: FileText): void {
    if ('fault' in read) this.faults.set(resolve(file), read.fault);
    else this.addText(file, read.text);
  }

  addText(file: string, text: string): void {
    this.settings(file);
    this.store.set(resolve(file), text);
  }

  /** What is wrong in how it was called. */
  refusal(text: LocalizedText): UsageError {
    return new UsageError(this.localize(text));
  }

  /** Says something to the user that is no finding. */
  report(text: LocalizedText): void {
    process.stderr.write(`dossier: ${this.localize(text)}\n`);
  }

  /** Reads the other dossiers below the folder whose settings hold for this one, to compare it with them. */
  addBeside(file: string): void {
    const { file: config } = this.settings(file);
    if (config === undefined) return;
    for (const other of findDossiers(dirname(resolve(config)))) {
      if (resolve(other) !== resolve(file) && !this.isIgnored(other)) this.addFile(other);
    }
  }

  /** The order in which a city recommends these dossiers; those beside them are read where it names others. */
  recommendationOrder(city: string, files: readonly string[]): RecommendationOrder {
    const paths = files.map((file) => resolve(file));
    const first = recommendationOrder(this.store, city, paths);
    if (!first.problems.length) return first;
    for (const file of files) this.addBeside(file);
    return recommendationOrder(this.store, city, paths);
  }

  /** Makes all dossiers known to each other: each has to be, before the first can be compared with it. */
  load(onStep?: OnStep): Promise<void> {
    return this.inParts(this.store.paths, onStep, async (part) => {
      for (const path of part) this.store.load(path);
    });
  }

  /** Looks into the evidence of these dossiers; after this they can be analyzed in full. */
  probeEvidence(files: readonly string[], onStep?: OnStep): Promise<void> {
    const paths = files.map((file) => resolve(file));
    return this.inParts(paths, onStep, async (part) => {
      await this.store.probeEvidence(part);
    });
  }

  private async inParts(
    paths: readonly string[],
    onStep: OnStep | undefined,
    work: (part: readonly string[]) => Promise<void>,
  ): Promise<void> {
    for (let i = 0; i < paths.length; i += BATCH_SIZE) {
      await work(paths.slice(i, i + BATCH_SIZE));
      onStep?.(Math.min(i + BATCH_SIZE, paths.length));
      await setImmediate();
    }
  }

  /** What the dossiers here say to those that another process analyzes. */
  summaries(): readonly DossierSummary[] {
    return this.store.summaries();
  }

  /** Sets the dossiers here among those of other processes, in the order of all. */
  setWorkspace(all: readonly string[], elsewhere: readonly DossierSummary[]): void {
    this.store.setWorkspace(
      all.map((file) => resolve(file)),
      elsewhere,
    );
  }

  /** The files that a dossier rests on: its own, chapters, evidence, settings and the list that they name. */
  filesOf(file: string): readonly string[] {
    const path = resolve(file);
    const analysis = this.store.analysis(path);
    const { files, chapters } = analysis ? namedFiles(analysis) : { files: [], chapters: [] };
    const { file: config, lists } = this.store.settings(path);
    const beside = [...files, ...chapters].map((name) => resolve(dirname(path), name));
    return [path, ...beside, ...[config, ...lists].flatMap((f) => (f === undefined ? [] : resolve(f)))];
  }

  /** Of the text of a dossier as it was read; undefined where it could not be. */
  digestOf(file: string): string | undefined {
    const text = this.store.text(resolve(file));
    return text === undefined ? undefined : sha256(text);
  }

  /** How many clauses a person has to decide, or nobody can for want of data. */
  undecided(file: string, today = localDay()): Undecided {
    const analysis = this.analysis(file);
    if (!analysis?.pack) return { manual: 0, missingData: 0 };
    const { counts } = review({ ...analysis, pack: analysis.pack }, { today, others: this.countOthers(file) });
    return { manual: counts.待人工核验, missingData: counts.缺数据 };
  }

  /** The settings of the dossiers at hand, and the lists these name. */
  dependencies(): readonly string[] {
    return this.store.loadedSettings().flatMap(({ file, lists }) => [file, ...lists].flatMap((f) => f ?? []));
  }

  /** Lets a file of the disk be read again; a dossier that is gone is let go. */
  refresh(file: string): void {
    const path = resolve(file);
    this.store.fileChanged(path);
    if (!isDossier(path)) return;
    this.faults.delete(path);
    this.store.delete(path);
  }

  analysis(file: string): Analysis | undefined {
    return this.store.analysis(resolve(file));
  }

  countOthers(file: string): number {
    return this.store.countOthers(resolve(file));
  }

  /** What was found in a dossier, and in the chapters that it keeps apart. */
  checked(file: string, grade?: SeverityOverride): readonly Checked[] {
    const path = resolve(file);
    const analysis = this.store.analysis(path);
    if (!analysis) return [unreadFile(file, this.faults.get(path) ?? 'missing')];
    const regraded = (finding: Finding): Finding => {
      this.owners.set(finding, { path, analysis });
      const severity = grade?.(finding, this.rule(finding)?.rule) ?? finding.severity;
      return severity === finding.severity ? finding : { ...finding, severity };
    };
    const findings = analysis.findings.map(regraded);
    for (const finding of findings) this.owners.set(finding, { path, analysis });
    return [...groupByFile(path, findings, this.store)].map(([at, findings]) => ({
      path: at === path ? displayPath(file) : displayPath(at),
      text: at === path ? analysis.source.text : (this.textAt(path, findings) ?? ''),
      findings,
      complete: !findings.some((f) => f.rule === 'internal-fault'),
      isChapter: at !== path,
    }));
  }

  /** Where another end of a finding is. */
  locateRelated(finding: Finding, related: Finding['related'][number]): FileLocation | undefined {
    if ('remote' in related) return this.locateRemote(related.remote);
    const owner = this.owners.get(finding);
    return owner && this.store.locate(owner.path, related);
  }

  /** Where a place in a dossier of ours is. */
  locateRemote(remote: RemoteLocation): FileLocation | undefined {
    return this.store.locateRemote(remote);
  }

  /** What mends a finding beyond doubt. */
  safeFixes(finding: Finding): readonly FixWithText[] {
    const owner = finding.fixSpecs.some((m) => m.safe) ? this.owners.get(finding) : undefined;
    if (!owner) return [];
    const { path, analysis } = owner;
    const fixes = quickFixes(analysis, finding, { today: localDay() }).filter((f) => f.safe && f.edits.length);
    return fixes.map((fix) => ({ path, text: analysis.source.text, fix }));
  }

  /** What its reviewers wrote to lift a finding. */
  waivers(finding: Finding): readonly WaiverWithText[] {
    const { path, analysis } = this.owners.get(finding) ?? {};
    if (path === undefined || !analysis?.pack) return [];
    const { source, answers, pack } = analysis;
    return waiversOver(finding, answers, pack).map(({ reason, reviewer, date, path: at }) => {
      return { reason, reviewer, date, path, text: source.text, span: source.span(at) };
    });
  }

  /** The rule of a finding, with the pack that has it: the dossier's own, else any that shares it. */
  rule(finding: Finding): { readonly pack: LoadedPack; readonly rule: RuleData } | undefined {
    const own = this.owners.get(finding)?.analysis.pack;
    for (const pack of own ? [own] : this.packs.values()) {
      const rule = pack.rules.find((r) => r.id === finding.rule);
      if (rule) return { pack, rule };
    }
    return undefined;
  }

  /** True where the settings that hold for a file say to pass it over. */
  isIgnored(path: string): boolean {
    this.settings(path);
    return this.store.isIgnored(resolve(path));
  }

  private textAt(path: string, [first]: readonly Finding[]): string | undefined {
    return first && this.store.locate(path, first).text;
  }

  settings(file: string): LoadedSettings {
    const result = this.store.settings(resolve(file));
    if (result.problems.length) this.refuseSettings(result.problems);
    return result;
  }

  refuseSettings(problems: readonly ConfigProblem[]): never {
    const lines = problems.map(
      (p) => `\n${displayPath(p.file)}:${p.from.line + 1}:${p.from.character + 1} ${this.localize(p.message)}`,
    );
    throw new UsageError(this.localize({ zh: '设置不合要求', en: 'the settings do not hold' }) + lines.join(''));
  }
}

function unreadFile(file: string, fault: ReadFault): Checked {
  return { path: displayPath(file), text: '', findings: [unreadFinding(fault)], complete: false, isChapter: false };
}

/** A path as reports show it: from the working folder, with `/`. */
export function displayPath(file: string): string {
  return pathFrom(process.cwd(), file) || file.replaceAll('\\', '/');
}
