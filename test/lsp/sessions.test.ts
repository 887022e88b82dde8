/**
 * Whole sessions, recorded in `test/lsp/sessions/`: an empty file is opened, a dossier is written by completion and quick
 * fixes, formatted and rendered. The keys, the words of lists, the dates that the notice knows, files and skeletons
 * come from the server; typed by hand is only what nobody but the author knows.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import * as z from 'zod';
import type { Answer } from '../../server/src/core/form/answer.ts';
import { valueOfAmount } from '../../server/src/core/form/answers.ts';
import { Author } from '../support/author.ts';
import { workspace } from '../support/editor.ts';
import { analyzed, SMALLEST, sample } from '../support/engine.ts';

const FOLDER = join(import.meta.dirname, 'sessions');

const accept = z.strictObject({ accept: z.string(), by: z.string().optional() });
const step = z.union([
  accept,
  z.strictObject({ press: z.union([z.string(), z.array(z.string())]) }),
  /** Behind words that stand once in the text. */
  z.strictObject({ go: z.string() }),
  /** What only the author knows. */
  z.strictObject({ type: z.string() }),
  /** An error of the hand, or of the input method, that a fix corrects. */
  z.strictObject({ slip: z.string() }),
  /** Tab stop by tab stop. */
  z.strictObject({ fill: z.array(z.union([z.string(), accept])) }),
  z.strictObject({ fix: z.string(), title: z.string() }),
  z.strictObject({ format: z.literal(true) }),
]);
type Step = z.infer<typeof step>;
const recording = z.strictObject({
  title: z.string(),
  /** The day on which it was recorded. */
  today: z.iso.date(),
  steps: z.array(step),
});

interface Tally {
  completions: number;
  fixes: number;
  typed: number;
}

suite('a recorded session ends with no finding, with the answers of the sample, and rendered', () => {
  for (const file of readdirSync(FOLDER)) {
    const { title, today, steps } = recording.parse(parse(readFileSync(join(FOLDER, file), 'utf8')));
    test(title, async (t) => {
      t.mock.timers.enable({ apis: ['Date'], now: new Date(`${today}T09:00:00`) });
      await replay(t, steps);
    });
  }
});

async function replay(t: TestContext, steps: readonly Step[]): Promise<void> {
  const folder = await workspace(t, { '新.dossier.yaml': '' });
  const author = new Author(folder.client, await folder.open('新.dossier.yaml', ''));
  const tally: Tally = { completions: 0, fixes: 0, typed: 0 };
  for (const [i, one] of steps.entries()) {
    try {
      await take(author, one, tally);
    } catch (error) {
      throw new Error(`step ${i + 1}, ${JSON.stringify(one)}: ${error}`, { cause: error });
    }
  }
  const left = (await author.findings()).filter((d) => (d.severity ?? 1) < 3);
  assert.deepEqual(
    left.map((d) => `${d.code} ${d.range.start.line + 1}: ${d.message}`),
    [],
    author.text,
  );
  assert.deepEqual(await author.formatting(), [], 'it is in order');
  assert.deepEqual(answersOf(author.text), answersOf(sample(SMALLEST).text));
  const result = await folder.client.render({ uri: author.document.uri, draft: false, all: true });
  assert.ok(result.kind === 'done', JSON.stringify(result));
  assert.deepEqual([result.files.length, result.errors], [2, 0]);
  for (const { path } of result.files) assert.ok(statSync(path).size > 1000, path);
  t.diagnostic(`${tally.completions} completions, ${tally.fixes} fixes, ${tally.typed} typed values`);
}

async function take(author: Author, one: Step, tally: Tally): Promise<void> {
  if ('accept' in one) {
    await author.accept(one.accept, one.by);
    tally.completions++;
  } else if ('type' in one) {
    assert.doesNotMatch(one.type, /:\s|[{}[\]\n]/, 'what is typed is a value');
    const offered = await author.offered();
    assert.ok(!offered.includes(one.type), `“${one.type}” need not be typed: it is offered`);
    await author.type(one.type);
    tally.typed++;
  } else if ('fill' in one) {
    for (const value of one.fill) {
      await take(author, typeof value === 'string' ? { type: value } : value, tally);
      await author.press('Tab');
    }
  } else if ('press' in one) {
    for (const key of [one.press].flat()) await author.press(key);
  } else if ('fix' in one) {
    await author.fix(one.fix, one.title);
    tally.fixes++;
  } else if ('format' in one) await author.format();
  else if ('go' in one) author.go(one.go);
  else await author.type(one.slip);
}

/** What a dossier says, however it is written. */
function answersOf(text: string): unknown {
  const { answers } = analyzed(text);
  return SECTIONS.map((key) => said(answers.at(key)));
}

const SECTIONS = ['通知', '申报', '申报单位', '平台', '正文', '限制性情形', '附件材料', '签署', '豁免'];

function said(given: Answer | undefined): unknown {
  if (!given || given.state === 'absent') return undefined;
  const answer = valueOfAmount(given);
  if (answer.items) return answer.items.map(said);
  if (answer.children) return new Map([...answer.children].map(([key, child]) => [key, said(child)]));
  return answer.value;
}
