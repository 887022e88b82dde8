/**
 * `--cache`: what opening the evidence came to, by content, from one run to the next. Dossiers themselves are read each time, for what they say
 * about each other depends on all of them; opening a scan takes longer than reading many dossiers.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { OpenResult } from '../../host/evidence/open-result.ts';
import type { OpenCache } from '../../host/evidence/prober.ts';
import { programVersion } from '../../host/load-packs.ts';
import { hasErrorCode } from '../../host/read-text.ts';
import { saveReport } from '../../host/save-files.ts';
import { errorText } from '../../host/system-errors.ts';
import type { Session } from '../common/session.ts';

/** Beginning of every cache, by which also a damaged one is told from other files. */
const CACHE_PREFIX = '{"dossier-cache":1,';

/** Most results that are kept; the oldest are dropped first. */
const MAX_ENTRIES = 50_000;

const opened = z.strictObject({
  state: z.enum(['ok', 'locked']),
  pages: z.int().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
});

const shape = z.strictObject({
  'dossier-cache': z.literal(1),
  version: z.string(),
  opened: z.record(z.string(), opened),
});

/** The file of `--cache`. One that is damaged is written anew; one that is no cache is neither used nor changed; both are told. */
export class EvidenceCache implements OpenCache {
  private readonly file: string;
  private readonly session: Session;
  private readonly entries: Map<string, OpenResult>;
  private readonly added = new Map<string, OpenResult>();
  /** False of a file that is no cache. */
  private readonly isOurs: boolean;

  constructor(file: string, session: Session) {
    this.file = file;
    this.session = session;
    const read = this.read();
    this.entries = new Map(read.entries);
    this.isOurs = read.isOurs;
    if (read.isBad)
      session.report(
        read.isOurs
          ? {
              zh: `缓存 ${file} 已损坏，不用它，重新生成`,
              en: `the cache ${file} is damaged: it is not used, and written anew`,
            }
          : { zh: `${file} 不是缓存文件，不用它，也不改动`, en: `${file} is no cache: it is neither used nor touched` },
      );
  }

  /** All that the file held when it was read, and what was added since. */
  get known(): ReadonlyMap<string, OpenResult> {
    return this.entries;
  }

  /** What opening a file of this kind and content came to; undefined where it is not known. */
  get(key: string): OpenResult | undefined {
    return this.entries.get(key);
  }

  /** Keeps a result for {@link save}. */
  set(key: string, value: OpenResult): void {
    this.entries.set(key, value);
    this.added.set(key, value);
  }

  /** Adds to the file what this run learned; what another run wrote meanwhile stays. The file is replaced as a whole. */
  save(): void {
    if (!this.added.size || !this.isOurs) return;
    const all = [...new Map([...this.read().entries, ...this.added])].slice(-MAX_ENTRIES);
    const rest = JSON.stringify({ version: programVersion(), opened: Object.fromEntries(all) });
    try {
      saveReport(this.session.resolve(this.file), `${CACHE_PREFIX}${rest.slice(1)}\n`);
      this.added.clear();
    } catch (error) {
      const { zh, en } = errorText(error);
      this.session.report({ zh: `缓存没有写入：${zh}`, en: `the cache was not written: ${en}` });
    }
  }

  private read(): CacheContent {
    let text: string;
    try {
      text = readFileSync(this.session.resolve(this.file), 'utf8');
    } catch (error) {
      const isMissing = hasErrorCode(error, 'ENOENT');
      return { entries: [], isOurs: isMissing, isBad: !isMissing };
    }
    const isOurs = text.startsWith(CACHE_PREFIX);
    const data = isOurs ? parsed(text) : undefined;
    if (!data) return { entries: [], isOurs, isBad: true };
    // Another version may open files otherwise.
    return { entries: data.version === programVersion() ? Object.entries(data.opened) : [], isOurs, isBad: false };
  }
}

interface CacheContent {
  readonly entries: readonly (readonly [string, OpenResult])[];
  readonly isOurs: boolean;
  readonly isBad: boolean;
}

function parsed(text: string): z.infer<typeof shape> | undefined {
  try {
    return shape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
