/** What `dossier.config.yaml` may say: the readings and lists that a notice leaves to its user. */
import * as z from 'zod';
import type { Path } from './finding.ts';
import { nearest } from './nearest.ts';
import type { LoadedPack } from './pack.ts';
import { plainSource, Source } from './source.ts';
import { isDate } from './values.ts';

const date = z.string().refine(isDate, '应为日历上的一天，写成 YYYY-MM-DD');

/** The two readings of “the last three years”. */
export const LOOKBACKS = ['application-day', 'calendar-years'] as const;

export const settingsShape = z.strictObject({
  /** Notice of dossiers that name none. */
  notice: z.string().optional(),
  /** The list of platforms selected before, as a path from the settings' folder. */
  registry: z.strictObject({ 'prior-platforms': z.string().optional() }).optional(),
  /** Least value of an indicator, by its name. */
  thresholds: z.record(z.string(), z.number()).optional(),
  /** Last day at a city's own office, by city. */
  deadlines: z.record(z.string(), date).optional(),
  /**
   * From where the notice's look-back years count: from the day of the application, or from the first of January
   * as many years before its year.
   */
  lookback: z.enum(LOOKBACKS).optional(),
  rules: z.record(z.string(), z.enum(['off', 'error', 'warning', 'info'])).optional(),
  ignore: z.array(z.string()).optional(),
  locale: z.enum(['zh', 'en']).optional(),
});

export type Settings = z.infer<typeof settingsShape>;

export interface SettingsProblem {
  /** Zero-based line and UTF-16 column. */
  readonly at: { readonly line: number; readonly character: number };
  readonly message: string;
}

/** Reads the text of a `dossier.config.yaml`; where anything in it does not hold, no settings but what is wrong. */
export function readSettings(
  text: string,
  packs: ReadonlyMap<string, LoadedPack>,
): { settings: Settings; problems: readonly SettingsProblem[]; at: (path: Path) => SettingsProblem['at'] } {
  const source = new Source(text);
  const problems: SettingsProblem[] = [];
  const say = (offset: number, message: string) => problems.push({ at: source.position(offset), message });
  for (const p of source.problems) say(p.start, p.message.zh);
  for (const { start, block } of source.blocks) {
    for (const p of block.problems) say(start + p.start, p.message.zh);
    if (block.stray) say(start + block.stray.start, '设置由“键: 值”组成，这里却是一段孤立的内容');
  }
  const result = settingsShape.safeParse(plainSource(source));
  for (const issue of result.error?.issues ?? []) {
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const path = [...(issue.path as Path), ...keys.slice(0, 1)];
    say(source.span(path, keys.length ? 'key' : 'value').start, `${path.join('.')}: ${issue.message}`);
  }
  if (result.success)
    for (const { path, message } of unknownNames(result.data, [...packs.values()]))
      say(source.span(path, path.length > 1 ? 'key' : 'value').start, message);
  const at = (path: Path) => source.position(source.span(path).start);
  return problems.length || !result.success ? { settings: {}, problems, at } : { settings: result.data, problems, at };
}

/** Names that no notice at hand knows. */
function unknownNames(settings: Settings, packs: readonly LoadedPack[]): readonly { path: Path; message: string }[] {
  const rules = packs.flatMap((p) => p.rules.map((r) => r.id));
  const cities = packs.flatMap((p) => p.notice.cities);
  const found: { path: Path; message: string }[] = [];
  const check = (group: 'rules' | 'deadlines', known: readonly string[], what: string) => {
    for (const name of Object.keys(settings[group] ?? {})) {
      if (known.includes(name)) continue;
      const near = nearest(name, known);
      found.push({ path: [group, name], message: `没有${what}“${name}”${near ? `，是否应为“${near}”` : ''}` });
    }
  };
  check('rules', rules, '规则');
  check('deadlines', cities, '地市');
  if (settings.notice !== undefined && !packs.some((p) => p.notice.id === settings.notice)) {
    found.push({ path: ['notice'], message: `没有编号为“${settings.notice}”的通知包` });
  }
  const indicators = packs.flatMap((p) =>
    p.form.fields
      .flatMap((f) => f.fields ?? [])
      .flatMap((f) => f.fields ?? [])
      .filter((f) => f.bare)
      .map((f) => f.key),
  );
  for (const name of Object.keys(settings.thresholds ?? {})) {
    if (!indicators.includes(name)) found.push({ path: ['thresholds', name], message: `没有指标“${name}”` });
  }
  return found;
}
