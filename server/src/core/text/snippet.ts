/** Snippets in TextMate's syntax, as LSP has them. */

/** A text as a snippet that stands for itself: `$`, `}` and `\` are escaped. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
