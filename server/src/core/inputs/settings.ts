/** What a `dossier.config.yaml` may say, as a zod shape, and the settings as read. */
import * as z from 'zod';
import { isDate } from '../text/dates.ts';

/** What zod cannot see is said beside it, for the schema that editors are given. */
const date = z.string().refine(isDate).meta({ format: 'date' });

/** A text that says something: not blank, no 无, no dash alone. */
const statement = z.string().regex(/^(?!\s*(?:无|暂无|没有|不适用|[nN]\/?[aA]|[-/／—–]*)[。.]?\s*$)/);

/** The lists that a registry may have. */
export const REGISTRY_KEYS = ['prior-platforms'] as const;

/** The two readings of “the last three years”. */
const LOOKBACKS = ['application-day', 'calendar-years'] as const;

const ruleLevel = z.enum(['off', 'error', 'warning', 'info']);

/** A rule that is lowered or switched off, with the reason and who decided it. */
export const decidedRule = z.strictObject({ as: ruleLevel, reason: statement, by: statement });

/** A list as a file, with where it comes from and of which day it is; without these nothing is passed by it. */
const sourcedList = z.strictObject({ file: z.string(), source: statement.optional(), date: date.optional() });

/** The settings that may also be given for one call. */
const callSettings = {
  /** The list of platforms selected before: a file from the settings' folder, with its source and date. */
  registry: z.strictObject({ 'prior-platforms': z.union([z.string(), sourcedList]).optional() }).optional(),
  /** Least value of an indicator, by its name; 1 or more, since less is no demand. */
  thresholds: z.record(z.string(), z.number().min(1)).optional(),
  /** Last day at a city's own office, by city. */
  deadlines: z.record(z.string(), date).optional(),
  /** Severity of a rule, or off; one of a 须 or 不得 clause is lowered with a reason and a name only. */
  rules: z.record(z.string(), z.union([ruleLevel, decidedRule])).optional(),
} as const;

/** All that a `dossier.config.yaml` may say. What each key is for is told in `core/settings/descriptions.ts`. */
export const settingsShape = z.strictObject({
  /** Notice of dossiers that name none. */
  notice: z.string().optional(),
  /** Folders of notice packs, from the folder of the settings. */
  notices: z.array(z.string()).optional(),
  ...callSettings,
  /** The order in which a city recommends its dossiers, by city: each by its file or by its platform's name. */
  recommend: z.record(z.string(), z.array(z.string()).meta({ uniqueItems: true })).optional(),
  /**
   * From where the notice's look-back years count: from the day of the application, or from the first of January
   * as many years before its year.
   */
  lookback: z.enum(LOOKBACKS).optional(),
  ignore: z.array(z.string()).optional(),
  locale: z.enum(['zh', 'en']).optional(),
  /** Settings for one call, by its id; they go before those for all calls, key by key. */
  calls: z.record(z.string(), z.strictObject(callSettings)).optional(),
});

/** A `dossier.config.yaml` as read; every key may be absent. */
export type Settings = z.infer<typeof settingsShape>;

/** The settings that hold for the dossiers of one call: those for all, and over them those for this call. */
export function settingsForCall(settings: Settings, notice: string): Settings {
  const own = settings.calls?.[notice];
  if (!own) return settings;
  const merged = {
    registry: { ...settings.registry, ...own.registry },
    thresholds: { ...settings.thresholds, ...own.thresholds },
    deadlines: { ...settings.deadlines, ...own.deadlines },
    rules: { ...settings.rules, ...own.rules },
  };
  const given = Object.entries(merged).filter(([, value]) => Object.keys(value).length);
  return { ...settings, ...Object.fromEntries(given) };
}

/** A list that the settings name: its file as written there, and where it comes from and of which day, if that is said. */
export interface ListSetting {
  readonly file: string;
  readonly source?: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly date?: string | undefined;
}

/** The list of platforms selected before; undefined where the settings name none. */
export function priorPlatformsList({ registry }: Settings): ListSetting | undefined {
  const list = registry?.['prior-platforms'];
  return typeof list === 'string' ? { file: list } : list;
}
