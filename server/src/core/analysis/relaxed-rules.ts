/** Notes on rules of 须 and 不得 clauses that the settings lower or switch off, so that every report says so. */

import { isLowered, isStrictRule } from '../inputs/rule-levels.ts';
import { ruleSetting } from '../inputs/rule-settings.ts';
import type { Settings } from '../inputs/settings.ts';
import type { Finding } from '../model/finding.ts';
import type { LocalizedText } from '../model/localized-text.ts';
import type { LoadedPack } from '../model/pack.ts';
import { parseFieldPath } from '../model/path.ts';
import type { RuleData } from '../model/rule-schema.ts';
import type { Source } from '../yaml/source.ts';

/** One warning for each such rule, at the notice that the dossier names. */
export function relaxedRuleFindings(source: Source, pack: LoadedPack, settings: Settings): readonly Finding[] {
  const path = parseFieldPath(pack.form.roles.notice);
  return pack.rules.flatMap((rule): readonly Finding[] => {
    const level = ruleSetting(settings, rule.id)?.level;
    if (level === undefined || !isStrictRule(rule, pack) || !isLowered(rule, pack, level)) return [];
    const { id, title, clause } = rule;
    const at = { path, span: source.span(path, 'value') };
    const message = noteText(rule, settings);
    return [
      {
        ...at,
        rule: id,
        title,
        clause,
        severity: 'warning',
        message,
        related: [],
        fixSpecs: [],
        waived: false,
        relaxed: true,
      },
    ];
  });
}

function noteText({ id, title, clause }: RuleData, settings: Settings): LocalizedText {
  const { level, reason = '', by = '' } = ruleSetting(settings, id)!;
  const isOff = level === 'off';
  return {
    zh: `设置把“${title.zh}”（${id}）${isOff ? '关闭了' : `降为 ${level}`}，这一条不算通过，也不能报送；理由：${reason}（${by}）（通知${clause}）`,
    en: `The settings ${isOff ? 'switch off' : `lower to ${level}`} “${title.en}” (${id}): its clause is not passed and nothing can be handed in; reason: ${reason} (${by}) (notice ${clause})`,
  };
}
