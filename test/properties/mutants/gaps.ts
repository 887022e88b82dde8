/** Where a rule keeps silent in doubt: with a reason each, so that nobody takes silence for a pass. */
import type { Mutant, Specimen } from './specimen.ts';

interface Gap {
  readonly rule: string;
  readonly why: string;
  /** The sample, where it is one of one. */
  readonly on?: string;
  readonly what: RegExp;
}

const QUALIFIED = 'the words before the figure may make it a part of the whole, and in doubt the rule is silent';

export const KNOWN_GAPS: readonly Gap[] = [
  {
    rule: 'number-consistency',
    what: /平台营收.* 正文\.服务能力/,
    why: '…，2022年平台营收2460万元: the name says whose it is, but the sentence began with something else',
  },
  {
    rule: 'number-consistency',
    on: '综合型-跨行业跨领域',
    what: /累计投入/,
    why: '第一版上线 in the sentence before makes a story of the beginnings of 截至2023年5月，平台累计投入1.86亿元',
  },
  {
    rule: 'number-consistency',
    on: '特色型-重点区域',
    what: /(?:平台营收|研发投入).* 申报单位\.单位简介/,
    why: '2022年研究院实现服务性收入3480万元，其中平台营收1960万元，研发投入893万元: 其中 begins a part',
  },
  {
    rule: 'number-consistency',
    what: /开发者数.* 正文\.技术能力/,
    why: `参与应用开发的开发者, 社区内有开发者: ${QUALIFIED}`,
  },
  {
    rule: 'number-consistency',
    on: '专业型-特定技术',
    what: /(?:连接设备数|工业协议数).* 正文\.技术能力/,
    why: `目前用于校准和孪生运行的连接设备共2860台套: ${QUALIFIED}`,
  },
  {
    rule: 'number-consistency',
    what: /研发人员数.* 正文\.建设基础/,
    why: `公司112名研发人员中，研究院58名研发人员中有三分之一: ${QUALIFIED}`,
  },
];

export function gapOf({ rule, what }: Mutant, { name }: Specimen): Gap | undefined {
  return KNOWN_GAPS.find((g) => g.rule === rule && (g.on ?? name) === name && g.what.test(what));
}
