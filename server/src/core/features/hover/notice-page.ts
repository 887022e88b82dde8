/** A notice as a page to read: what its clauses ask for, in the pack's own words. It is no copy of the notice. */

import { fieldsOf, slotAt } from '../../model/form-paths.ts';
import type { Locale, Text } from '../../model/localized-text.ts';
import type { Clause } from '../../model/notice-schema.ts';
import type { LoadedPack } from '../../model/pack.ts';
import { describeDemand } from './hover.ts';
import { clauseNotes } from './rule-page.ts';

export interface NoticePage {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  readonly clauses: readonly { readonly id: string; readonly title: string; readonly line: number }[];
  /** The numbers of clauses and the names of fields in the text, where they stand. */
  readonly marks: readonly NoticeMark[];
}

/** A stretch of one line: zero-based line, UTF-16 columns. */
export interface NoticeMark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly names: { readonly clause: string } | { readonly field: string };
}

export function noticePage(pack: LoadedPack, locale: Locale): NoticePage {
  const kept = PAGES[locale].get(pack);
  if (kept) return kept;
  const page = writePage(pack, locale);
  PAGES[locale].set(pack, page);
  return page;
}

/** A pack never changes, and its page is asked for at every turn. */
const PAGES = { zh: new WeakMap<LoadedPack, NoticePage>(), en: new WeakMap<LoadedPack, NoticePage>() };

function writePage(pack: LoadedPack, locale: Locale): NoticePage {
  const { notice } = pack;
  const say = (text: Text) => text[locale];
  const comma = locale === 'zh' ? '、' : ', ';
  const parts = [
    `# ${say(notice.title)}`,
    `${say(notice.issuer)} · ${say(HEADS.issued)} ${notice.issued} · ${say(HEADS.open)} ${notice.opens} – ${notice.closes}`,
    `> ${say(HEADS.own)}`,
    say(notice.about),
    ...notice.clauses.flatMap((clause) => {
      const fields = fieldsOf(pack, clause).map((path) => `\`${path}\``);
      return [
        `${'#'.repeat(depthOf(pack, clause))} ${clause.id} ${say(clause.title)}〔${clause.force}〕`,
        describeDemand(pack, clause, locale),
        clauseNotes(pack, clause, locale),
        fields.length ? `**${say(HEADS.fields)}**　${fields.join(comma)}` : '',
      ];
    }),
    `## ${say(HEADS.attachments)}`,
    notice.attachments.map((a) => `- **${a.id}** ${say(a.title)} — ${say(a.by)}`).join('\n'),
    `## ${say(HEADS.contacts)}`,
    Object.entries(notice.contacts)
      .map(([key, value]) => `- ${key}${locale === 'zh' ? '：' : ': '}${value}`)
      .join('\n'),
  ];
  const text = `${parts.filter(Boolean).join('\n\n')}\n`;
  return { title: say(notice.title), text, ...marksOf(pack, text, locale) };
}

const HEADS = {
  issued: { zh: '发文', en: 'issued' },
  open: { zh: '受理', en: 'open' },
  own: {
    zh: '这里按条款编号用自己的话说明通知的要求，不是通知原文；提交前请对照原件。',
    en: 'The call clause by clause in our own words. This is not its text: check against the original before you hand anything in.',
  },
  fields: { zh: '申报书里的位置', en: 'Where in the dossier' },
  attachments: { zh: '附件', en: 'Attachments' },
  contacts: { zh: '联系方式', en: 'Contacts' },
} satisfies Record<string, Text>;

/** Clauses of the top stand under the title, theirs under them. */
function depthOf(pack: LoadedPack, clause: Clause): number {
  const above = pack.notice.clauses.find((c) => c.id === clause.parent);
  return above && above !== clause ? Math.min(6, depthOf(pack, above) + 1) : 2;
}

/** Finds the numbers and names again in the text that was made of them. */
function marksOf(pack: LoadedPack, text: string, locale: Locale): Pick<NoticePage, 'clauses' | 'marks'> {
  const known = new Map(pack.notice.clauses.map((c) => [c.id, c]));
  // A number of one character is a word like any other where it does not head its clause.
  const ids = [...known.keys()].filter((id) => id.length > 1).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(ids.map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|') || '$^', 'g');
  const clauses: NoticePage['clauses'][number][] = [];
  const marks: NoticeMark[] = [];
  for (const [line, words] of text.split('\n').entries()) {
    const [, signs, id] = /^(#{2,6} )(\S+) /.exec(words) ?? [];
    const clause = signs ? known.get(id!) : undefined;
    if (clause && !clauses.some((c) => c.id === clause.id)) {
      clauses.push({ id: clause.id, title: clause.title[locale], line });
      marks.push({ line, start: signs!.length, end: signs!.length + clause.id.length, names: { clause: clause.id } });
      continue;
    }
    for (const { 0: number, index } of words.matchAll(pattern))
      marks.push({ line, start: index, end: index + number.length, names: { clause: number } });
    for (const { 0: code, 1: field = '', index } of words.matchAll(/`([^`]+)`/g))
      if (slotAt(pack.form.fields, field))
        marks.push({ line, start: index + 1, end: index + code.length - 1, names: { field } });
  }
  return { clauses, marks };
}
