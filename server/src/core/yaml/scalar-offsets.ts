/** Maps the characters of a scalar's text to their offsets in the source. */
import { isBlank } from '../text/characters.ts';
import { isInvisible } from '../text/invisible-characters.ts';
import { isBlockText, type YamlScalar } from './tree.ts';

/**
 * For each UTF-16 unit of a scalar's text, its offset in the block: through indentation, folding, quotes and
 * escapes. One more at the end, for where the text ends.
 */
export function alignment(block: string, tree: YamlScalar): readonly number[] {
  const { style, text } = tree;
  const inBlock = isBlockText(tree);
  let from = tree.body ? tree.body.start : tree.start + (style === 'single' || style === 'double' ? 1 : 0);
  const indent = tree.body?.indent ?? 0;
  const at: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (isSecondOfEscape(block, at[i - 1], text, i)) {
      at.push(at[i - 1]!);
      continue;
    }
    while (block[from] !== c && isInvisible(block[from] ?? '')) from++;
    from = inBlock ? skipInBlock(block, from, c, indent) : skipTo(block, from, c, style);
    at.push(Math.min(from, tree.end));
    from += width(block, from, c, style);
  }
  at.push(Math.min(from, tree.end));
  return at;
}

/** True where one `\U…` escape of a double-quoted text stands for this unit and the one before it. */
function isSecondOfEscape(block: string, before: number | undefined, text: string, i: number): boolean {
  if (before === undefined || block[before] !== '\\' || block[before + 1] !== 'U') return false;
  return /[\udc00-\udfff]/.test(text[i]!) && /[\ud800-\udbff]/.test(text[i - 1]!);
}

/** In a block scalar: past the indentation of a line, and over a break that folding took away. */
function skipInBlock(block: string, from: number, c: string, indent: number): number {
  for (let at = from; ; ) {
    if (at > 0 && block[at - 1] === '\n') at += /^ */.exec(block.slice(at, at + indent))![0].length;
    if (c === '\n' || c === ' ' || block[at] === c) return at;
    if (block[at] === '\r') at += 2;
    else if (block[at] === '\n') at += 1;
    // Indentation that was read as spaces, or invisible.
    else if (at < block.length && (isBlank(block[at]!) || isInvisible(block[at]!))) at += 1;
    else return at;
  }
}

function skipTo(block: string, from: number, c: string, style: YamlScalar['style']): number {
  if (style === 'double' && block[from] === '\\' && /[\r\n]/.test(block[from + 1] ?? '')) {
    return skipTo(block, skipBlanks(block, from + 1), c, style);
  }
  if (block[from] === c || c === ' ' || c === '\n') return from;
  if (style === 'double' && block[from] === '\\') return from;
  return skipBlanks(block, from);
}

function width(block: string, at: number, c: string, style: YamlScalar['style']): number {
  if (style === 'double' && block[at] === '\\')
    return /^\\(?:x.{2}|u.{4}|U.{8}|[\s\S])/.exec(block.slice(at))?.[0].length ?? 1;
  if (style === 'single' && block[at] === "'" && block[at + 1] === "'") return 2;
  if (c === '\n' && block[at] === '\r') return 2;
  return 1;
}

function skipBlanks(block: string, from: number): number {
  let at = from;
  while (at < block.length && /[ \t\r\n]/.test(block[at]!)) at++;
  return at;
}
