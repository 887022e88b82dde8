/** `dossier new` and `dossier notices`. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { dossier, folder, json, run } from '../support/check.ts';
import { analyzed, pack, rulesOf } from '../support/engine.ts';

suite('new', () => {
  /** Lists of a skeleton that must have two entries. */
  const STILL_EMPTY: Readonly<Record<string, readonly string[]>> = {
    '综合型/跨行业跨领域': ['cross-industry 平台.服务行业', 'cross-industry 平台.服务领域'],
    '专业型/面向产业链供应链协同': ['chain-links 平台.链条环节', 'chain-links 平台.上下游角色'],
  };

  for (const direction of [undefined, ...pack.notice.directions.map((d) => d.id)]) {
    test(`a skeleton for ${direction ?? 'no direction yet'}`, async () => {
      const path = join(folder(), '深/处', '新 (1).dossier.yaml');
      const { status, out, err } = await run(['new', ...(direction ? ['--direction', direction] : []), path]);
      assert.equal(status, 0, err);
      assert.equal(out.trim(), path);
      const text = readFileSync(path, 'utf8');
      const analysis = analyzed(text);
      assert.equal(analysis.direction, direction);
      const found = rulesOf(analysis);
      for (const bad of [
        'yaml-syntax',
        'unknown-field',
        'duplicate-field',
        'wrong-type',
        'direction-field',
        'full-width-punctuation',
      ])
        assert.ok(!found.includes(bad), bad);
      const missing = analysis.findings.filter((f) => f.rule === 'missing-field').map((f) => f.message.zh);
      assert.deepEqual(missing, [], 'every required field has its line');
      // A blank field is a warning. Papers that are not there yet and signatures not yet given are errors, and nothing else.
      const { status: checked, report } = await json([path]);
      assert.equal(checked, 1);
      assert.ok((report.summary.warnings ?? 0) > 40);
      const errors = report.files.flatMap((f) => f.findings).filter((f) => f.severity === 'error');
      assert.deepEqual(
        errors.map((f) => `${f.rule} ${f.field}`).sort(),
        [
          ...[0, 1, 3, 4].map((i) => `material-file 附件材料[${i}].文件`),
          ...['附件材料[2].盖章', '附件材料[2].签字', '签署', '签署'].map((field) => `material-signature ${field}`),
          ...(STILL_EMPTY[direction ?? ''] ?? []),
        ].sort(),
      );
    });
  }

  test('bears the name of the applicant', async () => {
    const path = join(folder(), '新.dossier.yaml');
    assert.equal((await run(['new', '--applicant', '甲公司', path])).status, 0);
    assert.match(readFileSync(path, 'utf8'), /: 甲公司\n/);
  });

  test('refuses to write over a file', async () => {
    const path = dossier('甲');
    const { status, err } = await run(['new', path]);
    assert.equal(status, 2);
    assert.ok(err.includes(path));
    assert.equal(readFileSync(path, 'utf8'), '甲');
  });

  test('a wrong direction, notice or name is 2, with the nearest', async () => {
    const path = join(folder(), '新.dossier.yaml');
    const near = await run(['new', '--direction', '综合型/跨行业', path]);
    assert.equal(near.status, 2);
    assert.match(near.err, /综合型\/跨行业跨领域/);
    assert.equal((await run(['new', '--notice', 'sd-1999', path])).status, 2);
    assert.equal((await run(['new', join(folder(), '新.yaml')])).status, 2);
    assert.equal((await run(['new'])).status, 2);
    assert.equal(existsSync(path), false);
  });
});

suite('notices', () => {
  test('as text', async () => {
    const { status, out } = await run(['notices']);
    assert.equal(status, 0);
    assert.match(out, /sd-2023/);
    for (const d of pack.notice.directions) assert.ok(out.includes(d.id));
    assert.match((await run(['notices', '--lang', 'en'])).out, /Shandong/);
  });

  test('as JSON', async () => {
    const { status, out } = await run(['notices', '--format', 'json']);
    assert.equal(status, 0);
    const [notice] = JSON.parse(out) as Record<string, unknown>[];
    assert.equal(notice!.id, 'sd-2023');
    assert.deepEqual(
      notice!.directions,
      pack.notice.directions.map((d) => d.id),
    );
  });
});
