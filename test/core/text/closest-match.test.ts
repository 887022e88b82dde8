/** The nearest match for a mistyped word: what is suggested, and what never is. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { closestMatch, isTypingSlip } from '../../../server/src/core/text/closest-match.ts';

const STATES = ['规划设计', '在建', '基本建成', '已运营'];
const FORMS = ['企业法人', '事业单位法人', '社会团体法人', '分支机构', '合伙企业', '个人独资企业', '其他'];

suite('the nearest match', () => {
  for (const [word, candidates, expected] of [
    ['单位名字', ['单位名称', '单位性质'], '单位名称'],
    ['己运营', STATES, '已运营'],
    ['建成', STATES, '基本建成'],
    ['企业法入', FORMS, '企业法人'],
    ['独资企业', FORMS, '个人独资企业'],
    ['青倒市', ['青岛市', '烟台市'], '青岛市'],
    ['有过', ['无', '有'], '有'],
    ['有（已解决）', ['无', '有'], '有'],
    ['5g', ['5G', '人工智能'], '5G'],
    ['事业法人', FORMS, '事业单位法人'],
    ['荣誉1', ['荣誉-1', '荣誉-2'], '荣誉-1'],
    ['credit-cod', ['credit-code', 'credit-code-region'], 'credit-code'],
  ] as const)
    test(`of “${word}” is “${expected}”`, () => assert.equal(closestMatch(word, candidates), expected));

  for (const [why, word, candidates] of [
    ['it would drop a negation', '没有', ['无', '有']],
    ['it would drop a negation', '未运营', STATES],
    ['it would drop a negation', '非企业法人', FORMS],
    ['it would drop a negation', '不合伙企业', FORMS],
    ['it would drop a negation mistyped for another character', '末运营', STATES],
    ['it would add a negation', '单位重失信', ['单位无重失信']],
    ['it would drop an intention', '拟运营', STATES],
    ['it would drop an end', '停运营', STATES],
    ['it would drop an exception', '除5G外', ['5G', '人工智能']],
    ['the character is part of another word', '无法确定', ['无', '有']],
    ['the character is part of another word', '有误', ['无', '有']],
    ['the character is part of a question', '有无', ['无', '有']],
    ['a double negation is not a single one', '不是没有', ['没有']],
    ['another character is another word where there are two', '私有', ['国有', '民营', '外资', '合资']],
    ['another half is another word', '营业成本', ['营业收入', '利润总额']],
    ['one character has nothing in common with another', '是', ['无', '有']],
    ['two are equally near', '济林市', ['济南市', '济宁市']],
    ['another year is another notice', 'sd-2022', ['sd-2023']],
    ['another number is another paper', '荣誉-3', ['荣誉-1', '荣誉-2']],
    ['another letter is another paper', '软著-B', ['软著-A']],
    ['another Chinese number is another paper', '荣誉二', ['荣誉一']],
  ] as const)
    test(`of “${word}” is none: ${why}`, () => assert.equal(closestMatch(word, candidates), undefined));
});

suite('a typing slip', () => {
  for (const [word, match, expected] of [
    ['单名位称', '单位名称', true],
    ['单位名名称', '单位名称', true],
    ['单位 名称', '单位名称', true],
    ['５Ｇ', '5G', true],
    ['净资产总额', '资产总额', false],
    ['单位名成', '单位名称', false],
    ['单位名', '单位名称', false],
  ] as const)
    test(`“${word}” for “${match}”: ${expected}`, () => assert.equal(isTypingSlip(word, match), expected));
});
