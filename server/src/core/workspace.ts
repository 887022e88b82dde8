/**
 * Several dossiers at once: what each says against the others. A dossier is told only what changed for it, so that an
 * edit in one costs the others nothing unless they share something with it.
 */
import type { Analysis, Others } from './analyze.ts';
import type { Answers } from './answers.ts';
import type { AcrossCheck, Issue, Member, Named, Neighbours, Paragraph } from './checks/check.ts';
import { CHECKS } from './checks/index.ts';
import { type Far, readPath, type Stretch } from './finding.ts';
import { locate } from './findings.ts';
import type { Answer } from './form.ts';
import type { RuleData } from './notice.ts';
import { appliesTo } from './outcomes.ts';
import type { LoadedPack } from './pack.ts';
import { countWords } from './words.ts';

/** A dossier of a workspace with what was learned of it. */
class Entry implements Member {
  readonly dossier: string;
  readonly pack: LoadedPack;
  /** Whether other fields' words stand in the prose. */
  readonly mentions = new Map<string, boolean>();
  analysis: Analysis;
  private readonly prosePlaces: readonly Answer[];
  private known: { prose?: string; paragraphs?: readonly Paragraph[] } = {};

  constructor(dossier: string, analysis: Analysis, pack: LoadedPack) {
    this.dossier = dossier;
    this.analysis = analysis;
    this.pack = pack;
    this.prosePlaces = analysis.answers.texts(pack.form.roles.prose);
  }

  get answers(): Answers {
    return this.analysis.answers;
  }

  get prose(): string {
    this.known.prose ??= this.prosePlaces.map((a) => String(a.value)).join('\n');
    return this.known.prose;
  }

  get paragraphs(): readonly Paragraph[] {
    this.known.paragraphs ??= this.prosePlaces.flatMap((a) => paragraphsOf(a, this.ownNames()));
    return this.known.paragraphs;
  }

  /** Takes a newer analysis that says the same in all that dossiers are compared by; false where it does not. */
  renew(analysis: Analysis): boolean {
    const same =
      analysis.pack === this.pack &&
      comparedBy(this.pack).every((key) => this.answers.at([key]) === analysis.answers.at([key]));
    if (same && analysis.direction === this.analysis.direction) this.analysis = analysis;
    return this.analysis === analysis;
  }

  private ownNames(): readonly string[] {
    const { applicant, platform } = this.pack.form.roles;
    return [applicant, platform].flatMap((path) => this.answers.text(path) ?? []).sort((a, b) => b.length - a.length);
  }
}

export class Workspace {
  private readonly entries = new Map<string, Entry>();
  private readonly told = new Map<string, Others>();
  private readonly index = new Index();

  /** Takes a dossier in, or its newer analysis; true where that may matter to the others. */
  set(dossier: string, analysis: Analysis): boolean {
    const before = this.entries.get(dossier);
    if (before?.renew(analysis)) return false;
    const was = this.delete(dossier);
    // One whose notice is not known stands apart from the others.
    if (!analysis.pack) return was;
    const entry = new Entry(dossier, analysis, analysis.pack);
    this.entries.set(dossier, entry);
    this.index.add(entry);
    return true;
  }

  delete(dossier: string): boolean {
    const entry = this.entries.get(dossier);
    if (entry) this.index.delete(entry);
    return this.entries.delete(dossier);
  }

  /** How many dossiers a dossier is compared with. */
  otherThan(dossier: string): number {
    return this.entries.size - (this.entries.has(dossier) ? 1 : 0);
  }

  /** What the others say against a dossier; the same object for as long as that is the same. */
  others(dossier: string): Others | undefined {
    const entry = this.entries.get(dossier);
    if (!entry) return undefined;
    const issues = this.compare(entry);
    const before = this.told.get(dossier);
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
  private readonly sayings = new Map<string, Map<string, Set<Entry>>>();
  private readonly fingerprints = new Map<string, Map<Entry, Paragraph>>();

  add(entry: Entry): void {
    for (const [path, value] of this.keysOf(entry)) {
      const values = this.sayings.get(path) ?? new Map<string, Set<Entry>>();
      this.sayings.set(path, values);
      const members = values.get(value) ?? new Set();
      values.set(value, members.add(entry));
    }
    for (const p of entry.paragraphs) {
      const members = this.fingerprints.get(p.fingerprint) ?? new Map<Entry, Paragraph>();
      if (!members.has(entry)) members.set(entry, p);
      this.fingerprints.set(p.fingerprint, members);
    }
  }

  delete(entry: Entry): void {
    for (const [path, value] of this.keysOf(entry)) {
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

  seenFrom(own: Entry): Neighbours {
    return {
      saying: (path, value) =>
        [...(this.sayings.get(path)?.get(value) ?? [])].filter(
          (e) => e !== own && e.pack.notice.id === own.pack.notice.id,
        ),
      named: (paths) => paths.flatMap((path) => this.namedIn(own, path)),
      having: (fingerprint) => [...(this.fingerprints.get(fingerprint) ?? [])].filter(([e]) => e !== own),
    };
  }

  private namedIn(own: Entry, path: string): readonly Named[] {
    return [...(this.sayings.get(path) ?? [])].flatMap(([words, members]) => {
      if (!isMentioned(own, words)) return [];
      const member = [...members].find((m) => m !== own);
      return member ? [{ path, words, member }] : [];
    });
  }

  private keysOf(entry: Entry): readonly (readonly [string, string])[] {
    return comparedPaths(entry.pack).flatMap((path) => {
      const value = path.includes('[]') ? undefined : entry.answers.text(path);
      return value === undefined ? [] : [[path, value] as const];
    });
  }
}

function isMentioned(own: Entry, words: string): boolean {
  const known = own.mentions.get(words);
  if (known !== undefined) return known;
  const found = own.prose.includes(words);
  own.mentions.set(words, found);
  return found;
}

function paragraphsOf(answer: Answer, names: readonly string[]): readonly Paragraph[] {
  return [...String(answer.value).matchAll(PARAGRAPH)].map((m) => {
    const text = m[0];
    const plain = names.reduce((t, name) => t.replaceAll(name, '※'), text).replace(/[^\p{L}\p{N}※]+/gu, '');
    const start = m.index + (text.length - text.trimStart().length);
    const within = [start, m.index + text.trimEnd().length] as const;
    return { fingerprint: plain, words: countWords(text), place: { path: answer.path, within } };
  });
}

/** Lines up to a blank one, or to one that begins a list item, a table row, a heading or a quote. */
const PARAGRAPH = /[^\r\n]*\S[^\r\n]*(?:\r?\n(?![ \t]*(?:[-*+|#>]|\d+[.、)）]|[（(]))[ \t]*\S[^\r\n]*)*/g;

function isSameIssues(a: Others['issues'], b: Others['issues']): boolean {
  return a.size === b.size && JSON.stringify([...a]) === JSON.stringify([...b]);
}
