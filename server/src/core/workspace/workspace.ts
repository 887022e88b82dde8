/**
 * Several dossiers at once: what each says against the others. A dossier is told only what changed for it, so that an
 * edit in one costs the others nothing unless they share something with it.
 */
import type { Analysis, Others } from '../analysis/analyze.ts';
import { locate } from '../analysis/collect-findings.ts';
import { appliesTo } from '../analysis/run-rules.ts';
import { CHECKS } from '../checks/index.ts';
import type { AcrossCheck, Issue, Member, Named, Neighbours, Paragraph, Peer } from '../checks/shared/check.ts';
import type { Answers } from '../form/answers.ts';
import type { Answer } from '../form/read-form.ts';
import { type Far, type Path, readPath, type Stretch } from '../model/finding.ts';
import type { RuleData } from '../model/notice-schema.ts';
import type { LoadedPack } from '../packs/read-pack.ts';
import { mayContain, type Sieve, sieveOf } from '../text/bigram-filter.ts';
import { countWords } from '../text/count-characters.ts';
import { fingerprintOf } from '../text/paragraph-fingerprint.ts';

/** A path, and what is said there. */
type Saying = readonly [path: string, value: string];

/** All that the others want to know of a dossier, as plain data: for a process that has not read it. */
export interface Extract {
  readonly dossier: string;
  readonly notice: string;
  /** What it says at each path that dossiers are compared by, prose apart. */
  readonly sayings: readonly Saying[];
  /** What is asked for by its path alone. */
  readonly said: ReadonlyMap<string, { readonly text: string | undefined; readonly place: Path | undefined }>;
  readonly paragraphs: readonly Paragraph[];
}

/** A dossier that the index knows. */
type Party = Peer & Pick<Extract, 'notice' | 'sayings' | 'paragraphs'>;

/** A dossier that another process has read and judges. */
class Stranger implements Party {
  readonly dossier: string;
  readonly notice: string;
  readonly sayings: readonly Saying[];
  readonly paragraphs: readonly Paragraph[];
  private readonly said: Extract['said'];

  constructor({ dossier, notice, sayings, said, paragraphs }: Extract) {
    this.dossier = dossier;
    this.notice = notice;
    this.sayings = sayings;
    this.said = said;
    this.paragraphs = paragraphs;
  }

  text(path: string): string | undefined {
    return this.said.get(path)?.text;
  }

  place(path: string): Path | undefined {
    return this.said.get(path)?.place;
  }
}

/** A dossier of a workspace with what was learned of it. */
class Entry implements Member, Party {
  readonly dossier: string;
  readonly pack: LoadedPack;
  analysis: Analysis;
  private readonly prosePlaces: readonly Answer[];
  private known: { prose?: string; sieve?: Sieve; paragraphs?: readonly Paragraph[]; sayings?: readonly Saying[] } = {};

  constructor(dossier: string, analysis: Analysis, pack: LoadedPack) {
    this.dossier = dossier;
    this.analysis = analysis;
    this.pack = pack;
    this.prosePlaces = analysis.answers.texts(pack.form.roles.prose);
  }

  get answers(): Answers {
    return this.analysis.answers;
  }

  get notice(): string {
    return this.pack.notice.id;
  }

  text(path: string): string | undefined {
    return this.answers.text(path);
  }

  place(path: string): Path | undefined {
    return this.answers.at(path)?.path;
  }

  get prose(): string {
    this.known.prose ??= this.prosePlaces.map((a) => String(a.value)).join('\n');
    return this.known.prose;
  }

  /** Whether the prose says these words. */
  mentions(words: string): boolean {
    this.known.sieve ??= sieveOf(this.prose);
    return mayContain(this.known.sieve, words) && this.prose.includes(words);
  }

  get paragraphs(): readonly Paragraph[] {
    this.known.paragraphs ??= this.prosePlaces.flatMap((a) => paragraphsOf(a, this.ownNames()));
    return this.known.paragraphs;
  }

  get sayings(): readonly Saying[] {
    const prose = new Set(this.prosePlaces);
    this.known.sayings ??= comparedPaths(this.pack).flatMap((path) =>
      this.answers
        .all(path)
        .flatMap((a) => (a.state === 'ok' && a.value !== undefined && !prose.has(a) ? [[path, String(a.value)]] : [])),
    ) as readonly Saying[];
    return this.known.sayings;
  }

  get extract(): Extract {
    const { dossier, notice, sayings, paragraphs } = this;
    const prose = new Set(this.prosePlaces);
    // One of another call may ask what it compares itself.
    const asked = new Set([...this.analysis.memo.facts.packs.values()].flatMap(comparedPaths));
    const said = [...asked].flatMap((path) => {
      const answer = this.answers.at(path);
      return answer && !prose.has(answer) ? [[path, { text: this.text(path), place: answer.path }] as const] : [];
    });
    return { dossier, notice, sayings, said: new Map(said), paragraphs };
  }

  /** Takes a newer analysis that says the same in all that dossiers are compared by; false where it does not. */
  renew(analysis: Analysis): boolean {
    const same =
      analysis.pack === this.pack &&
      analysis.memo.facts.settings === this.analysis.memo.facts.settings &&
      comparedBy(this.pack).every((key) => this.answers.at([key]) === analysis.answers.at([key]));
    if (same && analysis.direction === this.analysis.direction) this.analysis = analysis;
    return this.analysis === analysis;
  }

  private ownNames(): readonly string[] {
    const { applicant, platform } = this.pack.form.roles;
    return [applicant, platform].flatMap((path) => this.answers.text(path) ?? []);
  }
}

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

function acrossRules(pack: LoadedPack): readonly { rule: RuleData; check: AcrossCheck; params: unknown }[] {
  return pack.rules.flatMap((rule) => {
    const check = CHECKS.get(rule.check ?? '');
    const params = pack.params.get(rule.id);
    return check && 'across' in check && params ? [{ rule, check, params }] : [];
  });
}

/** The paths that dossiers of a notice are compared by, and the top-level fields these are in. */
function comparedPaths(pack: LoadedPack): readonly string[] {
  return [...new Set(acrossRules(pack).flatMap(({ check, params }) => check.reads(params)))];
}

function comparedBy(pack: LoadedPack): readonly string[] {
  return [...new Set(comparedPaths(pack).map((p) => String(readPath(p)[0])))];
}

/** Who says what, over all dossiers. */
class Index {
  /** By path, then by what is said there. */
  private readonly sayings = new Map<string, Map<string, Set<Party>>>();
  private readonly fingerprints = new Map<string, Map<Party, Paragraph>>();
  /** The paths whose words were looked for in the prose of others. */
  private readonly names = new Set<string>();

  add(entry: Party): void {
    for (const [path, value] of entry.sayings) {
      const values = this.sayings.get(path) ?? new Map<string, Set<Party>>();
      this.sayings.set(path, values);
      const members = values.get(value) ?? new Set();
      values.set(value, members.add(entry));
    }
    for (const p of entry.paragraphs) {
      const members = this.fingerprints.get(p.fingerprint) ?? new Map<Party, Paragraph>();
      if (!members.has(entry)) members.set(entry, p);
      this.fingerprints.set(p.fingerprint, members);
    }
  }

  delete(entry: Party): void {
    for (const [path, value] of entry.sayings) {
      const members = this.sayings.get(path)?.get(value);
      members?.delete(entry);
      if (members?.size === 0) this.sayings.get(path)!.delete(value);
    }
    for (const p of entry.paragraphs) {
      const members = this.fingerprints.get(p.fingerprint);
      members?.delete(entry);
      if (members?.size === 0) this.fingerprints.delete(p.fingerprint);
    }
  }

  /** Those that say something that this one says too, or have one of its paragraphs, or whose prose names it. */
  *sharing(entry: Entry, all: Iterable<Entry>, paragraphs?: readonly Paragraph[]): Iterable<Party> {
    if (!paragraphs) for (const [path, value] of entry.sayings) yield* this.sayings.get(path)?.get(value) ?? [];
    for (const p of paragraphs ?? entry.paragraphs) yield* this.fingerprints.get(p.fingerprint)?.keys() ?? [];
    const names = entry.sayings.filter(([path]) => this.names.has(path)).map(([, value]) => value);
    for (const other of all) if (names.some((name) => other.mentions(name))) yield other;
  }

  seenFrom(own: Entry): Neighbours {
    return {
      saying: (path, value) =>
        [...(this.sayings.get(path)?.get(value) ?? [])].filter((e) => e !== own && e.notice === own.notice),
      named: (paths) => paths.flatMap((path) => this.namedIn(own, path)),
      having: (fingerprint) => [...(this.fingerprints.get(fingerprint) ?? [])].filter(([e]) => e !== own),
    };
  }

  private namedIn(own: Entry, path: string): readonly Named[] {
    this.names.add(path);
    return [...(this.sayings.get(path) ?? [])].flatMap(([words, members]) => {
      if (!own.mentions(words)) return [];
      const peer = [...members].find((m) => m !== own);
      return peer ? [{ path, words, peer }] : [];
    });
  }
}

function isSame(a: readonly Saying[], b: readonly Saying[]): boolean {
  return a.length === b.length && a.every(([path, value], i) => path === b[i]![0] && value === b[i]![1]);
}

/** The paragraphs that stand in one of two states of a dossier only, or elsewhere in it. */
function changedIn(before: Entry, after: Entry): readonly Paragraph[] {
  const key = (p: Paragraph) => JSON.stringify([p.fingerprint, p.place]);
  const [old, now] = [before, after].map((e) => new Map(e.paragraphs.map((p) => [key(p), p])));
  return [...[...old!].filter(([k]) => !now!.has(k)), ...[...now!].filter(([k]) => !old!.has(k))].map(([, p]) => p);
}

function paragraphsOf(answer: Answer, names: readonly string[]): readonly Paragraph[] {
  return [...String(answer.value).matchAll(PARAGRAPH)].map((m) => {
    const text = m[0];
    const start = m.index + (text.length - text.trimStart().length);
    const within = [start, m.index + text.trimEnd().length] as const;
    return { fingerprint: fingerprintOf(text, names), words: countWords(text), place: { path: answer.path, within } };
  });
}

/** Lines up to a blank one, or to one that begins a list item, a table row, a heading or a quote. */
const PARAGRAPH = /[^\r\n]*\S[^\r\n]*(?:\r?\n(?![ \t]*(?:[-*+|#>]|\d+[.、)）]|[（(]))[ \t]*\S[^\r\n]*)*/g;

function isSameIssues(a: Others['issues'], b: Others['issues']): boolean {
  return a.size === b.size && JSON.stringify([...a]) === JSON.stringify([...b]);
}
