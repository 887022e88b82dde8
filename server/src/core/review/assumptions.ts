/** What a notice leaves to its user, and how it was taken. Every review lists it, by the name of the setting. */

import type { NoticeAnalysis } from '../analysis/types.ts';
import { windowStart } from '../checks/shared/incidents.ts';
import { deadlineOf } from '../inputs/deadline.ts';
import { type LocalizedText, untranslated } from '../model/localized-text.ts';
import { daysBetween } from '../text/dates.ts';
import type { Assumption, ReviewOptions } from './types.ts';

/** What the notice leaves to its user, and how it was taken here. */
export function assumptions(analysis: NoticeAnalysis, options: ReviewOptions): readonly Assumption[] {
  const { notice, rules } = analysis.pack;
  const hasCheck = (id: string) => rules.some((rule) => rule.check === id);
  return [
    ...(notice.lookback === undefined ? [] : [lookback(analysis, notice.lookback)]),
    ...(notice.closes === undefined && !notice.cities.length ? [] : [deadline(analysis, options.today)]),
    ...(hasCheck('prior') ? [registry(analysis)] : []),
    ...(hasCheck('thresholds') ? [thresholds(analysis)] : []),
    changedRules(analysis),
    compared(options.others),
  ];
}

function lookback({ pack, answers, cache }: NoticeAnalysis, years: number): Assumption {
  const { form } = pack;
  const reading = cache.input.settings.lookback;
  const day = answers.text(form.roles.day);
  const from = day === undefined ? '' : windowStart(day, years, reading);
  const how =
    reading === 'calendar-years'
      ? { zh: '从申报年份前推到那年1月1日', en: 'from 1 January of that many years before' }
      : { zh: '从申报日期前推', en: 'back from the day of the application' };
  const window = day === undefined ? { zh: '', en: '' } : { zh: `：${from} 至 ${day}`, en: `: ${from} to ${day}` };
  return {
    setting: 'lookback',
    title: { zh: `近 ${years} 年从哪天算起`, en: `From when the last ${years} years count` },
    value: { zh: how.zh + window.zh, en: how.en + window.en },
    isSet: reading !== undefined,
  };
}

function deadline({ pack, answers, cache }: NoticeAnalysis, today: string): Assumption {
  const { closes } = pack.notice;
  const city = answers.text(pack.form.roles.city);
  const own = city === undefined ? undefined : cache.input.settings.deadlines?.[city];
  const last = deadlineOf(closes, city, cache.input.settings);
  const value = own === undefined ? noticeDay(closes) : untranslated(own);
  const days = last && daysLeft(daysBetween(today, last.day));
  const whose = city ?? (pack.notice.cities.length ? undefined : '');
  return {
    setting: 'deadlines',
    title:
      whose === ''
        ? { zh: '截止日期', en: 'Deadline' }
        : { zh: `${whose ?? '本市'}的截止日期`, en: `Deadline of ${whose ?? 'the city'}` },
    value: days ? { zh: `${value.zh}；按 ${today} 算，${days.zh}`, en: `${value.en}; on ${today} ${days.en}` } : value,
    isSet: own !== undefined,
  };
}

function noticeDay(closes: string | undefined): LocalizedText {
  return closes === undefined
    ? { zh: '通知和设置都没有给出', en: 'given neither by the notice nor by the settings' }
    : { zh: `没有给出，按通知的 ${closes}（含当天）`, en: `not given; the ${closes} of the notice (included) is used` };
}

function daysLeft(left: number): LocalizedText {
  return left >= 0
    ? { zh: `还有 ${left} 天`, en: `${left} day(s) are left` }
    : { zh: `已过 ${-left} 天`, en: `${-left} day(s) late` };
}

function registry({ cache }: NoticeAnalysis): Assumption {
  const list = cache.input.registry;
  return {
    setting: 'registry.prior-platforms',
    title: { zh: '前期入选平台的名单', en: 'The list of platforms selected before' },
    value: list
      ? { zh: `${list.name}，${list.rows.length} 行`, en: `${list.name}, ${list.rows.length} rows` }
      : { zh: '没有给出，没有比对', en: 'not given, not compared' },
    isSet: list !== undefined,
  };
}

function thresholds({ cache }: NoticeAnalysis): Assumption {
  const set = Object.entries(cache.input.settings.thresholds ?? {});
  return {
    setting: 'thresholds',
    title: { zh: '指标的最低数值', en: 'Least values of indicators' },
    value: set.length
      ? untranslated(set.map(([name, least]) => `${name} ≥ ${least}`).join(', '))
      : { zh: '没有给出，没有比较', en: 'not given, not compared' },
    isSet: set.length > 0,
  };
}

function changedRules({ cache }: NoticeAnalysis): Assumption {
  const set = Object.entries(cache.input.settings.rules ?? {});
  return {
    setting: 'rules',
    title: { zh: '改过轻重或关闭的规则', en: 'Rules made graver, lighter or switched off' },
    value: set.length
      ? untranslated(set.map(([rule, severity]) => `${rule}: ${severity}`).join(', '))
      : { zh: '没有', en: 'none' },
    isSet: set.length > 0,
  };
}

function compared(others: number): Assumption {
  return {
    setting: '—',
    title: { zh: '重复、名额、雷同与哪些申报书比较', en: 'What it was compared with for duplicates, quota and copies' },
    value: others
      ? { zh: `手头另外 ${others} 份`, en: `${others} other dossier(s) at hand` }
      : { zh: '手头没有别的申报书', en: 'no other dossier at hand' },
    isSet: others > 0,
  };
}
