/** Reads a notice pack from the texts of its files, with every error at its place. */

import type * as z from 'zod';
import { CHECKS } from '../checks/index.ts';
import { slotAt } from '../model/form-paths.ts';
import type { Field, Slot } from '../model/form-schema.ts';
import { type LocalizedText, untranslated } from '../model/localized-text.ts';
import { clausesOf, type LoadedPack, PACK_FILES, type Pack } from '../model/pack.ts';
import { type FieldPath, formatFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { plainDataOfSource, Source } from '../yaml/source.ts';
import { ruleProblems, undecidableClauses } from './undecidable.ts';

type FileName = keyof typeof PACK_FILES;

/** What is wrong in a file of a pack, zero-based line and UTF-16 column. */
export interface PackProblem {
  readonly file: string;
  readonly line: number;
  readonly character: number;
  readonly message: LocalizedText;
}

/** What the form may name. */
interface KnownNames {
  readonly clauses: ReadonlySet<string>;
  readonly directions: ReadonlySet<string>;
  readonly has: (path: string) => boolean;
}

/** The texts of a pack's files; `shared` holds the rules that every notice has. */
export type PackTexts = Readonly<Record<FileName | 'shared', string>>;

const COMMON_KEYS = new Set([
  'id',
  'check',
  'clause',
  'clauses',
  'severity',
  'title',
  'why',
  'fixHint',
  'message',
  'waivable',
  'wrong',
  'right',
  'directions',
]);

/** The pack of data that was checked before, at build time: costs no YAML. */
export function restorePack(compiled: Pack): LoadedPack {
  const params = new Map<string, unknown>();
  for (const { check, ...rule } of compiled.rules) {
    const found = CHECKS.get(check ?? '');
    if (found) params.set(rule.id, found.params.parse(ownParams(rule)));
  }
  return { ...compiled, params };
}

/** Gives the pack, or what is wrong with it; never both. */
export function readPack(texts: PackTexts): { pack?: LoadedPack; problems: readonly PackProblem[] } {
  const reader = new PackReader();
  const notice = reader.file('notice', texts.notice);
  const form = reader.file('form', texts.form);
  const layout = reader.file('layout', texts.layout);
  const own = reader.file('rules', texts.rules);
  const shared = reader.file('rules', texts.shared, 'shared');
  if (!notice || !form || !layout || !own || !shared) return { problems: reader.problems };
  const common = shared.rules.map((rule) => bindToForm(rule, form.fields));
  const rules = [...common, ...own.rules];
  const params = reader.params(own.rules, common);
  const pack = { notice, form, layout, rules, params };
  reader.crossReferences(pack, common.length);
  return reader.problems.length ? { problems: reader.problems } : { pack, problems: [] };
}

/** A shared rule cannot name the fields of a form: `fields: all` stands for each of its groups. Which call it is says a field by itself. */
function bindToForm(rule: RuleData, fields: readonly Field[]): RuleData {
  return rule.fields === 'all' ? { ...rule, fields: fields.filter((f) => f.fields || f.item).map((f) => f.key) } : rule;
}

/** What a rule says beyond what every rule says. */
function ownParams(rule: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rule).filter(([key]) => !COMMON_KEYS.has(key)));
}

class PackReader {
  readonly problems: PackProblem[] = [];
  private readonly sources = new Map<string, Source>();

  file<N extends FileName>(name: N, text: string, label: string = name): z.infer<(typeof PACK_FILES)[N]> | undefined {
    const source = new Source(text);
    this.sources.set(label, source);
    for (const { start, block } of source.blocks) {
      for (const p of block.problems) this.report(label, source.position(start + p.start), p.message);
    }
    const result = PACK_FILES[name].safeParse(plainDataOfSource(source));
    if (result.success) return result.data as z.infer<(typeof PACK_FILES)[N]>;
    for (const issue of result.error.issues) this.reportAt(label, issue.path as FieldPath, issue.message);
    return undefined;
  }

  params(own: readonly RuleData[], shared: readonly RuleData[]): ReadonlyMap<string, unknown> {
    const params = new Map<string, unknown>();
    for (const [label, rules] of [
      ['shared', shared],
      ['rules', own],
    ] as const) {
      for (const [i, rule] of rules.entries()) {
        const result = this.ruleParams(label, i, rule);
        if (result) params.set(rule.id, result);
      }
    }
    return params;
  }

  private ruleParams(label: string, i: number, rule: RuleData): unknown {
    if (!rule.check) return undefined;
    const check = CHECKS.get(rule.check);
    if (!check) {
      this.reportAt(label, ['rules', i, 'check'], `there is no check “${rule.check}”`);
      return undefined;
    }
    const result = check.params.safeParse(ownParams(rule));
    if (result.success) return result.data;
    for (const issue of result.error.issues)
      this.reportAt(label, ['rules', i, ...(issue.path as FieldPath)], issue.message);
    return undefined;
  }

  /** Clauses, directions and fields that one file names and another must have. The first `common` rules are shared. */
  crossReferences(pack: LoadedPack, common: number): void {
    const clauses = new Set(pack.notice.clauses.map((c) => c.id));
    const directions = new Set(pack.notice.directions.map((d) => d.id));
    for (const [i, rule] of pack.rules.entries()) {
      const wrong = (message: string) =>
        i < common
          ? this.reportAt('shared', ['rules', i], message)
          : this.reportAt('rules', ['rules', i - common], message);
      for (const problem of ruleProblems(rule, pack)) wrong(problem);
      for (const clause of clausesOf(rule)) if (!clauses.has(clause)) wrong(`${rule.id}: no clause “${clause}”`);
      const check = CHECKS.get(rule.check ?? '');
      const params = pack.params.get(rule.id);
      const reads = check && params ? check.reads(params) : [];
      for (const path of reads) if (!slotAt(pack.form.fields, path)) wrong(`${rule.id}: no field “${path}”`);
    }
    // A rule with an error of its own may be the one that a clause lacks.
    for (const { index, message } of this.problems.length ? [] : undecidableClauses(pack))
      this.reportAt('notice', ['clauses', index, 'decidable'], message);
    for (const [i, d] of pack.notice.directions.entries())
      if (!clauses.has(d.clause)) this.reportAt('notice', ['directions', i, 'clause'], `no clause “${d.clause}”`);
    for (const [i, c] of pack.notice.clauses.entries()) {
      if (c.parent !== undefined && !clauses.has(c.parent))
        this.reportAt('notice', ['clauses', i, 'parent'], `no clause “${c.parent}”`);
      for (const path of c.fields)
        if (!slotAt(pack.form.fields, path)) this.reportAt('notice', ['clauses', i, 'fields'], `no field “${path}”`);
    }
    for (const [i, group] of pack.layout.package.checklist.groups.entries()) {
      const place = ['package', 'checklist', 'groups', i, 'items'];
      for (const [j, { clause }] of group.items.entries())
        if (!clauses.has(clause)) this.reportAt('layout', [...place, j, 'clause'], `no clause “${clause}”`);
    }
    const has = (path: string) => slotAt(pack.form.fields, path) !== undefined;
    for (const field of pack.form.fields) this.field(field, [field.key], { clauses, directions, has });
    for (const [role, paths] of Object.entries(pack.form.roles)) {
      for (const path of [paths].flat())
        if (!slotAt(pack.form.fields, path)) this.reportAt('form', ['roles', role], `no field “${path}”`);
    }
  }

  private field(field: Field | Slot, path: FieldPath, names: KnownNames): void {
    const { clauses, directions, has } = names;
    const named = 'key' in field ? [...(field.onlyFor ?? []), ...(field.requiredFor ?? [])] : [];
    for (const d of named)
      if (!directions.has(d)) this.reportAt('form', [], `${formatFieldPath(path)}: no direction “${d}”`);
    for (const c of field.clauses ?? [])
      if (!clauses.has(c)) this.reportAt('form', [], `${formatFieldPath(path)}: no clause “${c}”`);
    for (const f of field.suggest ?? [])
      if (!has(f)) this.reportAt('form', [], `${formatFieldPath(path)}: no field “${f}”`);
    for (const f of field.fields ?? []) this.field(f, [...path, f.key], names);
    if (field.item) this.field(field.item, path, names);
  }

  private reportAt(label: string, path: FieldPath, message: string): void {
    const source = this.sources.get(label)!;
    const where = path.length ? `${formatFieldPath(path)}: ` : '';
    this.report(label, source.position(source.span(path).start), untranslated(where + message));
  }

  private report(
    label: string,
    { line, character }: { line: number; character: number },
    message: LocalizedText,
  ): void {
    this.problems.push({ file: `${label}.yaml`, line, character, message });
  }
}
