/** An author at VS Code, over the protocol: types, takes what completion shows, walks tab stops, takes fixes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodeAction, CompletionItem, Diagnostic, TextEdit } from 'vscode-languageserver-protocol/node';
import { InsertTextFormat } from 'vscode-languageserver-protocol/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Client } from './editor.ts';
import { expanded, type Stop } from './snippet.ts';

/** An item that is asked for by some letters stands among so many: nobody reads further. */
const SEEN = 5;

export class Author {
  document: TextDocument;
  private readonly client: Client;
  /** What typing replaces; the cursor is at its end. */
  private selection = { start: 0, end: 0 };
  /** Of the snippet that is being filled; empty where none is. */
  private stops: readonly Stop[] = [];
  private at = 0;

  constructor(client: Client, document: TextDocument) {
    this.client = client;
    this.document = document;
  }

  get text(): string {
    return this.document.getText();
  }

  /** The line of the cursor, with `▮` where it stands. */
  get here(): string {
    const { line, character } = this.document.positionAt(this.cursor);
    const text = this.text.split('\n')[line]!;
    return `${line + 1}: ${text.slice(0, character)}▮${text.slice(character)}`;
  }

  async type(text: string): Promise<void> {
    const { start } = this.selection;
    await this.replace(this.selection, text);
    this.put(start + text.length);
  }

  /** Enter, Tab, Outdent, Space, or a character with what the editor does of itself: brackets are closed as they are opened. */
  async press(named: string): Promise<void> {
    const key = named === 'Space' ? ' ' : named;
    if (key === 'Enter') return this.type(`\n${this.indentation()}`);
    if (key === 'Tab') return this.tab();
    if (key === 'Outdent') return this.outdent();
    const next = this.text[this.cursor] ?? '';
    if (next === key && LANGUAGE.autoClosingPairs.some((p) => p.close === key)) return this.move(this.cursor + 1);
    const close = LANGUAGE.autoClosingPairs.find((p) => p.open === key)?.close;
    if (close === undefined || /[^\s\]}]/.test(next)) return this.type(key);
    await this.type(key + close);
    this.put(this.cursor - close.length);
  }

  /** Puts the cursor where `▮` stands in words that stand once in the text, or behind them. */
  go(marked: string): void {
    const words = marked.replace('▮', '');
    const start = this.text.indexOf(words);
    assert.ok(start >= 0 && this.text.indexOf(words, start + 1) < 0, `“${words}” stands once in\n${this.text}`);
    const behind = marked.indexOf('▮');
    this.move(start + (behind < 0 ? words.length : behind));
  }

  /** Types letters and takes the item of this label from the list that they bring up. */
  async accept(label: string, letters = ''): Promise<void> {
    // Latin letters come one by one, and the list with the first; Chinese comes from its input method as a whole.
    const first = /^[\x20-\x7e]/.test(letters) ? letters.slice(0, 1) : letters;
    if (letters || this.selection.end > this.selection.start) await this.type(first);
    const items = await this.client.completion(this.document.uri, this.document.positionAt(this.cursor));
    const rest = letters.slice(first.length);
    if (rest) await this.type(rest);
    const shown = items
      .filter((item) => answers(item.filterText ?? item.label, this.text.slice(this.spanOf(item).start, this.cursor)))
      .sort((a, b) => order(a).localeCompare(order(b), 'en'));
    const rank = shown.findIndex((item) => item.label === label);
    const told = `${JSON.stringify(letters)} at ${this.here}; offered: ${items.map((i) => i.label).join(', ')}`;
    assert.ok(rank >= 0, `“${label}” is shown for ${told}`);
    assert.ok(!letters || rank < SEEN, `“${label}” is among the first, not number ${rank + 1}, for ${told}`);
    await this.take(shown[rank]!, rest.length);
  }

  /** Takes a quick fix by its title, at the first finding of a rule that has it. */
  async fix(rule: string, title: string): Promise<void> {
    const offered: string[] = [];
    for (const { range } of (await this.findings()).filter((d) => d.code === rule)) {
      const actions = await this.client.actions(this.document.uri, range);
      const mends = (a: CodeAction) => a.title === title && a.diagnostics?.some((d) => d.code === rule);
      const action = actions.find(mends);
      if (action) return this.apply(action.edit?.changes?.[this.document.uri] ?? []);
      offered.push(...actions.map((a) => a.title));
    }
    assert.fail(`“${title}” is not offered for ${rule}, but ${offered.join('; ') || 'nothing'}\n${this.text}`);
  }

  /** The labels of all that is offered where the cursor is. */
  async offered(): Promise<readonly string[]> {
    const items = await this.client.completion(this.document.uri, this.document.positionAt(this.selection.start));
    return items.map((item) => item.label);
  }

  async format(): Promise<void> {
    await this.apply(await this.formatting());
  }

  formatting(): Promise<TextEdit[]> {
    return this.client.connection.sendRequest('textDocument/formatting', {
      textDocument: { uri: this.document.uri },
      options: { tabSize: 2, insertSpaces: true },
    });
  }

  /** What is found once the server is done with all that it was told. */
  async findings(): Promise<readonly Diagnostic[]> {
    await this.client.settled();
    return this.client.pull(this.document.uri);
  }

  private get cursor(): number {
    return this.selection.end;
  }

  private put(offset: number): void {
    this.selection = { start: offset, end: offset };
  }

  /** A snippet is done when its tab stop is left otherwise than by Tab. */
  private move(offset: number): void {
    this.put(offset);
    const stop = this.stops[this.at];
    if (stop && (offset < stop.start || offset > stop.end)) this.stops = [];
  }

  private tab(): void {
    assert.ok(this.stops.length, `a snippet is being filled at ${this.here}`);
    this.selection = this.stops[++this.at]!;
    if (this.at + 1 === this.stops.length) this.stops = [];
  }

  private async outdent(): Promise<void> {
    const { cursor } = this;
    assert.match(this.text.slice(0, cursor), / {2}$/, `blanks before the cursor at ${this.here}`);
    await this.replace({ start: cursor - 2, end: cursor }, '');
    this.put(cursor - 2);
  }

  /** What a new line begins with, by the rules of the language. */
  private indentation(): string {
    const line = this.text.slice(this.text.lastIndexOf('\n', this.cursor - 1) + 1, this.cursor);
    const own = /^ */.exec(line)![0];
    const rule = LANGUAGE.onEnterRules.find((r) => new RegExp(r.beforeText.pattern).test(line));
    if (rule) return own + (rule.action.appendText ?? '');
    return new RegExp(LANGUAGE.indentationRules.increaseIndentPattern).test(line) ? `${own}  ` : own;
  }

  /** Accepts an item that was asked for before the last `more` characters were typed. */
  private async take(item: CompletionItem, more: number): Promise<void> {
    const { start, end } = this.spanOf(item);
    const isSnippet = item.insertTextFormat === InsertTextFormat.Snippet;
    const { newText } = item.textEdit!;
    const line = this.text.slice(this.text.lastIndexOf('\n', start - 1) + 1, start);
    const text = newText.replaceAll('\n', `\n${/^[ \t]*/.exec(line)![0]}`);
    const { text: plain, stops } = isSnippet ? expanded(text) : { text, stops: [] };
    await this.replace({ start, end: end + more }, plain);
    this.put(start + plain.length);
    const own = stops.map((s) => ({ ...s, start: s.start + start, end: s.end + start }));
    if (own.length < 2) return;
    // One in another's tab stop is filled before the next of those.
    this.stops = this.stops.length ? this.stops.toSpliced(this.at + 1, 0, ...own.slice(0, -1)) : own;
    this.at = this.stops.indexOf(own[0]!);
    this.selection = own[0]!;
  }

  private spanOf(item: CompletionItem): { readonly start: number; readonly end: number } {
    assert.ok(item.textEdit && 'range' in item.textEdit, `“${item.label}” says what it replaces`);
    const { start, end } = item.textEdit.range;
    return { start: this.document.offsetAt(start), end: this.document.offsetAt(end) };
  }

  /** A fix leaves the cursor with the words that it stands behind. */
  private async apply(edits: readonly TextEdit[]): Promise<void> {
    this.stops = [];
    const spans = edits.map((e) => ({
      start: this.document.offsetAt(e.range.start),
      end: this.document.offsetAt(e.range.end),
      text: e.newText,
    }));
    for (const { start, end, text } of spans.toSorted((a, b) => b.start - a.start)) {
      const { cursor } = this;
      await this.replace({ start, end }, text);
      if (end <= cursor) this.put(cursor + text.length - (end - start));
      else if (start < cursor) this.put(start);
    }
  }

  private async replace(span: { readonly start: number; readonly end: number }, text: string): Promise<void> {
    this.document = await this.client.change(this.document, span, text);
    const by = text.length - (span.end - span.start);
    this.stops = this.stops.map((stop, i) => {
      const isHere = i === this.at && span.start >= stop.start && span.end <= stop.end;
      if (isHere) return { ...stop, end: stop.end + by };
      return stop.start >= span.end ? { ...stop, start: stop.start + by, end: stop.end + by } : stop;
    });
  }
}

/** As VS Code filters: the letters in their order, the first of them where a word begins. */
function answers(filter: string, typed: string): boolean {
  const [words, letters] = [filter.toLowerCase(), typed.trim().toLowerCase()];
  const follow = (from: number) => {
    let at = from - 1;
    for (const letter of letters) {
      at = words.indexOf(letter, at + 1);
      if (at < 0) return false;
    }
    return true;
  };
  const begins = (at: number) => words[at] === letters[0] && (at === 0 || /[\s/._-]/.test(words[at - 1]!));
  return !letters || Array.from(words, (_, at) => at).some((at) => begins(at) && follow(at));
}

function order(item: CompletionItem): string {
  return item.sortText ?? item.label;
}

interface Language {
  readonly autoClosingPairs: readonly { readonly open: string; readonly close: string }[];
  readonly indentationRules: { readonly increaseIndentPattern: string };
  readonly onEnterRules: readonly {
    readonly beforeText: { readonly pattern: string };
    readonly action: { readonly appendText?: string };
  }[];
}

/** How the editor behaves in this language by itself. */
const LANGUAGE = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../client/language/configuration.json'), 'utf8'),
) as Language;
