/** What is made for an editor that expands snippets and shows Markdown, for one that does neither. */

/** A snippet as text: a tab stop becomes what it proposes, a choice is left blank. */
export function plainSnippet(snippet: string): string {
  return snippet.replace(
    /\\([\\$}])|\$\d+|\$\{\d+\|(?:\\.|[^|\\])*\|\}|\$\{\d+(?::((?:\\.|[^\\}])*))?\}/g,
    (_, escaped: string | undefined, proposed: string | undefined) =>
      escaped ?? (proposed === undefined ? '' : plainSnippet(proposed)),
  );
}

/** Markdown without its marks; lists keep their dashes, links their words. */
export function plainMarkdown(markdown: string): string {
  return markdown
    .replace(/^-{3,}\n+/gm, '')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/(\*\*|\*|`)(?=\S)(.+?)\1/g, '$2');
}
