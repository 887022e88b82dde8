/** The engine's words to LSP's: the only file that knows both vocabularies. */
import {
  type CodeAction,
  CodeActionKind,
  type CompletionItem,
  CompletionItemKind,
  type Diagnostic,
  DiagnosticSeverity,
  type Hover,
  InsertTextFormat,
  MarkupKind,
  type Range,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../core/analyze.ts';
import type { Suggestion } from '../core/complete.ts';
import type { Description } from '../core/describe.ts';
import type { Finding, Locale, Severity, Span } from '../core/finding.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

const KINDS: Readonly<Record<Suggestion['kind'], CompletionItemKind>> = {
  field: CompletionItemKind.Field,
  group: CompletionItemKind.Module,
  value: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  skeleton: CompletionItemKind.Snippet,
};

/** What the faces of a finding depend on besides the finding. */
export interface Telling {
  readonly locale: Locale;
  /** The URIs of the rules' pages, by `rule.locale`. */
  readonly pages: ReadonlyMap<string, string>;
}

export function diagnostic(finding: Finding, document: TextDocument, { locale, pages }: Telling): Diagnostic {
  const href = pages.get(`${finding.rule}.${locale}`);
  const related = finding.related.flatMap((r) =>
    'far' in r
      ? []
      : {
          location: { uri: document.uri, range: range(r.span, document) },
          message: r.message[locale],
        },
  );
  return {
    range: range(finding.span, document),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: 'dossier',
    message: finding.message[locale],
    ...(related.length ? { relatedInformation: related } : {}),
  };
}

export function completionItem(suggestion: Suggestion, document: TextDocument): CompletionItem {
  const { label, kind, detail, documentation, insert, span, order, filter } = suggestion;
  return {
    label,
    kind: KINDS[kind],
    ...(detail ? { detail } : {}),
    ...(documentation ? { documentation: { kind: MarkupKind.Markdown, value: documentation } } : {}),
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range: range(span, document), newText: insert },
    sortText: String(order + 1).padStart(4, '0'),
    filterText: filter,
  };
}

export function hover(description: Description, document: TextDocument): Hover {
  return {
    contents: { kind: MarkupKind.Markdown, value: description.markdown },
    range: range(description.span, document),
  };
}

/** The fixes of the findings that a selection touches. */
export function codeActions(
  document: TextDocument,
  analysis: Analysis,
  selection: Range,
  telling: Telling,
): CodeAction[] {
  const [from, to] = [document.offsetAt(selection.start), document.offsetAt(selection.end)];
  const touched = analysis.findings.filter((f) => f.span.start <= to && f.span.end >= from);
  return touched.flatMap((finding) =>
    finding.fixes.map((fix) => ({
      title: fix.title[telling.locale],
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic(finding, document, telling)],
      isPreferred: finding.fixes.length === 1,
      edit: {
        changes: { [document.uri]: fix.edits.map((e) => ({ range: range(e.span, document), newText: e.text })) },
      },
    })),
  );
}

function range(span: Span, document: TextDocument): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}
