/** Editors that can less than VS Code, each as it introduces itself: it gets nothing that it did not say it takes. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import type {
  CompletionItem,
  InitializeParams,
  MarkupContent,
  MessageConnection,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { plainMarkdown, plainSnippet } from '../../server/src/lsp/shared/plain-text.ts';
import { type Capabilities, type Client, joined, type Place, place } from '../support/editor.ts';
import { analyzed, pack, rulesOf, smallest } from '../support/engine.ts';
import { fences } from '../support/fences.ts';

interface Editor {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly folders: 'folders' | 'root' | 'none';
  readonly more?: Partial<InitializeParams>;
  /** What is expected of it. */
  readonly pulls: boolean;
  readonly snippets: boolean;
  readonly markdown: boolean;
  readonly fixes: boolean;
}

const LITERALS = { codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'source'] } } };
const BOTH: ('markdown' | 'plaintext')[] = ['markdown', 'plaintext'];

const EDITORS: readonly Editor[] = [
  {
    name: 'Helix',
    capabilities: {
      general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] },
      workspace: {
        configuration: true,
        workspaceFolders: true,
        applyEdit: true,
        didChangeWatchedFiles: { dynamicRegistration: true },
        diagnostics: { refreshSupport: true },
      },
      textDocument: {
        diagnostic: { dynamicRegistration: false },
        completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true } },
        hover: { contentFormat: ['markdown'] },
        codeAction: LITERALS,
        documentSymbol: { hierarchicalDocumentSymbolSupport: false },
      },
    },
    folders: 'folders',
    pulls: true,
    snippets: true,
    markdown: true,
    fixes: true,
  },
  {
    name: 'Eglot without yasnippet and markdown-mode',
    capabilities: {
      general: { positionEncodings: ['utf-32', 'utf-8', 'utf-16'] },
      workspace: { applyEdit: true, configuration: true, workspaceFolders: true },
      textDocument: {
        diagnostic: { dynamicRegistration: false },
        completion: {
          dynamicRegistration: false,
          completionItem: { snippetSupport: false, documentationFormat: ['plaintext'] },
          contextSupport: true,
        },
        hover: { dynamicRegistration: false, contentFormat: ['plaintext'] },
        codeAction: LITERALS,
        publishDiagnostics: { relatedInformation: false, codeDescriptionSupport: false },
      },
    },
    folders: 'folders',
    pulls: false,
    snippets: false,
    markdown: false,
    fixes: true,
  },
  {
    name: 'Neovim before it expanded snippets',
    capabilities: {
      workspace: { workspaceFolders: true, applyEdit: true, didChangeWatchedFiles: { dynamicRegistration: false } },
      textDocument: {
        synchronization: { didSave: true, dynamicRegistration: false },
        diagnostic: { dynamicRegistration: false },
        completion: { completionItem: { snippetSupport: false, documentationFormat: BOTH } },
        hover: { contentFormat: BOTH },
        codeAction: LITERALS,
      },
    },
    folders: 'root',
    pulls: false,
    snippets: false,
    markdown: true,
    fixes: true,
  },
  {
    name: 'one that says nothing of itself',
    capabilities: {},
    folders: 'none',
    pulls: false,
    snippets: false,
    markdown: false,
    fixes: false,
  },
  {
    name: 'one that was set up by hand, and wrongly',
    capabilities: { textDocument: {}, workspace: {}, general: { positionEncodings: ['utf-8'] } },
    folders: 'none',
    more: { initializationOptions: { language: 'fr' }, locale: 'en', workspaceFolders: null },
    pulls: false,
    snippets: false,
    markdown: false,
    fixes: false,
  },
];

const FILE = '甲.dossier.yaml';
const WRONG: readonly [string, string] = ['推荐地市: 德州市', '推荐地市: 德州'];

/** Opens the smallest dossier, changed like this, in an editor of one's own. */
async function opened(t: TestContext, editor: Editor, ...changes: (readonly [string, string])[]) {
  const client = joined(t);
  const w = place(t);
  w.client = client;
  const { capabilities } = await client.initialize(editor.capabilities, {
    ...(editor.folders === 'folders' ? { workspaceFolders: [{ uri: w.uri(), name: 'x' }] } : {}),
    ...(editor.folders === 'root' ? { rootUri: w.uri() } : {}),
    ...editor.more,
  });
  const document = await w.open(FILE, smallest(...changes));
  return { w, client, capabilities, document };
}

for (const editor of EDITORS) {
  suite(editor.name, () => {
    const findings = (client: Client, w: Place, rules: readonly string[]) =>
      editor.pulls ? client.untilPulled(w.uri(FILE), rules) : client.untilSent(w.uri(FILE), rules);

    test('is promised only what it takes', async (t) => {
      const { capabilities } = await opened(t, editor);
      assert.ok([undefined, 'utf-16'].includes(capabilities.positionEncoding), 'columns are UTF-16 units');
      assert.equal(capabilities.diagnosticProvider !== undefined, editor.pulls);
      assert.equal(capabilities.codeActionProvider !== undefined, editor.fixes);
      assert.equal(
        capabilities.workspace?.workspaceFolders !== undefined,
        editor.capabilities.workspace?.workspaceFolders === true,
      );
    });

    test('is asked for nothing that it does not know', async (t) => {
      const client = joined(t);
      const asked: string[] = [];
      // What the test's editor has no answer to.
      const any: Pick<MessageConnection, 'onRequest'> = client.connection as never;
      any.onRequest((method) => {
        asked.push(method);
        return null;
      });
      const { workspace } = editor.capabilities;
      await client.initialize(editor.capabilities, editor.more);
      await client.open('untitled:甲.dossier.yaml', smallest(WRONG));
      if (editor.pulls) await client.untilPulled('untitled:甲.dossier.yaml', ['not-in-list']);
      else await client.untilSent('untitled:甲.dossier.yaml', ['not-in-list']);
      assert.deepEqual(asked, []);
      assert.equal(client.registrations.length > 0, workspace?.didChangeWatchedFiles?.dynamicRegistration === true);
      if (!editor.pulls) assert.equal(client.refreshes, 0);
    });

    test('sees findings come and go as it types', async (t) => {
      const { w, client, document } = await opened(t, editor, WRONG);
      await findings(client, w, ['not-in-list']);
      await client.edit(document, WRONG[1], WRONG[0]);
      await findings(client, w, []);
    });

    test('completes in its own way', async (t) => {
      const { w, client, document } = await opened(t, editor, ['附件材料:\n', '附件材料:\n  - \n']);
      const line = document.getText().slice(0, document.getText().indexOf('附件材料:')).split('\n').length;
      const items = await client.completion(w.uri(FILE), { line, character: 4 });
      assert.ok(items.length > 3);
      for (const item of items) {
        assert.equal(item.insertTextFormat, editor.snippets ? 2 : 1, item.label);
        assert.equal(item.insertTextMode, undefined, 'it was not said that it knows of such');
        if (item.documentation) assertMarkup(item.documentation, editor.markdown);
      }
      assert.equal(
        items.some((i) => newText(i).includes('$')),
        editor.snippets,
      );
      const whole = items.find((i) => newText(i).includes('\n'));
      assert.ok(whole, 'all that is required, in one step');
      if (editor.snippets) return;
      const after = TextDocument.applyEdits(document, [whole.textEdit as { range: never; newText: string }]);
      const source = analyzed(after).source;
      const list = source.find(['附件材料'])?.tree;
      assert.equal(list?.kind, 'list', 'its lines stand below each other');
    });

    test('explains a field', async (t) => {
      const { w, client, document } = await opened(t, editor);
      const hover = await client.hover(w.uri(FILE), document.positionAt(document.getText().indexOf('推荐地市') + 1));
      assertMarkup(hover!.contents as MarkupContent, editor.markdown);
      assert.match((hover!.contents as MarkupContent).value, /^(\*\*)?申报\.推荐地市(\*\*)? — (必填|required)/);
      assert.match((hover!.contents as MarkupContent).value, editor.more?.locale === 'en' ? /required/ : /必填/);
    });

    if (editor.fixes) {
      test('mends by an edit that names no version and makes no file', async (t) => {
        const { w, client, document } = await opened(t, editor, WRONG);
        const start = document.positionAt(document.getText().indexOf(WRONG[1]) + WRONG[1].indexOf('德'));
        const actions = await client.actions(w.uri(FILE), { start, end: start });
        const fix = actions.find((a) => a.diagnostics?.[0]?.code === 'not-in-list');
        assert.ok(fix?.edit?.changes);
        assert.equal(fix.edit.documentChanges, undefined);
        const mended = TextDocument.applyEdits(document, fix.edit.changes[w.uri(FILE)]!);
        assert.deepEqual([...rulesOf(analyzed(mended))], [...rulesOf(analyzed(smallest()))]);
      });
    }
  });
}

suite('indentation of several lines', () => {
  const ITEM = { snippetSupport: false, insertTextModeSupport: { valueSet: [1, 2] as (1 | 2)[] } };
  const inserted = async (t: TestContext, completion: NonNullable<Capabilities['textDocument']>['completion']) => {
    const client = joined(t);
    await client.initialize({ textDocument: { completion } });
    const uri = 'untitled:甲.dossier.yaml';
    await client.open(uri, `通知: ${pack.notice.id}\n平台:\n  指标:\n    \n`);
    const items = await client.completion(uri, { line: 3, character: 4 });
    const whole = items.find((i) => newText(i).includes('\n'))!;
    return { mode: whole.insertTextMode, second: newText(whole).split('\n')[1]! };
  };

  test('is ours where the editor takes text as it is', async (t) => {
    const { mode, second } = await inserted(t, {});
    assert.equal(mode, undefined);
    assert.match(second, /^ {4}\S/);
  });

  test('and where it can be told to', async (t) => {
    const { mode, second } = await inserted(t, { completionItem: ITEM, insertTextMode: 2 });
    assert.equal(mode, 1);
    assert.match(second, /^ {4}\S/);
  });

  test('is the editor’s where it always indents', async (t) => {
    const { second } = await inserted(t, { completionItem: { snippetSupport: false }, insertTextMode: 2 });
    assert.match(second, /^\S/);
  });

  test('of snippets is the editor’s, even of one that would take them as they are', async (t) => {
    const completion = { completionItem: { ...ITEM, snippetSupport: true }, insertTextMode: 1 as const };
    const { mode, second } = await inserted(t, completion);
    assert.equal(mode, 2);
    assert.match(second, /^\S/);
  });
});

suite('in plain text', () => {
  const snippets: readonly (readonly [string, string])[] = [
    [`单位名称: \${1}\n单位性质: \${2|国有,民营|}\n`, '单位名称: \n单位性质: \n'],
    [`通知: \${1:sd\\}2023}$0`, '通知: sd}2023'],
    [`[德州市\${1}]`, '[德州市]'],
    ['价格: \\$5 \\\\ \\}', '价格: $5 \\ }'],
    [`\${1|甲\\,乙,丙\\|丁|}`, ''],
    [`{数值: $1, 截止: \${2:}}`, '{数值: , 截止: }'],
  ];
  for (const [snippet, text] of snippets)
    test(`the snippet ${JSON.stringify(snippet)}`, () => assert.equal(plainSnippet(snippet), text));

  const markdown: readonly (readonly [string, string])[] = [
    ['**申报.推荐地市** — 必填 · 单选', '申报.推荐地市 — 必填 · 单选'],
    ['*例*：`a*b*c`', '例：a*b*c'],
    ['甲\n\n---\n\n乙', '甲\n\n乙'],
    ['- 见[二（一）1](command:x?%22a%22)，再看\n- 2 * 3 * 4', '- 见二（一）1，再看\n- 2 * 3 * 4'],
  ];
  for (const [marked, text] of markdown)
    test(`the Markdown ${JSON.stringify(marked)}`, () => assert.equal(plainMarkdown(marked), text));
});

suite('the pages of the editors', () => {
  const FOLDER = join(import.meta.dirname, '../../server/editors');
  for (const name of ['neovim', 'helix', 'emacs', 'zed']) {
    const [english, chinese] = [join(FOLDER, `${name}.md`), join(FOLDER, `${name}.zh-CN.md`)];

    test(`${name}: both languages say to write the same`, () => {
      // The language of the messages is the reader's.
      const same = (file: string) => fences(file).map((code) => code.replace(/(['"])zh\1/g, '$1en$1'));
      assert.ok(same(english).length > 1);
      assert.deepEqual(same(chinese), same(english));
    });

    test(`${name}: what is linked is there, and the README leads to it`, () => {
      for (const file of [english, chinese]) {
        const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map((m) => m[1]!);
        assert.ok(links.length >= 4);
        for (const link of links) assert.ok(existsSync(join(dirname(file), link)), link);
      }
      const root = join(FOLDER, '../..');
      assert.ok(readFileSync(join(root, 'README.md'), 'utf8').includes(`(server/editors/${name}.md)`));
      assert.ok(readFileSync(join(root, 'README.zh-CN.md'), 'utf8').includes(`(server/editors/${name}.zh-CN.md)`));
    });
  }
});

function newText(item: CompletionItem): string {
  return item.textEdit!.newText;
}

function assertMarkup(markup: string | MarkupContent, markdown: boolean): void {
  assert.ok(typeof markup === 'object');
  assert.equal(markup.kind, markdown ? 'markdown' : 'plaintext');
  assert.ok(markup.value.length > 0);
  if (!markdown) assert.doesNotMatch(markup.value, /\*\*|^---$|`/m);
}
