/** The messages of syntax errors, in Chinese and English. */
import type { LocalizedText } from '../model/localized-text.ts';
import { clip } from '../text/clip.ts';
import type { SyntaxErrorKind } from './text-repair.ts';

type MessageTemplate = (what: string, instead: string) => LocalizedText;

const SYNTAX_MESSAGES: Readonly<
  Record<SyntaxErrorKind | 'marker' | 'alias' | 'alias-size' | 'duplicate' | 'depth', MessageTemplate>
> = {
  'full-width': (what, instead) => ({
    zh: `这里用了全角的“${what}”，YAML 只认半角的“${instead}”`,
    en: `Full-width “${what}” where YAML wants “${instead}”`,
  }),
  'full-width-space': () => ({
    zh: '这里用了全角空格或不间断空格，YAML 的缩进和分隔只认半角空格',
    en: 'Full-width or no-break space where YAML wants a plain space',
  }),
  'tight-colon': () => ({ zh: '冒号后面要空一格', en: 'A colon after a key needs a space behind it' }),
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
