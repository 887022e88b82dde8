/** The engine's words to LSP's. */
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
import type { Finding, Locale, Related, Severity, Span } from '../core/finding.ts';
import { Lines } from '../core/lines.ts';
import type { SettingsProblem } from '../core/settings.ts';

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
  /** Where the other end of a finding is. */
  readonly place: (related: Related) => { readonly uri: string; readonly range: Range } | undefined;
}

/** A finding at its place in a file whose lines these are. */
export function diagnostic(finding: Finding, lines: Lines, { locale, pages, place }: Telling): Diagnostic {
  const href = pages.get(`${finding.rule}.${locale}`);
  const related = finding.related.flatMap((r) => {
    const location = place(r);
    return location ? [{ location, message: r.message[locale] }] : [];
  });
  return {
    range: rangeIn(finding.span, lines),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    ...(href === undefined ? {} : { codeDescription: { href } }),
    source: SOURCE,
    message: finding.message[locale],
    ...(related.length ? { relatedInformation: related } : {}),
  };
}

/** What is wrong in the settings or in a list that they name. */
export function settingsDiagnostic({ from, to, message }: SettingsProblem, locale: Locale): Diagnostic {
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

export function rangeIn(span: Span, lines: Lines): Range {
  return { start: lines.position(span.start), end: lines.position(span.end) };
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
  const touched = analysis.findings.filter((f) => f.file === undefined && f.span.start <= to && f.span.end >= from);
  const lines = new Lines(document.getText());
  return touched.flatMap((finding) =>
    finding.fixes.map((fix) => ({
      title: fix.title[telling.locale],
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic(finding, lines, telling)],
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
