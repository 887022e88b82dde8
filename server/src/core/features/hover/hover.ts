/** What a place of the form is about: for hovers and for the documentation of completions, as Markdown. */
import type { Analysis } from '../../analysis/types.ts';
import { isRequired } from '../../form/answer.ts';
import { tellFile } from '../../inputs/evidence.ts';
import type { Span } from '../../model/edit.ts';
import { slotAt } from '../../model/form-paths.ts';
import type { Field, FieldType, Option, Slot } from '../../model/form-schema.ts';
import type { Locale, Text } from '../../model/localized-text.ts';
import type { Clause, Direction } from '../../model/notice-schema.ts';
import type { LoadedPack } from '../../model/pack.ts';
import { findClause } from '../../model/pack.ts';
import type { Path } from '../../model/path.ts';
import { showPath } from '../../model/path.ts';

export interface Description {
  readonly span: Span;
  readonly markdown: string;
}

/** What stands at an offset, explained: a field, a value, a condition of the notice. */
export function describe(analysis: Analysis, offset: number, locale: Locale): Description | undefined {
  const { pack, source } = analysis;
  const found = source.at(offset);
  if (!pack || !found) return undefined;
  const slot = slotAt(pack.form.fields, showPath(found.path));
  if (!slot) return undefined;
  const words = new Words(pack, analysis.direction, locale);
  const value =
    found.part === 'value'
      ? source.text
          .slice(found.span.start, found.span.end)
          .trim()
          .replace(/^(["'])(.*)\1$/, '$2')
      : undefined;
  const about = value === undefined ? undefined : words.value(slot, value, found.path);
  const file =
    slot.type === 'file' ? analysis.memo.facts.files?.get(String(analysis.answers.text(found.path))) : undefined;
  const markdown = [file && tellFile(file)[locale], about, words.field(slot, found.path)]
    .filter(Boolean)
    .join('\n\n---\n\n');
  return { span: found.span, markdown };
}

/** A field's documentation, as the completion list shows it. */
export function describeField(
  pack: LoadedPack,
  field: Field,
  path: Path,
  direction: string | undefined,
  locale: Locale,
): string {
  return new Words(pack, direction, locale).field(field, path);
}

/** A value's documentation, as the completion list shows it. */
export function describeOption(
  pack: LoadedPack,
  slot: Slot,
  value: string,
  path: Path,
  direction: string | undefined,
  locale: Locale,
): string {
  return new Words(pack, direction, locale).value(slot, value, path) ?? '';
}

/** A clause explained: what it demands, what proves it, what follows if it fails, and its legal background. */
export function describeClause(pack: LoadedPack, clause: Clause, locale: Locale): string {
  return new Words(pack, undefined, locale).clause(clause);
}

/** The same without its number and title, for a place that has these above it. */
export function describeDemand(pack: LoadedPack, clause: Clause, locale: Locale): string {
  return new Words(pack, undefined, locale).demand(clause);
}

const TYPES: Readonly<Record<FieldType, Text>> = {
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

class Words {
  private readonly pack: LoadedPack;
  private readonly direction: string | undefined;
  private readonly locale: Locale;

  constructor(pack: LoadedPack, direction: string | undefined, locale: Locale) {
    this.pack = pack;
    this.direction = direction;
    this.locale = locale;
  }

  field(slot: Slot | Field, path: Path): string {
    const clauses = (slot.clauses ?? []).map((id) => findClause(this.pack, id)).filter((c) => c !== undefined);
    const [first, ...others] = clauses;
    return [
      `**${showPath(path)}** — ${this.facts(slot)}`,
      slot.about && this.say(slot.about),
      slot.why && this.told({ zh: '为什么', en: 'Why' }, this.say(slot.why)),
      slot.example !== undefined && this.told({ zh: '例', en: 'Example' }, `\`${slot.example}\``),
      first && this.clause(first),
      others.length > 0 && others.map((c) => `- ${this.head(c)}`).join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n');
  }

  value(slot: Slot | Field, value: string, path: Path): string | undefined {
    const direction = this.pack.notice.directions.find(
      (d) => d.id === value && showPath(path) === this.pack.form.roles.direction,
    );
    if (direction) return this.direct(direction);
    if (slot.type === 'yes-no' && (value === '是' || value === '否')) {
      const answer = value === '是' ? slot.yes : slot.no;
      return answer && `**${value}** — ${this.say(answer)}`;
    }
    const rule = showPath(path).startsWith(this.pack.form.roles.waivers)
      ? this.pack.rules.find((x) => x.id === value)
      : undefined;
    if (rule) return `**${rule.id}** — ${this.say(rule.title)}\n\n${this.say(rule.why)}`;
    const option = (slot.values ?? slot.item?.values)?.find((o) => o.value === value);
    return option && this.option(option);
  }

  clause(clause: Clause): string {
    return `${this.head(clause)}\n\n${this.demand(clause)}`;
  }

  demand(clause: Clause): string {
    const proof = { zh: '怎么证明', en: 'What counts as proof' };
    const fails = { zh: '不符合会怎样', en: 'If it fails' };
    const { asOf } = this.pack.notice;
    const inForce = clause.basis.filter((b) => (b.from ?? '') <= asOf && (b.until ?? '9') >= asOf);
    const basis = inForce.map((b) => `${this.say(b.name)}${b.number ? `（${b.number}）` : ''}`);
    const since = { zh: `依据（${asOf} 有效）`, en: `Background, in force on ${asOf}` };
    return [
      this.say(clause.means),
      clause.proof && this.told(proof, this.say(clause.proof)),
      clause.fails && this.told(fails, this.say(clause.fails)),
      basis.length > 0 && this.told(since, basis.join(this.say({ zh: '；', en: '; ' }))),
    ]
      .filter(Boolean)
      .join('\n\n');
  }

  /** Bold and not slanted: Chinese faces have no italics. */
  private told(what: Text, said: string): string {
    return `**${this.say(what)}**${this.say({ zh: '：', en: ': ' })}${said}`;
  }

  private head(clause: Clause): string {
    return `**${clause.id}**〔${clause.force}〕${this.say(clause.title)}`;
  }

  private direct(direction: Direction): string {
    const asks = direction.asks.map(({ about, fields }) => {
      const named = fields.map((f) => `\`${f.replaceAll('[]', '')}\``);
      const where = { zh: `（${named.join('、')}）`, en: ` (${named.join(', ')})` };
      return `- ${this.say(about)}${named.length ? this.say(where) : ''}`;
    });
    const ask = this.told({ zh: '这个方向要写清楚的', en: 'What this direction asks for' }, '');
    return [
      `**${direction.id}** — ${direction.clause}`,
      this.say(direction.means),
      ask.trimEnd(),
      asks.join('\n'),
    ].join('\n\n');
  }

  private option(option: Option): string {
    const directions = option.directions ? `（${option.directions.join('、')}）` : '';
    const clause = option.clause ? ` — ${option.clause}` : '';
    return `**${option.value}**${clause}${directions}\n\n${this.say(option.about)}`;
  }

  private facts(given: Slot | Field): string {
    const bare = given.bare === undefined ? undefined : given.fields?.find((f) => f.key === given.bare);
    const slot: Slot | Field = bare ? { ...given, type: bare.type, unit: bare.unit, min: bare.min } : given;
    const required = 'key' in slot && isRequired(slot as Field, this.direction);
    const unit = slot.unit && slot.type !== 'narrative' && slot.type !== 'text' ? this.say(slot.unit) : undefined;
    const words =
      slot.minLength || slot.maxLength
        ? `${slot.minLength ?? 0}–${slot.maxLength ?? ''} ${this.say({ zh: '字', en: '字 (characters)' })}`
        : undefined;
    const { onlyFor } = given as Partial<Field>;
    const only = onlyFor && this.say({ zh: `仅限${onlyFor.join('、')}`, en: `only for ${onlyFor.join(', ')}` });
    const range = slot.min !== undefined && slot.min !== 0 ? `≥ ${slot.min}` : undefined;
    const needed = required ? this.say({ zh: '必填', en: 'required' }) : this.say({ zh: '选填', en: 'optional' });
    return [needed, this.say(TYPES[slot.type]), unit, words, range, only].filter(Boolean).join(' · ');
  }

  private say(text: Text): string {
    return text[this.locale];
  }
}
