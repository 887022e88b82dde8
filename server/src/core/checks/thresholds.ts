import * as z from 'zod';
import { valueOfAmount } from '../form/answers.ts';
import { type FieldPath, parseFieldPath } from '../model/path.ts';
import { type CheckContext, defineCheck, type Issue, partialResult } from './shared/check.ts';

/** Indicators against the least values that the user configured; with none configured nothing can be said. */
export const thresholds = defineCheck({
  id: 'thresholds',
  params: z.strictObject({
    of: z.string().describe('Field path of the group of indicators; the thresholds are in the settings'),
  }),
  reads: (p) => [p.of],
  run(p, context) {
    const compared = comparedIndicators(p.of, context);
    const known = compared.filter((c) => c.value !== undefined);
    if (!known.length) return undefined;
    const issues = known
      .filter(({ value, least }) => value! < least)
      .map(
        ({ name, value, least, path }): Issue => ({
          path,
          message: {
            zh: `“${name}”是 ${value}，低于设置的要素条件 ${least}`,
            en: `“${name}” is ${value}, below the configured threshold, ${least}`,
          },
        }),
      );
    return partialResult(
      issues,
      compared.filter((c) => c.value === undefined).map((c) => c.name),
    );
  },
  note(p, context) {
    const known = comparedIndicators(p.of, context).filter((c) => c.value !== undefined);
    if (!known.length) return undefined;
    const list = known.map(({ name, value, least }) => `${name} ${value}（≥ ${least}）`).join('、');
    return { zh: `比较了：${list}`, en: `compared: ${list}` };
  },
});

interface ComparedIndicator {
  readonly name: string;
  readonly least: number;
  /** Undefined where the dossier does not give it, or it cannot be read. */
  readonly value: number | undefined;
  readonly path: FieldPath;
}

/** The indicators of this form that the settings have a threshold for; those of other calls are left out. */
function comparedIndicators(of: string, { answers, settings, slot }: CheckContext): readonly ComparedIndicator[] {
  return Object.entries(settings.thresholds ?? {}).flatMap(([name, least]) => {
    const path = `${of}.${name}`;
    if (!slot(path)) return [];
    const answer = answers.at(path);
    return [
      { name, least, value: answers.number(path), path: answer ? valueOfAmount(answer).path : parseFieldPath(path) },
    ];
  });
}
