/** `dossier template`: what an office's own form asks for, held against the form of a call. */
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Text } from '../../core/model/localized-text.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { FAULTS } from '../../host/read-faults.ts';
import { isCode } from '../../host/read-text.ts';
import {
  type Ask,
  type AskKind,
  asksOf,
  faultsIn,
  notAsked,
  readTemplate,
} from '../../render/office-form/fill-form.ts';
import { type Place, type TemplateReading, tellPlace } from '../../render/office-form/placeholders.ts';
import { type CommonOptions, Session, shown } from '../common/session.ts';
import { EXIT, UsageError } from '../common/usage.ts';

export interface TemplateOptions extends CommonOptions {
  readonly notice?: string;
  readonly format: 'text' | 'json';
}

export interface TemplateFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly reading: TemplateReading;
}

/** Larger than any form; what is larger is something else. */
const MOST_BYTES = 100_000_000;

export function templateFile(file: string, options: TemplateOptions): number {
  const session = new Session(options, file);
  const pack = packOf(session, file, options.notice);
  const template = readTemplateFile(session, file);
  if (typeof template === 'number') return template;
  const report = reportOf(template, pack);
  process.stdout.write(options.format === 'json' ? json(report, session) : text(report, session));
  return report.faults.length ? EXIT.findings : EXIT.ok;
}

/** The call that is named, else that of the settings, else the only one at hand. */
function packOf(session: Session, file: string, notice: string | undefined): LoadedPack {
  const id = notice ?? session.settings(file).settings.notice;
  const found = id === undefined && session.packs.size === 1 ? [...session.packs.values()][0] : undefined;
  const pack = found ?? session.packs.get(id ?? '');
  if (pack) return pack;
  const ids = [...session.packs.keys()].join(', ');
  throw session.refusal(
    id === undefined
      ? { zh: `按哪份通知？加 --notice ${ids}`, en: `which notice? --notice ${ids}` }
      : { zh: `没有编号为“${id}”的通知，现有：${ids}`, en: `there is no notice “${id}”; there is ${ids}` },
  );
}

/** Reads a template; the exit status where its file cannot be read. What is no Word file is wrong usage. */
export function readTemplateFile(session: Session, path: string): TemplateFile | number {
  const bytes = bytesOf(path);
  if ('fault' in bytes) {
    process.stderr.write(`${shown(path)}: ${session.say(bytes.fault)}\n`);
    return EXIT.incomplete;
  }
  const reading = readTemplate(bytes);
  if ('refused' in reading) throw new UsageError(`${shown(path)}: ${session.say(reading.refused)}`);
  return { path, name: basename(path), bytes, reading };
}

function bytesOf(path: string): Uint8Array | { readonly fault: Text } {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { fault: NO_FILE };
    return stat.size > MOST_BYTES ? { fault: TOO_LARGE } : new Uint8Array(readFileSync(path));
  } catch (error) {
    const isMissing = isCode(error, 'ENOENT');
    return { fault: isMissing ? FAULTS.missing : FAULTS.unreadable };
  }
}

const NO_FILE: Text = { zh: '这不是文件', en: 'this is no file' };
const TOO_LARGE: Text = {
  zh: '文件超过 100 MB，不是模板的大小',
  en: 'the file is larger than 100 MB, too large for a form',
};

interface Report extends Pick<TemplateFile, 'path'> {
  readonly pack: LoadedPack;
  readonly asks: readonly Ask[];
  readonly faults: readonly { readonly place: Place; readonly message: Text }[];
  readonly notAsked: readonly string[];
}

function reportOf({ path, reading }: TemplateFile, pack: LoadedPack): Report {
  const { fields: all, roles } = pack.form;
  const asks = asksOf(reading.tags, all);
  // Which call it is for goes without saying.
  const fields = all.filter((f) => f.key !== roles.notice);
  const faults = [...reading.faults, ...faultsIn(asks)];
  // What cannot be told from a broken template is not missed in it.
  return { path, pack, asks, faults, notAsked: reading.faults.length ? [] : notAsked(asks, fields) };
}

/** What is wrong with a template for a call, a line each. */
export function templateFaults(template: TemplateFile, pack: LoadedPack): readonly Text[] {
  return reportOf(template, pack).faults.map((fault) => faultLine(template.path, fault));
}

function faultLine(path: string, { place, message }: Report['faults'][number]): Text {
  const at = tellPlace(place);
  return { zh: `${shown(path)}: ${at.zh}：${message.zh}`, en: `${shown(path)}: ${at.en}: ${message.en}` };
}

const KINDS: Readonly<Record<AskKind, Text>> = {
  value: { zh: '填写', en: 'value' },
  choice: { zh: '勾选', en: 'box' },
  loop: { zh: '逐项', en: 'each' },
  group: { zh: '分组', en: 'group' },
  condition: { zh: '有则', en: 'if' },
  unless: { zh: '无则', en: 'unless' },
};

function text({ path, pack, asks, faults, notAsked: left }: Report, session: Session): string {
  const good = asks.filter((a) => !a.fault);
  const lines = good.map(({ kind, name, place, depth }) => {
    const at = session.say(tellPlace(place));
    return `${'  '.repeat(depth + 1)}${session.say(KINDS[kind])} {${name}}  ${at}`;
  });
  const head = {
    zh: `${shown(path)}：${good.length} 个占位符，${faults.length} 个错误（${pack.notice.id}）`,
    en: `${shown(path)}: ${good.length} placeholder(s), ${faults.length} error(s) (${pack.notice.id})`,
  };
  const missed = {
    zh: `必填而模板没有用到：${left.join('、')}`,
    en: `Required, and not asked for: ${left.join(', ')}`,
  };
  return [
    session.say(head),
    ...lines,
    ...faults.map((fault) => session.say(faultLine(path, fault))),
    ...(left.length ? [session.say(missed)] : []),
    '',
  ].join('\n');
}

function json({ path, pack, asks, faults, notAsked: left }: Report, session: Session): string {
  const report = {
    version: 1,
    file: shown(path),
    notice: pack.notice.id,
    asks: asks.map(({ kind, name, place, depth, field, fault }) => {
      return { kind, name, field: field ?? null, depth, place, ok: fault === undefined };
    }),
    errors: faults.map(({ place, message }) => ({ place, message: session.say(message) })),
    notAsked: left,
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
