/** What every command needs: the packs, and a dossier read with the settings that hold for it. */
import { dirname, relative, resolve } from 'node:path';
import { minimatch } from 'minimatch';
import { type Analysis, analyze, type Facts } from '../core/analyze.ts';
import type { Finding, Locale, Text } from '../core/finding.ts';
import { formWords } from '../core/pack.ts';
import type { Settings } from '../core/settings.ts';
import { FAULTS, type Fault } from '../faults.ts';
import { loadPacks, loadSettings, readText } from '../world.ts';
import { UsageError } from './usage.ts';

export interface CommonOptions {
  readonly config?: string;
  readonly lang?: Locale;
  readonly today?: string;
}

/** A dossier as it was checked. */
export interface Checked {
  /** Relative to the working folder, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly analysis: Analysis | undefined;
  readonly findings: readonly Finding[];
  /** False where the file could not be read or a rule failed. */
  readonly complete: boolean;
}

export class Session {
  readonly locale: Locale;
  private readonly base: Omit<Facts, 'settings'>;
  private readonly config: string | undefined;
  private readonly factsBySettings = new Map<string, Facts>();

  /** `near` is what is checked: its settings say the language where no flag does. */
  constructor(options: CommonOptions, near = 'x') {
    const { packs, shared, problems } = loadPacks();
    for (const p of problems) process.stderr.write(`${p.file}:${p.line + 1}:${p.character + 1} ${p.message.zh}\n`);
    if (problems.length) throw new UsageError('a notice pack does not hold');
    this.base = { packs, shared, words: formWords(packs.values()) };
    this.config = options.config;
    this.locale = options.lang ?? this.settingsFor(resolve(near)).settings.locale ?? 'zh';
  }

  get packs(): Facts['packs'] {
    return this.base.packs;
  }

  say(text: Text): string {
    return text[this.locale];
  }

  /** Reads and checks a file; a fault is a finding, and the result incomplete. */
  check(file: string): Checked {
    const read = readText(file);
    if ('fault' in read) return this.unread(file, read.fault);
    return this.checkText(file, read.text);
  }

  checkText(file: string, text: string): Checked {
    const analysis = analyze(text, this.facts(file));
    const complete = !analysis.findings.some((f) => f.rule === 'internal-fault');
    return { path: shown(file), text, analysis, findings: analysis.findings, complete };
  }

  unread(file: string, fault: Fault): Checked {
    const finding: Finding = {
      rule: 'internal-fault',
      severity: 'error',
      message: FAULTS[fault],
      clause: null,
      path: null,
      span: { start: 0, end: 0 },
      related: [],
      fixes: [],
      waived: false,
    };
    return { path: shown(file), text: '', analysis: undefined, findings: [finding], complete: false };
  }

  /** True where the settings that hold for a file say to pass it over. */
  isIgnored(path: string): boolean {
    const { settings, file } = this.settingsFor(path);
    if (!file || !settings.ignore?.length) return false;
    const way = relative(dirname(resolve(file)), resolve(path)).replaceAll('\\', '/');
    return settings.ignore.some((pattern) => minimatch(way, pattern, { dot: true }));
  }

  private facts(file: string): Facts {
    const { settings, file: source = '' } = this.settingsFor(file);
    const known = this.factsBySettings.get(source);
    if (known) return known;
    const facts = { ...this.base, settings };
    this.factsBySettings.set(source, facts);
    return facts;
  }

  private settingsFor(file: string): { settings: Settings; file?: string } {
    const result = loadSettings(file, this.packs, this.config);
    if (!result.problems.length) return result;
    const lines = result.problems.map((p) => `${shown(p.file)}:${p.line + 1}:${p.character + 1} ${p.message}`);
    throw new UsageError(`the settings do not hold\n${lines.join('\n')}`);
  }
}

function shown(file: string): string {
  const path = relative(process.cwd(), resolve(file));
  return (path || file).replaceAll('\\', '/');
}
