/** A sentence in both languages of the product; a face picks one. */
export interface LocalizedText {
  readonly zh: string;
  readonly en: string;
}

/** A language of the product: `zh` or `en`. */
export type Locale = keyof LocalizedText;

/** The same sentence in both languages, for what needs no translation. */
export function untranslated(text: string): LocalizedText {
  return { zh: text, en: text };
}
