/** `dossier render`: what is written, where to, and what is refused. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { suite, test } from 'node:test';
import { dossier, folder, run, WRONG } from '../support/check.ts';
import { SMALLEST, sample, smallest } from '../support/engine.ts';

suite('render', () => {
  const documents = (place: string) => readdirSync(place).filter((n) => n.endsWith('.docx'));

  test('a sample, with everything in it', async () => {
    const out = join(folder(), '输出');
    const { status, out: said } = await run(['render', sample('特色型-重点行业').path, '-o', out, '--all']);
    assert.equal(status, 0, said);
    const written = said.trim().split('\n');
    assert.equal(written.length >= 2, true, said);
    for (const path of written) assert.equal(readFileSync(path).subarray(0, 2).toString(), 'PK', path);
    assert.ok(written.some((p) => p.endsWith('.docx')) && written.some((p) => p.endsWith('.xlsx')));
  });

  test('into the working folder unless told', async () => {
    const cwd = folder();
    assert.equal((await run(['render', sample(SMALLEST).path], { cwd })).status, 0);
    assert.equal(documents(cwd).length, 1);
  });

  test('gaps are refused, and every one is listed', async () => {
    const place = folder();
    const text = smallest(
      ['  平台名称: 砺穹5G工业互联网平台\n', ''],
      ['  注册资本: 600\n', '  注册资本:\n'],
      ['职工人数: 26', '职工人数: 许多'],
    );
    const { status, out, err } = await run(['render', dossier(text), '-o', join(place, 'out')]);
    assert.equal(status, 1);
    assert.equal(out, '');
    for (const path of ['平台.平台名称', '申报单位.注册资本', '申报单位.职工人数'])
      assert.ok(err.includes(path), `${path} in ${err}`);
    assert.equal(existsSync(join(place, 'out')), false, 'nothing is written');
    const english = await run(['render', '--lang', 'en', dossier(text), '-o', join(place, 'out')]);
    assert.match(english.err, /平台\.平台名称: missing/);
  });

  test('--draft goes on, and says so in the name', async () => {
    const place = folder();
    const path = dossier(smallest(['  平台名称: 砺穹5G工业互联网平台\n', '']));
    const { status } = await run(['render', path, '-o', place, '--draft']);
    assert.equal(status, 0);
    assert.deepEqual(
      documents(place).map((n) => n.includes('草稿')),
      [true],
    );
  });

  test('errors that stand are told', async () => {
    const { status, err } = await run(['render', dossier(smallest(WRONG)), '-o', folder()]);
    assert.equal(status, 0);
    assert.match(err, /1 个错误/);
  });

  test('again writes over its own work, and never over somebody’s', async () => {
    const place = folder();
    const path = dossier(smallest());
    const first = (await run(['render', path, '-o', place])).out.trim();
    const again = await run(['render', path, '-o', place]);
    assert.equal(again.out.trim(), first);
    assert.equal(documents(place).length, 1);
    writeFileSync(first, '改过的');
    const third = await run(['render', path, '-o', place]);
    assert.equal(third.status, 0);
    assert.equal(readFileSync(first, 'utf8'), '改过的');
    assert.notEqual(third.out.trim(), first);
    assert.ok(third.err.includes(first), third.err);
    const fourth = await run(['render', path, '-o', place]);
    assert.equal(fourth.out.trim(), third.out.trim(), 'and not a new file each time');
    assert.equal(readFileSync(first, 'utf8'), '改过的');
  });

  test('a file of ours put there by hand is somebody’s', async () => {
    const [one, two] = [folder(), folder()];
    const path = dossier(smallest());
    const name = basename((await run(['render', path, '-o', one])).out.trim());
    writeFileSync(join(two, name), '别人的');
    assert.equal((await run(['render', path, '-o', two])).status, 0);
    assert.equal(readFileSync(join(two, name), 'utf8'), '别人的');
  });

  test('without a file, a notice or a place to write', async () => {
    assert.equal((await run(['render', join(folder(), '没有.dossier.yaml')])).status, 3);
    assert.equal((await run(['render', folder()])).status, 3);
    assert.equal((await run(['render', dossier('通知: sd-1999\n'), '-o', folder()])).status, 1);
    const taken = join(folder(), 'out');
    writeFileSync(taken, 'a file');
    assert.equal((await run(['render', dossier(smallest()), '-o', taken])).status, 3);
    assert.equal((await run(['render'])).status, 2);
  });
});

suite('several at once', () => {
  test('each has its 申报书, and all have one summary sheet', async () => {
    const out = folder();
    const [a, b] = ['最小', '特色型-重点行业'].map((name) => sample(name).path) as [string, string];
    const { status, err } = await run(['render', a, b, '--all', '-o', out]);
    assert.equal(status, 0, err);
    const files = readdirSync(out).filter((f) => !f.startsWith('.'));
    assert.equal(files.filter((f) => f.endsWith('-申报书.docx')).length, 2);
    assert.deepEqual(
      files.filter((f) => f.endsWith('.xlsx')),
      ['汇总表.xlsx'],
    );
  });
});
