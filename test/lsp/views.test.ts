/** Where dossiers stand, over the protocol: clause by clause, all of a workspace, code lenses, word of changes. */
import assert from 'node:assert/strict';
import { suite, type TestContext, test } from 'node:test';
import type { CodeLens } from 'vscode-languageserver-protocol/node';
import { daysBetween } from '../../server/src/core/text/dates.ts';
import { localDay } from '../../server/src/host/dossier-files.ts';
import {
  CHANGED,
  type ChangedParams,
  CLAUSES,
  type Clauses,
  DIRECTIONS,
  type InitializationOptions,
  OVERVIEW,
  type Overview,
  REVIEW,
} from '../../server/src/protocol.ts';
import {
  applicant,
  CHAPTER,
  type Client,
  joined,
  type Place,
  PULLS,
  place,
  withChapter,
  within,
} from '../support/editor.ts';
import { analyzed, pack, smallest } from '../support/engine.ts';

const TOGETHER = { concurrency: 4 };
const UNPAID: readonly [string, string] = ['依法纳税: 是', '依法纳税: 否'];
const [A, B] = ['甲.dossier.yaml', '乙/乙.dossier.yaml'];

interface Workplace {
  readonly client: Client;
  readonly files: Place;
  /** What was told of changes, in its order. */
  readonly told: ChangedParams[];
  /** Waits until the server says that something changed, from here on. */
  changed(what: string, holds: (params: ChangedParams) => boolean): Promise<void>;
  clauses(name: string): Promise<Clauses | null>;
  overview(): Promise<Overview>;
  lenses(name: string): Promise<readonly CodeLens[]>;
}

async function at(
  t: TestContext,
  files: Readonly<Record<string, string | Uint8Array>>,
  options: InitializationOptions = { follows: true },
): Promise<Workplace> {
  const found = place(t, files);
  const client = joined(t);
  found.client = client;
  const told: ChangedParams[] = [];
  const waiting = new Set<(params: ChangedParams) => void>();
  client.connection.onNotification(CHANGED, (params: ChangedParams) => {
    told.push(params);
    for (const one of waiting) one(params);
  });
  const ask = <T>(method: string, name: string) =>
    client.connection.sendRequest<T>(method, { uri: found.uri(name), textDocument: { uri: found.uri(name) } });
  const workplace: Workplace = {
    client,
    files: found,
    told,
    changed: (what, holds) => within(new Promise((done) => waiting.add((p) => holds(p) && done())), what),
    clauses: (name) => ask(CLAUSES, name),
    overview: () => client.connection.sendRequest<Overview>(OVERVIEW),
    lenses: (name) => ask('textDocument/codeLens', name),
  };
  const first =
    options.follows && Object.keys(files).length ? workplace.changed('the first word', () => true) : undefined;
  await client.initialize(PULLS, {
    workspaceFolders: [{ uri: found.uri(), name: 'x' }],
    initializationOptions: { ...options },
  });
  await first;
  return workplace;
}

function item(clauses: Clauses | null, clause: string) {
  const found = clauses?.chapters.flatMap((c) => c.items).find((i) => i.clause === clause);
  assert.ok(found, `${clause} is there`);
  return found;
}

suite('clause by clause', TOGETHER, () => {
  test('has every numbered clause once, in the chapters of the notice', async (t) => {
    const { clauses, files } = await at(t, { [A]: smallest() });
    const found = await clauses(A);
    assert.ok(found);
    assert.equal(found.version, null, 'it is not open');
    assert.deepEqual(
      found.chapters.map((c) => [c.clause, c.title]),
      pack.notice.clauses.filter((c) => !c.parent).map((c) => [c.id, c.title.zh]),
    );
    const items = found.chapters.flatMap((c) => c.items);
    assert.deepEqual(
      items.map((i) => i.clause),
      pack.notice.clauses.filter((c) => c.item).map((c) => c.id),
    );
    for (const { verdict, count } of found.counts)
      assert.equal(items.filter((i) => i.verdict === verdict).length, count, verdict);
    assert.ok(items.every((i) => i.reason && i.force && i.verdictName));
    assert.equal(item(found, '二（二）4').target?.uri, files.uri(A));
    assert.equal(item(found, '四（四）').target, undefined);
  });

  test('has the findings of a clause at their places, and the state of the whole', async (t) => {
    const { clauses, files, client } = await at(t, {});
    const document = await files.open(A, smallest(UNPAID));
    const found = await clauses(A);
    assert.equal(found?.version, document.version);
    const { verdict, findings, target } = item(found, '二（一）1');
    assert.equal(verdict, '不通过');
    const [unpaid] = findings;
    assert.equal(document.getText(unpaid?.range), '否');
    assert.equal(unpaid?.severity, 'error');
    assert.doesNotMatch(unpaid.message, /通知二（一）1/, 'the clause is said beside it');
    assert.deepEqual(target, { uri: unpaid.uri, range: unpaid.range });
    const { state } = found!;
    const { findings: all } = analyzed(document.getText());
    assert.ok(state.errors >= all.filter((f) => f.severity === 'error').length && state.errors > 0);
    assert.deepEqual([state.filled?.percent, state.filled?.answered], [100, state.filled?.required]);
    const { closes } = pack.notice;
    assert.deepEqual(state.deadline, { day: closes!, isOwn: false, days: daysBetween(localDay(), closes!) });
    await client.close(files.uri(A));
  });

  test('leads into a chapter of its own', async (t) => {
    const text = `${CHAPTER}\n待补充\n`;
    const { clauses, files } = await at(t, { [A]: withChapter(smallest(), 'chapters/一.md'), 'chapters/一.md': text });
    const found = (await clauses(A))!.chapters.flatMap((c) => c.items).flatMap((i) => i.findings);
    assert.ok(found.some((f) => f.uri === files.uri('chapters/一.md')));
  });

  test('leads to its places in a dossier that is not at hand, too', async (t) => {
    const name = 'out/甲.dossier.yaml';
    const text = withChapter(smallest(UNPAID), 'chapters/一.md');
    const chapter = `${CHAPTER}\n待补充\n`;
    const { clauses, files } = await at(t, { [name]: text, 'out/chapters/一.md': chapter }, {});
    const found = await clauses(name);
    const { line, character } = item(found, '二（一）1').findings[0]!.range.start;
    assert.equal(text.split('\n')[line]?.slice(character), '否');
    const all = found!.chapters.flatMap((c) => c.items).flatMap((i) => i.findings);
    assert.ok(all.some((f) => f.uri === files.uri('out/chapters/一.md')));
  });

  test('counts what is waived', async (t) => {
    const waiver = '\n豁免:\n  - {规则: city-mismatch, 理由: 注册地即将迁移, 复核人: 尚知夏, 日期: 2023-06-13}\n';
    const text = smallest(['推荐地市: 德州市', '推荐地市: 青岛市']).trimEnd() + waiver;
    const { clauses } = await at(t, { [A]: text });
    const { waived, verdict } = item(await clauses(A), '四（二）');
    assert.deepEqual([waived, verdict], [1, '提示']);
  });

  test('is nothing where the call is not known, or there is no such file', async (t) => {
    const { clauses, client, files } = await at(t, { [A]: '通知: 没有的\n' });
    assert.equal(await clauses(A), null);
    assert.equal(await clauses('没有.dossier.yaml'), null);
    for (const name of [A, '没有.dossier.yaml'])
      assert.equal(await client.connection.sendRequest(REVIEW, { uri: files.uri(name) }), null);
  });

  test('is a document too, in the language of the editor', async (t) => {
    const { client, files } = await at(t, { [A]: smallest() }, { follows: true, language: 'en' });
    const markdown = await client.connection.sendRequest<string>(REVIEW, { uri: files.uri(A) });
    assert.match(markdown, /^# Verdicts, clause by clause/);
    assert.ok(markdown.includes('| 二（一）1 |'));
  });

  test('has the directions side by side as a document, for a dossier whose call is known', async (t) => {
    const { client, files } = await at(t, { [A]: smallest(), [B]: '通知: 没有的\n' });
    const ask = (name: string) => client.connection.sendRequest<string | null>(DIRECTIONS, { uri: files.uri(name) });
    assert.match(String(await ask(A)), /^# 比较申报方向\n[\s\S]*平台\.特定技术[^\n]*✗ 矛盾[^\n]*✓ 满足/);
    assert.equal(await ask(B), null);
  });
});

suite('the overview', TOGETHER, () => {
  test('has the dossiers by city, never opened ones too, and those that cannot be read', async (t) => {
    const { overview, files } = await at(t, {
      [A]: applicant(0),
      [B]: applicant(1, ['推荐地市: 德州市', '推荐地市: 青岛市'], UNPAID),
      '丙.dossier.yaml': applicant(2, ['推荐地市: 德州市', '推荐地市: 德州市\n  推荐渠道: 省属']),
      '坏.dossier.yaml': new Uint8Array([0xc9, 0xea, 0xb1, 0xa8]),
      '空.dossier.yaml': '',
    });
    const { groups, unread } = await overview();
    const shown = groups.map((g) => [g.city, g.quota, g.dossiers.map((d) => d.uri)]);
    const limit = 10;
    assert.deepEqual(shown, [
      ['青岛市', { limit, counted: 1, exempt: 0 }, [files.uri(B)]],
      ['德州市', { limit, counted: 1, exempt: 1 }, ['丙.dossier.yaml', A].map((f) => files.uri(f))],
      [null, null, [files.uri('空.dossier.yaml')]],
    ]);
    const [first] = groups[0]!.dossiers;
    assert.ok(first?.state.errors && first.state.filled?.percent === 100);
    assert.ok(first.applicant && first.platform && first.direction);
    assert.deepEqual(groups.at(-1)!.dossiers[0]?.state.filled, null);
    assert.deepEqual(
      unread.map((u) => u.uri),
      [files.uri('坏.dossier.yaml')],
    );
    assert.match(unread[0]!.why, /UTF-8/);
  });

  test('says who shares what, at both ends', async (t) => {
    const { overview, files } = await at(t, { [A]: applicant(0), [B]: applicant(0) });
    const dossiers = (await overview()).groups.flatMap((g) => g.dossiers);
    assert.equal(dossiers.length, 2);
    for (const { uri, duplicates } of dossiers) {
      const other = [A, B].map((f) => files.uri(f)).find((f) => f !== uri);
      assert.ok(duplicates.length > 0);
      assert.ok(duplicates.every((d) => d.uri === uri && d.others.some((o) => o.uri === other)));
    }
  });

  test('passes over what the settings ignore', async (t) => {
    const { overview } = await at(t, {
      [A]: applicant(0),
      [B]: applicant(1),
      'dossier.config.yaml': 'ignore: [乙/**]\n',
    });
    assert.equal((await overview()).groups.flatMap((g) => g.dossiers).length, 1);
  });
});

suite('word of changes', TOGETHER, () => {
  test('comes first of all, then of what was typed in and whom that concerns', async (t) => {
    const { files, told, changed, client } = await at(t, { [A]: applicant(0), [B]: applicant(1) });
    assert.deepEqual(new Set(told[0]?.uris), new Set([A, B].map((f) => files.uri(f))));
    assert.equal(told[0]?.dossiers, 2);
    const document = await files.open(A, applicant(0));
    const both = changed('both', ({ uris }) => [A, B].every((f) => uris.includes(files.uri(f))));
    const platform = /平台名称: (.*)/.exec(applicant(1))![1]!;
    await client.edit(document, /平台名称: .*/.exec(document.getText())![0], `平台名称: ${platform}`);
    await both;
  });

  test('comes of a dossier made, changed and deleted on disk, never opened', async (t) => {
    const { files, changed, overview } = await at(t, { [A]: applicant(0) });
    const names = async () => (await overview()).groups.flatMap((g) => g.dossiers.map((d) => d.uri));
    const concerns = (count: number) => (p: ChangedParams) => p.dossiers === count && p.uris.includes(files.uri(B));
    const made = changed('made', concerns(2));
    await files.write(B, applicant(1));
    await made;
    assert.ok((await names()).includes(files.uri(B)));
    const edited = changed('edited', concerns(2));
    await files.write(B, applicant(1, UNPAID));
    await edited;
    const gone = changed('gone', concerns(1));
    await files.remove('乙');
    await gone;
    assert.deepEqual(await names(), [files.uri(A)]);
  });

  test('is not sent to an editor that did not ask for it', async (t) => {
    const { client, told, files } = await at(t, { [A]: applicant(0) }, {});
    await files.open(A, applicant(0));
    await client.settled();
    assert.deepEqual(told, []);
  });
});

suite('code lenses', TOGETHER, () => {
  const commands = ['dossier.render', 'dossier.preview', 'dossier.review', 'dossier.compareDirections'];

  test('stand at the line that names the call, for the commands that the editor has', async (t) => {
    const { files, lenses } = await at(t, {}, { commands });
    const document = await files.open(A, smallest(UNPAID));
    const found = await lenses(A);
    assert.deepEqual(
      found.map((l) => l.command?.command),
      commands,
    );
    assert.ok(found.every((l) => document.getText(l.range) === '通知'));
    assert.ok(found.every((l) => l.command?.arguments?.[0] === document.uri));
    assert.match(found[2]?.command?.title ?? '', /^条件对照（1 条不通过 · \d+ 条待人工核验）$/);
  });

  test('are only those', async (t) => {
    const { files, lenses } = await at(t, {}, { commands: ['dossier.render', 'else'] });
    await files.open(A, smallest());
    assert.deepEqual(
      (await lenses(A)).map((l) => l.command?.title),
      ['生成申报书'],
    );
    await files.open(B, '通知: 没有的\n');
    assert.deepEqual(await lenses(B), [], 'and none without a call');
  });

  test('are not offered to an editor that has none', async (t) => {
    const client = joined(t);
    const { capabilities } = await client.initialize(PULLS);
    assert.equal(capabilities.codeLensProvider, undefined);
  });

  test('are asked for anew when evidence or another dossier decides otherwise', async (t) => {
    const client = joined(t);
    const files = place(t, { [A]: applicant(0) });
    files.client = client;
    let asked = 0;
    const again = new Promise<void>((done) => {
      client.connection.onRequest('workspace/codeLens/refresh', () => {
        if (++asked > 1) done();
        return null;
      });
    });
    const refreshes = { ...PULLS, workspace: { ...PULLS.workspace, codeLens: { refreshSupport: true } } };
    await client.initialize(refreshes, {
      workspaceFolders: [{ uri: files.uri(), name: 'x' }],
      initializationOptions: { commands },
    });
    await client.settled();
    await files.write(B, applicant(1));
    await within(again, 'a refresh of lenses');
  });
});
