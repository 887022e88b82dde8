import * as z from 'zod';
import type { Answer } from '../form/answer.ts';
import { defineCheck, type Issue } from './shared/check.ts';

/** Each claim names its evidence. */
export const proven = defineCheck({
  id: 'proven',
  params: z.strictObject({
    claims: z.array(z.string()).min(1).describe('Field paths of the claims, each a group'),
    by: z.string().describe('Key of a claim that names its evidence'),
    names: z.array(z.string()).describe('Keys that name a claim in the message; its own key if it has none of them'),
  }),
  reads: (p) => p.claims,
  run(p, { answers }) {
    const claims = p.claims.flatMap((c) => answers.all(c)).filter((a) => a.state === 'ok' && a.children);
    return claims
      .filter((claim) => {
        const said = claim.children?.get(p.by);
        return said === undefined || said.state === 'absent' || said.state === 'blank';
      })
      .map((claim): Issue => {
        const what = claimName(claim, p.names);
        return {
          path: claim.path,
          ...(typeof claim.path.at(-1) === 'number' ? {} : { part: 'key' as const }),
          fixSpecs: [{ kind: 'field', path: [...claim.path, p.by] }],
          message: {
            zh: `“${what}”没有写“${p.by}”，评审看不到依据`,
            en: `“${what}” names no “${p.by}”: a reviewer sees nothing behind it`,
          },
        };
      });
  },
});

function claimName(claim: Answer, names: readonly string[]): string {
  const own = names.map((n) => claim.children?.get(n)?.value).find((v) => v !== undefined);
  return String(own ?? claim.path.findLast((step) => typeof step === 'string') ?? '');
}
