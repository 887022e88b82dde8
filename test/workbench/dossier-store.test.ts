/** An edit in one of many dossiers costs the others nothing, unless they share something with it. */
import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { Analysis } from '../../server/src/core/analysis/types.ts';
import { PackLibrary } from '../../server/src/host/pack-library.ts';
import { DossierStore } from '../../server/src/workbench/dossier-store.ts';
import { dossiers, platformOf } from '../bench/dossiers.ts';

const COUNT = 60;
/** One that shares nothing with another, and another such. */
const [EDITED, OTHER] = [7, 40];

const texts = dossiers(COUNT).map((d) => d.text);
// Nothing is there: no settings hold for them, and no evidence is looked into.
const paths = texts.map((_, n) => join(tmpdir(), 'no-such-folder', `${n}.dossier.yaml`));

function laidDown(): DossierStore {
  const store = new DossierStore(new PackLibrary());
  for (const [i, path] of paths.entries()) store.set(path, texts[i]!);
  settle(store, paths);
  return store;
}

/** Judges these, and all that they concern. */
function settle(store: DossierStore, changed: readonly string[]): void {
  for (const path of changed) store.analysis(path);
  for (const path of store.affected()) store.analysis(path);
  assert.deepEqual(store.affected(), [], 'nobody has anything new to say');
}

function analyses(store: DossierStore): readonly Analysis[] {
  return paths.map((path) => store.analysis(path)!);
}

/** The numbers of the dossiers that an edit has had analyzed again. */
function anew(store: DossierStore, text: string): readonly number[] {
  const before = analyses(store);
  store.set(paths[EDITED]!, text);
  settle(store, [paths[EDITED]!]);
  return analyses(store).flatMap((a, n) => (a === before[n] ? [] : [n]));
}

function rulesOf(store: DossierStore, n: number): readonly string[] {
  return store.analysis(paths[n]!)!.findings.map((f) => f.rule);
}

/** With more at the end of the first paragraph of a chapter. */
function saying(n: number, more: string): string {
  const text = texts[n]!;
  const at = text.indexOf('\n', text.indexOf('\n    ', text.indexOf('  服务能力: |')) + 1);
  return text.slice(0, at) + more + text.slice(at);
}

suite('an edit among many dossiers', () => {
  const store = laidDown();
  const own = texts[EDITED]!;

  test('they have something to say to each other', () => {
    const rules = new Set(paths.flatMap((_, n) => rulesOf(store, n)));
    for (const rule of ['duplicate-platform', 'copied-text']) assert.ok(rules.has(rule), rule);
    for (const n of [EDITED, OTHER])
      assert.deepEqual(
        store.analysis(paths[n]!)!.findings.filter((f) => f.severity === 'error'),
        [],
      );
  });

  test('in a chapter, all others stay as they were', () => {
    assert.deepEqual(anew(store, saying(EDITED, '客户按月打分。')), [EDITED]);
    assert.deepEqual(anew(store, own), [EDITED]);
  });

  test('in a number, a remark, a paper, all others stay as they were', () => {
    for (const [from, to] of [
      ['实际运营: 是', '实际运营: 否'],
      ['签字: 是', '签字: 是  # 已核'],
      ['年度: 2022, 来源: 税务部门', '年度: 2021, 来源: 税务部门'],
    ] as const) {
      assert.ok(own.includes(from), from);
      assert.deepEqual(anew(store, own.replace(from, to)), [EDITED], to);
      assert.deepEqual(anew(store, own), [EDITED], from);
    }
  });

  test('of the platform’s name to that of another, just the two are judged', () => {
    const renamed = own.replace(/平台名称: .*/, `平台名称: ${platformOf(OTHER)}`);
    assert.deepEqual(anew(store, renamed), [EDITED, OTHER]);
    for (const n of [EDITED, OTHER]) assert.ok(rulesOf(store, n).includes('duplicate-platform'));
    assert.deepEqual(anew(store, own), [EDITED, OTHER]);
    for (const n of [EDITED, OTHER]) assert.ok(!rulesOf(store, n).includes('duplicate-platform'));
  });

  test('a paragraph of another pasted in, just the two are judged', () => {
    const paragraph = texts[OTHER]!.split('\n').find(
      (l) => /^ {4}[^|#\d*{-].{100,}/.test(l) && !/科技|工业互联网平台/.test(l),
    );
    assert.ok(paragraph);
    assert.deepEqual(anew(store, saying(EDITED, `\n\n${paragraph}\n`)), [EDITED, OTHER]);
    for (const n of [EDITED, OTHER]) assert.ok(rulesOf(store, n).includes('copied-text'));
    assert.deepEqual(anew(store, own), [EDITED, OTHER]);
  });

  test('the other’s name in a chapter is said here only', () => {
    assert.deepEqual(anew(store, saying(EDITED, `参照${platformOf(OTHER)}的做法。`)), [EDITED]);
    assert.ok(rulesOf(store, EDITED).includes('foreign-name'));
    assert.deepEqual(anew(store, own), [EDITED]);
  });

  test('a text that comes back is judged as at first', () => {
    const fresh = analyses(laidDown());
    for (const [n, a] of analyses(store).entries()) assert.deepEqual(a.findings, fresh[n]!.findings, paths[n]);
  });
});
