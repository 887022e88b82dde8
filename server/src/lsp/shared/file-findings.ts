/** The findings of dossiers, by the file that each is shown in. */
import type { Finding } from '../../core/model/finding.ts';
import { unreadFinding } from '../../host/read-faults.ts';
import { groupByFile } from '../../workbench/file-location.ts';
import type { WorkspaceDossiers } from './dossiers.ts';

/** What stands in a file: findings of a dossier, and of the chapters that it keeps apart. */
export interface FileFindings {
  readonly text: string;
  readonly findings: readonly { readonly finding: Finding; readonly dossier: string }[];
}

/** What stands in one file, by its URI; undefined for one that is no dossier and no chapter of one. */
export function findingsIn(dossiers: WorkspaceDossiers, uri: string): FileFindings | undefined {
  return findingsByFile(dossiers, dossiers.dossiersNaming(uri)).get(dossiers.nameOf(uri));
}

/** All that there is to show of these dossiers, by file: every dossier and chapter has an entry. */
function findingsByFile(
  { store, unread }: WorkspaceDossiers,
  names: readonly string[],
): ReadonlyMap<string, FileFindings> {
  const all = new Map<string, FileFindings>();
  for (const dossier of names) {
    const fault = unread.get(dossier);
    if (fault) all.set(dossier, { text: '', findings: [{ finding: unreadFinding(fault), dossier }] });
    const analysis = store.analysis(dossier);
    if (!analysis) continue;
    for (const [path, findings] of groupByFile(dossier, analysis.findings, store)) {
      const before = all.get(path)?.findings ?? [];
      const text = path === dossier ? analysis.source.text : (store.chapterText(path) ?? '');
      all.set(path, { text, findings: [...before, ...findings.map((finding) => ({ finding, dossier }))] });
    }
  }
  return all;
}
