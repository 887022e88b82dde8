/** A dossier among several: what it says that the others are compared by. */

import type { Analysis } from '../analysis/types.ts';
import { CHECKS } from '../checks/index.ts';
import type { AcrossCheck, Member, Paragraph, Peer } from '../checks/shared/check.ts';
import type { Answer } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import type { LoadedPack } from '../model/pack.ts';
import { type Path, readPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { mayContain, type Sieve, sieveOf } from '../text/bigram-filter.ts';
import { countWords } from '../text/count-characters.ts';
import { fingerprintOf } from '../text/paragraph-fingerprint.ts';

/** A path, and what is said there. */
export type Saying = readonly [path: string, value: string];

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
export type Party = Peer & Pick<Extract, 'notice' | 'sayings' | 'paragraphs'>;

/** A dossier that another process has read and judges. */
export class Stranger implements Party {
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
export class Entry implements Member, Party {
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

export function acrossRules(pack: LoadedPack): readonly { rule: RuleData; check: AcrossCheck; params: unknown }[] {
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

/** The paragraphs that stand in one of two states of a dossier only, or elsewhere in it. */
export function changedIn(before: Entry, after: Entry): readonly Paragraph[] {
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
