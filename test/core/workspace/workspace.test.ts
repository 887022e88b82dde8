/** What many dossiers say about each other: the same in any order and after any edit, one finding a dossier however many there are. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { analyze } from '../../../server/src/core/analysis/analyze.ts';
import type { Analysis } from '../../../server/src/core/analysis/types.ts';
import type { Issue } from '../../../server/src/core/checks/shared/check.ts';
import { Workspace } from '../../../server/src/core/workspace/workspace.ts';
import { facts } from '../../support/engine.ts';
import { rounds } from '../../support/rounds.ts';
import { type Dice, dice } from '../../support/scramble.ts';

const FACTS = facts();
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

/** What a dossier of these tests says. */
interface Said {
  readonly code: string;
  readonly applicant: string;
  readonly platform: string;
  readonly direction: string;
  readonly city: string;
  readonly way: string;
  /** Paragraphs of one chapter. */
  readonly prose: readonly string[];
}

const CODE = '91371400MA3R2T5X1A';
const PARAGRAPH =
  '平台按照现场勘测、方案设计、开通调试、远程代维四步提供服务，每一步都有书面的交付标准和双方签认的记录，服务人员在工作日两小时之内响应，重大故障当天到达现场，处理结果三日之内书面反馈给用户，一年回访两次。';

/** A dossier that has nothing in common with another one. */
function alone(n: number): Said {
  return {
    code: CODE.replace('2T5X', String(1000 + n)),
    applicant: `德州第${n}通信技术有限公司`,
    platform: `第${n}号云边协同平台`,
    direction: '专业型/面向特定技术',
    city: '德州市',
    way: '省属',
    prose: [`本章只有第${n}号单位自己的一句话。`],
  };
}

const analyses = new Map<string, Analysis>();

/** A dossier with the fields that dossiers are compared by, and no others. */
function analyzed(said: Said): Analysis {
  const text = `通知: sd-2023
申报: {方向: ${said.direction}, 推荐地市: ${said.city}, 推荐渠道: ${said.way}}
申报单位: {单位名称: ${said.applicant}, 统一社会信用代码: "${said.code}"}
平台: {平台名称: ${said.platform}}
正文:
  发展规划: |
    ${said.prose.join('\n\n    ')}
`;
  const known = analyses.get(text) ?? analyze(text, FACTS);
  analyses.set(text, known);
  return known;
}

function workspaceOf(dossiers: Iterable<readonly [string, Said]>): Workspace {
  const workspace = new Workspace();
  for (const [name, said] of dossiers) workspace.set(name, analyzed(said));
  return workspace;
}

/** The issues of a dossier by rule, those that found something. */
function issuesOf(workspace: Workspace, name: string): Readonly<Record<string, readonly Issue[]>> {
  return Object.fromEntries([...workspace.issuesOf(name)!.issues].filter(([, found]) => found.length));
}

function named(dossiers: readonly Said[]): readonly (readonly [string, Said])[] {
  return dossiers.map((said, n) => [`/w/${String(n).padStart(4, '0')}.dossier.yaml`, said] as const);
}

function only(found: Readonly<Record<string, readonly Issue[]>>, rule: string): Issue {
  assert.deepEqual(Object.keys(found), [rule]);
  assert.equal(found[rule]!.length, 1);
  return found[rule]![0]!;
}

suite('many dossiers of a kind cost one finding each', () => {
  const kinds: Readonly<Record<string, readonly [rule: string, said: (n: number) => Partial<Said>, message: RegExp]>> =
    {
      'of one applicant and direction': [
        'duplicate-applicant',
        () => ({ code: CODE }),
        /另有 404 份申报书（0000\.dossier\.yaml、0001\.dossier\.yaml、0002\.dossier\.yaml等）/,
      ],
      'of one platform': ['duplicate-platform', () => ({ platform: '砺穹云边协同平台' }), /另有 404 份申报书/],
      'of one city': ['city-quota', () => ({ way: '属地' }), /德州市已有 405 份/],
      'with one paragraph': [
        'copied-text',
        () => ({ prose: [PARAGRAPH] }),
        /与“德州第0通信技术有限公司”、“德州第1通信技术有限公司”、“德州第2通信技术有限公司”等 404 份申报书雷同/,
      ],
      'with a paragraph each, all near copies': [
        'copied-text',
        (n) => ({ prose: [PARAGRAPH.replace('四步', `${n}步`).replace('两小时', `${n + 1}小时`)] }),
        /等至少 10 份申报书相近|等至少 1\d 份申报书相近/,
      ],
    };
  for (const [what, [rule, said, message]] of Object.entries(kinds)) {
    test(what, () => {
      const sizes = [41, 405].map((count) => {
        const dossiers = named(Array.from({ length: count }, (_, n) => ({ ...alone(n), ...said(n) })));
        const workspace = workspaceOf(dossiers);
        const all = dossiers.map(([name]) => only(issuesOf(workspace, name), rule));
        assert.ok(
          all.every(({ related }) => related!.length <= 10),
          'a few places are named',
        );
        if (count === 405) assert.match(all.at(-1)!.message.zh, message);
        return JSON.stringify(all).length / count;
      });
      assert.ok(sizes[1]! < sizes[0]! * 1.2, `characters a dossier, for 41 and for 405: ${sizes.join(', ')}`);
    });
  }

  test('of one applicant, for two directions', () => {
    const directions = ['专业型/面向特定技术', '特色型/面向重点区域'];
    const dossiers = named(
      Array.from({ length: 40 }, (_, n) => ({ ...alone(n), code: CODE, direction: directions[n % 2]! })),
    );
    const found = issuesOf(workspaceOf(dossiers), dossiers[0]![0]);
    assert.deepEqual(Object.keys(found).sort(), ['duplicate-applicant', 'single-direction']);
    assert.match(
      found['single-direction']![0]!.message.zh,
      /还有 20 份申报“特色型\/面向重点区域”（0001\.dossier\.yaml、/,
    );
    assert.match(found['duplicate-applicant']![0]!.message.zh, /另有 19 份申报书/);
  });
});

suite('a name of another', () => {
  const text = '这一章说到砺穹云边协同平台，是从别处来的。';
  test('that two others bear is found, whichever came first and whoever is the own applicant', () => {
    const own: Said = { ...alone(0), prose: [text] };
    const sister: Said = {
      ...alone(1),
      code: own.code,
      direction: '特色型/面向重点区域',
      platform: '砺穹云边协同平台',
    };
    const other: Said = { ...alone(2), platform: '砺穹云边协同平台' };
    for (const order of [
      ['/own', '/sister', '/other'],
      ['/other', '/sister', '/own'],
      ['/sister', '/own', '/other'],
    ]) {
      const all: Readonly<Record<string, Said>> = { '/own': own, '/sister': sister, '/other': other };
      const found = issuesOf(workspaceOf(order.map((name) => [name, all[name]!])), '/own')['foreign-name'];
      assert.deepEqual(
        found?.map((issue) => issue.related!.map((end) => 'remote' in end && end.remote.dossier)),
        [['/other']],
      );
    }
  });
});

suite('near copies', () => {
  const found = (text: string, other: string) =>
    issuesOf(
      workspaceOf(
        named([
          { ...alone(0), prose: [text] },
          { ...alone(1), prose: [other] },
        ]),
      ),
      '/w/0000.dossier.yaml',
    );
  const changes: Readonly<Record<string, (text: string) => string>> = {
    'with other figures': (text) => text.replace('四步', '六步').replace('两小时', '12小时').replace('三日', '10日'),
    'with other names': (text) => text.replace('平台', '甲乙云').replace('用户', '客户单位'),
    'with a sentence more': (text) => `${text}夜间另有专人值守。`,
    'with a part left out': (text) => text.replace('，一年回访两次', ''),
    'with words exchanged': (text) => text.replace('书面的', '成文的').replace('当天', '即日').replace('提供', '开展'),
  };
  for (const [what, change] of Object.entries(changes)) {
    test(`${what} are found from both sides`, () => {
      const other = change(PARAGRAPH);
      assert.notEqual(other, PARAGRAPH);
      for (const [a, b] of [
        [PARAGRAPH, other],
        [other, PARAGRAPH],
      ] as const)
        assert.match(only(found(a, b), 'copied-text').message.zh, /与“德州第1通信技术有限公司”的申报书相近/);
    });
  }

  test('paragraphs of one subject in words of their own are none', () => {
    const other =
      '服务分四步：先到现场勘测，再出设计方案，然后开通调试，最后交给远程团队代为维护；交付有标准，签认有记录，工作日两个钟头里一定有人答复，遇到大的故障当日赶到，三天里给出书面结论，每年上门回访。';
    assert.deepEqual(found(PARAGRAPH, other), {});
  });
});

/** Random dossiers with much in common. */
function randomSaid(roll: Dice): Said {
  const pick = <T>(...list: readonly T[]): T => list[roll(list.length)]!;
  const own = alone(roll(40));
  const near = PARAGRAPH.replace('四步', `${roll(40)}步`);
  const foreign = `这里说到第${roll(40)}号云边协同平台和德州第${roll(40)}通信技术有限公司。`;
  return {
    code: pick(own.code, own.code, CODE, alone(0).code),
    applicant: pick(own.applicant, own.applicant, '德州砺穹通信技术有限公司'),
    platform: pick(own.platform, own.platform, '砺穹云边协同平台'),
    direction: pick('专业型/面向特定技术', '特色型/面向重点区域', '综合型/跨行业跨领域'),
    city: pick('德州市', '德州市', '济南市'),
    way: pick('属地', '属地', '省属'),
    prose: [pick(PARAGRAPH, near, near), pick(foreign, own.prose[0]!), pick(...own.prose, near)],
  };
}

function shuffled<T>(list: readonly T[], roll: Dice): readonly T[] {
  return list
    .map((item) => [roll(2 ** 30), item] as const)
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
}

test(`in any order, and after any edits, each dossier is told the same, seed ${SEED}`, () => {
  const roll = dice(SEED);
  for (let i = 0; i < 5; i++) roll(2);
  const all = new Map(named(Array.from({ length: 36 }, () => randomSaid(roll))));
  const workspace = workspaceOf(all);
  const told = new Map<string, number>();
  const names = [...all.keys()];
  for (let n = 1; n <= rounds(40); n++) {
    const name = names[roll(names.length)]!;
    if (all.has(name) && roll(4) === 0) {
      all.delete(name);
      workspace.delete(name);
    } else {
      const said = {
        ...(all.get(name) ?? randomSaid(roll)),
        ...(roll(2) ? randomSaid(roll) : { prose: randomSaid(roll).prose }),
      };
      all.set(name, said);
      workspace.set(name, analyzed(said));
    }
    const fresh = workspaceOf(shuffled([...all], roll));
    for (const one of shuffled([...all.keys()], roll)) {
      const found = issuesOf(workspace, one);
      assert.deepEqual(found, issuesOf(fresh, one), `FUZZ_SEED=${SEED}, ${one} after edit ${n} of ${name}`);
      for (const rule of Object.keys(found)) told.set(rule, (told.get(rule) ?? 0) + 1);
    }
  }
  assert.deepEqual([...told.keys()].sort(), [
    'city-quota',
    'copied-text',
    'duplicate-applicant',
    'duplicate-platform',
    'foreign-name',
    'single-direction',
  ]);
});
