/** A clean sample under the knife: places of its text by their path, and edits of the text that leave all else as it was. */
import assert from 'node:assert/strict';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import type { Analysis, AnalysisInput } from '../../../server/src/core/analysis/types.ts';
import type { Answer } from '../../../server/src/core/form/answer.ts';
import type { EvidenceFile, EvidenceFiles } from '../../../server/src/core/inputs/evidence.ts';
import { readRegistry } from '../../../server/src/core/inputs/registry.ts';
import type { Settings } from '../../../server/src/core/inputs/settings.ts';
import type { Finding } from '../../../server/src/core/model/finding.ts';
import { slotAt } from '../../../server/src/core/model/form-paths.ts';
import type { Field, Slot } from '../../../server/src/core/model/form-schema.ts';
import { type FieldPath, formatFieldPath, parseFieldPath } from '../../../server/src/core/model/path.ts';
import { Workspace } from '../../../server/src/core/workspace/workspace.ts';
import type { YamlEntry, YamlMap, YamlTree } from '../../../server/src/core/yaml/tree.ts';
import { facts, filesOf, sample } from '../../support/engine.ts';

/** One thing wrong with a sample, and the rule that must say so. */
export interface Mutant {
  readonly rule: string;
  /** What was done, in a few words. */
  readonly what: string;
  readonly text: string;
  /** Where the finding must stand, as the reports write it. */
  readonly path?: string;
  /** What its span must cover, to the character. */
  readonly shown?: string;
  /** What its span must lie in, or around. */
  readonly near?: string;
  readonly settings?: Settings;
  readonly registry?: string;
  readonly files?: Readonly<Record<string, EvidenceFile>>;
  /** The texts of the other dossiers at hand. */
  readonly others?: readonly string[];
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All that could be tried, instead of a fair choice of it: `MUTANTS=all node --test test/properties/mutations.test.ts`, a few minutes. */
export const ALL = process.env.MUTANTS === 'all';

/** Takes turns, so that a place gets one of several ways to go wrong, and each way gets its places. */
export class Turns {
  private at = 0;

  some<T>(list: readonly T[], count = 1): readonly T[] {
    if (ALL || list.length <= count) return list;
    const from = this.at;
    this.at += count;
    return Array.from({ length: count }, (_, i) => list[(from + i) % list.length]!);
  }

  /** True once in `n` times. */
  once(n: number): boolean {
    return this.at++ % n === 0 || ALL;
  }
}

/** A place that the sample fills in. */
export interface Place {
  readonly path: FieldPath;
  readonly answer: Answer;
  readonly tree: YamlTree;
  /** Its field; undefined for an item of a list. */
  readonly field: Field | undefined;
  /** What its value may be: of a bare number, that of the number. */
  readonly slot: Slot;
}

const BASE = facts();
const neighbours = new Map<string, Analysis>();

export class Specimen {
  readonly name: string;
  readonly text: string;
  readonly files: EvidenceFiles;
  /** What is known of it before anything is done to it. */
  readonly clean: Analysis;
  readonly places: readonly Place[];
  private readonly known: ReadonlySet<string>;
  private readonly workspaces = new Map<string, Workspace>();

  constructor(name: string) {
    this.name = name;
    this.text = sample(name).text;
    const alone = analyze(this.text, BASE);
    this.files = filesOf(alone);
    this.clean = analyze(this.text, { ...BASE, files: this.files }, alone);
    this.known = new Set(this.clean.findings.map(keyOf));
    const form = this.clean.pack!.form.fields;
    this.places = form.flatMap((f) => placesOf(this.clean.answers.at([f.key])!));
  }

  get direction(): string {
    return this.clean.direction!;
  }

  /** The places without the rows of a list that are like the first. */
  get typical(): readonly Place[] {
    return ALL ? this.places : this.places.filter((p) => !p.path.some((step) => typeof step === 'number' && step > 0));
  }

  place(path: string | FieldPath): Place | undefined {
    const shown = typeof path === 'string' ? path : formatFieldPath(path);
    return this.places.find((p) => formatFieldPath(p.path) === shown);
  }

  has(path: string): boolean {
    return this.place(path) !== undefined;
  }

  /** The keys that the form has in a group. */
  words(path: FieldPath): readonly string[] {
    const shown = formatFieldPath(path);
    const slot = slotAt(this.clean.pack!.form.fields, shown);
    return (slot ? (slot.fields ?? []) : path.length ? [] : this.clean.pack!.form.fields).map((f) => f.key);
  }

  /** What the sample says at a path. */
  said(path: string): string {
    const text = this.clean.answers.text(path);
    assert.ok(text !== undefined, `${this.name} says something at ${path}`);
    return text;
  }

  // ---------------------------------------------------------------- edits

  edited(...edits: readonly Edit[]): string {
    return edits
      .toSorted((a, b) => b.start - a.start || b.end - a.end)
      .reduce((text, e) => text.slice(0, e.start) + e.text + text.slice(e.end), this.text);
  }

  /** Another value, as YAML on one line; `''` leaves the key without one. */
  set(path: string | FieldPath, yaml: string): Edit {
    const steps = stepsOf(path);
    const { entry, tree, start } = this.at(steps);
    assert.ok(tree, `${formatFieldPath(steps)} has a value`);
    const whole = { start: start + tree.start, end: start + tree.end, text: yaml };
    if (typeof steps.at(-1) === 'number') {
      if (!this.isLong(whole)) return whole;
      return { ...whole, end: this.endOf(whole.start, this.column(whole.start) - 1), text: `${yaml}\n` };
    }
    const from = start + entry!.keyEnd + 1;
    if (!this.isLong({ start: from, end: whole.end })) return yaml === '' ? { ...whole, start: from } : whole;
    return { start: from, end: this.endOf(start + entry!.keyStart), text: yaml === '' ? '\n' : ` ${yaml}\n` };
  }

  remove(path: string | FieldPath): Edit {
    const steps = stepsOf(path);
    const last = steps.at(-1)!;
    const above = this.at(steps.slice(0, -1));
    const parent = above.tree;
    if (parent?.kind === 'list') {
      const i = last as number;
      if (parent.flow) return this.removeFlow(parent.items as YamlTree[], i, above.start);
      const at = above.start + parent.items[i]!.start;
      return { start: this.lineOf(at), end: this.endOf(at, this.column(at) - 1), text: '' };
    }
    const map = parent as YamlMap | undefined;
    const { entry, start } = this.at(steps);
    if (map?.flow) {
      const spans = map.entries.map((e) => ({ start: e.keyStart, end: e.value?.end ?? e.keyEnd }));
      return this.removeFlow(spans, map.entries.indexOf(entry!), start);
    }
    const { lead, end } = this.linesOf(start + entry!.keyStart);
    // The first key of an item leaves its dash behind.
    if (/\S/.test(lead)) {
      const next = map!.entries[1];
      return { start: start + entry!.keyStart, end: next ? start + next.keyStart : end, text: '' };
    }
    return { start: start + entry!.keyStart - lead.length, end, text: '' };
  }

  /** One more key in a group. */
  insert(path: string | FieldPath, key: string, yaml: string): Edit {
    const steps = stepsOf(path);
    const { tree, start } = this.at(steps);
    assert.ok(tree?.kind === 'map', `${formatFieldPath(steps)} is a group`);
    const at = start + (tree.flow ? tree.start + 1 : tree.entries[0]!.keyStart);
    const rest = tree.entries.length ? ', ' : '';
    const text = tree.flow ? `${key}: ${yaml}${rest}` : `${key}: ${yaml}\n${' '.repeat(at - this.lineOf(at))}`;
    return { start: at, end: at, text };
  }

  /** Another value, or one where there was none. */
  put(path: string, yaml: string): Edit {
    if (this.has(path)) return this.set(path, yaml);
    const steps = parseFieldPath(path);
    return this.insert(steps.slice(0, -1), String(steps.at(-1)), yaml);
  }

  /** One more item at the end of a list. */
  append(path: string, yaml: string): Edit {
    const { tree, start } = this.at(parseFieldPath(path));
    assert.ok(tree?.kind === 'list', `${path} is a list`);
    const end = start + tree.end;
    if (tree.flow) return { start: end - 1, end: end - 1, text: `${tree.items.length ? ', ' : ''}${yaml}` };
    const last = start + tree.items.at(-1)!.start;
    const at = this.endOf(last, this.column(last) - 1);
    return { start: at, end: at, text: `${' '.repeat(this.column(last) - 2)}- ${yaml}\n` };
  }

  /** One more top-level key. */
  top(yaml: string): Edit {
    return { start: this.text.length, end: this.text.length, text: `${yaml}\n` };
  }

  /** A sentence at the end of a text. */
  say(path: string | FieldPath, sentence: string): Edit {
    const { tree, start } = this.at(stepsOf(path));
    assert.ok(tree?.kind === 'scalar', `${path} is a text`);
    const written = this.text.slice(start + tree.start, start + tree.end);
    const isBlock = tree.style === 'literal';
    const at = start + tree.start + written.trimEnd().length - (tree.style === 'double' ? 1 : 0);
    const indent = isBlock ? /\n( +)/.exec(written)![1]! : '';
    return { start: at, end: at, text: isBlock ? `\n\n${indent}${sentence}` : sentence };
  }

  // ---------------------------------------------------------------- places in the text

  /** What stands at a path, and where the block that holds it begins. */
  at(path: FieldPath): { entry: YamlEntry | undefined; tree: YamlTree | undefined; start: number } {
    if (path.length === 0) return { entry: undefined, tree: undefined, start: 0 };
    const found = this.clean.source.find(path);
    assert.ok(found, `${this.name} has ${formatFieldPath(path)}`);
    return { entry: found.entry, tree: found.tree, start: found.block.start };
  }

  /** The text of a value as it stands in the file, and where that begins. */
  written(path: FieldPath): { text: string; start: number } {
    const { tree, start } = this.at(path);
    return { text: this.text.slice(start + tree!.start, start + tree!.end), start: start + tree!.start };
  }

  /** The beginning of the line. */
  lineOf(at: number): number {
    return this.text.lastIndexOf('\n', at - 1) + 1;
  }

  /** What stands before a key on its line, and where the lines of its value end. */
  linesOf(at: number): { lead: string; end: number } {
    return { lead: this.text.slice(this.lineOf(at), at), end: this.endOf(at) };
  }

  column(at: number): number {
    return at - this.lineOf(at);
  }

  /** Before the next line that is indented no further than `depth`: of what stands at `at`, the first that is not part. */
  endOf(at: number, depth = this.column(at)): number {
    for (let next = this.text.indexOf('\n', at) + 1; next > 0; next = this.text.indexOf('\n', next) + 1) {
      const [, blanks, mark] = /^( *)(\S?)/.exec(this.text.slice(next, next + 100))!;
      if (mark && blanks!.length <= depth) return next;
    }
    return this.text.length;
  }

  private isLong({ start, end }: Pick<Edit, 'start' | 'end'>): boolean {
    return this.text.slice(start, end).includes('\n');
  }

  private removeFlow(spans: readonly { start: number; end: number }[], i: number, start: number): Edit {
    const [own, before, after] = [spans[i]!, spans[i - 1], spans[i + 1]];
    if (after) return { start: start + own.start, end: start + after.start, text: '' };
    return { start: start + (before ? before.end : own.start), end: start + own.end, text: '' };
  }

  // ---------------------------------------------------------------- judging

  judge(mutant: Omit<Mutant, 'rule' | 'what'>): Analysis {
    const base: AnalysisInput = {
      ...BASE,
      files: this.filesFor(mutant),
      ...(mutant.settings ? { settings: mutant.settings } : {}),
    };
    const given = mutant.registry === undefined ? base : { ...base, ...listed(mutant.registry) };
    const alone = analyze(mutant.text, given, this.clean);
    if (!mutant.others) return alone;
    const workspace = this.workspace(mutant.others);
    workspace.set('own', alone);
    const others = workspace.issuesOf('own');
    return others ? analyze(mutant.text, { ...given, crossDossierIssues: others }, alone) : alone;
  }

  /** What an analysis finds that was not there before. */
  gained(analysis: Analysis): readonly Finding[] {
    return analysis.findings.filter((f) => !this.known.has(keyOf(f)));
  }

  private filesFor({ files }: Pick<Mutant, 'files'>): EvidenceFiles {
    return files ? new Map([...this.files, ...Object.entries(files)]) : this.files;
  }

  private workspace(others: readonly string[]): Workspace {
    const key = others.join('\0');
    const known = this.workspaces.get(key);
    if (known) return known;
    const made = new Workspace();
    for (const [i, text] of others.entries()) {
      const analysis = neighbours.get(text) ?? analyze(text, BASE);
      neighbours.set(text, analysis);
      made.set(`other ${i + 1}`, analysis);
    }
    // One that stands alone would be kept for each mutant; those of one neighbourhood follow each other.
    this.workspaces.clear();
    this.workspaces.set(key, made);
    return made;
  }
}

/** True where this is the finding that a mutant must give. */
export function catches(finding: Finding, mutant: Mutant, text: string): boolean {
  if (finding.rule !== mutant.rule || finding.waived) return false;
  if (mutant.path !== undefined && (!finding.path || formatFieldPath(finding.path) !== mutant.path)) return false;
  const covered = text.slice(finding.span.start, finding.span.end);
  const { shown, near } = mutant;
  if (near !== undefined && !near.includes(covered) && !covered.includes(near)) return false;
  return shown === undefined || covered === shown;
}

/** A finding apart from where it stands in the text. */
export function keyOf(f: Finding): string {
  return JSON.stringify([f.rule, f.severity, f.path, f.message.zh, f.waived]);
}

function listed(text: string): Pick<AnalysisInput, 'registry'> {
  const read = readRegistry(text, { file: 'lists/155.csv' });
  assert.ok('registry' in read, 'the list holds');
  return { registry: read.registry };
}

function placesOf(answer: Answer, above?: Answer): readonly Place[] {
  const below = [...(answer.children?.values() ?? []), ...(answer.items ?? [])].flatMap((a) => placesOf(a, answer));
  // A bare number is its group and its value at once.
  if (!answer.tree || answer.path === above?.path) return [];
  const field = 'key' in answer.slot ? (answer.slot as Field) : undefined;
  const bare = answer.tree.kind === 'scalar' && answer.slot.bare ? answer.children?.get(answer.slot.bare) : undefined;
  return [{ path: answer.path, answer, tree: answer.tree, field, slot: (bare ?? answer).slot }, ...below];
}

function stepsOf(path: string | FieldPath): FieldPath {
  return typeof path === 'string' ? parseFieldPath(path) : path;
}
