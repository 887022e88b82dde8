/** The open dossiers and their analyses; each analysis grows from the one before. */
import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { type Analysis, analyze, type Facts } from '../core/analyze.ts';
import { formWords } from '../core/pack.ts';
import type { Words } from '../core/scan.ts';
import type { Fault } from '../faults.ts';
import { loadPacks, loadSettings, readText, rulePages } from '../world.ts';

interface Kept {
  readonly version: number;
  readonly facts: Facts;
  readonly analysis: Analysis;
}

export class Dossiers {
  readonly words: Words;
  readonly pages = rulePages();
  private readonly base: Omit<Facts, 'settings'>;
  private readonly kept = new Map<string, Kept>();
  private readonly factsByConfig = new Map<string, Facts>();
  private readonly log: (message: string) => void;

  constructor(log: (message: string) => void) {
    const { packs, shared, problems } = loadPacks();
    this.words = formWords(packs.values());
    this.base = { packs, shared, words: this.words };
    this.log = log;
    for (const p of problems) log(`${p.file}:${p.line + 1}:${p.character + 1} ${p.message.zh}`);
  }

  get packs(): Facts['packs'] {
    return this.base.packs;
  }

  /** The analysis of an open document as it stands. */
  analysis(document: TextDocument): Analysis {
    const facts = this.facts(document.uri);
    const kept = this.kept.get(document.uri);
    if (kept && kept.version === document.version && kept.facts === facts) return kept.analysis;
    const analysis = analyze(document.getText(), facts, kept?.analysis);
    this.kept.set(document.uri, { version: document.version, facts, analysis });
    return analysis;
  }

  /** The analysis of an open document, else of the file on disk. */
  at(uri: string, document: TextDocument | undefined): Analysis | Fault {
    if (document) return this.analysis(document);
    const read = readText(pathOf(uri) ?? '');
    return 'fault' in read ? read.fault : analyze(read.text, this.facts(uri));
  }

  forget(uri: string): void {
    this.kept.delete(uri);
  }

  /** Settings on disk may have changed: they are read again when they are next asked for. */
  reload(): void {
    this.factsByConfig.clear();
  }

  private facts(uri: string): Facts {
    const path = pathOf(uri) ?? '';
    const folder = path.replace(/[^/\\]*$/, '');
    const known = this.factsByConfig.get(folder);
    if (known) return known;
    const { settings, problems } = path ? loadSettings(path, this.packs) : { settings: {}, problems: [] };
    for (const p of problems) this.log(`${p.file}:${p.line + 1}:${p.character + 1} ${p.message}`);
    const facts = { ...this.base, settings };
    this.factsByConfig.set(folder, facts);
    return facts;
  }
}

/** The path of a file's URI; undefined for what is no file of this machine. */
export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined;
  }
}
