/** A snippet as VS Code expands it: text and tab stops. */

export interface Stop {
  readonly start: number;
  readonly end: number;
}

export interface Expanded {
  readonly text: string;
  /** In the order of their numbers; the last is where the cursor ends. */
  readonly stops: readonly Stop[];
}

/** Tab stops in TextMate's syntax, as far as the server writes it. */
const MARK = /\\([\\$}])|\$\{(\d+)(?::((?:\\.|[^\\}])*))?\}|\$(\d+)/gs;

export function expanded(snippet: string): Expanded {
  const stops: (Stop & { readonly number: number })[] = [];
  let text = '';
  let from = 0;
  for (const m of snippet.matchAll(MARK)) {
    text += snippet.slice(from, m.index);
    from = m.index + m[0].length;
    const [, escaped, braced, proposed = '', bare] = m;
    const word = escaped ?? proposed.replace(/\\(.)/gs, '$1');
    if (escaped === undefined)
      stops.push({ number: Number(braced ?? bare), start: text.length, end: text.length + word.length });
    text += word;
  }
  text += snippet.slice(from);
  const end = { number: 0, start: text.length, end: text.length };
  const numbered = stops.filter((s) => s.number > 0).toSorted((a, b) => a.number - b.number);
  return { text, stops: [...numbered, stops.find((s) => s.number === 0) ?? end] };
}
