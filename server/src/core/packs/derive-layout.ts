/** The papers of a call whose pack does not say how they look: a neutral layout that follows the form. */

import type { Field, Slot } from '../model/form-schema.ts';
import type { Notice } from '../model/notice-schema.ts';
import type { Pack } from '../model/pack.ts';
import { isRawMap, type RawMap } from './raw-pack.ts';

/** What a layout is derived from. */
export interface LayoutSources {
  readonly notice: Notice;
  readonly form: Pack['form'];
  /** What the pack says of its layout itself, as raw data; it goes before what is derived, key by key. */
  readonly given: unknown;
  /** Paper, fonts and styles that all packs share, as raw data. */
  readonly base: RawMap;
}

/** The whole layout as raw data. */
export function deriveLayout({ notice, form, given, base }: LayoutSources): RawMap {
  const own = isRawMap(given) ? given : {};
  const merged = (key: string, value: unknown) => {
    if (!(key in own)) return value;
    return isRawMap(value) && isRawMap(own[key]) ? { ...value, ...own[key] } : own[key];
  };
  const page = Object.fromEntries(Object.entries(base).map(([key, value]) => [key, merged(key, value)]));
  return { ...new NeutralLayout(notice, form).layout(), ...own, ...page };
}

/** A label and the template of its value. */
type Labelled = readonly [string, string];

class NeutralLayout {
  private readonly notice: Notice;
  private readonly form: Pack['form'];

  constructor(notice: Notice, form: Pack['form']) {
    this.notice = notice;
    this.form = form;
  }

  layout(): RawMap {
    const { applicant } = this.form.roles;
    const named = (name: string) => (applicant === undefined ? name : `{${applicant}}-${name}`);
    return {
      file: named('申报书.docx'),
      parts: this.parts(),
      summary: {
        name: '汇总表',
        title: `${this.notice.title.zh}汇总表`,
        file: named('汇总表.xlsx'),
        columns: this.heads().map(([head, value]) => ({ head, value, width: 20 })),
      },
      package: {
        folder: named('申报材料'),
        annexes: '附件',
        checklist: { file: '报送清单.docx', title: '报送清单', groups: this.checklist() },
      },
    };
  }

  /** The parts that most calls have, in the order of a cover. */
  private heads(): readonly Labelled[] {
    const { roles, labels } = this.form;
    const lines: readonly (readonly [string, string | undefined])[] = [
      [`${labels.platform.zh}名称`, roles.platform],
      [labels.direction.zh, roles.direction],
      ['申报单位', roles.applicant],
      ['统一社会信用代码', roles.code],
      ['推荐单位所在地', roles.city],
      ['申报日期', roles.day],
    ];
    const found = lines.flatMap(([label, path]) => (path === undefined ? [] : [[label, `{${path}}`] as const]));
    if (found.length) return found;
    return this.form.fields.filter((f) => isShort(f)).map((f) => [f.key, `{${f.key}}`] as const);
  }

  private parts(): readonly RawMap[] {
    const { roles, fields } = this.form;
    const { notice, waivers, materials } = roles;
    const own = fields.filter((f) => ![notice, waivers, materials].includes(f.key));
    const annexes = fields.find((f) => f.key === materials);
    const loose = own.filter((f) => isShort(f));
    const groups = own.filter((f) => !isShort(f));
    return [
      { kind: 'cover', title: [this.notice.title.zh, '申报书'], lines: this.cover(), foot: [] },
      ...(loose.length ? [heading('基本信息', true), pairs(loose, '')] : []),
      ...groups.flatMap((f, i) => [heading(f.key, !i && !loose.length), ...blocks(f, f.key, undefined)]),
      ...(annexes ? [this.annexes(annexes)] : []),
    ];
  }

  private cover(): readonly Labelled[] {
    return this.heads().map(([label, template]) => {
      const isDay = template === `{${this.form.roles.day}}`;
      return [label === '申报单位' ? '申报单位（盖章）' : label, isDay ? template.replace('}', '|date}') : template];
    });
  }

  private annexes(field: Field): RawMap {
    return { kind: 'annexes', title: '附件目录', of: field.key, columns: columns(field.item?.fields ?? []) };
  }

  /** What a person must see to: the clauses that no program decides, or all where there are none. */
  private checklist(): readonly RawMap[] {
    const items = this.notice.clauses.filter((c) => c.item);
    const open = items.filter((c) => c.decidable === 'person');
    const shown = open.length ? open : items.length ? items : this.notice.clauses;
    return [
      { title: '按通知逐项核对', items: shown.map((c) => ({ clause: c.id, text: c.means.zh.replace(/[{}]/g, '') })) },
    ];
  }
}

function heading(title: string, isFirst: boolean): RawMap {
  return { kind: 'heading', title, ...(isFirst ? { break: true } : {}) };
}

/** The blocks of a field that is more than a value beside a label. */
function blocks(field: Field, path: string, title: string | undefined): readonly RawMap[] {
  const named = title === undefined ? {} : { title };
  if (field.type === 'list' && field.item?.fields)
    return [{ kind: 'list', ...named, of: path, numbered: true, columns: columns(field.item.fields) }];
  if (field.type !== 'map') return [{ kind: 'text', ...named, of: path }];
  const inside = field.fields ?? [];
  if (inside.length && inside.every((f) => f.type === 'narrative')) return [{ kind: 'narrative', of: path }];
  const short = inside.filter((f) => isShort(f));
  const rest = inside.filter((f) => !isShort(f));
  return [
    ...(short.length ? [{ ...pairs(short, path), ...named }] : []),
    ...rest.flatMap((f) => blocks(f, `${path}.${f.key}`, f.key)),
  ];
}

function pairs(fields: readonly Field[], above: string): RawMap {
  const rows = fields.map((f) => [[f.key, `{${above ? `${above}.` : ''}${f.key}${f.type === 'date' ? '|date' : ''}}`]]);
  return { kind: 'pairs', rows };
}

/** True of a value that fits beside its label: no group, no list of groups, no text of several lines. */
function isShort(slot: Slot): boolean {
  if (slot.bare !== undefined) return true;
  if (slot.type === 'list') return slot.item?.fields === undefined && slot.item?.type !== 'narrative';
  return slot.type !== 'map' && slot.type !== 'narrative' && slot.multiline !== true;
}

/** Columns of a table whose rows are the items of a list; the widths are shares of 100. */
function columns(fields: readonly Field[]): readonly (readonly [string, string, number])[] {
  const shown = fields.filter((f) => isShort(f) || f.multiline || f.type === 'narrative');
  const weights = shown.map((f) => (f.multiline || f.type === 'narrative' ? 4 : f.type === 'text' ? 3 : 2));
  const sum = weights.reduce((a, b) => a + b, 0);
  return shown.map((f, i) => {
    const unit = f.unit ? `（${f.unit.zh}）` : '';
    return [`${f.key}${unit}`, f.key, Math.floor((weights[i]! * 100) / sum)] as const;
  });
}
