/** The map in `server/README.md` is complete where a newcomer relies on it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { CHECKS } from '../../server/src/core/checks/index.ts';

const map = readFileSync(join(import.meta.dirname, '../../server/README.md'), 'utf8');

suite('the map', () => {
  test('its table of checks names each check once and no other', () => {
    const table = map.slice(map.indexOf('| to demand |'), map.indexOf('**add a check.**'));
    const named = [...table.matchAll(/`([a-z-]+)`/g)].map((m) => m[1]);
    assert.deepEqual(named.sort(), [...CHECKS.keys()].sort());
  });
});
