/** A set of words, and what can be spelled with them one after another. */

/**
 * Finds out what a text can be split into. A pattern such as `^(?:截至|目前|截至目前)*$` asks the same, but where one word is spelled by
 * others it tries every way to split the text, whose number doubles with each repetition. Here each position is looked at once, so the time
 * grows with the length of the text, times the words that begin with one character.
 *
 * @example new WordSequence(['截至', '目前', '截至目前']).spells('截至目前截至') // true
 */
export class WordSequence {
  readonly #byFirst: ReadonlyMap<string, readonly string[]>;

  /** An empty word spells nothing and is passed over. */
  constructor(words: readonly string[]) {
    const byFirst = new Map<string, string[]>();
    for (const word of words.filter((w) => w !== '')) byFirst.set(word[0]!, [...(byFirst.get(word[0]!) ?? []), word]);
    this.#byFirst = byFirst;
  }

  /** True of a text that consists of these words only, in any order and number; of the empty text too. */
  spells(text: string): boolean {
    return this.#reached(text).has(text.length);
  }

  /** True of a text that begins with any number of these words, or none, and then with one of `last`. */
  leadsTo(text: string, last: WordSequence): boolean {
    for (const at of this.#reached(text)) if (last.#wordsAt(text, at).length > 0) return true;
    return false;
  }

  /** The offsets, in UTF-16, up to which the text consists of these words; 0 is always one of them. */
  #reached(text: string): ReadonlySet<number> {
    const reached = new Set([0]);
    // What is added while a set is walked through is walked through too.
    for (const at of reached) for (const word of this.#wordsAt(text, at)) reached.add(at + word.length);
    return reached;
  }

  #wordsAt(text: string, at: number): readonly string[] {
    return this.#byFirst.get(text[at] ?? '')?.filter((word) => text.startsWith(word, at)) ?? [];
  }
}
