/** `workspace/symbol`: dossiers by the names and codes of their applicants and platforms. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import { type DossierSymbol, workspaceSymbols } from '../../core/features/navigation/workspace-symbols.ts';
import { analyzeAll } from '../shared/analyze-all.ts';
import type { Feature } from '../shared/feature.ts';
import { rangeInDossier } from '../shared/to-lsp.ts';

/** Answers searches over all dossiers of the workspace. */
export const workspaceSymbolFeature: Feature = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  listen(server) {
    const { connection, dossiers } = server;
    connection.onWorkspaceSymbol(({ query }) =>
      server.orElseAsync([], async () => {
        server.settle();
        const { store } = dossiers;
        // What was analyzed only now has findings to be told.
        if ((await analyzeAll(store)).length) server.publisher.schedule([]);
        const found: WorkspaceSymbol[] = [];
        for (const name of store.paths) {
          const analysis = store.analysis(name);
          const uri = dossiers.uriOf(name);
          if (analysis)
            found.push(...workspaceSymbols(analysis, query).map((s) => toWorkspaceSymbol(s, analysis, uri)));
        }
        return found;
      }),
    );
  },
};

const SYMBOL_KINDS: Readonly<Record<DossierSymbol['kind'], SymbolKind>> = {
  applicant: SymbolKind.Class,
  platform: SymbolKind.Module,
  code: SymbolKind.Constant,
};

function toWorkspaceSymbol({ name, kind, of, span }: DossierSymbol, analysis: Analysis, uri: string): WorkspaceSymbol {
  return {
    name,
    kind: SYMBOL_KINDS[kind],
    location: { uri, range: rangeInDossier(span, analysis) },
    ...(of ? { containerName: of } : {}),
  };
}
