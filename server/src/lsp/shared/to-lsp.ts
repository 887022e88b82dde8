/** The engine's words to LSP's. */
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  type InlayHint,
  InsertTextFormat,
  InsertTextMode,
  type MarkupContent,
  MarkupKind,
  type Range,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';
import { addMissingFields, type FixOptions, fixAll, quickFixes } from '../../core/features/code-actions/quick-fixes.ts';
import type { CompletionSuggestion } from '../../core/features/completion/suggestion.ts';
import { formatting } from '../../core/features/formatting/formatting.ts';
import type { HoverContent } from '../../core/features/hover/hover.ts';
import type { ValueHint } from '../../core/features/structure/inlay-hints.ts';
import type { Edit, Span } from '../../core/model/edit.ts';
import type { Finding, Fix, RelatedLocation, Severity } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { SettingsProblem } from '../../core/settings/read-settings.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { OFFER } from '../../protocol.ts';
import { plainMarkdown, plainSnippet } from './plain-text.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

const KINDS: Readonly<Record<CompletionSuggestion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  group: CompletionItemKind.Module,
  value: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  skeleton: CompletionItemKind.Snippet,
};

/** What the faces of a finding depend on besides the finding. */
export interface DiagnosticContext {
  readonly locale: Locale;
  /** The URI of a rule's page. */
  readonly rulePage: (rule: string) => string | undefined;
  /** Where the other end of a finding is. */
  readonly locate: (related: RelatedLocation) => { readonly uri: string; readonly range: Range } | undefined;
}

/** A finding at its place in a file whose lines these are. */
export function toDiagnostic(
  finding: Finding,
  lines: LineIndex,
  { locale, rulePage, locate }: DiagnosticContext,
): Diagnostic {
  const href = rulePage(finding.rule);
  const related = finding.related.flatMap((r) => {
    const location = locate(r);
    return location ? [{ location, message: r.message[locale] }] : [];
  });
  return {
    range: toRange(finding.span, lines),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: SOURCE,
    message: finding.message[locale],
    ...(related.length ? { relatedInformation: related } : {}),
  };
}

/** What is wrong in the settings or in a list that they name. */
export function toSettingsDiagnostic({ from, to, message }: SettingsProblem, locale: Locale): Diagnostic {
  const end = { line: to.line, character: Math.min(to.character, END_OF_LINE) };
  return {
    range: { start: from, end },
    severity: DiagnosticSeverity.Error,
    code: 'settings',
    source: SOURCE,
    message: message[locale],
  };
}

const SOURCE = 'dossier';
/** Further than any line goes; editors cut it off. */
const END_OF_LINE = 100_000;

export function toRange(span: Span, lines: LineIndex): Range {
  return { start: lines.position(span.start), end: lines.position(span.end) };
}

/** A stretch of a dossier, whose lines are counted once. */
export function rangeInDossier({ start, end }: Span, { source }: Pick<Analysis, 'source'>): Range {
  return { start: source.position(start), end: source.position(end) };
}

export function toCompletionItem(
  suggestion: CompletionSuggestion,
  document: TextDocument,
  { textDocument }: ClientCapabilities,
  commands: readonly string[] = [],
): CompletionItem {
  const { label, kind, detail, documentation, insert, span, order, filter, commit } = suggestion;
  const { completion, hover } = textDocument ?? {};
  const can = completion?.completionItem;
  const snippet = can?.snippetSupport === true;
  // The first line's blanks are the editor's to repeat where it expands snippets, ours where it does not.
  const mode = snippet ? InsertTextMode.adjustIndentation : InsertTextMode.asIs;
  const told = can?.insertTextModeSupport?.valueSet.includes(mode) === true;
  const repeats = snippet || (!told && completion?.insertTextMode === InsertTextMode.adjustIndentation);
  const text = snippet ? insert : plainSnippet(insert);
  return {
    label,
    kind: KINDS[kind],
    ...(detail ? { detail } : {}),
    // Some editors speak of Markdown only where they speak of hovers.
    ...(documentation
      ? { documentation: toMarkup(documentation, can?.documentationFormat ?? hover?.contentFormat) }
      : {}),
    insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    ...(told ? { insertTextMode: mode } : {}),
    textEdit: {
      range: rangeInDocument(span, document),
      newText: repeats ? text : text.replaceAll('\n', `\n${indentAt(span.start, document)}`),
    },
    sortText: String(order + 1).padStart(4, '0'),
    filterText: filter,
    ...(commit.length ? { commitCharacters: [...commit] } : {}),
    // Where the first tab stop is a place still empty, not one behind a value.
    ...(snippet && /[ []\$\{1\}/.test(insert) && commands.includes(OFFER)
      ? { command: { title: '', command: OFFER } }
      : {}),
  };
}

export function toHover(
  description: HoverContent,
  document: TextDocument,
  { textDocument }: ClientCapabilities,
): Hover {
  return {
    contents: toMarkup(description.markdown, textDocument?.hover?.contentFormat),
    range: rangeInDocument(description.span, document),
  };
}

function toMarkup(markdown: string, formats: readonly MarkupKind[] = []): MarkupContent {
  return formats.includes(MarkupKind.Markdown)
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainMarkdown(markdown) };
}

/** The blanks that a line begins with. */
function indentAt(offset: number, document: TextDocument): string {
  const { line } = document.positionAt(offset);
  const before = document.getText({ start: { line, character: 0 }, end: document.positionAt(offset) });
  return /^[ \t]*/.exec(before)![0];
}

export function toInlayHint({ offset, label }: ValueHint, document: TextDocument, locale: Locale): InlayHint {
  return { position: document.positionAt(offset), label: label[locale], paddingLeft: true };
}

/** The fixes of the findings that a selection touches, and what fixes the whole file. */
export function codeActions(
  { document, analysis }: { readonly document: TextDocument; readonly analysis: Analysis },
  { range: selection, context }: Pick<CodeActionParams, 'range' | 'context'>,
  diagnosticContext: DiagnosticContext,
  options: FixOptions,
): CodeAction[] {
  const wants = (kind: string) => !context.only || context.only.some((k) => kind === k || kind.startsWith(`${k}.`));
  const edit = (edits: readonly Edit[]) => ({
    changes: { [document.uri]: edits.map((e) => ({ range: rangeInDocument(e.span, document), newText: e.text })) },
  });
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    const [from, to] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
    const touched = analysis.findings.filter((f) => f.file === undefined && f.span.start <= to && f.span.end >= from);
    const lines = new LineIndex(document.getText());
    const action = (fix: Fix, of: readonly Finding[], isPreferred: boolean): CodeAction => ({
      title: fix.title[diagnosticContext.locale],
      kind: CodeActionKind.QuickFix,
      diagnostics: of.map((f) => toDiagnostic(f, lines, diagnosticContext)),
      ...(isPreferred ? { isPreferred } : {}),
      edit: edit(fix.edits),
    });
    for (const finding of touched) {
      const fixes = quickFixes(analysis, finding, options);
      // What is sure, or the only change to the place itself, is what a key press should do.
      const preferred = finding.fixSpecs.length === 1 || fixes[0]?.safe === true;
      actions.push(...fixes.map((fix, i) => action(fix, [finding], i === 0 && preferred)));
    }
    const missing = touched.filter((f) => f.rule === 'missing-field');
    const all = missing.length ? addMissingFields(analysis) : undefined;
    if (all) actions.push(action(all, missing, false));
  }
  // At each move of the cursor an editor asks for the lamp's sake: what is not about the place itself can wait to be asked for.
  const isAsked = context.triggerKind !== CodeActionTriggerKind.Automatic;
  if (isAsked && wants(CodeActionKind.RefactorRewrite)) {
    const section = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
    const edits = formatting(analysis, section);
    if (edits.length)
      actions.push({
        title: ORDER_TITLE[diagnosticContext.locale],
        kind: CodeActionKind.RefactorRewrite,
        edit: edit(edits),
      });
  }
  const safe = isAsked && wants(FIX_ALL) ? fixAll(analysis) : [];
  if (safe.length) actions.push({ title: FIX_ALL_TITLE[diagnosticContext.locale], kind: FIX_ALL, edit: edit(safe) });
  return actions;
}

const ORDER_TITLE = { zh: '把这一节按表单顺序整理', en: 'Put this section into the order of the form' };
export const FIX_ALL = 'source.fixAll.dossier';
const FIX_ALL_TITLE = {
  zh: '改正全部标点、空格、引号和日期写法',
  en: 'Mend all punctuation, blanks, quotes and date forms',
};

function rangeInDocument(span: Span, document: TextDocument): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}
