/** What a comparison with Word calls things, in both languages, and the comparison as Markdown. */
import type { Locale, Text } from '../../core/model/localized-text.ts';
import { type Change, type ChangeKind, type Comparison, shortly } from './compare.ts';
import type { Outside } from './word-match.ts';

export const KIND_NAMES: Readonly<Record<ChangeKind, Text>> = {
  changed: { zh: '可以采纳', en: 'can be taken over' },
  manual: { zh: '须手工修改', en: 'by hand' },
  removed: { zh: '已删去', en: 'removed' },
  conflict: { zh: '两边都改过', en: 'conflict' },
  unclear: { zh: '无法判定', en: 'unclear' },
};

/** Why a change is not taken over by a machine. */
export const WHY: Readonly<Record<Exclude<ChangeKind, 'changed'>, Text>> = {
  manual: {
    zh: '改后的内容不合表单要求，或程序不能准确写回，请对照着手工修改',
    en: 'the form does not take it, or no machine can write it back exactly; change the dossier by hand',
  },
  removed: {
    zh: '在 Word 中被删去或清空，申报书里删不删请自行决定',
    en: 'was deleted in Word; whether to delete it is yours to say',
  },
  conflict: {
    zh: '生成之后申报书里也改过这一处，请自行取舍',
    en: 'the dossier was changed there too; choose by hand',
  },
  unclear: {
    zh: '分不清改的是哪一项，或几处改得不一样，请查看原文',
    en: 'it cannot be told what belongs to which field, or its places differ; look at the file',
  },
};

/** `“甲” → “乙”`; a dash for what is not there. */
export function arrow({ old, text }: { readonly old: string | undefined; readonly text: string | undefined }): string {
  const words = shortly(old ?? '', text);
  const quote = (t: string | undefined) => (t === undefined ? '—' : `“${t}”`);
  return `${quote(old === undefined ? undefined : words.old)} → ${quote(words.text)}`;
}

/** What else is to be known of a change. */
export function notesOf({ kind, old, now, places: [some, all] }: Change): readonly Text[] {
  const current = now === undefined ? undefined : shortly(old, now).text;
  return [
    ...(kind === 'changed' ? [] : [WHY[kind]]),
    ...(current === undefined ? [] : [{ zh: `申报书现在：“${current}”`, en: `the dossier now: “${current}”` }]),
    ...(some < all
      ? [{ zh: `文件中共 ${all} 处，改了其中 ${some} 处`, en: `changed in ${some} of its ${all} places` }]
      : []),
  ];
}

/** What is to be known of the comparison as a whole. */
export function remarksOf({ revisions, moved, changes }: Comparison): readonly Text[] {
  const revised = {
    zh: `有 ${revisions} 处修订还没有接受或拒绝，都按已接受读取。`,
    en: `${revisions} tracked change(s) are neither accepted nor rejected, and were read as accepted.`,
  };
  const since = {
    zh: '申报书在生成之后改过；两边都改过的地方不会自动采纳。',
    en: 'The dossier has changed since it was rendered; where both sides changed, nothing is taken over.',
  };
  return [...(revisions ? [revised] : []), ...(moved && changes.length ? [since] : [])];
}

export function outsideName({ near }: Outside): Text {
  return near === undefined
    ? { zh: '字段以外的文字', en: 'text outside all fields' }
    : { zh: `字段以外的文字（在 ${near} 附近）`, en: `text outside all fields (near ${near})` };
}

export function summaryOf({ changes, outside }: Comparison, file: string): Text {
  const ready = changes.filter((c) => c.kind === 'changed').length;
  if (!changes.length && !outside.length)
    return { zh: `${file}：没有要采纳的修改。`, en: `${file}: nothing to take over.` };
  return {
    zh: `${file}：${changes.length} 项有改动，其中 ${ready} 项可以采纳；字段以外的文字改了 ${outside.length} 处。`,
    en: `${file}: ${changes.length} field(s) changed, ${ready} of which can be taken over; ${outside.length} place(s) outside all fields.`,
  };
}

export function compareMarkdown(comparison: Comparison, file: string, locale: Locale): string {
  const say = (text: Text) => plain(text[locale]);
  const line = (head: string, words: string, notes: readonly Text[]) =>
    [`- **${plain(head)}**`, `  ${plain(words)}`, ...notes.map((n) => `  ${say(n)}`)].join('  \n');
  return [
    `# ${locale === 'zh' ? 'Word 中的修改' : 'Changes in Word'}`,
    say(summaryOf(comparison, file)),
    ...remarksOf(comparison).map(say),
    ...comparison.changes.map((c) => line(`${c.path} · ${KIND_NAMES[c.kind][locale]}`, arrow(c), notesOf(c))),
    ...comparison.outside.map((o) => line(outsideName(o)[locale], arrow(o), [])),
    '',
  ].join('\n\n');
}

/** Words of a file are words: nothing of them is Markdown, and a break does not end the line. */
function plain(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ').replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}
