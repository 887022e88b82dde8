/** Turns findings, spans and texts of the engine into those of LSP. */
import { type Diagnostic, DiagnosticSeverity, type MarkupContent, MarkupKind, type Range } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';
import type { Span } from '../../core/model/edit.ts';
import type { Finding, RelatedLocation, Severity } from '../../core/model/finding.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { SettingsProblem } from '../../core/settings/read-settings.ts';
import type { LineIndex } from '../../core/text/lines.ts';
import { plainMarkdown } from './plain-text.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** What a diagnostic depends on besides its finding. */
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
    message: withRuleTitle(finding, locale),
    ...(related.length ? { relatedInformation: related } : {}),
  };
}

/** The sentence with the title of its rule behind it; the id stands in the code of the diagnostic. */
export function withRuleTitle({ message, title }: Finding, locale: Locale): string {
  return locale === 'zh' ? `${message.zh} 〔${title.zh}〕` : `${message.en} [${title.en}]`;
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

/** A stretch of a text, by UTF-16 offsets, as lines and columns. */
export function toRange(span: Span, lines: LineIndex): Range {
  return { start: lines.position(span.start), end: lines.position(span.end) };
}

/** A stretch of a dossier, by UTF-16 offsets; the analysis knows where its lines begin. */
export function rangeInDossier({ start, end }: Span, { source }: Pick<Analysis, 'source'>): Range {
  return { start: source.position(start), end: source.position(end) };
}

/** Markdown for an editor that shows it, else its words as plain text. */
export function toMarkup(markdown: string, formats: readonly MarkupKind[] = []): MarkupContent {
  return formats.includes(MarkupKind.Markdown)
    ? { kind: MarkupKind.Markdown, value: markdown }
    : { kind: MarkupKind.PlainText, value: plainMarkdown(markdown) };
}

/** A stretch of an open document, by UTF-16 offsets. */
export function rangeInDocument(span: Span, document: TextDocument): Range {
  return { start: document.positionAt(span.start), end: document.positionAt(span.end) };
}
