/** Errors of the operating system in words for users: what happened and what to do. Both faces show these; no message has a code such as `ENOSPC`. */
import type { LocalizedText } from '../core/model/localized-text.ts';
import { errorMessage } from '../core/text/error-message.ts';

/** What was being done with a file when the system refused. */
export type FileAction = 'read' | 'write';

/** An error of the system about a file, with the file that the user knows: not a temporary one. Has the `code` of the system, such as `ENOSPC`. */
export class FileError extends Error {
  readonly code: string;
  /** Absolute, or as the caller named it. */
  readonly file: string;
  readonly action: FileAction;

  constructor(file: string, action: FileAction, cause: unknown) {
    super(errorMessage(cause), { cause });
    this.file = file;
    this.action = action;
    this.code = errorCode(cause) ?? '';
  }

  /** What happened and what to do, without the name of the file. */
  get text(): LocalizedText {
    return textFor(this.code, this.action);
  }
}

/** The code of an error of the system or of Node, such as `ENOENT`; undefined for any other error. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The file that an error is about, where it says so; for a message that names it. */
export function fileOfError(error: unknown): string | undefined {
  if (error instanceof FileError) return error.file;
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}

/** What happened and what to do, without the name of the file; undefined for an error that is not of the system. */
export function systemErrorText(error: unknown): LocalizedText | undefined {
  if (error instanceof FileError) return error.text;
  const code = errorCode(error);
  if (code === undefined || !isOfSystem(error, code)) return undefined;
  return textFor(code, isWriting(error) ? 'write' : 'read');
}

/** Codes of Node itself begin with ERR_; one that Node has no name for, as some of Windows, is UNKNOWN and has a number. */
function isOfSystem(error: unknown, code: string): boolean {
  return /^E[A-Z0-9]+$/.test(code) || (error instanceof Error && 'errno' in error && typeof error.errno === 'number');
}

/** The words for any error: those of the system are explained, others speak for themselves. */
export function errorText(error: unknown): LocalizedText {
  const message = errorMessage(error);
  return systemErrorText(error) ?? { zh: message, en: message };
}

/** The words for any error, behind the name of the file that it is about. `display` shortens a path, as to one below the working folder. */
export function namedErrorText(error: unknown, display: (path: string) => string): LocalizedText {
  const { zh, en } = errorText(error);
  const file = fileOfError(error);
  if (file === undefined) return { zh, en };
  return { zh: `${display(file)}：${zh}`, en: `${display(file)}: ${en}` };
}

/** True where another folder may help: a file or folder could not be written. */
export function isWriteError(error: unknown): boolean {
  if (error instanceof FileError) return error.action === 'write';
  return systemErrorText(error) !== undefined && isWriting(error);
}

const WRITING: ReadonlySet<unknown> = new Set([
  'write',
  'mkdir',
  'mkdtemp',
  'rename',
  'link',
  'unlink',
  'rm',
  'rmdir',
  'fsync',
  'chmod',
  'copyfile',
  'ftruncate',
]);

function isWriting(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && WRITING.has(error.syscall);
}

function textFor(code: string, action: FileAction): LocalizedText {
  return TEXTS[code]?.[action] ?? OTHER[action];
}

type TextsByAction = Readonly<Record<FileAction, LocalizedText>>;

function both(zh: string, en: string): TextsByAction {
  return { read: { zh, en }, write: { zh, en } };
}

const NO_SPACE = both(
  '磁盘空间不足，没有写入。请清理磁盘，或保存到别处',
  'the disk is full, and nothing was written. Free some space, or save elsewhere',
);

const NOT_ALLOWED: TextsByAction = {
  read: {
    zh: '没有读取的权限。请检查文件和文件夹的权限',
    en: 'it may not be read. Check the permissions of the file and its folder',
  },
  write: {
    zh: '没有写入的权限，或文件正被别的程序（如 Word）打开。请关闭文件、检查权限，或保存到别处',
    en: 'it may not be written, or another program such as Word has it open. Close it there, check the permissions, or save elsewhere',
  },
};

const IN_USE: TextsByAction = {
  read: {
    zh: '文件正被别的程序占用。请关闭后再试',
    en: 'another program is using it. Close it there and try again',
  },
  write: {
    zh: '文件正被别的程序（如 Word）打开，没有写入。请关闭后再试，或保存到别处',
    en: 'another program such as Word has it open, and nothing was written. Close it there and try again, or save elsewhere',
  },
};

const UNREACHABLE = both(
  '磁盘或网络位置连不上。请检查连接后再试',
  'the disk or network drive cannot be reached. Check the connection and try again',
);

const TOO_MANY = both(
  '打开的文件太多。请关闭一些程序后再试',
  'too many files are open. Close some programs and try again',
);

/** By the code of the system. */
const TEXTS: Readonly<Record<string, TextsByAction>> = {
  ENOSPC: NO_SPACE,
  EDQUOT: both(
    '磁盘配额已用完，没有写入。请清理文件，或保存到别处',
    'the disk quota is used up, and nothing was written. Delete some files, or save elsewhere',
  ),
  EFBIG: both(
    '文件大小超过这里的上限，没有写入。请保存到别的磁盘',
    'the file would be larger than is allowed here, and nothing was written. Save to another disk',
  ),
  EROFS: both('磁盘是只读的，没有写入。请保存到别处', 'the disk is read-only, and nothing was written. Save elsewhere'),
  EACCES: NOT_ALLOWED,
  EPERM: NOT_ALLOWED,
  EBUSY: IN_USE,
  ETXTBSY: IN_USE,
  EISDIR: {
    read: { zh: '这是文件夹，不是文件', en: 'this is a folder, not a file' },
    write: {
      zh: '已有同名的文件夹，没有写入。请移走它，或换一个名称',
      en: 'a folder of that name is in the way, and nothing was written. Move it, or take another name',
    },
  },
  ENOTEMPTY: both(
    '已有同名的文件夹。请移走它，或换一个名称',
    'a folder of that name is in the way. Move it, or take another name',
  ),
  ENOTDIR: both(
    '路径中有一段是文件，不是文件夹。请检查路径，或移走那个文件',
    'a part of the path is a file, not a folder. Check the path, or move that file',
  ),
  EEXIST: both(
    '已有同名的文件或文件夹。请移走它，或换一个名称',
    'there is a file or folder of that name. Move it, or take another name',
  ),
  ENOENT: {
    read: { zh: '没有这个文件', en: 'there is no such file' },
    write: { zh: '文件夹不存在或已被移走', en: 'the folder is not there any more' },
  },
  ENAMETOOLONG: both('名称或路径太长。请缩短', 'the name or path is too long. Shorten it'),
  ELOOP: both('链接互相指向，找不到文件', 'the links point at each other: no file is found'),
  EINVAL: both(
    '这里不能用这样的名称或操作。请换一个名称或位置',
    'this name or operation is not possible here. Take another name or place',
  ),
  EMFILE: TOO_MANY,
  ENFILE: TOO_MANY,
  EIO: both('磁盘读写出错。请检查磁盘', 'the disk failed. Check the disk'),
  ENODEV: UNREACHABLE,
  ENXIO: UNREACHABLE,
  ESTALE: UNREACHABLE,
  ETIMEDOUT: UNREACHABLE,
  EHOSTDOWN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ENOTCONN: UNREACHABLE,
  EPIPE: both('输出被提前关闭，没有写完', 'the output was closed before all was written'),
  ECONNRESET: both('连接中断', 'the connection was lost'),
  ENOMEM: both('内存不足。请关闭一些程序后再试', 'there is not enough memory. Close some programs and try again'),
  EXDEV: both('不能移到别的磁盘', 'it cannot be moved to another disk'),
};

const OTHER: TextsByAction = {
  read: {
    zh: '读取失败。请检查文件和磁盘后再试',
    en: 'it could not be read. Check the file and the disk, and try again',
  },
  write: {
    zh: '写入失败。请检查磁盘后再试，或保存到别处',
    en: 'it could not be written. Check the disk and try again, or save elsewhere',
  },
};
