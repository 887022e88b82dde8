/** Texts of any length as parts of a message. */

/**
 * The text on one line without blanks around it, with an ellipsis behind its first `most` characters where it is longer. Characters are Unicode's, so that none is cut
 * in two.
 *
 * @example clip('一、\n二、', 3) // '一、 …'
 */
export function clip(text: string, most: number): string {
  const line = text.trim().replace(/\s+/g, ' ');
  if (line.length <= most) return line;
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most).join('')}…` : line;
}
