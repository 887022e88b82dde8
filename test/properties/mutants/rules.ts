/**
 * What the rules of the pack name, each by its kind of check: the mutations follow from the rule's own parameters, so that a rule with
 * other fields, values or bounds is tried with those.
 */
import {
  bodyCheckDigit,
  CODE_ALPHABET,
  codeCheckDigit,
} from '../../../server/src/core/checks/shared/credit-code-digits.ts';
import type { EvidenceFile } from '../../../server/src/core/inputs/evidence.ts';
import { settingsShape } from '../../../server/src/core/inputs/settings.ts';
import { slotAt } from '../../../server/src/core/model/form-paths.ts';
import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import type { RuleData } from '../../../server/src/core/model/rule-schema.ts';
import { yearsBefore } from '../../../server/src/core/text/dates.ts';
import { acrossKinds } from './across.ts';
import { figureMutants } from './figures.ts';
import { proseKinds } from './prose.ts';
import { type Edit, type Mutant, type Specimen, Turns } from './specimen.ts';

/** A rule at work on a sample. */
export interface Given<P = unknown> {
  readonly s: Specimen;
  readonly rule: RuleData;
  readonly p: P;
}

export type Kind = (given: Given<never>) => Iterable<Mutant>;

/** All that the rules of the pack find wrong in a sample of their direction. */
export function* rulesMutants(s: Specimen): Generator<Mutant> {
  for (const rule of s.clean.pack!.rules) {
    const kind = KINDS[rule.check ?? ''];
    if (!kind || (rule.directions && !rule.directions.includes(s.direction))) continue;
    yield* kind({ s, rule, p: s.clean.pack!.params.get(rule.id) as never });
  }
}

const turns = new Turns();

/** A value at a path instead of what was there. */
function* said({ s, rule }: Given, path: string, yaml: string, at = path): Generator<Mutant> {
  yield { rule: rule.id, what: `${path}: ${yaml}`, text: s.edited(s.put(path, yaml)), path: at };
}

function* taken({ s, rule }: Given, path: string, at?: string): Generator<Mutant> {
  const text = s.edited(s.remove(path));
  yield { rule: rule.id, what: `${path} removed`, text, ...(at === undefined ? {} : { path: at }) };
}

/** The values that a field may have. */
function valuesOf(s: Specimen, path: string): readonly string[] {
  const slot = slotAt(s.clean.pack!.form.fields, path)!;
  if (slot.type === 'yes-no') return ['是', '否'];
  return (slot.values ?? slot.item?.values ?? []).map((v) => v.value);
}

/** The number at a place, and where it is written. */
function numberOf(s: Specimen, path: string): { at: string; value: number } | undefined {
  if (!s.has(path)) return undefined;
  const at = s.has(`${path}.数值`) ? `${path}.数值` : path;
  return { at, value: s.clean.answers.number(path)! };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

/** The first day of a year or a month; a day itself. */
function firstDay(day: string): string {
  return `${day}-01-01`.slice(0, 10);
}

/** The last day of a year or a month; a day itself. */
function lastDay(day: string): string {
  if (day.length === 4) return `${day}-12-31`;
  if (day.length > 7) return day;
  const [year, month] = day.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

/** The first day, month or year that is later than `day` at the precision of `length` characters. */
function nextAfter(day: string, length: number): string {
  const last = lastDay(day.slice(0, length));
  return dayAfter(last).slice(0, length);
}

interface Papers {
  readonly list: string;
  readonly kind: string;
}

/** The papers of the sample: their kind and where they stand. */
function papersOf(s: Specimen, { list, kind }: Papers): readonly { at: string; kind: string }[] {
  return s.clean.answers
    .items(list)!
    .map((item) => ({ at: formatFieldPath(item.path), kind: String(item.children?.get(kind)?.value) }));
}

/** Papers that are not of the right year any more, of another source and so on. */
function* materialField(
  given: Given<Papers & { wanted: { of: string; field: string; value: string | number }[]; absent: string }>,
): Generator<Mutant> {
  const { s, p } = given;
  for (const w of p.wanted) {
    for (const { at } of papersOf(s, p).filter((x) => x.kind === w.of)) {
      for (const value of otherThan(s, `${p.list}[].${w.field}`, w.value))
        yield* said(given, `${at}.${w.field}`, value);
      // Where nothing is said of it, the finding stands at what the paper is.
      if (p.absent === 'fails') yield* taken(given, `${at}.${w.field}`, `${at}.${p.kind}`);
    }
  }
}

function otherThan(s: Specimen, path: string, value: string | number): readonly string[] {
  if (typeof value === 'number') return [value - 1, value + 1, value - 10].map(String);
  const month = /^(\d{4})-(\d{2})$/.exec(value);
  if (month) return [`${month[1]}-11`, `${Number(month[1]) + 1}-01`, `${Number(month[1]) - 1}-12`];
  return valuesOf(s, path).filter((v) => v !== value);
}

/** What a file may turn out to be. */
const FAULTS: readonly EvidenceFile[] = [
  { state: 'missing' },
  { state: 'outside' },
  { state: 'folder' },
  { state: 'empty' },
  { state: 'unreadable' },
  { state: 'locked', kind: 'pdf', size: 900, digest: 'locked' },
  { state: 'broken', kind: 'pdf', size: 900, digest: 'broken' },
  { state: 'ok', kind: 'docx', size: 900, digest: 'docx' },
  { state: 'ok', kind: '', size: 900, digest: 'text' },
];

function* materialFile(given: Given<Papers & { file: string; without: string[] }>): Generator<Mutant> {
  const { s, rule, p } = given;
  const papers = papersOf(s, p).filter(({ at }) => s.has(`${at}.${p.file}`));
  for (const [i, { at, kind }] of papers.entries()) {
    const path = `${at}.${p.file}`;
    const file = s.said(path);
    for (const evidence of turns.some(FAULTS, 2)) {
      const what = `${path} is ${evidence.state} ${'kind' in evidence ? evidence.kind : ''}`;
      yield { rule: rule.id, what, text: s.text, path, files: { [file]: evidence } };
    }
    if (!p.without.includes(kind)) yield* taken(given, path, at);
    const other = papers[i === 0 ? 1 : i - 1]!;
    const [first, second] = i === 0 ? [path, `${other.at}.${p.file}`] : [`${other.at}.${p.file}`, path];
    // Of two papers with one file the second is doubted.
    yield* said(given, path, s.said(`${other.at}.${p.file}`), second);
    const digest = (s.files.get(s.said(first)) as { digest: string }).digest;
    const twin: EvidenceFile = { state: 'ok', kind: /[^.]*$/.exec(file)![0], size: 1000, digest };
    if (i > 0) yield { rule: rule.id, what: `${path} is the same file`, text: s.text, path, files: { [file]: twin } };
  }
}

function* materialPresent(
  given: Given<Papers & { wanted: { any: string[]; when?: { field: string; is: string } }[] }>,
): Generator<Mutant> {
  const { s, rule, p } = given;
  for (const { any, when } of p.wanted) {
    const there = papersOf(s, p).filter((x) => any.includes(x.kind));
    const asked: Edit[] = when && s.said(when.field) !== when.is ? [s.set(when.field, when.is)] : [];
    const ways = [there.map(({ at }) => s.remove(at)), there.map(({ at }) => s.set(`${at}.${p.kind}`, '其他'))];
    for (const way of there.length ? ways : [[]])
      yield { rule: rule.id, what: `without ${any[0]}`, text: s.edited(...asked, ...way) };
  }
}

function* signed(
  given: Given<Papers & { papers: { of: string; fields: string[] }[]; fields: string[]; notDenied: string[] }>,
): Generator<Mutant> {
  const { s, p } = given;
  for (const { at, kind } of papersOf(s, p)) {
    const asked = p.papers.find((w) => w.of === kind)?.fields;
    for (const field of asked ?? p.notDenied) yield* said(given, `${at}.${field}`, '否');
    for (const field of asked ?? []) yield* taken(given, `${at}.${field}`, `${at}.${p.kind}`);
  }
  for (const field of p.fields) {
    yield* said(given, field, '否');
    yield* taken(given, field, field.split('.')[0]);
  }
}

function* references(given: Given<{ fields: string[]; list: string; number: string }>): Generator<Mutant> {
  const { s, rule, p } = given;
  const claims = p.fields.flatMap((f) => s.clean.answers.all(f)).filter((a) => a.state === 'ok');
  for (const claim of claims) {
    const path = formatFieldPath(claim.path);
    for (const id of turns.some(
      ['无此号-9', `${claim.value}0`, `${claim.value}、无此号`, String(claim.value).slice(0, -1)],
      2,
    ))
      yield* said(given, path, id);
  }
  for (const [i, item] of s.clean.answers.items(p.list)!.entries()) {
    const number = item.children!.get(p.number)!;
    const users = claims.filter((c) => c.value === number.value).map((c) => formatFieldPath(c.path));
    for (const path of users) {
      const renamed = s.edited(s.set(number.path, `改号-${i}`));
      yield { rule: rule.id, what: `${number.value} renumbered`, text: renamed, path };
      yield { rule: rule.id, what: `${number.value} taken out`, text: s.edited(s.remove(item.path)), path };
    }
  }
}

function* proven(given: Given<{ claims: string[]; by: string }>): Generator<Mutant> {
  const { s, p } = given;
  for (const claim of p.claims.flatMap((c) => s.clean.answers.all(c))) {
    const at = formatFieldPath(claim.path);
    if (s.has(`${at}.${p.by}`)) yield* taken(given, `${at}.${p.by}`, at);
    // A bare number has no room for its evidence; where it had some, that is gone.
    if (s.has(`${at}.数值`) && s.has(`${at}.${p.by}`)) yield* said(given, at, s.said(`${at}.数值`));
  }
}

function* referred(given: Given<Papers & { number: string; kinds: string[]; fields: string[] }>): Generator<Mutant> {
  const { s, rule, p } = given;
  const next = s.clean.answers.items(p.list)!.length;
  for (const kind of p.kinds) {
    const item = `{${p.number}: 新-1, ${p.kind}: ${kind}, 文件: evidence/新.pdf}`;
    const text = s.edited(s.append(p.list, item));
    yield { rule: rule.id, what: `${kind} that nothing refers to`, text, path: `${p.list}[${next}].${p.number}` };
  }
  for (const item of s.clean.answers.items(p.list)!) {
    const id = item.children!.get(p.number)!;
    const users = p.fields.flatMap((f) => s.clean.answers.all(f)).filter((a) => a.value === id.value);
    if (!users.length || !p.kinds.includes(String(item.children!.get(p.kind)!.value))) continue;
    const text = s.edited(...users.map((u) => s.remove(u.path)));
    yield { rule: rule.id, what: `${id.value} no more referred to`, text, path: formatFieldPath(id.path) };
  }
}

/** A code whose check digits fit. */
export function validCode(first: string): string {
  const body = first.slice(0, 16) + bodyCheckDigit(first);
  return body + codeCheckDigit(body);
}

/** Any one character that is another, and any two that changed places, are seen: the weights of both check digits are prime to their moduli. */
function* creditCode(given: Given<{ field: string }>): Generator<Mutant> {
  const { s, p } = given;
  const code = s.said(p.field);
  const say = (yaml: string) => said(given, p.field, `"${yaml}"`);
  for (let i = 0; i < 18; i++) {
    const [own, next] = [code[i]!, code[i + 1] ?? ''];
    const at = (c: string) => code.slice(0, i) + c + code.slice(i + 1);
    const swapped = next && next !== own ? [code.slice(0, i) + next + own + code.slice(i + 2)] : [];
    const strange = [...'IOSVZ', own.toLowerCase(), '？', ' ', '-'].filter((c) => c !== own);
    const others = [...CODE_ALPHABET].filter((c) => c !== own);
    for (const c of [...turns.some(others, 2), ...turns.some(['', own + own, ...strange])]) yield* say(at(c));
    for (const c of swapped) yield* say(c);
  }
  const spaced = `${code.slice(0, 9)} ${code.slice(9)}`;
  for (const yaml of [code.toLowerCase(), spaced, '无', code.replace('1', '１')]) yield* say(yaml);
}

interface Grades {
  readonly [kind: string]: readonly { grade: string; reached: Readonly<Record<string, number>> }[];
}
interface Incidents {
  readonly list: string;
  readonly date: string;
  readonly kind: string;
  readonly grade: string;
  readonly grades: Grades;
}

function incident(values: Readonly<Record<string, string | number>>): string {
  return `[{${Object.entries(values)
    .map(([k, v]) => `${k}: ${v}`)
    .join(', ')}}]`;
}

/** Just inside the window and just at the grade, by each measure and by the word. */
function* incidentWindow(given: Given<Incidents & { from: string; day: string; before?: number }>): Generator<Mutant> {
  const { s, p } = given;
  const day = s.said(p.day);
  const first = yearsBefore(day, s.clean.pack!.notice.lookback!);
  for (const [kind, table] of Object.entries(p.grades)) {
    const grave = table.slice(0, table.findIndex((g) => g.grade === p.from) + 1);
    for (const { grade, reached } of grave) {
      const dates = p.before === undefined ? [first, day] : [dayBefore(first), daysBefore(first, p.before)];
      for (const date of turns.some(dates)) {
        const base = { [p.date]: date, [p.kind]: kind };
        yield* said(given, p.list, incident({ ...base, [p.grade]: grade }), `${p.list}[0]`);
        for (const [measure, least] of Object.entries(reached)) {
          yield* said(given, p.list, incident({ ...base, [measure]: least }), `${p.list}[0]`);
          yield* said(
            given,
            p.list,
            incident({ ...base, [p.grade]: table.at(-1)!.grade, [measure]: least }),
            `${p.list}[0]`,
          );
        }
      }
    }
  }
}

function* incidentGrade(given: Given<Incidents>): Generator<Mutant> {
  const { p } = given;
  for (const [kind, table] of Object.entries(p.grades)) {
    for (const [i, { reached }] of table.slice(0, -1).entries()) {
      for (const [measure, least] of Object.entries(reached)) {
        for (const lower of table.slice(i + 1)) {
          const values = { [p.date]: '2016-03-01', [p.kind]: kind, [p.grade]: lower.grade, [measure]: least };
          yield* said(given, p.list, incident(values), `${p.list}[0].${p.grade}`);
        }
      }
    }
  }
}

const KINDS: Readonly<Record<string, Kind>> = {
  ...proseKinds,
  ...acrossKinds,
  'numbers-agree': figureMutants,
  'material-field': materialField,
  'material-file': materialFile,
  'material-present': materialPresent,
  'credit-code': creditCode,
  'incident-window': incidentWindow,
  'incident-grade': incidentGrade,
  signed,
  references,
  proven,
  referred,

  *'at-least'(given: Given<{ fields: string[]; count: number; of?: string[]; absent?: string }>) {
    const { s, p } = given;
    for (const field of p.fields) {
      const values = valuesOf(s, field);
      const few = values.slice(0, p.count - 1);
      if (!p.of && values.length) yield* said(given, field, `[${few.join(', ')}]`);
      // The same one twice is one.
      if (!p.of && few.length) yield* said(given, field, `[${[...few, few[0]].join(', ')}]`);
      const rest = values.filter((v) => p.of && !p.of.includes(v));
      if (rest.length) yield* said(given, field, `[${rest.join(', ')}]`);
      if (p.absent && s.has(field)) {
        yield* taken(given, field, field);
        yield* said(given, field, '[]');
      }
    }
  },

  *'listed-for-direction'(given: Given<{ field: string }>) {
    const { s, p } = given;
    const options = slotAt(s.clean.pack!.form.fields, p.field)!.item!.values!;
    const others = options.filter((o) => !o.directions?.includes(s.direction)).map((o) => o.value);
    const next = s.clean.answers.items(p.field)?.length ?? 0;
    for (const value of ['宠物食品', ...others])
      yield {
        rule: given.rule.id,
        what: `${p.field} and ${value}`,
        text: s.edited(s.append(p.field, value)),
        path: `${p.field}[${next}]`,
      };
  },

  *'not-only'(given: Given<{ field: string; values: string[] }>) {
    yield* said(given, given.p.field, `[${given.p.values.join(', ')}]`);
  },

  *equals(given: Given<{ field: string; value: string; absent?: string }>) {
    const { s, p } = given;
    const others = valuesOf(s, p.field).filter((v) => v !== p.value);
    for (const value of others.length ? others : ['河北省', p.value.slice(0, -1), '江苏省'])
      yield* said(given, p.field, value);
    if (p.absent && s.has(p.field)) yield* taken(given, p.field, p.field);
  },

  *'not-value'(given: Given<{ field: string; values: string[] }>) {
    for (const value of given.p.values) yield* said(given, given.p.field, value);
  },

  *'one-of'(given: Given<{ field: string }>) {
    const own = given.s.said(given.p.field);
    for (const value of ['石家庄市', '莱芜市', own.slice(0, -1), `山东省${own}`])
      yield* said(given, given.p.field, value);
  },

  *same(given: Given<{ field: string; other: string }>) {
    const { s, p } = given;
    const others = valuesOf(s, p.field).filter((v) => v !== s.said(p.field));
    for (const value of turns.some(others, 8)) yield* said(given, p.field, value);
    for (const value of turns.some(others, 8)) yield* said(given, p.other, value, p.field);
  },

  *above(given: Given<{ fields: string[]; than: number }>) {
    for (const field of given.p.fields) yield* said(given, numberOf(given.s, field)!.at, String(given.p.than));
  },

  *'at-most'(given: Given<{ pairs: { part: string; whole: string }[] }>) {
    const { s, p } = given;
    for (const { part, whole } of p.pairs) {
      for (const answer of s.clean.answers.all(part)) {
        const row = answer.path.find((step) => typeof step === 'number');
        const [a, b] = [formatFieldPath(answer.path), whole.replace('[]', `[${row}]`)].map((x) => numberOf(s, x)!);
        yield* said(given, a!.at, String(b!.value + 1));
        yield* said(given, b!.at, String(a!.value - 1), a!.at);
      }
    }
  },

  *'same-scale'(given: Given<{ list: string; columns: string[]; factor: number }>) {
    const { s, p } = given;
    for (const item of s.clean.answers.items(p.list)!) {
      for (const column of p.columns) {
        const { at, value } = numberOf(s, `${formatFieldPath(item.path)}.${column}`)!;
        for (const factor of [10_000, 1e-4]) yield* said(given, at, String(value * factor));
      }
    }
  },

  *years(given: Given<{ list: string; year: string }>) {
    const { s, rule, p } = given;
    const rows = s.clean.answers.items(p.list)!;
    for (const row of rows) {
      yield* taken(given, formatFieldPath(row.path), p.list);
      const year = formatFieldPath([...row.path, p.year]);
      for (const other of [...s.clean.pack!.notice.accounts, 2019, 2023].filter((y) => String(y) !== s.said(year)))
        yield* said(given, year, String(other), p.list);
    }
    const again = s.written(rows[0]!.path).text;
    yield {
      rule: rule.id,
      what: 'a row twice',
      text: s.edited(s.append(p.list, again)),
      path: `${p.list}[3].${p.year}`,
    };
    const more = again.replace(/20\d\d/, '2019');
    yield {
      rule: rule.id,
      what: 'a year more',
      text: s.edited(s.append(p.list, more)),
      path: `${p.list}[3].${p.year}`,
    };
  },

  *'date-order'(given: Given<{ pairs: [string, string][] }>) {
    const { s, p } = given;
    const places = (pattern: string) =>
      s.clean.answers.all(pattern).flatMap((a) => (a.state === 'ok' ? [formatFieldPath(a.path)] : []));
    for (const [first, second] of p.pairs) {
      for (const a of turns.some(places(first), 2))
        for (const b of turns.some(places(second), 2)) {
          const [earlier, later] = [s.said(a), s.said(b)];
          const at = b.split('.').length > a.split('.').length || b.includes('[') ? b : a;
          yield* said(given, a, nextAfter(later, earlier.length), at);
          const day = dayBefore(firstDay(earlier.slice(0, later.length)));
          yield* said(given, b, day.slice(0, later.length), at);
        }
    }
  },

  *'date-limit'(given: Given<{ field: string; bound: 'opens' | 'closes'; city?: string }>) {
    const { s, rule, p } = given;
    const { opens, closes } = s.clean.pack!.notice;
    if (p.bound === 'opens') for (const day of [dayBefore(opens!), '2022-06-12']) yield* said(given, p.field, day);
    else for (const day of [dayAfter(closes!), '2024-06-12']) yield* said(given, p.field, day);
    if (!p.city) return;
    const settings = settingsShape.parse({ deadlines: { [s.said(p.city)]: '2023-06-15' } });
    const text = s.edited(s.set(p.field, '2023-06-16'));
    yield { rule: rule.id, what: 'a day after the city’s own', text, path: p.field, settings };
  },

  *'own-licence'(given: Given<Papers & { form: string; kinds: string[]; own: Record<string, string> }>) {
    const { s, p } = given;
    const wanted = p.own[s.said(p.form)];
    for (const { at, kind } of papersOf(s, p).filter((x) => x.kind === wanted))
      for (const other of p.kinds.filter((k) => k !== kind)) yield* said(given, `${at}.${p.kind}`, other);
  },

  *thresholds(given: Given<{ of: string }>) {
    const { s, rule, p } = given;
    for (const [name] of s.clean.answers.at(p.of)!.children!) {
      const known = numberOf(s, `${p.of}.${name}`);
      if (!known) continue;
      const settings = settingsShape.parse({ thresholds: { [name]: known.value + 1 } });
      yield { rule: rule.id, what: `${name} below its threshold`, text: s.text, path: known.at, settings };
    }
  },

  *prior(given: Given<{ field: string; platform: string; applicant: string; code: string }>) {
    const { s, rule, p } = given;
    yield* said(given, p.field, '是');
    const [platform, applicant, code] = [p.platform, p.applicant, p.code].map((path) => s.said(path));
    const head = '平台名称,单位名称,统一社会信用代码\n某平台,某某有限公司,\n';
    const rows = [
      [p.platform, `${platform},,`],
      [p.applicant, `,${applicant},`],
      [p.code, `,,${code}`],
      [p.applicant, `, ${applicant} ,`],
    ] as const;
    for (const [path, row] of rows)
      yield { rule: rule.id, what: `listed as ${row}`, text: s.text, path, registry: `${head}${row}\n` };
  },

  *owned(given: Given<{ list: string; owner: string }>) {
    const { s, rule, p } = given;
    const rights = s.clean.answers.items(p.list) ?? [];
    const whole = { rule: rule.id, path: p.list };
    if (rights.length) {
      const owners = rights.map((r) => formatFieldPath([...r.path, p.owner]));
      const others = (name: string) => s.edited(...owners.map((o) => s.set(o, name)));
      for (const name of [
        '齐鲁某某有限公司',
        s.said('申报单位.法定代表人.姓名'),
        `${s.said('申报单位.单位名称')}（筹）`,
      ])
        yield { ...whole, what: `all of ${name}`, text: others(name) };
    }
    const one = '[{名称: 某软件, 类型: 软件著作权, 权利人: 齐鲁某某有限公司}]';
    yield { ...whole, what: 'one of another', text: s.edited(s.put(p.list, one)) };
  },

  *'legal-form'(given: Given<{ field: string; without: string[]; name: string; branches: string[] }>) {
    const { s, p } = given;
    for (const form of p.without) yield* said(given, p.field, form);
    for (const branch of p.branches) yield* said(given, p.name, `${s.said(p.name)}东营${branch}`);
  },

  *'credit-code-region'(given: Given<{ field: string; region: string }>) {
    const code = given.s.said(given.p.field);
    for (const region of ['110000', '310115', '440300', '330106', '130102', '410100', '320500'])
      yield* said(given, given.p.field, validCode(code.slice(0, 2) + region + code.slice(8)));
  },

  *'credit-code-category'(given: Given<{ field: string; form: string; categories: Record<string, string[]> }>) {
    const { s, p } = given;
    const [code, form] = [s.said(p.field), s.said(p.form)];
    for (const [other, heads] of Object.entries(p.categories))
      if (!heads.includes(code.slice(0, 2))) yield* said(given, p.form, other, p.field);
    for (const head of new Set(Object.values(p.categories).flat()))
      if (!p.categories[form]!.includes(head)) yield* said(given, p.field, `"${validCode(head + code.slice(2))}"`);
  },
};

/** Kinds of check that no mutation tries. */
export function untried(checks: Iterable<string>): readonly string[] {
  return [...checks].filter((id) => !KINDS[id]);
}
