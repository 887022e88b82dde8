/**
 * The way in: a dossier's text and the packs at hand become findings. Never throws for bad input, reads no disk,
 * has no clock. An edit costs the block it touched: readings of untouched blocks and the outcomes of rules that
 * read none of the touched fields are taken from the analysis before.
 */

import type { CheckContext } from '../checks/shared/check.ts';
import type { FormProblem } from '../form/answer.ts';
import { Answers } from '../form/answers.ts';
import { unknownKeys } from '../form/form-problems.ts';
import { type FormReading, type ReadingOptions, readField } from '../form/read-form.ts';
import type { ChapterTexts } from '../inputs/evidence.ts';
import type { Finding } from '../model/finding.ts';
import { slotAt } from '../model/form-paths.ts';
import type { LoadedPack } from '../model/pack.ts';
import { parseFieldPath } from '../model/path.ts';
import { typedAscii } from '../text/characters.ts';
import { closestMatch } from '../text/closest-match.ts';
import { Source } from '../yaml/source.ts';
import { FindingCollector } from './collect-findings.ts';
import { uncheckedFiles } from './named-files.ts';
import { relaxedRuleFindings } from './relaxed-rules.ts';
import { runRules } from './run-rules.ts';
import type { Analysis, AnalysisCache, AnalysisInput } from './types.ts';
import { applyWaivers } from './waivers.ts';

const NOTICE_KEY = '通知';

/**
 * Analyzes the text of a dossier. `previous` is an earlier analysis of the same dossier: what has not changed since is taken
 * from it, and the result is the same as without it. Where no pack is known for the dossier, only its syntax and its
 * notice are checked.
 */
export function analyze(text: string, input: AnalysisInput, previous?: Analysis): Analysis {
  const before = previous && isSameInput(previous, input) ? previous : undefined;
  const source = before?.source.text === text ? before.source : new Source(text, before?.source, input.formKeys);
  const { pack, unknown } = choosePack(source, input);
  if (!pack || source.isGarbled) {
    const findings = new FindingCollector(source, input.sharedRules, input.settings);
    if (source.isGarbled) findings.addProblemsBetweenBlocks();
    else findings.addSyntaxProblems();
    findings.addFormProblems(source.isGarbled ? [] : unknown);
    const cache: AnalysisCache = { input, given: input, readings: new Map(), outcomes: new Map() };
    return {
      source,
      pack: undefined,
      direction: undefined,
      answers: new Answers(new Map()),
      findings: findings.sorted(),
      undecided: new Set(),
      cache,
    };
  }
  return analyzeWith(source, { pack, stale: unknown }, input, before?.pack === pack ? before : undefined);
}

/** The pack of a dossier, and what to say where it is not as its files say now. */
interface PackInUse {
  readonly pack: LoadedPack;
  readonly stale: readonly FormProblem[];
}

function analyzeWith(
  source: Source,
  { pack, stale }: PackInUse,
  given: AnalysisInput,
  before: Analysis | undefined,
): Analysis {
  const input = { ...given, ...given.calls?.get(pack.notice.id) };
  const direction = readDirection(source, pack);
  const same = before?.direction === direction ? before : undefined;
  const readings = readForm(
    source,
    pack,
    { direction, chapters: input.chapters ?? NO_READINGS, isTruncated: source.isTruncated },
    same,
  );
  const answers = new Answers(new Map([...readings].map(([key, r]) => [key, r.reading.answer])));
  const findings = new FindingCollector(source, pack.rules, input.settings, pack, answers);
  findings.addSyntaxProblems();
  findings.addFormProblems([
    ...stale,
    ...unknownSections(source, pack, direction),
    ...[...readings.values()].flatMap((r) => r.reading.problems),
  ]);
  const context: CheckContext = {
    answers,
    notice: pack.notice,
    settings: input.settings,
    registry: input.registry,
    files: input.files ?? NO_READINGS,
    direction,
    slot: (path) => slotAt(pack.form.fields, path),
  };
  for (const { file, path } of uncheckedFiles(answers, pack, context.files)) findings.addUncheckedFile(file, path);
  const outcomes = runRules(pack, context, input.crossDossierIssues, same?.cache.outcomes);
  const undecided = new Set<string>();
  for (const [id, outcome] of outcomes) {
    if (outcome.fault !== undefined) findings.addRuleError(id, outcome.fault);
    if (!outcome.issues || outcome.open) undecided.add(id);
    for (const issue of outcome.issues ?? []) findings.addIssue(id, issue);
  }
  const waiverContext = { answers, pack, text: source.text, today: input.today, undecided };
  const waived = applyWaivers(findings.sorted(), waiverContext, (waiver, { rule, key }, message) =>
    findings.make({ rule, path: [...waiver, key], message, fixSpecs: [{ kind: 'remove', path: waiver }] }),
  );
  const relaxed = relaxedRuleFindings(source, pack, input.settings);
  const cache = { input, given, readings, outcomes };
  return { source, pack, direction, answers, findings: withNotes(waived, relaxed), undecided, cache };
}

/** The top-level keys that the form does not have. A key that some block has is no suggestion for another. */
function unknownSections({ blocks }: Source, { form }: LoadedPack, direction: string | undefined): FormProblem[] {
  const present = new Set(blocks.flatMap(({ block }) => block.entries.map((e) => e.key)));
  return blocks.flatMap(({ block: { entries, parseErrorOffset } }) =>
    unknownKeys(form.fields, entries, { direction, present, parseErrorOffset }),
  );
}

/** Findings with notes among them, in the order of the text. */
function withNotes(findings: readonly Finding[], notes: readonly Finding[]): readonly Finding[] {
  return notes.length ? [...notes, ...findings].sort((a, b) => a.span.start - b.span.start) : findings;
}

/** Which pack the dossier asks for; where there is none, what to say about it. */
function choosePack(source: Source, input: AnalysisInput): { pack?: LoadedPack; unknown: readonly FormProblem[] } {
  const tree = source.find([NOTICE_KEY])?.tree;
  const given = tree?.kind === 'scalar' ? tree.text.trim() : undefined;
  const id = given || input.settings.notice;
  const pack = id === undefined ? undefined : input.packs.get(id);
  const broken = id === undefined ? undefined : input.brokenPacks?.get(id);
  if (broken)
    return { ...(pack ? { pack } : {}), unknown: [{ rule: 'unknown-notice', path: [NOTICE_KEY], message: broken }] };
  if (pack) return { pack, unknown: [] };
  const known = [...input.packs.keys()];
  if (id === undefined) {
    const message = {
      zh: `缺少“${NOTICE_KEY}”：第一行应写明按哪份通知申报，如“${NOTICE_KEY}: ${known[0] ?? ''}”`,
      en: `No “${NOTICE_KEY}”: the first line names the call, as in “${NOTICE_KEY}: ${known[0] ?? ''}”`,
    };
    return { unknown: [{ rule: 'missing-field', path: [NOTICE_KEY], message }] };
  }
  const near = closestMatch(typedAscii(id), known);
  const message = {
    zh: `没有编号为“${id}”的通知包，现有：${known.join('、')}`,
    en: `There is no notice pack “${id}”; at hand: ${known.join(', ')}`,
  };
  return {
    unknown: [
      {
        rule: 'unknown-notice',
        path: [NOTICE_KEY],
        message,
        ...(near ? { fixSpecs: [{ kind: 'value', text: near, safe: typedAscii(id) === near }] } : {}),
      },
    ],
  };
}

function readDirection(source: Source, pack: LoadedPack): string | undefined {
  const { direction } = pack.form.roles;
  const tree = direction === undefined ? undefined : source.find(parseFieldPath(direction))?.tree;
  const text = tree?.kind === 'scalar' ? tree.text.trim() : undefined;
  return pack.notice.directions.find((d) => d.id === text)?.id;
}

const NO_READINGS: ReadonlyMap<string, never> = new Map<string, never>();

/** True where what was learned of a text before holds still, files and other dossiers apart. */
function isSameInput(before: Analysis, b: AnalysisInput): boolean {
  const a = before.cache.given;
  return (
    isSamePack(before, b) &&
    a.settings === b.settings &&
    a.formKeys === b.formKeys &&
    a.registry === b.registry &&
    a.calls === b.calls
  );
}

/** True where a dossier is held against the same pack as before, whatever has become of the others. */
export function isSamePack({ pack, cache: { given } }: Analysis, input: AnalysisInput): boolean {
  if (given.packs === input.packs) return true;
  if (!pack) return false;
  const { id } = pack.notice;
  return input.packs.get(id) === pack && given.brokenPacks?.get(id)?.zh === input.brokenPacks?.get(id)?.zh;
}

function readForm(source: Source, pack: LoadedPack, options: ReadingOptions, before: Analysis | undefined) {
  return new Map(
    pack.form.fields.map((field) => {
      const block = source.block(field.key)?.block;
      const kept = before?.cache.readings.get(field.key);
      const holds = kept && block && kept.block === block && isSameChapters(kept.reading.chapters, options.chapters);
      return [field.key, { block, reading: holds ? kept.reading : readField(field, block, options) }];
    }),
  );
}

function isSameChapters(asked: FormReading['chapters'], chapters: ChapterTexts): boolean {
  return [...asked].every(([file, chapter]) => chapters.get(file) === chapter);
}
