/** A notice as a page to read: what its clauses ask for, in the pack's words. It does not reproduce the text of the notice. */

import { clauseFields, slotAt } from '../../model/form-paths.ts';
import type { Locale, LocalizedText } from '../../model/localized-text.ts';
import type { Clause } from '../../model/notice-schema.ts';
import { callDays } from '../../model/notice-schema.ts';
import type { LoadedPack } from '../../model/pack.ts';
import { demandMarkdown } from './hover.ts';
import { clauseNotes } from './rule-page.ts';

/** The page of a notice, and where its clauses and references stand. */
export interface NoticePage {
  readonly title: string;
  /** Markdown. */
  readonly text: string;
  /** Its clauses, each with the zero-based line of its heading. */
  readonly clauses: readonly { readonly id: string; readonly title: string; readonly line: number }[];
  /** The numbers of clauses and the names of fields in the text, where they stand. */
  readonly references: readonly NoticeReference[];
}

/** A stretch of one line: zero-based line, UTF-16 columns. */
export interface NoticeReference {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly names: { readonly clause: string } | { readonly field: string };
}

/** The page of a notice in a language. */
export function noticePage(pack: LoadedPack, locale: Locale): NoticePage {
  const { notice } = pack;
  const localize = (text: LocalizedText) => text[locale];
  const comma = locale === 'zh' ? '、' : ', ';
  const section = (heading: LocalizedText, lines: readonly string[]) =>
    lines.length ? [`## ${localize(heading)}`, lines.join('\n')] : [];
  const parts = [
    `# ${localize(notice.title)}`,
    [
      notice.issuer && localize(notice.issuer),
      notice.issued && `${localize(HEADINGS.issued)} ${notice.issued}`,
      callDays(notice) && `${localize(HEADINGS.open)} ${callDays(notice)}`,
    ]
      .filter(Boolean)
      .join(' · '),
    `> ${localize(HEADINGS.own)}`,
    notice.about ? localize(notice.about) : '',
    ...notice.clauses.flatMap((clause) => {
      const fields = clauseFields(pack, clause).map((path) => `\`${path}\``);
      return [
        `${'#'.repeat(depthOf(pack, clause))} ${clause.id} ${localize(clause.title)}〔${clause.force}〕`,
        demandMarkdown(pack, clause, locale),
        clauseNotes(pack, clause, locale),
        fields.length ? `**${localize(HEADINGS.fields)}**　${fields.join(comma)}` : '',
      ];
    }),
    ...section(
      HEADINGS.attachments,
      notice.attachments.map((a) => `- **${a.id}** ${localize(a.title)}${a.by ? ` — ${localize(a.by)}` : ''}`),
    ),
    ...section(
      HEADINGS.contacts,
      Object.entries(notice.contacts).map(([key, value]) => `- ${key}${locale === 'zh' ? '：' : ': '}${value}`),
    ),
  ];
  const text = `${parts.filter(Boolean).join('\n\n')}\n`;
  return { title: localize(notice.title), text, ...findReferences(pack, text, locale) };
}

const HEADINGS = {
  issued: { zh: '发文', en: 'issued' },
  open: { zh: '受理', en: 'open' },
  own: {
    zh: '这里按条款编号用自己的话说明通知的要求，不是通知原文；提交前请对照原件。',
    en: 'The call clause by clause in our own words. This is not its text: check against the original before you hand anything in.',
  },
  fields: { zh: '申报书里的位置', en: 'Where in the dossier' },
  attachments: { zh: '附件', en: 'Attachments' },
  contacts: { zh: '联系方式', en: 'Contacts' },
} satisfies Record<string, LocalizedText>;

/** The depth of a clause's heading: 2 for a clause without a parent, at most 6. */
function depthOf(pack: LoadedPack, clause: Clause): number {
  const above = pack.notice.clauses.find((c) => c.id === clause.parent);
  return above && above !== clause ? Math.min(6, depthOf(pack, above) + 1) : 2;
}

/** Finds the clause numbers and field names in the text of the page. */
function findReferences(pack: LoadedPack, text: string, locale: Locale): Pick<NoticePage, 'clauses' | 'references'> {
  const known = new Map(pack.notice.clauses.map((c) => [c.id, c]));
  // A clause id of one character (一) is also an ordinary word; only its heading counts.
  const ids = [...known.keys()].filter((id) => id.length > 1).sort((a, b) => b.length - a.length);
  const pattern = new RegExp(ids.map((id) => id.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|') || '$^', 'g');
  const clauses: NoticePage['clauses'][number][] = [];
  const references: NoticeReference[] = [];
  for (const [line, words] of text.split('\n').entries()) {
    const [, signs, id] = /^(#{2,6} )(\S+) /.exec(words) ?? [];
    const clause = signs ? known.get(id!) : undefined;
    if (clause && !clauses.some((c) => c.id === clause.id)) {
      clauses.push({ id: clause.id, title: clause.title[locale], line });
      references.push({
        line,
        start: signs!.length,
        end: signs!.length + clause.id.length,
        names: { clause: clause.id },
      });
      continue;
    }
    for (const { 0: number, index } of words.matchAll(pattern))
      references.push({ line, start: index, end: index + number.length, names: { clause: number } });
    for (const { 0: code, 1: field = '', index } of words.matchAll(/`([^`]+)`/g))
      if (slotAt(pack.form.fields, field))
        references.push({ line, start: index + 1, end: index + code.length - 1, names: { field } });
  }
  return { clauses, references: references };
}
