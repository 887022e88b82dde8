/** The server as an editor meets it: the real protocol, in one process. */
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, type TestContext, test } from 'node:test';
import { type Diagnostic, type InitializeParams, ResponseError } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  NOTICES,
  type NoticeSummary,
  OFFER,
  PREVIEW,
  type PreviewResult,
  SKELETON,
} from '../../server/src/protocol.ts';
import { type Client, joined, PULLS, serious, within } from '../support/editor.ts';
import { analyzed, pack, rulesOf, SAMPLES, SMALLEST, sample, smallest } from '../support/engine.ts';
import { ROOT } from '../support/program.ts';

const WRONG_CITY: readonly [string, string] = ['推荐地市: 德州市', '推荐地市: 德州'];

let temp = '';
before(() => {
  temp = mkdtempSync(join(tmpdir(), 'dossier-lsp-'));
});
after(() => rmSync(temp, { recursive: true, force: true }));

/** A folder of one's own, with Chinese, a space and brackets in its name, and in it the evidence that the smallest sample names. */
function folder(): string {
  const path = join(mkdtempSync(join(temp, 'f-')), '申报 材料(2023)', '测试①');
  cpSync(join(SAMPLES, SMALLEST, 'evidence'), join(path, 'evidence'), { recursive: true });
  return path;
}

/** A URI as VS Code writes it: everything but letters, digits and `-._~/` in percent signs. */
function uriOf(path: string): string {
  const parts = path
    .split('/')
    .map((p) => encodeURIComponent(p).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`));
  return `file://${parts.join('/')}`;
}

async function pulling(t: TestContext, more: Partial<InitializeParams> = {}): Promise<Client> {
  const client = joined(t);
  await client.initialize(PULLS, more);
  return client;
}

function document(uri: string, text: string): TextDocument {
  return TextDocument.create(uri, 'dossier', 1, text);
}

/** A message is plain text to an editor that has not said it takes Markdown. */
function said(found: Diagnostic | undefined): string {
  assert.ok(typeof found?.message === 'string', 'a finding with a plain message');
  return found.message;
}

suite('diagnostics', () => {
  test('are pulled by an editor that can', async (t) => {
    const client = joined(t);
    const { capabilities, serverInfo } = await client.initialize(PULLS);
    assert.equal(serverInfo?.name, 'dossier');
    assert.equal(
      (capabilities.textDocumentSync as number | { change: number }) === 2 ||
        (capabilities.textDocumentSync as { change: number }).change === 2,
      true,
    );
    assert.ok(capabilities.diagnosticProvider);
    assert.ok(capabilities.completionProvider && capabilities.hoverProvider && capabilities.codeActionProvider);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, smallest(WRONG_CITY));
    const list = await client.pull(uri);
    assert.deepEqual(serious(list), ['not-in-list']);
    await client.settled();
    assert.equal(client.unseen, 0, 'and nothing is pushed besides');
  });

  test('are pushed to one that cannot', async (t) => {
    const client = joined(t);
    const { capabilities } = await client.initialize();
    assert.equal(capabilities.diagnosticProvider, undefined);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, smallest(WRONG_CITY));
    const first = await client.next();
    assert.equal(first.uri, uri);
    assert.equal(first.version, 1);
    assert.deepEqual(serious(first.diagnostics), ['not-in-list']);
  });

  test('carry rule, source, severity, range, clause and a link', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    const text = smallest(['依法纳税: 是', '依法纳税: 否']);
    await client.open(uri, text);
    const found = (await client.pull(uri)).find((d) => d.code === 'tax-paid');
    assert.ok(found);
    assert.equal(found.source, 'dossier');
    assert.equal(found.severity, 1);
    assert.match(said(found), /二（一）1/);
    const doc = document(uri, text);
    assert.equal(text.slice(doc.offsetAt(found.range.start), doc.offsetAt(found.range.end)), '否');
    assert.match(
      found.codeDescription?.href ?? '',
      /^(?:https?|file|command|vscode):.*tax-paid/,
      'contract §5: codeDescription.href',
    );
  });

  test('follow incremental edits, one after another', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    let doc = document(uri, smallest());
    await client.open(uri, doc.getText());
    assert.deepEqual(serious(await client.pull(uri)), []);
    doc = await client.edit(doc, '推荐地市: 德州市', '推荐地市: 德');
    assert.deepEqual(serious(await client.pull(uri)), ['not-in-list']);
    doc = await client.edit(doc, '推荐地市: 德', '推荐地市');
    doc = await client.edit(doc, '  平台名称: 砺穹5G工业互联网平台\n', '');
    const both = serious(await client.pull(uri));
    assert.ok(both.includes('yaml-syntax') && both.includes('missing-field'), both.join());
    assert.deepEqual(
      serious(await client.pull(uri)).sort(),
      [...rulesOf(analyzed(doc.getText()))].filter((r) => both.includes(r)).sort(),
    );
    doc = await client.edit(doc, '推荐地市', '推荐地市: 德州市');
    doc = await client.edit(doc, '平台:\n', '平台:\n  平台名称: 砺穹5G工业互联网平台\n');
    assert.deepEqual(serious(await client.pull(uri)), []);
  });

  test('after many edits are those of a fresh look', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    let doc = document(uri, smallest());
    await client.open(uri, doc.getText());
    const edits: readonly (readonly [string, string])[] = [
      ['通知: sd-2023', '通知: sd-202'],
      ['通知: sd-202', '通知: sd-2023'],
      ['方向: 专业型/面向特定技术', '方向: 综合型/跨行业跨领域'],
      ['职工人数: 26', '职工人数：26'],
      ['  单位简介: |', '  单位简介: '],
      ['附件材料:', '附件材料'],
      ['方向: 综合型/跨行业跨领域', '方向: "专业型/面向特定技术'],
      ['  - {编号: 执照', '  - {编号: 执照执照, 年度: x'],
      ['签署:\n', '签署:\n签署:\n'],
      ['限制性情形:\n', ''],
    ];
    for (const [from, to] of edits) {
      doc = await client.edit(doc, from, to);
      const seen = (await client.pull(uri)).map(
        (d) => `${d.code} ${doc.offsetAt(d.range.start)}-${doc.offsetAt(d.range.end)} ${d.message}`,
      );
      const fresh = analyzed(doc.getText()).findings.map(
        (f) => `${f.rule} ${f.span.start}-${f.span.end} ${f.message.zh} 〔${f.title.zh}〕`,
      );
      assert.deepEqual(seen, fresh, `after ${from} → ${to}`);
    }
  });

  test('of a closed document are taken back', async (t) => {
    const client = joined(t);
    await client.initialize();
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, smallest(WRONG_CITY));
    assert.notEqual((await client.next()).diagnostics.length, 0);
    await client.close(uri);
    const last = await client.next();
    assert.equal(last.uri, uri);
    assert.deepEqual(last.diagnostics, []);
  });

  test('of a document never opened are none, and no error', async (t) => {
    const client = await pulling(t);
    for (const uri of [
      'file:///nowhere/%E7%94%B2.dossier.yaml',
      'untitled:Untitled-9',
      'git:/x.dossier.yaml?ref',
      'nonsense',
    ]) {
      assert.deepEqual(await client.pull(uri), []);
      assert.deepEqual(await client.completion(uri, { line: 0, character: 0 }), []);
      assert.equal(await client.hover(uri, { line: 0, character: 0 }), null);
      const at = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      assert.deepEqual(await client.actions(uri, at), []);
    }
  });

  test('of an untitled document and of other schemes', async (t) => {
    const client = await pulling(t);
    for (const uri of [
      'untitled:Untitled-1',
      'untitled:甲.dossier.yaml',
      'vscode-vfs://github/a/b.dossier.yaml',
      'git:/a.dossier.yaml?%7B%7D',
    ]) {
      await client.open(uri, smallest(WRONG_CITY));
      assert.deepEqual(serious(await client.pull(uri)), ['not-in-list'], uri);
      const items = await client.completion(uri, { line: 1, character: 0 });
      assert.ok(Array.isArray(items));
    }
  });

  test('of a file:// URI that is no path here', async (t) => {
    const client = await pulling(t);
    for (const uri of [
      'file://server/share/甲.dossier.yaml',
      'file:///a%2Fb.dossier.yaml',
      'file:///%ZZ.dossier.yaml',
    ]) {
      await client.open(uri, smallest(WRONG_CITY));
      assert.deepEqual(serious(await client.pull(uri)), ['not-in-list'], uri);
    }
  });
});

suite('an editor that refuses a request of the server', () => {
  test('is served all the same', async (t) => {
    const client = joined(t);
    const refusing = (method: string) =>
      new Promise<void>((done) => {
        client.connection.onRequest(method, () => {
          done();
          return new ResponseError(-32601, 'no such method');
        });
      });
    const registration = refusing('client/registerCapability');
    const refresh = refusing('workspace/diagnostic/refresh');
    await client.connection.sendRequest('initialize', { processId: null, rootUri: null, capabilities: PULLS });
    await client.connection.sendNotification('initialized', {});
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [] });
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, smallest(WRONG_CITY));
    assert.deepEqual(serious(await client.pull(uri)), ['not-in-list']);
    await within(registration, 'a registration');
    await within(refresh, 'a refresh');
    assert.deepEqual(serious(await client.pull(uri)), ['not-in-list']);
    const other = uriOf(join(folder(), '乙.dossier.yaml'));
    await client.open(other, '');
    assert.deepEqual(serious(await client.pull(other)), ['missing-field'], 'later, too');
  });
});

suite('the language', () => {
  const message = async (t: TestContext, more: Partial<InitializeParams>) => {
    const client = await pulling(t, more);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, smallest(['依法纳税: 是', '依法纳税: 否']));
    return said((await client.pull(uri)).find((d) => d.code === 'tax-paid'));
  };

  test('is the editor’s', async (t) => {
    assert.match(await message(t, { locale: 'zh-cn' }), /^“依法纳税”填的是/u);
    assert.match(await message(t, { locale: 'zh-TW' }), /^“依法纳税”填的是/u);
    assert.match(await message(t, { locale: 'en' }), /^[A-Z“].*notice/);
    assert.match(await message(t, { locale: 'de' }), /notice/);
    assert.match(await message(t, {}), /^“依法纳税”填的是/u);
  });

  test('or the one the settings name', async (t) => {
    assert.match(await message(t, { locale: 'en', initializationOptions: { language: 'zh' } }), /^“依法纳税”填的是/u);
    assert.match(await message(t, { locale: 'zh-cn', initializationOptions: { language: 'en' } }), /notice/);
    assert.match(await message(t, { locale: 'en', initializationOptions: { language: 'auto' } }), /notice/);
  });

  test('of completion and hover too', async (t) => {
    const client = await pulling(t, { locale: 'en' });
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, smallest());
    const hover = await client.hover(uri, { line: 4, character: 4 });
    assert.match(JSON.stringify(hover?.contents), /required/);
    await client.open(`${uri}2`, 'a: 1\n');
    const [only] = await client.completion(`${uri}2`, { line: 1, character: 0 });
    assert.match(only!.detail ?? '', /2023 call/);
  });
});

suite('completion, hover and fixes', () => {
  test('a completion item replaces the word', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    const text = '通知: sd-2023\n申报:\n  推荐地市: 济\n';
    await client.open(uri, text);
    const items = await client.completion(uri, { line: 2, character: 9 });
    const first = items.find((i) => i.label === '济南市')!;
    assert.deepEqual(first.textEdit, {
      range: { start: { line: 2, character: 8 }, end: { line: 2, character: 9 } },
      newText: '济南市',
    });
    assert.equal(first.insertTextFormat, 2);
    const inOrder = items.toSorted((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
    assert.deepEqual(
      inOrder.map((i) => i.label),
      pack.notice.cities,
    );
    assert.ok(items.every((i) => (i.filterText ?? i.label).length > 0 && /^\d{4}$/.test(i.sortText ?? '')));
  });

  test('an item with a place to write at has the editor list what can stand there, if it can', async (t) => {
    for (const commands of [[], [OFFER]]) {
      const client = joined(t);
      await client.initialize(PULLS, { initializationOptions: { commands } });
      const uri = uriOf(join(folder(), '甲.dossier.yaml'));
      await client.open(uri, '通知: sd-2023\n签署:\n  签字: \n平台:\n  技术积累: \n');
      const command = async (line: number, character: number, label: string) =>
        (await client.completion(uri, { line, character })).find((i) => i.label === label)?.command?.command;
      assert.equal(await command(5, 0, '申报'), commands[0]);
      assert.equal(await command(4, 8, '物联网'), undefined, 'behind an item of a list');
      assert.equal(await command(2, 6, '是'), undefined);
    }
  });

  test('a place past the end of the text gives an answer', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, '');
    assert.deepEqual(
      (await client.completion(uri, { line: 99, character: 99 })).map((i) => i.label),
      ['通知: sd-2023'],
    );
    assert.equal(await client.hover(uri, { line: 99, character: 99 }), null);
  });

  test('a hover is Markdown over the key', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, '通知: sd-2023\n申报:\n  推荐地市: 济南市\n');
    const hover = (await client.hover(uri, { line: 2, character: 3 }))!;
    assert.deepEqual(hover.range, { start: { line: 2, character: 2 }, end: { line: 2, character: 6 } });
    assert.equal((hover.contents as { kind: string }).kind, 'markdown');
  });

  const fixes: readonly (readonly [string, readonly [string, string]])[] = [
    ['not-in-list', WRONG_CITY],
    ['full-width-punctuation', ['职工人数: 26', '职工人数：26']],
    ['unknown-field', ['职工人数: 26', '职工数: 26']],
    ['lost-number', ['手机: "13800000006"', '手机: 053482101234']],
    ['yaml-syntax', ['职工人数: 26', '职工人数:26']],
  ];
  for (const [rule, change] of fixes) {
    test(`the fix of ${rule} is offered on it, and mends it`, async (t) => {
      const client = await pulling(t);
      const uri = uriOf(join(folder(), '甲.dossier.yaml'));
      const doc = document(uri, smallest(change));
      await client.open(uri, doc.getText());
      const found = (await client.pull(uri)).find((d) => d.code === rule);
      assert.ok(found, rule);
      const actions = await client.actions(uri, { start: found.range.start, end: found.range.start });
      const action = actions.find((a) => a.diagnostics?.[0]?.code === rule);
      assert.ok(action, 'a fix at the start of the finding');
      assert.equal(action.kind, 'quickfix');
      assert.deepEqual(action.diagnostics?.[0], found);
      const mended = TextDocument.applyEdits(doc, action.edit!.changes![uri]!);
      assert.deepEqual(
        analyzed(mended).findings.filter((f) => f.rule === rule),
        [],
      );
      assert.equal(
        analyzed(mended).findings.filter((f) => f.severity === 'error').length <= (rule === 'lost-number' ? 1 : 0),
        true,
      );
    });
  }

  test('what mends the whole file is given where it is asked for, and nothing else then', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    const doc = document(
      uri,
      smallest(['职工人数: 26', '职工人数：26'], ['申报日期: 2023-06-15', '申报日期: 2023/6/15']),
    );
    await client.open(uri, doc.getText());
    const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const asked = await client.actions(uri, top, ['source.fixAll']);
    assert.deepEqual(
      asked.map((a) => a.kind),
      ['source.fixAll.dossier'],
    );
    assert.equal(TextDocument.applyEdits(doc, asked[0]!.edit!.changes![uri]!), smallest());
    assert.deepEqual(await client.actions(uri, top, ['refactor.extract']), []);
  });

  test('a section is put into the order of the form', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    const doc = document(uri, smallest(['  职工人数: 26\n  研发人员数: 14', '  研发人员数: 14\n  职工人数: 26']));
    await client.open(uri, doc.getText());
    const at = { line: 20, character: 4 };
    const [action] = await client.actions(uri, { start: at, end: at }, ['refactor']);
    assert.equal(action?.kind, 'refactor.rewrite');
    assert.equal(TextDocument.applyEdits(doc, action.edit!.changes![uri]!), smallest());
  });

  test('no fix is offered elsewhere', async (t) => {
    const client = await pulling(t);
    const uri = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(uri, smallest(WRONG_CITY));
    const at = { line: 20, character: 0 };
    assert.deepEqual(await client.actions(uri, { start: at, end: at }), []);
  });
});

suite('settings on disk', () => {
  const LATE: readonly [string, string] = ['申报日期: 2023-06-15', '申报日期: 2023-06-15'];
  const config = 'deadlines: {德州市: 2023-06-10}\n';

  test('hold in the editor, and a change of them is seen at once (push)', async (t) => {
    const client = joined(t);
    await client.initialize();
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    await client.open(uri, smallest(LATE));
    assert.deepEqual(serious((await client.next()).diagnostics), []);
    writeFileSync(join(place, 'dossier.config.yaml'), config);
    const changed = { changes: [{ uri: uriOf(join(place, 'dossier.config.yaml')), type: 1 }] };
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', changed);
    assert.deepEqual(serious((await client.next()).diagnostics), ['deadline']);
    rmSync(join(place, 'dossier.config.yaml'));
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', changed);
    assert.deepEqual(serious((await client.next()).diagnostics), []);
  });

  test('with pulled diagnostics the editor is asked to pull again', async (t) => {
    const client = joined(t);
    await client.initialize(PULLS);
    assert.match(
      JSON.stringify(client.registrations),
      /"watchers":\[\{"globPattern":"\*\*\/\*"\}\]/,
      'evidence may be any file',
    );
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    await client.open(uri, smallest());
    await client.untilPulled(uri, []);
    writeFileSync(join(place, 'dossier.config.yaml'), config);
    await client.tell([uriOf(join(place, 'dossier.config.yaml')), 1]);
    await client.untilPulled(uri, ['deadline']);
  });

  test('an editor that pulls but cannot be asked to pull again is sent the change', async (t) => {
    const client = joined(t);
    const { capabilities } = await client.initialize({ textDocument: { diagnostic: {} } });
    assert.equal(capabilities.diagnosticProvider, undefined);
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    writeFileSync(join(place, 'dossier.config.yaml'), '');
    await client.open(uri, smallest());
    await client.untilSent(uri, []);
    writeFileSync(join(place, 'dossier.config.yaml'), config);
    await client.tell([uriOf(join(place, 'dossier.config.yaml')), 2]);
    await client.untilSent(uri, ['deadline']);
  });

  test('that do not hold are told at their place', async (t) => {
    const client = joined(t);
    const place = folder();
    writeFileSync(join(place, 'dossier.config.yaml'), 'locale: zh\ndeadline: {}\n');
    await client.initialize();
    await client.open(uriOf(join(place, '甲.dossier.yaml')), smallest());
    assert.deepEqual(serious((await client.next()).diagnostics), [], 'the dossier is checked all the same');
    const told = await client.next();
    assert.match(decodeURI(told.uri), /dossier\.config\.yaml$/);
    assert.deepEqual(
      told.diagnostics.map((d) => [d.severity, d.source, d.range]),
      [[1, 'dossier', { start: { line: 1, character: 0 }, end: { line: 1, character: 8 } }]],
    );
    assert.match(said(told.diagnostics[0]), /deadline/);
  });
});

suite('requests of our own', () => {
  test('the notices at hand', async (t) => {
    const client = await pulling(t, { locale: 'en' });
    const list = await client.connection.sendRequest<readonly NoticeSummary[]>(NOTICES);
    assert.deepEqual(
      list.map((n) => n.id),
      ['sd-2023'],
    );
    assert.deepEqual(
      list[0]!.directions.map((d) => d.id),
      pack.notice.directions.map((d) => d.id),
    );
  });

  test('a skeleton for each direction, and for none', async (t) => {
    const client = await pulling(t);
    for (const direction of [undefined, ...pack.notice.directions.map((d) => d.id)]) {
      const text = await client.connection.sendRequest<string>(SKELETON, { notice: 'sd-2023', direction });
      const rules = rulesOf(analyzed(text));
      for (const bad of ['yaml-syntax', 'unknown-field', 'duplicate-field', 'wrong-type'])
        assert.ok(!rules.includes(bad), `${direction}: ${bad}`);
    }
    assert.equal(await client.connection.sendRequest(SKELETON, { notice: 'sd-1999', direction: undefined }), null);
  });

  test('a skeleton with the applicant', async (t) => {
    const client = await pulling(t);
    const asked = { notice: 'sd-2023', direction: '特色型/面向重点行业', applicant: '甲公司' };
    const text = await client.connection.sendRequest<string>(SKELETON, asked);
    assert.equal(analyzed(text).answers.text(pack.form.roles.applicant), '甲公司');
  });

  test('directions are told of in words, and by name to those who may not read it', async (t) => {
    for (const [locale, name] of [
      ['zh-cn', /^(?!专业型（)/],
      ['en', /^Specialised/],
    ] as const) {
      const client = await pulling(t, { locale });
      const [notice] = await client.connection.sendRequest<readonly NoticeSummary[]>(NOTICES);
      const told = notice!.directions.find((d) => d.id === '专业型/面向特定技术')!.detail;
      assert.match(told, name);
      assert.ok(told.length > 15, told);
    }
  });
});

suite('the log', () => {
  interface Line {
    readonly type: number;
    readonly message: string;
  }
  const [WARNING, INFO, DEBUG] = [2, 3, 5];

  async function listening(t: TestContext, more: Partial<InitializeParams> = {}) {
    const client = joined(t);
    const lines: Line[] = [];
    const news = new Set<() => void>();
    client.connection.onNotification('window/logMessage', (line: Line) => {
      lines.push(line);
      for (const look of news) look();
    });
    await client.initialize(PULLS, more);
    /** The first line that there is, or will be, of that kind. */
    const line = (type: number, text: RegExp) =>
      within(
        new Promise<string>((resolve) => {
          const look = () => {
            const found = lines.find((l) => l.type === type && text.test(l.message));
            if (found) resolve(found.message);
          };
          news.add(look);
          look();
        }),
        () => `${text} in ${JSON.stringify(lines)}`,
      );
    return { client, lines, line };
  }

  test('begins with who speaks, and which notices it knows', async (t) => {
    const { line } = await listening(t, { locale: 'en' });
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const first = await line(INFO, /started/);
    for (const part of [version, process.versions.node, String(process.pid)]) assert.ok(first.includes(part), first);
    const { opens, closes, title } = pack.notice;
    const notice = await line(INFO, /sd-2023/);
    for (const part of [opens!, closes!, title.en]) assert.ok(notice.includes(part), notice);
    await line(INFO, /^No folder is open/);
  });

  test('says how many dossiers a folder has, and when that changes', async (t) => {
    const place = folder();
    writeFileSync(join(place, '甲.dossier.yaml'), smallest());
    const uri = uriOf(place);
    const { client, lines, line } = await listening(t, {
      locale: 'zh-cn',
      workspaceFolders: [{ uri, name: '申报' }],
    });
    await line(INFO, /中有 1 份申报书/);
    await client.tell([uriOf(join(place, '甲.dossier.yaml')), 2]);
    writeFileSync(join(place, '乙.dossier.yaml'), smallest());
    await client.tell([uriOf(join(place, '乙.dossier.yaml')), 1]);
    const second = await line(INFO, /中有 2 份申报书/);
    assert.ok(second.includes(place), second);
    assert.equal(lines.filter((l) => /份申报书/.test(l.message)).length, 2, 'told once each');
  });

  test('says which settings hold, and what is wrong in them, once', async (t) => {
    const place = folder();
    const config = join(place, 'dossier.config.yaml');
    writeFileSync(config, 'locale: zh\n');
    const { client, lines, line } = await listening(t, { locale: 'en' });
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    await client.open(uri, smallest());
    await client.pull(uri);
    assert.ok((await line(INFO, /^Settings read/)).includes(config));
    writeFileSync(config, 'locale: zh\ndeadline: {}\n');
    await client.tell([uriOf(config), 2]);
    assert.match(await line(WARNING, /deadline/), /dossier\.config\.yaml:2:1 /);
    writeFileSync(config, 'locale: en\n');
    await client.tell([uriOf(config), 2]);
    await client.pull(uri);
    await within(
      (async () => {
        while (lines.filter((l) => /^Settings read/.test(l.message)).length < 2)
          await new Promise((r) => setTimeout(r, 20));
      })(),
      'that they hold again',
    );
    assert.equal(lines.filter((l) => l.type === WARNING).length, 1);
  });

  test('tells of each analysis only to an editor that asked for it', async (t) => {
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    for (const debug of [true, false]) {
      const { client, lines, line } = await listening(t, { locale: 'en', initializationOptions: { debug } });
      const document = await client.open(uri, smallest(['依法纳税: 是', '依法纳税: 否']));
      await client.pull(uri);
      await client.edit(document, '依法纳税: 否', '依法纳税: 是');
      await client.pull(uri);
      await line(INFO, /started/);
      if (!debug)
        assert.deepEqual(
          lines.filter((l) => l.type === DEBUG),
          [],
        );
      else {
        assert.match(await line(DEBUG, / [1-9]\d* of them error/), /甲\.dossier\.yaml$/);
        await line(DEBUG, / 0 of them error/);
      }
    }
  });
});

suite('rendering', () => {
  test('writes the files of an open document, saved or not', async (t) => {
    const client = await pulling(t);
    const place = folder();
    const uri = uriOf(join(SAMPLES, SMALLEST, '未存.dossier.yaml'));
    await client.open(uri, sample(SMALLEST).text);
    const result = await client.render({ uri, draft: false, all: true, folder: join(place, '输出 (1)') });
    assert.equal(result.kind, 'done', JSON.stringify(result));
    assert.ok(result.kind === 'done' && result.files.length === 2);
    for (const { path } of result.kind === 'done' ? result.files : []) {
      assert.equal(readFileSync(path).subarray(0, 2).toString(), 'PK', path);
    }
  });

  test('writes those of a file that is not open, beside it where no folder is named', async (t) => {
    const client = await pulling(t);
    const place = folder();
    const file = join(place, '甲 (1).dossier.yaml');
    writeFileSync(file, smallest());
    const result = await client.render({ uri: uriOf(file), draft: false, all: false });
    assert.equal(result.kind, 'done', JSON.stringify(result));
    const names = readdirSync(join(place, 'out'));
    assert.equal(names.filter((n) => n.endsWith('.docx')).length, 1, names.join());
  });

  test('with gaps says what is missing and writes nothing; a draft is written', async (t) => {
    const client = await pulling(t);
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    await client.open(uri, smallest(['  平台名称: 砺穹5G工业互联网平台\n', '']));
    const out = join(place, 'out');
    const result = await client.render({ uri, draft: false, all: false, folder: out });
    assert.equal(result.kind, 'missing');
    assert.ok(
      result.kind === 'missing' && result.missing.some((m) => m.includes('平台.平台名称')),
      JSON.stringify(result),
    );
    assert.equal(existsSync(out), false);
    const draft = await client.render({ uri, draft: true, all: false, folder: out });
    assert.equal(draft.kind, 'done', JSON.stringify(draft));
    assert.ok(readdirSync(out).some((n) => n.includes('草稿')));
  });

  test('counts the errors that stand', async (t) => {
    const client = await pulling(t);
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    await client.open(uri, smallest(['依法纳税: 是', '依法纳税: 否']));
    const result = await client.render({ uri, draft: false, all: false, folder: join(place, 'out') });
    assert.ok(result.kind === 'done' && result.errors === 1, JSON.stringify(result));
  });

  test('counts evidence that is not there, also where nobody has asked for it yet', async (t) => {
    const client = await pulling(t);
    const place = folder();
    rmSync(join(place, 'evidence'), { recursive: true });
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    writeFileSync(join(place, '甲.dossier.yaml'), smallest());
    const asked = { uri, draft: false, all: false, folder: join(place, 'out') };
    const closed = await client.render(asked);
    assert.ok(closed.kind === 'done' && closed.errors === 4, JSON.stringify(closed));
    await client.open(uri, smallest());
    const open = await client.render(asked);
    assert.ok(open.kind === 'done' && open.errors === 4, JSON.stringify(open));
  });

  test('never writes over a file that somebody changed', async (t) => {
    const client = await pulling(t);
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    await client.open(uri, smallest());
    const out = join(place, 'out');
    const first = await client.render({ uri, draft: false, all: false, folder: out });
    assert.ok(first.kind === 'done');
    const path = first.files[0]!.path;
    writeFileSync(path, '改过的');
    const second = await client.render({ uri, draft: false, all: false, folder: out });
    assert.ok(second.kind === 'done');
    assert.equal(second.files[0]!.kept, path);
    assert.notEqual(second.files[0]!.path, path);
    assert.equal(readFileSync(path, 'utf8'), '改过的');
  });

  test('what cannot be rendered fails with a sentence, in the editor’s language', async (t) => {
    const client = await pulling(t, { locale: 'zh-cn' });
    await client.open('untitled:Untitled-1', smallest());
    const wrong = uriOf(join(folder(), '甲.dossier.yaml'));
    await client.open(wrong, '通知: sd-1999\n');
    for (const uri of [wrong, 'untitled:Untitled-1', uriOf(join(folder(), '没有.dossier.yaml')), 'nonsense']) {
      const result = await client.render({ uri, draft: true, all: false });
      assert.equal(result.kind, 'failed', uri);
      assert.match(result.kind === 'failed' ? result.message : '', /\p{Script=Han}.*\p{Script=Han}/u, uri);
      assert.doesNotMatch(result.kind === 'failed' ? result.message : '', /scheme|Invalid URL|ENOENT|\n {4}at /, uri);
      const plainPath = result.kind === 'failed' && /^\/\S*$/.test(result.message.replaceAll(' ', ''));
      assert.ok(!plainPath, `a sentence, not a path: ${uri}`);
    }
  });

  test('a file in the way of the folder, or a folder in that of a file: says so, and that it can be tried again or elsewhere', async (t) => {
    const client = await pulling(t, { locale: 'zh-cn' });
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    await client.open(uri, smallest());
    const out = join(place, 'out');
    const asked = { uri, draft: false, all: false, folder: out };
    writeFileSync(out, 'a file');
    const noFolder = await client.render(asked);
    const message = `${out}：已有同名的文件或文件夹。请移走它，或换一个名称`;
    assert.deepEqual(noFolder, { kind: 'failed', message, remedies: ['retry', 'elsewhere'] });
    rmSync(out);
    const done = await client.render(asked);
    assert.ok(done.kind === 'done', 'the same again, once it is out of the way');
    const [file] = done.files;
    rmSync(file!.path);
    mkdirSync(file!.path);
    const again = await client.render(asked);
    assert.ok(again.kind === 'done' && again.files[0]!.kept === file!.path, JSON.stringify(again));
  });

  test('a dossier that was deleted is named, and can be tried again', async (t) => {
    const client = await pulling(t, { locale: 'zh-cn' });
    const file = join(folder(), '没有.dossier.yaml');
    const result = await client.render({ uri: uriOf(file), draft: false, all: false });
    assert.deepEqual(result, { kind: 'failed', message: `没有这个文件（${file}）`, remedies: ['retry'] });
  });

  test('lists what was left blank and is printed as 无', async (t) => {
    const client = await pulling(t);
    const place = folder();
    const uri = uriOf(join(place, '甲.dossier.yaml'));
    await client.open(uri, smallest(['  单位简介: |', '  单位类别:\n  单位简介: |']));
    const result = await client.render({ uri, draft: false, all: false, folder: join(place, 'out') });
    assert.ok(result.kind === 'done' && result.none.includes('申报单位.单位类别'), JSON.stringify(result));
    const page = await client.connection.sendRequest<PreviewResult>(PREVIEW, { uri });
    assert.deepEqual(page.none, result.none);
  });
});
