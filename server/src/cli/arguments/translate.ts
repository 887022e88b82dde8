/** The language of help and of errors in the command line, which are told before there are settings. */
import type { Locale } from '../../core/model/localized-text.ts';
import type { Environment } from '../common/cli-io.ts';

/** Gives one of two texts that say the same. */
export type Translate = (zh: string, en: string) => string;

/** The language of help and of what is wrong before the settings are read: as `--lang` asks, else as the environment says, else as the machine is set. */
export function languageOf(argv: readonly string[], env: Environment): Locale {
  const asked = /(?:^|\0)--lang[=\0](zh|en)(?:\0|$)/.exec(argv.join('\0'))?.[1];
  // The order of POSIX.
  const machine = env.LC_ALL || env.LC_MESSAGES || env.LANG || new Intl.DateTimeFormat().resolvedOptions().locale;
  return (asked ?? machine).startsWith('zh') ? 'zh' : 'en';
}
