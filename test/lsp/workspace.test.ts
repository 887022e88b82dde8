/** Several dossiers in an editor, open or not: what each says against the others, the files they name, and the disk. */
import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  applicant,
  CHAPTER,
  creditCode,
  joined,
  type Place,
  PULLS,
  PUSHED,
  place,
  serious,
  stemOf,
  withChapter,
  workspace,
} from '../support/editor.ts';

/** Most of the time of these tests is the server's pause. */
const TOGETHER = { concurrency: 4 };

const PLATFORM = (n: number) => `${stemOf(n)}5G工业互联网平台`;
const NAME = (n: number) => `德州${stemOf(n)}通信技术有限公司`;
/** The second applicant's platform under the first one's name. */
const SAME_PLATFORM: readonly [string, string] = [`平台名称: ${PLATFORM(1)}`, `平台名称: ${PLATFORM(0)}`];
/** The second applicant's dossier by the first one. */
const SAME_CODE: readonly [string, string] = [creditCode(1), creditCode(0)];
const UNPAID: readonly [string, string] = ['依法纳税: 是', '依法纳税: 否'];
const [A, B] = ['甲.dossier.yaml', '乙/乙.dossier.yaml'];
const CONFIG = 'dossier.config.yaml';
/** More than 60 字 in one paragraph. */
const PARAGRAPH =
  '平台按照现场勘测、方案设计、开通调试、远程代维四步提供服务，每一步都有书面的交付标准和双方签认的记录，服务人员在工作日两小时之内响应，重大故障当天到达现场，处理结果三日之内书面反馈。';

/** What stands at a range of a text. */
function at(text: string, { start, end }: Diagnostic['range']): string {
  const document = TextDocument.create('x:x', '', 0, text);
  return text.slice(document.offsetAt(start), document.offsetAt(end));
}

const of = (list: readonly Diagnostic[], rule: string) => list.filter((d) => d.code === rule);

/** The other ends of findings, as path and the text there. */
function ends(
  list: readonly Diagnostic[],
  texts: Readonly<Record<string, string>>,
  { root }: Place,
): readonly string[] {
  return list.flatMap((d) =>
    (d.relatedInformation ?? []).map(({ location }) => {
      const name = fileURLToPath(location.uri).slice(root.length + 1);
      return `${name}: ${at(texts[name] ?? '', location.range)}`;
    }),
  );
}

/** Two dossiers in folders of their own. */
const two = (a: string, b: string) => ({ [A]: a, [B]: b });

suite('dossiers that nobody opened', TOGETHER, () => {
  const cases: Readonly<Record<string, readonly [a: string, b: string, own: string, other: string]>> = {
    'duplicate-platform': [applicant(0), applicant(1, SAME_PLATFORM), PLATFORM(0), PLATFORM(0)],
    'duplicate-applicant': [applicant(0), applicant(1, SAME_CODE), creditCode(0), creditCode(0)],
    'single-direction': [
      applicant(0),
      applicant(1, SAME_CODE, ['方向: 专业型/面向特定技术', '方向: 特色型/面向重点区域']),
      '专业型/面向特定技术',
      '特色型/面向重点区域',
    ],
    'foreign-name': [applicant(0, ['平台上线以来', `${NAME(1)}平台上线以来`]), applicant(1), NAME(1), NAME(1)],
    'copied-text': [
      applicant(0, ['    近期完善', `    ${PARAGRAPH}\n\n    近期完善`]),
      applicant(1, ['    平台采用终端白名单', `    ${PARAGRAPH}\n\n    平台采用终端白名单`]),
      PARAGRAPH,
      PARAGRAPH,
    ],
  };
  for (const [rule, [a, b, own, other]] of Object.entries(cases)) {
    test(`${rule} is pushed at its place, with the place in the other file`, async (t) => {
      const w = await workspace(t, two(a, b));
      w.evidence('乙');
      await w.client.until(rule, () => of(w.client.sent(w.uri(A)), rule).length > 0);
      const found = of(w.client.sent(w.uri(A)), rule);
      assert.deepEqual(
        found.map((d) => at(a, d.range)),
        [own],
      );
      assert.deepEqual(ends(found, two(a, b), w), [`${B}: ${other}`]);
    });
  }

  test('both sides of a pair are told, and nobody else', async (t) => {
    const w = await workspace(t, {
      ...two(applicant(0), applicant(1, SAME_PLATFORM)),
      '丙.dossier.yaml': applicant(2),
    });
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
    await w.client.untilSent(w.uri(B), ['duplicate-platform', 'material-file']);
    assert.deepEqual(ends(of(w.client.sent(w.uri(B)), 'duplicate-platform'), { [A]: applicant(0) }, w), [
      `${A}: ${PLATFORM(0)}`,
    ]);
    await w.client.untilSent(w.uri('丙.dossier.yaml'), []);
    assert.ok(w.client.sent(w.uri('丙.dossier.yaml')).length > 0, 'its hints are told');
  });

  const asRoot = process.platform === 'win32' || process.getuid?.() === 0;
  test('a folder that may not be read hides no other', { skip: asRoot && 'root reads everything' }, async (t) => {
    const w = await workspace(t, two(applicant(0), applicant(1, SAME_PLATFORM)));
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
    mkdirSync(w.path('锁'), { mode: 0o000 });
    await w.client.tell([w.uri('锁'), 1]);
    await w.client.settled();
    rmdirSync(w.path('锁'));
    assert.deepEqual(serious(w.client.sent(w.uri(A))), ['duplicate-platform']);
  });

  test('an eleventh of one city is one too many; those outside the quota do not count', async (t) => {
    const files = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i}.dossier.yaml`, applicant(i)]));
    const w = await workspace(t, files);
    await w.client.until('all ten', () => w.client.all.size === 10);
    await w.write('10.dossier.yaml', applicant(10, ['推荐地市: 德州市', '推荐地市: 德州市\n  推荐渠道: 省属']));
    await w.client.until('the exempt one', () => w.client.all.size === 11);
    await w.client.settled();
    for (const uri of w.client.all.keys()) assert.deepEqual(serious(w.client.sent(uri)), []);
    await w.write('11.dossier.yaml', applicant(11));
    for (let i = 0; i < 10; i++) await w.client.untilSent(w.uri(`${i}.dossier.yaml`), ['city-quota']);
    await w.client.untilSent(w.uri('10.dossier.yaml'), []);
    await w.client.untilSent(w.uri('11.dossier.yaml'), ['city-quota']);
    const [found] = of(w.client.sent(w.uri('11.dossier.yaml')), 'city-quota');
    assert.equal(found?.relatedInformation?.length, 10);
  });

  test('other files, other folders and the folders of tools are none', async (t) => {
    const same = applicant(1, SAME_PLATFORM);
    const w = await workspace(t, {
      [A]: applicant(0),
      'node_modules/x/乙.dossier.yaml': same,
      'out/乙.dossier.yaml': same,
      '乙.yaml': same,
      '../外/乙.dossier.yaml': same,
    });
    await w.client.untilSent(w.uri(A), []);
    await w.write('node_modules/x/乙.dossier.yaml', `${same}\n`);
    await w.write('out/乙.dossier.yaml', `${same}\n`);
    await w.client.settled();
    assert.deepEqual([...w.client.all.keys()], [w.path(A)]);
    assert.deepEqual(serious(w.client.sent(w.uri(A))), []);
  });
});

suite('a dossier that is opened', TOGETHER, () => {
  test('is pulled, and what was pushed of it is taken back; closed, it is pushed again', async (t) => {
    const w = await workspace(t, two(applicant(0), applicant(1, SAME_PLATFORM)));
    w.evidence('乙');
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
    await w.open(A, applicant(0));
    await w.client.until('the pushed ones taken back', () => w.client.sent(w.uri(A)).length === 0);
    const pulled = await w.client.untilPulled(w.uri(A), ['duplicate-platform']);
    assert.deepEqual(ends(of(pulled, 'duplicate-platform'), { [B]: applicant(1, SAME_PLATFORM) }, w), [
      `${B}: ${PLATFORM(0)}`,
    ]);
    assert.ok(of(w.client.sent(w.uri(B)), 'duplicate-platform').length, 'the other one’s stay');
    await w.client.close(w.uri(A));
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
  });

  test('and closed without saving is again what is on disk', async (t) => {
    const w = await workspace(t, { [A]: applicant(0) });
    const document = await w.open(A, applicant(0));
    await w.client.edit(document, ...UNPAID);
    await w.client.untilPulled(w.uri(A), ['tax-paid']);
    await w.client.close(w.uri(A));
    await w.client.until('pushed', () => w.client.sent(w.uri(A)).length > 0);
    await w.client.untilSent(w.uri(A), []);
  });

  test('changes, by what is typed in it, what is pushed of one that is not open', async (t) => {
    const w = await workspace(t, { [A]: applicant(1), '乙.dossier.yaml': applicant(0) });
    let document = await w.open(A, applicant(1));
    await w.client.untilPulled(w.uri(A), []);
    document = await w.client.edit(document, ...SAME_PLATFORM);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), ['duplicate-platform']);
    const [found] = of(w.client.sent(w.uri('乙.dossier.yaml')), 'duplicate-platform');
    assert.deepEqual(ends([found!], { [A]: document.getText() }, w), [`${A}: ${PLATFORM(0)}`]);
    await w.client.untilPulled(w.uri(A), ['duplicate-platform']);
    await w.client.edit(document, SAME_PLATFORM[1], SAME_PLATFORM[0]);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), []);
    await w.client.untilPulled(w.uri(A), []);
  });

  test('keeps the other ends that point into it right while lines come and go above them', async (t) => {
    const w = await workspace(t, { [A]: applicant(0), '乙.dossier.yaml': applicant(1, SAME_PLATFORM) });
    let document = await w.open(A, applicant(0));
    const other = w.uri('乙.dossier.yaml');
    await w.client.untilSent(other, ['duplicate-platform']);
    document = await w.client.edit(document, '通知: sd-2023', '# 一行\n# 又一行\n通知: sd-2023');
    const pointing = () => ends(of(w.client.sent(other), 'duplicate-platform'), { [A]: document.getText() }, w);
    await w.client.until('the other end where it is now', () => pointing().join() === `${A}: ${PLATFORM(0)}`);
  });

  test('is asked for again when one that is not open changes on disk', async (t) => {
    const w = await workspace(t, { [A]: applicant(0), '乙.dossier.yaml': applicant(1) });
    await w.open(A, applicant(0));
    await w.client.untilPulled(w.uri(A), []);
    await w.write('乙.dossier.yaml', applicant(1, SAME_PLATFORM));
    await w.client.untilPulled(w.uri(A), ['duplicate-platform']);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), ['duplicate-platform']);
    await w.write('乙.dossier.yaml', applicant(1));
    await w.client.untilPulled(w.uri(A), []);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), []);
  });

  test('counts with what the editor has, not with what is on disk', async (t) => {
    const w = await workspace(t, { [A]: applicant(0), '乙.dossier.yaml': applicant(1) });
    await w.open('乙.dossier.yaml', applicant(1, SAME_PLATFORM));
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
    await w.write('乙.dossier.yaml', applicant(1, UNPAID));
    await w.client.settled();
    assert.deepEqual(serious(await w.client.pull(w.uri('乙.dossier.yaml'))), ['duplicate-platform']);
    assert.deepEqual(serious(w.client.sent(w.uri(A))), ['duplicate-platform']);
  });

  test('among sixty is no burden to the others', async (t) => {
    // Outside the quota of their city, so that nothing binds them together.
    const free: readonly [string, string] = ['推荐地市: 德州市', '推荐地市: 德州市\n  推荐渠道: 省属'];
    const names = Array.from({ length: 60 }, (_, i) => `${i}.dossier.yaml`);
    const w = await workspace(t, Object.fromEntries(names.map((name, i) => [name, applicant(i, free)])));
    await w.client.until('all sixty', () => w.client.all.size === 60);
    let document = await w.open(names[7]!, applicant(7, free));
    await w.client.settled();
    assert.deepEqual(serious(await w.client.pull(w.uri(names[7]))), []);
    const before = w.client.pushes.length;
    for (const [from, to] of [
      UNPAID,
      ['平台采用', '平台全面采用'],
      ['职工人数: 26', '职工人数: 2'],
      ['联系人', '联系'],
    ] as const) {
      document = await w.client.edit(document, from, to);
      await w.client.settled();
    }
    assert.ok(serious(await w.client.pull(w.uri(names[7]))).includes('tax-paid'), 'the edits were taken');
    assert.deepEqual(
      w.client.pushes.slice(before).map((p) => p.uri),
      [],
    );
    await w.client.edit(document, `平台名称: ${PLATFORM(7)}`, `平台名称: ${PLATFORM(8)}`);
    await w.client.untilSent(w.uri(names[8]), ['duplicate-platform']);
    await w.client.settled();
    assert.deepEqual(
      w.client.pushes.slice(before).map((p) => p.uri),
      [w.uri(names[8])],
      'only the one it has to do with',
    );
  });

  test('in an editor that does not answer when told to ask again holds nobody up', async (t) => {
    const w = place(t, { [A]: applicant(0), '乙.dossier.yaml': applicant(1) });
    const client = joined(t);
    w.client = client;
    const unanswered: (() => void)[] = [];
    client.connection.onRequest(
      'workspace/diagnostic/refresh',
      () => new Promise<void>((answer) => unanswered.push(answer)),
    );
    await client.initialize(PULLS, { workspaceFolders: [{ uri: w.uri(), name: 'x' }] });
    await w.open(A, applicant(0));
    await client.untilSent(w.uri('乙.dossier.yaml'), []);
    await w.write('乙.dossier.yaml', applicant(1, SAME_PLATFORM));
    await client.untilSent(w.uri('乙.dossier.yaml'), ['duplicate-platform']);
    await w.write('乙.dossier.yaml', applicant(1, UNPAID));
    await client.untilSent(w.uri('乙.dossier.yaml'), ['tax-paid']);
    assert.ok(unanswered.length > 0);
  });

  test('that is no file, as the other side of a comparison of versions, is none of the dossiers', async (t) => {
    const w = await workspace(t, { [A]: applicant(0) });
    await w.open(A, applicant(0));
    await w.client.open(`${w.uri(A).replace('file:', 'git:')}?%7B%22ref%22%3A%22~%22%7D`, applicant(0));
    await w.client.settled();
    assert.deepEqual(serious(await w.client.pull(w.uri(A))), []);
  });
});

suite('the disk', TOGETHER, () => {
  test('a dossier comes, goes, and comes again under another name', async (t) => {
    const w = await workspace(t, { [A]: applicant(0) });
    await w.client.untilSent(w.uri(A), []);
    await w.write('乙.dossier.yaml', applicant(1, SAME_PLATFORM));
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), ['duplicate-platform']);
    await w.remove('乙.dossier.yaml');
    await w.client.untilSent(w.uri(A), []);
    await w.client.until('nothing of what is gone', () => !w.client.all.has(w.path('乙.dossier.yaml')));
    await w.write('丙.dossier.yml', applicant(1, SAME_PLATFORM));
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
    renameSync(w.path('丙.dossier.yml'), w.path('丁.dossier.yaml'));
    await w.client.tell([w.uri('丙.dossier.yml'), 3], [w.uri('丁.dossier.yaml'), 1]);
    await w.client.untilSent(w.uri('丁.dossier.yaml'), ['duplicate-platform']);
    await w.client.until('nothing of the old name', () => !w.client.all.has(w.path('丙.dossier.yml')));
    const pointing = () =>
      ends(of(w.client.sent(w.uri(A)), 'duplicate-platform'), { '丁.dossier.yaml': applicant(1, SAME_PLATFORM) }, w);
    await w.client.until(
      'the other end in its new file',
      () => pointing().join() === `丁.dossier.yaml: ${PLATFORM(0)}`,
    );
  });

  test('a folder that goes takes its dossiers along, one that comes brings them', async (t) => {
    const w = await workspace(t, two(applicant(0), applicant(1, SAME_PLATFORM)));
    await w.open(A, applicant(0));
    await w.client.untilPulled(w.uri(A), ['duplicate-platform']);
    await w.client.until('the other', () => w.client.all.has(w.path(B)));
    renameSync(w.path('乙'), w.path('../乙'));
    await w.client.tell([w.uri('乙'), 3]);
    await w.client.untilPulled(w.uri(A), []);
    await w.client.until('nothing of what is gone', () => !w.client.all.has(w.path(B)));
    renameSync(w.path('../乙'), w.path('新'));
    await w.client.tell([w.uri('新'), 1]);
    await w.client.untilPulled(w.uri(A), ['duplicate-platform']);
    await w.client.until('what has come', () => w.client.all.has(w.path('新/乙.dossier.yaml')));
  });

  test('evidence goes and comes (not open)', async (t) => {
    const w = await workspace(t, { [A]: applicant(0) });
    await w.client.untilSent(w.uri(A), []);
    await w.remove('evidence/审计.pdf');
    await w.client.untilSent(w.uri(A), ['material-file']);
    const [found] = of(w.client.sent(w.uri(A)), 'material-file');
    assert.equal(at(applicant(0), found!.range), 'evidence/审计.pdf');
    await w.write('evidence/审计.pdf', '');
    await w.client.until('another finding: it is empty', () =>
      of(w.client.sent(w.uri(A)), 'material-file').some((d) => d.message !== found!.message),
    );
    w.evidence();
    await w.client.tell([w.uri('evidence/审计.pdf'), 2]);
    await w.client.untilSent(w.uri(A), []);
  });

  test('evidence goes and comes (open)', async (t) => {
    const w = await workspace(t, { [A]: applicant(0) });
    let document = await w.open(A, applicant(0));
    await w.client.untilPulled(w.uri(A), []);
    await w.remove('evidence/社保.pdf');
    await w.client.untilPulled(w.uri(A), ['material-file']);
    w.evidence();
    await w.client.tell([w.uri('evidence/社保.pdf'), 1]);
    await w.client.untilPulled(w.uri(A), []);
    document = await w.client.edit(document, '文件: evidence/社保.pdf', '文件: evidence/社保.jpg');
    assert.deepEqual(serious(await w.client.pull(w.uri(A))), ['material-file'], 'what is newly named is looked into');
    await w.client.edit(document, '文件: evidence/社保.jpg', '文件: evidence/社保.pdf');
    assert.deepEqual(serious(await w.client.pull(w.uri(A))), []);
  });

  test('the folder of the evidence goes and comes as one', async (t) => {
    const w = await workspace(t, { [A]: applicant(0), '乙.dossier.yaml': applicant(1) });
    await w.open('乙.dossier.yaml', applicant(1));
    await w.client.untilSent(w.uri(A), []);
    await w.client.untilPulled(w.uri('乙.dossier.yaml'), []);
    renameSync(w.path('evidence'), w.path('别处'));
    await w.client.tell([w.uri('evidence'), 3], [w.uri('别处'), 1]);
    await w.client.untilSent(w.uri(A), ['material-file']);
    await w.client.untilPulled(w.uri('乙.dossier.yaml'), ['material-file']);
    renameSync(w.path('别处'), w.path('evidence'));
    await w.client.tell([w.uri('evidence'), 1], [w.uri('别处'), 3]);
    await w.client.untilSent(w.uri(A), []);
    await w.client.untilPulled(w.uri('乙.dossier.yaml'), []);
  });

  test('a dossier that cannot be read is told, until it can', async (t) => {
    const w = await workspace(t, { [A]: Buffer.from('c9eab1a8b5a5cebb3a20bcd70a', 'hex') });
    await w.client.untilSent(w.uri(A), ['internal-fault']);
    assert.match(String(w.client.sent(w.uri(A))[0]?.message), /UTF-8/);
    await w.write(A, applicant(0));
    await w.client.untilSent(w.uri(A), []);
    assert.ok(w.client.sent(w.uri(A)).length > 0, 'its hints');
  });
});

suite('a chapter in a file of its own', TOGETHER, () => {
  const TEXT = withChapter(applicant(0), 'chapters/01.md');
  const FILE = 'chapters/01.md';
  const DIRTY = CHAPTER.replace('# 定位\n', '# 定位\n\n平台名待补充。\n');

  test('is pushed while it is closed, pulled while it is open with what is typed', async (t) => {
    const w = await workspace(t, { [A]: TEXT, [FILE]: DIRTY });
    await w.client.untilSent(w.uri(FILE), ['placeholder']);
    const [found] = w.client.sent(w.uri(FILE));
    assert.equal(at(DIRTY, found!.range), '待补充');
    assert.deepEqual(serious(w.client.sent(w.uri(A))), []);
    let document = await w.open(FILE, DIRTY, 'markdown');
    await w.client.until('the pushed ones taken back', () => w.client.sent(w.uri(FILE)).length === 0);
    assert.equal(at(DIRTY, of(await w.client.pull(w.uri(FILE)), 'placeholder')[0]!.range), '待补充');
    document = await w.client.edit(document, '# 定位\n', '# 定位\n\n一段。\n');
    const [moved] = of(await w.client.pull(w.uri(FILE)), 'placeholder');
    assert.ok(moved, 'it is still there when it is asked for at once');
    assert.equal(at(document.getText(), moved.range), '待补充', 'where it is in the text typed');
    await w.client.edit(document, '待补充', '已定');
    await w.client.settled();
    assert.deepEqual(await w.client.pull(w.uri(FILE)), []);
    await w.client.close(w.uri(FILE));
    await w.client.untilSent(w.uri(FILE), ['placeholder']);
    await w.write(FILE, CHAPTER);
    await w.client.until('clean on disk', () => w.client.sent(w.uri(FILE)).length === 0);
  });

  test('follows the disk also where its open dossier is looked at before the server has turned to it', async (t) => {
    const w = await workspace(t, { [A]: TEXT, [FILE]: CHAPTER });
    await w.open(A, TEXT);
    await w.client.untilPulled(w.uri(A), []);
    await w.client.settled();
    await w.write(FILE, DIRTY);
    await w.client.pull(w.uri(A));
    await w.client.untilSent(w.uri(FILE), ['placeholder']);
    await w.write(FILE, CHAPTER);
    await w.client.hover(w.uri(A), { line: 2, character: 1 });
    await w.client.untilSent(w.uri(FILE), []);
  });

  test('of an open dossier follows the disk', async (t) => {
    const w = await workspace(t, { [A]: TEXT, [FILE]: CHAPTER });
    await w.open(A, TEXT);
    await w.client.untilPulled(w.uri(A), []);
    await w.write(FILE, DIRTY);
    await w.client.untilSent(w.uri(FILE), ['placeholder']);
    assert.deepEqual(serious(await w.client.pull(w.uri(A))), []);
  });

  test('says in an unsaved text what another dossier says too', async (t) => {
    const w = await workspace(t, {
      [A]: TEXT,
      [FILE]: CHAPTER,
      '乙.dossier.yaml': applicant(1, ['    近期完善', `    ${PARAGRAPH}\n\n    近期完善`]),
    });
    const document = await w.open(FILE, CHAPTER, 'markdown');
    await w.client.untilPulled(w.uri(FILE), []);
    await w.client.until('the other', () => w.client.all.has(w.path('乙.dossier.yaml')));
    const next = await w.client.edit(document, '# 定位\n', `# 定位\n\n${PARAGRAPH}\n`);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), ['copied-text']);
    const found = of(w.client.sent(w.uri('乙.dossier.yaml')), 'copied-text');
    assert.deepEqual(
      ends(found, { [FILE]: next.getText() }, w),
      [`${FILE}: ${PARAGRAPH}`],
      'the other end is the chapter',
    );
    const pulled = await w.client.untilPulled(w.uri(FILE), ['copied-text']);
    assert.equal(at(next.getText(), of(pulled, 'copied-text')[0]!.range), PARAGRAPH);
  });

  test('that is missing is a fault where it is named, until it is there', async (t) => {
    const w = await workspace(t, { [A]: TEXT });
    await w.client.untilSent(w.uri(A), ['internal-fault']);
    const [found] = of(w.client.sent(w.uri(A)), 'internal-fault');
    assert.equal(at(TEXT, found!.range), FILE);
    await w.write(FILE, CHAPTER);
    await w.client.untilSent(w.uri(A), []);
    await w.remove('chapters');
    await w.client.untilSent(w.uri(A), ['internal-fault']);
    mkdirSync(w.path('chapters'));
    await w.write(FILE, DIRTY);
    await w.client.untilSent(w.uri(FILE), ['placeholder']);
    await w.client.untilSent(w.uri(A), []);
  });

  test('that is not UTF-8, or outside the folder, is a fault too', async (t) => {
    const outside = withChapter(TEXT, '../外.md', '安全保障');
    const w = await workspace(t, { [A]: outside, [FILE]: Buffer.from('c9eab1a8b5a5cebb', 'hex'), '../外.md': CHAPTER });
    await w.client.until('both', () => of(w.client.sent(w.uri(A)), 'internal-fault').length === 2);
    assert.deepEqual(
      of(w.client.sent(w.uri(A)), 'internal-fault').map((d) => at(outside, d.range)),
      [FILE, '../外.md'],
    );
    assert.match(String(of(w.client.sent(w.uri(A)), 'internal-fault')[0]!.message), /UTF-8/);
    await w.open('../外.md', CHAPTER, 'markdown');
    await w.client.settled();
    assert.equal(of(w.client.sent(w.uri(A)), 'internal-fault').length, 2, 'also while it is open');
    assert.deepEqual(await w.client.pull(w.uri('../外.md')), []);
  });

  test('that is blank is told in it, and stays told', async (t) => {
    const w = await workspace(t, { [A]: TEXT, [FILE]: ' \n' });
    await w.client.untilSent(w.uri(FILE), ['empty-field']);
    for (let i = 0; i < 3; i++)
      assert.deepEqual(serious(await w.client.pull(w.uri(FILE))), ['empty-field'], `asked for the ${i + 1}. time`);
    await w.client.settled();
    assert.deepEqual(serious(w.client.sent(w.uri(FILE))), ['empty-field']);
  });

  test('that is named no more has nothing to show', async (t) => {
    const w = await workspace(t, { [A]: TEXT, [FILE]: DIRTY });
    await w.client.untilSent(w.uri(FILE), ['placeholder']);
    await w.write(A, applicant(0));
    await w.client.until('nothing of the chapter', () => !w.client.all.has(w.path(FILE)));
    await w.write(A, TEXT);
    await w.client.untilSent(w.uri(FILE), ['placeholder']);
    await w.remove(A);
    await w.client.until('nothing at all', () => w.client.all.size === 0);
  });

  test('of two dossiers shows what is found for either', async (t) => {
    const w = await workspace(t, {
      [A]: TEXT,
      '乙.dossier.yaml': withChapter(applicant(1), FILE, '安全保障'),
      [FILE]: DIRTY,
    });
    await w.client.until('two findings', () => of(w.client.sent(w.uri(FILE)), 'placeholder').length === 2);
    await w.write('乙.dossier.yaml', applicant(1));
    await w.client.until('one finding', () => of(w.client.sent(w.uri(FILE)), 'placeholder').length === 1);
  });

  test('other Markdown has nothing to show', async (t) => {
    const w = await workspace(t, { [A]: TEXT, [FILE]: CHAPTER });
    await w.open('README.md', DIRTY, 'markdown');
    await w.client.open('untitled:Untitled-1', DIRTY, 'markdown');
    await w.client.settled();
    assert.deepEqual(await w.client.pull(w.uri('README.md')), []);
    assert.deepEqual(await w.client.pull('untitled:Untitled-1'), []);
  });
});

suite('the settings', TOGETHER, () => {
  const LATE = 'deadlines: {德州市: 2023-06-10}\n';

  test('that do not hold are told at their place, and taken back when they are mended', async (t) => {
    const text = 'locale: zh\ndeadline: {德州市: 2023-06-10}\n';
    const w = await workspace(t, { [A]: applicant(0), [CONFIG]: text });
    await w.client.until('the settings', () => w.client.all.has(w.path(CONFIG)));
    assert.deepEqual(
      w.client.sent(w.uri(CONFIG)).map((d) => [d.severity, d.source, at(text, d.range)]),
      [[1, 'dossier', 'deadline']],
    );
    await w.client.untilSent(w.uri(A), []);
    await w.write(CONFIG, text.replace('deadline:', 'deadlines:'));
    await w.client.until('taken back', () => !w.client.all.has(w.path(CONFIG)));
    await w.client.untilSent(w.uri(A), ['deadline']);
    await w.write(CONFIG, '- 甲\n');
    await w.client.until('told', () => w.client.all.has(w.path(CONFIG)));
    await w.remove(CONFIG);
    await w.client.until('taken back', () => !w.client.all.has(w.path(CONFIG)));
    await w.client.untilSent(w.uri(A), []);
  });

  test('are seen at once when they come, change and go, for one that is open and one that is not', async (t) => {
    const w = await workspace(t, { [A]: applicant(0), '乙.dossier.yaml': applicant(1) });
    await w.open('乙.dossier.yaml', applicant(1));
    const both = async (rules: readonly string[]) => {
      await w.client.untilPulled(w.uri('乙.dossier.yaml'), rules);
      await w.client.untilSent(w.uri(A), rules);
    };
    await both([]);
    await w.write(CONFIG, LATE);
    await both(['deadline']);
    await w.write(CONFIG, 'deadlines: {德州市: 2023-06-20}\n');
    await both([]);
    await w.write(CONFIG, LATE);
    await both(['deadline']);
    await w.remove(CONFIG);
    await both([]);
  });

  test('in a nearer folder hold alone there', async (t) => {
    const w = await workspace(t, { ...two(applicant(0), applicant(1)), [CONFIG]: LATE });
    w.evidence('乙');
    await w.client.tell([w.uri('乙/evidence'), 1]);
    await w.client.untilSent(w.uri(B), ['deadline']);
    await w.write(`乙/${CONFIG}`, 'locale: zh\n');
    await w.client.untilSent(w.uri(B), []);
    await w.client.untilSent(w.uri(A), ['deadline']);
    await w.remove('乙');
    await w.client.until('nothing of what is gone', () => !w.client.all.has(w.path(B)));
  });

  test('that ignore a dossier take it and its influence away, and give them back', async (t) => {
    const w = await workspace(t, {
      [A]: applicant(0),
      '旧稿/乙.dossier.yaml': applicant(0, UNPAID),
      [CONFIG]: 'locale: zh\n',
    });
    const old = w.path('旧稿/乙.dossier.yaml');
    await w.client.untilSent(w.uri(A), ['duplicate-applicant']);
    await w.write(CONFIG, 'ignore: [旧稿/**]\n');
    await w.client.untilSent(w.uri(A), []);
    await w.client.until('nothing of the ignored', () => !w.client.all.has(old));
    await w.write('旧稿/乙.dossier.yaml', applicant(0, UNPAID));
    await w.client.settled();
    assert.deepEqual([serious(w.client.sent(w.uri(A))), w.client.all.has(old)], [[], false]);
    await w.write(CONFIG, 'locale: zh\n');
    await w.client.untilSent(w.uri(A), ['duplicate-applicant']);
    await w.client.until('the other again', () => w.client.all.has(old));
  });

  test('that ignore a dossier hold for its influence also while it is open', async (t) => {
    const w = await workspace(t, {
      [A]: applicant(0),
      '旧稿/乙.dossier.yaml': applicant(0, UNPAID),
      [CONFIG]: 'ignore: [旧稿/**]\n',
    });
    await w.client.untilSent(w.uri(A), []);
    await w.open('旧稿/乙.dossier.yaml', applicant(0, UNPAID));
    await w.client.settled();
    assert.deepEqual(serious(w.client.sent(w.uri(A))), [], 'the command line says nothing either');
    assert.ok(
      serious(await w.client.pull(w.uri('旧稿/乙.dossier.yaml'))).includes('tax-paid'),
      'it is checked by itself',
    );
  });

  const LIST = 'lists/155.csv';
  const NAMED = `registry:\n  prior-platforms: ${LIST}\n`;
  const HEAD = '平台名称,单位名称,统一社会信用代码\n';

  test('that name a list: a wrong head is told in the list, mended it is held against', async (t) => {
    const w = await workspace(t, {
      [A]: applicant(0),
      [CONFIG]: NAMED,
      [LIST]: `平台,单位名称,统一社会信用代码\n${PLATFORM(0)},,\n`,
    });
    await w.client.until('the list', () => w.client.all.has(w.path(LIST)));
    assert.equal(w.client.sent(w.uri(LIST))[0]?.range.start.line, 0);
    assert.match(String(w.client.sent(w.uri(LIST))[0]?.message), /平台名称/);
    assert.ok(!w.client.all.has(w.path(CONFIG)));
    await w.write(LIST, `${HEAD}别家平台,,\n${PLATFORM(0)},,\n`);
    await w.client.untilSent(w.uri(A), ['prior-platform']);
    await w.client.until('nothing in the list', () => !w.client.all.has(w.path(LIST)));
    const [found] = of(w.client.sent(w.uri(A)), 'prior-platform');
    assert.equal(at(applicant(0), found!.range), PLATFORM(0));
    assert.match(String(found!.message), /第 3 行/);
    await w.write(LIST, `${HEAD}别家平台,,\n`);
    await w.client.untilSent(w.uri(A), []);
  });

  test('that name a list that is not there are told at its name, until it is', async (t) => {
    const w = await workspace(t, { [A]: applicant(0), [CONFIG]: NAMED });
    await w.client.until('the settings', () => w.client.all.has(w.path(CONFIG)));
    assert.equal(at(NAMED, w.client.sent(w.uri(CONFIG))[0]!.range), LIST);
    await w.write(LIST, `${HEAD},,${creditCode(0)}\n`);
    await w.client.untilSent(w.uri(A), ['prior-platform']);
    await w.client.until('nothing in the settings', () => !w.client.all.has(w.path(CONFIG)));
    await w.remove('lists');
    await w.client.until('the settings again', () => w.client.all.has(w.path(CONFIG)));
    await w.client.untilSent(w.uri(A), []);
  });
});

suite('the folders of the workspace', TOGETHER, () => {
  test('come and go, with what their dossiers say', async (t) => {
    const [one, other] = [
      place(t, { [A]: applicant(0) }),
      place(t, { '乙.dossier.yaml': applicant(1, SAME_PLATFORM) }),
    ];
    const client = joined(t);
    const { capabilities } = await client.initialize(PULLS, { workspaceFolders: [{ uri: one.uri(), name: '一' }] });
    assert.deepEqual(capabilities.workspace?.workspaceFolders, { supported: true, changeNotifications: true });
    await client.untilSent(one.uri(A), []);
    const folder = { uri: other.uri(), name: '二' };
    const change = (event: object) =>
      client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
    await change({ added: [folder], removed: [] });
    await client.untilSent(one.uri(A), ['duplicate-platform']);
    await client.untilSent(other.uri('乙.dossier.yaml'), ['duplicate-platform']);
    await change({ added: [], removed: [folder] });
    await client.untilSent(one.uri(A), []);
    await client.until('nothing of the other folder', () => !client.all.has(other.path('乙.dossier.yaml')));
    await change({ added: [folder], removed: [{ uri: one.uri(), name: '一' }] });
    await client.until('nothing of the first folder', () => !client.all.has(one.path(A)));
    await client.untilSent(other.uri('乙.dossier.yaml'), []);
  });

  test('within each other are read once', async (t) => {
    const w = place(t, two(applicant(0), applicant(1, SAME_PLATFORM)));
    w.evidence('乙');
    const client = joined(t);
    const inner = { uri: w.uri('乙'), name: '内' };
    await client.initialize(PULLS, { workspaceFolders: [{ uri: w.uri(), name: '外' }, inner] });
    await client.untilSent(w.uri(A), ['duplicate-platform']);
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [inner] },
    });
    await client.settled();
    assert.deepEqual(serious(client.sent(w.uri(B))), ['duplicate-platform'], 'it is still in the outer one');
  });

  test('are the root for an editor that knows no folders; one that is not there is no fault', async (t) => {
    const w = place(t, two(applicant(0), applicant(1, SAME_PLATFORM)));
    const client = joined(t);
    await client.initialize({ textDocument: { diagnostic: {} } }, { rootUri: w.uri() });
    await client.untilSent(w.uri(A), ['duplicate-platform']);
    const lost = joined(t);
    await lost.initialize(PULLS, { workspaceFolders: [{ uri: w.uri('没有'), name: 'x' }] });
    await lost.open(w.uri(A), applicant(0));
    await lost.untilPulled(w.uri(A), []);
  });
});

suite('an editor that does not ask', TOGETHER, () => {
  test('is sent everything: the open document at once and with its version, the others after it', async (t) => {
    const chaptered = withChapter(applicant(1, SAME_PLATFORM), 'chapters/01.md');
    const w = await workspace(
      t,
      { [A]: applicant(0), '乙.dossier.yaml': chaptered, 'chapters/01.md': CHAPTER },
      PUSHED,
    );
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), ['duplicate-platform']);
    const mark = w.client.pushes.length;
    let document = await w.open(A, applicant(0));
    document = await w.client.edit(document, `平台名称: ${PLATFORM(0)}`, `平台名称: ${PLATFORM(2)}`);
    // Its text still has the name that only the other has now.
    await w.client.untilSent(w.uri(A), ['foreign-name']);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), []);
    const versions = w.client.pushes.slice(mark).map((p) => [fileURLToPath(p.uri), p.version]);
    assert.ok(versions.some(([file, version]) => file === w.path(A) && version === document.version));
    assert.ok(versions.findIndex(([file]) => file === w.path(A)) < versions.findIndex(([f]) => f !== w.path(A)));
    const chapter = await w.open('chapters/01.md', CHAPTER, 'markdown');
    await w.client.edit(chapter, '# 定位\n', '# 定位\n\n待补充\n');
    await w.client.untilSent(w.uri('chapters/01.md'), ['placeholder']);
    await w.client.close(w.uri('chapters/01.md'));
    await w.client.untilSent(w.uri('chapters/01.md'), []);
    await w.client.close(w.uri(A));
    await w.client.untilSent(w.uri(A), ['duplicate-platform']);
    await w.client.untilSent(w.uri('乙.dossier.yaml'), ['duplicate-platform']);
  });

  test('is sent nothing twice', async (t) => {
    const w = await workspace(t, { [A]: applicant(0), '乙.dossier.yaml': applicant(1) }, PUSHED);
    await w.client.until('both', () => w.client.all.size === 2);
    await w.write('乙.dossier.yaml', `${applicant(1)}# 一行\n`);
    await w.write('别的.txt', '甲');
    // What is sent in the end was worked out after all before it.
    await w.write('丙.dossier.yaml', applicant(2));
    await w.client.until('the third', () => w.client.all.size === 3);
    await w.write('丁.dossier.yaml', applicant(3));
    await w.client.until('the fourth', () => w.client.all.size === 4);
    const files = w.client.pushes.map((p) => p.uri);
    assert.deepEqual(files.length, new Set(files).size, files.join('\n'));
  });

  test('and does not watch the disk has what it saves read again', async (t) => {
    const w = place(t, { [A]: applicant(0), [CONFIG]: 'locale: zh\n' });
    const client = joined(t);
    await client.initialize({}, { rootUri: w.uri() });
    await client.open(w.uri(A), applicant(0));
    await client.until('the dossier', () => client.all.has(w.path(A)));
    rmSync(w.path(join('evidence', '审计.pdf')));
    w.put(CONFIG, 'deadlines: {德州市: 2023-06-10}\n');
    w.put('乙.dossier.yaml', applicant(1, SAME_PLATFORM));
    await client.connection.sendNotification('textDocument/didSave', { textDocument: { uri: w.uri(A) } });
    await client.untilSent(w.uri(A), ['deadline', 'duplicate-platform', 'material-file']);
  });
});
