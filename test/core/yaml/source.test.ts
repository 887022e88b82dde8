/** Places in the text: every character of a value is found again, and an edit gives what a fresh reading gives. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import type { Analysis } from '../../../server/src/core/analysis/types.ts';
import { quickFixes } from '../../../server/src/core/features/code-actions/quick-fixes.ts';
import { documentLinks } from '../../../server/src/core/features/navigation/document-links.ts';
import { alignment } from '../../../server/src/core/yaml/scalar-offsets.ts';
import { Source } from '../../../server/src/core/yaml/source.ts';
import type { PlacedYamlBlock, YamlScalar, YamlTree } from '../../../server/src/core/yaml/tree.ts';
import { cleanSamples, facts, filesOf, SAMPLES, SMALLEST, sample, smallest } from '../../support/engine.ts';
import { rounds } from '../../support/rounds.ts';

const FACTS = facts();
const SAMPLE_TEXTS = readdirSync(SAMPLES, { withFileTypes: true })
  .filter((e) => e.isDirectory())
  .map((e) => sample(e.name).text);

/** Most of the random edits are made here: every one of them costs two readings. */
const SMALLEST_TEXT = sample(SMALLEST).text;

/** Every style of scalar, with what folding, escapes and wide characters do to offsets. */
const STYLES = `# 注释：全角，一行
甲:
  平常: 一个𠮷字和👨‍👩‍👧一家，行内：标点  两个空格
  续行: 第一行
    第二行👍

    空行之后
  单引: '它''s “一” 个
    续行，''两个'''
  双引: "平常的：文字，
    续行

    空行之后"
  空文: ""
  字面: |
    第一行：𠮷
      缩进更深👩‍🔬

    　　全角缩进
  字面删尾: |-
    只有一行
  字面保尾: |+
    保留

  字面定缩进: |2
      前面多两格
    再一行
  折叠: >
    第一段
    接着写

    第二段
      更深的不折
      两行

    回来
  折叠删尾: >-
    一
    二
  流: {子: 值值, '引''号': "双", 长: 一句 话，有：标点}
  列: [一, 二二, '三''三', "四", 五
    六]
  块:
    - 一
    - 二
      续
    - |
      字面
    - >-
      折
      叠
末: 完
`;

function crlf(text: string): string {
  return text.replace(/\n/g, '\r\n');
}

/** Mulberry32: the same numbers in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const PIECES = [
  ...'：，、－［］｛｝　"\'[]{}-#&*!|>:,?%@`\\/ \n\t',
  '\u00a0',
  '\r\n',
  '\ufeff',
  '\n\n',
  ': ',
  '- ',
  '  ',
  ' #',
  '---\n',
  '...\n',
  '&a ',
  '*a',
  '<<: ',
  '|\n',
  '>-\n',
  '！',
  '“',
  '”',
  '。',
  '𠮷',
  '👨‍👩‍👧',
  '\ud842',
  '𠮷：',
  '0',
  '53',
  '无',
  '是',
  '否',
  '申报',
  '平台：',
  '名称',
  '编号: ',
  '济南市',
  '待补充',
  '附件材料:\n',
  '申报单位:\n  ',
  '通知: sd-2023\n',
];

function edited(text: string, rnd: (below: number) => number): string {
  const at = rnd(text.length + 1);
  const piece = PIECES[rnd(PIECES.length)]!;
  switch (rnd(8)) {
    case 0:
    case 1:
    case 2:
      return text.slice(0, at) + piece + text.slice(at);
    case 3:
      return text.slice(0, at) + text.slice(at + 1 + rnd(3));
    case 4:
      return text.slice(0, at) + piece + text.slice(at + 1 + rnd(2));
    case 5:
    case 6: {
      // A line once more somewhere else, or a line less.
      const lines = text.split('\n');
      const line = rnd(lines.length);
      if (rnd(2)) lines.splice(rnd(lines.length + 1), 0, lines[line]!);
      else lines.splice(line, 1);
      return lines.join('\n');
    }
    default: {
      // Half a line typed.
      const end = text.indexOf('\n', at);
      return end < 0 ? text.slice(0, at) : text.slice(0, at) + text.slice(end);
    }
  }
}

/** All scalars of a tree; an alias shows another place than its text's, so trees with one are left out. */
function* scalars(tree: YamlTree | undefined): Generator<YamlScalar> {
  if (!tree) return;
  if (tree.kind === 'scalar') yield tree;
  else if (tree.kind === 'map') for (const e of tree.entries) yield* scalars(e.value);
  else for (const item of tree.items) yield* scalars(item);
}

function* scalarsOf(block: PlacedYamlBlock['block']): Generator<YamlScalar> {
  for (const entry of block.entries) yield* scalars(entry.value);
}

function checkAlignment(block: string, tree: YamlScalar): void {
  const at = alignment(block, tree);
  const where = `${tree.style} ${JSON.stringify(tree.text.slice(0, 60))}`;
  assert.equal(at.length, tree.text.length + 1, where);
  for (let i = 0; i < at.length; i++) {
    assert.ok(at[i]! >= tree.start && at[i]! <= tree.end, `${where} [${i}] at ${at[i]} of ${tree.start}–${tree.end}`);
    if (i) assert.ok(at[i]! >= at[i - 1]!, `${where} [${i}] goes back`);
  }
  for (let i = 0; i < tree.text.length; i++) {
    const c = tree.text[i]!;
    // A folded break reads as a space, a kept one may be written \r\n: no character to compare.
    if (c === '\n' || (c === ' ' && /[\r\n]/.test(block[at[i]!] ?? ''))) {
      assert.match(block.slice(at[i]!, at[i]! + 1), /[\s]|^$/, `${where} [${i}]`);
      continue;
    }
    assert.equal(block[at[i]!], c, `${where} [${i}]`);
    if (i) assert.ok(at[i]! > at[i - 1]!, `${where} [${i}] twice`);
  }
}

function checkSpans(analysis: Analysis, text: string): void {
  for (const f of analysis.findings) {
    for (const { start, end } of [
      f.span,
      ...f.related.flatMap((r) => ('span' in r ? [r.span] : [])),
      ...quickFixes(analysis, f, { today: '2023-06-20' }).flatMap((x) => x.edits.map((e) => e.span)),
    ]) {
      assert.ok(0 <= start && start <= end && end <= text.length, `${f.rule} ${start}–${end} of ${text.length}`);
    }
  }
}

function plainly(analysis: Analysis): string[] {
  return analysis.findings.map((f) => JSON.stringify(f));
}

suite('alignment', () => {
  for (const [name, text] of [
    ['LF', STYLES],
    ['CRLF', crlf(STYLES)],
  ] as const) {
    test(`of every style, ${name}`, () => {
      const styles = new Set<string>();
      for (const { block } of new Source(text).blocks) {
        assert.deepEqual(block.problems, []);
        for (const tree of scalarsOf(block)) {
          styles.add(tree.style);
          checkAlignment(block.text, tree);
        }
      }
      assert.deepEqual([...styles].sort(), ['double', 'folded', 'literal', 'plain', 'single']);
    });
  }

  test('of lines that are indented more than their block', () => {
    for (const [text, wanted] of [
      ['甲: |\n  一\n    二\n', [7, 8, 11, 12, 13, 14]],
      ['甲: |\n  一\n  \t二三\n', [7, 8, 11, 12, 13, 14]],
      ['甲: >\n  一\n    二\n', [7, 8, 11, 12, 13, 14]],
      ['甲: >\n  一\n  \t二三\n', [7, 8, 11, 12, 13, 14]],
      ['甲: |2\n    二\n', [8, 9, 10, 11]],
      ['甲: |\r\n  一\r\n    二\r\n', [8, 9, 13, 14, 15, 16]],
    ] as const) {
      const { block } = new Source(text).blocks[0]!;
      const tree = [...scalarsOf(block)][0]!;
      assert.deepEqual(alignment(text, tree).slice(0, wanted.length), wanted, JSON.stringify(text));
    }
  });

  test('of escapes in double quotes: a character stands where its escape begins', () => {
    const text = '甲: "一\\n二\\u4e09\\t\\"四\\U00020BB7\\x41五"\n';
    const { block } = new Source(text).blocks[0]!;
    const tree = [...scalarsOf(block)][0]!;
    assert.equal(tree.text, '一\n二三\t"四𠮷A五');
    const at = alignment(text, tree);
    const shown = [...tree.text].map((c) => [c, text.slice(at[tree.text.indexOf(c)]!).slice(0, 2)]);
    assert.deepEqual(shown, [
      ['一', '一\\'],
      ['\n', '\\n'],
      ['二', '二\\'],
      ['三', '\\u'],
      ['\t', '\\t'],
      ['"', '\\"'],
      ['四', '四\\'],
      ['𠮷', '\\U'],
      ['A', '\\x'],
      ['五', '五"'],
    ]);
  });

  test('of the samples, and of the same with CRLF', () => {
    for (const text of SAMPLE_TEXTS.flatMap((t) => [t, crlf(t)])) {
      for (const { block } of new Source(text, undefined, FACTS.formKeys).blocks) {
        for (const tree of scalarsOf(block)) checkAlignment(block.text, tree);
      }
    }
  });

  test('of edited text that still reads without a problem', () => {
    const rnd = random(11);
    let checked = 0;
    for (let i = 0; i < rounds(600); i++) {
      const text = edited(i % 2 ? STYLES : crlf(STYLES), rnd);
      for (const { block } of new Source(text).blocks) {
        if (block.problems.length || /[&*\\]/.test(block.text)) continue;
        for (const tree of scalarsOf(block)) {
          checkAlignment(block.text, tree);
          checked++;
        }
      }
    }
    assert.ok(checked > 5000, `${checked} scalars`);
  });
});

suite('blanks around a value', () => {
  test('do not move what is found in it', () => {
    const own = smallest(
      ['统一社会信用代码: 91371403MA3RE2N64H', '统一社会信用代码: "  91371403MA3RE2N647 "'],
      ['  职工人数: 26', "  资质荣誉: [{名称: 甲, 授予单位: 乙, 年份: 2022, 证明: '  执照、没有 '}]\n  职工人数: 26"],
      ['  单位简介: |\n', '  单位简介: |\n\n    （待补充）\n'],
    );
    for (const text of [own, crlf(own)]) {
      const analysis = analyze(text, FACTS);
      const found = analysis.findings.map((f) => `${f.rule} ${text.slice(f.span.start, f.span.end)}`);
      for (const one of ['credit-code 7', 'evidence-reference 没有', 'placeholder 待补充'])
        assert.ok(found.includes(one), `${one} among ${found.join('; ')}`);
    }
  });

  test('stay out of the link to a file', () => {
    const path = 'evidence/执照.pdf';
    const text = smallest([`文件: ${path}`, `文件: " ${path} "`]);
    const read = analyze(text, FACTS);
    const found = documentLinks(analyze(text, { ...FACTS, files: filesOf(read) }));
    const shown = found.map((l) => text.slice(l.span.start, l.span.end));
    assert.ok(shown.includes(path), shown.join('; '));
  });
});

suite('line and column', () => {
  test('agree with the text documents of the language server', () => {
    const rnd = random(5);
    for (const text of [
      ...SAMPLE_TEXTS,
      STYLES,
      crlf(STYLES),
      '',
      '\n',
      '\r\n',
      '\ufeff甲: 乙',
      '甲',
      '𠮷\n👨‍👩‍👧\r\n\r\n',
    ]) {
      let changed = text;
      for (let i = 0; i < 6; i++) {
        const source = new Source(changed);
        const document = TextDocument.create('file:///甲.dossier.yaml', 'yaml', 1, changed);
        for (let n = 0; n < 200; n++) {
          const offset = n < 100 ? Math.min(n, changed.length) : rnd(changed.length + 1);
          // A document never gives a position between \r and \n.
          if (changed[offset - 1] === '\r' && changed[offset] === '\n') continue;
          assert.deepEqual(source.position(offset), document.positionAt(offset), `${offset} of ${changed.length}`);
        }
        changed = edited(changed, rnd).replace(/\r(?!\n)/g, '');
      }
    }
  });
});

suite('what stands at an offset', () => {
  test('is the place that its path leads to', () => {
    for (const text of cleanSamples().map((name) => sample(name).text)) {
      const source = new Source(text, undefined, FACTS.formKeys);
      for (let offset = 0; offset <= text.length; offset += 7) {
        const at = source.at(offset);
        if (!at) continue;
        assert.ok(at.span.start <= offset && offset <= at.span.end);
        const found = source.find(at.path);
        assert.ok(found, at.path.join('.'));
        const place =
          at.part === 'key' ? [found.entry!.keyStart, found.entry!.keyEnd] : [found.tree!.start, found.tree!.end];
        assert.deepEqual(
          [at.span.start, at.span.end],
          place.map((p) => p + found.block.start),
        );
      }
    }
  });
});

suite('random edits', () => {
  const EDITS = rounds(150);
  const RESET = 15;

  for (const [name, seed, change] of [
    ['LF', 1, (t: string) => t],
    ['CRLF', 2, crlf],
    ['BOM', 3, (t: string) => `\ufeff${t}`],
  ] as const) {
    test(`an edit gives what a fresh reading gives, ${name}`, () => {
      const rnd = random(seed);
      let text = '';
      let previous: Analysis | undefined;
      for (let i = 0; i < EDITS; i++) {
        if (i % RESET === 0)
          text = change(i % (4 * RESET) ? SMALLEST_TEXT : SAMPLE_TEXTS[(i / RESET / 4) % SAMPLE_TEXTS.length]!);
        else text = edited(text, rnd);
        const stepped = analyze(text, FACTS, previous);
        const fresh = analyze(text, FACTS);
        const repro = () => `edit ${i}, seed ${seed}`;
        assert.deepEqual(plainly(stepped), plainly(fresh), repro());
        assert.deepEqual([...stepped.undecided].sort(), [...fresh.undecided].sort(), repro());
        assert.ok(!fresh.findings.some((f) => f.rule === 'internal-fault'), repro());
        checkSpans(fresh, text);
        previous = stepped;
      }
    });
  }
});
