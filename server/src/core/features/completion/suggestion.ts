/** What completion offers, and how an item of it is made: its text as a snippet, what it answers to, where it goes. */
import type { Analysis } from '../../analysis/types.ts';
import type { Span } from '../../model/edit.ts';
import type { FormKeys } from '../../model/form-paths.ts';
import type { Locale } from '../../model/localized-text.ts';
import type { LoadedPack } from '../../model/pack.ts';
import { lineStart } from '../../text/lines.ts';
import type { Spelling } from '../../text/pinyin.ts';
import { escapeSnippet } from '../../text/snippet.ts';
import { quoteScalar } from '../../yaml/quote-scalar.ts';
import type { CursorContext } from './cursor-context.ts';

/** One item of the completion list, without LSP's types. */
export interface CompletionSuggestion {
  /** What the list shows: a key, a value, the name of a file. */
  readonly label: string;
  readonly kind: 'field' | 'group' | 'value' | 'reference' | 'file' | 'skeleton';
  /** One line beside the label: whether a field is required and its unit, the clause of a value. */
  readonly detail: string;
  /** Markdown; empty where there is nothing to say. */
  readonly documentation: string;
  /** A snippet in TextMate's syntax; following lines are indented like the first. */
  readonly insert: string;
  /** What it replaces, on one line, in UTF-16 offsets into the dossier. */
  readonly span: Span;
  /** Position in the list, the lowest first. */
  readonly order: number;
  /** What the editor compares with what is typed: the label, its pinyin and its initials. */
  readonly filter: string;
  /** Characters that take the item and go on writing: only where nothing else could be meant. */
  readonly commit: readonly string[];
}

/** What is asked of completion, and what it may look up. */
export interface CompletionOptions {
  /** The cursor, a UTF-16 offset into the dossier. */
  readonly offset: number;
  readonly locale: Locale;
  readonly formKeys: FormKeys;
  /** Packs at hand, for the first line of a file. */
  readonly packs: ReadonlyMap<string, LoadedPack>;
  /** `YYYY-MM-DD`, for places that want a day. */
  readonly today?: string;
  /** The files below the dossier's folder, as it would write them; asked for only where one is wanted. */
  readonly files?: () => readonly string[];
  /** How a word is typed without Chinese input; without it items answer to their words alone. */
  readonly spell?: (text: string) => Spelling;
}

/** What one item has of its own; the rest follows from the cursor. */
type SuggestionParts = Pick<CompletionSuggestion, 'label' | 'kind' | 'insert' | 'order'> &
  Partial<Pick<CompletionSuggestion, 'detail' | 'documentation'>>;

/** Makes the items of one completion list, all for the same cursor. */
export class SuggestionFactory {
  readonly analysis: Analysis;
  readonly cursor: CursorContext;
  readonly options: CompletionOptions;

  constructor(analysis: Analysis, cursor: CursorContext, options: CompletionOptions) {
    this.analysis = analysis;
    this.cursor = cursor;
    this.options = options;
  }

  /** The language of labels and documentation. */
  get locale(): Locale {
    return this.options.locale;
  }

  /** An item that replaces the word at the cursor. Lines of `insert` after the first are as of column 0. */
  item({ label, kind, insert, order, detail = '', documentation = '' }: SuggestionParts): CompletionSuggestion {
    return {
      label,
      kind,
      detail,
      documentation,
      insert: this.indented(insert),
      span: this.cursor.span,
      order,
      filter: this.filter(label),
      commit: [],
    };
  }

  /**
   * What an editor compares with what is typed: the words, their pinyin and its initials. Editors ask once and go on
   * filtering, and rank a match at the beginning highest; so the initials come first, unless what is typed begins the
   * full pinyin only.
   */
  filter(words: string): string {
    const typed = this.cursor.prefix.trim().toLowerCase();
    const isLatin = /^[a-z]/.test(typed);
    // Chinese has no blanks: editors would not look for 名称 within 单位名称.
    const inside = typed && !isLatin ? words.toLowerCase().indexOf(typed) : 0;
    if (inside > 0) return `${words.slice(inside)} ${words}`;
    const spelling = this.options.spell?.(words);
    if (!spelling || spelling.full === words.toLowerCase()) return words;
    const { full, initials } = spelling;
    if (typed && !isLatin) return `${words} ${initials} ${full}`;
    return isLatin && !initials.startsWith(typed) && full.startsWith(typed)
      ? `${full} ${initials} ${words}`
      : `${initials} ${words} ${full}`;
  }

  /** The text of the two that is in the list's language. */
  localize(zh: string, en: string): string {
    return this.locale === 'zh' ? zh : en;
  }

  /** Editors repeat a line's leading blanks, but not its dashes: lines after the first are moved as far as these reach. */
  private indented(insert: string): string {
    const text = this.analysis.source.text;
    const { start } = this.cursor.span;
    const line = text.slice(lineStart(text, start), start);
    const dashes = /^ *((?:- +)*)$/.exec(line)?.[1] ?? '';
    const spaced = this.cursor.slot === 'value' && /[:：]$/.test(line) ? ` ${insert}` : insert;
    return dashes ? spaced.replaceAll('\n', `\n${' '.repeat(dashes.length)}`) : spaced;
  }
}

/** A value as it must stand in YAML, in quotes where it needs them, as a snippet. */
export function quotedSnippet(value: string): string {
  return escapeSnippet(quoteScalar(value));
}
