/** Turns what checks, the form and the parser report into findings. */

import type { Issue, RelatedIssue } from '../checks/shared/check.ts';
import type { FormProblem } from '../form/answer.ts';
import type { Answers } from '../form/answers.ts';
import { type EvidenceFile, uncheckedText } from '../inputs/evidence.ts';
import { ruleSetting } from '../inputs/rule-settings.ts';
import type { Settings } from '../inputs/settings.ts';
import type { Span } from '../model/edit.ts';
import type { FileSpan, Finding, FixSpec, RelatedLocation } from '../model/finding.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { severityOf } from '../model/severity.ts';
import type { Source } from '../yaml/source.ts';
import { type AlignmentCache, locate, spanInBlock } from './locate.ts';

type UncheckedFile = Extract<EvidenceFile, { readonly why?: unknown }>;

/** Collects what is found and gives each finding its severity, clause and place; `pack` and `answers` where the notice is known. */
export class FindingCollector {
  private readonly list: Finding[] = [];
  private readonly source: Source;
  private readonly rules: ReadonlyMap<string, RuleData>;
  private readonly settings: Settings;
  private readonly pack: LoadedPack | undefined;
  private readonly answers: Answers | undefined;
  private readonly alignments: AlignmentCache = new Map();

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

  /** Adds what is wrong with the text as a whole: a second document, the wrong encoding, a top-level key twice. */
  addProblemsBetweenBlocks(): void {
    for (const p of this.source.problems) this.add(p.rule, p.message, null, p, []);
  }

  addSyntaxProblems(): void {
    this.addProblemsBetweenBlocks();
    for (const { start, block } of this.source.blocks) {
      const stray = block.stray;
      for (const p of block.problems) {
        // How it is written does not matter where all of it stands alone.
        if (stray && p.rule !== 'invisible-character') continue;
        const span = widen({ start: start + p.start, end: start + p.end }, this.source.text);
        const fixSpecs = (p.fixes ?? []).map(
          ({ title, edits, isSafe }): FixSpec => ({
            kind: 'edits',
            edits: edits.map(({ at, text }) => ({ span: spanInBlock({ start }, at.start, at.end), text })),
            safe: isSafe,
            ...(title ? { title } : {}),
          }),
        );
        this.add(p.rule, p.message, null, span, fixSpecs);
      }
      if (stray) this.addStrayText({ start: start + stray.start, end: start + stray.end });
    }
  }

  addFormProblems(problems: readonly FormProblem[]): void {
    for (const problem of problems) this.addIssue(problem.rule, problem);
  }

  addIssue(rule: string, issue: Issue): void {
    const finding = this.make({ ...issue, rule });
    if (finding) this.list.push(finding);
  }

  addRuleError(rule: string, why: string): void {
    const message = {
      zh: `规则 ${rule} 运行出错，这一条没有检查：${why}`,
      en: `Rule ${rule} failed and was not checked: ${why}`,
    };
    this.add('internal-fault', message, null, this.source.top(), []);
  }

  /** A file of evidence that is there and could not be checked. */
  addUncheckedFile({ why }: Pick<UncheckedFile, 'why'>, path: FieldPath): void {
    const text = uncheckedText(why);
    const message = { zh: `这个文件${text.zh}`, en: `This file was ${text.en}` };
    this.addIssue('internal-fault', { path, message });
  }

  make(issue: Issue & { rule: string }): Finding | undefined {
    const rule = this.rules.get(issue.rule);
    const at = locate(this.source, this.answers, issue, this.alignments);
    const related = (issue.related ?? []).map((end) => this.related(end));
    const message = rule?.message ?? issue.message;
    return this.finding(issue.rule, message, issue.path, at, issue.fixSpecs ?? [], related, issue);
  }

  private related(end: RelatedIssue): RelatedLocation {
    const { message } = end;
    return 'remote' in end
      ? { message, remote: end.remote }
      : { message, ...locate(this.source, this.answers, end, this.alignments) };
  }

  private addStrayText(span: Span): void {
    const message = {
      zh: '申报书由“键: 值”组成，这里却是一段孤立的内容',
      en: 'A dossier is made of “key: value” entries; this stands alone',
    };
    this.add('wrong-type', message, null, widen(span, this.source.text), []);
  }

  private add(
    rule: string,
    message: LocalizedText,
    path: FieldPath | null,
    span: Span,
    fixSpecs: readonly FixSpec[],
  ): void {
    const finding = this.finding(rule, message, path, { span }, fixSpecs, []);
    if (finding) this.list.push(finding);
  }

  private finding(
    rule: string,
    message: LocalizedText,
    path: FieldPath | null,
    at: FileSpan,
    fixSpecs: readonly FixSpec[],
    related: readonly RelatedLocation[],
    own: Pick<Issue, 'clause' | 'severity'> = {},
  ): Finding | undefined {
    const data = this.rules.get(rule);
    const set = ruleSetting(this.settings, rule)?.level;
    if (set === 'off') return undefined;
    const severity = set ?? own.severity ?? severityOf(data, this.pack);
    const clause = own.clause ?? data?.clause ?? null;
    return {
      rule,
      title: data?.title ?? { zh: rule, en: rule },
      severity,
      message: clause === null ? message : withClause(message, clause),
      clause,
      path,
      ...at,
      related,
      fixSpecs,
      waived: false,
    };
  }
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
function withClause(message: LocalizedText, clause: string): LocalizedText {
  return { zh: `${message.zh}（通知${clause}）`, en: `${message.en} (notice ${clause})` };
}

/** The sentence without its clause, where that is said beside it. */
export function withoutClause(message: LocalizedText, clause: string): LocalizedText {
  const [zh, en] = [`（通知${clause}）`, ` (notice ${clause})`];
  return { zh: message.zh.replace(zh, ''), en: message.en.replace(en, '') };
}
