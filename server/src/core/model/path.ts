/** A place in a dossier by its keys and list positions, and its written form. */

/** A place in a dossier by its keys and list positions: `['附件材料', 0, '文件']`. */
export type FieldPath = readonly (string | number)[];

/** `附件材料[0].文件`: how a path is written in reports. */
export function formatFieldPath(path: FieldPath): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i ? `.${step}` : step)).join('');
}

/** The inverse of {@link formatFieldPath}; `[]` (any item) is kept as the step `*`. */
export function parseFieldPath(text: string): FieldPath {
  const steps = text.match(/[^.[\]]+|\[\d*\]/g) ?? [];
  return steps.map((s) => (s === '[]' ? '*' : s.startsWith('[') ? Number(s.slice(1, -1)) : s));
}
