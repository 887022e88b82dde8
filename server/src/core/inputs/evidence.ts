/** What is known of the files that a dossier names. The engine reads none: they are looked into beforehand and handed in. */
import type { Text } from '../model/localized-text.ts';

/** A file of evidence, looked into. */
export type FileFact =
  /** `outside`: not below the dossier's folder, be it through a symbolic link; `unreadable`: it is there and may not be opened. */
  | { readonly state: 'missing' | 'outside' | 'folder' | 'empty' | 'unreadable' }
  | ({
      /** `broken`: its content breaks off or makes no sense; `locked`: it opens with a password only. */
      readonly state: 'ok' | 'broken' | 'locked';
      /** Pages of a PDF. */
      readonly pages?: number;
      /** Size of a picture as it is seen, in pixels. */
      readonly width?: number;
      readonly height?: number;
    } & Content);

interface Content {
  /** What the content is, by its usual ending (`pdf`, `jpg`, `docx`); empty where it has no mark to know it by, as plain text has none. */
  readonly kind: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly digest: string;
}

/** Facts by the path as the dossier writes it; a path that is not here has not been looked into. */
export type Files = ReadonlyMap<string, FileFact>;

/** A chapter that is kept in its own file, or why it was not read. */
export type ChapterText = { readonly text: string } | { readonly fault: Text };

/** Chapters by the path as the dossier writes it. */
export type Chapters = ReadonlyMap<string, ChapterText>;

/** What is known of a file, in a few words. */
export function tellFile(fact: FileFact | undefined): Text {
  if (!fact) return { zh: '还没有查看', en: 'not looked into yet' };
  if (fact.state !== 'ok') return STATES[fact.state];
  const kind = fact.kind.toUpperCase();
  const size =
    fact.size < 1024 * 1024
      ? `${Math.max(1, Math.round(fact.size / 1024))} KB`
      : `${(fact.size / 1024 / 1024).toFixed(1)} MB`;
  const pages = fact.pages === undefined ? undefined : { zh: `${fact.pages} 页`, en: `${fact.pages} page(s)` };
  const measure = fact.width === undefined ? undefined : `${fact.width}×${fact.height}`;
  const parts = (locale: keyof Text) => [kind, pages?.[locale], measure, size].filter(Boolean).join(' · ');
  return { zh: parts('zh'), en: parts('en') };
}

const STATES: Readonly<Record<Exclude<FileFact['state'], 'ok'>, Text>> = {
  missing: { zh: '文件不存在', en: 'missing' },
  outside: { zh: '在申报书文件夹之外', en: 'outside the dossier’s folder' },
  folder: { zh: '是文件夹', en: 'a folder' },
  empty: { zh: '空文件', en: 'empty' },
  unreadable: { zh: '打不开', en: 'cannot be opened' },
  broken: { zh: '已损坏', en: 'damaged' },
  locked: { zh: '要密码', en: 'locked' },
};
