/** What opening a file of evidence comes to. */
import type { EvidenceFile } from '../../core/inputs/evidence.ts';

/** A fact about a file whose kind is known. */
export type InspectedFile = Extract<EvidenceFile, { readonly kind: string }>;

/** Its state, with the reason where it could not be checked; the pages of a PDF, the size of a picture in pixels. */
export type OpenResult = Pick<InspectedFile, 'state' | 'why' | 'pages' | 'width' | 'height'>;
