/** What was changed in Word, for people and for programs. */
import type { Locale } from '../core/finding.ts';
import { Lines } from '../core/lines.ts';
import type { Place } from '../desk.ts';
import { type Change, type ChangeKind, type Comparison, shortly, WHY } from '../render/compare.ts';
import { version } from '../world.ts';
import { shown } from './session.ts';

/** A comparison with what it is about. */
export interface CompareRun {
  readonly file: string;
  readonly dossier: string;
  readonly comparison: Comparison;
  /** The file and stretch where the dossier says what was changed. */
  readonly place: (change: Change) => Place;
  readonly locale: Locale;
}

const KINDS: Readonly<Record<ChangeKind, { readonly zh: string; readonly en: string }>> = {
  changed: { zh: '可以采纳', en: 'can be taken over' },
  manual: { zh: '须手工修改', en: 'by hand' },
  removed: { zh: '已删去', en: 'removed' },
  conflict: { zh: '两边都改过', en: 'conflict' },
  unclear: { zh: '无法判定', en: 'unclear' },
};

export function compareText({ file, dossier, comparison, place, locale }: CompareRun): string {
  const { changes, outside, revisions, moved } = comparison;
  const say = (text: { zh: string; en: string }) => text[locale];
  const quote = (text: string | undefined) => (text === undefined ? '—' : `“${text}”`);
  const lines = changes.map((change) => {
    const { path, text, span } = place(change);
    const { line, character } = new Lines(text).position(span.start);
    const words = shortly(change.old, change.text);
    const head = `${shown(path)}:${line + 1}:${character + 1}  ${change.path}  ${say(KINDS[change.kind])}`;
    const notes = [
      change.kind === 'changed' ? [] : [`    ${say(WHY[change.kind])}`],
      change.now === undefined ? [] : [`    ${say(NOW)}${quote(shortly(change.old, change.now).text)}`],
      change.places[0] < change.places[1] ? [`    ${say(someOf(change.places))}`] : [],
    ].flat();
    return [head, `    ${quote(words.old)} → ${quote(words.text)}`, ...notes].join('\n');
  });
  const besides = outside.map(({ old, text, near }) => {
    const words = shortly(old ?? '', text);
    const head = near === undefined ? say(OUTSIDE) : `${say(OUTSIDE)}${say(nearTo(near))}`;
    return `${head}\n    ${quote(old === undefined ? undefined : words.old)} → ${quote(words.text)}`;
  });
  const notes = [
    ...(revisions ? [say(revised(revisions))] : []),
    ...(moved ? [say(MOVED)] : []),
    say(summary(changes, outside.length, shown(file), shown(dossier))),
  ];
  return `${[...lines, ...besides, ...notes].join('\n')}\n`;
}

const NOW = { zh: '申报书现在：', en: 'the dossier now: ' };
const OUTSIDE = { zh: '字段以外的文字', en: 'text outside all fields' };
const MOVED = {
  zh: '申报书在生成之后改过；两边都改过的地方不会自动采纳。',
  en: 'The dossier has changed since it was rendered; where both sides changed, nothing is taken over.',
};
const nearTo = (path: string) => ({ zh: `（在 ${path} 附近）`, en: ` (near ${path})` });
const someOf = ([n, all]: readonly [number, number]) => ({
  zh: `文件中共 ${all} 处，改了其中 ${n} 处`,
  en: `changed in ${n} of its ${all} places`,
});
const revised = (n: number) => ({
  zh: `有 ${n} 处修订还没有接受或拒绝，都按已接受读取。`,
  en: `${n} tracked change(s) are neither accepted nor rejected, and were read as accepted.`,
});

function summary(changes: readonly Change[], outside: number, file: string, dossier: string) {
  const ready = changes.filter((c) => c.kind === 'changed').length;
  if (!changes.length && !outside)
    return { zh: `${file} 与 ${dossier}：没有要采纳的修改。`, en: `${file} and ${dossier}: nothing to take over.` };
  return {
    zh: `${file}：${changes.length} 项被改动，其中 ${ready} 项可以采纳（--accept）；字段以外 ${outside} 处。`,
    en: `${file}: ${changes.length} field(s) changed, ${ready} of which can be taken over (--accept); ${outside} place(s) outside.`,
  };
}

/** Zero-based lines and UTF-16 columns, as in the report of `check`. */
export function compareJson({ file, dossier, comparison, place, locale }: CompareRun): string {
  const { changes, outside, revisions, moved } = comparison;
  const report = {
    version: 1,
    tool: { name: 'dossier', version: version() },
    file: shown(file),
    dossier: shown(dossier),
    moved,
    revisions,
    changes: changes.map((change) => {
      const { path, text, span } = place(change);
      const lines = new Lines(text);
      return {
        field: change.path,
        kind: change.kind,
        old: change.old,
        new: change.text ?? null,
        ...(change.now === undefined ? {} : { now: change.now }),
        ...(change.kind === 'changed' ? {} : { message: WHY[change.kind][locale] }),
        places: { changed: change.places[0], all: change.places[1] },
        path: shown(path),
        range: { start: lines.position(span.start), end: lines.position(span.end) },
        acceptable: change.kind === 'changed',
      };
    }),
    outside: outside.map(({ old, text, near }) => ({ old: old ?? null, new: text ?? null, near: near ?? null })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
