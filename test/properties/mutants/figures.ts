/**
 * Figures that a sample's narrative tells with their exact value. They are looked for here by plain search, apart from how the engine
 * reads sentences; each is then changed in its field only, and in the narrative only.
 */
import { type FieldPath, formatFieldPath } from '../../../server/src/core/model/path.ts';
import { proseOf } from './prose.ts';
import type { Given } from './rules.ts';
import { type Mutant, type Specimen, Turns } from './specimen.ts';

interface Fact {
  readonly field: string;
  readonly names: readonly string[];
  readonly units: readonly string[];
  readonly year?: string;
  readonly per: number;
}
interface Figures {
  readonly fields: string[];
  readonly facts: readonly Fact[];
}

/** A figure told in the narrative. */
interface Told {
  /** Where its field has the number. */
  readonly field: FieldPath;
  readonly value: number;
  /** The text that tells it. */
  readonly path: FieldPath;
  /** The number as it is written, and where in the file. */
  readonly numeral: string;
  readonly start: number;
  readonly isTable: boolean;
}

const turns = new Turns();

export function* figureMutants({ s, rule, p }: Given<Figures>): Generator<Mutant> {
  for (const told of toldIn(s, p)) {
    const path = formatFieldPath(told.path);
    const field = formatFieldPath(told.field);
    const place = told.isTable ? `${path} table` : path;
    for (const other of turns.some(others(told.numeral), 3)) {
      const edit = { start: told.start, end: told.start + told.numeral.length, text: other };
      yield { rule: rule.id, what: `${field} told as ${other} in ${place}`, text: s.edited(edit), path };
    }
    for (const other of turns.some(others(String(told.value), told.numeral), 3)) {
      const one = Number(other) - told.value === 1 ? ', one more than told' : '';
      const what = `${field} changed to ${other} against ${place}${one}`;
      yield { rule: rule.id, what, text: s.edited(s.set(told.field, other)), path };
    }
  }
}

/** Every figure that the narrative names with its exact value. */
export function toldIn(s: Specimen, p: Figures): readonly Told[] {
  const found = new Map<number, Told>();
  for (const fact of p.facts) {
    for (const answer of s.clean.answers.all(fact.field)) {
      const value = s.clean.answers.number(answer.path);
      if (value === undefined) continue;
      const year = fact.year && s.said(formatFieldPath([...answer.path.slice(0, -1), fact.year]));
      const field = answer.children?.get('数值')?.path ?? answer.path;
      for (const prose of proseOf(s, p.fields)) {
        const { text, start } = s.written(prose.path);
        for (const pattern of patterns(fact, value)) {
          for (const m of text.matchAll(pattern)) {
            if (year && !sentenceAround(text, m.index).includes(`${year}年`)) continue;
            const at = start + m.index + m[0].indexOf(m[1]!, m[0].length - m[1]!.length - m.groups!.rest!.length);
            found.set(at, { field, value, path: prose.path, numeral: m[1]!, start: at, isTable: m[0].startsWith('|') });
          }
        }
      }
    }
  }
  return [...found.values()];
}

/** `服务企业416家`, `168名研发人员`, `| 服务企业数（家） | 416 |`: name and number next to each other. */
function patterns({ names, units, per }: Fact, value: number): readonly RegExp[] {
  const numbers = [
    [value, per === 1 ? '' : '万'],
    [value / 10_000, per === 1 ? '万' : '亿'],
  ] as const;
  const unit = `(?:${units.map(escaped).join('|')})`;
  return numbers.flatMap(([n, power]) => {
    if (String(n).length > 8) return [];
    const number = `(?<![\\d.])(${escaped(String(n))})`;
    return names.flatMap((name) => {
      const [head = '', tail = ''] = name.split('…').map(escaped);
      if (tail) return [new RegExp(`${head}[^\\d，。；\\n]{0,4}${number}(?<rest>${power}${unit}${tail})`, 'gu')];
      return [
        new RegExp(`${head}[^\\d，。；|\\n]{0,4}${number}(?<rest>${power}${unit})`, 'gu'),
        new RegExp(`${number}(?<rest>${power}${unit}${head})`, 'gu'),
        new RegExp(
          `\\|[ \\t]*${head}(?:（[^|\\n]*）)?[ \\t]*\\|(?:[^|\\n]*\\|)??[ \\t]*${number}(?<rest>(?:${power}${unit})?[ \\t]*\\|)`,
          'gu',
        ),
      ];
    });
  });
}

/** Other numbers that an error of the hand makes of one; of a rounded one only such as are no fair rounding. */
function others(numeral: string, told = numeral): readonly string[] {
  const isRounded = told.includes('.') && !numeral.includes('.');
  const digits = [...numeral];
  const swaps = digits.flatMap((c, i) => {
    const next = digits[i + 1];
    if (next === undefined || c === next || !/\d/.test(c + next) || c === '.' || next === '.') return [];
    // A zero in front is no number; the last places of a rounded one are not told.
    if ((i === 0 && next === '0') || (isRounded && i > 1)) return [];
    return [[...digits.slice(0, i), next, c, ...digits.slice(i + 2)].join('')];
  });
  const first = digits[0] === '9' ? '8' : String(Number(digits[0]) + 1);
  const whole = numeral.includes('.') ? [] : [`${numeral}0`, ...(numeral.length > 1 ? [numeral.slice(0, -1)] : [])];
  const last = isRounded
    ? []
    : [
        numeral.slice(0, -1) + ((Number(numeral.at(-1)) + 1) % 10),
        numeral.slice(0, -1) + ((Number(numeral.at(-1)) + 7) % 10),
      ];
  return [...new Set([...swaps, first + numeral.slice(1), ...whole, ...last])].filter((n) => n !== numeral);
}

function sentenceAround(text: string, at: number): string {
  return /[^。！？；\n]*$/.exec(text.slice(0, at))![0] + /^[^。！？；\n]*/.exec(text.slice(at))![0];
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
