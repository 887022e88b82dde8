/** Evidence that is there and that nobody could check. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import { namedFiles } from '../../../server/src/core/analysis/named-files.ts';
import type { EvidenceFile } from '../../../server/src/core/inputs/evidence.ts';
import { facts, SMALLEST, sample } from '../../support/engine.ts';

const FINE = { state: 'ok', kind: 'pdf', size: 1000, pages: 1 } as const;

/** The analysis of the smallest sample, all of whose files are fine but one. */
function withFile(file: EvidenceFile) {
  const { text } = sample(SMALLEST);
  const alone = analyze(text, facts());
  const [first, ...others] = namedFiles(alone).files;
  const fine = others.map((name, i): [string, EvidenceFile] => [
    name,
    { ...FINE, digest: String(i).padStart(64, '0') },
  ]);
  return { name: first!, text, analysis: analyze(text, { ...facts(), files: new Map([[first!, file], ...fine]) }) };
}

suite('a file of evidence that could not be checked', () => {
  for (const why of ['process', 'time', 'size', 'content'] as const)
    test(`is an internal fault at its place, and leaves the rule on files undecided: ${why}`, () => {
      const unchecked = { ...FINE, digest: 'f'.repeat(64), state: 'unchecked', why } as const;
      const { name, text, analysis } = withFile(unchecked);
      const [fault, ...others] = analysis.findings.filter((f) => f.rule === 'internal-fault');
      assert.deepEqual(others, []);
      assert.equal(text.slice(fault!.span.start, fault!.span.end), name);
      assert.match(fault!.message.zh, /没有检查/);
      assert.match(fault!.message.en, /not checked/);
      assert.ok(analysis.undecided.has('material-file'));
    });

  test('is none where all were checked', () => {
    const { analysis } = withFile({ ...FINE, digest: 'f'.repeat(64) });
    assert.deepEqual(
      analysis.findings.filter((f) => f.severity !== 'info'),
      [],
    );
    assert.ok(!analysis.undecided.has('material-file'));
  });
});
