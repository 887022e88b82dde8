import { readFileSync } from 'node:fs';

/** The blocks of code in a Markdown file that are of one language, or of any. */
export function fences(file: string, language?: string): readonly string[] {
  const all = readFileSync(file, 'utf8').matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm);
  return [...all].flatMap(([, of, code]) => (language === undefined || of === language ? [code!] : []));
}
