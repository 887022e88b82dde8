/** The language of help and of errors in the command line, which are told before there are settings. */
import type { Environment } from '../common/cli-io.ts';

/** Gives one of two texts that say the same. */
export type Translate = (zh: string, en: string) => string;

/** Chinese or English: as `--lang` asks, else as the environment says, else as the machine is set. */
export function translator(argv: readonly string[], env: Environment): Translate {
  const asked = /(?:^|\0)--lang[=\0](zh|en)(?:\0|$)/.exec(argv.join('\0'))?.[1];
  // The order of POSIX.
  const machine = env.LC_ALL || env.LC_MESSAGES || env.LANG || new Intl.DateTimeFormat().resolvedOptions().locale;
  const isChinese = (asked ?? machine).startsWith('zh');
  return (zh, en) => (isChinese ? zh : en);
}
