/** Hover: what a place of the form is about, as Markdown; also the documentation of completions. */
import type { Analysis } from '../../analysis/types.ts';
import { isRequired } from '../../form/answer.ts';
import { describeEvidenceFile } from '../../inputs/evidence.ts';
import type { Span } from '../../model/edit.ts';
import { slotAt } from '../../model/form-paths.ts';
import type { Field, FieldType, Option, Slot } from '../../model/form-schema.ts';
import type { Locale, LocalizedText } from '../../model/localized-text.ts';
import type { Clause, Direction } from '../../model/notice-schema.ts';
import type { LoadedPack } from '../../model/pack.ts';
import { findClause } from '../../model/pack.ts';
import type { FieldPath } from '../../model/path.ts';
import { formatFieldPath } from '../../model/path.ts';

/** What a hover shows. */
export interface HoverContent {
  /** The key or value that it is about, in UTF-16 offsets into the dossier. */
  readonly span: Span;
  readonly markdown: string;
}

/** Explains the field, and the value if it is one of a list, at a UTF-16 offset; undefined where there is no place of the form. */
export function hover(analysis: Analysis, offset: number, locale: Locale): HoverContent | undefined {
  const { pack, source } = analysis;
  const found = source.at(offset);
  if (!pack || !found) return undefined;
  const slot = slotAt(pack.form.fields, formatFieldPath(found.path));
  if (!slot) return undefined;
  const words = new HoverText(pack, analysis.direction, locale);
  const value =
    found.part === 'value'
      ? source.text
          .slice(found.span.start, found.span.end)
          .trim()
          .replace(/^(["'])(.*)\1$/, '$2')
      : undefined;
  const about = value === undefined ? undefined : words.value(slot, value, found.path);
  const file =
    slot.type === 'file' ? analysis.cache.input.files?.get(String(analysis.answers.text(found.path))) : undefined;
  const markdown = [file && describeEvidenceFile(file)[locale], about, words.field(slot, found.path)]
    .filter(Boolean)
    .join('\n\n---\n\n');
  return { span: found.span, markdown };
}

/** A field's documentation, as the completion list shows it. */
export function fieldMarkdown(
  pack: LoadedPack,
  field: Field,
  path: FieldPath,
  direction: string | undefined,
  locale: Locale,
): string {
  return new HoverText(pack, direction, locale).field(field, path);
}

/** A value's documentation, as the completion list shows it; empty where the pack says nothing of the value. */
export function optionMarkdown(
  pack: LoadedPack,
  slot: Slot,
  value: string,
  path: FieldPath,
  direction: string | undefined,
  locale: Locale,
): string {
  return new HoverText(pack, direction, locale).value(slot, value, path) ?? '';
}

/** A clause explained: what it demands, what proves it, what follows if it fails, and its legal background. */
export function clauseMarkdown(pack: LoadedPack, clause: Clause, locale: Locale): string {
  return new HoverText(pack, undefined, locale).clause(clause);
}

/** The text of {@link clauseMarkdown} without the clause's number and title, for a page that has these as a heading. */
export function demandMarkdown(pack: LoadedPack, clause: Clause, locale: Locale): string {
  return new HoverText(pack, undefined, locale).demand(clause);
}

const TYPES: Readonly<Record<FieldType, LocalizedText>> = {
  map: { zh: '一组', en: 'group' },
  list: { zh: '列表', en: 'list' },
  text: { zh: '文字', en: 'text' },
  choice: { zh: '单选', en: 'one of a list' },
  'yes-no': { zh: '是 / 否', en: '是 / 否 (yes / no)' },
  date: { zh: '日期，年-月-日', en: 'date, YYYY-MM-DD' },
  month: { zh: '月份，年-月', en: 'month, YYYY-MM' },
  year: { zh: '四位年份', en: 'year' },
  integer: { zh: '整数', en: 'whole number' },
  number: { zh: '数字', en: 'number' },
  phone: { zh: '电话', en: 'phone' },
  email: { zh: '邮箱', en: 'e-mail' },
  url: { zh: '网址', en: 'web address' },
  code: { zh: '统一社会信用代码，18 位', en: 'unified social credit code, 18 characters' },
  narrative: { zh: '正文（Markdown），或 {文件: 路径}', en: 'Markdown, or {文件: path}' },
  file: { zh: '文件路径，从申报书所在文件夹算起', en: 'path of a file, from the dossier’s folder' },
  reference: { zh: '附件材料的编号', en: '编号 of a material' },
};

class HoverText {
  private readonly pack: LoadedPack;
  private readonly direction: string | undefined;
  private readonly locale: Locale;

  constructor(pack: LoadedPack, direction: string | undefined, locale: Locale) {
    this.pack = pack;
    this.direction = direction;
    this.locale = locale;
  }

  field(slot: Slot | Field, path: FieldPath): string {
    const clauses = (slot.clauses ?? []).map((id) => findClause(this.pack, id)).filter((c) => c !== undefined);
    const [first, ...others] = clauses;
    return [
      `**${formatFieldPath(path)}** — ${this.valueNotes(slot)}`,
      slot.about && this.localize(slot.about),
      slot.why && this.labelled({ zh: '为什么', en: 'Why' }, this.localize(slot.why)),
      slot.example !== undefined && this.labelled({ zh: '例', en: 'Example' }, `\`${slot.example}\``),
      first && this.clause(first),
      others.length > 0 && others.map((c) => `- ${this.clauseHeading(c)}`).join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n');
  }

  value(slot: Slot | Field, value: string, path: FieldPath): string | undefined {
    const direction = this.pack.notice.directions.find(
      (d) => d.id === value && formatFieldPath(path) === this.pack.form.roles.direction,
    );
    if (direction) return this.directionText(direction);
    if (slot.type === 'yes-no' && (value === '是' || value === '否')) {
      const answer = value === '是' ? slot.yes : slot.no;
      return answer && `**${value}** — ${this.localize(answer)}`;
    }
    const { waivers } = this.pack.form.roles;
    const isWaiver = waivers !== undefined && formatFieldPath(path).startsWith(waivers);
    const rule = isWaiver ? this.pack.rules.find((x) => x.id === value) : undefined;
    if (rule) return `**${rule.id}** — ${this.localize(rule.title)}\n\n${this.localize(rule.why)}`;
    const option = (slot.values ?? slot.item?.values)?.find((o) => o.value === value);
    return option && this.option(option);
  }

  clause(clause: Clause): string {
    return `${this.clauseHeading(clause)}\n\n${this.demand(clause)}`;
  }

  demand(clause: Clause): string {
    const proof = { zh: '怎么证明', en: 'What counts as proof' };
    const fails = { zh: '不符合会怎样', en: 'If it fails' };
    const { asOf } = this.pack.notice;
    const inForce = clause.basis.filter(
      (b) => asOf === undefined || ((b.from ?? '') <= asOf && (b.until ?? '9') >= asOf),
    );
    const basis = inForce.map((b) => `${this.localize(b.name)}${b.number ? `（${b.number}）` : ''}`);
    const since =
      asOf === undefined
        ? { zh: '依据', en: 'Background' }
        : { zh: `依据（${asOf} 有效）`, en: `Background, in force on ${asOf}` };
    return [
      this.localize(clause.means),
      clause.proof && this.labelled(proof, this.localize(clause.proof)),
      clause.fails && this.labelled(fails, this.localize(clause.fails)),
      basis.length > 0 && this.labelled(since, basis.join(this.localize({ zh: '；', en: '; ' }))),
    ]
      .filter(Boolean)
      .join('\n\n');
  }

  /** Bold and not slanted: Chinese faces have no italics. */
  private labelled(what: LocalizedText, said: string): string {
    return `**${this.localize(what)}**${this.localize({ zh: '：', en: ': ' })}${said}`;
  }

  private clauseHeading(clause: Clause): string {
    return `**${clause.id}**〔${clause.force}〕${this.localize(clause.title)}`;
  }

  private directionText(direction: Direction): string {
    const requirements = direction.asks.map(({ about, fields }) => {
      const named = fields.map((f) => `\`${f.replaceAll('[]', '')}\``);
      const where = { zh: `（${named.join('、')}）`, en: ` (${named.join(', ')})` };
      return `- ${this.localize(about)}${named.length ? this.localize(where) : ''}`;
    });
    const requirement = this.labelled({ zh: '这个方向要写清楚的', en: 'What this direction asks for' }, '');
    return [
      `**${direction.id}**${this.clauseNote(direction.clause)}`,
      this.localize(direction.means),
      requirement.trimEnd(),
      requirements.join('\n'),
    ].join('\n\n');
  }

  /** In brackets: behind a dash, 一 of 一（一） would look like another dash. */
  private clauseNote(clause: string | undefined): string {
    return clause === undefined ? '' : this.localize({ zh: `（通知${clause}）`, en: ` (notice ${clause})` });
  }

  private option(option: Option): string {
    const directions = option.directions ? `（${option.directions.join('、')}）` : '';
    const clause = this.clauseNote(option.clause);
    const about = option.about
      ? `

${this.localize(option.about)}`
      : '';
    return `**${option.value}**${clause}${directions}${about}`;
  }

  private valueNotes(given: Slot | Field): string {
    const bare = given.bare === undefined ? undefined : given.fields?.find((f) => f.key === given.bare);
    const slot: Slot | Field = bare ? { ...given, type: bare.type, unit: bare.unit, min: bare.min } : given;
    const required = 'key' in slot && isRequired(slot as Field, this.direction);
    const unit = slot.unit && slot.type !== 'narrative' && slot.type !== 'text' ? this.localize(slot.unit) : undefined;
    const words =
      slot.minLength || slot.maxLength
        ? `${slot.minLength ?? 0}–${slot.maxLength ?? ''} ${this.localize({ zh: '字', en: '字 (characters)' })}`
        : undefined;
    const { onlyFor } = given as Partial<Field>;
    const only = onlyFor && this.localize({ zh: `仅限${onlyFor.join('、')}`, en: `only for ${onlyFor.join(', ')}` });
    const range = slot.min !== undefined && slot.min !== 0 ? `≥ ${slot.min}` : undefined;
    const needed = required
      ? this.localize({ zh: '必填', en: 'required' })
      : this.localize({ zh: '选填', en: 'optional' });
    return [needed, this.localize(TYPES[slot.type]), unit, words, range, only].filter(Boolean).join(' · ');
  }

  private localize(text: LocalizedText): string {
    return text[this.locale];
  }
}
