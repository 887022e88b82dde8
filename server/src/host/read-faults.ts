import type { Finding } from '../core/model/finding.ts';
import type { LocalizedText } from '../core/model/localized-text.ts';
import type { FileFault } from './read-file.ts';

/** Why a file was not read. */
export type ReadFault = FileFault | 'not-text' | 'utf-16' | 'not-utf-8';

/** The same in words, for both faces. */
export const READ_FAULT_TEXTS: Readonly<Record<ReadFault, LocalizedText>> = {
  missing: { zh: '没有这个文件', en: 'There is no such file' },
  folder: { zh: '这是文件夹，不是申报书文件', en: 'This is a folder, not a dossier' },
  special: {
    zh: '这不是普通文件，是管道或设备，没有读取',
    en: 'This is no regular file but a pipe or a device: not read',
  },
  unreadable: { zh: '文件打不开，请检查权限', en: 'The file cannot be opened: check its permissions' },
  'too-large': {
    zh: '文件超过 4 MB，不是申报书的大小，没有检查',
    en: 'The file is larger than 4 MB, too large for a dossier: not checked',
  },
  'not-text': { zh: '文件里有二进制内容，不是文本，没有检查', en: 'The file is binary, not text: not checked' },
  'utf-16': { zh: '文件是 UTF-16 编码，请另存为 UTF-8', en: 'The file is UTF-16: save it as UTF-8' },
  'not-utf-8': {
    zh: '文件不是 UTF-8 编码（可能是 GBK），请另存为 UTF-8',
    en: 'The file is not UTF-8 (GBK perhaps): save it as UTF-8',
  },
};

/** What is said of a dossier that could not be read. */
export function unreadFinding(fault: ReadFault): Finding {
  return {
    rule: 'internal-fault',
    title: { zh: '没有检查完', en: 'Not everything was checked' },
    severity: 'error',
    message: READ_FAULT_TEXTS[fault],
    clause: null,
    path: null,
    span: { start: 0, end: 0 },
    related: [],
    fixSpecs: [],
    waived: false,
  };
}
