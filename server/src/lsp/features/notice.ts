/** `dossier/notices`, `dossier/notice` and `dossier/skeleton`: the notices at hand, their text, and a new dossier for one. */

import { newDossier } from '../../core/edits/skeleton.ts';
import { slotAt } from '../../core/model/form-paths.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { Direction } from '../../core/model/notice-schema.ts';
import { callDays } from '../../core/model/notice-schema.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import * as protocol from '../../protocol.ts';
import type { Feature, ServerContext } from '../shared/feature.ts';
import { noticeText } from './notice-documents.ts';

/** Answers what an editor asks about notices. */
export const noticeFeature: Feature = {
  capabilities: () => ({}),
  listen(server) {
    const { connection, dossiers } = server;
    connection.onRequest(protocol.NOTICES, () => notices(server));
    connection.onRequest<protocol.NoticeText | null, void>(protocol.NOTICE, (params: protocol.NoticeParams) =>
      server.orElse(null, () => {
        const pack =
          'notice' in params
            ? dossiers.store.packs.get(params.notice)
            : dossiers.store.analysis(dossiers.nameOf(params.dossier))?.pack;
        return pack ? noticeText(pack, server.locale) : null;
      }),
    );
    connection.onRequest(protocol.SKELETON, ({ notice, direction, applicant }: protocol.SkeletonParams) => {
      const pack = dossiers.store.packs.get(notice);
      return pack ? newDossier(pack, direction, applicant) : null;
    });
  },
};

function notices({ dossiers, locale }: ServerContext): readonly protocol.NoticeSummary[] {
  return [...dossiers.store.packs.values()].map((pack) => {
    const { id, title, issuer, directions } = pack.notice;
    return {
      id,
      title: title[locale],
      detail: [issuer?.[locale], callDays(pack.notice)].filter(Boolean).join(' · '),
      directions: directions.map((d) => ({ id: d.id, detail: aboutDirection(pack, d, locale) })),
    };
  });
}

/** What the form says of a direction; to those who may not read its name, that in their language first. */
function aboutDirection(pack: LoadedPack, { id, title }: Direction, locale: Locale): string {
  const { values } = slotAt(pack.form.fields, pack.form.roles.direction ?? '') ?? {};
  const about = values?.find((v) => v.value === id)?.about?.[locale];
  return [...(locale === 'zh' && about ? [] : [title[locale]]), ...(about ? [about] : [])].join(': ');
}
