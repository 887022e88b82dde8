/**
 * Several dossiers at once: what each says against the others. A dossier is told only what changed for it, so that an
 * edit in one costs the others nothing unless they share something with it.
 */
import { type Analysis, appliesTo, type Others } from './analyze.ts';
import type { Answers } from './answers.ts';
import type { Issue, Member, Named, Neighbours, Paragraph } from './checks/check.ts';
import { CHECKS } from './checks/index.ts';
import type { Far, Stretch } from './finding.ts';
import { locate } from './findings.ts';
import type { Answer } from './form.ts';
import type { LoadedPack } from './pack.ts';
import { countWords } from './words.ts';

/** A dossier of a workspace with what was learned of it. */
class Entry implements Member {
  readonly dossier: string;
  readonly analysis: Analysis;
  readonly pack: LoadedPack;
  /** Whether other fields' words stand in the prose; kept while the prose is the same. */
  readonly mentions: Map<string, boolean>;
  private readonly prosePlaces: readonly Answer[];
  private known: { prose?: string; paragraphs?: readonly Paragraph[] } = {};

  constructor(dossier: string, analysis: Analysis, pack: LoadedPack, before: Entry | undefined) {
    this.dossier = dossier;
    this.analysis = analysis;
    this.pack = pack;
    this.prosePlaces = analysis.answers.texts(pack.form.roles.prose);
    const same = before?.pack === pack && isSameList(before.prosePlaces, this.prosePlaces);
    this.mentions = same ? before.mentions : new Map();
    if (same) this.known = before.known;
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

  private ownNames(): readonly string[] {
    const { applicant, platform } = this.pack.form.roles;
    return [applicant, platform].flatMap((path) => this.answers.text(path) ?? []).sort((a, b) => b.length - a.length);
  }
}

export class Workspace {
  private readonly entries = new Map<string, Entry>();
  private readonly told = new Map<string, Others>();
  /** Who says what: by path and value, and by fingerprint of a paragraph. Built when it is asked for. */
  private index: Index | undefined;

  /** Takes a dossier in, or its newer analysis; one whose notice is not known stands apart from the others. */
  set(dossier: string, analysis: Analysis): void {
    const before = this.entries.get(dossier);
    if (before?.analysis === analysis) return;
    this.delete(dossier);
    if (analysis.pack) this.entries.set(dossier, new Entry(dossier, analysis, analysis.pack, before));
  }

  delete(dossier: string): void {
    this.entries.delete(dossier);
    this.index = undefined;
  }

  has(dossier: string): boolean {
    return this.entries.has(dossier);
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
    this.index ??= new Index([...this.entries.values()]);
    const issues = new Map<string, readonly Issue[]>();
    const { pack, analysis } = entry;
    const given = { direction: analysis.direction, settings: analysis.memo.facts.settings };
    for (const rule of pack.rules) {
      const check = CHECKS.get(rule.check ?? '');
      const params = pack.params.get(rule.id);
      if (!check || !('across' in check) || !params || !appliesTo(rule, given)) continue;
      const found = check.across(params, entry, this.index.seenFrom(entry));
      if (found) issues.set(rule.id, found);
    }
    return issues;
  }
}

/** Who says what, over all dossiers. */
class Index {
  private readonly entries: readonly Entry[];
  private readonly bySaying = new Map<string, Map<string, Entry[]>>();
  private byFingerprint: Map<string, (readonly [Entry, Paragraph])[]> | undefined;

  constructor(entries: readonly Entry[]) {
    this.entries = entries;
  }

  seenFrom(own: Entry): Neighbours {
    return {
      saying: (path, value) =>
        (this.sayings(path).get(value) ?? []).filter((e) => e !== own && e.pack.notice.id === own.pack.notice.id),
      named: (paths) => paths.flatMap((path) => this.namedIn(own, path)),
      having: (fingerprint) => (this.paragraphs().get(fingerprint) ?? []).filter(([e]) => e !== own),
    };
  }

  private sayings(path: string): Map<string, Entry[]> {
    const known = this.bySaying.get(path);
    if (known) return known;
    const byValue = groups(this.entries, (e) => e.answers.text(path));
    this.bySaying.set(path, byValue);
    return byValue;
  }

  private namedIn(own: Entry, path: string): readonly Named[] {
    return [...this.sayings(path)].flatMap(([words, members]) => {
      const member = members.find((m) => m !== own);
      return member && isMentioned(own, words) ? [{ path, words, member }] : [];
    });
  }

  private paragraphs(): Map<string, (readonly [Entry, Paragraph])[]> {
    this.byFingerprint ??= groups(
      this.entries.flatMap((e) => e.paragraphs.map((p) => [e, p] as const)),
      ([, p]) => p.fingerprint,
    );
    return this.byFingerprint;
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

function groups<T>(list: readonly T[], keyOf: (item: T) => string | undefined): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return found;
}

function isSameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((x, i) => x === b[i]);
}

function isSameIssues(a: Others['issues'], b: Others['issues']): boolean {
  return a.size === b.size && JSON.stringify([...a]) === JSON.stringify([...b]);
}
