/** The errors of the template library in our own words. */
import type { LocalizedText } from '../../core/model/localized-text.ts';

/** An error as the library throws it: one, or several in `errors`. `offset` counts the characters of the text of a file. */
export interface LibraryError {
  readonly message: string;
  readonly properties?: {
    readonly id?: string;
    readonly file?: string;
    readonly xtag?: string;
    readonly offset?: number | readonly number[];
    readonly errors?: readonly LibraryError[];
  };
}

type ErrorText = (tag: string) => LocalizedText;

/** By what the library's id of the error looks like. */
const ERROR_TEXTS: readonly (readonly [RegExp, ErrorText])[] = [
  [
    /^duplicate_/,
    (tag) => ({ zh: `“${tag}”处的花括号写了两层，占位符只用一层 { }`, en: `“${tag}” has its braces doubled` }),
  ],
  [
    /^unopened_tag$/,
    (tag) => ({
      zh: `“${tag}”只有右花括号，没有左花括号；表格自己的花括号写成 \\{ \\}`,
      en: `“${tag}” closes a brace that is not open; write \\{ and \\} for braces of the form's own`,
    }),
  ],
  [
    /^unclosed_tag$/,
    (tag) => ({
      zh: `“${tag}”只有左花括号，没有右花括号；表格自己的花括号写成 \\{ \\}`,
      en: `“${tag}” opens a brace that is not closed; write \\{ and \\} for braces of the form's own`,
    }),
  ],
  [/^unopened_loop$/, (tag) => ({ zh: `{/${tag}} 前面没有 {#${tag}}`, en: `there is no {#${tag}} before {/${tag}}` })],
  [/^unclosed_loop$/, (tag) => ({ zh: `{#${tag}} 后面没有 {/${tag}}`, en: `{#${tag}} is not followed by {/${tag}}` })],
  [
    /^closing_tag/,
    (tag) => ({ zh: `“${tag}”的开头和结尾名称不一致`, en: `“${tag}” ends under another name than it begins` }),
  ],
  [
    /^unbalanced_loop|^loop_position/,
    (tag) => ({
      zh: `“${tag}”的开头和结尾一个在表格里、一个在表格外，要放在同一行或同一段的位置上`,
      en: `“${tag}” begins in a table and ends outside it, or the other way round`,
    }),
  ],
  [/raw_xml/, (tag) => ({ zh: `不支持 {@${tag}} 这种写法`, en: `{@${tag}} is no placeholder that is filled` })],
];

/** What an error says, with the placeholder it is about; the library's own message where we have no words for it. */
export function templateErrorText({ message, properties = {} }: LibraryError): LocalizedText {
  const { id = '', xtag = '' } = properties;
  return ERROR_TEXTS.find(([pattern]) => pattern.test(id))?.[1](xtag) ?? { zh: `模板有误：${message}`, en: message };
}
