import type { Issue, IssueEnd } from '../checks/shared/check.ts';
import type { Answers } from '../form/answers.ts';
import type { Slip } from '../form/read-form.ts';
import type { Finding, Mend, Path, Related, Severity, Span, Stretch, Text } from '../model/finding.ts';
import { type Force, findClause, type RuleData } from '../model/notice-schema.ts';
import type { LoadedPack } from '../packs/read-pack.ts';
import type { Settings } from '../settings/read-settings.ts';
import { alignment } from '../yaml/scalar-offsets.ts';
import type { PlacedBlock, Source } from '../yaml/source.ts';

/** Collects what is found and gives each its severity, clause and place. */
export class Findings {
  private readonly list: Finding[] = [];
  private readonly source: Source;
  private readonly rules: ReadonlyMap<string, RuleData>;
  private readonly settings: Settings;
  private readonly pack: LoadedPack | undefined;
  private readonly answers: Answers | undefined;
  private readonly aligned: Aligned = new Map();

  constructor(source: Source, rules: readonly RuleData[], settings: Settings, pack?: LoadedPack, answers?: Answers) {
    this.source = source;
    this.rules = new Map(rules.map((r) => [r.id, r]));
    this.settings = settings;
    this.pack = pack;
    this.answers = answers;
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
        const edits = p.fix?.map(({ at, text }) => ({ span: placed({ start }, at.start, at.end), text }));
        this.add(p.rule, p.message, null, span, edits ? [{ kind: 'edits', edits, safe: true }] : []);
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
    const at = locate(this.source, this.answers, issue, this.aligned);
    const related = (issue.related ?? []).map((end) => this.related(end));
    const message = rule?.message ?? issue.message;
    return this.finding(issue.rule, message, issue.path, at, issue.mends ?? [], related, issue);
  }

  private related(end: IssueEnd): Related {
    const { message } = end;
    return 'far' in end
      ? { message, far: end.far }
      : { message, ...locate(this.source, this.answers, end, this.aligned) };
  }

  private stray(span: Span): void {
    const message = {
      zh: '申报书由“键: 值”组成，这里却是一段孤立的内容',
      en: 'A dossier is made of “key: value” entries; this stands alone',
    };
    this.add('wrong-type', message, null, widen(span, this.source.text), []);
  }

  private add(rule: string, message: Text, path: Path | null, span: Span, mends: readonly Mend[]): void {
    const finding = this.finding(rule, message, path, { span }, mends, []);
    if (finding) this.list.push(finding);
  }

  private finding(
    rule: string,
    message: Text,
    path: Path | null,
    at: Stretch,
    mends: readonly Mend[],
    related: readonly Related[],
    own: Pick<Issue, 'clause' | 'severity'> = {},
  ): Finding | undefined {
    const data = this.rules.get(rule);
    const set = this.settings.rules?.[rule];
    if (set === 'off') return undefined;
    const severity = set ?? own.severity ?? severityOf(data, this.pack);
    const clause = own.clause ?? data?.clause ?? null;
    return {
      rule,
      severity,
      message: clause === null ? message : cited(message, clause),
      clause,
      path,
      ...at,
      related,
      mends,
      waived: false,
    };
  }
}

/** What a rule's findings are unless settings or a finding itself say otherwise: the rule's own, else by the force of its clause. */
export function severityOf(rule: RuleData | undefined, pack: LoadedPack | undefined): Severity {
  if (rule?.severity) return rule.severity;
  const clause = pack && rule ? findClause(pack, rule.clause) : undefined;
  return clause ? FORCE_SEVERITY[clause.force] : 'error';
}

const FORCE_SEVERITY: Readonly<Record<Force, Severity>> = {
  须: 'error',
  不得: 'error',
  原则上: 'warning',
  应基本: 'warning',
  鼓励: 'info',
  说明: 'info',
};

/** Where the characters of a scalar stand, for several findings in it. */
type Aligned = Map<object, ReturnType<typeof alignment>>;

/**
 * Where an issue stands: in the dossier, or in the chapter file whose text it is about. `within` counts from the
 * answer's value, which has lost the blanks around it; where no answers are given, from the text as written.
 */
export function locate(
  source: Source,
  answers: Answers | undefined,
  { path, part, within }: Pick<Issue, 'path' | 'part' | 'within'>,
  aligned: Aligned = new Map(),
): Stretch {
  const answer = answers?.at(path);
  if (answer?.file !== undefined) return inChapter(answer.file, String(answer.value ?? ''), within);
  const found = within && source.find(path);
  if (found?.tree?.kind !== 'scalar') return { span: source.span(path, part) };
  const { tree } = found;
  const at = aligned.get(tree) ?? alignment(found.block.block.text, tree);
  aligned.set(tree, at);
  const isTrimmed = typeof answer?.value === 'string' && answer.value.length < tree.text.length;
  const lead = isTrimmed ? /^\s*/.exec(tree.text)![0].length : 0;
  const [from, to] = [lead + within![0], lead + within![1]];
  const start = at[from] ?? tree.start;
  const end = to > from ? (at[to - 1] ?? start) + 1 : start;
  return { span: placed(found.block, start, end) };
}

/** What is said of a chapter as a whole stands at its first line. */
function inChapter(file: string, text: string, within: Issue['within']): Stretch {
  if (within) return { file, span: { start: within[0], end: within[1] } };
  const start = text.search(/\S/);
  const [line = ''] = /[^\r\n]*/.exec(text.slice(Math.max(start, 0)))!;
  return { file, span: { start: Math.max(start, 0), end: Math.max(start, 0) + line.length } };
}

function placed({ start }: Pick<PlacedBlock, 'start'>, from: number, to: number): Span {
  return { start: start + from, end: start + to };
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

/** The sentence without its clause, where that is said beside it. */
export function uncited(message: Text, clause: string): Text {
  const [zh, en] = [`（通知${clause}）`, ` (notice ${clause})`];
  return { zh: message.zh.replace(zh, ''), en: message.en.replace(en, '') };
}
