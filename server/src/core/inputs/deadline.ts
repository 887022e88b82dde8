import type { Settings } from './settings.ts';

/** The last day on which a dossier may be handed in: the call's, or an earlier one that its city has set. */
export interface Deadline {
  /** `YYYY-MM-DD`; the day itself still counts. */
  readonly day: string;
  /** True where it is the city's own and not the call's. */
  readonly isOwn: boolean;
}

/**
 * The last day for a dossier of `city`, undefined where the dossier names none. `closes` is the call's, `YYYY-MM-DD`; a city's
 * day after it changes nothing. Undefined where neither has been announced.
 */
export function deadlineOf(
  closes: string | undefined,
  city: string | undefined,
  settings: Settings,
): Deadline | undefined {
  const own = city === undefined ? undefined : settings.deadlines?.[city];
  if (closes === undefined) return own === undefined ? undefined : { day: own, isOwn: true };
  return own !== undefined && own < closes ? { day: own, isOwn: true } : { day: closes, isOwn: false };
}
