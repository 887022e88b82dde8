/** Which call a command is about, where it may be named by a flag, the settings, or follow from what is at hand. */
import type { LoadedPack } from '../../core/model/pack.ts';
import { localDay } from '../../host/dossier-files.ts';
import type { Session } from './session.ts';

/**
 * The call that is named, else that of the settings that hold for `file`, else the only one at hand, else the only one that is open on `today`
 * (`YYYY-MM-DD`). Throws a {@link UsageError} that lists the calls where none of these is one.
 */
export function choosePack(
  session: Session,
  {
    file,
    notice,
    today = localDay(),
  }: { readonly file: string; readonly notice?: string | undefined; readonly today?: string | undefined },
): LoadedPack {
  const { packs, settings } = session.callsFor(file);
  const id = notice ?? settings.notice;
  const all = [...packs.values()];
  const open = all.filter(({ notice: n }) => (n.opens ?? '') <= today && today <= (n.closes ?? ''));
  const [only] = all.length === 1 ? all : open.length === 1 ? open : [];
  const pack = id === undefined ? only : packs.get(id);
  if (pack) return pack;
  const ids = [...packs.keys()];
  throw session.refusal(
    id === undefined
      ? {
          zh: `按哪份通知？请用 --notice 写明：${ids.join('、')}`,
          en: `which notice? Say it with --notice: ${ids.join(', ')}`,
        }
      : {
          zh: `没有编号为“${id}”的通知，现有：${ids.join('、')}`,
          en: `there is no notice “${id}”; there is ${ids.join(', ')}`,
        },
  );
}
