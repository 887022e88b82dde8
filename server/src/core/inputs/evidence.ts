/** What is known of the files that a dossier names. The engine reads none: they are looked into beforehand and handed in. */
import type { LocalizedText } from '../model/localized-text.ts';

/** A file of evidence, looked into. */
export type EvidenceFile =
  /** `outside`: not below the dossier's folder, be it through a symbolic link; `unreadable`: it is there and may not be opened. */
  | { readonly state: 'missing' | 'outside' | 'folder' | 'empty' | 'unreadable' }
  | ({
      /**
       * `broken`: its content breaks off or makes no sense; `locked`: it opens with a password only; `unchecked`: nobody knows, and `why` says
       * why not.
       */
      readonly state: 'ok' | 'broken' | 'locked' | 'unchecked';
      readonly why?: UncheckedReason;
      /** Pages of a PDF. */
      readonly pages?: number;
      /** Size of a picture as it is seen, in pixels. */
      readonly width?: number;
      readonly height?: number;
    } & FileContent);

/**
 * Why a file that is there was not checked. `process`: the process that opens files ended over it, twice, or could not be started; `time`: it
 * took too long; `size`: it is too large to be opened; `content`: long runs of zeros, which may be damage.
 */
export type UncheckedReason = 'process' | 'time' | 'size' | 'content';

interface FileContent {
  /** What the content is, by its usual ending (`pdf`, `jpg`, `docx`); empty where it has no mark to know it by, as plain text has none. */
  readonly kind: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly digest: string;
}

/** Facts by the path as the dossier writes it; a path that is not here has not been looked into. */
export type EvidenceFiles = ReadonlyMap<string, EvidenceFile>;

/** A chapter that is kept in its own file, or why it was not read. */
export type ChapterText = { readonly text: string } | { readonly fault: LocalizedText };

/** Chapters by the path as the dossier writes it. */
export type ChapterTexts = ReadonlyMap<string, ChapterText>;

/** What is known of a file, in a few words. */
export function describeEvidenceFile(evidence: EvidenceFile | undefined): LocalizedText {
  if (!evidence) return { zh: '还没有查看', en: 'not looked into yet' };
  if (evidence.state === 'unchecked') return uncheckedText(evidence.why);
  if (evidence.state !== 'ok') return FILE_STATE_TEXTS[evidence.state];
  const kind = evidence.kind.toUpperCase();
  const size =
    evidence.size < 1024 * 1024
      ? `${Math.max(1, Math.round(evidence.size / 1024))} KB`
      : `${(evidence.size / 1024 / 1024).toFixed(1)} MB`;
  const pages =
    evidence.pages === undefined ? undefined : { zh: `${evidence.pages} 页`, en: `${evidence.pages} page(s)` };
  const measure = evidence.width === undefined ? undefined : `${evidence.width}×${evidence.height}`;
  const parts = (locale: keyof LocalizedText) => [kind, pages?.[locale], measure, size].filter(Boolean).join(' · ');
  return { zh: parts('zh'), en: parts('en') };
}

/** Why a file was not checked, in a few words. */
export function uncheckedText(why: UncheckedReason = 'process'): LocalizedText {
  const { zh, en } = UNCHECKED_TEXTS[why];
  return { zh: `没有检查：${zh}`, en: `not checked: ${en}` };
}

const UNCHECKED_TEXTS: Readonly<Record<UncheckedReason, LocalizedText>> = {
  process: { zh: '打开文件的进程意外结束', en: 'the process that opens files ended unexpectedly' },
  time: { zh: '打开文件用时过长', en: 'opening it took too long' },
  size: { zh: '文件太大', en: 'it is too large' },
  content: { zh: '文件里有大段空白数据，可能已损坏', en: 'it has long runs of zeros and may be damaged' },
};

const FILE_STATE_TEXTS: Readonly<Record<Exclude<EvidenceFile['state'], 'ok' | 'unchecked'>, LocalizedText>> = {
  missing: { zh: '文件不存在', en: 'missing' },
  outside: { zh: '在申报书文件夹之外', en: 'outside the dossier’s folder' },
  folder: { zh: '是文件夹', en: 'a folder' },
  empty: { zh: '空文件', en: 'empty' },
  unreadable: { zh: '打不开', en: 'cannot be opened' },
  broken: { zh: '已损坏', en: 'damaged' },
  locked: { zh: '要密码', en: 'locked' },
};
