/** What every command needs: the packs, and dossiers read and judged with the settings that hold for them. */
import { createHash } from 'node:crypto';
import { dirname, relative, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { wanted } from '../../core/analysis/named-files.ts';
import type { Analysis } from '../../core/analysis/types.ts';
import { waiversOver } from '../../core/analysis/waivers.ts';
import { fixesOf } from '../../core/features/code-actions/quick-fixes.ts';
import type { Span } from '../../core/model/edit.ts';
import type { Far, Finding, Fix, Severity } from '../../core/model/finding.ts';
import type { Locale, Text } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import type { RuleData } from '../../core/model/rule-schema.ts';
import { review } from '../../core/review/review.ts';
import type { Extract } from '../../core/workspace/member.ts';
import { findDossiers, localDay } from '../../host/dossier-files.ts';
import type { OpenedBefore } from '../../host/evidence/prober.ts';
import { isDossier } from '../../host/file-names.ts';
import { loadPacks } from '../../host/load-packs.ts';
import type { ConfigProblem, LoadedSettings } from '../../host/load-settings.ts';
import { type Fault, unreadFinding } from '../../host/read-faults.ts';
import { type FileText, readText } from '../../host/read-text.ts';
import { byFile, Desk, type Place } from '../../workbench/dossier-store.ts';
import { type Order, orderOf } from '../../workbench/recommendation-order.ts';
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
export interface PlacedFix {
  readonly path: string;
  readonly text: string;
  readonly fix: Fix;
}

/** A waiver that lifts a finding, with its place. */
export interface PlacedWaiver {
  readonly reason: string;
  readonly reviewer: string;
  readonly date: string;
  readonly path: string;
  readonly text: string;
  readonly span: Span;
}

export interface Undecided {
  readonly manual: number;
  readonly lacking: number;
}

/** What a finding counts as, where that is not what the engine says. */
export type Grade = (finding: Finding, rule: RuleData | undefined) => Severity;

/** Told how many dossiers are done. */
export type OnStep = (done: number) => void;

/** How many dossiers are judged before whoever waits, such as Ctrl-C, gets a turn. */
const AT_A_TIME = 8;

export class Session {
  readonly locale: Locale;
  private readonly desk: Desk;
  private readonly faults = new Map<string, Fault>();
  /** Those that no file was read for. */
  private readonly given = new Set<string>();
  /** Whose findings they are, also those that are shown in a chapter. */
  private readonly owners = new Map<Finding, Owner>();

  /** `near` is what is checked: its settings say the language where no flag does. */
  constructor(options: CommonOptions, near = 'x') {
    const loaded = loadPacks();
    const { problems } = loaded;
    for (const p of problems) process.stderr.write(`${p.file}:${p.line + 1}:${p.character + 1} ${p.message.zh}\n`);
    if (problems.length) throw new UsageError({ zh: '通知包不合要求', en: 'a notice pack does not hold' });
    this.desk = new Desk(loaded, options.config);
    const { settings } = this.desk.settings(resolve(near));
    this.locale = options.lang ?? settings.locale ?? 'zh';
    this.settings(near);
  }

  /** Has what opening evidence came to looked up and kept. */
  remember(cache: OpenedBefore): void {
    this.desk.openedBefore = cache;
  }

  get packs(): Desk['packs'] {
    return this.desk.packs;
  }

  say(text: Text): string {
    return text[this.locale];
  }

  /** Reads a dossier; what cannot be read is remembered, and said when it is asked for. */
  add(file: string): void {
    const path = resolve(file);
    if (!this.given.has(path) && !this.desk.has(path)) this.take(file, readText(file));
  }

  /** Takes what standard input holds: it stands for the file of its name. */
  give(file: string, read: FileText): void {
    this.given.add(resolve(file));
    this.take(file, read);
  }

  private take(file: string, read: FileText): void {
    if ('fault' in read) this.faults.set(resolve(file), read.fault);
    else this.addText(file, read.text);
  }

  addText(file: string, text: string): void {
    this.settings(file);
    this.desk.put(resolve(file), text);
  }

  /** What is wrong in how it was called. */
  refusal(text: Text): UsageError {
    return new UsageError(this.say(text));
  }

  /** Says something to the user that is no finding. */
  tell(text: Text): void {
    process.stderr.write(`dossier: ${this.say(text)}\n`);
  }

  /** Reads the other dossiers below the folder whose settings hold for this one, to compare it with them. */
  addBeside(file: string): void {
    const { file: config } = this.settings(file);
    if (config === undefined) return;
    for (const other of findDossiers(dirname(resolve(config)))) {
      if (resolve(other) !== resolve(file) && !this.isIgnored(other)) this.add(other);
    }
  }

  /** The order in which a city recommends these dossiers; those beside them are read where it names others. */
  order(city: string, files: readonly string[]): Order {
    const paths = files.map((file) => resolve(file));
    const first = orderOf(this.desk, city, paths);
    if (!first.problems.length) return first;
    for (const file of files) this.addBeside(file);
    return orderOf(this.desk, city, paths);
  }

  /** Makes all dossiers known to each other: each has to be, before the first can be compared with it. */
  meet(onStep?: OnStep): Promise<void> {
    return this.inParts(this.desk.paths, onStep, async (part) => {
      for (const path of part) this.desk.meet(path);
    });
  }

  /** Looks into the evidence of these dossiers; after this they can be judged in full. */
  look(files: readonly string[], onStep?: OnStep): Promise<void> {
    const paths = files.map((file) => resolve(file));
    return this.inParts(paths, onStep, async (part) => {
      await this.desk.look(part);
    });
  }

  private async inParts(
    paths: readonly string[],
    onStep: OnStep | undefined,
    work: (part: readonly string[]) => Promise<void>,
  ): Promise<void> {
    for (let i = 0; i < paths.length; i += AT_A_TIME) {
      await work(paths.slice(i, i + AT_A_TIME));
      onStep?.(Math.min(i + AT_A_TIME, paths.length));
      await setImmediate();
    }
  }

  /** What the dossiers here say to those that another process judges. */
  extracts(): readonly Extract[] {
    return this.desk.extracts();
  }

  /** Sets the dossiers here among those of other processes, in the order of all. */
  settle(all: readonly string[], elsewhere: readonly Extract[]): void {
    this.desk.settle(
      all.map((file) => resolve(file)),
      elsewhere,
    );
  }

  /** The files that a dossier rests on: its own, chapters, evidence, settings and the list that they name. */
  filesOf(file: string): readonly string[] {
    const path = resolve(file);
    const analysis = this.desk.analysis(path);
    const { files, chapters } = analysis ? wanted(analysis) : { files: [], chapters: [] };
    const { file: config, list } = this.desk.settings(path);
    const beside = [...files, ...chapters].map((name) => resolve(dirname(path), name));
    return [path, ...beside, ...[config, list].flatMap((f) => (f === undefined ? [] : resolve(f)))];
  }

  /** Of the text of a dossier as it was read; undefined where it could not be. */
  digestOf(file: string): string | undefined {
    const text = this.desk.text(resolve(file));
    return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
  }

  /** How many clauses a person has to decide, or nobody can for want of data. */
  undecided(file: string, today = localDay()): Undecided {
    const analysis = this.analysis(file);
    if (!analysis?.pack) return { manual: 0, lacking: 0 };
    const { counts } = review({ ...analysis, pack: analysis.pack }, { today, others: this.othersOf(file) });
    return { manual: counts.待人工核验, lacking: counts.缺数据 };
  }

  /** The settings of the dossiers at hand, and the lists these name. */
  grounds(): readonly string[] {
    return this.desk.loadedSettings().flatMap(({ file, list }) => [file, list].flatMap((f) => f ?? []));
  }

  /** Lets a file of the disk be read again; a dossier that is gone is let go. */
  refresh(file: string): void {
    const path = resolve(file);
    this.desk.changed(path);
    if (!isDossier(path)) return;
    this.faults.delete(path);
    this.desk.drop(path);
  }

  analysis(file: string): Analysis | undefined {
    return this.desk.analysis(resolve(file));
  }

  othersOf(file: string): number {
    return this.desk.othersOf(resolve(file));
  }

  /** What was found in a dossier, and in the chapters that it keeps apart. */
  checked(file: string, grade?: Grade): readonly Checked[] {
    const path = resolve(file);
    const analysis = this.desk.analysis(path);
    if (!analysis) return [unread(file, this.faults.get(path) ?? 'missing')];
    const regraded = (finding: Finding): Finding => {
      this.owners.set(finding, { path, analysis });
      const severity = grade?.(finding, this.rule(finding)?.rule) ?? finding.severity;
      return severity === finding.severity ? finding : { ...finding, severity };
    };
    const findings = analysis.findings.map(regraded);
    for (const finding of findings) this.owners.set(finding, { path, analysis });
    return [...byFile(path, findings, this.desk)].map(([at, findings]) => ({
      path: at === path ? shown(file) : shown(at),
      text: at === path ? analysis.source.text : (this.textAt(path, findings) ?? ''),
      findings,
      complete: !findings.some((f) => f.rule === 'internal-fault'),
      isChapter: at !== path,
    }));
  }

  /** Where another end of a finding is. */
  end(finding: Finding, related: Finding['related'][number]): Place | undefined {
    if ('far' in related) return this.far(related.far);
    const owner = this.owners.get(finding);
    return owner && this.desk.place(owner.path, related);
  }

  /** Where a place in a dossier of ours is. */
  far(far: Far): Place | undefined {
    return this.desk.placeOf(far);
  }

  /** What mends a finding beyond doubt. */
  safeFixes(finding: Finding): readonly PlacedFix[] {
    const owner = finding.mends.some((m) => m.safe) ? this.owners.get(finding) : undefined;
    if (!owner) return [];
    const { path, analysis } = owner;
    const fixes = fixesOf(analysis, finding, { today: localDay() }).filter((f) => f.safe && f.edits.length);
    return fixes.map((fix) => ({ path, text: analysis.source.text, fix }));
  }

  /** What its reviewers wrote to lift a finding. */
  waivers(finding: Finding): readonly PlacedWaiver[] {
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
    return this.desk.isIgnored(resolve(path));
  }

  private textAt(path: string, [first]: readonly Finding[]): string | undefined {
    return first && this.desk.place(path, first).text;
  }

  settings(file: string): LoadedSettings {
    const result = this.desk.settings(resolve(file));
    if (result.problems.length) this.refuseSettings(result.problems);
    return result;
  }

  refuseSettings(problems: readonly ConfigProblem[]): never {
    const lines = problems.map(
      (p) => `\n${shown(p.file)}:${p.from.line + 1}:${p.from.character + 1} ${this.say(p.message)}`,
    );
    throw new UsageError(this.say({ zh: '设置不合要求', en: 'the settings do not hold' }) + lines.join(''));
  }
}

function unread(file: string, fault: Fault): Checked {
  return { path: shown(file), text: '', findings: [unreadFinding(fault)], complete: false, isChapter: false };
}

/** A path as reports show it: from the working folder, with `/`. */
export function shown(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return (path || file).replaceAll('\\', '/');
}
