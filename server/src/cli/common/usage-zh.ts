/** What `commander` says of a wrong command line, in Chinese. What it says otherwise some day stays as it is. */

const SAYINGS: readonly (readonly [RegExp, string])[] = [
  [/unknown option '(.*?)'/, '没有参数 $1'],
  [/unknown command '(.*?)'/, '没有命令“$1”'],
  [/missing required argument '(.*?)'/, '缺少 $1'],
  [/option '(.*?)' argument missing/, '参数 $1 后面缺少值'],
  [/option '(.*?)' argument '(.*?)' is invalid\. ?/s, '参数 $1 的值“$2”不对。'],
  [
    /too many arguments for '(.*?)'\. Expected (\d+) arguments? but got (\d+)\./,
    '“$1”后面多了内容：应有 $2 个，有 $3 个',
  ],
  [/Allowed choices are (.*)\./, '可以写：$1'],
  [/\(Did you mean one of (.*)\?\)/, '（是不是其中之一：$1？）'],
  [/\(Did you mean (.*)\?\)/, '（是不是 $1？）'],
  // What main.ts adds.
  [/wanted: (.*), such as (.*)/, '应写成 $1，如 $2'],
  [/wanted: (.*), as NAME or NAME=FILE/, '可以写 $1，写成 名称 或 名称=文件'],
  [/wanted: /, '应写成 '],
  [/^error: /, '错误：'],
];

export function inChinese(said: string): string {
  return SAYINGS.reduce((text, [saying, zh]) => text.replace(saying, zh), said);
}
