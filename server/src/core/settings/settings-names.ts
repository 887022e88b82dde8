/** Checks the settings against the calls at hand: names that none of them has, and levels that a rule cannot have. */

import { levelProblem } from '../inputs/rule-levels.ts';
import { ruleSetting } from '../inputs/rule-settings.ts';
import type { Settings } from '../inputs/settings.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import { closestMatch } from '../text/closest-match.ts';

/** Something in the settings that the calls at hand do not allow. */
export interface SettingsMisuse {
  readonly path: FieldPath;
  readonly part: 'key' | 'value';
  readonly message: LocalizedText;
}

type CallSettings = Pick<Settings, 'rules' | 'deadlines' | 'thresholds' | 'recommend'>;

/** Names that no call at hand has, or under `calls` not this call, and rules that cannot be lowered as they are. */
export function settingsMisuses(settings: Settings, packs: ReadonlyMap<string, LoadedPack>): readonly SettingsMisuse[] {
  const ids = [...packs.keys()];
  const { notice, calls = {} } = settings;
  const own: readonly SettingsMisuse[] =
    notice === undefined || ids.includes(notice)
      ? []
      : [{ path: ['notice'], part: 'value', message: unknownNameText('通知', 'notice', notice, ids) }];
  const ofCalls = Object.entries(calls).flatMap(([id, of]): readonly SettingsMisuse[] => {
    const pack = packs.get(id);
    if (!pack) return [{ path: ['calls', id], part: 'key', message: unknownNameText('通知', 'notice', id, ids) }];
    return misusesIn(of, [pack], ['calls', id]);
  });
  return [...own, ...misusesIn(settings, [...packs.values()], []), ...ofCalls];
}

function misusesIn(settings: CallSettings, packs: readonly LoadedPack[], above: FieldPath): readonly SettingsMisuse[] {
  const cities = packs.flatMap((p) => p.notice.cities);
  const unknown = (key: keyof CallSettings, known: readonly string[], zh: string, en: string) =>
    Object.keys(settings[key] ?? {})
      .filter((name) => !known.includes(name))
      .map(
        (name): SettingsMisuse => ({
          path: [...above, key, name],
          part: 'key',
          message: unknownNameText(zh, en, name, known),
        }),
      );
  const rules = packs.flatMap((p) => p.rules.map((r) => r.id));
  return [
    ...unknown('rules', rules, '规则', 'rule'),
    ...unknown('deadlines', cities, '地市', 'city'),
    ...unknown('recommend', cities, '地市', 'city'),
    ...unknown('thresholds', packs.flatMap(indicators), '指标', 'indicator'),
    ...wrongLevels(settings, packs, above),
    ...daysOutsideTheCall(settings, packs, above),
  ];
}

function wrongLevels(
  settings: CallSettings,
  packs: readonly LoadedPack[],
  above: FieldPath,
): readonly SettingsMisuse[] {
  return Object.keys(settings.rules ?? {}).flatMap((id): readonly SettingsMisuse[] => {
    const { level, reason } = ruleSetting(settings, id)!;
    const message = levelProblem(id, level, { hasReason: reason !== undefined, packs });
    return message ? [{ path: [...above, 'rules', id], part: 'value', message }] : [];
  });
}

/** A city's own last day that no call at hand could have: before it opens, or after it closes, when the city is too late itself. */
function daysOutsideTheCall(
  { deadlines = {} }: CallSettings,
  packs: readonly LoadedPack[],
  above: FieldPath,
): readonly SettingsMisuse[] {
  return Object.entries(deadlines).flatMap(([city, day]): readonly SettingsMisuse[] => {
    const calls = packs.map((p) => p.notice).filter((n) => n.cities.includes(city));
    if (!calls.length || calls.some(({ opens = '', closes = '9' }) => day >= opens && day <= closes)) return [];
    const { opens = '', closes = '9' } = calls.at(-1)!;
    const isLate = day > closes;
    const message = {
      zh: `${city}的截止日 ${day} ${isLate ? `晚于通知的截止日 ${closes}` : `早于通知的开始日 ${opens}`}`,
      en: `The last day of ${city}, ${day}, is ${isLate ? `after the call closes, ${closes}` : `before the call opens, ${opens}`}`,
    };
    return [{ path: [...above, 'deadlines', city], part: 'value', message }];
  });
}

/** The names of the figures that a threshold may be set for. */
export function indicators({ form }: LoadedPack): readonly string[] {
  const figures = form.fields.flatMap((f) => f.fields ?? []).flatMap((f) => f.fields ?? []);
  return figures.filter((f) => f.bare).map((f) => f.key);
}

/** A name that is not known, with the nearest that is. */
export function unknownNameText(zh: string, en: string, name: string, known: readonly string[]): LocalizedText {
  const near = closestMatch(name, known);
  return {
    zh: `没有${zh}“${name}”${near ? `，是否应为“${near}”` : ''}`,
    en: `There is no ${en} “${name}”${near ? `; did you mean “${near}”` : ''}`,
  };
}
