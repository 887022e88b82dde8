/** What a comparison with Word calls things, in both languages, and the comparison as Markdown. */
import type { Locale, LocalizedText } from '../../core/model/localized-text.ts';
import { clip } from '../../core/text/clip.ts';
import type { OtherChange, OtherChangeKind } from '../record/other-changes.ts';
import { abbreviate, type Change, type ChangeKind, type Comparison } from './compare.ts';
import type { OutsideChange } from './word-match.ts';

/** Short names of the kinds of change, in both languages. */
export const KIND_NAMES: Readonly<Record<ChangeKind, LocalizedText>> = {
  changed: { zh: '可以采纳', en: 'can be taken over' },
  manual: { zh: '须手工修改', en: 'by hand' },
  removed: { zh: '已删去', en: 'removed' },
  conflict: { zh: '两边都改过', en: 'conflict' },
  unclear: { zh: '无法判定', en: 'unclear' },
};

/** Why a change is not taken over by a machine. */
export const KIND_REASONS: Readonly<Record<Exclude<ChangeKind, 'changed'>, LocalizedText>> = {
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
  const words = abbreviate(old ?? '', text);
  const quote = (t: string | undefined) => (t === undefined ? '—' : `“${t}”`);
  return `${quote(old === undefined ? undefined : words.old)} → ${quote(words.text)}`;
}

/** What else is to be known of a change. */
export function changeNotes({ kind, old, now, places: [some, all] }: Change): readonly LocalizedText[] {
  const current = now === undefined ? undefined : abbreviate(old, now).text;
  return [
    ...(kind === 'changed' ? [] : [KIND_REASONS[kind]]),
    ...(current === undefined ? [] : [{ zh: `申报书现在：“${current}”`, en: `the dossier now: “${current}”` }]),
    ...(some < all
      ? [{ zh: `文件中共 ${all} 处，改了其中 ${some} 处`, en: `changed in ${some} of its ${all} places` }]
      : []),
  ];
}

/** What is to be known of the comparison as a whole. */
export function comparisonNotes({ revisions, revisionAuthors, moved, changes }: Comparison): readonly LocalizedText[] {
  const [zh, en] = revisionAuthors.length
    ? [`（作者：${revisionAuthors.join('、')}）`, ` (by ${revisionAuthors.join(', ')})`]
    : ['', ''];
  const revised = {
    zh: `有 ${revisions} 处修订还没有接受或拒绝${zh}，都按已接受读取。`,
    en: `${revisions} tracked change(s)${en} are neither accepted nor rejected, and were read as accepted.`,
  };
  const since = {
    zh: '申报书在生成之后改过；两边都改过的地方不会自动采纳。',
    en: 'The dossier has changed since it was rendered; where both sides changed, nothing is taken over.',
  };
  return [...(revisions ? [revised] : []), ...(moved && changes.length ? [since] : [])];
}

/** Where a change outside all fields stands, e.g. `字段以外的文字（在 平台.平台名称 附近）`. */
export function outsideName({ near }: OutsideChange): LocalizedText {
  return near === undefined
    ? { zh: '字段以外的文字', en: 'text outside all fields' }
    : { zh: `字段以外的文字（在 ${near} 附近）`, en: `text outside all fields (near ${near})` };
}

/** One sentence for a whole comparison; `file` is the name of the Word file. */
export function summaryOf({ changes, outside, others }: Comparison, file: string): LocalizedText {
  const ready = changes.filter((c) => c.kind === 'changed').length;
  if (!changes.length && !outside.length && !others.length)
    return { zh: `${file}：没有要采纳的修改。`, en: `${file}: nothing to take over.` };
  const more = others.length
    ? {
        zh: `；另有 ${others.length} 处不能采纳的改动`,
        en: `; ${others.length} other thing(s) that cannot be taken over`,
      }
    : { zh: '', en: '' };
  return {
    zh: `${file}：${changes.length} 项有改动，其中 ${ready} 项可以采纳；字段以外的文字改了 ${outside.length} 处${more.zh}。`,
    en: `${file}: ${changes.length} field(s) changed, ${ready} of which can be taken over; ${outside.length} place(s) outside all fields${more.en}.`,
  };
}

const OTHER_NAMES: Readonly<Record<OtherChangeKind, LocalizedText>> = {
  comment: { zh: '批注', en: 'comment' },
  moved: { zh: '文字移到了别处', en: 'text moved elsewhere' },
  struck: { zh: '加了删除线，按已删除读取', en: 'struck through, read as deleted' },
  hidden: { zh: '隐藏文字，按已删除读取', en: 'hidden text, read as deleted' },
  highlighted: { zh: '加了突出显示', en: 'highlighted' },
  picture: { zh: '图片换过、增加或删去了', en: 'a picture was replaced, added or taken out' },
  'text-box': { zh: '文本框', en: 'text box' },
  header: { zh: '页眉或页脚里的文字', en: 'text in a header or footer' },
  note: { zh: '脚注或尾注', en: 'footnote or endnote' },
};

/** What was done beside the words, with who did it: `批注（张三）`. */
export function otherName({ kind, author }: OtherChange): LocalizedText {
  const { zh, en } = OTHER_NAMES[kind];
  return author === undefined ? { zh, en } : { zh: `${zh}（${author}）`, en: `${en} (${author})` };
}

/** The words of such a change, quoted and cut where they are long; a dash where it has none. */
export function otherText({ text }: OtherChange): string {
  return text.trim() ? `“${clip(text, MAX_OTHER_LENGTH)}”` : '—';
}

/** Most characters that are shown of the words of such a change. */
const MAX_OTHER_LENGTH = 80;

/** The comparison as a Markdown document: summary, notes, then a list of all changes. */
export function compareMarkdown(comparison: Comparison, file: string, locale: Locale): string {
  const localize = (text: LocalizedText) => escapeMarkdown(text[locale]);
  const line = (head: string, words: string, notes: readonly LocalizedText[]) =>
    [`- **${escapeMarkdown(head)}**`, `  ${escapeMarkdown(words)}`, ...notes.map((n) => `  ${localize(n)}`)].join(
      '  \n',
    );
  return [
    `# ${locale === 'zh' ? 'Word 中的修改' : 'Changes in Word'}`,
    localize(summaryOf(comparison, file)),
    ...comparisonNotes(comparison).map(localize),
    ...comparison.changes.map((c) => line(`${c.path} · ${KIND_NAMES[c.kind][locale]}`, arrow(c), changeNotes(c))),
    ...comparison.outside.map((o) => line(outsideName(o)[locale], arrow(o), [])),
    ...comparison.others.map((o) => line(otherName(o)[locale], otherText(o), [])),
    '',
  ].join('\n\n');
}

/** Words of a file are words: nothing of them is Markdown, and a break does not end the line. */
function escapeMarkdown(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ⏎ ').replace(/[\\`*_[\]<>#|~]/g, '\\$&');
}
