/** `dossier new`: a skeleton to fill in. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { newDossier } from '../../core/edits/skeleton.ts';
import { closestMatch } from '../../core/text/closest-match.ts';
import { isDossier } from '../../host/file-names.ts';
import { writeFileWhole } from '../../host/write-file.ts';
import { type CommonOptions, Session } from '../common/session.ts';
import { EXIT } from '../common/usage.ts';

export interface NewOptions extends CommonOptions {
  readonly notice?: string;
  readonly direction?: string;
  readonly applicant?: string;
}

export function newFile(file: string, options: NewOptions): number {
  const session = new Session(options);
  const id = options.notice ?? [...session.packs.keys()].at(-1);
  const pack = session.packs.get(id ?? '');
  const ids = [...session.packs.keys()].join(', ');
  if (!pack)
    throw session.refusal({
      zh: `没有编号为“${id}”的通知包，现有：${ids}`,
      en: `no notice pack “${id}”; at hand: ${ids}`,
    });
  const directions = pack.notice.directions.map((d) => d.id);
  const direction = options.direction;
  if (direction !== undefined && !directions.includes(direction)) {
    const near = closestMatch(direction, directions);
    throw session.refusal({
      zh: `没有“${direction}”这个方向${near ? `，是不是“${near}”？` : `，有：${directions.join('、')}`}`,
      en: `no direction “${direction}”${near ? `; did you mean ${near}?` : `; there are: ${directions.join(', ')}`}`,
    });
  }
  if (!isDossier(file))
    throw session.refusal({
      zh: `${file}：申报书的文件名以 .dossier.yaml 结尾`,
      en: `${file}: a dossier's name ends in .dossier.yaml`,
    });
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileWhole(file, newDossier(pack, direction, options.applicant), { isNew: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw session.refusal({ zh: `${file} 已经存在，没有动它`, en: `${file} is there already and is left as it is` });
    throw error;
  }
  process.stdout.write(`${file}\n`);
  return EXIT.ok;
}
