/** A rule in words: what it checks, whose clause, why, and how to mend it; as a Markdown page. */
import { describeClause } from './describe.ts';
import type { Locale, Text } from './finding.ts';
import { findClause, type RuleData } from './notice.ts';
import type { LoadedPack } from './pack.ts';

export function rulePage(pack: LoadedPack, rule: RuleData, locale: Locale): string {
  const say = (text: Text) => text[locale];
  const clause = findClause(pack, rule.clause);
  const parts = [
    `# ${say(rule.title)}`,
    `\`${rule.id}\``,
    `**${say({ zh: '为什么', en: 'Why' })}**　${say(rule.why)}`,
    `**${say({ zh: '怎么改', en: 'How to mend it' })}**　${say(rule.mend)}`,
    clause ? `## ${say({ zh: '条款', en: 'Clause' })}\n\n${describeClause(pack, clause, locale)}` : '',
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}
