/** A place in a dossier by its keys and list positions, and its written form. */

/** A place in a dossier by its keys and list positions: `['附件材料', 0, '文件']`. */
export type Path = readonly (string | number)[];

/** `附件材料[0].文件`: how a path is written in reports. */
export function showPath(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i ? `.${step}` : step)).join('');
}

/** The inverse of {@link showPath}; `[]` (any item) is kept as the step `*`. */
export function readPath(text: string): Path {
  const steps = text.match(/[^.[\]]+|\[\d*\]/g) ?? [];
  return steps.map((s) => (s === '[]' ? '*' : s.startsWith('[') ? Number(s.slice(1, -1)) : s));
}
