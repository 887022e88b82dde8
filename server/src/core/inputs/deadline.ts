/** The last day on which a dossier may be handed in: the call's, or an earlier one that its city has set. */
import type { Settings } from './settings.ts';

export interface Deadline {
  /** `YYYY-MM-DD`; the day itself still counts. */
  readonly day: string;
  /** True where it is the city's own and not the call's. */
  readonly isOwn: boolean;
}

/** `city` is undefined where the dossier names none; a city's day after the call's own changes nothing. */
export function deadlineOf(closes: string, city: string | undefined, settings: Settings): Deadline {
  const own = city === undefined ? undefined : settings.deadlines?.[city];
  return own !== undefined && own < closes ? { day: own, isOwn: true } : { day: closes, isOwn: false };
}
