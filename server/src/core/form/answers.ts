/** Looking up what a dossier says: the one view of it that checks, verdicts and renderers have. */
import type { FieldPath } from '../model/path.ts';
import { parseFieldPath } from '../model/path.ts';
import type { Answer } from './answer.ts';

/** The answers of a dossier by field path. A path is written `平台.知识产权[].权利人`, where `[]` stands for every item. */
export class Answers {
  private readonly roots: ReadonlyMap<string, Answer>;
  /** What was asked for: many dossiers ask one for the same, and each of many rules its own. */
  private readonly cache = new Map<string, readonly Answer[]>();

  constructor(roots: ReadonlyMap<string, Answer>) {
    this.roots = roots;
  }

  /** The answer at a path such as `申报单位.注册地址.省`, by its words or its steps; none at the path of a role that the call does not have. */
  at(path: string | FieldPath | undefined): Answer | undefined {
    return path === undefined ? undefined : this.all(path)[0];
  }

  /** Every answer a pattern such as `平台.知识产权[].权利人` names. */
  all(pattern: string | FieldPath): readonly Answer[] {
    if (typeof pattern !== 'string') return this.follow(pattern);
    const known = this.cache.get(pattern);
    if (known) return known;
    const found = this.follow(parseFieldPath(pattern));
    this.cache.set(pattern, found);
    return found;
  }

  private follow([first, ...steps]: FieldPath): readonly Answer[] {
    const root = this.roots.get(String(first));
    if (!root) return [];
    return steps.reduce<readonly Answer[]>((found, step) => found.flatMap((a) => childAt(a, step)), [root]);
  }

  /** The text at a path, if it was given and can be read. */
  text(path: string | FieldPath | undefined): string | undefined {
    const answer = this.at(path);
    return answer?.state === 'ok' && answer.value !== undefined ? String(answer.value) : undefined;
  }

  /** The number at a path; of an indicator, its bare value. */
  number(path: string | FieldPath): number | undefined {
    const answer = this.at(path);
    if (answer?.state !== 'ok') return undefined;
    const value = valueOfAmount(answer).value;
    return typeof value === 'number' ? value : undefined;
  }

  /** Every text at or below the places that these patterns name. */
  texts(patterns: readonly string[]): readonly Answer[] {
    return patterns.flatMap((p) => this.all(p)).flatMap(textsBelow);
  }

  /** The items of a list; `[]` for one left blank, undefined for one that is absent or cannot be read. */
  items(path: string | FieldPath | undefined): readonly Answer[] | undefined {
    const answer = this.at(path);
    if (answer?.state === 'blank') return [];
    return answer?.state === 'ok' ? answer.items : undefined;
  }

  /** The texts of a list of words, those that can be read. */
  textList(path: string | FieldPath): readonly string[] | undefined {
    return this.items(path)?.flatMap((a) => (a.state === 'ok' ? [String(a.value)] : []));
  }
}

/** `{数值: 5, 截止: …}` and a bare `5` answer alike. */
export function valueOfAmount(answer: Answer): Answer {
  const bare = answer.slot.bare;
  return (bare !== undefined && answer.children?.get(bare)) || answer;
}

/** The answers right below one: those of a group, or the items of a list. */
export function childAnswers({ children, items }: Answer): readonly Answer[] {
  return [...(children?.values() ?? []), ...(items ?? [])];
}

function textsBelow(answer: Answer): readonly Answer[] {
  const deeper = childAnswers(answer);
  if (answer.file === undefined && deeper.length) return deeper.flatMap(textsBelow);
  return answer.state === 'ok' && typeof answer.value === 'string' ? [answer] : [];
}

function childAt(answer: Answer, step: string | number): readonly Answer[] {
  if (step === '*') return answer.items ?? [];
  const next = typeof step === 'number' ? answer.items?.[step] : answer.children?.get(step);
  return next ? [next] : [];
}
