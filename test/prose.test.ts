/**
 * What the rules say of sentences: a corpus of paragraphs that must stay silent, for a false alarm costs more trust than
 * a miss, and one of plain mistakes. Each paragraph is added to a clean sample, alone.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { isScalar, parse, parseDocument } from 'yaml';
import { readPath } from '../server/src/core/finding.ts';
import { analyzed, check, sample } from './support/engine.ts';

interface Entry {
  readonly on: string;
  readonly field: string;
  readonly text: string;
  readonly because: string;
}

function corpus(name: string): readonly Entry[] {
  return parse(readFileSync(join(import.meta.dirname, 'corpus', `${name}.yaml`), 'utf8')) as readonly Entry[];
}

/** The sample with a paragraph more. */
function withParagraph({ on, field, text }: Entry): string {
  const document = parseDocument(sample(on).text, { keepSourceTokens: true });
  const node = document.getIn(readPath(field), true);
  assert.ok(isScalar(node) && typeof node.value === 'string', `${on} has a text at ${field}`);
  node.value = `${node.value.trimEnd()}\n\n${text.trim()}\n`;
  return document.toString({ lineWidth: 0 });
}

const silent = corpus('silent');
const loud = corpus('loud');

suite('paragraphs that are right', () => {
  const before = new Map<string, number>();
  for (const [i, entry] of silent.entries()) {
    test(`${i + 1}: ${entry.because}`, () => {
      if (!before.has(entry.on)) before.set(entry.on, analyzed(sample(entry.on).text).findings.length);
      const found = analyzed(withParagraph(entry)).findings;
      const wrong = found.filter((f) => f.severity !== 'info').map((f) => `${f.rule}: ${f.message.zh}`);
      assert.deepEqual(wrong, [], entry.text);
      assert.equal(found.length, before.get(entry.on), 'not even a hint');
    });
  }

  test('there are enough of them', () => assert.ok(silent.length >= 40));
});

suite('paragraphs that are wrong', () => {
  for (const [i, entry] of loud.entries()) {
    test(`${i + 1}: ${entry.because}`, () => {
      check(withParagraph(entry));
    });
  }
});
