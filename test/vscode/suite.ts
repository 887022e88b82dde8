/**
 * Runs inside VS Code's extension host: what only the real editor can tell. The whole suite runs in one language; in the other, with
 * DOSSIER_TEST_ONLY=words, only the tests of what shows words.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import type { Row, Rows } from '../../client/src/rows.ts';
import type { ExtensionApi } from '../../client/src/views.ts';

const zh = process.env.DOSSIER_TEST_LOCALE === 'zh-cn';
const onlyWords = process.env.DOSSIER_TEST_ONLY === 'words';

interface Rendered {
  readonly files: readonly { readonly path: string }[];
}

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: 'spec', color: false });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  tests();
  const failures = await new Promise<number>((done) => mocha.run(done));
  if (failures) throw new Error(`${failures} test(s) failed`);
}

function tests(): void {
  const mocha = globalThis as unknown as { describe: Mocha.SuiteFunction; it: Mocha.TestFunction };
  const { describe, it: inEachLanguage } = mocha;
  const it = (title: string, body: Mocha.Func) => {
    if (!onlyWords) mocha.it(title, body);
  };

  describe(`dossier in VS Code (${vscode.env.language})`, () => {
    it('is a language of its own, so that other YAML tools keep out', async () => {
      const document = await open('最小/最小.dossier.yaml');
      assert.equal(document.languageId, 'dossier');
    });

    it('finds nothing wrong with a clean sample', async () => {
      const document = await open('特色型-重点行业/犁云农机.dossier.yaml');
      // A finding must be able to come: break the text, see it, mend it, see it go.
      const at = find(document, '单位性质: 民营');
      await edit(document, at, '单位性质: 民营呀');
      await diagnostics(document, (d) => d.some((x) => code(x) === 'not-in-list'));
      await edit(document, find(document, '单位性质: 民营呀'), '单位性质: 民营');
      const found = await diagnostics(document, (d) => !d.some((x) => code(x) === 'not-in-list'));
      assert.deepEqual(found.filter((d) => d.severity <= vscode.DiagnosticSeverity.Warning).map(show), []);
    });

    inEachLanguage('shows the findings of the broken sample at their words', async () => {
      const document = await open('常见问题/常见问题.dossier.yaml');
      const found = await diagnostics(document, (d) => d.length > 20);
      const at = (rule: string) => found.filter((d) => code(d) === rule).map((d) => document.getText(d.range));
      assert.deepEqual(at('deadline'), ['2023-06-21']);
      assert.deepEqual(at('credit-code'), ['7A']);
      assert.deepEqual(at('full-width-punctuation'), ['：', '，']);
      assert.deepEqual(at('unknown-field'), ['成立时间']);
      assert.deepEqual(at('placeholder'), ['××', '待补充', '（此处填写投资和团队情况）']);
      assert.deepEqual(at('yaml-syntax'), ['"是']);
      const deadline = found.find((d) => code(d) === 'deadline');
      assert.ok(
        deadline && typeof deadline.code === 'object' && existsSync(deadline.code.target.fsPath),
        'a link to the rule’s page',
      );
      assert.equal(deadline?.source, 'dossier');
      assert.match(deadline?.message ?? '', zh ? /晚于截止日.*四（二）/ : /after the last day.*四（二）/);
    });

    it('completes a direction', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const range = find(document, '专业型/面向特定技术');
      await edit(document, range, '');
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        range.start,
      );
      const labels = list.items.map(label);
      for (const direction of ['综合型/跨行业跨领域', '特色型/面向重点行业', '专业型/面向特定技术'])
        assert.ok(labels.includes(direction), direction);
      const item = list.items.find((i) => label(i) === '专业型/面向特定技术');
      const documentation = item?.documentation;
      assert.match(documentation instanceof vscode.MarkdownString ? documentation.value : '', /一（三）2/);
      const editor = await vscode.window.showTextDocument(document);
      editor.selection = new vscode.Selection(range.start, range.start);
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await edit(document, new vscode.Range(range.start, range.start), '专业型/面向特定技术');
      await diagnostics(document, (d) => !d.some((x) => x.severity === vscode.DiagnosticSeverity.Error));
    });

    it('finds an item by its initials and takes it, in the editor’s own list', async () => {
      const cases = [
        ['zhx', '综合型/跨行业跨领域'],
        ['zyxtd', '专业型/面向特定技术'],
        ['特定', '专业型/面向特定技术'],
      ] as const;
      for (const [letters, taken] of cases) {
        await pick(await write('通知: sd-2023\n申报:\n  方向: '), letters, `  方向: ${taken}`);
        await closeActive();
      }
      // The same in a list that was there before.
      const editor = await write('通知: sd-2023\n申报:\n  方向: ');
      await vscode.commands.executeCommand('dossier.offer');
      await pick(editor, 'zhx', '  方向: 综合型/跨行业跨领域');
      await closeActive();
      await pick(await write(''), 'tz', '通知: sd-2023');
      await closeActive();
    });

    it('lists what can be written at each place of a skeleton, and answers nothing by itself', async () => {
      const { contributes } = extension().packageJSON;
      const onTab = contributes.keybindings.find((k: { key: string }) => k.key === 'tab');
      const tab = () => vscode.commands.executeCommand(onTab.command, onTab.args);
      const editor = await write('通知: sd-2023\n');
      await pick(editor, 'xzx', '限制性情形:');
      await takes(editor, '  安全环境事故: 无');
      await tab();
      assert.equal(editor.document.lineAt(3).text, '  社会稳定事件: ', 'empty until somebody chooses');
      await takes(editor, '  社会稳定事件: 无');
      await tab();
      await pick(editor, 'y', '  严重质量问题: 有');
      await closeActive();
      // Where nothing is known, the snippets that VS Code offers everywhere are no help.
      const other = await write('通知: sd-2023\n申报单位:\n  ');
      await pick(other, 'lxr', '  联系人:');
      await vscode.commands.executeCommand('dossier.offer');
      const before = other.document.getText();
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      assert.equal(other.document.getText(), before);
      await closeActive();
    });

    inEachLanguage('explains a condition in a hover', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const { start } = find(document, '安全生产黑名单');
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        start.translate(0, 1),
      );
      const text = hovers
        .flatMap((h) => h.contents)
        .map((c) => (typeof c === 'string' ? c : c.value))
        .join('\n');
      assert.match(text, /二（二）2/);
      assert.match(text, zh ? /怎么证明/ : /What counts as proof/);
      assert.match(text, zh ? /不符合会怎样/ : /If it fails/);
    });

    it('offers a fix, and the finding goes with it', async () => {
      const document = await open('常见问题/常见问题.dossier.yaml');
      await diagnostics(document, (d) => d.some((x) => code(x) === 'unknown-field'));
      const range = find(document, '成立时间');
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
      );
      const action = actions.find((a) => a.title.includes('成立日期'));
      assert.ok(action?.edit, 'an action with an edit');
      await vscode.workspace.applyEdit(action.edit);
      const found = await diagnostics(document, (d) => !d.some((x) => code(x) === 'unknown-field'));
      assert.ok(!found.some((d) => code(d) === 'missing-field' && d.message.includes('成立日期')));
    });

    it('renders the application and the summary sheet', async () => {
      const document = await open('特色型-重点行业/犁云农机.dossier.yaml');
      const result = await vscode.commands.executeCommand<{ kind: string; files: { path: string }[] }>(
        'dossier.render',
        document.uri,
      );
      assert.equal(result.kind, 'done');
      assert.deepEqual(
        result.files.map((f) => f.path.split('.').at(-1)),
        ['docx', 'xlsx'],
      );
      for (const file of result.files) assert.ok(existsSync(file.path), file.path);
    });

    it('renders to the folder of the setting, from the dossier on or anywhere', async () => {
      const document = await open('特色型-重点行业/犁云农机.dossier.yaml');
      const settings = vscode.workspace.getConfiguration('dossier', document.uri);
      const folder = vscode.Uri.joinPath(root(), '成稿').fsPath;
      for (const set of ['../成稿', folder]) {
        await settings.update('render.folder', set, vscode.ConfigurationTarget.Workspace);
        const { files } = await vscode.commands.executeCommand<{ files: { path: string }[] }>(
          'dossier.render',
          document.uri,
        );
        assert.equal(vscode.Uri.joinPath(vscode.Uri.file(files[0]!.path), '..').fsPath, folder, set);
      }
      await settings.update('render.folder', undefined, vscode.ConfigurationTarget.Workspace);
      await vscode.workspace.fs.delete(vscode.Uri.file(folder), { recursive: true });
    });

    it('says what is missing instead of rendering', async () => {
      const document = await open('常见问题/常见问题.dossier.yaml');
      const result = await vscode.commands.executeCommand<{ kind: string; missing: string[] }>(
        'dossier.render',
        document.uri,
      );
      assert.equal(result.kind, 'missing');
      assert.ok(result.missing.some((m) => m.includes('符合产业政策')));
    });

    it('keeps a new dossier that cannot be written until it can: the button of the message tries again', async () => {
      const inTheWay = vscode.Uri.joinPath(root(), '挡路');
      await vscode.workspace.fs.writeFile(inTheWay, new Uint8Array());
      const file = vscode.Uri.joinPath(inTheWay, '甲.dossier.yaml');
      const answers = { file, notice: 'sd-2023', direction: '综合型/跨行业跨领域', applicant: '甲有限公司' };
      assert.equal(await vscode.commands.executeCommand('dossier.new', answers), undefined);
      await vscode.workspace.fs.delete(inTheWay);
      await eventually(async () => {
        await vscode.commands.executeCommand('notification.acceptPrimaryAction');
        return existsSync(file.fsPath);
      });
      await closeAll();
      await vscode.workspace.fs.delete(inTheWay, { recursive: true });
    });

    it('tells in words of a file that is gone, and goes on', async () => {
      const gone = vscode.Uri.joinPath(root(), '没有.dossier.yaml');
      assert.equal(await vscode.commands.executeCommand('dossier.preview', gone), undefined);
      const result = await vscode.commands.executeCommand<{ kind: string; message: string }>('dossier.render', gone);
      assert.equal(result.kind, 'failed');
      assert.match(result.message, zh ? /^没有这个文件（.*没有\.dossier\.yaml）$/ : /^There is no such file/);
    });

    it('makes a review copy, and the table by which the city recommends', async () => {
      const broken = await open('常见问题/常见问题.dossier.yaml');
      const copy = await vscode.commands.executeCommand<Rendered>('dossier.renderReview', broken.uri);
      assert.match(copy.files[0]!.path, /-审阅稿\.docx$/);
      const clean = await open('特色型-重点行业/犁云农机.dossier.yaml');
      const table = await vscode.commands.executeCommand<Rendered>('dossier.recommend', clean.uri);
      assert.match(table.files[0]!.path, /潍坊市-推荐表\.docx$/);
      for (const { path } of [...copy.files, ...table.files]) await vscode.workspace.fs.delete(vscode.Uri.file(path));
    });

    it('shows what was changed in Word, to be accepted or left, and changes nothing by itself', async () => {
      const document = await open('特色型-重点行业/犁云农机.dossier.yaml');
      const { files } = await vscode.commands.executeCommand<Rendered>('dossier.render', document.uri);
      const file = vscode.Uri.file(files.find((f) => f.path.endsWith('.docx'))!.path);
      type Compared = { changes: { path: string; text: string }[]; others: number };
      const compare = () => vscode.commands.executeCommand<Compared>('dossier.compare', document.uri, file.fsPath);
      assert.deepEqual((await compare()).changes, []);
      const parts = unzipSync(await vscode.workspace.fs.readFile(file));
      const xml = strFromU8(parts['word/document.xml']!);
      assert.ok(xml.includes('数字化部部长'));
      parts['word/document.xml'] = strToU8(xml.replaceAll('数字化部部长', '数字化部副部长'));
      await vscode.workspace.fs.writeFile(file, zipSync(parts));
      const before = document.getText();
      const { changes, others } = await compare();
      assert.deepEqual(
        changes.map((c) => [c.path, c.text]),
        [['申报单位.联系人.职务', '数字化部副部长']],
      );
      assert.equal(others, 0);
      assert.equal(document.getText(), before);
      await vscode.commands.executeCommand('refactorPreview.discard');
      assert.equal(document.getText(), before);
      await vscode.workspace.fs.delete(file);
    });

    it('makes a new dossier and opens it', async () => {
      const folder = vscode.workspace.workspaceFolders![0]!.uri;
      const file = vscode.Uri.joinPath(folder, '新的 申报.dossier.yaml');
      await vscode.commands.executeCommand('dossier.new', {
        file,
        notice: 'sd-2023',
        direction: '特色型/面向重点区域',
      });
      const document = vscode.window.activeTextEditor?.document;
      assert.equal(document?.languageId, 'dossier');
      assert.match(document?.getText() ?? '', /方向: 特色型\/面向重点区域/);
      const found = await diagnostics(document!, (d) => d.length > 10);
      assert.ok(found.every((d) => code(d) !== 'yaml-syntax' && code(d) !== 'unknown-field'));
    });

    it('makes a new dossier with the applicant, and the cursor stands where there is something to write', async () => {
      const file = vscode.Uri.joinPath(root(), '磬石公司.dossier.yaml');
      const direction = '特色型/面向重点行业';
      await vscode.commands.executeCommand('dossier.new', {
        file,
        notice: 'sd-2023',
        direction,
        applicant: '磬石公司',
      });
      const { document, selection } = vscode.window.activeTextEditor!;
      assert.match(document.getText(), /单位名称: 磬石公司/);
      assert.equal(document.isDirty, false);
      const before = document.lineAt(selection.active).text.slice(0, selection.active.character);
      assert.equal(before, '  申报日期: ');
      // What is there already is not written over.
      await vscode.commands.executeCommand('dossier.new', { file, notice: 'sd-2023', direction, applicant: '乙公司' });
      assert.match((await vscode.workspace.openTextDocument(file)).getText(), /单位名称: 磬石公司/);
    });

    inEachLanguage('asks for what a new dossier needs, one question after another', async () => {
      const made = vscode.commands.executeCommand<vscode.Uri | undefined>('dossier.new');
      // Takes the first answer to each; where nothing is asked yet, that does nothing.
      const accept = setInterval(
        () => void vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'),
        300,
      );
      const file = await made;
      clearInterval(accept);
      assert.equal(file?.path, vscode.Uri.joinPath(root(), zh ? '新申报书.dossier.yaml' : 'new.dossier.yaml').path);
      const text = (await vscode.workspace.openTextDocument(file!)).getText();
      assert.match(text, /方向: 综合型\/跨行业跨领域/);
      assert.match(text, /单位名称:\n/);
    });

    it('opens the sample as a copy, with findings and its evidence beside it', async () => {
      const first = await vscode.commands.executeCommand<vscode.Uri>('dossier.openSample');
      const document = vscode.window.activeTextEditor!.document;
      assert.equal(document.uri.toString(), first.toString());
      assert.equal(document.languageId, 'dossier');
      assert.ok(!first.path.startsWith(extension().extensionUri.path), 'what is packed stays as it is');
      const found = await diagnostics(document, (d) => d.length > 20);
      const paper = find(document, 'evidence/审计.pdf');
      const missing = found.filter((d) => code(d) === 'material-file' && d.range.intersection(paper));
      assert.deepEqual(missing.map(show), []);
      const chosen = vscode.Uri.joinPath(root(), '试用');
      const second = await vscode.commands.executeCommand<vscode.Uri>('dossier.openSample', chosen);
      assert.ok(second.path.startsWith(`${chosen.path}/`), second.path);
      await vscode.workspace.fs.delete(chosen, { recursive: true });
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(first, '../..'), { recursive: true });
    });

    it('goes to the next finding that has a fix', async () => {
      const sample = await vscode.commands.executeCommand<vscode.Uri>('dossier.openSample');
      const document = await vscode.workspace.openTextDocument(sample);
      const found = await diagnostics(document, (d) => d.length > 20);
      const editor = vscode.window.activeTextEditor!;
      const starts = new Set(found.map((d) => document.offsetAt(d.range.start)));
      const seen: number[] = [];
      for (let i = 0; i < 3; i++) {
        await vscode.commands.executeCommand('dossier.fixNext');
        await vscode.commands.executeCommand('hideCodeActionWidget');
        const at = editor.selection.active;
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          'vscode.executeCodeActionProvider',
          document.uri,
          new vscode.Range(at, at),
        );
        assert.ok(actions.length, `something can be done at ${at.line}:${at.character}`);
        seen.push(document.offsetAt(at));
      }
      assert.ok(seen.every((offset) => starts.has(offset)));
      assert.deepEqual(
        seen,
        [...new Set(seen)].sort((a, b) => a - b),
        'each time further down',
      );
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(sample, '../..'), { recursive: true });
    });

    inEachLanguage('has a walkthrough in the language of the editor, and opens it', async () => {
      const [walkthrough] = extension().packageJSON.contributes.walkthroughs;
      assert.equal(walkthrough.title, zh ? '写一份申报书' : 'Write a Programme Application');
      assert.deepEqual(
        walkthrough.steps.map((s: { id: string }) => s.id),
        ['new', 'finding', 'fix', 'render', 'review'],
      );
      for (const { media } of walkthrough.steps) {
        assert.equal(media.svg.endsWith('.zh-cn.svg'), zh, media.svg);
        assert.ok(existsSync(vscode.Uri.joinPath(extension().extensionUri, media.svg).fsPath), media.svg);
      }
      await vscode.commands.executeCommand('dossier.openWalkthrough');
      // Its page has no input that extensions may see.
      await eventually(() => {
        const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
        return tab !== undefined && tab.input === undefined;
      });
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });

    it('has every command that it names', async () => {
      const all = await vscode.commands.getCommands(true);
      const named = extension().packageJSON.contributes.commands.map((c: { command: string }) => c.command);
      assert.deepEqual(
        named.filter((c: string) => !all.includes(c)),
        [],
      );
    });

    inEachLanguage('tells in its log what the server does', async () => {
      const text = await log();
      assert.match(text, zh ? /申报书语言服务 .* 已启动：Node\.js/ : /Dossier language server .* started: Node\.js/);
      assert.match(text, zh ? /通知 sd-2023：/ : /Notice sd-2023: /);
      assert.match(text, zh ? /文件夹 .+ 中有 \d+ 份申报书/ : / \d+ dossier\(s\) in /);
    });

    it('starts its server again, when it is asked to and when the server has ended', async () => {
      const document = await open('常见问题/常见问题.dossier.yaml');
      await diagnostics(document, (d) => d.some((x) => code(x) === 'deadline'));
      const [first] = await servers();
      await vscode.commands.executeCommand('dossier.restart');
      const [second] = await newServer(first!);
      // One that ends by itself is started again so many times; then it takes the command.
      let last = second!;
      for (let i = 0; i < 4; i++) {
        process.kill(last, 'SIGKILL');
        [last] = (await newServer(last)) as [number];
      }
      process.kill(last, 'SIGKILL');
      await eventually(async () => (zh ? /不再自动启动/ : /is not started again/).test(await log()));
      await vscode.commands.executeCommand('dossier.restart');
      await newServer(last);
      const at = find(document, '申报日期: 2023-06-21');
      await edit(document, at, '申报日期: 2023-06-20');
      await diagnostics(document, (d) => d.length > 10 && !d.some((x) => code(x) === 'deadline'));
    });

    it('folds sections and groups', async () => {
      const document = await open('最小/最小.dossier.yaml');
      await vscode.commands.executeCommand('editor.foldAll');
      const editor = vscode.window.activeTextEditor!;
      // Folded lines are between the visible ranges: with all folded there is more than one range, or few lines.
      await until(() => editor.visibleRanges.length > 1);
      const shown = editor.visibleRanges.map((r) => document.lineAt(r.start.line).text);
      assert.ok(
        shown.some((line) => /^申报单位:/.test(line)),
        shown.join(' / '),
      );
      await vscode.commands.executeCommand('editor.unfoldAll');
    });

    inEachLanguage('goes from a field to its clause in the notice, and back', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const { start } = find(document, '安全生产黑名单');
      const go = (uri: vscode.Uri, position: vscode.Position) =>
        vscode.commands.executeCommand<readonly (vscode.Location | vscode.LocationLink)[]>(
          'vscode.executeDefinitionProvider',
          uri,
          position,
        );
      const [found] = (await go(document.uri, start.translate(0, 1))).map(placed);
      assert.equal(found?.uri.scheme, 'dossier-notice');
      const notice = await vscode.workspace.openTextDocument(found.uri);
      assert.equal(notice.languageId, 'markdown');
      assert.match(notice.lineAt(found.range.start).text, /^#+ 二（二）2 /);
      assert.match(notice.getText(), zh ? /不是通知原文/ : /in our own words/);
      const back = (await go(notice.uri, found.range.start.translate(0, 6))).map(placed);
      assert.ok(back.some((l) => l.uri.path === document.uri.path && l.range.start.isEqual(start)));
    });

    it('shows the notice of the dossier at hand, at a clause if one is given', async () => {
      await open('最小/最小.dossier.yaml');
      const whole = await vscode.commands.executeCommand<vscode.TextEditor>('dossier.showNotice');
      assert.equal(whole.document.uri.scheme, 'dossier-notice');
      const at = await vscode.commands.executeCommand<vscode.TextEditor>('dossier.showNotice', {
        notice: 'sd-2023',
        clause: '四（二）',
      });
      assert.match(at.document.lineAt(at.selection.active).text, /^#+ 四（二） /);
    });

    it('shows what dossiers say against each other, open or not, and takes it back', async () => {
      const document = await open('专业型-特定技术/仿帆仿真.dossier.yaml');
      const root = vscode.workspace.workspaceFolders![0]!.uri;
      const twin = vscode.Uri.joinPath(root, '另存/仿帆仿真-副本.dossier.yaml');
      const isTwice = (found: readonly vscode.Diagnostic[]) => found.some((d) => code(d) === 'duplicate-applicant');
      await vscode.workspace.fs.writeFile(twin, await vscode.workspace.fs.readFile(document.uri));
      const [here] = (await diagnostics(document, isTwice)).filter((d) => code(d) === 'duplicate-applicant');
      assert.equal(here?.relatedInformation?.[0]?.location.uri.path, twin.path, 'it points at the other file');
      await diagnosticsAt(twin, isTwice);
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(root, '另存'), { recursive: true });
      await diagnostics(document, (found) => !isTwice(found));
      await diagnosticsAt(twin, (found) => !found.length);
    });

    it('checks a chapter in its own file, while it is typed', async () => {
      const document = await open('专业型-双链协同/链驿双链.dossier.yaml');
      const text = document.getText();
      const [from, to] = [text.indexOf('  安全保障: |'), text.indexOf('  应用成效: |')];
      const range = new vscode.Range(document.positionAt(from), document.positionAt(to));
      await edit(document, range, '  安全保障: {文件: chapters/06.md}\n');
      await diagnostics(document, (found) => found.some((d) => code(d) === 'internal-fault'));
      const chapter = vscode.Uri.joinPath(document.uri, '../chapters/06.md');
      const right = '平台按等级保护三级建设，网络、主机、应用、数据分层防护，'.repeat(4);
      await vscode.workspace.fs.writeFile(chapter, Buffer.from(`${right}\n`));
      await diagnostics(document, (found) => !found.some((d) => code(d) === 'internal-fault'));
      const open2 = await vscode.workspace.openTextDocument(chapter);
      await vscode.window.showTextDocument(open2);
      await edit(open2, new vscode.Range(0, 0, 0, 0), '待补充');
      const [found] = await diagnostics(open2, (list) => list.some((d) => code(d) === 'placeholder'));
      assert.equal(open2.getText(found!.range), '待补充');
    });

    inEachLanguage('shows each clause with its verdict, and leads to the field', async () => {
      const document = await open('常见问题/常见问题.dossier.yaml');
      const { clauses } = shown();
      const isOf = () => clauseRows(clauses).some((row) => row.uri?.path === document.uri.path);
      await rowsOf(clauses, isOf);
      await vscode.commands.executeCommand('dossier.clauses.focus');
      assert.equal(clauses.getChildren().length, 4, 'a row a chapter');
      assert.equal(clauseRows(clauses).length, 29, 'a row a clause');
      for (const row of clauseRows(clauses)) {
        const item = clauses.getTreeItem(row);
        assert.ok(item.iconPath instanceof vscode.ThemeIcon);
        assert.match(item.accessibilityInformation?.label ?? '', /^(?:[^,]+, ){2}/, 'the verdict in words');
      }
      const failed = clauseRows(clauses).find((row) => row.label.startsWith('二（一）1 '));
      assert.match(failed?.spoken ?? '', zh ? /^不通过, 二（一）1/ : /^Failed, 二（一）1/);
      const { collapsibleState } = clauses.getTreeItem(failed!);
      assert.equal(collapsibleState, vscode.TreeItemCollapsibleState.Expanded, 'what keeps it out is seen at once');
      const [finding] = clauses.getChildren(failed);
      await follow(clauses, finding!);
      const editor = vscode.window.activeTextEditor!;
      assert.equal(editor.document.uri.toString(), document.uri.toString());
      assert.equal(editor.document.getText(editor.selection), '7A');
    });

    it('shows only the clauses that ask for something, where one wants that', async () => {
      const { clauses } = shown();
      await open('最小/最小.dossier.yaml');
      await rowsOf(clauses, () => clauseRows(clauses).some((row) => row.uri?.path.endsWith('最小.dossier.yaml')));
      const all = clauseRows(clauses).length;
      await vscode.commands.executeCommand('dossier.clauses.onlyOpen');
      const some = clauseRows(clauses).length;
      await vscode.commands.executeCommand('dossier.clauses.all');
      assert.ok(some > 0 && some < all, `${some} of ${all}`);
      assert.equal(clauseRows(clauses).length, all);
    });

    inEachLanguage('says in the status bar how far the dossier is, and follows what is typed', async () => {
      const document = await open('专业型-双链协同/链驿双链.dossier.yaml');
      const { clauses, status } = shown();
      const says = (percent: RegExp) => () => percent.test(status() ?? '');
      await rowsOf(clauses, says(zh ? /已填 100% · .* · / : /100% filled · .* · /));
      const at = find(document, '依法纳税: 是');
      await edit(document, at, '依法纳税: ');
      await rowsOf(clauses, says(zh ? /已填 99%/ : /99% filled/));
      await edit(document, find(document, '依法纳税: '), '依法纳税: 是');
      await rowsOf(clauses, says(/100%/));
    });

    inEachLanguage('shows the dossiers of the workspace by city, and renders one from its row', async () => {
      await open('特色型-重点行业/犁云农机.dossier.yaml');
      const { dossiers } = shown();
      const all = () => dossiers.getChildren().flatMap((city) => dossiers.getChildren(city));
      const row = () => all().find((r) => r.uri?.path.endsWith('犁云农机.dossier.yaml'));
      await rowsOf(dossiers, () => row() !== undefined);
      assert.ok(all().length >= 7, 'never opened ones too');
      assert.match(dossiers.getChildren()[0]?.description ?? '', zh ? /名额 \d+\/10/ : /quota \d+\/10/);
      const result = await vscode.commands.executeCommand<{ kind: string }>('dossier.render', row());
      assert.equal(result.kind, 'done');
    });

    it('takes a document for a dossier once that is its language, and no longer when it has another', async () => {
      const untitled = await unsaved('通知: sd-2023\n', 'plaintext');
      await vscode.window.showTextDocument(untitled);
      const { clauses } = shown();
      const isShown = () => clauseRows(clauses).some((row) => row.uri?.scheme === 'untitled');
      await vscode.languages.setTextDocumentLanguage(untitled, 'dossier');
      await rowsOf(clauses, isShown);
      const preview = await vscode.commands.executeCommand<{ parts: number }>('dossier.preview');
      assert.ok(preview.parts > 0);
      await vscode.languages.setTextDocumentLanguage(untitled, 'yaml');
      await rowsOf(clauses, () => !isShown());
      await closeAll();
    });

    it('says that there is nothing to preview yet', async () => {
      const untitled = await unsaved('申报单位:\n', 'dossier');
      await vscode.window.showTextDocument(untitled);
      const preview = await vscode.commands.executeCommand<{ version: number; parts: number }>('dossier.preview');
      assert.deepEqual([preview.version, preview.parts], [untitled.version, 0], untitled.getText());
      await closeAll();
    });

    it('reviews the dossier at hand while another file has the cursor', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const beside = await unsaved('# 甲', 'markdown');
      await vscode.window.showTextDocument(beside);
      const review = await vscode.commands.executeCommand<vscode.TextDocument>('dossier.review');
      assert.equal(review.uri.query, document.uri.toString());
      await closeAll();
    });

    it('has lenses that name its commands', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      const known = await vscode.commands.getCommands(true);
      const commands = lenses.flatMap((l) => l.command?.command ?? []);
      assert.ok(commands.includes('dossier.render') && commands.includes('dossier.review'), commands.join());
      assert.deepEqual(
        commands.filter((c) => !known.includes(c)),
        [],
      );
    });

    inEachLanguage('compares the directions in a document of their own', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const compared = await vscode.commands.executeCommand<vscode.TextDocument>(
        'dossier.compareDirections',
        document.uri,
      );
      assert.match(compared.getText(), zh ? /^# 比较申报方向/ : /^# Compare directions/);
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });

    inEachLanguage('writes units and lengths between the words', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const all = new vscode.Range(0, 0, document.lineCount, 0);
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        all,
      );
      const at = find(document, '注册资本: 600').end;
      const hint = found.find((h) => h.position.isEqual(at));
      assert.equal(hint?.label, zh ? '万元' : '10,000 yuan');
    });

    inEachLanguage('shows the review as a document that follows the dossier', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const review = await vscode.commands.executeCommand<vscode.TextDocument>(
        'dossier.review',
        document.uri.toString(),
      );
      assert.match(review.getText(), zh ? /^# 条件对照表/ : /^# Verdicts/);
      assert.match(review.uri.path, zh ? /最小-条件对照表\.md$/ : /最小-clause by clause\.md$/);
      const platform = '砺穹新一代工业互联网平台';
      const isNew = () => review.getText().includes(platform);
      const follows = new Promise<void>((done) => {
        const listener = vscode.workspace.onDidChangeTextDocument(() => {
          if (!isNew()) return;
          listener.dispose();
          done();
        });
      });
      await edit(document, find(document, '平台名称: 砺穹5G工业互联网平台'), `平台名称: ${platform}`);
      await follows;
      await edit(document, find(document, `平台名称: ${platform}`), '平台名称: 砺穹5G工业互联网平台');
      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    });

    inEachLanguage('previews the application to the side, as it is typed', async () => {
      const document = await open('最小/最小.dossier.yaml');
      const shown = () => vscode.commands.executeCommand<{ version: number; parts: number }>('dossier.preview');
      const before = await shown();
      const tabs = vscode.window.tabGroups.all.flatMap((g) => g.tabs.map((tab) => tab.label));
      assert.ok(tabs.includes(`${zh ? '预览' : 'Preview'} 最小.dossier.yaml`), tabs.join(', '));
      assert.equal(vscode.window.activeTextEditor?.document, document, 'the cursor stays in the text');
      const { start } = find(document, '\n平台:');
      await edit(document, new vscode.Range(start, start), '\n  资质荣誉: [{名称: 甲, 授予单位: 乙, 年份: 2022}]');
      const after = await shown();
      assert.equal(after.version, document.version);
      assert.ok(after.parts > before.parts, `${before.parts} parts, then ${after.parts}`);
    });

    it('is coloured by the grammar of YAML', () => {
      const extension = vscode.extensions.all.find((e) => e.packageJSON.name === 'dossier-ls');
      assert.equal(extension?.packageJSON.contributes.grammars[0].scopeName, 'source.dossier');
    });

    inEachLanguage('speaks the language of the editor', async () => {
      const extension = vscode.extensions.all.find((e) => e.packageJSON.name === 'dossier-ls');
      const { title } = extension!.packageJSON.contributes.commands[0];
      const shown = typeof title === 'string' ? title : title.value;
      assert.equal(shown, zh ? '生成申报书' : 'Render Application (申报书)');
    });
  });
}

/** What the views and the status bar show. */
function shown(): ExtensionApi {
  return vscode.extensions.all.find((e) => e.packageJSON.name === 'dossier-ls')!.exports as ExtensionApi;
}

function clauseRows(rows: Rows): readonly Row[] {
  return rows.getChildren().flatMap((chapter) => rows.getChildren(chapter));
}

/** Waits until something holds, asking at each change of a view. */
function rowsOf(rows: Rows, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const finish = (end: () => void) => {
      clearTimeout(late);
      listener.dispose();
      end();
    };
    const seen = () => rows.getChildren().map((row) => `${row.label} ${row.description}`);
    const late = setTimeout(() => finish(() => reject(new Error(`rows are still: ${seen().join('; ')}`))), 30_000);
    // What else hears of the change may come behind us.
    const listener = rows.onDidChangeTreeData(() => setImmediate(() => holds() && finish(resolve)));
  });
}

/** Does what a click on a row does. */
async function follow(rows: Rows, row: Row): Promise<void> {
  const { command, arguments: args = [] } = rows.getTreeItem(row).command!;
  await vscode.commands.executeCommand(command, ...args);
}

function root(): vscode.Uri {
  return vscode.workspace.workspaceFolders![0]!.uri;
}

function extension(): vscode.Extension<unknown> {
  return vscode.extensions.all.find((e) => e.packageJSON.name === 'dossier-ls')!;
}

/** What the log says, read as a user reads it. */
async function log(): Promise<string> {
  await vscode.commands.executeCommand('dossier.showLog');
  let text = '';
  await eventually(() => {
    const shown = vscode.workspace.textDocuments.find((d) => d.uri.scheme === 'output' && /sd-2023/.test(d.getText()));
    text = shown?.getText() ?? '';
    return text !== '';
  });
  return text;
}

/** The processes that the log names, the newest first. */
async function servers(): Promise<readonly number[]> {
  const named = (await log()).matchAll(zh ? /已启动：.*进程 (\d+)/g : / started: .*process (\d+)/g);
  return [...named].map((m) => Number(m[1])).reverse();
}

/** Waits until a server other than the last one has told that it is there. */
async function newServer(before: number): Promise<readonly number[]> {
  let now: readonly number[] = [];
  await eventually(async () => {
    now = await servers();
    return now[0] !== before;
  });
  return now;
}

/** Waits for what VS Code tells no extension of. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it never came to hold: ${holds}`);
}

async function open(name: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0]!.uri, name);
  const document = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(document);
  return document;
}

/** A dossier that is not a file, with the cursor at its end. */
async function write(content: string): Promise<vscode.TextEditor> {
  const document = await unsaved(content, 'dossier');
  const editor = await vscode.window.showTextDocument(document);
  const end = document.positionAt(content.length);
  editor.selection = new vscode.Selection(end, end);
  return editor;
}

let named = 0;

/**
 * A document that was never saved, by a name that no other has had: VS Code keeps the text of one that was closed for a while, and gives
 * it to the next of its name.
 */
async function unsaved(content: string, language: string): Promise<vscode.TextDocument> {
  const uri = vscode.Uri.from({ scheme: 'untitled', path: `unsaved-${++named}` });
  const document = await vscode.workspace.openTextDocument(uri);
  await edit(document, new vscode.Range(0, 0, document.lineCount, 0), content);
  return vscode.languages.setTextDocumentLanguage(document, language);
}

/** Closes every tab, and waits until the extension has been told. */
async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await eventually(() => vscode.window.tabGroups.all.every((group) => group.tabs.length === 0));
}

async function closeActive(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
}

/** Types letters and takes what the list has first for them: the line of the cursor is then the wanted one. */
async function pick(editor: vscode.TextEditor, letters: string, wanted: string): Promise<void> {
  // Chinese comes from its input method as a whole.
  for (const part of /^[a-z]/.test(letters) ? letters : [letters])
    await vscode.commands.executeCommand('type', { text: part });
  await takes(editor, wanted);
}

/** Takes the first item once the list is there. */
async function takes({ document, selection }: vscode.TextEditor, wanted: string): Promise<void> {
  const { line } = selection.active;
  const typed = document.lineAt(line).text;
  await eventually(async () => {
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    return document.lineAt(line).text !== typed;
  });
  assert.equal(document.lineAt(line).text, wanted);
}

async function edit(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<void> {
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, range, text);
  assert.ok(await vscode.workspace.applyEdit(change));
}

/** Waits until the document's findings are as wanted. */
function diagnostics(
  { uri }: vscode.TextDocument,
  wanted: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return diagnosticsAt(uri, wanted);
}

function diagnosticsAt(
  uri: vscode.Uri,
  wanted: (found: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  const now = () => vscode.languages.getDiagnostics(uri);
  if (wanted(now())) return Promise.resolve(now());
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => finish(() => reject(new Error(`findings are still: ${now().map(show).join('; ')}`))),
      30_000,
    );
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      const found = now();
      if (wanted(found)) finish(() => resolve(found));
    });
    const finish = (end: () => void) => {
      clearTimeout(late);
      listener.dispose();
      end();
    };
  });
}

/** Waits until something holds, asking at each change of what the editor shows. */
function until(holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('it never came to hold')), 20_000);
    const listener = vscode.window.onDidChangeTextEditorVisibleRanges(() => {
      if (!holds()) return;
      clearTimeout(late);
      listener.dispose();
      resolve();
    });
  });
}

function find(document: vscode.TextDocument, text: string): vscode.Range {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `the document has “${text}”`);
  return new vscode.Range(document.positionAt(at), document.positionAt(at + text.length));
}

function placed(found: vscode.Location | vscode.LocationLink): vscode.Location {
  return 'targetUri' in found ? new vscode.Location(found.targetUri, found.targetRange) : found;
}

function label(item: vscode.CompletionItem): string {
  return typeof item.label === 'string' ? item.label : item.label.label;
}

function show(d: vscode.Diagnostic): string {
  return `${code(d)} ${d.message}`;
}

/** A finding's rule id, with or without the link to its page. */
function code(d: vscode.Diagnostic): string {
  return String(typeof d.code === 'object' ? d.code.value : d.code);
}
