/** Commands that make files: a new dossier, the 申报书. */
import { basename, dirname, join } from 'node:path';
import { newDossier } from '../../core/edits/skeleton.ts';
import { slotAt } from '../../core/model/form-paths.ts';
import type { Locale } from '../../core/model/localized-text.ts';
import type { Direction } from '../../core/model/notice-schema.ts';
import type { LoadedPack } from '../../core/model/pack.ts';
import { review } from '../../core/review/review.ts';
import { reasonOf } from '../../core/text/error-message.ts';
import { localDay, readBeside } from '../../host/dossier-files.ts';
import { version } from '../../host/load-packs.ts';
import { FAULTS } from '../../host/read-faults.ts';
import { saveFiles } from '../../host/save-files.ts';
import * as protocol from '../../protocol.ts';
import type { Dossier } from '../../render/word-compare/read-back.ts';
import { nameOf, pathOf } from '../shared/dossiers.ts';
import type { Feature, Host } from '../shared/feature.ts';

export const rendering: Feature = {
  capabilities: () => ({}),
  listen(host) {
    const { connection, dossiers } = host;
    connection.onRequest<protocol.RenderResult, void>(protocol.RENDER, (params: protocol.RenderParams) =>
      render(host, params),
    );
    connection.onRequest(protocol.NOTICES, () => notices(host));
    connection.onRequest(protocol.SKELETON, ({ notice, direction, applicant }: protocol.SkeletonParams) => {
      const pack = dossiers.desk.packs.get(notice);
      return pack ? newDossier(pack, direction, applicant) : null;
    });
  },
};

const SAVE_FIRST = { zh: '请先把申报书保存为文件，再生成', en: 'Save the dossier to a file first' };

async function render(
  host: Host,
  { uri, draft, all, folder, review: isReview }: protocol.RenderParams,
): Promise<protocol.RenderResult> {
  const { dossiers, locale } = host;
  try {
    // Loaded when it is first wanted: an editor that only checks has no use for the Word library.
    const { gapText, render: renderDossier } = await import('../../render/submission/render.ts');
    const file = pathOf(uri);
    if (file === undefined) return { kind: 'failed', message: SAVE_FIRST[locale] };
    const analysis = await dossiers.at(uri);
    if (typeof analysis === 'string') return { kind: 'failed', message: `${FAULTS[analysis][locale]}: ${file}` };
    if (!analysis.pack) return { kind: 'failed', message: analysis.findings[0]?.message[locale] ?? file };
    const dossier = { ...analysis, pack: analysis.pack };
    const errors = analysis.findings.filter((f) => f.severity === 'error').length;
    const out = folder ?? join(dirname(file), 'out');
    if (isReview) {
      const copy = await reviewCopy(host, uri, file, dossier);
      return { kind: 'done', files: saveFiles(out, [copy]), errors };
    }
    const result = await renderDossier(dossier, {
      draft,
      all,
      file: (path) => readBeside(file, path),
      name: basename(file),
      version: version(),
    });
    if ('missing' in result) return { kind: 'missing', missing: result.missing.map((g) => gapText(g)[locale]) };
    return { kind: 'done', files: saveFiles(out, result.files), errors };
  } catch (error) {
    return { kind: 'failed', message: reasonOf(error) };
  }
}

async function reviewCopy({ dossiers, locale }: Host, uri: string, file: string, dossier: Dossier) {
  const { renderReviewCopy } = await import('../../render/review/review-copy.ts');
  const today = localDay();
  return renderReviewCopy(dossier, {
    review: review(dossier, { today, others: dossiers.desk.othersOf(nameOf(uri)) }),
    locale,
    today,
    file: (path) => readBeside(file, path),
    name: basename(file),
    version: version(),
  });
}

function notices({ dossiers, locale }: Host): readonly protocol.NoticeSummary[] {
  return [...dossiers.desk.packs.values()].map((pack) => {
    const { id, title, issuer, opens, closes, directions } = pack.notice;
    return {
      id,
      title: title[locale],
      detail: `${issuer[locale]} · ${opens} – ${closes}`,
      directions: directions.map((d) => ({ id: d.id, detail: aboutDirection(pack, d, locale) })),
    };
  });
}

/** What the form says of a direction; to those who may not read its name, that in their language first. */
function aboutDirection(pack: LoadedPack, { id, title }: Direction, locale: Locale): string {
  const { values } = slotAt(pack.form.fields, pack.form.roles.direction) ?? {};
  const about = values?.find((v) => v.value === id)?.about?.[locale];
  return [...(locale === 'zh' && about ? [] : [title[locale]]), ...(about ? [about] : [])].join(': ');
}
