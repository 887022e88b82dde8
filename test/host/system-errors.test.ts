/** Errors of the system in words, in both languages: never a code, and never without what to do. */
import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { suite, test } from 'node:test';
import {
  type FileAction,
  FileError,
  isWriteError,
  namedErrorText,
  systemErrorText,
} from '../../server/src/host/system-errors.ts';

/** Every code that this system has, one of Windows that Node has no name for, and one that nobody knows. */
const CODES = [...Object.keys(constants.errno), 'UNKNOWN', 'EWHATEVER'];
const ACTIONS: readonly FileAction[] = ['read', 'write'];

/** As Node's own: the code, the number, the call, and all of it in the message. */
function nodeError(code: string, syscall: string): Error {
  const path = '/申报/甲.docx';
  return Object.assign(new Error(`${code}: some words of C, ${syscall} '${path}'`), { code, errno: -1, syscall, path });
}

suite('an error of the system', () => {
  test('is told in words whatever its code, in Chinese and in English', () => {
    for (const code of CODES)
      for (const error of [
        ...ACTIONS.map((action) => new FileError('/申报/甲.docx', action, nodeError(code, 'open'))),
        nodeError(code, 'open'),
        nodeError(code, 'rename'),
      ]) {
        const { zh, en } = namedErrorText(error, (path) => path.split('/').at(-1)!);
        assert.match(zh, /^甲\.docx：\p{Script=Han}/u, code);
        assert.match(en, /^甲\.docx: [a-z]/, code);
        for (const text of [zh, en])
          assert.doesNotMatch(text, /some words of C|\bE[A-Z]{3,}\b|UNKNOWN|undefined/, code);
        assert.doesNotMatch(en, /\p{Script=Han}(?!\.docx|.docx)/u, code);
      }
  });

  const told: readonly (readonly [code: string, syscall: string, zh: RegExp, en: RegExp])[] = [
    [
      'EBUSY',
      'rename',
      /正被别的程序（如 Word）打开，没有写入。请关闭后再试，或保存到别处/,
      /Word has it open, and nothing was written\. Close/,
    ],
    [
      'EPERM',
      'rename',
      /没有写入的权限，或文件正被别的程序（如 Word）打开/,
      /may not be written, or another program such as Word/,
    ],
    ['EACCES', 'open', /没有读取的权限/, /may not be read/],
    [
      'EROFS',
      'mkdir',
      /磁盘是只读的，没有写入。请保存到别处/,
      /the disk is read-only, and nothing was written\. Save elsewhere/,
    ],
    [
      'ENOSPC',
      'write',
      /磁盘空间不足，没有写入。请清理磁盘，或保存到别处/,
      /the disk is full, and nothing was written\. Free/,
    ],
    ['EISDIR', 'rename', /已有同名的文件夹，没有写入。请移走它，或换一个名称/, /a folder of that name is in the way/],
    ['ENOTDIR', 'mkdir', /路径中有一段是文件/, /a part of the path is a file/],
    ['ENOENT', 'open', /没有这个文件/, /no such file/],
    ['UNKNOWN', 'open', /读取失败。请检查文件和磁盘后再试/, /could not be read\. Check/],
  ];
  for (const [code, syscall, zh, en] of told)
    test(`${code} of ${syscall} says what happened and what to do`, () => {
      const text = systemErrorText(nodeError(code, syscall));
      assert.match(text?.zh ?? '', zh);
      assert.match(text?.en ?? '', en);
    });

  test('of writing can be helped by another place, of reading it cannot', () => {
    assert.ok(isWriteError(nodeError('ENOSPC', 'write')));
    assert.ok(isWriteError(new FileError('甲', 'write', nodeError('EACCES', 'open'))));
    assert.ok(!isWriteError(nodeError('EACCES', 'open')));
    assert.ok(!isWriteError(new TypeError('undefined is not a function')));
  });

  test('is none where the program itself failed', () => {
    assert.equal(systemErrorText(new TypeError('x is not a function')), undefined);
    assert.equal(systemErrorText(Object.assign(new Error('bad'), { code: 'ERR_INVALID_ARG_TYPE' })), undefined);
  });
});
