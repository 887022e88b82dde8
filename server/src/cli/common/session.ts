/** What every command needs: the packs, and dossiers read and analyzed with the settings that hold for them. */
import { delimiter, dirname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { namedFiles } from '../../core/analysis/named-files.ts';
import type { Analysis } from '../../core/analysis/types.ts';
import type { Finding, RemoteLocation, Severity } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { RuleData } from '../../core/model/rule-schema.ts';
import { review } from '../../core/review/review.ts';
import { sha256 } from '../../core/text/sha256.ts';
import type { DossierSummary } from '../../core/workspace/indexed-dossier.ts';
import { localDay } from '../../host/dossier-files.ts';
import type { EvidenceProber, OpenCache } from '../../host/evidence/prober.ts';
import { isDossier } from '../../host/file-names.ts';
import { realPath } from '../../host/file-paths.ts';
import { findDossiers } from '../../host/find-dossiers.ts';
import type { ConfigProblem, LoadedSettings } from '../../host/load-settings.ts';
import { PackLibrary } from '../../host/pack-library.ts';
import { type ReadFault, unreadFinding } from '../../host/read-faults.ts';
import { type FileText, readText } from '../../host/read-text.ts';
import { DossierStore } from '../../workbench/dossier-store.ts';
import { type FileLocation, groupByFile } from '../../workbench/file-location.ts';
import { type RecommendationOrder, recommendationOrder } from '../../workbench/recommendation-order.ts';
import type { CheckedFile } from './checked-file.ts';
import type { CliIo } from './cli-io.ts';
import { CommandOutput } from './command-output.ts';
import { StoredFindingDetails } from './finding-details.ts';
import { UsageError } from './usage.ts';

/** Flags of every command. */
export interface CommonOptions {
  /** Settings file that holds for all, instead of the nearest one above each dossier. */
  readonly config?: string;
  /** Folders of notice packs, beside those that the settings name. */
  readonly notices?: readonly string[];
  /** Language of the messages; that of the settings where nobody says, else Chinese. */
  readonly lang?: Locale;
  /** The day to count from, `YYYY-MM-DD`; today where nobody says. */
  readonly today?: string;
}

/** Clauses of a notice that no program decides. */
export interface Undecided {
  /** 待人工核验: for a person to verify. */
  readonly manual: number;
  /** 缺数据: could be decided, but something it needs was not given. */
  readonly missingData: number;
}

/** The severity that a finding counts as in this run, from the finding and its rule (undefined for a finding without one). */
export type SeverityOverride = (finding: Finding, rule: RuleData | undefined) => Severity;

/** Called with the number of dossiers that are done. */
export type OnStep = (done: number) => void;

/** How many dossiers are read or analyzed before timers and signals get their turn. */
const BATCH_SIZE = 8;

/**
 * The dossiers of one command with their packs and settings, and the words to the user. Paths may be relative: they count from the working
 * folder of the command.
 */
export class Session extends CommandOutput {
  readonly locale: Locale;
  /** What reports ask about the findings of the dossiers here. */
  readonly details: StoredFindingDetails;
  private readonly store: DossierStore;
  /** Why a dossier could not be read, by absolute path. */
  private readonly faults = new Map<string, ReadFault>();
  /** Absolute paths whose text standard input gave. */
  private readonly provided = new Set<string>();

  /** The settings that hold for the path `near` give the language where no flag does. `prober` looks into evidence; by default one of its own does. Throws a {@link UsageError} where they are wrong. */
  constructor(io: CliIo, options: CommonOptions, near = 'x', prober?: EvidenceProber) {
    super(io);
    const library = new PackLibrary(packFolders(io, options).map((folder) => this.resolve(folder)));
    library.setRoots([this.resolve('.')]);
    this.store = new DossierStore(
      library,
      options.config === undefined ? undefined : this.resolve(options.config),
      prober,
    );
    const { today } = options;
    if (today !== undefined) this.store.today = () => today;
    this.details = new StoredFindingDetails(this.store);
    const { settings } = this.store.settings(this.resolve(near));
    this.locale = options.lang ?? settings.locale ?? 'zh';
    io.onLocale?.(this.locale);
    this.settings(near);
  }

  /** Results of opening evidence are looked up there first, and kept there. */
  useCache(cache: OpenCache): void {
    this.store.openCache = cache;
  }

  /** The notice packs at hand in the folder of the command, by id. */
  get packs(): DossierStore['packs'] {
    return this.settings('x').packs.packs;
  }

  /** The settings that hold for a file, and the packs of the calls for it. */
  callsFor(file: string): { readonly packs: DossierStore['packs']; readonly settings: LoadedSettings['settings'] } {
    const { packs, settings } = this.settings(file);
    return { packs: packs.packs, settings };
  }

  /** Reads a dossier, once. One that cannot be read gives an `internal-fault` finding in {@link checked}. */
  addFile(file: string): void {
    const path = this.resolve(file);
    if (!this.provided.has(path) && !this.store.has(path)) this.storeContent(file, readText(path));
  }

  /** Takes the text that standard input holds: it stands for the file of its name, which is not read. */
  addContent(file: string, read: FileText): void {
    this.provided.add(this.resolve(file));
    this.storeContent(file, read);
  }

  private storeContent(file: string, read: FileText): void {
    if ('fault' in read) this.faults.set(this.resolve(file), read.fault);
    else this.addText(file, read.text);
  }

  /** Takes a text as that of a dossier, in the place of the one before. Throws where the settings that hold for it are wrong. */
  addText(file: string, text: string): void {
    this.settings(file);
    this.store.set(this.resolve(file), text);
  }

  /** Reads the other dossiers below the folder whose settings hold for this one, to compare it with them. */
  addBeside(file: string): void {
    const { file: config } = this.settings(file);
    if (config === undefined) return;
    const own = realPath(this.resolve(file));
    for (const other of findDossiers(dirname(this.resolve(config)))) {
      if (realPath(this.resolve(other)) !== own && !this.isIgnored(other)) this.addFile(other);
    }
  }

  /** The order in which a city recommends these dossiers; those beside them are read where it names others. */
  recommendationOrder(city: string, files: readonly string[]): RecommendationOrder {
    const paths = files.map((file) => this.resolve(file));
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
    const paths = files.map((file) => this.resolve(file));
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

  /** Sets the dossiers here among those of other processes. */
  setWorkspace(elsewhere: readonly DossierSummary[]): void {
    this.store.setWorkspace(elsewhere);
  }

  /** The files that a dossier rests on: its own, chapters, evidence, settings and the list that they name. */
  filesOf(file: string): readonly string[] {
    const path = this.resolve(file);
    const analysis = this.store.analysis(path);
    const { files, chapters } = analysis ? namedFiles(analysis) : { files: [], chapters: [] };
    const { file: config, lists } = this.store.settings(path);
    const beside = [...files, ...chapters].map((name) => resolve(dirname(path), name));
    return [path, ...beside, ...[config, ...lists].flatMap((f) => (f === undefined ? [] : this.resolve(f)))];
  }

  /** Of the text of a dossier as it was read; undefined where it could not be. */
  digestOf(file: string): string | undefined {
    const text = this.store.text(this.resolve(file));
    return text === undefined ? undefined : sha256(text);
  }

  /** How many clauses of a dossier's notice are left to a person or lack data; none where its notice is not known. */
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
    const path = this.resolve(file);
    this.store.filesChanged([path]);
    if (!isDossier(path)) return;
    this.faults.delete(path);
    this.store.delete(path);
  }

  /** The analysis of a dossier; undefined where it could not be read. */
  analysis(file: string): Analysis | undefined {
    return this.store.analysis(this.resolve(file));
  }

  /** How many other dossiers a dossier is compared with. */
  countOthers(file: string): number {
    return this.store.countOthers(this.resolve(file));
  }

  /** What was found in a dossier, and in the chapters that it keeps in files of their own; the dossier first. */
  checked(file: string, grade?: SeverityOverride): readonly CheckedFile[] {
    const path = this.resolve(file);
    const analysis = this.store.analysis(path);
    if (!analysis) return [this.unread(file, this.faults.get(path) ?? 'missing')];
    const owner = { path, analysis };
    const regraded = (finding: Finding): Finding => {
      this.details.own(finding, owner);
      const severity = grade?.(finding, this.details.rule(finding)?.rule) ?? finding.severity;
      return severity === finding.severity ? finding : { ...finding, severity };
    };
    const findings = analysis.findings.map(regraded);
    for (const finding of findings) this.details.own(finding, owner);
    return [...groupByFile(path, findings, this.store)].map(([at, findings]) => ({
      path: this.display(at),
      text: at === path ? analysis.source.text : (this.textAt(path, findings) ?? ''),
      findings,
      complete: !findings.some((f) => f.rule === 'internal-fault'),
      isChapter: at !== path,
    }));
  }

  private unread(file: string, fault: ReadFault): CheckedFile {
    return { path: this.display(file), text: '', findings: [unreadFinding(fault)], complete: false, isChapter: false };
  }

  /** Where a place in a dossier of this session is; undefined where there is none. */
  locateRemote(remote: RemoteLocation): FileLocation | undefined {
    return this.store.locateRemote(remote);
  }

  /** True where the settings that hold for a file say to pass it over. */
  isIgnored(path: string): boolean {
    this.settings(path);
    return this.store.isIgnored(this.resolve(path));
  }

  private textAt(path: string, [first]: readonly Finding[]): string | undefined {
    return first && this.store.locate(path, first).text;
  }

  /** The settings that hold for a file. Throws a {@link UsageError} that lists what is wrong in them. */
  settings(file: string): LoadedSettings {
    const result = this.store.settings(this.resolve(file));
    const problems = [...result.problems, ...result.packs.problems];
    if (problems.length) this.refuseSettings(problems);
    return result;
  }

  /** Throws the error that lists these problems, each with file, line and column. */
  refuseSettings(problems: readonly ConfigProblem[]): never {
    const lines = problems.map(
      (p) => `\n${this.display(p.file)}:${p.from.line + 1}:${p.from.character + 1} ${this.localize(p.message)}`,
    );
    throw new UsageError(this.localize({ zh: '设置不合要求', en: 'the settings do not hold' }) + lines.join(''));
  }
}

/** The folders of packs that flags and the environment name; in the latter they are divided as in PATH. */
function packFolders({ env }: CliIo, { notices = [] }: CommonOptions): readonly string[] {
  return [...notices, ...(env.DOSSIER_NOTICES ?? '').split(delimiter).filter(Boolean)];
}
