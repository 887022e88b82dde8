/** A new dossier: its skeleton has the applicant's name in it, and reads as the dossier that was asked for. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
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
