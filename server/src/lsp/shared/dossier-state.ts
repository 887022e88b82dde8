/** Where a dossier stands, for the protocol. */
import type { Analysis } from '../../core/analysis/types.ts';
import { percent } from '../../core/review/completeness.ts';
import { dossierState } from '../../core/review/status.ts';
import { localDay } from '../../host/dossier-files.ts';
import type { DossierState } from '../../protocol.ts';

/** How many findings a dossier has, how far its form is filled, and how many days are left from today. */
export function toDossierState(analysis: Analysis): DossierState {
  const { counts, completeness, deadline } = dossierState(analysis, localDay());
  return {
    errors: counts.error,
    warnings: counts.warning,
    infos: counts.info,
    filled: completeness ? { ...completeness, percent: percent(completeness) } : null,
    deadline: deadline ?? null,
  };
}
