/** The regular expressions of TypeScript sources: the literals, read from the text without a parser. */

/** A regular expression as it is written. */
export interface RegexLiteral {
  readonly source: string;
  readonly flags: string;
}

/**
 * The literals of a source that is formatted: a slash begins one where an expression begins, behind an operator, an opening
 * bracket or `return`. Comments, strings and the text of templates are passed over.
 */
export function regexLiterals(text: string): readonly RegexLiteral[] {
  const found: RegexLiteral[] = [];
  // For each template that is open, how many braces are open in its expression.
  const templates: number[] = [];
  let before = '';
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at, before, templates);
    if (token.regex) found.push(token.regex);
    if (!token.isBlank) before = (before + text.slice(at, token.end)).slice(-8);
    at = token.end;
  }
  return found;
}

interface Token {
  readonly end: number;
  readonly isBlank?: boolean;
  readonly regex?: RegexLiteral;
}

function tokenAt(text: string, at: number, before: string, templates: number[]): Token {
  const blank = sticky(/\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y, text, at);
  if (blank) return { end: at + blank[0].length, isBlank: true };
  const string = sticky(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y, text, at);
  if (string) return { end: at + string[0].length };
  const c = text[at]!;
  if (c === '`' || (c === '}' && templates.at(-1) === 0)) {
    if (c === '}') templates.pop();
    const rest = sticky(/(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y, text, at + 1)![0];
    const end = at + 1 + rest.length;
    if (text[end] === '`') return { end: end + 1 };
    templates.push(0);
    return { end: end + 2 };
  }
  if (templates.length && c === '{') templates[templates.length - 1]!++;
  if (templates.length && c === '}') templates[templates.length - 1]!--;
  const regex = c === '/' && /(?:^|[(,=:[!&|?{};>+]|return)$/.test(before) ? literalAt(text, at) : undefined;
  return regex ? { end: at + regex.length, regex: regex.literal } : { end: at + 1 };
}

function literalAt(text: string, at: number): { literal: RegexLiteral; length: number } | undefined {
  const m = sticky(/\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y, text, at);
  return m ? { literal: { source: m[1]!, flags: m[2]! }, length: m[0].length } : undefined;
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
