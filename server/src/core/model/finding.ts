import type { Edit, Span } from './edit.ts';
import type { LocalizedText } from './localized-text.ts';
import { type FieldPath, formatFieldPath } from './path.ts';

/** How grave a finding is: errors for 须, 应 and 不得, warnings for 原则上 and 应基本, infos for 鼓励. */
export type Severity = 'error' | 'warning' | 'info';

/** A change the author may accept. */
export interface Fix {
  readonly title: LocalizedText;
  readonly edits: readonly Edit[];
  /** The only edit once more, as a snippet in TextMate's syntax with tab stops where its author writes on. */
  readonly snippet?: Edit;
  /** True where it is what the author meant beyond doubt: punctuation, the form of a date. */
  readonly safe: boolean;
  /**
   * True where it says the same in the form's words, such as 无 for 没有, or corrects a plain typing slip. Whether an editor
   * may offer it as the preferred fix also depends on what it leaves behind, see `isPreferred` in `quick-fixes.ts`.
   */
  readonly likely?: boolean;
}

/** How a finding may be fixed, as data; `quick-fixes.ts` makes edits of it. Without a path it is about the finding's own. */
export type FixSpec = {
  readonly path?: FieldPath;
  readonly safe?: boolean;
  readonly likely?: boolean;
  readonly title?: LocalizedText;
} & (
  | { readonly kind: 'edits'; readonly edits: readonly Edit[] }
  /** Another value, key, or the value in quotes. */
  | { readonly kind: 'value' | 'key'; readonly text: string }
  | { readonly kind: 'quote' }
  /** Other words for a stretch of a text, in UTF-16 units. */
  | { readonly kind: 'words'; readonly within: readonly [number, number]; readonly text: string }
  /** The field is added, with what is required below it. */
  | { readonly kind: 'field' }
  /** The list gets an item with what is known of it, by key. */
  | { readonly kind: 'item'; readonly known: Readonly<Record<string, string>> }
  | { readonly kind: 'remove' }
);

/** A place in another dossier, found in its text when it is shown. */
export interface RemoteLocation {
  /** The dossier, by the name its face gave it. */
  readonly dossier: string;
  readonly path: FieldPath;
  /** A paragraph of the answer, by its number there from 0; the answer as a whole without it. */
  readonly paragraph?: number;
}

/** A stretch of the dossier, or of the chapter file that it names. */
export interface FileSpan {
  readonly span: Span;
  /** The chapter's file, as the dossier writes it, where the span is of its text. */
  readonly file?: string;
}

/** The other end of a finding that has two; `isNote` where the finding is not about it, such as a waiver that no longer holds. */
export type RelatedLocation = { readonly message: LocalizedText; readonly isNote?: true } & (
  | FileSpan
  | { readonly remote: RemoteLocation }
);

/** What we say about a place in a dossier. */
export interface Finding extends FileSpan {
  /** Rule id of the contract, e.g. `credit-code`. */
  readonly rule: string;
  /** The title of the rule, shown beside its id; the id itself where the rule is not known. */
  readonly title: LocalizedText;
  readonly severity: Severity;
  readonly message: LocalizedText;
  /** The clause of the notice, e.g. `二（一）1`; null for a rule of the form itself. */
  readonly clause: string | null;
  readonly path: FieldPath | null;
  readonly related: readonly RelatedLocation[];
  readonly fixSpecs: readonly FixSpec[];
  /** True of the note that the settings lower a rule of a 须 or 不得 clause or switch it off: nothing may be handed in with it. */
  readonly relaxed?: true;
  /** True where a written waiver of the dossier lifts it. */
  readonly waived: boolean;
}

/** `申报单位.单位名称` for a finding that has a place in the form, null for one that has none. */
export function fieldOf(finding: Finding): string | null {
  return finding.path?.length ? formatFieldPath(finding.path) : null;
}
