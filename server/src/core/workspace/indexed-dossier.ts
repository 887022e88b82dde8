/** A dossier in a workspace, with what other dossiers are compared with. */

import type { Analysis } from '../analysis/types.ts';
import { CHECKS } from '../checks/index.ts';
import type { CrossDossierCheck, IndexedDossier, OtherDossier, Paragraph } from '../checks/shared/cross-dossier.ts';
import type { Answer } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import type { LoadedPack } from '../model/pack.ts';
import { type FieldPath, parseFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { type BigramFilter, bigramFilter, mayContain } from '../text/bigram-filter.ts';
import { countCharacters } from '../text/count-characters.ts';
import { paragraphFingerprint } from '../text/paragraph-fingerprint.ts';

/** All that comparing with a dossier needs, as plain data: for another process that has not read it. */
export interface DossierSummary {
  readonly dossier: string;
  readonly notice: string;
  /** What it says at each path that dossiers are compared by, prose apart. */
  readonly fields: ReadonlyMap<string, { readonly text: string | undefined; readonly place: FieldPath | undefined }>;
  readonly paragraphs: readonly Paragraph[];
}

/** A dossier that the index knows. */
export type IndexedParty = OtherDossier & Pick<DossierSummary, 'notice' | 'paragraphs'>;

/** A dossier that another process has read and analyzes. */
export class RemoteDossier implements IndexedParty {
  readonly dossier: string;
  readonly notice: string;
  readonly paragraphs: readonly Paragraph[];
  private readonly fields: DossierSummary['fields'];

  constructor({ dossier, notice, fields, paragraphs }: DossierSummary) {
    this.dossier = dossier;
    this.notice = notice;
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
  private readonly names: readonly string[];
  private cache: {
    prose?: string;
    bigrams?: BigramFilter;
    /** By answer, so that the next state of the dossier has those of texts that stayed the same. */
    paragraphs?: ReadonlyMap<Answer, readonly Paragraph[]>;
  } = {};
  private before: LocalDossier | undefined;

  /** `before` is an earlier state of the same dossier. */
  constructor(dossier: string, analysis: Analysis, pack: LoadedPack, before?: LocalDossier) {
    this.dossier = dossier;
    this.analysis = analysis;
    this.pack = pack;
    this.names = namesOf(analysis, pack);
    this.before = before;
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

  /** Whether the prose says one of these words. */
  mentionsAny(words: Iterable<string>): boolean {
    this.cache.bigrams ??= bigramFilter(this.prose);
    for (const text of words) if (mayContain(this.cache.bigrams, text) && this.prose.includes(text)) return true;
    return false;
  }

  /** The paragraph of a number, from 0, in the answer at a path. */
  paragraphAt(path: FieldPath, paragraph: number): Paragraph | undefined {
    const answer = this.answers.at(path);
    return answer && this.paragraphsByAnswer().get(answer)?.[paragraph];
  }

  get paragraphs(): readonly Paragraph[] {
    return [...this.paragraphsByAnswer().values()].flat();
  }

  get summary(): DossierSummary {
    const { dossier, notice, paragraphs } = this;
    const prose = new Set(this.prosePlaces);
    // One of another call may ask what it compares itself.
    const asked = new Set([...this.analysis.cache.input.packs.values()].flatMap(comparedPaths));
    const said = [...asked].flatMap((path) => {
      const answer = this.answers.at(path);
      return answer && !prose.has(answer) ? [[path, { text: this.text(path), place: answer.path }] as const] : [];
    });
    return { dossier, notice, fields: new Map(said), paragraphs };
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

  private paragraphsByAnswer(): ReadonlyMap<Answer, readonly Paragraph[]> {
    const { before, cache, names } = this;
    if (!cache.paragraphs) {
      const known = before && String(before.names) === String(names) ? before.cache.paragraphs : undefined;
      cache.paragraphs = new Map(this.prosePlaces.map((a) => [a, known?.get(a) ?? paragraphsOf(a, names)]));
      this.before = undefined;
    }
    return cache.paragraphs;
  }
}

/** The names of the applicant and the platform, which a copy of a text may have changed. */
function namesOf({ answers }: Analysis, { form }: LoadedPack): readonly string[] {
  const { applicant, platform } = form.roles;
  return [applicant, platform].flatMap((path) => answers.text(path) ?? []);
}

/** A rule of a pack that compares dossiers, with its check and the parameters for it. */
export interface CrossDossierRule {
  readonly rule: RuleData;
  readonly check: CrossDossierCheck;
  readonly params: unknown;
}

/** The rules of a pack that compare dossiers. */
export function crossDossierRules(pack: LoadedPack): readonly CrossDossierRule[] {
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

function paragraphsOf(answer: Answer, names: readonly string[]): readonly Paragraph[] {
  return [...String(answer.value).matchAll(PARAGRAPH)].map((m, paragraph) => {
    const text = m[0];
    const start = m.index + (text.length - text.trimStart().length);
    return {
      fingerprint: paragraphFingerprint(text, names),
      characters: countCharacters(text),
      location: { path: answer.path, paragraph },
      within: [start, m.index + text.trimEnd().length] as const,
    };
  });
}

/** Lines up to a blank one, or to one that begins a list item, a table row, a heading or a quote. */
const PARAGRAPH = /[^\r\n]*\S[^\r\n]*(?:\r?\n(?![ \t]*(?:[-*+|#>]|\d+[.、)）]|[（(]))[ \t]*\S[^\r\n]*)*/g;
