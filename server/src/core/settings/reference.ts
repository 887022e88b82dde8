/** The settings explained, from their shape and the calls at hand: for the settings page of the guides, and for editors that check YAML against a schema. */
import * as z from 'zod';
import { levelProblem } from '../inputs/rule-levels.ts';
import { RULE_LEVELS } from '../inputs/rule-settings.ts';
import { decidedRule, settingsShape } from '../inputs/settings.ts';
import type { Locale, LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { RuleData } from '../model/rule-schema.ts';
import { type ExampleNames, SETTING_DESCRIPTIONS, type SettingDescription, type SettingName } from './descriptions.ts';
import { indicators } from './settings-names.ts';

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

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** JSON Schema (draft 7) of a `dossier.config.yaml`. Names of rules, cities and indicators are those of the calls at hand. */
export function settingsSchema(packs: PacksById): object {
  const schema = z.toJSONSchema(settingsShape, { target: 'draft-7', io: 'input' });
  for (const [name, { does, unset }] of settingDescriptions())
    schemaOf(schema, name).description = bilingual(withDefault(does, unset));
  schemaOf(schema, 'notice').enum = [...packs.keys()];
  const { properties } = schema;
  const { propertyNames: _, additionalProperties: ofCall, ...calls } = schemaOf(schema, 'calls');
  const named = [...packs].map(([id, pack]) => [id, withNames(structuredClone(ofCall) as JsonSchema, [pack])]);
  properties!.calls = { ...calls, properties: Object.fromEntries(named), additionalProperties: false };
  return { ...withNames(schema, [...packs.values()]), title: 'dossier.config.yaml' };
}

/** The schema with the names that these calls have, and the levels that each of their rules may be given. */
function withNames(schema: JsonSchema, packs: readonly LoadedPack[]): JsonSchema {
  const cities = packs.flatMap((p) => p.notice.cities).map((city) => [city, {}] as const);
  const known: Readonly<Record<string, readonly (readonly [string, JsonSchema])[]>> = {
    deadlines: cities,
    recommend: cities,
    thresholds: packs.flatMap(indicators).map((name) => [name, {}]),
    rules: packs.flatMap((p) => p.rules.map((rule) => [rule.id, ruleSchema(rule, packs)] as const)),
  };
  const groups = Object.entries(schema.properties ?? {}).map(([key, group]) => {
    const names = known[key];
    if (!names) return [key, group];
    const { propertyNames: _, additionalProperties: value, ...rest } = group as JsonSchema;
    const named = names.map(([name, own]) => [name, { ...(value as object), ...own }]);
    return [key, { ...rest, properties: Object.fromEntries(named), additionalProperties: false }];
  });
  return { ...schema, properties: Object.fromEntries(groups) };
}

/** What may be said of a rule: a level, and in a group with a reason and a name also those that need them. */
function ruleSchema({ id, title }: RuleData, packs: readonly LoadedPack[]): JsonSchema {
  const allowed = (hasReason: boolean) => RULE_LEVELS.filter((level) => !levelProblem(id, level, { hasReason, packs }));
  const decided = z.toJSONSchema(decidedRule, { target: 'draft-7', io: 'input' });
  const { $schema: _, ...group } = decided;
  return {
    description: bilingual(title),
    anyOf: [
      { type: 'string', enum: [...allowed(false)] },
      { ...group, properties: { ...group.properties, as: { type: 'string', enum: [...allowed(true)] } } },
    ],
  };
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
