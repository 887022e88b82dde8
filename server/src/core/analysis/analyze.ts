/**
 * The way in: a dossier's text and the packs at hand become findings. Never throws for bad input, reads no disk,
 * has no clock. An edit costs the block it touched: readings of untouched blocks and the outcomes of rules that
 * read none of the touched fields are taken from the analysis before.
 */

import type { Given } from '../checks/shared/check.ts';
import type { Slip } from '../form/answer.ts';
import { Answers } from '../form/answers.ts';
import { type FormReading, type ReadingOptions, readField, strangers } from '../form/read-form.ts';
import type { Chapters } from '../inputs/evidence.ts';
import { slotAt } from '../model/form-paths.ts';
import type { LoadedPack } from '../model/pack.ts';
import { readPath } from '../model/path.ts';
import { nearest } from '../text/closest-match.ts';
import { Source } from '../yaml/source.ts';
import { Findings } from './collect-findings.ts';
import { runRules } from './run-rules.ts';
import type { Analysis, Facts, Memo } from './types.ts';
import { applyWaivers, WAIVER_KEYS } from './waivers.ts';

const NOTICE_KEY = '通知';

export function analyze(text: string, facts: Facts, previous?: Analysis): Analysis {
  const before = previous && isSameGround(previous.memo.facts, facts) ? previous : undefined;
  const source = before?.source.text === text ? before.source : new Source(text, before?.source, facts.words);
  const { pack, unknown } = choosePack(source, facts);
  if (!pack) {
    const findings = new Findings(source, facts.shared, facts.settings);
    findings.syntax();
    findings.slips(unknown);
    const memo: Memo = { facts, readings: new Map(), outcomes: new Map() };
    return {
      source,
      pack,
      direction: undefined,
      answers: new Answers(new Map()),
      findings: findings.sorted(),
      undecided: new Set(),
      memo,
    };
  }
  return analyzeWith(source, pack, facts, before?.pack === pack ? before : undefined);
}

function analyzeWith(source: Source, pack: LoadedPack, facts: Facts, before: Analysis | undefined): Analysis {
  const direction = readDirection(source, pack);
  const same = before?.direction === direction ? before : undefined;
  const readings = readForm(source, pack, { direction, chapters: facts.chapters ?? NONE, isCut: source.isCut }, same);
  const answers = new Answers(new Map([...readings].map(([key, r]) => [key, r.reading.answer])));
  const findings = new Findings(source, pack.rules, facts.settings, pack, answers);
  findings.syntax();
  const unknown = source.blocks.flatMap(({ block }) => strangers(pack.form.fields, block.entries, [], block.lostAt));
  findings.slips([...unknown, ...[...readings.values()].flatMap((r) => r.reading.slips)]);
  const given: Given = {
    answers,
    notice: pack.notice,
    settings: facts.settings,
    registry: facts.registry,
    files: facts.files ?? NONE,
    direction,
    slot: (path) => slotAt(pack.form.fields, path),
  };
  const outcomes = runRules(pack, given, facts.others, same?.memo.outcomes);
  const undecided = new Set<string>();
  for (const [id, outcome] of outcomes) {
    if (outcome.fault !== undefined) findings.fault(id, outcome.fault);
    if (!outcome.issues) undecided.add(id);
    for (const issue of outcome.issues ?? []) findings.issue(id, issue);
  }
  const waived = applyWaivers(findings.sorted(), { answers, pack, undecided }, (waiver, rule, message) =>
    findings.make({ rule, path: [...waiver, WAIVER_KEYS.rule], message, mends: [{ kind: 'remove', path: waiver }] }),
  );
  const memo = { facts, readings, outcomes };
  return { source, pack, direction, answers, findings: waived, undecided, memo };
}

/** Which pack the dossier asks for; where there is none, what to say about it. */
function choosePack(source: Source, facts: Facts): { pack?: LoadedPack; unknown: readonly Slip[] } {
  const tree = source.find([NOTICE_KEY])?.tree;
  const given = tree?.kind === 'scalar' ? tree.text.trim() : undefined;
  const id = given || facts.settings.notice;
  const pack = id === undefined ? undefined : facts.packs.get(id);
  if (pack) return { pack, unknown: [] };
  const known = [...facts.packs.keys()];
  if (id === undefined) {
    const message = {
      zh: `缺少“${NOTICE_KEY}”：第一行应写明按哪份通知申报，如“${NOTICE_KEY}: ${known[0] ?? ''}”`,
      en: `No “${NOTICE_KEY}”: the first line names the call, as in “${NOTICE_KEY}: ${known[0] ?? ''}”`,
    };
    return { unknown: [{ rule: 'missing-field', path: [NOTICE_KEY], message }] };
  }
  const near = nearest(id, known);
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
        ...(near ? { mends: [{ kind: 'value', text: near }] } : {}),
      },
    ],
  };
}

function readDirection(source: Source, pack: LoadedPack): string | undefined {
  const tree = source.find(readPath(pack.form.roles.direction))?.tree;
  const text = tree?.kind === 'scalar' ? tree.text.trim() : undefined;
  return pack.notice.directions.find((d) => d.id === text)?.id;
}

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** True where what was learned of a text before holds still, files and other dossiers apart. */
function isSameGround(a: Facts, b: Facts): boolean {
  return a.packs === b.packs && a.settings === b.settings && a.words === b.words && a.registry === b.registry;
}

function readForm(source: Source, pack: LoadedPack, options: ReadingOptions, before: Analysis | undefined) {
  return new Map(
    pack.form.fields.map((field) => {
      const block = source.block(field.key)?.block;
      const kept = before?.memo.readings.get(field.key);
      const holds = kept && block && kept.block === block && isSame(kept.reading.chapters, options.chapters);
      return [field.key, { block, reading: holds ? kept.reading : readField(field, block, options) }];
    }),
  );
}

function isSame(asked: FormReading['chapters'], chapters: Chapters): boolean {
  return [...asked].every(([file, chapter]) => chapters.get(file) === chapter);
}
