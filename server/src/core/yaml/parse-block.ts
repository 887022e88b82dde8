/** Parses one top-level block to a tree, with its syntax problems. */

import { LineCounter, type Node, parseDocument } from 'yaml';
import type { FormKeys } from '../model/form-paths.ts';
import { LineIndex } from '../text/lines.ts';
import { invisibleProblems, visibleText } from './invisible-problems.ts';
import { scan } from './line-scanner.ts';
import { RepairedText } from './repaired-text.ts';
import { FIX_TITLES, syntaxMessage, yamlErrorText } from './syntax-messages.ts';
import type { RepairFix, SyntaxErrorKind, TextRepair } from './text-repair.ts';
import { type BlockSpan, EMPTY_BLOCK, type SyntaxFix, type SyntaxProblem, type YamlBlock } from './tree.ts';
import { type Anchors, TreeBuilder } from './tree-builder.ts';

/** Reads one top-level block. Adds the anchors that it sets to `anchors`; `formKeys` tells keys from prose. */
export function readBlock(text: string, anchors: Anchors, formKeys: FormKeys): YamlBlock {
  if (isMarker(text)) return { ...EMPTY_BLOCK, text };
  const visible = visibleText(text);
  const invisible = visible.repairs;
  const repairs = scan(visible.text, undefined, formKeys).repairs.map((r) => inOriginal(r, visible));
  const repaired = new RepairedText(text, [...repairs, ...outside(invisible, repairs)]);
  const problems = repairs.flatMap((r) => toSyntaxProblem(r, text));
  try {
    const parsed = parseBlock(repaired, anchors, problems);
    const all = [...problems, ...invisibleProblems(text, invisible, parsed)];
    return { text, ...parsed, problems: all, shifts: shiftsOf(repairs, text) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ...EMPTY_BLOCK, text, problems: [tooDeep(text)], parseErrorOffset: 0 };
  }
}

/** A repair of the text without its invisible characters as one of the text with them. */
function inOriginal(repair: TextRepair, visible: RepairedText): TextRepair {
  if (visible.text.length === visible.original.length) return repair;
  const at = visible.originalOffset(repair.at);
  const length = visible.originalOffset(repair.at + repair.length) - at;
  const { shown, more, fixes } = repair;
  const moved = (r: TextRepair) => inOriginal(r, visible);
  return {
    ...repair,
    at,
    length,
    ...(shown ? { shown: { start: visible.originalOffset(shown.start), end: visible.originalOffset(shown.end) } } : {}),
    ...(more ? { more: more.map(moved) } : {}),
    ...(fixes ? { fixes: fixes.map((f) => ({ ...f, edits: f.edits.map(moved) })) } : {}),
  };
}

/** The deletions that no repair replaces with what stands round them. */
function outside(deletions: readonly TextRepair[], repairs: readonly TextRepair[]): readonly TextRepair[] {
  if (!deletions.length) return [];
  const replaced = repairs.filter((r) => r.length > 0).sort((a, b) => a.at - b.at);
  let i = 0;
  return deletions.filter((d) => {
    while (i < replaced.length && replaced[i]!.at + replaced[i]!.length <= d.at) i++;
    return !replaced[i] || replaced[i]!.at >= d.at + d.length;
  });
}

function shiftsOf(repairs: readonly TextRepair[], text: string): YamlBlock['shifts'] {
  const indents = repairs.filter((r) => (r.at === 0 || text[r.at - 1] === '\n') && /^ *$/.test(r.text));
  return new Map(indents.map((r) => [r.at, r.text.length - r.length]));
}

/** `---`, `...` and `%YAML` are about documents, not in them. */
export function isMarker(text: string): boolean {
  return /^(?:---|\.\.\.)(?:\s|$)|^%(?:YAML|TAG)\s/.test(text);
}

function parseBlock(
  repaired: RepairedText,
  anchors: Anchors,
  problems: SyntaxProblem[],
): Omit<YamlBlock, 'text' | 'shifts'> {
  const document = parseDocument<Node>(repaired.text, {
    keepSourceTokens: false,
    lineCounter: new LineCounter(),
    logLevel: 'silent',
    prettyErrors: false,
    strict: true,
    stringKeys: false,
    uniqueKeys: false,
  });
  // Later errors mostly follow from the first.
  const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  const parseErrorOffset = error && repaired.originalOffset(error.pos[0]);
  const lines = error && new LineIndex(repaired.original);
  const line = (offset: number) => lines!.position(offset).line;
  const echo =
    error && problems.some((p) => line(p.start) === line(parseErrorOffset!) && mayCause(p, parseErrorOffset!));
  if (error && parseErrorOffset !== undefined && !echo) {
    // The parser points behind the end where something is missing there.
    const end = Math.min(Math.max(parseErrorOffset, repaired.originalOffset(error.pos[1])), repaired.original.length);
    problems.push({
      start: parseErrorOffset,
      end,
      rule: 'yaml-syntax',
      message: yamlErrorText(error.code, error.message),
    });
  }
  const reader = new TreeBuilder(repaired, anchors, problems);
  const root = document.contents ? reader.tree(document.contents) : undefined;
  const { usesAliases } = reader;
  if (root?.kind === 'map') return { entries: root.entries, stray: undefined, problems, parseErrorOffset, usesAliases };
  return {
    entries: [],
    stray: parseErrorOffset === undefined ? root : undefined,
    problems,
    parseErrorOffset,
    usesAliases,
  };
}

/** True where an error of the parser on the line of a problem may follow from it: from a replaced sign only at its place. */
function mayCause({ rule, start, end }: SyntaxProblem, errorOffset: number): boolean {
  return rule === 'yaml-syntax' || (rule !== 'duplicate-field' && errorOffset >= start && errorOffset <= end);
}

function toSyntaxProblem(repair: TextRepair, text: string): readonly SyntaxProblem[] {
  const { error, at, length, more } = repair;
  if (!error) return [];
  const { start, end } = repair.shown ?? { start: at, end: at + length };
  const rule = RULES[error] ?? 'yaml-syntax';
  const own = [{ edits: [repair, ...(more ?? [])].map(toReplacement), isSafe: true }];
  const isFixable = rule === 'full-width-punctuation' || FIXABLE_ERRORS.has(error);
  const fixes = repair.fixes?.map(toSyntaxFix) ?? (isFixable ? own : undefined);
  return [
    {
      start,
      end,
      rule,
      message: syntaxMessage(error, text.slice(start, end), repair.text.trim()),
      ...(fixes ? { fixes } : {}),
      ...(HARMLESS_ERRORS.has(error) ? { isHarmless: true } : {}),
    },
  ];
}

function toSyntaxFix({ kind, edits, isSafe }: RepairFix): SyntaxFix {
  return { title: FIX_TITLES[kind], edits: edits.map(toReplacement), isSafe };
}

/** The rules of syntax errors that are not `yaml-syntax`. */
const RULES: Readonly<Partial<Record<SyntaxErrorKind, SyntaxProblem['rule']>>> = {
  'full-width': 'full-width-punctuation',
  'full-width-space': 'full-width-punctuation',
  'full-width-quote': 'full-width-punctuation',
  'comment-in-text': 'comment-in-value',
  'comment-in-value': 'comment-in-value',
};

/** Errors that leave no doubt about the values round them. */
const HARMLESS_ERRORS: ReadonlySet<SyntaxErrorKind> = new Set(['stray-line', 'stray-text', 'text-behind-bar']);

function toReplacement({ at, length, text }: TextRepair): { at: BlockSpan; text: string } {
  return { at: { start: at, end: at + length }, text };
}

/** Errors whose repair is certainly what the author meant. */
const FIXABLE_ERRORS: ReadonlySet<SyntaxErrorKind> = new Set(['tight-colon', 'tight-dash', 'indent', 'tab']);

function tooDeep(text: string): SyntaxProblem {
  return {
    start: 0,
    end: Math.min(/^.*/.exec(text)![0].length, 40),
    rule: 'yaml-syntax',
    message: syntaxMessage('depth'),
  };
}
