/** What the editor does with a new dossier: where one begins to write, and what its file is called. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fileNameFor, prepareFirstBlank } from '../../client/src/first-blank.ts';
import { newDossier } from '../../server/src/core/edits/skeleton.ts';
import { analyzed, pack } from '../support/engine.ts';

const DIRECTIONS = pack.notice.directions.map((d) => d.id);

suite('the first blank field', () => {
  test('of a new dossier has no value yet, and one can be written there', () => {
    for (const direction of [undefined, ...DIRECTIONS]) {
      const { text, offset } = prepareFirstBlank(newDossier(pack, direction, '甲公司'));
      const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
      assert.equal(before, direction ? '  申报日期: ' : '  方向: ');
      const value = direction ? '2023-06-12' : DIRECTIONS[1]!;
      const written = analyzed(`${text.slice(0, offset)}${value}${text.slice(offset)}`);
      assert.equal(direction ? written.answers.text('申报.申报日期') : written.direction, value);
    }
  });

  for (const [what, text, marked] of [
    ['gets the space that a value needs', '甲: 1\n乙:\n丙:\n', '甲: 1\n乙: ‸\n丙:\n'],
    ['keeps its remark behind it', '甲: 1\n乙:  # 万元\n', '甲: 1\n乙: ‸ # 万元\n'],
    ['is below the group that it is in', '甲:\n  乙:\n  丙:\n', '甲:\n  乙: ‸\n  丙:\n'],
    ['is none of the groups before it', '甲:\n  - {乙: 1}\n丙:', '甲:\n  - {乙: 1}\n丙: ‸'],
    ['is no text that goes on below', '甲: |  # 字\n  文\n乙:\n', '甲: |  # 字\n  文\n乙: ‸\n'],
    ['is no remark', '# 甲:\n乙:\n', '# 甲:\n乙: ‸\n'],
  ] as const) {
    test(what, () => {
      const found = prepareFirstBlank(text);
      assert.equal(`${found.text.slice(0, found.offset)}‸${found.text.slice(found.offset)}`, marked);
    });
  }

  test('is the end where nothing is blank', () => {
    assert.deepEqual(prepareFirstBlank('甲: 1\n'), { text: '甲: 1\n', offset: 5 });
  });
});

suite('the file of an applicant', () => {
  for (const [name, file] of [
    ['淄博磬石新材料有限公司', '淄博磬石新材料有限公司.dossier.yaml'],
    ['  甲公司 ', '甲公司.dossier.yaml'],
    ['甲/乙:丙*?"<>|公司', '甲_乙_丙______公司.dossier.yaml'],
    ['../../甲', '_.._甲.dossier.yaml'],
    ['.甲.', '甲.dossier.yaml'],
    ['', ''],
    [' . ', ''],
  ] as const) {
    test(`“${name}” is “${file}”`, () => assert.equal(fileNameFor(name), file));
  }

  test('is not too long for any file system, and whole to its last character', () => {
    const file = fileNameFor('𠮷'.repeat(100));
    assert.ok(new TextEncoder().encode(file).length <= 255);
    assert.ok(!/\p{Surrogate}/u.test(file));
  });
});
