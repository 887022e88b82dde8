/** What `dossier.config.yaml` may say: the readings and lists that a notice leaves to its user. */
import * as z from 'zod';

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'YYYY-MM-DD');

export const settingsShape = z.strictObject({
  /** Notice of dossiers that name none. */
  notice: z.string().optional(),
  registry: z.strictObject({ 'prior-platforms': z.string().optional() }).optional(),
  /** Least value of an indicator, by its name. */
  thresholds: z.record(z.string(), z.number()).optional(),
  /** Last day at a city's own office, by city. */
  deadlines: z.record(z.string(), date).optional(),
  rules: z.record(z.string(), z.enum(['off', 'error', 'warning', 'info'])).optional(),
  ignore: z.array(z.string()).optional(),
  locale: z.enum(['zh', 'en']).optional(),
});

export type Settings = z.infer<typeof settingsShape>;
