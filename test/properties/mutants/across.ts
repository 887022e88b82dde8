/** What dossiers say against each other, tried with the other samples, or with copies of the same, beside a sample. */
import { bodyCheckDigit, codeCheckDigit } from '../../../server/src/core/checks/shared/credit-code-digits.ts';
import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import { cleanSamples } from '../../support/engine.ts';
import { proseOf } from './prose.ts';
import type { Given, Kind } from './rules.ts';
import { type Mutant, Specimen, Turns } from './specimen.ts';

const turns = new Turns();
const specimens = new Map<string, Specimen>();

/** The other samples. */
function othersOf(s: Specimen): readonly Specimen[] {
  return cleanSamples()
    .filter((name) => name !== s.name)
    .map((name) => {
      const known = specimens.get(name) ?? new Specimen(name);
      specimens.set(name, known);
      return known;
    });
}

/** Another applicant's valid code. */
function codeOf(n: number): string {
  const body = `9137${String(1000 + n)}MA${String(3000000 + n * 7)}`.slice(0, 16);
  const first = body + bodyCheckDigit(body);
  return first + codeCheckDigit(first);
}

interface Foreign {
  readonly fields: string[];
  readonly names: string[];
}

/** The names of another sample in each text. */
function* foreignNames({ s, rule, p }: Given<Foreign>): Generator<Mutant> {
  for (const other of othersOf(s)) {
    for (const answer of proseOf(s, p.fields)) {
      for (const path of turns.some(p.names)) {
        const words = other.said(path);
        const text = s.edited(s.say(answer.path, `平台与${words}同步运行。`));
        const what = `${formatFieldPath(answer.path)} names ${words}`;
        yield { rule: rule.id, what, text, path: formatFieldPath(answer.path), shown: words, others: [other.text] };
      }
    }
  }
}

/** What a copyist puts his own in for. */
const NAMES = ['申报单位.单位名称', '平台.平台名称'];

/** Long paragraphs of another sample, as they are, with the own name put in, and with other marks. */
function* copiedTexts({ s, rule, p }: Given<{ fields: string[]; least: number }>): Generator<Mutant> {
  const chapters = proseOf(s, p.fields).filter((a) => a.path[0] === '正文');
  let chapter = 0;
  for (const other of othersOf(s)) {
    const own = (text: string) => NAMES.reduce((t, name) => t.replaceAll(other.said(name), s.said(name)), text);
    const paragraphs = proseOf(other, p.fields).flatMap((a) => longParagraphs(String(a.value), p.least));
    for (const paragraph of turns.some(paragraphs, 4)) {
      const answer = chapters[chapter++ % chapters.length]!;
      const path = formatFieldPath(answer.path);
      const marked = paragraph.replaceAll('，', ',').replaceAll('**', '').replaceAll('、', ' ');
      for (const copy of turns.some([paragraph, own(paragraph), own(marked), marked])) {
        const text = s.edited(s.say(answer.path, copy));
        const left = NAMES.some((n) => copy.includes(other.said(n))) ? ', its names left in' : '';
        const what = `${path} has a paragraph of ${other.name}: ${copy.slice(0, 12)}${left}`;
        yield { rule: rule.id, what, text, path, others: [other.text] };
      }
    }
  }
}

/** Paragraphs of plain sentences: lists, tables and headings are told by their lines. */
function longParagraphs(text: string, least: number): readonly string[] {
  return text
    .split(/\n\s*\n/)
    .map((t) => t.trim())
    .filter((t) => !t.includes('\n') && !/^[-*+|#>\d]/.test(t.replace(/^\*\*/, '')))
    .filter((t) => (t.match(/\p{Script=Han}/gu)?.length ?? 0) >= least);
}

export const acrossKinds: Readonly<Record<string, Kind>> = {
  'foreign-name': foreignNames,
  'copied-text': copiedTexts,

  *'one-direction'({ s, rule, p }: Given<{ code: string; direction: string; reason: string }>) {
    for (const { id } of s.clean.pack!.notice.directions.filter((d) => d.id !== s.direction)) {
      const other = s.edited(s.set(p.direction, id), s.set('平台.平台名称', '另一工业互联网平台'));
      const reasoned = s.edited(s.put(p.reason, '两个平台分别独立建设'));
      yield { rule: rule.id, what: `also as ${id}`, text: s.text, path: p.direction, others: [other] };
      yield { rule: rule.id, what: `also as ${id}, with a reason`, text: reasoned, path: p.direction, others: [other] };
    }
  },

  *quota({ s, rule, p }: Given<{ field: string; limit: number; way: string; exempt: string[] }>) {
    const [smallest] = othersOf(s).filter((o) => o.name === '最小');
    const base = smallest ?? s;
    const beside = Array.from({ length: p.limit }, (_, i) =>
      base.edited(base.set(p.field, s.said(p.field)), base.set('申报单位.统一社会信用代码', codeOf(i))),
    );
    // What comes by another way does not count, so it is made to come by the common one.
    const text = p.exempt.includes(s.clean.answers.text(p.way) ?? '') ? s.edited(s.set(p.way, '属地')) : s.text;
    yield { rule: rule.id, what: `${p.limit} more of the city`, text, path: p.field, others: beside };
  },

  *duplicate({ s, rule, p }: Given<{ fields: string[]; unlessSame?: string }>) {
    const at = { rule: rule.id, path: p.fields[0]!, text: s.text };
    if (p.unlessSame) {
      const code = s.set(p.unlessSame, codeOf(1));
      yield { ...at, what: 'the same by another', others: [s.edited(code)] };
      yield {
        ...at,
        what: 'the same by another of another name',
        others: [s.edited(code, s.set('申报单位.单位名称', '某某有限公司'))],
      };
      for (const other of othersOf(s))
        yield {
          ...at,
          what: `the same by ${other.name}`,
          others: [other.edited(other.set(p.fields[0]!, s.said(p.fields[0]!)))],
        };
      return;
    }
    yield { ...at, what: 'a copy', others: [s.text] };
    yield {
      ...at,
      what: 'a copy with another platform',
      others: [s.edited(s.set('平台.平台名称', '另一工业互联网平台'))],
    };
    for (const other of othersOf(s)) {
      const edits = p.fields.map((f) => other.set(f, s.said(f)));
      yield { ...at, what: `${other.name} with the same`, others: [other.edited(...edits)] };
    }
  },
};
