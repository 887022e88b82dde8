/**
 * How many mistakes of prose are found, and how many right sentences are reported, by kind: both figures stand in
 * server/README.md. Each paragraph is added to a clean sample, alone.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { isScalar, parse, parseDocument } from 'yaml';
import { parseFieldPath } from '../../../server/src/core/model/path.ts';
import { analyzed, sample } from '../../support/engine.ts';

interface Kind {
  readonly kind: string;
  readonly on: string;
  readonly rule?: string;
  readonly silent: readonly string[];
  readonly loud: readonly string[];
}

const KINDS = parse(readFileSync(join(import.meta.dirname, 'corpus/by-kind.yaml'), 'utf8')) as readonly Kind[];
const FIELD = '正文.服务能力';
const MARK = /⟦([^⟦⟧]*)⟧/g;

/** What is found in a paragraph of a sample: rule and words. */
function foundIn(on: string, paragraph: string): readonly string[] {
  const { document, node, said, whole } = specimenOf(on);
  node.value = `${said.trimEnd()}\n\n${paragraph.replace(MARK, '$1')}\n`;
  const text = document.toString({ lineWidth: 0 });
  // Only the chapter differs: the rest is read once a sample.
  const { findings } = analyzed(text, {}, whole);
  return findings
    .filter((f) => f.severity !== 'info' && f.path?.join('.') === FIELD)
    .map((f) => `${f.rule} ${text.slice(f.span.start, f.span.end)}`);
}

type Specimen = ReturnType<typeof makeSpecimen>;

const specimens = new Map<string, Specimen>();

function specimenOf(on: string): Specimen {
  const known = specimens.get(on) ?? makeSpecimen(on);
  specimens.set(on, known);
  return known;
}

/** A sample with its chapter as a node, and its analysis. */
function makeSpecimen(on: string) {
  const { text } = sample(on);
  const document = parseDocument(text, { keepSourceTokens: true });
  const node = document.getIn(parseFieldPath(FIELD), true);
  assert.ok(isScalar(node) && typeof node.value === 'string');
  return { document, node, said: node.value, whole: analyzed(document.toString({ lineWidth: 0 })) };
}

suite('prose by kind', () => {
  const score = { silent: 0, alarms: 0, loud: 0, missed: 0 };
  for (const { kind, on, rule = 'number-consistency', silent, loud } of KINDS) {
    test(`${kind}: what is right is not reported`, () => {
      const wrong = silent.filter((p) => foundIn(on, p).length > 0);
      score.silent += silent.length;
      score.alarms += wrong.length;
      assert.deepEqual(wrong, []);
    });
    test(`${kind}: what is wrong is found, at its place`, (t) => {
      const missed = loud.filter((p) => {
        const wanted = [...p.matchAll(MARK)].map((m) => `${rule} ${m[1]}`);
        return JSON.stringify(foundIn(on, p)) !== JSON.stringify(wanted);
      });
      score.loud += loud.length;
      score.missed += missed.length;
      for (const p of missed) t.diagnostic(`missed: ${p}`);
      assert.ok(missed.length <= loud.length / 4, missed.join('\n'));
    });
  }

  test('the score', (t) => {
    t.diagnostic(`false alarms: ${score.alarms} of ${score.silent}; missed: ${score.missed} of ${score.loud}`);
    assert.equal(score.alarms, 0);
    assert.ok(score.missed <= score.loud * 0.1, `${score.missed} of ${score.loud} missed`);
  });
});
