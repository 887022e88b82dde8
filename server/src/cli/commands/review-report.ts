/** A review as text for a terminal, and as the JSON of the contract, §4. */

import pico from 'picocolors';
import stringWidth from 'string-width';
import type { Finding } from '../../core/model/finding.ts';
import { fieldOf } from '../../core/model/finding.ts';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { type Review, type ReviewItem, VERDICTS, type Verdict } from '../../core/review/types.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { clean } from '../../render/manuscript/manuscript.ts';
import { FORCE_NAMES, REVIEW_LABELS, ruleName, VERDICT_NAMES, waiverText } from '../../render/review/review-texts.ts';

/** Columns of the terminal that text is wrapped at. */
const WIDTH = 96;
const INDENT = '    ';

type Colors = ReturnType<typeof pico.createColors>;

/** The review for a terminal: a block for each clause, and the counts of verdicts. */
export function reviewText(review: Review, locale: Locale, { color }: { readonly color: boolean }): string {
  return new ReviewReport(review, locale, pico.createColors(color)).text();
}

/** The six keys of an item and the four of the whole come first, as the contract has them. */
export function reviewJson(review: Review, file: string, locale: Locale): string {
  const report = {
    file,
    notice: review.notice.id,
    items: review.items.map((item) => itemJson(item, locale)),
    counts: Object.fromEntries(VERDICTS.map((v) => [v, review.counts[v]])),
    assumptions: review.assumptions.map(({ setting, title, value, isSet }) => ({
      setting,
      title: title[locale],
      value: value[locale],
      isSet,
    })),
    form: review.form.map((f) => ({ ...findingJson(f, locale), field: fieldOf(f) })),
  };
  return jsonText(report);
}

function itemJson(item: ReviewItem, locale: Locale) {
  return {
    clause: item.clause,
    title: item.title[locale],
    verdict: item.verdict,
    rules: item.rules,
    reason: item.reason[locale],
    force: item.force,
    findings: item.findings.map((f) => findingJson(f, locale)),
    waivers: item.waivers.map(({ rule, reason, reviewer, date }) => ({ rule, reason, reviewer, date })),
    evidence: item.evidence.map(({ number, kind, file, content }) => ({
      number,
      kind,
      file: file ?? null,
      content: content[locale],
    })),
    person: item.person?.[locale] ?? null,
  };
}

function findingJson({ rule, severity, message, waived }: Finding, locale: Locale) {
  return { rule, severity, message: message[locale], waived };
}

class ReviewReport {
  private readonly review: Review;
  private readonly locale: Locale;
  private readonly colors: Colors;
  private readonly paints: Readonly<Record<Verdict, (text: string) => string>>;

  constructor(review: Review, locale: Locale, colors: Colors) {
    this.review = review;
    this.locale = locale;
    this.colors = colors;
    this.paints = {
      通过: colors.green,
      不通过: colors.red,
      提示: colors.yellow,
      待人工核验: colors.blue,
      缺数据: colors.magenta,
      不适用: colors.dim,
    };
  }

  text(): string {
    const { items } = this.review;
    const verdicts = Math.max(...VERDICTS.map((v) => stringWidth(VERDICT_NAMES[v][this.locale])));
    const clauses = Math.max(0, ...items.map((i) => stringWidth(i.clause)));
    const blocks = items.map((item) => this.item(item, verdicts, clauses));
    return `${[this.header(), ...blocks, this.assumptions(), this.footer()].join('\n\n')}\n`;
  }

  private localize(text: LocalizedText): string {
    return text[this.locale];
  }

  private header(): string {
    const { notice, head } = this.review;
    const own = head.map(({ text }) => text ?? this.localize(REVIEW_LABELS.notGiven));
    const call = [notice.title, ...(notice.issuer ? [notice.issuer] : [])].map((text) => this.localize(text));
    const lines = [call.join(' · '), own.join(' · ')];
    return [this.colors.bold(this.localize(REVIEW_LABELS.title)), ...lines.flatMap((line) => wrap(line, WIDTH))].join(
      '\n',
    );
  }

  /** Verdict, clause and title on a line, the reason below. */
  private item(item: ReviewItem, verdicts: number, clauses: number): string {
    const paint = this.paints[item.verdict];
    const lead = `${padded(this.localize(VERDICT_NAMES[item.verdict]), verdicts)}  ${padded(item.clause, clauses)}  `;
    const width = stringWidth(lead);
    const [title = '', ...rest] = wrap(
      `${this.localize(item.title)} [${this.localize(FORCE_NAMES[item.force])}]`,
      WIDTH - width,
    );
    const rules = [...new Map(item.findings.map((f) => [f.rule, f.title]))].map(([id, title]) => ruleName(id, title));
    const below = (text: string) => wrap(text, WIDTH - INDENT.length).map((line) => INDENT + line);
    return [
      paint(lead) + this.colors.bold(title),
      ...rest.map((line) => ' '.repeat(width) + this.colors.bold(line)),
      ...below(this.localize(item.reason)),
      ...item.waivers.flatMap((w) => below(this.localize(waiverText(w)))),
      ...(rules.length
        ? below(`→ ${rules.map((r) => this.localize(r)).join(this.localize(COMMA))}`).map(this.colors.dim)
        : []),
      ...[...this.evidence(item), ...this.person(item)].flatMap((line) => below(line).map(this.colors.dim)),
    ].join('\n');
  }

  private evidence({ evidence }: ReviewItem): readonly string[] {
    if (!evidence.length) return [];
    const papers = evidence.map(({ number, kind, content }) => `${number}（${kind}，${this.localize(content)}）`);
    return [this.localize({ zh: `证明：${papers.join('；')}`, en: `Evidence: ${papers.join('; ')}` })];
  }

  /** What a person must look at, where that is not the verdict itself. */
  private person({ person, verdict, reason }: ReviewItem): readonly string[] {
    if (!person || verdict === '待人工核验' || reason === person) return [];
    return [this.localize({ zh: `还需人工核验：${person.zh}`, en: `For a person: ${person.en}` })];
  }

  /** How this review took what the notice leaves to its user. */
  private assumptions(): string {
    const head = this.colors.bold(
      this.localize({
        zh: '这次审查的前提（括号里是设置的名称）',
        en: 'What this review assumes (settings in brackets)',
      }),
    );
    const lines = this.review.assumptions.flatMap(({ setting, title, value }) =>
      wrap(
        `${this.localize(title)} [${setting}]${this.localize(COLON)}${this.localize(value)}`,
        WIDTH - INDENT.length,
      ).map((line) => INDENT + line),
    );
    return [head, ...lines].join('\n');
  }

  private footer(): string {
    const { items, counts, form } = this.review;
    const parts = VERDICTS.map((v) => {
      const text = `${this.localize(VERDICT_NAMES[v])} ${counts[v]}`;
      return counts[v] ? this.paints[v](text) : this.colors.dim(text);
    });
    const all = this.localize({ zh: `共 ${items.length} 条：`, en: `${items.length} items: ` });
    const others = this.localize({
      zh: `另有 ${form.length} 处填写问题不属于任何条款，用 dossier check 查看`,
      en: `${form.length} more finding(s) rest on no clause: dossier check shows them`,
    });
    return [all + parts.join(this.localize({ zh: '，', en: ', ' })), ...(form.length ? [others] : [])].join('\n');
  }
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - stringWidth(text)));
}

/** Between two rules of a list. */
const COMMA: LocalizedText = { zh: '、', en: ', ' };

/** Never first in a line, and never last in one. */
const COLON: LocalizedText = { zh: '：', en: ': ' };

const CLOSING = /^[，。、；：！？）”’》】」』…—·%,.;:!?)\]}]/u;
const OPENING = /[（“‘《【「『([{]$/u;
/** Characters that turn the direction of writing. */
const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const GRAPHEMES = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/** Lines of at most so many columns, broken at blanks and between Han characters; only a longer word is cut. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of unbreakablePieces(clean(text).replace(DIRECTION_CONTROLS, ''))) {
    if (line && stringWidth((line + piece).trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    for (const { segment } of GRAPHEMES.segment(line ? piece : piece.trimStart())) {
      if (stringWidth(line + segment) > width && segment.trim()) {
        lines.push(line);
        line = '';
      }
      line += segment;
    }
  }
  return [...lines, line.trimEnd()].filter((l, i) => l || !i);
}

/** What no line is broken within: words, and marks with the character they lean on. */
function unbreakablePieces(text: string): readonly string[] {
  const parts: string[] = [];
  for (const part of text.match(/[!-~\u00a0-\u02ff]+|\s+|[^!-~\u00a0-\u02ff\s]\p{M}*/gu) ?? []) {
    const last = parts.at(-1) ?? '';
    const leans = last.trim() && (CLOSING.test(part) || OPENING.test(last));
    if (leans && part.length + last.length < LONGEST_PIECE) parts[parts.length - 1] = last + part;
    else parts.push(part);
  }
  return parts;
}

/** A run of marks longer than this may be broken like anything else. */
const LONGEST_PIECE = 40;
