/** Waivers: the ones that the notice does not allow, that lift nothing, or that are not complete. */
import { type Mutant, type Specimen, Turns } from './specimen.ts';

const turns = new Turns();

function waiver(rule: string, more = ''): string {
  return `豁免:\n  - {规则: ${rule}, ${more}理由: 已核实, 复核人: 尚知夏, 日期: 2023-06-13}`;
}

export function* waiversMutants(s: Specimen): Generator<Mutant> {
  const { rules, params } = s.clean.pack!;
  const at = '豁免[0].规则';
  // Of each demand of one answer: the answer turned, and a waiver for it.
  for (const rule of rules.filter((r) => r.check === 'equals' && r.severity === 'error')) {
    const { field, value } = params.get(rule.id) as { field: string; value: string };
    const turned = s.set(field, { 是: '否', 否: '是', 无: '有' }[value] ?? '河北省');
    const text = s.edited(turned, s.top(waiver(rule.id)));
    yield { rule: 'waiver-refused', what: `${rule.id} waived`, text, path: at };
    // It goes on being said.
    yield { rule: rule.id, what: 'waived in vain', text, path: field };
    const elsewhere = s.edited(turned, s.top(waiver(rule.id, '位置: 正文, ')));
    yield { rule: 'unused-waiver', what: `${rule.id} waived at another place`, text: elsewhere, path: at };
  }
  // Of each rule that could be decided and found nothing.
  const found = new Set(s.clean.findings.map((f) => f.rule));
  const silent = rules.filter((r) => !found.has(r.id) && !s.clean.undecided.has(r.id));
  for (const { id } of turns.some(silent, 20))
    yield { rule: 'unused-waiver', what: `${id} waived for nothing`, text: s.edited(s.top(waiver(id))), path: at };
  yield { rule: 'unused-waiver', what: 'of no rule', text: s.edited(s.top(waiver('key-industri'))), path: at };
  // A waiver without its reason, its reviewer or its day lifts nothing.
  const other = s.said('申报.推荐地市') === '菏泽市' ? '枣庄市' : '菏泽市';
  const moved = s.set('申报.推荐地市', other);
  for (const key of ['规则', '理由', '复核人', '日期']) {
    const line = waiver('city-mismatch').replace(new RegExp(`${key}: [^,}]*(?:, )?`), '');
    const text = s.edited(moved, s.top(line.replace(', }', '}')));
    yield { rule: 'missing-field', what: `a waiver without ${key}`, text, path: `豁免[0].${key}` };
    yield { rule: 'city-mismatch', what: `a waiver without ${key}`, text, path: '申报.推荐地市' };
    const blank = s.edited(moved, s.top(waiver('city-mismatch').replace(new RegExp(`${key}: [^,}]*`), `${key}: ""`)));
    yield { rule: 'empty-field', what: `a waiver with a blank ${key}`, text: blank, path: `豁免[0].${key}` };
    if (key !== '规则')
      yield { rule: 'city-mismatch', what: `a waiver with a blank ${key}`, text: blank, path: '申报.推荐地市' };
  }
  const undated = s.edited(moved, s.top(waiver('city-mismatch').replace('2023-06-13', '六月')));
  yield { rule: 'bad-format', what: 'a waiver of no day', text: undated, path: '豁免[0].日期' };
  yield { rule: 'city-mismatch', what: 'a waiver of no day', text: undated, path: '申报.推荐地市' };
}
