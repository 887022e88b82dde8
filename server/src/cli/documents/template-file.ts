/** `dossier template`: what an office's own form asks for, held against the form of a call. */

import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { READ_FAULT_TEXTS } from '../../host/read-faults.ts';
import { hasErrorCode } from '../../host/read-text.ts';
import { readTemplate } from '../../render/office-form/docxtemplater.ts';
import { describeLocation, type TagLocation, type TemplateReading } from '../../render/office-form/placeholders.ts';
import {
  type ResolvedTag,
  resolveTags,
  type TagUse,
  templateProblems,
  unusedRequiredFields,
} from '../../render/office-form/resolve-tags.ts';
import { choosePack } from '../common/choose-pack.ts';
import type { CliIo } from '../common/cli-io.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

/** Flags of `dossier template`. */
export interface TemplateOptions extends CommonOptions {
  /** Id of the pack to hold it against. */
  readonly notice?: string;
  readonly format: 'text' | 'json';
}

/** A template as it was read. */
export interface TemplateFile {
  /** As the command line names it. */
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly reading: TemplateReading;
}

/** Largest template that is read, in bytes. */
const MOST_BYTES = 100_000_000;

/** Prints what a template asks for and what is wrong with it. */
export function templateFile(file: string, options: TemplateOptions, io: CliIo): number {
  const session = new Session(io, options, file);
  const pack = choosePack(session, { file, notice: options.notice, today: options.today });
  const template = readTemplateFile(session, file);
  if (typeof template === 'number') return template;
  const report = reportOf(template, pack);
  session.print(options.format === 'json' ? json(report, session) : text(report, session));
  return report.problems.length ? EXIT.findings : EXIT.ok;
}

/** Reads a template; the exit status where its file cannot be read or is no Word file, which is told. */
export function readTemplateFile(session: Session, path: string): TemplateFile | number {
  const bytes = bytesOf(session.resolve(path));
  if ('fault' in bytes) {
    session.warn(`${session.display(path)}: ${session.localize(bytes.fault)}`);
    return EXIT.incomplete;
  }
  const reading = readTemplate(bytes);
  if ('refused' in reading) {
    session.warn(`${session.display(path)}: ${session.localize(reading.refused)}`);
    return EXIT.incomplete;
  }
  return { path, name: basename(path), bytes, reading };
}

function bytesOf(path: string): Uint8Array | { readonly fault: LocalizedText } {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { fault: NO_FILE };
    return stat.size > MOST_BYTES ? { fault: TOO_LARGE } : new Uint8Array(readFileSync(path));
  } catch (error) {
    const isMissing = hasErrorCode(error, 'ENOENT');
    return { fault: isMissing ? READ_FAULT_TEXTS.missing : READ_FAULT_TEXTS.unreadable };
  }
}

const NO_FILE: LocalizedText = { zh: '这不是文件', en: 'this is no file' };
const TOO_LARGE: LocalizedText = {
  zh: '文件超过 100 MB，不是模板的大小',
  en: 'the file is larger than 100 MB, too large for a form',
};

interface TemplateReport extends Pick<TemplateFile, 'path'> {
  readonly pack: LoadedPack;
  readonly tags: readonly ResolvedTag[];
  readonly problems: readonly { readonly location: TagLocation; readonly message: LocalizedText }[];
  readonly unusedFields: readonly string[];
}

function reportOf({ path, reading }: TemplateFile, pack: LoadedPack): TemplateReport {
  const { fields: all, roles } = pack.form;
  const tags = resolveTags(reading.tags, all);
  // Which call it is for goes without saying.
  const fields = all.filter((f) => f.key !== roles.notice);
  const faults = [...reading.problems, ...templateProblems(tags)];
  // Of a template that is broken it is not known which fields it leaves out.
  return {
    path,
    pack,
    tags,
    problems: faults,
    unusedFields: reading.problems.length ? [] : unusedRequiredFields(tags, fields),
  };
}

/** What is wrong with a template for a call, a line each. */
export function templateFaults(template: TemplateFile, pack: LoadedPack, session: Session): readonly LocalizedText[] {
  return reportOf(template, pack).problems.map((fault) => faultLine(session.display(template.path), fault));
}

function faultLine(name: string, { location, message }: TemplateReport['problems'][number]): LocalizedText {
  const at = describeLocation(location);
  return { zh: `${name}: ${at.zh}：${message.zh}`, en: `${name}: ${at.en}: ${message.en}` };
}

const USE_NAMES: Readonly<Record<TagUse, LocalizedText>> = {
  value: { zh: '填写', en: 'value' },
  choice: { zh: '勾选', en: 'box' },
  loop: { zh: '逐项', en: 'each' },
  group: { zh: '分组', en: 'group' },
  condition: { zh: '有则', en: 'if' },
  unless: { zh: '无则', en: 'unless' },
};

function text({ path, pack, tags, problems, unusedFields: left }: TemplateReport, session: Session): string {
  const good = tags.filter((a) => !a.problem);
  const lines = good.map(({ kind, name, location, depth }) => {
    const at = session.localize(describeLocation(location));
    return `${'  '.repeat(depth + 1)}${session.localize(USE_NAMES[kind])} {${name}}  ${at}`;
  });
  const head = {
    zh: `${session.display(path)}：${good.length} 个占位符，${problems.length} 个错误（${pack.notice.id}）`,
    en: `${session.display(path)}: ${good.length} placeholder(s), ${problems.length} error(s) (${pack.notice.id})`,
  };
  const missed = {
    zh: `必填而模板没有用到：${left.join('、')}`,
    en: `Required, and not asked for: ${left.join(', ')}`,
  };
  return [
    session.localize(head),
    ...lines,
    ...problems.map((fault) => session.localize(faultLine(session.display(path), fault))),
    ...(left.length ? [session.localize(missed)] : []),
    '',
  ].join('\n');
}

function json({ path, pack, tags, problems, unusedFields: left }: TemplateReport, session: Session): string {
  const report = {
    version: 1,
    file: session.display(path),
    notice: pack.notice.id,
    asks: tags.map(({ kind, name, location, depth, field, problem }) => {
      return { kind, name, field: field ?? null, depth, place: location, ok: problem === undefined };
    }),
    errors: problems.map(({ location: place, message }) => ({ place, message: session.localize(message) })),
    notAsked: left,
  };
  return jsonText(report);
}
