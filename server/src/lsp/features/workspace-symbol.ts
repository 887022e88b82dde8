/** `workspace/symbol`: dossiers by the names and codes of their applicants and platforms. */
import { SymbolKind, type WorkspaceSymbol } from 'vscode-languageserver';
import type { Analysis } from '../../core/analysis/types.ts';
import { type DossierSymbol, workspaceSymbols } from '../../core/features/navigation/workspace-symbols.ts';
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
        const found: WorkspaceSymbol[] = [];
        let isNew = false;
        for (const name of dossiers.store.paths) {
          // The first look at many dossiers takes a while; what is typed comes in between.
          if (!dossiers.store.isAnalyzed(name)) {
            isNew = true;
            await new Promise((done) => setImmediate(done));
          }
          const analysis = dossiers.store.analysis(name);
          const uri = dossiers.uriOf(name);
          if (analysis)
            found.push(...workspaceSymbols(analysis, query).map((s) => toWorkspaceSymbol(s, analysis, uri)));
        }
        // What was analyzed only now has findings to be told.
        if (isNew) server.publisher.schedule([]);
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
