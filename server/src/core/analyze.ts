/**
 * The way in: a dossier's text and the packs at hand become findings. Never throws for bad input, reads no disk,
 * has no clock. An edit costs the block it touched: readings of untouched blocks and the outcomes of rules that
 * read none of the touched fields are taken from the analysis before.
 */
import { Answers } from './answers.ts';
import type { Given, Issue } from './checks/check.ts';
import { CHECKS } from './checks/index.ts';
import type { Edit, Finding, Fix, Path, Severity, Span, Text } from './finding.ts';
import { readPath, showPath } from './finding.ts';
import { type Answer, type FormReading, type Mend, readField, type Slip, strangers } from './form.ts';
import { nearest } from './nearest.ts';
import { type Force, findClause, type RuleData } from './notice.ts';
import { type LoadedPack, slotAt } from './pack.ts';
import type { Words } from './scan.ts';
import type { Settings } from './settings.ts';
import { alignment, type Block, type PlacedBlock, Source } from './source.ts';
import { applyWaivers } from './waivers.ts';

/** What the engine is told besides the text. */
export interface Facts {
  readonly packs: ReadonlyMap<string, LoadedPack>;
  /** The rules that every notice shares, for a dossier whose notice is not known. */
  readonly shared: readonly RuleData[];
  readonly settings: Settings;
  /** Every key of every form at hand, see {@link Words}. */
  readonly words: Words;
}

export interface Analysis {
  readonly source: Source;
  readonly pack: LoadedPack | undefined;
  readonly direction: string | undefined;
  readonly answers: Answers;
  readonly findings: readonly Finding[];
  /** Rules that could not be decided, for want of a field or a list. */
  readonly undecided: ReadonlySet<string>;
  readonly memo: Memo;
}

interface Memo {
  readonly facts: Facts;
  readonly readings: ReadonlyMap<string, { readonly block: Block | undefined; readonly reading: FormReading }>;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

interface Outcome {
  readonly inputs: readonly (Answer | undefined)[];
  readonly issues: readonly Issue[] | undefined;
  readonly fault?: string;
}

const NOTICE_KEY = '通知';

export function analyze(text: string, facts: Facts, previous?: Analysis): Analysis {
  const before = previous?.memo.facts === facts ? previous : undefined;
  const source = new Source(text, before?.source, facts.words);
  const { pack, unknown } = choosePack(source, facts);
  if (!pack) {
    const findings = new Findings(source, facts.shared, facts.settings);
    findings.syntax();
    findings.slips(unknown);
    const memo = { facts, readings: new Map(), outcomes: new Map() };
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
  const readings = readForm(source, pack, direction, same);
  const answers = new Answers(new Map([...readings].map(([key, r]) => [key, r.reading.answer])));
  const findings = new Findings(source, pack.rules, facts.settings, pack);
  findings.syntax();
  const unknown = source.blocks.flatMap(({ block }) => strangers(pack.form.fields, block.entries, [], block.lostAt));
  findings.slips([...unknown, ...[...readings.values()].flatMap((r) => r.reading.slips)]);
  const given: Given = {
    answers,
    notice: pack.notice,
    settings: facts.settings,
    direction,
    slot: (path) => slotAt(pack.form.fields, path),
  };
  const outcomes = runRules(pack, given, same);
  const undecided = new Set<string>();
  for (const [id, outcome] of outcomes) {
    if (outcome.fault !== undefined) findings.fault(id, outcome.fault);
    if (!outcome.issues) undecided.add(id);
    for (const issue of outcome.issues ?? []) findings.issue(id, issue);
  }
  const waived = applyWaivers(findings.sorted(), answers, pack, (path, rule, message) =>
    findings.make({ rule, path, message }),
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
      { rule: 'unknown-notice', path: [NOTICE_KEY], message, ...(near ? { mend: { kind: 'value', text: near } } : {}) },
    ],
  };
}

function readDirection(source: Source, pack: LoadedPack): string | undefined {
  const tree = source.find(readPath(pack.form.roles.direction))?.tree;
  const text = tree?.kind === 'scalar' ? tree.text.trim() : undefined;
  return pack.notice.directions.find((d) => d.id === text)?.id;
}

function readForm(source: Source, pack: LoadedPack, direction: string | undefined, before: Analysis | undefined) {
  return new Map(
    pack.form.fields.map((field) => {
      const block = source.block(field.key)?.block;
      const kept = before?.memo.readings.get(field.key);
      const reading =
        kept && block && kept.block === block ? kept.reading : readField(field, block, direction, source.isCut);
      return [field.key, { block, reading }];
    }),
  );
}

function runRules(pack: LoadedPack, given: Given, before: Analysis | undefined): ReadonlyMap<string, Outcome> {
  const outcomes = new Map<string, Outcome>();
  for (const rule of pack.rules) {
    const check = CHECKS.get(rule.check ?? '');
    const params = pack.params.get(rule.id);
    if (!check || !params || given.settings.rules?.[rule.id] === 'off') continue;
    const applies = ruleDirections(rule);
    if (applies && !(given.direction && applies.includes(given.direction))) continue;
    const inputs = topFields(check.reads(params)).map((key) => given.answers.at([key]));
    const kept = before?.memo.outcomes.get(rule.id);
    const unchanged = kept && kept.inputs.length === inputs.length && inputs.every((a, i) => a === kept.inputs[i]);
    outcomes.set(rule.id, unchanged ? kept : { inputs, ...attempt(() => check.run(params, given)) });
  }
  return outcomes;
}

/** A rule that fails is itself reported: silence would look like a pass. */
function attempt(run: () => readonly Issue[] | undefined): Pick<Outcome, 'issues' | 'fault'> {
  try {
    return { issues: run() };
  } catch (error) {
    return { issues: undefined, fault: error instanceof Error ? error.message : String(error) };
  }
}

/** The directions a rule is for; every direction where it names none. */
export function ruleDirections(rule: RuleData): readonly string[] | undefined {
  return rule.directions;
}

function topFields(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.map((p) => String(readPath(p)[0])))];
}

/** Collects what is found and gives each its severity, clause and place. */
class Findings {
  private readonly list: Finding[] = [];
  private readonly source: Source;
  private readonly rules: ReadonlyMap<string, RuleData>;
  private readonly settings: Settings;
  private readonly pack: LoadedPack | undefined;

  constructor(source: Source, rules: readonly RuleData[], settings: Settings, pack?: LoadedPack) {
    this.source = source;
    this.rules = new Map(rules.map((r) => [r.id, r]));
    this.settings = settings;
    this.pack = pack;
  }

  sorted(): readonly Finding[] {
    return this.list.sort(
      (a, b) => a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : 1),
    );
  }

  syntax(): void {
    for (const p of this.source.problems) this.add(p.rule, p.message, null, p, []);
    for (const { start, block } of this.source.blocks) {
      for (const p of block.problems) {
        const span = widen({ start: start + p.start, end: start + p.end }, this.source.text);
        const fix = p.fix && { span: { start: start + p.fix.at.start, end: start + p.fix.at.end }, text: p.fix.text };
        this.add(p.rule, p.message, null, span, fix ? [fixTo(fix)] : []);
      }
      const stray = block.stray;
      if (stray) this.stray({ start: start + stray.start, end: start + stray.end });
    }
  }

  slips(slips: readonly Slip[]): void {
    for (const slip of slips) this.issue(slip.rule, slip);
  }

  issue(rule: string, issue: Issue): void {
    const finding = this.make({ ...issue, rule });
    if (finding) this.list.push(finding);
  }

  fault(rule: string, why: string): void {
    const message = {
      zh: `规则 ${rule} 运行出错，这一条没有检查：${why}`,
      en: `Rule ${rule} failed and was not checked: ${why}`,
    };
    this.add('internal-fault', message, null, this.source.top(), []);
  }

  make(issue: Issue & { rule: string }): Finding | undefined {
    const rule = this.rules.get(issue.rule);
    const span = this.span(issue);
    const related = (issue.related ?? []).map((r) => ({ span: this.source.span(r.path), message: r.message }));
    const fixes = issue.mend ? this.fixes(issue.path, issue.mend) : [];
    const message = rule?.message ?? issue.message;
    return this.finding(issue.rule, message, issue.path, span, fixes, related);
  }

  private stray(span: Span): void {
    const message = {
      zh: '申报书由“键: 值”组成，这里却是一段孤立的内容',
      en: 'A dossier is made of “key: value” entries; this stands alone',
    };
    this.add('wrong-type', message, null, widen(span, this.source.text), []);
  }

  private span({ path, part, within }: Issue): Span {
    const found = within && this.source.find(path);
    if (found?.tree?.kind !== 'scalar') return this.source.span(path, part);
    const at = alignment(found.block.block.text, found.tree);
    const start = at[within![0]] ?? found.tree.start;
    const end = within![1] > within![0] ? (at[within![1] - 1] ?? start) + 1 : start;
    return { start: found.block.start + start, end: found.block.start + end };
  }

  private fixes(path: Path, mend: Mend): readonly Fix[] {
    const found = this.source.find(path);
    if (!found) return [];
    const span = mend.kind === 'key' ? keySpan(found) : valueSpan(found);
    if (!span) return [];
    const text = mend.kind === 'quote' ? `"${this.source.text.slice(span.start, span.end)}"` : mend.text;
    return [fixTo({ span, text })];
  }

  private add(rule: string, message: Text, path: Path | null, span: Span, fixes: readonly Fix[]): void {
    const finding = this.finding(rule, message, path, span, fixes, []);
    if (finding) this.list.push(finding);
  }

  private finding(
    rule: string,
    message: Text,
    path: Path | null,
    span: Span,
    fixes: readonly Fix[],
    related: Finding['related'],
  ): Finding | undefined {
    const data = this.rules.get(rule);
    const set = this.settings.rules?.[rule];
    if (set === 'off') return undefined;
    const severity = set ?? this.severity(data);
    const clause = data?.clause ?? null;
    return {
      rule,
      severity,
      message: clause === null ? message : cited(message, clause),
      clause,
      path,
      span,
      related,
      fixes,
      waived: false,
    };
  }

  private severity(rule: RuleData | undefined): Severity {
    if (rule?.severity) return rule.severity;
    const clause = this.pack && rule ? findClause(this.pack, rule.clause) : undefined;
    return clause ? FORCE_SEVERITY[clause.force] : 'error';
  }
}

const FORCE_SEVERITY: Readonly<Record<Force, Severity>> = {
  须: 'error',
  不得: 'error',
  原则上: 'warning',
  应基本: 'warning',
  鼓励: 'info',
  说明: 'info',
};

function keySpan({
  block,
  entry,
}: {
  block: PlacedBlock;
  entry: { keyStart: number; keyEnd: number } | undefined;
}): Span | undefined {
  return entry && { start: block.start + entry.keyStart, end: block.start + entry.keyEnd };
}

function valueSpan({
  block,
  tree,
}: {
  block: PlacedBlock;
  tree: { start: number; end: number } | undefined;
}): Span | undefined {
  return tree && { start: block.start + tree.start, end: block.start + tree.end };
}

function fixTo(edit: Edit): Fix {
  const text = edit.text.trim();
  return { title: { zh: `改为“${text || '空格'}”`, en: `Change to “${text || 'a space'}”` }, edits: [edit] };
}

/** An empty span is widened to one character, so that there is something to see. */
function widen(span: Span, text: string): Span {
  if (span.end > span.start) {
    const breaks = text.slice(span.start, span.end).search(/[\r\n]/);
    return { start: span.start, end: breaks < 0 ? span.end : span.start + breaks };
  }
  const atEnd = span.start >= text.length || /[\r\n]/.test(text[span.start]!);
  return atEnd && span.start > 0 && !/[\r\n]/.test(text[span.start - 1]!)
    ? { start: span.start - 1, end: span.start }
    : { start: span.start, end: Math.min(span.start + (atEnd ? 0 : 1), text.length) };
}

/** A sentence with the clause of the notice that it rests on. */
function cited(message: Text, clause: string): Text {
  return { zh: `${message.zh}（通知${clause}）`, en: `${message.en} (notice ${clause})` };
}

/** `申报单位.单位名称` for a finding that has a place in the form, null for one that has none. */
export function fieldOf(finding: Finding): string | null {
  return finding.path?.length ? showPath(finding.path) : null;
}
