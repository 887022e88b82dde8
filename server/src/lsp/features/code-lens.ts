/** `textDocument/codeLens`: above the line that names the notice, what can be done with the whole dossier. */
import type { CodeLens } from 'vscode-languageserver';
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { parseFieldPath } from '../../core/model/path.ts';
import type { Review } from '../../core/review/types.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';
import { reviewOf } from './clauses.ts';

/** Answers with lenses for the commands that the editor said it has. */
export const codeLensFeature: Feature = {
  capabilities: ({ options }) => (options.commands?.length ? { codeLensProvider: { resolveProvider: false } } : {}),
  listen(server) {
    server.connection.onCodeLens(({ textDocument }) => server.orElse([], () => codeLenses(server, textDocument.uri)));
  },
};

const CODE_LENSES = {
  render: { command: 'dossier.render', title: { zh: '生成申报书', en: 'Render the application' } },
  preview: { command: 'dossier.preview', title: { zh: '预览', en: 'Preview' } },
  review: { command: 'dossier.review' },
  compare: { command: 'dossier.compareDirections', title: { zh: '比较申报方向', en: 'Compare directions' } },
} as const;

/** At the line that names the call: what can be done with the whole dossier, as far as the editor has commands for it. */
function codeLenses(server: ServerContext, uri: string): CodeLens[] {
  const { options, locale } = server;
  const open = server.open(uri);
  if (!open) return [];
  const { document, analysis } = open;
  const { pack, source } = analysis;
  if (!pack) return [];
  const range = rangeInDossier(source.span(parseFieldPath(pack.form.roles.notice), 'key'), analysis);
  const { counts } = reviewOf(server, uri, { ...analysis, pack });
  const title = (lens: (typeof CODE_LENSES)[keyof typeof CODE_LENSES]) =>
    'title' in lens ? lens.title : verdictsText(counts);
  return Object.values(CODE_LENSES)
    .filter(({ command }) => options.commands?.includes(command))
    .map((lens) => ({
      range,
      command: { title: title(lens)[locale], command: lens.command, arguments: [document.uri] },
    }));
}

function verdictsText({ 不通过: failed, 待人工核验: person }: Review['counts']): LocalizedText {
  const parts: readonly LocalizedText[] = [
    { zh: failed ? `${failed} 条不通过` : '没有不通过项', en: `${failed} failed` },
    ...(person ? [{ zh: `${person} 条待人工核验`, en: `${person} for a person` }] : []),
  ];
  const said = (locale: Locale) => parts.map((p) => p[locale]).join(' · ');
  return { zh: `条件对照（${said('zh')}）`, en: `Clause by clause (${said('en')})` };
}
