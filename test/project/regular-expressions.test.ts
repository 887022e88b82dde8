/**
 * No regular expression of the server takes time that grows out of proportion with a text: each is tried on strings that repeat
 * the characters it speaks of. One that backtracks exponentially, or with the cube of the length, is found here.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { regexLiterals } from '../support/regex-literals.ts';

const SOURCES = join(import.meta.dirname, '../../server/src');
/** Lengths of the strings, in characters. An exponential pattern shows at the short ones, before it would hang. */
const LENGTHS = [18, 21, 24, 27, 30, 44, 52, 60, 68, 76, 84, 92, 100, 108, 116, 124, 200, 1000, 3000];
/** Longer than a pattern may take on one string, in milliseconds; a quadratic one takes some 50 on the longest. */
const LIMIT = 300;
/** What classes such as `\s` and `\p{Script=Han}` stand for, where a pattern has no such character of its own. */
const COMMON = [' ', '\n', 'a', '0', '中', '#', ','];

/** The patterns written in the sources, and those that are made of a pack's words while a dossier is read. */
async function patterns(): Promise<ReadonlyMap<string, RegExp>> {
  const found = new Map<string, RegExp>();
  for (const file of readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.ts')))
    for (const { source, flags } of regexLiterals(readFileSync(join(SOURCES, file), 'utf8')))
      found.set(`${file} /${source}/${flags}`, new RegExp(source, flags));
  const native = globalThis.RegExp;
  globalThis.RegExp = new Proxy(native, {
    construct(target, args: [string | RegExp, string?]) {
      const made = Reflect.construct(target, args) as RegExp;
      if (found.size < MOST) found.set(`made: ${made}`, made);
      return made;
    },
  });
  try {
    const { analyzed, cleanSamples, sample } = await import('../support/engine.ts');
    for (const name of cleanSamples()) analyzed(sample(name).text);
  } finally {
    globalThis.RegExp = native;
  }
  return found;
}

const MOST = 3000;

/** Strings that repeat one or two of the characters a pattern speaks of, with an end that it is not likely to want. */
function* adversaries({ source }: RegExp): Generator<(length: number) => string> {
  const plain = source.replace(/\\[pP]\{[^}]*\}|\\[a-zA-Z]|\(\?<?[a-zA-Z:=!]*>?|[|()[\]{}?+*^$.\\-]/g, '');
  const own = [...new Set(plain)].slice(0, 14);
  const all = [...new Set([...own, ...COMMON])];
  const pairs = all.flatMap((a) => own.slice(0, 6).flatMap((b) => (a === b ? [] : [a + b])));
  // Whole words of an alternative, such as 截至目前.
  const words = source.match(/\p{Script=Han}{2,6}/gu)?.slice(0, 12) ?? [];
  for (const part of [...all, ...pairs, ...words])
    for (const end of ENDS)
      for (const start of own.length ? ['', own[0]!] : [''])
        yield (n) => start + part.repeat(Math.ceil(n / part.length)) + end;
}

/** Ends that a pattern does not want: a control character, alone and behind a blank. */
const ENDS = ['\u0001', ' \u0001'];

/** Milliseconds that the slowest string takes, and the string's length; it ends with the first string that takes too long. */
function slowest(pattern: RegExp): { readonly took: number; readonly length: number } {
  let worst = { took: 0, length: 0 };
  for (const adversary of adversaries(pattern)) {
    for (const length of LENGTHS) {
      const text = adversary(length);
      const first = timeOf(pattern, text);
      // What other programs do on the machine may cost as much once, not twice.
      const took = first > LIMIT ? Math.min(first, timeOf(pattern, text)) : first;
      if (took > worst.took) worst = { took, length };
      if (took > LIMIT) return worst;
    }
  }
  return worst;
}

function timeOf(pattern: RegExp, text: string): number {
  pattern.lastIndex = 0;
  const began = performance.now();
  if (pattern.flags.includes('g')) text.replace(pattern, '');
  else pattern.exec(text);
  return performance.now() - began;
}

suite('regular expressions', async () => {
  const all = await patterns();

  test('those of the sources and those that packs make are there', () => {
    assert.ok(all.size > 400, `${all.size} patterns`);
    assert.ok([...all.keys()].some((k) => k.startsWith('made:')));
  });

  test('a pattern that backtracks is found', () => {
    assert.ok(slowest(/^(?:[&!]\S*[ \t]*)+(?:#.*)?$/).took > LIMIT, 'an exponential one');
    assert.ok(slowest(/^(?:截至|目前|截至目前)*平台$/).took > LIMIT, 'one whose words can be spelled by others');
  });

  test('none takes time out of proportion', () => {
    const slow = [...all].flatMap(([name, pattern]) => {
      const { took, length } = slowest(pattern);
      return took > LIMIT ? [`${name}: ${Math.round(took)} ms for ${length} characters`] : [];
    });
    assert.deepEqual(slow, []);
  });
});

suite('reading regular expressions from a source', () => {
  test('literals are told from divisions, strings, templates and comments', () => {
    const text = [
      'const a = /x\\/y[/]z/gu; // not /this/',
      'const b = c / d / e;',
      "const f = 'no /regex/ here';",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of a source
      'const g = `t ${h.replace(/in/g, `${/deep/.source}`)} /no/`;',
      'return /last/i;',
    ].join('\n');
    assert.deepEqual(
      regexLiterals(text).map((r) => `/${r.source}/${r.flags}`),
      ['/x\\/y[/]z/gu', '/in/g', '/deep/', '/last/i'],
    );
  });
});
