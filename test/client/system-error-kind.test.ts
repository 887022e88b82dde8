/** Errors of disks as VS Code's extensions meet them. */
import assert from 'node:assert/strict';
import { constants } from 'node:os';
import { suite, test } from 'node:test';
import { systemErrorKind } from '../../client/src/system-error-kind.ts';

const errorOf = (code: string, message: string) => Object.assign(new Error(message), { code });

suite('the kind of an error of the system', () => {
  test('is known for every code that the system has, by the code and within a message of VS Code', () => {
    for (const code of Object.keys(constants.errno)) {
      assert.ok(systemErrorKind(errorOf(code, `${code}: words of C`)), code);
      const inside = `Unable to write file '/甲' (Unknown (FileSystemError): Error: ${code}: words of C, open '/甲')`;
      assert.equal(systemErrorKind(errorOf('Unknown', inside)), systemErrorKind(errorOf(code, '')), code);
    }
  });

  const told = [
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EROFS', 'read-only'],
    ['EBUSY', 'in-use'],
    ['EPERM', 'forbidden'],
    ['NoPermissions', 'forbidden'],
    ['FileExists', 'taken'],
    ['EntryIsADirectory', 'taken'],
    ['ENOTDIR', 'taken'],
    ['FileNotFound', 'missing'],
    ['UNKNOWN', 'other'],
    ['Unavailable', 'other'],
  ] as const;
  for (const [code, kind] of told)
    test(`${code} is ${kind}`, () => assert.equal(systemErrorKind(errorOf(code, '')), kind));

  test('goes by the code where the name of a file looks like one', () => {
    assert.equal(systemErrorKind(errorOf('ENOSPC', "ENOSPC: no space left on device, write '/EBUSY/甲.docx'")), 'full');
  });

  test('is none where the program itself failed', () => {
    assert.equal(systemErrorKind(new TypeError('x is not a function')), undefined);
    assert.equal(systemErrorKind('ENOSPC'), undefined);
  });
});
