/** A sentence in both languages of the product; a face picks one. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type Locale = keyof Text;

/** The same sentence in both languages, for what needs no translation. */
export function same(text: string): Text {
  return { zh: text, en: text };
}
