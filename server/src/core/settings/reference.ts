/** The settings explained, from their shape and the calls at hand: for the settings page of the guides, and for editors that check YAML against a schema. */
import * as z from 'zod';
import { settingsShape } from '../inputs/settings.ts';
import type { Locale, LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import { type ExampleNames, SETTING_DESCRIPTIONS, type SettingDescription, type SettingName } from './descriptions.ts';
import { indicators } from './read-settings.ts';

/** In milliseconds. */
const DAY = 24 * 60 * 60 * 1000;

type PacksById = ReadonlyMap<string, LoadedPack>;

const TABLE_HEADINGS: Readonly<Record<Locale, readonly string[]>> = {
  zh: ['键', '作用', '未设置时'],
  en: ['key', 'meaning', 'default'],
};

/** A `dossier.config.yaml` that holds, with every setting in it. */
export function settingsExample(packs: PacksById): string {
  const names = exampleNames(packs);
  return settingDescriptions()
    .flatMap(([, { example }]) => example(names) ?? [])
    .map((line) => `${line}\n`)
    .join('');
}

/** The generated part of the settings page in the guides: the example, and one table row per setting. Markdown. */
export function settingsSection(packs: PacksById, locale: Locale): string {
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const heads = TABLE_HEADINGS[locale];
  const rows = settingDescriptions().map(([name, { does, unset }]) =>
    row([`\`${name}\``, does[locale], unset[locale]]),
  );
  return ['```yaml', `${settingsExample(packs)}\`\`\``, '', row(heads), row(heads.map(() => '---')), ...rows, ''].join(
    '\n',
  );
}

/** JSON Schema (draft 7) of a `dossier.config.yaml`. Names of rules, cities and indicators are those of the calls at hand. */
export function settingsSchema(packs: PacksById): object {
  const all = [...packs.values()];
  const schema = z.toJSONSchema(settingsShape, { target: 'draft-7', io: 'input' });
  for (const [name, { does, unset }] of settingDescriptions())
    schemaOf(schema, name).description = bilingual(withDefault(does, unset));
  const { properties } = schema;
  const group = (key: SettingName, known: readonly (readonly [string, LocalizedText?])[]) => {
    const { propertyNames: _, additionalProperties: value, ...rest } = schemaOf(schema, key);
    const named = known.map(([name, text]) => [
      name,
      text ? { ...(value as object), description: bilingual(text) } : value,
    ]);
    properties![key] = { ...rest, properties: Object.fromEntries(named), additionalProperties: false };
  };
  const cities = all.flatMap((p) => p.notice.cities).map((city) => [city] as const);
  schemaOf(schema, 'notice').enum = [...packs.keys()];
  group('deadlines', cities);
  group('recommend', cities);
  group(
    'thresholds',
    all.flatMap(indicators).map((name) => [name]),
  );
  group(
    'rules',
    all.flatMap((p) => p.rules.map(({ id, title }) => [id, title] as const)),
  );
  return { ...schema, title: 'dossier.config.yaml' };
}

/** A text with `section` between the marks named; `undefined` where the marks are not there. */
export function replaceBetweenMarks(text: string, mark: string, section: string): string | undefined {
  const [start, end] = [`<!-- ${mark} -->\n`, `<!-- /${mark} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) return undefined;
  return `${text.slice(0, from + start.length)}\n${section}\n${text.slice(to)}`;
}

function settingDescriptions(): readonly (readonly [SettingName, SettingDescription])[] {
  return Object.entries(SETTING_DESCRIPTIONS) as [SettingName, SettingDescription][];
}

/** The part of the schema that is about a setting. */
function schemaOf(schema: z.core.JSONSchema.BaseSchema, name: SettingName): z.core.JSONSchema.BaseSchema {
  return name.split('.').reduce((s, key) => s.properties![key] as z.core.JSONSchema.BaseSchema, schema);
}

function withDefault(does: LocalizedText, unset: LocalizedText): LocalizedText {
  return { zh: `${does.zh}。未设置时：${unset.zh}。`, en: `${does.en}. Default: ${unset.en}.` };
}

function bilingual({ zh, en }: LocalizedText): string {
  return `${zh}\n\n${en}`;
}

/** Names of the last call that has such. */
function exampleNames(packs: PacksById): ExampleNames {
  const all = [...packs.values()];
  const { closes } = all.at(-1)?.notice ?? {};
  return {
    notice: [...packs.keys()].at(-1),
    city: all.map((p) => p.notice.cities).findLast((names) => names.length)?.[0],
    early: closes && new Date(Date.parse(closes) - 5 * DAY).toISOString().slice(0, 10),
    indicator: all.map(indicators).findLast((names) => names.length)?.[0],
  };
}
