/** Stories of the command line: what is run, what is said, and which files are there afterwards. */
import { suite, test } from 'node:test';
import { play, scenarios } from '../support/scenario.ts';

suite('scenarios', () => {
  for (const [name, scenario] of scenarios('in process'))
    test(`${name}: ${scenario.about}`, () => play(name, scenario));
});
