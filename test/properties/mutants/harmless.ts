/** Edits of a sample that change nothing of what it says. */
import { type Document, isMap, isScalar, isSeq, parseDocument, Scalar, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import type { YamlTree } from '../../../server/src/core/yaml/tree.ts';
import { groups } from './form.ts';
import { type Edit, type Specimen, Turns } from './specimen.ts';

export interface Harmless {
  readonly what: string;
  readonly text: string;
}

const turns = new Turns();

export function* harmlessEdits(s: Specimen): Generator<Harmless> {
  yield* wholes(s);
  yield* comments(s);
  yield* quoted(s);
  yield* reordered(s);
  yield* styles(s);
  yield* texts(s);
}

/** What can be done to all of the text at once. */
function* wholes(s: Specimen): Generator<Harmless> {
  const { text } = s;
  const all = (what: string, changed: string): Harmless => ({ what, text: changed });
  const document = () => parseDocument(text, { keepSourceTokens: true });
  yield all('written anew by yaml', document().toString({ lineWidth: 0 }));
  yield all('written anew, indented by four', document().toString({ lineWidth: 0, indent: 4 }));
  yield all('written anew, lists not indented', document().toString({ lineWidth: 0, indentSeq: false }));
  yield all(
    'written anew without blanks in brackets',
    document().toString({ lineWidth: 0, flowCollectionPadding: false }),
  );
  yield all('long lines folded', document().toString({ lineWidth: 60 }));
  yield all('CRLF', text.replaceAll('\n', '\r\n'));
  yield all('BOM', `\ufeff${text}`);
  yield all('BOM and CRLF', `\ufeff${text.replaceAll('\n', '\r\n')}`);
  yield all('blanks at the ends of lines', text.replaceAll('\n', '  \n'));
  yield all('tabs at the ends of lines', text.replace(/(?<=[^|:\n])\n/g, '\t\n'));
  yield all('no line break at the end', text.trimEnd());
  yield all('many line breaks at the end', `${text}\n\n  \n`);
  yield all('line breaks at the beginning', `\n\n# 前言\n\n${text}`);
  yield all('--- before', `---\n${text}`);
  yield all('%YAML before', `%YAML 1.2\n---\n${text}`);
  yield all('... behind', `${text}...\n`);
  yield all('a blank line between top-level keys', text.replace(/\n(?=\S)/g, '\n\n'));
  yield all(
    '61 brackets that are never closed, in remarks',
    text.replace(/^平台:$/m, `$&\n${'  # 取值范围 [0, 1)\n'.repeat(61)}`.trimEnd()),
  );
  const blocks = s.clean.source.blocks.map((b) => b.block.text);
  const head = blocks[0]!.startsWith('#') ? [blocks[0]!] : [];
  const rest = blocks.slice(head.length);
  yield all('top-level keys backwards', [...head, ...rest.toReversed()].join(''));
  for (let i = 1; i < rest.length; i++)
    yield all(`top-level keys turned by ${i}`, [...head, ...rest.slice(i), ...rest.slice(0, i)].join(''));
  yield all(
    'all keys backwards',
    changed(document(), (d) => visit(d, { Map: (_, map) => void map.items.reverse() })),
  );
  yield all(
    'all keys in quotes',
    s.edited(...groups(s).flatMap(({ keys }) => keys.map((k) => quotedAt(k.start, k.key)))),
  );
}

function changed(document: Document.Parsed, change: (d: Document.Parsed) => void): string {
  change(document);
  return document.toString({ lineWidth: 0 });
}

/** Remarks above and behind the lines. */
function* comments(s: Specimen): Generator<Harmless> {
  const [above, behind]: [Edit[], Edit[]] = [[], []];
  for (const { path, keys } of groups(s)) {
    if (path.length && s.at(path).tree!.kind === 'map' && (s.at(path).tree as { flow: boolean }).flow) continue;
    for (const { key, start } of keys) {
      const { lead } = s.linesOf(start);
      const line = s.lineOf(start);
      above.push({ start: line, end: line, text: `${' '.repeat(lead.length)}# ${key}：已核对，见“台账”（第3页）\n` });
      const { tree, start: block } = s.at([...path, key]);
      const end = tree && block + tree.end;
      if (end === undefined || s.text.slice(start, end).includes('\n') || s.text[end] !== '\n') continue;
      behind.push({ start: end, end, text: ' # 待补充：[未完], {示例}: 见“台账”' });
    }
  }
  yield { what: 'remarks above all lines', text: s.edited(...above) };
  yield { what: 'remarks behind all lines', text: s.edited(...behind) };
  for (const edit of turns.some(above, 12))
    yield { what: `a remark above ${edit.text.trim().slice(2, 8)}`, text: s.edited(edit) };
  for (const edit of turns.some(behind, 12)) yield { what: `a remark behind ${edit.start}`, text: s.edited(edit) };
}

function quotedAt(start: number, words: string): Edit {
  return { start, end: start + words.length, text: `"${words}"` };
}

const NUMBERS = new Set(['integer', 'number', 'year']);

/** Texts in quotes, which numbers are not. */
function* quoted(s: Specimen): Generator<Harmless> {
  const edits = s.places.flatMap(({ path, tree, slot }) => {
    if (tree.kind !== 'scalar' || tree.style !== 'plain' || NUMBERS.has(slot.type)) return [];
    const { text, start } = s.written(path);
    return [{ path, start, end: start + text.length, double: `"${text}"`, single: `'${text}'` }];
  });
  for (const style of ['double', 'single'] as const)
    yield { what: `all texts in ${style} quotes`, text: s.edited(...edits.map((e) => ({ ...e, text: e[style] }))) };
  for (const e of turns.some(edits, 20))
    yield { what: `${formatFieldPath(e.path)} in quotes`, text: s.edited({ ...e, text: e.double }) };
  // Nothing is lost of a phone that is read as a number of eleven digits.
  const phones = s.places.filter(
    ({ tree, slot }) => slot.type === 'phone' && tree.kind === 'scalar' && tree.style === 'double',
  );
  for (const { path, tree } of phones)
    yield {
      what: `${formatFieldPath(path)} without quotes`,
      text: s.edited(s.set(path, (tree as { text: string }).text)),
    };
}

/** The keys of a group in another order. */
function* reordered(s: Specimen): Generator<Harmless> {
  for (const { path, tree } of s.typical) {
    if (tree.kind !== 'map' || tree.entries.length < 2) continue;
    const { start } = s.at(path);
    const spans = tree.entries.map((e): Span => {
      const from = start + e.keyStart;
      if (tree.flow) return { start: from, end: start + (e.value?.end ?? e.keyEnd) };
      return { start: from, end: s.endOf(from) };
    });
    const parts = spans.map((p) => s.text.slice(p.start, p.end));
    for (const [what, order] of [
      ['backwards', parts.toReversed()],
      ['turned', [...parts.slice(1), parts[0]!]],
    ] as const) {
      if (!turns.once(2)) continue;
      const edits = spans.map((p, i) => ({ ...p, text: tree.flow ? order[i]! : aligned(order[i]!) }));
      yield { what: `${formatFieldPath(path)} ${what}`, text: s.edited(...edits) };
    }
  }
  /** Between the keys of a block nothing but indentation stands. */
  function aligned(lines: string): string {
    return lines.endsWith('\n') ? lines : `${lines}\n`;
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Brackets instead of lines and the other way round. */
function* styles(s: Specimen): Generator<Harmless> {
  for (const { path, tree } of s.typical) {
    if (tree.kind === 'scalar' || !tree.flow) continue;
    yield { what: `${formatFieldPath(path)} in lines`, text: s.edited(inLines(s, path, tree)) };
  }
  const keys = s.clean.source.blocks.flatMap((b) => b.block.entries.map((e) => e.key));
  for (const key of keys) {
    for (const flow of [true, false]) {
      const document = parseDocument(s.text, { keepSourceTokens: true });
      const node = document.get(key, true);
      if (!isMap(node) && !isSeq(node)) continue;
      setFlow(node, flow);
      const text = document.toString({ lineWidth: 0 });
      yield { what: `${key} in ${flow ? 'brackets' : 'lines'}`, text };
    }
  }
}

function inLines(
  s: Specimen,
  path: Parameters<typeof formatFieldPath>[0],
  tree: Exclude<YamlTree, { kind: 'scalar' }>,
): Edit {
  const { start } = s.at(path);
  const at = start + tree.start;
  const written = (from: number, to: number) => s.text.slice(start + from, start + to);
  const isItem = typeof path.at(-1) === 'number';
  const line = s.lineOf(at);
  const indent = isItem ? at - line : /^ */.exec(s.text.slice(line, at))![0].length + 2;
  const parts =
    tree.kind === 'map'
      ? tree.entries.map((e) => written(e.keyStart, e.value?.end ?? e.keyEnd))
      : tree.itemSpans.map((p) => `- ${written(p.start, p.end)}`);
  const lines = parts.join(`\n${' '.repeat(indent)}`);
  return { start: at, end: start + tree.end, text: isItem ? lines : `\n${' '.repeat(indent)}${lines}` };
}

function setFlow(node: YAMLMap | YAMLSeq, flow: boolean): void {
  visit(node, {
    Collection(_, collection) {
      collection.flow = flow;
      collection.comment = null;
      collection.commentBefore = null;
    },
    Pair(_, pair) {
      if (isScalar(pair.key)) pair.key.commentBefore = null;
    },
    Scalar(_, scalar) {
      scalar.comment = null;
      scalar.commentBefore = null;
      if (flow && /BLOCK/.test(scalar.type ?? '')) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
}

/** Long texts in other ways of YAML to write them. */
function* texts(s: Specimen): Generator<Harmless> {
  for (const { path, tree } of s.places) {
    if (tree.kind !== 'scalar' || tree.style !== 'literal') continue;
    for (const head of turns.some(['|-', '|+', '|  # 已定稿', '|2-', '|+2', '"'], 3)) {
      const { text, start } = s.written(path);
      const [first] = text.split('\n', 1);
      const [begin, end] = [start, start + first!.length];
      const what = `${formatFieldPath(path)} as ${head}`;
      // Indented by two in a group that is itself indented by two.
      if (head !== '"') yield { what, text: s.edited({ start: begin, end, text: head }) };
      else yield { what, text: s.edited(s.set(path, JSON.stringify(tree.text))) };
    }
  }
  yield* aliases(s);
}

/** The applicant's name written once and referred to. */
function* aliases(s: Specimen): Generator<Harmless> {
  const owners = s.places.filter((p) => p.path.at(-1) === '权利人' && p.answer.value === s.said('申报单位.单位名称'));
  if (!owners.length) return;
  const name = s.set('申报单位.单位名称', `&unit ${s.said('申报单位.单位名称')}`);
  const edits = owners.map((p) => s.set(p.path, '*unit'));
  yield { what: 'the holder of the rights as an alias', text: s.edited(name, ...edits) };
}
