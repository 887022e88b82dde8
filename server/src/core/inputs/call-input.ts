import type { Registry } from './registry.ts';
import type { Settings } from './settings.ts';

/** What the dossiers of one call are analyzed with: the settings that hold for them, and the list that these name. */
export interface CallInput {
  readonly settings: Settings;
  /** The list of platforms selected before, where the settings name one. */
  readonly registry?: Registry;
}
