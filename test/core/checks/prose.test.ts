/**
 * What the rules say of sentences: a corpus of paragraphs that must stay silent, for a false alarm costs more trust than
 * a miss, and one of plain mistakes. Each paragraph is added to a clean sample, alone.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { type Document, isScalar, parse, parseDocument } from 'yaml';
import type { Analysis } from '../../../server/src/core/analysis/types.ts';
import { parseFieldPath } from '../../../server/src/core/model/path.ts';
import { analyzed, check, sample } from '../../support/engine.ts';

interface Entry {
  readonly on: string;
  readonly field: string;
  readonly text: string;
  readonly because: string;
}

function corpus(name: string): readonly Entry[] {
  return parse(readFileSync(join(import.meta.dirname, 'corpus', `${name}.yaml`), 'utf8')) as readonly Entry[];
}

interface Base {
  /** Read once for all paragraphs, each of which is taken out again. */
  readonly document: Document;
  /** Of the sample as it is, written by the same library as with a paragraph more. */
  readonly analysis: Analysis;
}

const bases = new Map<string, Base>();

function baseOf(name: string): Base {
  const known = bases.get(name);
  if (known) return known;
  const document = parseDocument(sample(name).text, { keepSourceTokens: true });
  const base = { document, analysis: analyzed(document.toString({ lineWidth: 0 })) };
  bases.set(name, base);
  return base;
}

/** The sample with a paragraph more. */
function withParagraph({ on, field, text }: Entry): string {
  const { document } = baseOf(on);
  const node = document.getIn(parseFieldPath(field), true);
  assert.ok(isScalar(node) && typeof node.value === 'string', `${on} has a text at ${field}`);
  const { value } = node;
  node.value = `${value.trimEnd()}\n\n${text.trim()}\n`;
  const changed = document.toString({ lineWidth: 0 });
  node.value = value;
  return changed;
}

/** A mark of the corpus, see the head of loud.yaml. */
const MARK = /⟦([^⟦⟧]*)⟧([a-z-]+)⟧/g;

const silent = corpus('silent');
const loud = corpus('loud');

suite('paragraphs that are right', () => {
  for (const [i, entry] of silent.entries()) {
    test(`${i + 1}: ${entry.because}`, () => {
      const before = baseOf(entry.on).analysis;
      const found = analyzed(withParagraph(entry), {}, before).findings;
      const wrong = found.filter((f) => f.severity !== 'info').map((f) => `${f.rule}: ${f.message.zh}`);
      assert.deepEqual(wrong, [], entry.text);
      assert.equal(found.length, before.findings.length, 'not even a hint');
    });
  }

  test('there are enough of them', () => assert.ok(silent.length >= 40));
});

suite('paragraphs that are wrong', () => {
  for (const [i, entry] of loud.entries()) {
    test(`${i + 1}: ${entry.because}`, () => {
      check(withParagraph(entry), {}, baseOf(entry.on).analysis);
    });
  }
});

suite('paragraphs that are wrong, and not found', () => {
  const missed = corpus('missed');

  test('nothing is said of them but what is wrong', () => {
    for (const entry of missed) {
      const marked = withParagraph(entry);
      const wanted = [...marked.matchAll(MARK)].map((m) => `${m[2]} ${m[1]}`);
      const text = marked.replace(MARK, '$1');
      const found = analyzed(text, {}, baseOf(entry.on).analysis).findings.filter((f) => f.severity !== 'info');
      const said = found.map((f) => `${f.rule} ${text.slice(f.span.start, f.span.end)}`);
      const other = said.filter((s) => !wanted.some((w) => overlap(w, s)));
      assert.deepEqual(other, [], entry.text);
    }
  });

  test('the score', (t) => {
    const all = loud.length + missed.length;
    t.diagnostic(`silent where they should be: ${silent.length} of ${silent.length}; found: ${loud.length} of ${all}`);
    assert.ok(loud.length / all > 0.7);
  });
});

/** The same rule at a place that holds the other. */
function overlap(wanted: string, said: string): boolean {
  const [rule, words] = [wanted.split(' ')[0]!, wanted.slice(wanted.indexOf(' ') + 1)];
  const own = said.slice(said.indexOf(' ') + 1);
  return said.startsWith(`${rule} `) && (words.includes(own) || own.includes(words));
}
