import { defineAcross, type Peer } from './shared/check.ts';
import { countsAgainst, quotaShape } from './shared/city-quota.ts';

/** Not more dossiers of one place than its quota; those that come by an exempt way do not count. */
export const quota = defineAcross({
  id: 'quota',
  params: quotaShape,
  reads: (p) => [p.field, p.way],
  across(p, own, others) {
    const place = own.answers.text(p.field);
    if (place === undefined) return undefined;
    const counts = (one: Peer) => countsAgainst(p, one);
    if (!counts(own)) return [];
    const rest = others.saying(p.field, place).filter(counts);
    const total = rest.length + 1;
    if (total <= p.limit) return [];
    return [
      {
        path: own.answers.at(p.field)!.path,
        message: {
          zh: `${place}已有 ${total} 份占名额的申报书，原则上不超过 ${p.limit} 个，由市里取舍（${p.exempt.join('、')}不占名额）`,
          en: `${total} dossiers count against the quota of ${place}, in principle ${p.limit} (${p.exempt.join(', ')} do not count)`,
        },
        related: rest.map((other) => ({
          far: { dossier: other.dossier, path: other.place(p.field)! },
          message: { zh: `也由${place}推荐`, en: `also of ${place}` },
        })),
      },
    ];
  },
});
