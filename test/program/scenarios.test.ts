/** Stories of the command line that only processes can tell: pipes, signals, several runs at once, files of another user. */
import { before, suite, test } from 'node:test';
import { ensureBuilt } from '../support/program.ts';
import { play, scenarios } from '../support/scenario.ts';

before(ensureBuilt);

suite('scenarios with processes', { concurrency: 3 }, () => {
  for (const [name, scenario] of scenarios('with processes'))
    test(`${name}: ${scenario.about}`, () => play(name, scenario));
});
