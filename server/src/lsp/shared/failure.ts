/** Failed requests in words: what happened, what to do, and what the editor may offer. */
import type { Analysis } from '../../core/analysis/types.ts';
import type { LocalizedText } from '../../core/model/localized-text.ts';
import { errorMessage } from '../../core/text/error-message.ts';
import { READ_FAULT_TEXTS, type ReadFault } from '../../host/read-faults.ts';
import type { FileFault } from '../../host/read-file.ts';
import { isWriteError, namedErrorText, systemErrorText } from '../../host/system-errors.ts';
import type { FailedResult } from '../../protocol.ts';
import type { ServerContext } from './feature.ts';

type Teller = Pick<ServerContext, 'connection' | 'locale'>;

const FAULT: LocalizedText = {
  zh: '程序内部出错，详情在日志中',
  en: 'The program failed; the log has the details',
};

/** The answer to a request whose work threw: an error of the system is explained; any other is a fault of the program and goes into the log. */
export function failure({ connection, locale }: Teller, error: unknown): FailedResult {
  if (systemErrorText(error)) {
    const message = namedErrorText(error, (path) => path)[locale];
    return { kind: 'failed', message, remedies: isWriteError(error) ? ['retry', 'elsewhere'] : ['retry'] };
  }
  connection.console.error(error instanceof Error ? (error.stack ?? errorMessage(error)) : errorMessage(error));
  return { kind: 'failed', message: FAULT[locale], remedies: ['log', 'retry'] };
}

/** The answer where the dossier could not be read, as one that was deleted. */
export function unreadDossier({ locale }: Teller, fault: ReadFault, file: string): FailedResult {
  const { zh, en } = READ_FAULT_TEXTS[fault];
  return { kind: 'failed', message: { zh: `${zh}（${file}）`, en: `${en} (${file})` }[locale], remedies: ['retry'] };
}

/** The answer where another file could not be read, as a Word file that was chosen. */
export function unreadFile({ locale }: Teller, fault: FileFault): FailedResult {
  return { kind: 'failed', message: FILE_FAULT_TEXTS[fault][locale], remedies: ['retry'] };
}

const FILE_FAULT_TEXTS: Readonly<Record<FileFault, LocalizedText>> = {
  missing: { zh: '没有这个文件，可能已被移走或改名', en: 'There is no such file: it may have been moved or renamed' },
  folder: { zh: '这是文件夹，不是文件', en: 'This is a folder, not a file' },
  special: {
    zh: '这不是普通文件，是管道或设备，没有读取',
    en: 'This is no regular file but a pipe or a device: not read',
  },
  unreadable: {
    zh: '文件打不开。请检查权限；如正被别的程序（如 Word）占用，请关闭后再试',
    en: 'The file cannot be opened. Check its permissions; if another program such as Word is using it, close it there and try again',
  },
  'too-large': { zh: '文件超过 200 MB，没有读取', en: 'The file is larger than 200 MB: not read' },
};

/** Why a dossier has no notice: what is found at its first line, else only its file. */
export function whyUnknown({ findings }: Analysis, file: string): LocalizedText {
  return findings[0]?.message ?? { zh: file, en: file };
}

/** The answer where the request cannot be met as things are; the same again would not help. */
export function refusal({ locale }: Teller, message: LocalizedText): FailedResult {
  return { kind: 'failed', message: message[locale], remedies: [] };
}
