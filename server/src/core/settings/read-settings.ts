/** Reads `dossier.config.yaml`: the readings and lists that a notice leaves to its user. */

import type * as z from 'zod';
import { REGISTRY_KEYS, type Settings, settingsShape } from '../inputs/settings.ts';
import type { Span } from '../model/edit.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import type { FieldPath } from '../model/path.ts';
import type { Position } from '../text/lines.ts';
import { plainDataOfSource, Source } from '../yaml/source.ts';
import { settingsMisuses, unknownNameText } from './settings-names.ts';

/** What is wrong in a settings file, and where: zero-based line and UTF-16 column. */
export interface SettingsProblem {
  readonly from: Position;
  readonly to: Position;
  readonly message: LocalizedText;
}

/** Settings as read, with what is wrong in their file; empty settings where anything is. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingsProblem[];
  /** A problem at the value of a key. */
  readonly problemAt: (path: FieldPath, message: LocalizedText) => SettingsProblem;
}

/** The packs that settings are held against, by the folders that these name under `notices`. */
export type PacksOf = (folders: readonly string[]) => ReadonlyMap<string, LoadedPack>;

/** Reads the text of a `dossier.config.yaml`; where anything in it does not hold, no settings but what is wrong. */
export function readSettings(text: string, packsOf: PacksOf): ReadSettings {
  const source = new Source(text);
  const problem = ({ start, end }: Span, message: LocalizedText): SettingsProblem => ({
    from: source.position(start),
    to: source.position(end),
    message,
  });
  const problemAt = (path: FieldPath, message: LocalizedText, part: 'key' | 'value' = 'value') =>
    problem(source.span(path, part), message);
  const problems = source.problems.map((p) => problem(p, p.message));
  for (const { start, block } of source.blocks) {
    const placed = (p: Span) => ({ start: start + p.start, end: start + p.end });
    problems.push(...block.problems.map((p) => problem(placed(p), p.message)));
    if (block.stray) problems.push(problem(placed(block.stray), STRAY_TEXT_MESSAGE));
  }
  const data = plainDataOfSource(source);
  const result = settingsShape.safeParse(data);
  const found = (result.error?.issues ?? []).flatMap(settingsIssues);
  problems.push(...found.map(({ path, part, message }) => problemAt(path, message, part)));
  // What has the right shape is held against the notices all the same.
  const rest = Object.fromEntries(Object.entries(data).filter(([key]) => !found.some((w) => w.path[0] === key)));
  const shaped = settingsShape.safeParse(rest);
  const unknown = shaped.success ? settingsMisuses(shaped.data, packsOf(shaped.data.notices ?? [])) : [];
  problems.push(...unknown.map(({ path, message, part }) => problemAt(path, message, part)));
  const twice = shaped.success ? duplicateDossiers(shaped.data) : [];
  problems.push(...twice.map(({ path, message }) => problemAt(path, message)));
  problems.sort((a, b) => a.from.line - b.from.line || a.from.character - b.from.character);
  return { settings: problems.length || !result.success ? {} : result.data, problems, problemAt };
}

const STRAY_TEXT_MESSAGE: LocalizedText = {
  zh: '设置由“键: 值”组成，这里却是一段孤立的内容',
  en: 'Settings are made of “key: value” entries; this stands alone',
};

/** Something that does not hold, at a key or a value of the settings. */
export interface SettingsIssue {
  readonly path: FieldPath;
  readonly part: 'key' | 'value';
  readonly message: LocalizedText;
}

/** What zod finds, in our words. */
function settingsIssues(issue: z.core.$ZodIssue): readonly SettingsIssue[] {
  const path = issue.path as FieldPath;
  const name = path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key) => ({
      path: [...path, key],
      part: 'key',
      message: unknownNameText('设置', 'setting', key, known),
    }));
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.join(', ');
    return [
      { path, part: 'value', message: { zh: `${name} 应为 ${values} 之一`, en: `${name} should be one of ${values}` } },
    ];
  }
  if (issue.code === 'invalid_union') return unionIssues(issue);
  if (issue.code === 'too_small') {
    const message = { zh: `${name} 应不小于 ${issue.minimum}`, en: `${name} should be ${issue.minimum} or more` };
    return [{ path, part: 'value', message }];
  }
  if (issue.code === 'invalid_format') {
    const message = {
      zh: `${name} 要写明内容，不能空着或写“无”`,
      en: `${name} should say something: neither blank nor 无`,
    };
    return [{ path, part: 'value', message }];
  }
  if (issue.code === 'custom') {
    const message = { zh: `${name} 应为日历上的一天，写成 YYYY-MM-DD`, en: `${name} should be a day, YYYY-MM-DD` };
    return [{ path, part: 'value', message }];
  }
  if (issue.code === 'invalid_type') {
    const [zh, en] = TYPES[issue.expected] ?? [issue.expected, issue.expected];
    return [{ path, part: 'value', message: { zh: `${name} 应为${zh}`, en: `${name} should be ${en}` } }];
  }
  return [{ path, part: 'value', message: { zh: `${name}：${issue.message}`, en: `${name}: ${issue.message}` } }];
}

/** The keys that settings may have at a path. */
function knownKeys(path: FieldPath): readonly string[] {
  const last = path.at(-1);
  if (!path.length) return Object.keys(settingsShape.shape);
  if (last === 'registry') return REGISTRY_KEYS;
  if (last === REGISTRY_KEYS[0]) return ['file', 'source', 'date'];
  if (path[0] === 'calls' && path.length === 2) return ['registry', 'thresholds', 'deadlines', 'rules'];
  return ['as', 'reason', 'by'];
}

/** Of two shapes that a value may have, what is wrong with the group, if it is one, else what may stand there. */
function unionIssues({ path, errors }: z.core.$ZodIssueInvalidUnion): readonly SettingsIssue[] {
  const own = errors.find((issues) => issues.some((i) => i.path.length || i.code === 'unrecognized_keys'));
  if (own) return own.flatMap((i) => settingsIssues({ ...i, path: [...path, ...i.path] }));
  const name = path.join('.');
  const message = path.includes('rules')
    ? {
        zh: `${name} 应为 off、error、warning、info 之一，或 {as: …, reason: 理由, by: 姓名}`,
        en: `${name} should be one of off, error, warning, info, or {as: …, reason: …, by: …}`,
      }
    : {
        zh: `${name} 应为文件，或 {file: 文件, source: 来源, date: 日期}`,
        en: `${name} should be a file, or {file: …, source: …, date: …}`,
      };
  return [{ path: path as FieldPath, part: 'value', message }];
}

const TYPES: Readonly<Record<string, readonly [string, string]>> = {
  string: ['文字', 'text'],
  number: ['数字', 'a number'],
  array: ['列表', 'a list'],
  record: ['“键: 值”的一组', 'a group of keys'],
  object: ['“键: 值”的一组', 'a group of keys'],
};

/** Dossiers with two places in an order. */
function duplicateDossiers({ recommend = {} }: Settings): readonly Pick<SettingsIssue, 'path' | 'message'>[] {
  return Object.entries(recommend).flatMap(([city, names]) =>
    names.flatMap((name, i) => {
      if (names.indexOf(name) === i) return [];
      const message = {
        zh: `“${name}”在${city}的推荐顺序中出现了两次`,
        en: `“${name}” stands twice in the order of ${city}`,
      };
      return [{ path: ['recommend', city, i], message }];
    }),
  );
}
