/** Slips of the hand: what stands in the text and is not YAML. */

import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import type { YamlEntry, YamlMap, YamlScalar, YamlTree } from '../../../server/src/core/yaml/tree.ts';
import { groups } from './form.ts';
import { type Edit, type Mutant, type Specimen, Turns } from './specimen.ts';

const turns = new Turns();

export function* syntaxMutants(s: Specimen): Generator<Mutant> {
  yield* duplicates(s);
  for (const at of entries(s)) {
    yield* turns.some([...wideColon(s, at), ...missingColon(s, at), ...indentation(s, at)]);
  }
  yield* collections(s);
  yield* quotes(s);
  yield* strays(s);
  yield* characters(s);
}

function cut(start: number, end: number, text = ''): Edit {
  return { start, end, text };
}

interface At {
  readonly entry: YamlEntry;
  readonly map: YamlMap | undefined;
  readonly what: string;
  /** Of the block that holds it. */
  readonly start: number;
}

function entries(s: Specimen): readonly At[] {
  return groups(s).flatMap(({ path, keys }) => {
    const map = path.length ? (s.at(path).tree as YamlMap) : undefined;
    return keys.map(({ key }): At => {
      const { entry, start } = s.at([...path, key]);
      return { entry: entry!, map, what: formatFieldPath([...path, key]), start };
    });
  });
}

/** Each key once more: the lines again, or the pair again inside brackets. */
function* duplicates(s: Specimen): Generator<Mutant> {
  for (const { entry, map, what, start } of entries(s)) {
    if (!turns.once(3)) continue;
    const { key, keyStart, keyEnd, value } = entry;
    const at = start + keyStart;
    const isFlow = map?.flow === true;
    const { lead, end } = s.linesOf(at);
    const pair = s.text.slice(at, start + (value?.end ?? keyEnd));
    const lines = `${' '.repeat(lead.length)}${s.text.slice(at, end)}`;
    const text = isFlow ? s.edited(cut(at, at, `${pair}, `)) : s.edited(cut(end, end, lines));
    yield { rule: 'duplicate-field', what: `${what} twice`, text, shown: key };
  }
}

function* wideColon(s: Specimen, { entry, what, start }: At): Generator<Mutant> {
  const at = start + entry.keyEnd;
  const blank = s.text[at + 1] === ' ' ? 1 : 0;
  const rule = 'full-width-punctuation';
  yield { rule, what: `${what}：`, text: s.edited(cut(at, at + 1 + blank, '：')), shown: '：' };
  if (blank && s.text[at + 2] !== ' ') {
    yield { rule, what: `${what}： `, text: s.edited(cut(at, at + 1, '：')), shown: '：' };
    yield { rule: 'yaml-syntax', what: `${what}: without a blank`, text: s.edited(cut(at + 1, at + 2)) };
  }
}

function* missingColon(s: Specimen, { entry, map, what, start }: At): Generator<Mutant> {
  if (map?.flow) return;
  const at = start + entry.keyEnd;
  yield { rule: 'yaml-syntax', what: `${what} without its colon`, text: s.edited(cut(at, at + 1)) };
}

function* indentation(s: Specimen, { entry, map, what, start }: At): Generator<Mutant> {
  if (!map || map.flow || map.entries.length < 2) return;
  const line = s.lineOf(start + entry.keyStart);
  // Behind a dash there is nothing to indent.
  if (/\S/.test(s.text.slice(line, start + entry.keyStart))) return;
  yield { rule: 'yaml-syntax', what: `${what} one blank too few`, text: s.edited(cut(line, line + 1)) };
  yield { rule: 'yaml-syntax', what: `${what} one blank too many`, text: s.edited(cut(line, line, ' ')) };
  yield { rule: 'yaml-syntax', what: `${what} behind a tab`, text: s.edited(cut(line, line + 2, '\t')) };
}

/** Brackets and commas, and the dashes of lists. */
function* collections(s: Specimen): Generator<Mutant> {
  for (const { path, tree } of s.typical) {
    if (tree.kind === 'scalar') continue;
    const { start } = s.at(path);
    const what = formatFieldPath(path);
    const ways = tree.flow ? brackets(s, tree, start, what) : tree.kind === 'list' ? dashes(s, tree, start, what) : [];
    yield* turns.some([...ways], 3);
  }
}

function* brackets(s: Specimen, tree: YamlTree, start: number, what: string): Generator<Mutant> {
  const rule = 'full-width-punctuation';
  const [open, close] = [start + tree.start, start + tree.end - 1];
  const [left, right] = tree.kind === 'map' ? ['｛', '｝'] : ['［', '］'];
  yield { rule: 'yaml-syntax', what: `${what} never closed`, text: s.edited(cut(close, close + 1)) };
  yield { rule, what: `${what} ${left}`, text: s.edited(cut(open, open + 1, left)), shown: left };
  yield { rule, what: `${what} ${right}`, text: s.edited(cut(close, close + 1, right)), shown: right };
  for (const [i, { end }] of spansOf(tree).slice(0, -1).entries()) {
    const comma = start + end;
    for (const mark of '，、')
      yield { rule, what: `${what} ${mark} ${i + 1}`, text: s.edited(cut(comma, comma + 2, mark)), shown: mark };
  }
}

function* dashes(s: Specimen, tree: YamlTree, start: number, what: string): Generator<Mutant> {
  for (const [i, span] of spansOf(tree).entries()) {
    const dash = start + span.start - 2;
    const wide = s.edited(cut(dash, dash + 1, '－'));
    yield { rule: 'full-width-punctuation', what: `${what} － ${i + 1}`, text: wide, shown: '－' };
    yield { rule: 'yaml-syntax', what: `${what} dash ${i + 1} tight`, text: s.edited(cut(dash + 1, dash + 2)) };
  }
}

function spansOf(tree: YamlTree): readonly { start: number; end: number }[] {
  if (tree.kind === 'list') return tree.itemSpans;
  return tree.kind === 'map' ? tree.entries.map((e) => ({ start: e.keyStart, end: e.value?.end ?? e.keyEnd })) : [];
}

function* quotes(s: Specimen): Generator<Mutant> {
  for (const { path, tree } of s.typical) {
    if (tree.kind !== 'scalar') continue;
    const at = s.at(path).start;
    const [start, end] = [at + tree.start, at + tree.end];
    const what = formatFieldPath(path);
    if (tree.style === 'double')
      yield { rule: 'yaml-syntax', what: `${what} without its closing quote`, text: s.edited(cut(end - 1, end)) };
    if (tree.style !== 'plain' || !turns.once(3)) continue;
    for (const sign of turns.some(['"', "'", ...signs(tree)]))
      yield { rule: 'yaml-syntax', what: `${what} begins with ${sign}`, text: s.edited(cut(start, start, sign)) };
  }
}

/** Signs of YAML that a word cannot begin with. `&` and `!` are not among them: YAML takes them for a mark of the value. */
function signs(tree: YamlScalar): readonly string[] {
  return tree.text.length < 4 || /^\d/.test(tree.text) ? [] : ['@', '`', '%', '*'];
}

/** What does not belong anywhere. */
function* strays(s: Specimen): Generator<Mutant> {
  for (const { start, block } of s.clean.source.blocks) {
    const key = block.entries[0]?.key;
    if (key === undefined) continue;
    for (const mark of ['<<<<<<< HEAD', '=======', '>>>>>>> theirs']) {
      yield {
        rule: 'yaml-syntax',
        what: `${mark} before ${key}`,
        text: s.edited(cut(start, start, `${mark}\n`)),
        shown: mark,
      };
    }
    if (key !== '通知')
      yield {
        rule: 'yaml-syntax',
        what: `--- before ${key}`,
        text: s.edited(cut(start, start, '---\n')),
        shown: '---',
      };
  }
}

/** Characters that nobody sees, or that an editor with the wrong encoding left, and values that a `#` cuts short. */
function* characters(s: Specimen): Generator<Mutant> {
  for (const { path, tree, slot } of s.typical) {
    if (tree.kind !== 'scalar' || tree.style !== 'plain' || slot.type !== 'text' || tree.text.length < 3) continue;
    const start = s.at(path).start + tree.start;
    const what = formatFieldPath(path);
    const put = (text: string) => s.edited(cut(start + 2, start + 2, text));
    for (const mark of turns.some(['\u200b', '\u200e', '\u00ad', '\ufeff', '\u202e']))
      yield { rule: 'invisible-character', what: `${what} with ${JSON.stringify(mark)}`, text: put(mark) };
    yield { rule: 'wrong-encoding', what: `${what} with U+FFFD`, text: put('\ufffd') };
    yield { rule: 'comment-in-value', what: `${what} with #1`, text: put(' #1') };
  }
}
