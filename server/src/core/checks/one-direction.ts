import * as z from 'zod';
import type { LocalizedText } from '../model/localized-text.ts';
import { defineCrossDossierCheck, type Few, listDossiers, type OtherDossier } from './shared/cross-dossier.ts';

/** The same applicant has no other dossier for another direction; a written reason makes it a hint. */
export const oneDirection = defineCrossDossierCheck({
  id: 'one-direction',
  params: z.strictObject({
    code: z.string().describe('Field path of the credit code'),
    direction: z.string().describe('Field path of the direction'),
    reason: z.string().describe('Field path of the written reason that makes it a hint'),
  }),
  reads: (p) => [p.code, p.direction, p.reason],
  group: (p, one) => (one.text(p.direction) === undefined ? undefined : one.text(p.code)),
  // Several dossiers for one direction are no matter of this check.
  party: (p, one) => [one.text(p.direction) ?? ''],
  compare(p, own, others) {
    const [code, direction] = [own.answers.text(p.code), own.answers.text(p.direction)];
    if (code === undefined || direction === undefined) return undefined;
    const reason = own.answers.text(p.reason);
    const rest = others.inGroup();
    if (!rest.count) return [];
    const directionOf = (other: OtherDossier) => other.text(p.direction) ?? '';
    const found = alsoText(code, directionOf, own, rest);
    const advice =
      reason === undefined
        ? { zh: '，确需兼报的写“兼报理由”', en: ': give a “兼报理由” if both are needed' }
        : { zh: `，已写兼报理由：${reason.trim()}`, en: ` (reason given: ${reason.trim()})` };
    return [
      {
        path: own.answers.at(p.direction)!.path,
        ...(reason === undefined ? {} : { severity: 'info' as const }),
        message: {
          zh: `${found.zh}；原则上只能报一个方向${advice.zh}`,
          en: `${found.en}; in principle one direction only${advice.en}`,
        },
        related: rest.first.map((other) => ({
          remote: { dossier: other.dossier, path: other.pathOf(p.direction)! },
          message: { zh: `这一份申报“${directionOf(other)}”`, en: `applies for “${directionOf(other)}”` },
        })),
      },
    ];
  },
});

function alsoText(
  code: string,
  directionOf: (other: OtherDossier) => string,
  own: OtherDossier,
  rest: Few<OtherDossier>,
): LocalizedText {
  const directions = [...new Set(rest.first.map(directionOf))].slice(0, MOST_DIRECTIONS).map((d) => `“${d}”`);
  const names = listDossiers(own, rest);
  const how = rest.count === 1 ? { zh: '一份', en: '' } : { zh: ` ${rest.count} 份`, en: ` in ${rest.count} dossiers` };
  return {
    zh: `同一单位（${code}）还有${how.zh}申报${directions.join('、')}（${names.zh}）`,
    en: `The same applicant (${code}) also applies for ${directions.join(', ')}${how.en} (${names.en})`,
  };
}

/** How many other directions a message names. */
const MOST_DIRECTIONS = 4;
