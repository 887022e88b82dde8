/** Writing a notice pack in an editor: keys with their meaning, kinds of check with their parameters, names that the pack has. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { packCompletion } from '../../../server/src/core/features/notice-pack/completion.ts';
import { packHover } from '../../../server/src/core/features/notice-pack/hover.ts';
import { PackDocument } from '../../../server/src/core/features/notice-pack/pack-document.ts';
import { readText } from '../../support/pack-texts.ts';

const TEXT = `id: test
title: 申报
closes: 2024-06-30
clauses:
  - {id: 一, force: 须, title: 甲}
form:
  fields:
    - {key: 类别, values: [大型, 小型]}
    - key: 单位
      fields:
        - {key: 名称, required: true}
rules:
  - id: r
    check: equals
    clause: 一
    field: 类别
    value: 大型
`;

/** The document of a text with the cursor at `$0`; its names are those of the text above. */
function at(marked: string, file = 'notices/test.notice.yaml'): { document: PackDocument; offset: number } {
  const offset = marked.indexOf('$0');
  const { pack } = readText(TEXT);
  return { document: new PackDocument(file, marked.replace('$0', ''), pack), offset };
}

function labels(marked: string, file?: string): readonly string[] {
  const { document, offset } = at(marked, file);
  return packCompletion(document, offset).map((s) => s.label);
}

function hovered(marked: string, locale: 'zh' | 'en' = 'en'): string {
  const { document, offset } = at(marked);
  return packHover(document, offset, locale)?.markdown ?? '';
}

suite('completion in a notice pack', () => {
  test('has the keys of a place that are not there yet, with what they mean', () => {
    const { document, offset } = at(`${TEXT}lo$0`);
    const items = packCompletion(document, offset);
    assert.ok(items.some((s) => s.label === 'lookback' && s.documentation !== ''));
    assert.ok(items.some((s) => s.label === 'layout'));
    assert.ok(!items.some((s) => s.label === 'title'));
  });

  test('has the keys of a clause, a field, a rule and its check', () => {
    assert.ok(labels(TEXT.replace('title: 甲}', 'title: 甲, $0}')).includes('decidable'));
    assert.ok(labels(TEXT.replace('required: true}', '$0}')).includes('maxLength'));
    const rule = labels(TEXT.replace('    value: 大型\n', '    $0\n'));
    assert.ok(rule.includes('severity') && rule.includes('when'), rule.join());
  });

  test('has kinds of check, forces, types, ids of clauses and field paths as values', () => {
    assert.ok(labels(TEXT.replace('check: equals', 'check: $0')).includes('credit-code'));
    assert.ok(labels(TEXT.replace('force: 须', 'force: $0')).includes('不得'));
    assert.ok(labels(TEXT.replace('required: true}', 'type: $0}')).includes('yes-no'));
    assert.deepEqual(labels(TEXT.replace('clause: 一', 'clause: $0')), ['一']);
    assert.ok(labels(TEXT.replace('field: 类别', 'field: $0')).includes('单位.名称'));
  });

  test('knows the files of a pack that is a folder', () => {
    assert.ok(labels('$0', 'notices/test/form.yaml').includes('roles'));
    assert.ok(!labels('$0', 'notices/test/form.yaml').includes('closes'));
  });
});

suite('hover in a notice pack', () => {
  test('tells what a key means and whether it must be there', () => {
    assert.match(
      hovered(TEXT.replace('  - {id: 一, force', '  - {id: 一, fo$0rce')),
      /\*\*force\*\* — required[\s\S]*modal word[\s\S]*`须`/,
    );
    assert.match(hovered(TEXT.replace('closes:', 'clo$0ses:')), /Last day/);
  });

  test('tells what a check takes', () => {
    const text = hovered(TEXT.replace('check: equals', 'check: eq$0uals'), 'zh');
    assert.match(text, /\*\*equals\*\*/);
    assert.match(text, /- `value`/);
  });
});
