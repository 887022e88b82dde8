/** Slips of the hand, drawn at random: another writing of what a sample says, or words that say something else. */

import type { Slot } from '../../../server/src/core/model/form-schema.ts';
import { formatFieldPath } from '../../../server/src/core/model/path.ts';
import type { YamlMap } from '../../../server/src/core/yaml/tree.ts';
import type { Dice } from '../../support/scramble.ts';
import { groups } from './form.ts';
import type { Edit, Place, Specimen } from './specimen.ts';

/** One slip as edits of the sample's text. */
export interface Slip {
  readonly what: string;
  readonly edits: readonly Edit[];
  /** The field that it is in, or that holds it. */
  readonly path: string;
  /**
   * `same`: the sample's answer, written in another way; a fix may restore it. `other`: another answer, which no fix may
   * turn into the sample's.
   */
  readonly says: 'same' | 'other';
}

type SlipMaker = (s: Specimen, roll: Dice) => Slip | undefined;

/** A slip of a kind drawn at random; some kinds have no place in a sample, then another is drawn. */
export function randomSlip(s: Specimen, roll: Dice): Slip {
  for (;;) {
    const slip = pick(roll, MAKERS)(s, roll);
    if (slip?.edits.some((e) => s.text.slice(e.start, e.end) !== e.text)) return slip;
  }
}

function pick<T>(roll: Dice, list: readonly T[]): T {
  return list[roll(list.length)]!;
}

/** A place of the sample with a single value, and the ways in which it may be written or misread. */
function atValue(says: Slip['says'], ways: (place: Place, text: string) => readonly string[]): SlipMaker {
  return (s, roll) => {
    const places = s.places.filter((p) => p.tree.kind === 'scalar' && p.path.length > 1 && !isBlock(s, p));
    const place = pick(roll, places);
    const text = place.tree.kind === 'scalar' ? place.tree.text : '';
    const written = ways(place, text).filter((w) => w !== text);
    if (!written.length) return undefined;
    const way = pick(roll, written);
    const path = formatFieldPath(place.path);
    return { what: `${path} written ${JSON.stringify(way)}`, edits: [s.set(place.path, way)], path, says };
  };
}

function isBlock(s: Specimen, { path }: Place): boolean {
  return /^[|>]/.test(s.written(path).text);
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH = /^(\d{4})-(\d{2})$/;

/** Dates, numbers, answers and names as people also write them. */
function otherWritings({ slot }: Place, text: string): readonly string[] {
  if (slot.type === 'date') {
    const [, y, m, d] = DATE.exec(text) ?? [];
    if (!y) return [];
    return [
      `${y}年${Number(m)}月${Number(d)}日`,
      `${y}/${m}/${d}`,
      `${y}.${m}.${d}`,
      `${y}-${Number(m)}-${Number(d)}`,
      y + m + d,
    ];
  }
  if (slot.type === 'month') {
    const [, y, m] = MONTH.exec(text) ?? [];
    return y ? [`${y}年${Number(m)}月`, `${y}/${m}`, `${y}.${m}`, y + m!] : [];
  }
  if (slot.type === 'year') return [`${text}年`, `${text}年度`, wide(text)];
  if (slot.type === 'integer' || slot.type === 'number') {
    const unit = slot.unit?.zh ?? '';
    return [wide(text), `${text}${unit}`, `${text} ${unit}`, `"${text}"`, text.replace(/\B(?=(?:\d{3})+$)/g, ',')];
  }
  if (slot.type === 'yes-no') return text === '是' ? ['是的', '√', 'yes', 'true'] : ['不是', '×', 'no', '没有'];
  if (slot.type === 'code') return [text.toLowerCase(), wide(text), `${text.slice(0, 8)} ${text.slice(8)}`];
  if (slot.type === 'phone') return [wide(text), text, `"${text.slice(0, 3)} ${text.slice(3, 7)} ${text.slice(7)}"`];
  if (slot.type === 'email') return [text.replace('@', '＠'), `"${text} "`, text.replace('.', '。')];
  return slot.type === 'choice' ? [...slips(text), ...(text === '无' ? NONE : [])] : [`"${text}"`, `'${text}'`];
}

const NONE = ['没有', '未发生', '没有发生', '从未发生', '暂无', '无此情况', '未出现'];

/** A word with two characters in the wrong order, one twice, one left out, one too many. */
function slips(word: string): readonly string[] {
  const all = [...word];
  const middle = Math.floor(all.length / 2);
  const join = (...parts: readonly (readonly string[])[]) => parts.flat().join('');
  return [
    join(all.slice(0, middle), all.slice(middle, middle + 2).toReversed(), all.slice(middle + 2)),
    join(all.slice(0, middle + 1), all.slice(middle)),
    join(all.slice(0, middle), all.slice(middle + 1)),
    join(all, ['项']),
  ].filter((w) => w !== '' && w !== word);
}

function wide(text: string): string {
  return text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
}

const NEGATIONS = ['未', '不', '非', '没', '无', '没有', '尚未', '并非', '从未', '停止', '拟', '待', '不再', '末'];

/** A choice, denied. */
function denials({ slot }: Place, text: string): readonly string[] {
  if (slot.type === 'yes-no') return text === '是' ? ['不是', '没有', '×', '未'] : ['是的', '有', '√'];
  if (slot.type !== 'choice') return [];
  const rest = [...text].slice(1).join('');
  const both = NEGATIONS.flatMap((n) => [n + text, ...(rest.length > 1 ? [n + rest] : [])]);
  return text === '无' ? ['有过', '有', '不是没有', '并非无'] : both;
}

/** Another number, where the number is a name: another paper, another call. */
function otherNumbers({ slot }: Place, text: string): readonly string[] {
  if (slot.type !== 'reference' || !/\d$/.test(text)) return [];
  return [text.replace(/\d+$/, (n) => String(Number(n) + 70)), text.replace(/\d+$/, (n) => `${n}9`)];
}

/** A key, mistyped (`same`) or denied (`other`). */
function atKey(says: Slip['says'], ways: (key: string) => readonly string[]): SlipMaker {
  return (s, roll) => {
    const { path, keys } = pick(
      roll,
      groups(s).filter((g) => g.path.length && g.keys.length),
    );
    const { key, start } = pick(roll, keys);
    const known = s.words(path);
    const written = ways(key).filter((w) => !known.includes(w));
    if (!written.length) return undefined;
    const text = pick(roll, written);
    const place = formatFieldPath([...path, key]);
    return { what: `${place} written ${text}:`, edits: [{ start, end: start + key.length, text }], path: place, says };
  };
}

/** Punctuation and blanks of the Chinese input method, behind a key. */
const COLONS: SlipMaker = (s, roll) => {
  const { path, keys } = pick(
    roll,
    groups(s).filter((g) => g.keys.length),
  );
  const { key, start } = pick(roll, keys);
  const at = start + key.length;
  const place = formatFieldPath([...path, key]);
  const [end, text] = pick(roll, [
    [at + 1, '：'],
    [at + 2, '：'],
    [at + 1, ' ：'],
    [at + 1, ' :'],
    [at + 2, ':'],
  ] as const);
  const isEmpty = !/^: \S/.test(s.text.slice(at, at + 3));
  if (isEmpty && end > at + 1) return undefined;
  return { what: `${place}${text}`, edits: [{ start: at, end, text }], path: place, says: 'same' };
};

/** Brackets and commas of the Chinese input method. */
const BRACKETS: SlipMaker = (s, roll) => {
  const flows = s.places.filter((p) => p.tree.kind !== 'scalar' && p.tree.flow);
  if (!flows.length) return undefined;
  const { path, tree } = pick(roll, flows);
  const from = s.at(path).start;
  const [open, close] = [from + tree.start, from + tree.end - 1];
  const [left, right] = tree.kind === 'map' ? '｛｝' : '［］';
  const parts = tree.kind === 'list' ? tree.itemSpans : (tree as YamlMap).entries.map((e) => e.value ?? { end: 0 });
  const commas = parts.slice(0, -1).map((p) => from + p.end);
  const mark = pick(roll, ['，', '、']);
  const all: readonly (readonly Edit[])[] = [
    [{ start: open, end: open + 1, text: left! }],
    [{ start: close, end: close + 1, text: right! }],
    [
      { start: open, end: open + 1, text: left! },
      { start: close, end: close + 1, text: right! },
    ],
    commas.map((at) => ({ start: at, end: at + 2, text: mark })),
    commas.slice(0, 1).map((at) => ({ start: at, end: at + 1, text: mark })),
  ];
  const edits = pick(roll, all);
  const place = formatFieldPath(path);
  return { what: `${place} ${edits.map((e) => e.text).join('')}`, edits, path: place, says: 'same' };
};

/** A list of words without its brackets. */
const BARE_LIST: SlipMaker = (s, roll) => {
  const lists = s.places.filter(
    ({ tree }) => tree.kind === 'list' && tree.flow && tree.items.every((i) => i?.kind === 'scalar'),
  );
  if (!lists.length) return undefined;
  const { path, tree } = pick(roll, lists);
  const words = tree.kind === 'list' ? tree.items.map((i) => (i?.kind === 'scalar' ? i.text : '')) : [];
  const text = words.join(pick(roll, ['、', '，', '，']));
  const place = formatFieldPath(path);
  return { what: `${place} written ${text}`, edits: [s.set(path, text)], path: place, says: 'same' };
};

/** 无 for a list, in other words. */
const NO_LIST: SlipMaker = (s, roll) => {
  const none = s.places.filter(({ slot, tree }) => slot.or === '无' && tree.kind === 'scalar');
  if (!none.length) return undefined;
  const { path } = pick(roll, none);
  const text = pick(roll, NONE);
  const place = formatFieldPath(path);
  return { what: `${place} written ${text}`, edits: [s.set(path, text)], path: place, says: 'same' };
};

/** One blank too few or too many before a key, or wide ones. */
const INDENTATION: SlipMaker = (s, roll) => {
  const { path, keys } = pick(
    roll,
    groups(s).filter((g) => g.path.length && g.keys.length > 2),
  );
  const { key, start } = keys[1 + roll(keys.length - 1)]!;
  const { lead } = s.linesOf(start);
  if (/\S/.test(lead) || lead.length < 2) return undefined;
  const line = start - lead.length;
  const text = pick(roll, [lead.slice(1), `${lead} `, lead.replaceAll('  ', '　'), lead.replaceAll('  ', '\t')]);
  const place = formatFieldPath([...path, key]);
  return {
    what: `${place} behind ${JSON.stringify(text)}`,
    edits: [{ start: line, end: start, text }],
    path: place,
    says: 'same',
  };
};

/** The dash of an item, wide or without its blank. */
const DASHES: SlipMaker = (s, roll) => {
  const lists = s.places.filter(({ tree }) => tree.kind === 'list' && !tree.flow);
  if (!lists.length) return undefined;
  const { path, tree } = pick(roll, lists);
  const items = tree.kind === 'list' ? tree.itemSpans : [];
  const i = roll(items.length);
  const at = s.at(path).start + items[i]!.start - 2;
  const edit = pick(roll, [
    { start: at, end: at + 1, text: '－' },
    { start: at + 1, end: at + 2, text: '' },
    { start: at, end: at + 2, text: '－' },
  ]);
  const place = formatFieldPath([...path, i]);
  return { what: `${place} behind ${edit.text || '-'}`, edits: [edit], path: place, says: 'same' };
};

const isWord = (type: Slot['type']) => type === 'choice' || type === 'yes-no';

const MAKERS: readonly SlipMaker[] = [
  atValue('same', otherWritings),
  atValue('same', otherWritings),
  atValue('same', (place, text) => (isWord(place.slot.type) ? otherWritings(place, text) : [])),
  atValue('other', denials),
  atValue('other', denials),
  atValue('other', otherNumbers),
  atKey('same', slips),
  atKey('other', (key) => NEGATIONS.map((n) => n + key)),
  COLONS,
  COLONS,
  BRACKETS,
  BARE_LIST,
  NO_LIST,
  INDENTATION,
  DASHES,
];
