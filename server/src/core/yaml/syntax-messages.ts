/** The messages of syntax errors, in Chinese and English. */
import type { LocalizedText } from '../model/localized-text.ts';
import { clip } from '../text/clip.ts';
import type { RepairFix, SyntaxErrorKind } from './text-repair.ts';

type MessageTemplate = (what: string, instead: string) => LocalizedText;

const SYNTAX_MESSAGES: Readonly<
  Record<
    SyntaxErrorKind | 'merge-key' | 'wrong-encoding' | 'marker' | 'alias' | 'alias-size' | 'duplicate' | 'depth',
    MessageTemplate
  >
> = {
  'full-width': (what, instead) => ({
    zh: `这里用了全角的“${what}”，YAML 只认半角的“${instead}”`,
    en: `Full-width “${what}” where YAML wants “${instead}”`,
  }),
  'full-width-space': () => ({
    zh: '这里用了全角空格或不间断空格，YAML 的缩进和分隔只认半角空格',
    en: 'Full-width or no-break space where YAML wants a plain space',
  }),
  'tight-colon': () => ({ zh: '冒号后面要空一格', en: 'A space is missing after the colon' }),
  'tight-dash': () => ({ zh: '列表项开头的“-”后面要空一格', en: 'A space is missing after the “-” of a list item' }),
  'missing-colon': (what) => ({
    zh: `“${clip(what, MOST_SHOWN)}”后面缺少冒号：这一行应是“键: 值”；若是上一行文字的续写，请再缩进`,
    en: `No colon after “${clip(what, MOST_SHOWN)}”: this line should be “key: value”; indent it further if it continues the text above`,
  }),
  'second-colon': (what) => ({
    zh: `值里又有“: ”，YAML 会当成另一组“键: 值”：请加引号：${clip(what, MOST_SHOWN)}`,
    en: `A second “: ” in a value is another “key: value” to YAML: quote it: ${clip(what, MOST_SHOWN)}`,
  }),
  'quote-needed': (what) => ({
    zh: `值不能以“${what.slice(0, 1)}”开头，请给它加引号`,
    en: `A plain value cannot begin with “${what.slice(0, 1)}”: quote it`,
  }),
  indent: () => ({ zh: '缩进与同级各行没有对齐', en: 'Not indented like its neighbours' }),
  tab: () => ({ zh: '缩进用了制表符（Tab），请改用空格', en: 'Tab used to indent: use spaces' }),
  'merge-mark': () => ({
    zh: '合并留下的冲突标记：选定一边后删去',
    en: 'A merge left its mark: choose a side and remove it',
  }),
  'stray-closer': (what) => ({ zh: `多了一个“${what}”，前面没有与它配对的括号`, en: `“${what}” closes nothing` }),
  'unclosed-quote': (what) => ({
    zh: `引号没有收尾：${clip(what, MOST_SHOWN)}`,
    en: `This quote is never closed: ${clip(what, MOST_SHOWN)}`,
  }),
  'unclosed-flow': (what) => ({ zh: `“${what}”没有收尾的括号`, en: `“${what}” is never closed` }),
  'stray-line': (what) => ({
    zh: `“${clip(what, MOST_SHOWN)}”不是“键: 值”，这里读不出它属于哪一项`,
    en: `“${clip(what, MOST_SHOWN)}” is no “key: value” and belongs to no field here`,
  }),
  'stray-text': (what) => ({
    zh: `“${clip(what, MOST_SHOWN)}”没有缩进：YAML 会认为上面的文字到此为止，请缩进到与上面的文字对齐`,
    en: `“${clip(what, MOST_SHOWN)}” is not indented, which ends the text above for YAML: indent it like that text`,
  }),
  'comment-in-text': (what) => ({
    zh: `“${clip(what, MOST_SHOWN)}”没有缩进又以“#”开头，YAML 会当成注释，并认为上面的文字到此为止；请缩进到与上面的文字对齐`,
    en: `“${clip(what, MOST_SHOWN)}” is not indented and begins with “#”: a comment to YAML, which ends the text above; indent it like that text`,
  }),
  'comment-in-value': (what) => ({
    zh: `空格后的“${clip(what, MOST_SHOWN)}”会被 YAML 当成注释，不进入内容：请给值加引号`,
    en: `Behind a blank, “${clip(what, MOST_SHOWN)}” is a comment to YAML and no part of the value: quote the value`,
  }),
  'full-width-quote': (what) => ({
    zh: `值两边的引号 ${what.slice(0, 1)} ${what.slice(-1)} 会被 YAML 当成内容的一部分：一般不写引号，要写就用半角引号`,
    en: `The quotation marks ${what.slice(0, 1)} ${what.slice(-1)} round a value are part of it to YAML: drop them, or use ASCII ones`,
  }),
  'text-behind-bar': (what) => ({
    zh: `“|”后面要换行：“${clip(what, MOST_SHOWN)}”应另起一行并缩进`,
    en: `A line break is missing behind “|”: “${clip(what, MOST_SHOWN)}” belongs on a line of its own, indented`,
  }),
  'wrong-encoding': (count) => ({
    zh: `文件里有 ${count} 处“�”（U+FFFD），是用错误的编码打开造成的：先不要保存，用 GB18030 编码重新打开；若已这样保存过，请从原件恢复`,
    en: `“�” (U+FFFD) stands ${count} time(s) in the file, which was opened in the wrong encoding: do not save it, reopen it as GB18030; restore it from the original where it was saved like this`,
  }),
  'merge-key': () => ({
    zh: '申报书不支持“<<”合并写法，它带来的内容没有读入：请把各项写全',
    en: 'Merging with “<<” is not supported in a dossier, and what it brings is not read: write the entries out',
  }),
  marker: () => ({
    zh: '一个文件只写一份申报书，“---”后面的内容不读',
    en: 'One dossier a file: what follows “---” is not read',
  }),
  alias: () => ({
    zh: '“*”引用的锚点在前文没有定义；若要写星号，请加引号',
    en: 'This alias has no anchor before it; quote the text if you mean an asterisk',
  }),
  'alias-size': () => ({ zh: '这个引用展开后过大，没有读入', en: 'This alias stands for too much and is not read' }),
  duplicate: (key) => ({
    zh: `“${key}”在这里写了两次，只能留一个`,
    en: `“${key}” stands here twice; only one may stay`,
  }),
  depth: () => ({
    zh: '嵌套过深，不是申报书的写法，这一段没有读入',
    en: 'Nested too deeply to be a dossier; this part is not read',
  }),
};

/** The message of a syntax error. `what` is the text concerned, `instead` what YAML wants there; most messages need neither. */
export function syntaxMessage(kind: keyof typeof SYNTAX_MESSAGES, what = '', instead = ''): LocalizedText {
  return SYNTAX_MESSAGES[kind](what, instead);
}

/** What the fixes of syntax errors are called. */
export const FIX_TITLES: Readonly<Record<RepairFix['kind'], LocalizedText>> = {
  indent: { zh: '缩进，并入上面的文字', en: 'Indent into the text above' },
  comment: { zh: '改成注释', en: 'Turn into a comment' },
  quote: { zh: '给值加引号', en: 'Quote the value' },
  'break-line': { zh: '另起一行并缩进', en: 'Move to a line of its own, indented' },
  'drop-quotes': { zh: '去掉引号', en: 'Drop the quotation marks' },
  'ascii-quotes': { zh: '改用半角引号', en: 'Use ASCII quotation marks' },
};

/** The YAML library's error codes in the author's words; its own English sentence where a code is new to us. */
const YAML_ERRORS: Readonly<Record<string, LocalizedText>> = {
  BAD_ALIAS: {
    zh: '“*”后面的引用写法不对；若要写星号，请加引号',
    en: 'Malformed alias; quote the text if you mean an asterisk',
  },
  BAD_DQ_ESCAPE: {
    zh: '双引号里的“\\”转义写法不对；写路径请用“/”或单引号',
    en: 'Bad escape in a double-quoted text; use / or single quotes for paths',
  },
  BAD_INDENT: { zh: '缩进与同级各行没有对齐', en: 'Not indented like its neighbours' },
  BAD_SCALAR_START: {
    zh: '值不能以这个符号开头，请给它加引号',
    en: 'A plain value cannot begin with this character: quote it',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    zh: '同一行里又出现“键: 值”，请换行缩进，或给值加引号',
    en: 'A second “key: value” on one line: break the line or quote the value',
  },
  BLOCK_IN_FLOW: { zh: '括号里不能用分行缩进的写法', en: 'No indented block inside brackets' },
  KEY_OVER_1024_CHARS: {
    zh: '键过长，冒号前不能超过 1024 个字符',
    en: 'Key too long: at most 1024 characters before the colon',
  },
  MISSING_CHAR: { zh: '缺少配对的符号（引号、括号、逗号或空格）', en: 'A quote, bracket, comma or space is missing' },
  MULTILINE_IMPLICIT_KEY: {
    zh: '键必须写在一行里，后面跟冒号和空格',
    en: 'A key must stand on one line, with a colon and a space behind it',
  },
  TAB_AS_INDENT: { zh: '缩进用了制表符（Tab），请改用空格', en: 'Tab used to indent: use spaces' },
  UNEXPECTED_TOKEN: { zh: '这里不该出现这个符号', en: 'Unexpected text here' },
  TAG_RESOLVE_FAILED: {
    zh: '“!”开头的标签不认识；若要写感叹号，请加引号',
    en: 'Unknown tag; quote the text if you mean an exclamation mark',
  },
};

/** The message for an error of the `yaml` library, by its code; with the library's own English sentence where the code is not known here. */
export function yamlErrorText(code: string, message: string): LocalizedText {
  const known = YAML_ERRORS[code];
  const detail = message.replace(/\s+/g, ' ').trim();
  return known ?? { zh: `YAML 语法不对：${detail}`, en: `YAML syntax: ${detail}` };
}

/** Longest text that is repeated in a message, in characters. */
const MOST_SHOWN = 24;
