/**
 * What Commander says of a wrong command line, in Chinese: by the code of the error. Names of options, commands and values are the quoted parts
 * of its English message, in order.
 */

/** The parts of a message of Commander that are not words. */
interface MessageParts {
  /** What stands in single quotes. */
  readonly quoted: readonly string[];
  /** What stands in none: numbers. */
  readonly numbers: readonly string[];
  /** What our own reader of a value says of it, see `options.ts`; localized already. */
  readonly reason: string;
}

const TEXTS: Readonly<Record<string, (parts: MessageParts) => string>> = {
  'commander.unknownOption': ({ quoted: [option] }) => `没有参数 ${option}`,
  'commander.unknownCommand': ({ quoted: [command] }) => `没有命令“${command}”`,
  'commander.missingArgument': ({ quoted: [argument] }) => `缺少 ${argument}`,
  'commander.optionMissingArgument': ({ quoted: [option] }) => `参数 ${option} 后面缺少值`,
  'commander.invalidArgument': ({ quoted: [option, value], reason }) => `参数 ${option} 的值“${value}”不对。${reason}`,
  'commander.excessArguments': ({ quoted: [command], numbers: [wanted, given] }) =>
    `“${command}”后面多了内容：应有 ${wanted} 个，有 ${given} 个`,
  'commander.conflictingOption': ({ quoted: [option, other] }) => `参数 ${option} 与 ${other} 不能同用`,
};

/** The message in Chinese; as it is where its code is not known here. With the names that Commander takes to be meant, if any. */
export function chineseMessage(code: string, message: string): string {
  const text = TEXTS[code];
  if (!text) return message;
  const [sentence = '', guess] = message.split('\n');
  const quoted = Array.from(sentence.matchAll(/'(.*?)'/g), ([, part]) => part!);
  const numbers = sentence.replace(/'.*?'/g, '').match(/\d+/g) ?? [];
  const lines = [`错误：${text({ quoted, numbers, reason: reasonIn(message) })}`];
  const names = guess === undefined ? [] : namesIn(guess);
  if (names.length === 1) lines.push(`（是不是 ${names[0]}？）`);
  if (names.length > 1) lines.push(`（是不是其中之一：${names.join('、')}？）`);
  return lines.join('\n');
}

/** What stands behind the full stop after the last quoted part. */
function reasonIn(message: string): string {
  const rest = message.slice(message.indexOf("'", message.indexOf("' argument '") + "' argument '".length));
  return rest.slice(rest.indexOf('. ') + 2);
}

/** The options or commands in Commander's question whether one of them was meant: the last words of each part of its list. */
function namesIn(guess: string): readonly string[] {
  return guess
    .replace(/[()?]/g, '')
    .split(', ')
    .map((part) => part.split(' ').at(-1)!);
}
