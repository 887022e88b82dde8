/** A dossier in a workspace, with the values and paragraphs that other dossiers are compared with. */

import type { Analysis } from '../analysis/types.ts';
import { CHECKS } from '../checks/index.ts';
import type { CrossDossierCheck, IndexedDossier, OtherDossier, Paragraph } from '../checks/shared/check.ts';
import type { Answer } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import type { LoadedPack } from '../model/pack.ts';
import { type FieldPath, parseFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { type BigramFilter, bigramFilter, mayContain } from '../text/bigram-filter.ts';
import { countCharacters } from '../text/count-characters.ts';
import { paragraphFingerprint } from '../text/paragraph-fingerprint.ts';

/** A path, and what is said there. */
export type StatedValue = readonly [path: string, value: string];

/** All that comparing with a dossier needs, as plain data: for another process that has not read it. */
export interface DossierSummary {
  readonly dossier: string;
  readonly notice: string;
  /** What it says at each path that dossiers are compared by, prose apart. */
  readonly values: readonly StatedValue[];
  /** What is asked for by its path alone. */
  readonly fields: ReadonlyMap<string, { readonly text: string | undefined; readonly place: FieldPath | undefined }>;
  readonly paragraphs: readonly Paragraph[];
}

/** A dossier that the index knows. */
export type IndexedParty = OtherDossier & Pick<DossierSummary, 'notice' | 'values' | 'paragraphs'>;

/** A dossier that another process has read and analyzes. */
export class RemoteDossier implements IndexedParty {
  readonly dossier: string;
  readonly notice: string;
  readonly values: readonly StatedValue[];
  readonly paragraphs: readonly Paragraph[];
  private readonly fields: DossierSummary['fields'];

  constructor({ dossier, notice, values, fields, paragraphs }: DossierSummary) {
    this.dossier = dossier;
    this.notice = notice;
    this.values = values;
    this.fields = fields;
    this.paragraphs = paragraphs;
  }

  text(path: string): string | undefined {
    return this.fields.get(path)?.text;
  }

  pathOf(path: string): FieldPath | undefined {
    return this.fields.get(path)?.place;
  }
}

/** A dossier of a workspace with what was learned of it. */
export class LocalDossier implements IndexedDossier, IndexedParty {
  readonly dossier: string;
  readonly pack: LoadedPack;
  analysis: Analysis;
  private readonly prosePlaces: readonly Answer[];
  private cache: {
    prose?: string;
    bigrams?: BigramFilter;
    paragraphs?: readonly Paragraph[];
    sayings?: readonly StatedValue[];
  } = {};

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

  pathOf(path: string): FieldPath | undefined {
    return this.answers.at(path)?.path;
  }

  get prose(): string {
    this.cache.prose ??= this.prosePlaces.map((a) => String(a.value)).join('\n');
    return this.cache.prose;
  }

  /** Whether the prose says these words. */
  mentions(text: string): boolean {
    this.cache.bigrams ??= bigramFilter(this.prose);
    return mayContain(this.cache.bigrams, text) && this.prose.includes(text);
  }

  get paragraphs(): readonly Paragraph[] {
    this.cache.paragraphs ??= this.prosePlaces.flatMap((a) => paragraphsOf(a, this.ownNames()));
    return this.cache.paragraphs;
  }

  get values(): readonly StatedValue[] {
    const prose = new Set(this.prosePlaces);
    this.cache.sayings ??= comparedPaths(this.pack).flatMap((path) =>
      this.answers
        .all(path)
        .flatMap((a) => (a.state === 'ok' && a.value !== undefined && !prose.has(a) ? [[path, String(a.value)]] : [])),
    ) as readonly StatedValue[];
    return this.cache.sayings;
  }

  get summary(): DossierSummary {
    const { dossier, notice, values, paragraphs } = this;
    const prose = new Set(this.prosePlaces);
    // One of another call may ask what it compares itself.
    const asked = new Set([...this.analysis.cache.input.packs.values()].flatMap(comparedPaths));
    const said = [...asked].flatMap((path) => {
      const answer = this.answers.at(path);
      return answer && !prose.has(answer) ? [[path, { text: this.text(path), place: answer.path }] as const] : [];
    });
    return { dossier, notice, values, fields: new Map(said), paragraphs };
  }

  /** Takes a newer analysis that says the same in all that dossiers are compared by; false where it does not. */
  update(analysis: Analysis): boolean {
    const same =
      analysis.pack === this.pack &&
      analysis.cache.input.settings === this.analysis.cache.input.settings &&
      comparedBy(this.pack).every((key) => this.answers.at([key]) === analysis.answers.at([key]));
    if (same && analysis.direction === this.analysis.direction) this.analysis = analysis;
    return this.analysis === analysis;
  }

  private ownNames(): readonly string[] {
    const { applicant, platform } = this.pack.form.roles;
    return [applicant, platform].flatMap((path) => this.answers.text(path) ?? []);
  }
}

/** The rules of a pack that compare dossiers, each with its check and the parameters for it. */
export function crossDossierRules(
  pack: LoadedPack,
): readonly { rule: RuleData; check: CrossDossierCheck; params: unknown }[] {
  return pack.rules.flatMap((rule) => {
    const check = CHECKS.get(rule.check ?? '');
    const params = pack.params.get(rule.id);
    return check && 'compare' in check && params ? [{ rule, check, params }] : [];
  });
}

/** The paths that dossiers of a notice are compared by, and the top-level fields these are in. */
function comparedPaths(pack: LoadedPack): readonly string[] {
  return [...new Set(crossDossierRules(pack).flatMap(({ check, params }) => check.reads(params)))];
}

function comparedBy(pack: LoadedPack): readonly string[] {
  return [...new Set(comparedPaths(pack).map((p) => String(parseFieldPath(p)[0])))];
}

/** The paragraphs that stand in one of two states of a dossier only, or elsewhere in it. */
export function changedParagraphs(before: LocalDossier, after: LocalDossier): readonly Paragraph[] {
  const key = (p: Paragraph) => JSON.stringify([p.fingerprint, p.location]);
  const [old, now] = [before, after].map((e) => new Map(e.paragraphs.map((p) => [key(p), p])));
  return [...[...old!].filter(([k]) => !now!.has(k)), ...[...now!].filter(([k]) => !old!.has(k))].map(([, p]) => p);
}

function paragraphsOf(answer: Answer, names: readonly string[]): readonly Paragraph[] {
  return [...String(answer.value).matchAll(PARAGRAPH)].map((m) => {
    const text = m[0];
    const start = m.index + (text.length - text.trimStart().length);
    const within = [start, m.index + text.trimEnd().length] as const;
    return {
      fingerprint: paragraphFingerprint(text, names),
      characters: countCharacters(text),
      location: { path: answer.path, within },
    };
  });
}

/** Lines up to a blank one, or to one that begins a list item, a table row, a heading or a quote. */
const PARAGRAPH = /[^\r\n]*\S[^\r\n]*(?:\r?\n(?![ \t]*(?:[-*+|#>]|\d+[.、)）]|[（(]))[ \t]*\S[^\r\n]*)*/g;
