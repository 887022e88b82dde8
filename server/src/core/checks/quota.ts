import { countsAgainst, quotaShape } from './shared/city-quota.ts';
import { defineCrossDossierCheck } from './shared/cross-dossier.ts';

/** Not more dossiers of one place than its quota; those that come by an exempt way do not count. */
export const quota = defineCrossDossierCheck({
  id: 'quota',
  params: quotaShape,
  reads: (p) => [p.field, p.way],
  group: (p, one) => (countsAgainst(p, one) ? one.text(p.field) : undefined),
  compare(p, own, others) {
    const place = own.answers.text(p.field);
    if (place === undefined) return undefined;
    if (!countsAgainst(p, own)) return [];
    const rest = others.inGroup();
    const total = rest.count + 1;
    if (total <= p.limit) return [];
    return [
      {
        path: own.answers.at(p.field)!.path,
        message: {
          zh: `${place}已有 ${total} 份占名额的申报书，原则上不超过 ${p.limit} 个，由市里取舍（${p.exempt.join('、')}不占名额）`,
          en: `${total} dossiers count against the quota of ${place}, in principle ${p.limit} (${p.exempt.join(', ')} do not count)`,
        },
        related: rest.first.map((other) => ({
          remote: { dossier: other.dossier, path: other.pathOf(p.field)! },
          message: { zh: `也由${place}推荐`, en: `also of ${place}` },
        })),
      },
    ];
  },
});
