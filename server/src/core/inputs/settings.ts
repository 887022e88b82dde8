/** What a `dossier.config.yaml` may say, as a zod shape, and the settings as read. */
import * as z from 'zod';
import { isDate } from '../text/dates.ts';

/** What zod cannot see is said beside it, for the schema that editors are given. */
const date = z.string().refine(isDate).meta({ format: 'date' });

/** What a registry may have. */
export const REGISTRY_KEYS = ['prior-platforms'] as const;

/** The two readings of “the last three years”. */
const LOOKBACKS = ['application-day', 'calendar-years'] as const;

/** All that a `dossier.config.yaml` may say. What each key is for is told in `core/settings/descriptions.ts`. */
export const settingsShape = z.strictObject({
  /** Notice of dossiers that name none. */
  notice: z.string().optional(),
  /** The list of platforms selected before, as a path from the settings' folder. */
  registry: z.strictObject({ 'prior-platforms': z.string().optional() }).optional(),
  /** Least value of an indicator, by its name. */
  thresholds: z.record(z.string(), z.number()).optional(),
  /** Last day at a city's own office, by city. */
  deadlines: z.record(z.string(), date).optional(),
  /** The order in which a city recommends its dossiers, by city: each by its file or by its platform's name. */
  recommend: z.record(z.string(), z.array(z.string()).meta({ uniqueItems: true })).optional(),
  /**
   * From where the notice's look-back years count: from the day of the application, or from the first of January
   * as many years before its year.
   */
  lookback: z.enum(LOOKBACKS).optional(),
  rules: z.record(z.string(), z.enum(['off', 'error', 'warning', 'info'])).optional(),
  ignore: z.array(z.string()).optional(),
  locale: z.enum(['zh', 'en']).optional(),
});

/** A `dossier.config.yaml` as read; every key may be absent. */
export type Settings = z.infer<typeof settingsShape>;
