/** `textDocument/codeAction`: fixes of findings, sections in the order of the form, all safe fixes at once. */
import {
  type ClientCapabilities,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Analysis } from '../../core/analysis/types.ts';
import {
  addMissingFields,
  type FixOptions,
  fixAll,
  isPreferred,
  quickFixes,
} from '../../core/features/code-actions/quick-fixes.ts';
import { formatting } from '../../core/features/formatting/formatting.ts';
import type { Edit, Span } from '../../core/model/edit.ts';
import type { Finding, Fix } from '../../core/model/finding.ts';
import { LineIndex } from '../../core/text/lines.ts';
import { localDay } from '../../host/dossier-files.ts';
import type { Feature } from '../shared/feature.ts';
import { type DiagnosticContext, rangeInDocument, toDiagnostic } from '../shared/to-lsp.ts';

/** Answers requests for code actions. An editor that takes nothing but commands has none: a fix is an edit. */
export const codeActionFeature: Feature = {
  capabilities: ({ client }) =>
    client.textDocument?.codeAction?.codeActionLiteralSupport
      ? { codeActionProvider: { codeActionKinds: ['quickfix', 'refactor.rewrite', FIX_ALL] } }
      : {},
  listen(server) {
    server.connection.onCodeAction((params) =>
      server.orElse([], () => {
        const open = server.open(params.textDocument.uri);
        const context = server.publisher.diagnosticContext(server.dossiers.nameOf(params.textDocument.uri));
        const takesSnippets = takesSnippetEdits(server.client);
        return open ? codeActions({ ...open, takesSnippets }, params, context, { today: localDay() }) : [];
      }),
    );
  },
};

interface OpenDossier {
  readonly document: TextDocument;
  readonly analysis: Analysis;
  /** The editor expands snippets in the edits of a code action. */
  readonly takesSnippets: boolean;
}

function takesSnippetEdits({ workspace }: ClientCapabilities): boolean {
  const { documentChanges, snippetEditSupport } = workspace?.workspaceEdit ?? {};
  return documentChanges === true && snippetEditSupport === true;
}

/** The kind of the action that applies all safe fixes, as an editor's settings for saving name it. */
const FIX_ALL = 'source.fixAll.dossier';
const FIX_ALL_TITLE = {
  zh: '改正全部标点、空格、引号和日期写法',
  en: 'Mend all punctuation, blanks, quotes and date forms',
};
const ORDER_TITLE = { zh: '把这一节按表单顺序整理', en: 'Put this section into the order of the form' };

/** The fixes of the findings that a selection touches, and what fixes the whole file. */
function codeActions(
  open: OpenDossier,
  { range, context }: Pick<CodeActionParams, 'range' | 'context'>,
  diagnosticContext: DiagnosticContext,
  options: FixOptions,
): CodeAction[] {
  const { document, analysis } = open;
  const { locale } = diagnosticContext;
  const wants = (kind: string) => !context.only || context.only.some((k) => kind === k || kind.startsWith(`${k}.`));
  const selection = { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
  const actions = wants(CodeActionKind.QuickFix) ? fixActions(open, selection, diagnosticContext, options) : [];
  // At each move of the cursor an editor asks in order to show its lamp: what is not about the place itself can wait to be asked for.
  const isAsked = context.triggerKind !== CodeActionTriggerKind.Automatic;
  const ordered = isAsked && wants(CodeActionKind.RefactorRewrite) ? formatting(analysis, selection) : [];
  if (ordered.length)
    actions.push({
      title: ORDER_TITLE[locale],
      kind: CodeActionKind.RefactorRewrite,
      edit: toWorkspaceEdit(ordered, document),
    });
  const safe = isAsked && wants(FIX_ALL) ? fixAll(analysis) : [];
  if (safe.length) actions.push({ title: FIX_ALL_TITLE[locale], kind: FIX_ALL, edit: toWorkspaceEdit(safe, document) });
  return actions;
}

function fixActions(
  { document, analysis, takesSnippets }: OpenDossier,
  selection: Span,
  context: DiagnosticContext,
  options: FixOptions,
): CodeAction[] {
  const touches = ({ span }: Finding) => span.start <= selection.end && span.end >= selection.start;
  const touched = analysis.findings.filter((f) => f.file === undefined && touches(f));
  const lines = new LineIndex(document.getText());
  const action = (fix: Fix, of: readonly Finding[], isPreferred: boolean): CodeAction => ({
    title: fix.title[context.locale],
    kind: CodeActionKind.QuickFix,
    diagnostics: of.map((f) => toDiagnostic(f, lines, context)),
    ...(isPreferred ? { isPreferred } : {}),
    edit:
      (takesSnippets && fix.snippet && toSnippetEdit(fix.snippet, document)) || toWorkspaceEdit(fix.edits, document),
  });
  const actions = touched.flatMap((finding) =>
    quickFixes(analysis, finding, options).map((fix, i) =>
      action(fix, [finding], i === 0 && isPreferred(analysis, fix)),
    ),
  );
  const missing = touched.filter((f) => f.rule === 'missing-field');
  const all = missing.length ? addMissingFields(analysis) : undefined;
  return all ? [...actions, action(all, missing, false)] : actions;
}

function toWorkspaceEdit(edits: readonly Edit[], document: TextDocument): CodeAction['edit'] {
  return {
    changes: { [document.uri]: edits.map((e) => ({ range: rangeInDocument(e.span, document), newText: e.text })) },
  };
}

/**
 * An insertion that leaves the cursor at its first tab stop. Editors give the lines of a snippet the indentation of the line
 * that it goes into: new lines behind a line are therefore inserted before the next one, at its beginning. Undefined where
 * there is no next line.
 */
function toSnippetEdit({ span, text }: Edit, document: TextDocument): CodeAction['edit'] {
  const [eol = ''] = /^\r?\n/.exec(text) ?? [];
  const isNext = eol !== '' && document.getText().startsWith(eol, span.start);
  const at = isNext ? { start: span.start + eol.length, end: span.end + eol.length } : span;
  if (eol !== '' && !isNext) return undefined;
  const value = isNext ? text.slice(eol.length) + eol : text;
  const edit = { range: rangeInDocument(at, document), snippet: { kind: 'snippet' as const, value } };
  const { uri, version } = document;
  return { documentChanges: [{ textDocument: { uri, version }, edits: [edit] }] };
}
