/** The reference of notice packs is that of the schemas, and has every check. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CHECKS } from '../../../server/src/core/checks/index.ts';
import { packReference } from '../../../server/src/core/packs/reference.ts';

test('the reference of notice packs is up to date, and each key of it has a meaning', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../server/guides/pack-reference.md'), 'utf8');
  const reference = packReference();
  assert.ok(page.includes(reference), 'npm run build renews it');
  for (const id of CHECKS.keys()) assert.ok(reference.includes(`### ${id}\n`), id);
  const bare = reference.split('\n').filter((line) => /^\| `.*\|\s+\|$/.test(line));
  assert.deepEqual(bare, []);
});
