import * as z from 'zod';
import { defineCrossDossierCheck } from './shared/check.ts';

/** The same applicant has no other dossier for another direction; a written reason makes it a hint. */
export const oneDirection = defineCrossDossierCheck({
  id: 'one-direction',
  params: z.strictObject({
    code: z.string().describe('Field path of the credit code'),
    direction: z.string().describe('Field path of the direction'),
    reason: z.string().describe('Field path of the written reason that makes it a hint'),
  }),
  reads: (p) => [p.code, p.direction, p.reason],
  compare(p, own, others) {
    const [code, direction] = [own.answers.text(p.code), own.answers.text(p.direction)];
    if (code === undefined || direction === undefined) return undefined;
    const reason = own.answers.text(p.reason);
    return others
      .withValue(p.code, code)
      .flatMap((other) => {
        const its = other.text(p.direction);
        return its === undefined || its === direction ? [] : [{ other, its }];
      })
      .map(({ other, its }) => ({
        path: own.answers.at(p.direction)!.path,
        ...(reason === undefined ? {} : { severity: 'info' as const }),
        message: {
          zh: `同一单位（${code}）还有一份申报“${its}”；原则上只能报一个方向${reason === undefined ? '，确需兼报的写“兼报理由”' : `，已写兼报理由：${reason.trim()}`}`,
          en: `The same applicant (${code}) also applies for “${its}”; in principle one direction only${reason === undefined ? ': give a “兼报理由” if both are needed' : ` (reason given: ${reason.trim()})`}`,
        },
        related: [
          {
            remote: { dossier: other.dossier, path: other.pathOf(p.direction)! },
            message: { zh: `这一份申报“${its}”`, en: `applies for “${its}”` },
          },
        ],
      }));
  },
});
