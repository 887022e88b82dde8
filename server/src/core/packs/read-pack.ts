/** Reads notice packs from the texts of their files, with every error at its place. */

import { CHECKS } from '../checks/index.ts';
import { condition } from '../checks/shared/condition.ts';
import { type Field, form as formSchema } from '../model/form-schema.ts';
import { layout as layoutSchema } from '../model/layout-schema.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import { notice as noticeSchema } from '../model/notice-schema.ts';
import type { LoadedPack, Pack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import { completeRule, RULE_KEYS, type RuleInput, rules as rulesSchema } from '../model/rule-schema.ts';
import { plainDataOfSource } from '../yaml/source.ts';
import { completeForm, type PackBase, readBase } from './complete-pack.ts';
import { crossReferenceProblems } from './cross-references.ts';
import { deriveLayout } from './derive-layout.ts';
import { extendPack } from './extend-pack.ts';
import {
  PACK_PARTS,
  type PackFault,
  type PackFile,
  type PackFiles,
  type PackProblem,
  PackProblems,
  PackSources,
} from './pack-files.ts';
import { isRawMap, Origins, type RawMap } from './raw-pack.ts';
import { checkSchema, type SchemaProblem } from './schema-problems.ts';
import { fillYears } from './year.ts';

/** What all packs share: rules that every call has, and what a pack has without saying so. */
export interface SharedFiles {
  readonly rules: PackFile;
  readonly base: PackFile;
}

/** A pack as read: itself, or what is wrong with it; never both. */
export interface PackReading {
  /** Undefined where even that cannot be read. */
  readonly id: string | undefined;
  readonly files: PackFiles;
  readonly pack: LoadedPack | undefined;
  readonly problems: readonly PackProblem[];
  /** The files that it was read from, those of the packs that it extends included. */
  readonly uses: readonly PackFile[];
}

/** The pack of data that was checked before, at build time: costs no YAML. */
export function restorePack(compiled: Pack): LoadedPack {
  const params = new Map<string, unknown>();
  for (const { check, ...rule } of compiled.rules) {
    const found = CHECKS.get(check ?? '');
    if (found) params.set(rule.id, found.params.parse(ownParams(rule)));
  }
  return { ...compiled, params };
}

/** What a rule says beyond what every rule says. */
function ownParams(rule: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(rule).filter(([key]) => !RULE_KEYS.has(key)));
}

/** The files of a pack by its id; undefined where there is no such pack. */
export type FindPack = (id: string) => PackFiles | undefined;

/** Reads packs that may extend each other. A file is parsed once while its text stays the same; what all packs share is read once. */
export class PackReader {
  readonly sources = new PackSources();
  /** Where the data of all packs that are read here was written. */
  readonly origins = new Origins();
  /** The rules that all packs share. */
  readonly rules: readonly RuleInput[];
  readonly base: PackBase;

  constructor(shared: SharedFiles) {
    this.rules = rulesSchema.parse(plainDataOfSource(this.sources.of(shared.rules))).rules;
    this.base = readBase(this.sources.of(shared.base));
  }

  /** Reads one pack; `find` gives the files of one that it extends. */
  read(files: PackFiles, find: FindPack): PackReading {
    const reading = new Reading(this, files, find);
    const pack = reading.pack();
    const { problems, uses } = reading.found;
    return { id: reading.id, files, pack: problems.length ? undefined : pack, problems, uses };
  }
}

/** The reading of one pack. */
class Reading {
  id: string | undefined;
  readonly found: PackProblems;
  private readonly reader: PackReader;
  private readonly files: PackFiles;
  private readonly find: FindPack;
  private data: RawMap = {};

  constructor(reader: PackReader, files: PackFiles, find: FindPack) {
    this.reader = reader;
    this.files = files;
    this.find = find;
    this.found = new PackProblems(reader.sources, files);
  }

  /** The pack, as far as it holds; what does not is in `problems`. */
  pack(): LoadedPack | undefined {
    const { rules: common, base, origins } = this.reader;
    const composed = this.composed(this.files, []);
    this.id = typeof composed.id === 'string' ? composed.id : undefined;
    const data = fillYears(composed, origins);
    this.data = data;
    const { extends: extended, form: formData, rules: ruleData, layout: layoutData, ...noticeData } = data;
    const notice = this.checked(checkSchema(noticeSchema, noticeData), []);
    const givenForm = this.checked(checkSchema(formSchema, formData ?? {}), ['form']);
    const own = this.checked(checkSchema(rulesSchema, { rules: ruleData ?? [] }), []);
    if (!notice || !givenForm) return undefined;
    const isExtended = extended !== undefined;
    const form = completeForm(givenForm, base, { notice, isExtended });
    const derived = deriveLayout({ notice, form, given: layoutData, base: base.layout });
    this.adoptLayout(layoutData, derived);
    const layout = this.checked(checkSchema(layoutSchema, derived), ['layout']);
    if (!layout || !own) return undefined;
    const shares = common.map((rule) => bindToForm(rule, form.fields));
    const rules = [...shares, ...own.rules].map((rule) => completeRule(rule, notice.clauses));
    const pack = { notice, form, rules, layout, params: this.params(own.rules, shares) };
    const written = { shared: shares.length, fields: givenForm.fields };
    const isSound = !this.found.problems.length;
    for (const { path, ...fault } of crossReferenceProblems(pack, written, isSound)) this.report(path, fault);
    return pack;
  }

  /** What the layout leaves out was derived; what it says stays where it was written. */
  private adoptLayout(given: unknown, derived: RawMap): void {
    const { origins } = this.reader;
    const origin = origins.of(given) ?? origins.of(this.data);
    const data = { ...this.data, layout: derived };
    if (origin) {
      origins.set(derived, origin, isRawMap(given) ? origins.keysOf(given) : new Map());
      origins.set(data, origin, origins.keysOf(data));
    }
    this.data = data;
  }

  /** The data of a pack with all that it extends; `above` are the ids of those that extend it. */
  private composed(files: PackFiles, above: readonly string[]): RawMap {
    const { origins } = this.reader;
    const own = this.readFiles(files);
    const { extends: base } = own;
    if (base === undefined || base === null) return own;
    const origin = origins.ofKey(own, 'extends');
    const found = typeof base === 'string' && base !== own.id ? this.find(base) : undefined;
    const isCircle = above.includes(String(base)) || base === own.id;
    if (!found || isCircle) {
      this.found.report(origin, {
        kind: 'notice-extends',
        message: isCircle ? circleText(String(base)) : noBaseText(String(base)),
      });
      return own;
    }
    const { id: _, ...rest } = this.composed(found, [...above, String(own.id)]);
    const isOtherYear = !('year' in own) && ['closes', 'opens', 'issued'].some((key) => key in own);
    const inherited: RawMap = isOtherYear ? withoutYear(rest) : rest;
    origins.set(inherited, { file: found.notice.file, path: [] }, origins.keysOf(rest));
    return extendPack(inherited, own, origins, (place, message) =>
      this.found.report(place, { kind: 'notice-extends', message }),
    );
  }

  /** What the files of a pack say, put together under the keys of its parts. */
  private readFiles(files: PackFiles): RawMap {
    const { origins } = this.reader;
    const data = this.readFile(files.notice);
    data.id ??= files.name;
    for (const part of PACK_PARTS) {
      const file = files[part];
      if (file) this.addPart(data, part, file);
    }
    // `form` may be a list of fields, and `rules` a mapping as in a file of its own.
    const { form, rules } = data;
    if (Array.isArray(form)) {
      data.form = { fields: form };
      const origin = origins.of(form);
      if (origin) origins.set(data.form as object, origin, new Map([['fields', origin]]));
    }
    if (isRawMap(rules) && Array.isArray(rules.rules)) data.rules = rules.rules;
    return data;
  }

  private addPart(data: RawMap, part: (typeof PACK_PARTS)[number], file: PackFile): void {
    const { origins } = this.reader;
    const place = origins.ofKey(data, part);
    if (part in data) this.found.report(place, { kind: 'notice-duplicate', message: twiceText(part, file.file) });
    else data[part] = this.readFile(file);
  }

  private readFile(file: PackFile): RawMap {
    const source = this.reader.sources.of(file);
    this.found.uses.push(file);
    for (const p of source.problems) this.found.reportSpan(file.file, p, syntaxFault(p.message));
    for (const { start, block } of source.blocks) {
      for (const p of block.problems)
        this.found.reportSpan(file.file, { start: start + p.start, end: start + p.end }, syntaxFault(p.message));
      const { stray } = block;
      if (stray)
        this.found.reportSpan(file.file, { start: start + stray.start, end: start + stray.end }, syntaxFault(STRAY));
    }
    const data = plainDataOfSource(source);
    this.reader.origins.mark(data, { file: file.file, path: [] });
    return data;
  }

  /** The value, or its problems as problems of this pack. `above` is where the data stands in the pack. */
  private checked<T>(
    result: { readonly value: T } | { readonly problems: readonly SchemaProblem[] },
    above: FieldPath,
  ): T | undefined {
    if ('value' in result) return result.value;
    for (const { path, part, message } of result.problems)
      this.report([...above, ...path], { kind: 'notice-shape', message, part });
    return undefined;
  }

  /** The parameters of the rules' checks; `own` are those of this pack, `shared` those that all packs have. */
  private params(own: readonly RuleInput[], shared: readonly RuleInput[]): ReadonlyMap<string, unknown> {
    const params = new Map<string, unknown>();
    for (const rule of shared) {
      const check = CHECKS.get(rule.check ?? '');
      if (check) params.set(rule.id, check.params.parse(ownParams(rule)));
    }
    for (const [i, rule] of own.entries()) {
      if (rule.when !== undefined) this.checked(checkSchema(condition, rule.when), ['rules', i, 'when']);
      const check = CHECKS.get(rule.check ?? '');
      const value = check && this.checked(checkSchema(check.params, ownParams(rule)), ['rules', i]);
      if (value !== undefined) params.set(rule.id, value);
    }
    return params;
  }

  /** Reports at a path of the composed data. */
  private report(path: FieldPath, fault: PackFault): void {
    this.found.report(this.reader.origins.locate(this.data, path), fault);
  }
}

/** A shared rule cannot name the fields of a form: `fields: all` stands for each of its groups. Which call it is says a field by itself. */
function bindToForm(rule: RuleInput, fields: readonly Field[]): RuleInput {
  return rule.fields === 'all' ? { ...rule, fields: fields.filter((f) => f.fields || f.item).map((f) => f.key) } : rule;
}

function syntaxFault(message: LocalizedText): PackFault {
  return { kind: 'notice-syntax', message };
}

const STRAY: LocalizedText = {
  zh: '通知包由“键: 值”组成，这里却是一段孤立的内容',
  en: 'A pack is made of “key: value” entries; this stands alone',
};

function withoutYear({ year: _, ...rest }: RawMap): RawMap {
  return rest;
}

function noBaseText(id: string): LocalizedText {
  return { zh: `找不到要扩展的通知包“${id}”`, en: `There is no pack “${id}” to extend` };
}

function circleText(id: string): LocalizedText {
  return { zh: `通知包互相扩展，成了一圈：${id}`, en: `The packs extend each other in a circle: ${id}` };
}

function twiceText(part: string, file: string): LocalizedText {
  return { zh: `${part} 写了两处：这里和 ${file}`, en: `${part} is given twice: here and in ${file}` };
}
