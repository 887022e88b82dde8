/** Text that is shown to people as it is, on a terminal or in a log. */

/** Control characters but tab and line feed, and the characters that turn the direction of writing or end a line in some programs only. */
const HIDDEN = /\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Control characters as visible marks: `␛` for U+001B, `<U+009B>` where Unicode has no sign for one. Without this, a value of a dossier could clear the
 * terminal, or write over what was said before. Line feeds, CRLF and tabs stay.
 */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
  });
}
