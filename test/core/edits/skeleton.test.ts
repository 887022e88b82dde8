/** A new dossier: what is known of it at its beginning, its file's name, and where to begin writing. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { atFirstBlank, fileNameFor } from '../../../client/src/blank.ts';
import { newDossier } from '../../../server/src/core/edits/skeleton.ts';
import { analyzed, pack, rulesOf } from '../../support/engine.ts';

const DIRECTIONS = pack.notice.directions.map((d) => d.id);
const { applicant: NAME, direction: DIRECTION } = pack.form.roles;

suite('a new dossier', () => {
  for (const direction of [undefined, ...DIRECTIONS]) {
    test(`bears the applicant's name: ${direction ?? 'no direction yet'}`, () => {
      const { answers } = analyzed(newDossier(pack, direction, '淄博磬石新材料有限公司'));
      assert.equal(answers.text(NAME), '淄博磬石新材料有限公司');
      assert.equal(answers.text(DIRECTION), direction);
    });
  }

  test('has a name that YAML would read as something else all the same', () => {
    for (const name of [
      'A: B公司',
      '甲公司 #2',
      '- 甲公司',
      '? 甲',
      ': 甲',
      '[甲] 公司',
      '{甲}',
      '*甲',
      '&甲',
      '!甲',
      '@甲',
      '%甲',
      '`甲`',
      "'甲'",
      '"甲"公司',
      '甲\\乙',
      '是',
      'true',
      'null',
      '~',
      '12',
      '1e3',
      '0.5',
      '2023-06-01',
      '甲,乙',
      '甲：乙',
      '甲，乙（山东）有限公司',
      '甲:',
      'C#',
      '😀公司',
      '甲\n乙',
      '甲\t乙',
    ]) {
      const analysis = analyzed(newDossier(pack, DIRECTIONS[0], name));
      assert.equal(analysis.answers.text(NAME), name, JSON.stringify(name));
      assert.ok(!rulesOf(analysis).includes('yaml-syntax'), name);
    }
  });

  test('has no name where none is given, and that is a gap like any other', () => {
    for (const name of [undefined, '', '  ', '\t'])
      assert.equal(newDossier(pack, DIRECTIONS[0], name), newDossier(pack, DIRECTIONS[0]));
  });

  test('is the same but for the name', () => {
    const [with_, without] = [newDossier(pack, DIRECTIONS[0], '甲公司'), newDossier(pack, DIRECTIONS[0])];
    assert.equal(with_.replace(' 甲公司', ''), without);
  });
});

suite('the first blank field', () => {
  test('of a new dossier has no value yet, and one can be written there', () => {
    for (const direction of [undefined, ...DIRECTIONS]) {
      const { text, offset } = atFirstBlank(newDossier(pack, direction, '甲公司'));
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
      const found = atFirstBlank(text);
      assert.equal(`${found.text.slice(0, found.offset)}‸${found.text.slice(found.offset)}`, marked);
    });
  }

  test('is the end where nothing is blank', () => {
    assert.deepEqual(atFirstBlank('甲: 1\n'), { text: '甲: 1\n', offset: 5 });
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
