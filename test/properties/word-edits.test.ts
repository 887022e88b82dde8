/**
 * Random edits of a rendered Word file, taken over by `compare --accept-all`: what stands in Word stands in the dossier, once.
 * `FUZZ_SEED=… FUZZ_WORD_EDITS=…` make others, and more.
 */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import type { NoticeAnalysis } from '../../server/src/core/analysis/types.ts';
import { readWordText } from '../../server/src/render/record/word-text.ts';
import { patched } from '../support/engine.ts';
import { rounds } from '../support/rounds.ts';
import { type Dice, dice } from '../support/scramble.ts';
import { accepted, compared, DOCUMENT, dossierOf, edited, paperOf, rendered, told } from '../support/word.ts';

const SEED = Number(process.env.FUZZ_SEED ?? 2023);
const EDITS = Number(process.env.FUZZ_WORD_EDITS ?? rounds(60));

const CHAPTER = [
  '平台面向本地机械加工企业，提供设备联网、**质量追溯**和能耗分析服务。截至申报时已接入设备860台。',
  '一、建设历程。平台于2021年启动，2022年6月上线运行。\n二、建设投入。累计投入320万元，其中研发投入137万元。',
  '运营团队共26人，分为产品、研发和交付三组。\n每周发布一次，每季度做一次演练。',
  '- 边缘网关负责协议解析和断线续传。\n- 云端负责数据治理、模型训练和应用分发。\n- 客户端供现场人员查询和报修。',
  '客户可按年订阅，也可按设备数付费。老客户续费率保持在九成以上，新客户主要来自同行推荐。',
].join('\n\n');

const PARAGRAPH = /<w:p>(?:(?!<w:p[ >])[\s\S])*?<\/w:p>/g;
const HEAD = /^<w:p>(?:<w:pPr>[\s\S]*?<\/w:pPr>)?/;
const MARK = /<w:bookmark(?:Start|End)\b[^>]*>/g;

/** The paragraphs of the chapter, one after the other, as the file holds them. */
function chapterOf(xml: string): readonly string[] {
  const all = xml.match(PARAGRAPH)!;
  const [first, last] = ['平台面向本地机械加工企业', '客户可按年订阅'].map((words) =>
    all.findIndex((p) => p.replace(/<[^>]*>/g, '').includes(words)),
  ) as [number, number];
  return all.slice(first, last + 1);
}

const TEXT = /(<w:t\b[^>]*>)([^<]*)(<\/w:t>)/g;

/** A place between two characters of a paragraph: its n-th text, and how far into it. */
function place(paragraph: string, roll: Dice): { at: number; text: string; head: string } | undefined {
  const texts = [...paragraph.matchAll(TEXT)].filter((m) => m[2]!.length > 3);
  const found = texts[roll(texts.length || 1)];
  if (!found) return undefined;
  const offset = 1 + roll(found[2]!.length - 1);
  return { at: found.index + found[1]!.length + offset, text: found[2]!.slice(offset), head: found[1]! };
}

type Edit = (paragraphs: readonly string[], roll: Dice) => readonly string[];

const replaced = (list: readonly string[], i: number, ...now: readonly string[]) => [
  ...list.slice(0, i),
  ...now,
  ...list.slice(i + 1),
];

/** Enter in a paragraph; the bookmark stays with the first half, goes with the second, or spans both. */
const divide: Edit = (list, roll) => {
  const i = roll(list.length);
  const paragraph = list[i]!;
  const found = place(paragraph, roll);
  if (!found) return list;
  const look = HEAD.exec(paragraph)![0];
  const run = /<w:rPr>(?:(?!<\/w:rPr>)[\s\S])*<\/w:rPr>(?=<w:t)/.exec(paragraph)?.[0] ?? '';
  let [a, b] = [
    `${paragraph.slice(0, found.at)}</w:t></w:r></w:p>`,
    `${look}<w:r>${run}<w:t>${paragraph.slice(found.at)}`,
  ];
  const marks = paragraph.match(MARK) ?? [];
  const kind = roll(3);
  if (kind < 2) {
    [a, b] = [a.replace(MARK, ''), b.replace(MARK, '')];
    const bare = [a, b][kind]!;
    const own = bare.replace(HEAD, (h) => h + marks.filter((m) => m.includes('Start')).join(''));
    const marked = own.replace(/<\/w:p>$/, `${marks.filter((m) => m.includes('End')).join('')}</w:p>`);
    if (kind === 0) a = marked;
    else b = marked;
  }
  return replaced(list, i, a, b);
};

/** Backspace at the beginning of a paragraph; the bookmarks of both stay, or one is lost. */
const join: Edit = (list, roll) => {
  if (list.length < 2) return list;
  const i = roll(list.length - 1);
  const kind = roll(3);
  const [a, b] = [list[i]!, list[i + 1]!].map((p, n) => (kind === n ? p.replace(MARK, '') : p)) as [string, string];
  return [...list.slice(0, i), a.replace(/<\/w:p>$/, b.replace(HEAD, '')), ...list.slice(i + 2)];
};

const type: Edit = (list, roll) => {
  const i = roll(list.length);
  const found = place(list[i]!, roll);
  const words = ['新增内容', '，约 3 成', '（2022年）', '*', 'A_B', '其中'][roll(6)]!;
  return found ? replaced(list, i, list[i]!.slice(0, found.at) + words + list[i]!.slice(found.at)) : list;
};

const erase: Edit = (list, roll) => {
  const i = roll(list.length);
  const found = place(list[i]!, roll);
  if (!found || found.text.length < 2) return list;
  const length = 1 + roll(Math.min(6, found.text.length - 1));
  return replaced(list, i, list[i]!.slice(0, found.at) + list[i]!.slice(found.at + length));
};

const strike: Edit = (list, roll) => {
  const i = roll(list.length);
  const found = place(list[i]!, roll);
  if (!found || found.text.length < 2) return list;
  const length = 1 + roll(Math.min(5, found.text.length - 1));
  const struck = `</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>${found.text.slice(0, length)}</w:t></w:r><w:r><w:t>`;
  const words = roll(2) ? '改后' : '';
  return replaced(list, i, list[i]!.slice(0, found.at) + struck + words + list[i]!.slice(found.at + length));
};

const swap: Edit = (list, roll) => {
  const i = roll(list.length - 1);
  return [...list.slice(0, i), list[i + 1]!, list[i]!, ...list.slice(i + 2)];
};
const remove: Edit = (list, roll) => list.filter((_, i) => i !== roll(list.length));
const add: Edit = (list, roll) => {
  const i = roll(list.length);
  return replaced(list, i, list[i]!, `<w:p><w:r><w:t>客户另加的第${roll(90)}段，说明后续安排。</w:t></w:r></w:p>`);
};

const INSIDE = [divide, join, type, erase, strike];

const words = (docx: Uint8Array) =>
  readWordText(strFromU8(unzipSync(docx)[DOCUMENT]!))
    .paragraphs.map((p) => p.replace(/\s+$/, '').trimStart())
    .filter(Boolean);

/** As `compare --accept-all` does: what can be taken over, in rounds, until nothing more can. */
function acceptedAll(docx: Uint8Array, start: NoticeAnalysis): NoticeAnalysis {
  let dossier = start;
  for (let round = 0; round < 12; round++) {
    const comparison = compared(docx, dossier);
    if (!comparison.changes.some((c) => c.kind === 'changed')) return dossier;
    dossier = accepted(dossier, comparison);
  }
  return assert.fail('changes are taken over again and again');
}

function changedBy(docx: Uint8Array, edits: readonly Edit[], roll: Dice): Uint8Array {
  return edited(docx, (xml) => {
    const before = chapterOf(xml);
    const after = edits.reduce((list, edit) => edit(list, roll), before);
    return `${xml.replace(before.join(''), () => after.join(''))} `;
  });
}

suite(`random edits of a Word file, seed ${SEED}`, () => {
  const dossier = dossierOf(patched({ set: { '正文.平台定位': `${CHAPTER}\n` } }).text);

  test('within and between paragraphs are all taken over: the render says what the file says', async () => {
    const docx = await rendered(dossier);
    let manual = 0;
    for (let n = 0; n < EDITS; n++) {
      const roll = dice(SEED + n);
      const edits = Array.from({ length: 1 + roll(3) }, () => INSIDE[roll(INSIDE.length)]!);
      const where = `FUZZ_SEED=${SEED + n} FUZZ_WORD_EDITS=1: ${edits.map((e) => e.name).join(', ')}`;
      const file = changedBy(docx, edits, roll);
      const after = acceptedAll(file, dossier);
      const left = compared(file, after);
      const untold = left.changes.filter((c) => c.kind !== 'manual' && c.kind !== 'unclear');
      assert.deepEqual([untold.map((c) => `${c.kind} ${c.old} → ${c.text}`), left.outside], [[], []], where);
      if (left.changes.length) {
        manual++;
        continue;
      }
      assert.deepEqual(words(await paperOf(after, () => undefined)), words(file), where);
    }
    assert.ok(manual <= EDITS / 4, `${manual} of ${EDITS} are left to a person`);
  });

  test('of whole paragraphs are told: nothing is lost or doubled in silence', async () => {
    const docx = await rendered(dossier);
    for (let n = 0; n < EDITS; n++) {
      const roll = dice(SEED + n);
      const all = [...INSIDE, swap, remove, add];
      const edits = Array.from({ length: 1 + roll(3) }, () => all[roll(all.length)]!);
      const where = `FUZZ_SEED=${SEED + n} FUZZ_WORD_EDITS=1: ${edits.map((e) => e.name).join(', ')}`;
      const file = changedBy(docx, edits, roll);
      const after = acceptedAll(file, dossier);
      const left = compared(file, after);
      const report = [...told(left), ...left.changes.map((c) => `${c.old}\n${c.text ?? ''}\n${c.now ?? ''}`)].join(
        '\n',
      );
      const [paper, word] = [words(await paperOf(after, () => undefined)), words(file)];
      for (const paragraph of word.filter((p) => !paper.includes(p)))
        assert.ok(report.includes(paragraph), `${where}: “${paragraph}” of the file is lost and not told`);
      for (const paragraph of paper.filter((p) => !word.includes(p)))
        assert.ok(report.includes(paragraph), `${where}: “${paragraph}” of the paper is not in the file and not told`);
      const count = (list: readonly string[]) =>
        list.filter((p) => p.length > 12).length - new Set(list.filter((p) => p.length > 12)).size;
      assert.ok(count(paper) <= Math.max(count(word), count(words(docx))), `${where}: a paragraph is doubled`);
    }
  });
});
