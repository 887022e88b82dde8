/** What a check tells its user beside the findings: baselines, fixes, and what was not decided. */
import type { LocalizedText } from '../../core/model/localized-text.ts';
import type { CheckedFile } from '../common/checked-file.ts';
import type { Session, Undecided } from '../common/session.ts';
import type { FixedFile } from './apply-fixes.ts';
import { Baseline } from './baseline.ts';
import type { CheckOptions } from './check-options.ts';

/** Takes out the findings of the baseline and tells how many; with `--update-baseline` it is written first, so that none are left. */
export function applyBaseline(
  checked: readonly CheckedFile[],
  options: CheckOptions,
  session: Session,
): readonly CheckedFile[] {
  const { baseline: name, updateBaseline: updates } = options;
  if (name === undefined) return checked;
  const baseline = new Baseline(name, session.io);
  if (updates) {
    const count = baseline.update(checked, session.locale);
    session.report({
      zh: `${count} 条问题已记入基线 ${name}`,
      en: `${count} finding(s) written to the baseline ${name}`,
    });
  }
  const { files, known, stale } = baseline.withoutKnown(checked);
  if (known && !updates)
    session.report({
      zh: `基线 ${name} 中已有的 ${known} 条问题没有列出，也不计入`,
      en: `${known} finding(s) of the baseline ${name} are not shown and do not count`,
    });
  if (stale)
    session.report({
      zh: `基线 ${name} 中有 ${stale} 条问题已经不存在，用 --update-baseline 去掉`,
      en: `${stale} entries of the baseline ${name} are stale: --update-baseline takes them out`,
    });
  return files;
}

/** Why nothing was checked, where all is well: nothing changed, or nothing fell to the shard. */
export function nothingCheckedText(count: number, { shard }: CheckOptions): LocalizedText {
  if (shard)
    return {
      zh: `共 ${count} 份申报书，没有分到第 ${shard.number} 份（共 ${shard.of} 份）`,
      en: `None of the ${count} dossier(s) falls to shard ${shard.number} of ${shard.of}`,
    };
  return {
    zh: `共 ${count} 份申报书，都没有改动，没有要检查的`,
    en: `None of the ${count} dossier(s) changed: nothing to check`,
  };
}

/** Tells how many places were fixed, or could be, and which files could not be written. */
export function reportFixes(
  fixedFiles: readonly FixedFile[],
  unwritten: readonly string[],
  { fix, fixDryRun }: CheckOptions,
  session: Session,
): void {
  for (const why of unwritten) session.warn(`dossier: ${why}`);
  const failed = new Set(unwritten.map((line) => line.slice(0, line.indexOf(': '))));
  const done = fixedFiles.filter((m) => !failed.has(session.display(m.file)));
  const places = done.reduce((n, m) => n + m.count, 0);
  if (fix && done.length)
    session.report({
      zh: `已改正 ${done.length} 个文件的 ${places} 处`,
      en: `${places} place(s) put right in ${done.length} file(s)`,
    });
  if (fixDryRun)
    session.report({
      zh: `可以改正 ${done.length} 个文件的 ${places} 处，没有写入`,
      en: `${places} place(s) in ${done.length} file(s) can be put right; nothing was written`,
    });
}

/** Tells how many clauses no program decides, for a dossier that is about to be handed in. */
export function reportUndecided(file: string, { manual, missingData }: Undecided, session: Session): void {
  if (manual + missingData === 0) return;
  const path = session.display(file);
  session.report({
    zh: `${path}：还有 ${manual} 条待人工核验、${missingData} 条缺数据，程序不能判断，见 dossier review`,
    en: `${path}: ${manual} clause(s) for a person to verify and ${missingData} without data are not decided here, see dossier review`,
  });
}

/** Tells how many dossiers the settings pass over, and which settings. True where that is not allowed: they are about to be handed in. */
export function reportIgnored(ignored: readonly string[], { profile }: CheckOptions, session: Session): boolean {
  if (!ignored.length) return false;
  const configs = [...new Set(ignored.map((path) => session.display(session.settings(path).file ?? '')))];
  session.report({
    zh: `有 ${ignored.length} 份申报书属于设置中 ignore 的范围，没有检查（${configs.join('、')}）`,
    en: `${ignored.length} dossier(s) are passed over by "ignore" of the settings and were not checked (${configs.join(', ')})`,
  });
  if (profile !== 'submit') return false;
  session.report({
    zh: '--profile submit 要检查全部申报书：请去掉设置中的 ignore，或只检查要报送的文件',
    en: '--profile submit wants all dossiers checked: take "ignore" out of the settings, or check only the files to be handed in',
  });
  return true;
}
