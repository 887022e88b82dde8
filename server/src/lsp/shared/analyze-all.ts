/** Analyzes all dossiers of the store with pauses, in which requests of the editor are answered. */

import type { DossierStore } from '../../workbench/dossier-store.ts';

/** How long requests wait at most while many dossiers are analyzed, in ms, that of one dossier apart. */
const LONGEST = 20;

/**
 * Makes all dossiers known to each other and analyzes those for which something has changed, so that each is compared once, with all
 * others. What was analyzed before costs nothing. Gives the dossiers whose own text, files or settings had changed.
 */
export async function analyzeAll(store: DossierStore): Promise<readonly string[]> {
  const changed = store.paths.filter((path) => !store.isAnalyzed(path));
  await inTurns(changed, (path) => store.load(path));
  await inTurns(store.paths, (path) => store.analysis(path));
  return changed;
}

async function inTurns(paths: readonly string[], work: (path: string) => void): Promise<void> {
  let began = performance.now();
  for (const path of paths) {
    work(path);
    if (performance.now() - began < LONGEST) continue;
    await new Promise((resolve) => setImmediate(resolve));
    began = performance.now();
  }
}
