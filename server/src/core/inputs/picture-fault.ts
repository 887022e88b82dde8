/** Why a picture cannot be printed: one list for the check of a dossier and for its rendering. */
import type { LocalizedText } from '../model/localized-text.ts';
import type { EvidenceFile } from './evidence.ts';

/** `kind`: of a kind that Word does not take; `size`: larger than a file that is read. `missing` holds for whatever is no file below the dossier's folder. */
export type PictureFault =
  | 'missing'
  | 'outside'
  | 'folder'
  | 'empty'
  | 'unreadable'
  | 'locked'
  | 'broken'
  | 'size'
  | { readonly kind: string };

/** What Word takes, by its usual ending. */
const PRINTABLE_KINDS: ReadonlySet<string> = new Set(['png', 'jpg', 'gif', 'bmp']);

/** True of a kind of picture, by its usual ending, that Word takes: `png`, not `webp`. */
export function isPrintableKind(kind: string): boolean {
  return PRINTABLE_KINDS.has(kind);
}

/** What is wrong with a picture that was looked into; undefined where it can be printed, or where nobody knows. */
export function pictureFault(file: EvidenceFile): PictureFault | undefined {
  if (file.state === 'unchecked') return file.why === 'size' ? 'size' : undefined;
  if (file.state !== 'ok') return file.state;
  return isPrintableKind(file.kind) ? undefined : { kind: file.kind };
}

/** The fault of the picture at `path` in a sentence, as `图片“架构.webp”是 WEBP 格式，…`. */
export function pictureFaultText(path: string, fault: PictureFault): LocalizedText {
  const why = typeof fault === 'string' ? FAULT_TEXTS[fault] : kindText(fault.kind || drawingKind(path));
  return { zh: `图片“${path}”${why.zh}`, en: `The picture “${path}” ${why.en}` };
}

/** A drawing written as text has no mark to know it by but its ending. */
function drawingKind(path: string): string {
  return /\.svg$/i.test(path) ? 'svg' : '';
}

function kindText(kind: string): LocalizedText {
  const name = (kind === 'tif' ? 'tiff' : kind).toUpperCase();
  return {
    zh: `${name ? `是 ${name} 格式` : '不是图片，或格式不明'}，不能放进 Word 文件：请另存为 PNG 或 JPG`,
    en: `${name ? `is a ${name} file` : 'is no picture of a known kind'}, which Word does not take: save it as PNG or JPG`,
  };
}

const FAULT_TEXTS: Readonly<Record<Exclude<PictureFault, object>, LocalizedText>> = {
  missing: {
    zh: '不存在；路径从这一章所在的文件夹或申报书所在的文件夹算起',
    en: 'does not exist; paths start at the folder of the chapter or of the dossier',
  },
  outside: { zh: '不在申报书所在的文件夹之内', en: 'lies outside the folder of the dossier' },
  folder: { zh: '是文件夹，不是文件', en: 'is a folder, not a file' },
  empty: { zh: '是空文件', en: 'is empty' },
  unreadable: { zh: '打不开，请检查权限', en: 'cannot be opened: check its permissions' },
  locked: { zh: '要密码才能打开', en: 'opens with a password only' },
  broken: { zh: '内容不完整或已损坏', en: 'is damaged or cut off' },
  size: { zh: '太大，打不开：请压缩后再用', en: 'is too large to be opened: make it smaller' },
};
