/** What is wrong in sentences, tried wherever a sample tells something. */

import type { Answer } from '../../../server/src/core/form/answer.ts';
import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import type { Given, Kind } from './rules.ts';
import { type Mutant, type Specimen, Turns } from './specimen.ts';

const turns = new Turns();

/** The places that tell in sentences. */
export function proseOf(s: Specimen, fields: readonly string[]): readonly Answer[] {
  return s.clean.answers.texts(fields).filter((a) => s.place(a.path));
}

/** A sentence said in a text. */
export function saying(s: Specimen, rule: string, answer: Answer, sentence: string, shown = sentence): Mutant {
  const text = s.edited(s.say(answer.path, sentence));
  return {
    rule,
    what: `${formatFieldPath(answer.path)} says ${sentence}`,
    text,
    path: formatFieldPath(answer.path),
    shown,
  };
}

function* placeholders({ s, rule, p }: Given<{ fields: string[] }>): Generator<Mutant> {
  const words = [
    '××',
    '（XX）',
    '待补充',
    '待填写',
    '待完善',
    '待核实',
    ' TODO ',
    '（此处填写成效）',
    '（请补充数据）',
    '(请说明)',
    '示例',
    '（xxx）',
  ];
  for (const path of REMARKS) {
    const rest = '{规则: city-mismatch, 理由: 待补充, 复核人: 尚知夏, 日期: 2023-06-13}';
    const edit = path.startsWith('豁免') ? s.top(`豁免:\n  - ${rest}`) : undefined;
    if (!edit && !s.has(path.slice(0, path.lastIndexOf('.')))) continue;
    yield { rule: rule.id, what: `${path} says 待补充`, text: s.edited(edit ?? s.put(path, '待补充')), path };
  }
  const texts = s.clean.answers.texts(p.fields).filter((a) => ['text', 'narrative'].includes(a.slot.type));
  for (const answer of texts.filter((a) => s.place(a.path)))
    for (const word of turns.some(words))
      yield saying(s, rule.id, answer, word, word.replace(/^（(xx+)）$/i, '$1').trim());
}

/** Remarks apart from the application itself. */
const REMARKS = ['附件材料[0].说明', '限制性情形.安全环境事故[0].说明', '豁免[0].理由'];

const CALLS = [
  '2022年省级工业互联网平台入库申报',
  '2021年度山东省省级工业互联网平台入库',
  '2024年工业互联网平台培优库入库申报',
  '二〇二二年省级工业互联网平台入库申报',
  '２０２２年省级工业互联网平台入库申报',
  '2020 年度 工业互联网平台入库',
];

function* staleCalls({ s, rule, p }: Given<{ fields: string[] }>): Generator<Mutant> {
  for (const answer of proseOf(s, p.fields))
    for (const call of turns.some(CALLS, 2)) {
      const { shown: _, ...mutant } = saying(s, rule.id, answer, `现将${call}材料报上。`);
      yield { ...mutant, shown: call };
    }
}

interface Names {
  readonly fields: string[];
  readonly name: string;
  readonly endings: string[][];
  readonly regions: string[];
  readonly histories: string[];
}

/** Of a name whose place is wrong, only the rest is shown. */
function near({ shown: _, ...mutant }: Mutant, words: string): Mutant {
  return { ...mutant, near: words };
}

/** The full name with another ending, without its place, or with a character wrong, missing or doubled. */
function wrongNames(s: Specimen, p: Names): readonly string[] {
  const name = s.said(p.name);
  const group = p.endings.find((g) => g.some((e) => name.endsWith(e)))!;
  const ending = group.find((e) => name.endsWith(e))!;
  const stem = name.slice(0, -ending.length);
  const region = p.regions.find((r) => stem.startsWith(r)) ?? '';
  const places = [...stem].map((_, i) => i);
  const slips = places.flatMap((i) => [
    `${stem.slice(0, i)}某${stem.slice(i + 1)}${ending}`,
    `${stem.slice(0, i)}${stem.slice(i + 1)}${ending}`,
    // A character more at the beginning is a word before the name.
    ...(i === 0 ? [] : [`${stem.slice(0, i)}某${stem.slice(i)}${ending}`]),
  ]);
  const others = group.filter((e) => e !== ending).map((e) => stem + e);
  return [...others, ...(region ? [name.slice(region.length)] : []), ...slips];
}

function* nameForms({ s, rule, p }: Given<Names>): Generator<Mutant> {
  const name = s.said(p.name);
  const wrong = wrongNames(s, p);
  const texts = proseOf(s, p.fields);
  for (const [i, other] of wrong.entries())
    yield near(saying(s, rule.id, texts[i % texts.length]!, `系统由${other}负责交付。`), other);
  for (const answer of texts) {
    const { text, start } = s.written(answer.path);
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      // A sentence that tells of a change of name may tell the former one.
      const sentence = /[^。！？；\n]*$/.exec(text.slice(0, at))![0] + /^[^。！？；\n]*/.exec(text.slice(at))![0];
      if (p.histories.some((h) => sentence.includes(h))) continue;
      for (const other of turns.some(wrong, 3)) {
        const edit = { start: start + at, end: start + at + name.length, text: other };
        const what = `${formatFieldPath(answer.path)} writes ${other}`;
        yield { rule: rule.id, what, text: s.edited(edit), path: formatFieldPath(answer.path), near: other };
      }
    }
  }
}

export const proseKinds: Readonly<Record<string, Kind>> = {
  placeholder: placeholders,
  'stale-call': staleCalls,
  'name-forms': nameForms,
};
