/** Many dossiers out of the few samples: other applicants, cities, platforms and words, and some that have copied from each other. */
import { cpSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bodyCheckDigit, codeCheckDigit } from '../../server/src/core/checks/shared/credit-code-digits.ts';
import { cleanSamples, pack, SMALLEST, sample } from '../support/engine.ts';

const LINES = 300;

/** Every so many share a platform's name with the one before, or have copied a paragraph from it. */
const TWIN = 20;
const COPY = 25;

/** Syllables that names are made of: no two dossiers have the same three, and no sample has any. */
const FIRST = [...'瑾珩琅玥璇璞瑜琨'];
const SECOND = [...'澜泓沅汀澈沐浔淞'];
const THIRD = [...'峰岚峤岩嵘峻岱岷峋崧嵩岑嶂巍崟岫'];

/** A dossier's name in the world: `瑾澜峰`; of the 320th and those behind it, with one more syllable. */
function stemOf(n: number): string {
  const more = n < 320 ? '' : THIRD[Math.floor(n / 320) - 1];
  return `${FIRST[n % 8]}${SECOND[Math.floor(n / 8) % 8]}${THIRD[Math.floor(n / 64) % 5]}${more}`;
}

function codeOf(n: number): string {
  const body = `913701${String(n % 90).padStart(2, '0')}MA${String(3_000_000 + n * 37).slice(0, 6)}`;
  const first = body + bodyCheckDigit(body);
  return first + codeCheckDigit(first);
}

export function platformOf(n: number): string {
  return `${stemOf(n)}工业互联网平台`;
}

interface Sample {
  readonly folder: string;
  readonly text: string;
  readonly applicant: string;
  readonly platform: string;
}

function samples(): readonly Sample[] {
  const saidIn = (text: string, key: string) => new RegExp(`^  ${key}: "?([^"\\s]+)`, 'm').exec(text)![1]!;
  return cleanSamples()
    .filter((name) => name !== SMALLEST)
    .map((name) => {
      const { path, text } = sample(name);
      const [applicant, platform] = [saidIn(text, '单位名称'), saidIn(text, '平台名称')];
      return { folder: dirname(path), text, applicant, platform };
    });
}

export interface Made {
  readonly folder: string;
  readonly text: string;
}

/** So many dossiers of some 300 lines, and the folder of the sample that each was made from. */
export function dossiers(count: number): readonly Made[] {
  const bases = samples();
  const { cities } = pack.notice;
  const made: Made[] = [];
  for (let n = 0; n < count; n++) {
    const base = bases[n % bases.length]!;
    const city = cities[n % cities.length]!;
    const ending = /(?:股份有限公司|有限公司|研究院)$/.exec(base.applicant)![0];
    const twin = n % TWIN === TWIN - 1 ? n - 1 : n;
    const text = base.text
      .replaceAll(base.applicant, `${city.slice(0, -1)}${stemOf(n)}科技${ending}`)
      .replaceAll(base.platform, platformOf(twin))
      .replace(/^( {2}统一社会信用代码: ).*/m, `$1"${codeOf(n)}"`)
      .replace(/^( {2}法人类型: ).*/m, '$1企业法人')
      .replace(/^( {2}推荐地市: ).*/m, `$1${city}`)
      .replace(/([{ ]市: )[^,\n]*(?=,|\n)/, `$1${city}`);
    made.push({ folder: base.folder, text: grown(varied(text, n), n) });
    if (n % COPY === COPY - 1) made[n] = { folder: base.folder, text: copied(made[n]!.text, made[n - 1]!.text) };
  }
  return made;
}

/** Each line that tells something has words of its own: a syllable after every three characters and a number, so that none is a copy of another. */
function varied(text: string, n: number): string {
  let at = 0;
  return text.replace(/^ {4}(?![|#]|- *[{名客]|\S+: \{)\S.{30,}$/gm, (line) => {
    const words = line.replace(
      /\p{Script=Han}{3}(?=\p{Script=Han})/gu,
      (three) => `${three}${SYLLABLES[(n + at) % SYLLABLES.length]}`,
    );
    return `${words}（${stemOf(n)}第${n * 100 + at++}号）`;
  });
}

const SYLLABLES = [...FIRST, ...SECOND, ...THIRD];

/** More rights, a key a line, up to the length that dossiers have. */
function grown(text: string, n: number): string {
  const rights: string[] = [];
  for (let lines = text.split('\n').length; lines < LINES; lines += 5) {
    const i = rights.length + 1;
    const keys = [
      `名称: ${stemOf(n)}应用软件第${i}版`,
      '类型: 软件著作权',
      `登记号: 2022SR${n * 100 + i}`,
      `权利人: ${stemOf(n)}`,
      '证明: 软著-1',
    ];
    rights.push(`    - ${keys.join('\n      ')}\n`);
  }
  return text.replace(/^ {2}解决方案:/m, (head) => rights.join('') + head);
}

/** With a paragraph of another, one that bears nobody's full name. */
function copied(text: string, from: string): string {
  const chapters = from.slice(from.indexOf('\n正文:'));
  const paragraph = chapters
    .split('\n')
    .find((l) => /^ {4}[^|#\d*-].{100,}/.test(l) && !/科技|工业互联网平台/.test(l))!;
  return text.replace(/\n {2}发展规划: \|\n/, (head) => `${head}${paragraph}\n\n`);
}

/** Writes them below a folder, each with its evidence beside it; gives their paths. */
export function write(folder: string, made: readonly Made[]): readonly string[] {
  return made.map(({ folder: from, text }, n) => {
    const own = join(folder, `${String(n).padStart(4, '0')}-${stemOf(n)}`);
    mkdirSync(join(own, 'evidence'), { recursive: true });
    for (const file of readdirSync(join(from, 'evidence'))) {
      const [a, b] = [join(from, 'evidence', file), join(own, 'evidence', file)];
      try {
        linkSync(a, b);
      } catch {
        // The temporary folder is on another disk.
        cpSync(a, b);
      }
    }
    const path = join(own, `${stemOf(n)}.dossier.yaml`);
    writeFileSync(path, text);
    return path;
  });
}
