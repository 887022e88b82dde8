/** Which of the usual troubles of disks an error tells of. */

/** The troubles that have words of their own; `other` is any other trouble of the system. */
export type SystemErrorKind = 'full' | 'read-only' | 'in-use' | 'forbidden' | 'taken' | 'missing' | 'other';

/**
 * The kind of an error of the system, by the code that Node gives it (`ENOSPC`) or VS Code (`NoPermissions`); VS Code keeps that of the system in its
 * message only: `Unable to write file … (Error: ENOSPC: no space left on device, write)`. Undefined for an error that is none of the system.
 */
export function systemErrorKind(error: unknown): SystemErrorKind | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, message } = error as Error & { readonly code?: unknown };
  // A code comes first: the message may have the name of a file that looks like one.
  const told = [typeof code === 'string' ? code : '', message];
  for (const text of told) {
    const found = KINDS.find(([codes]) => codes.test(text));
    if (found) return found[1];
  }
  return undefined;
}

const KINDS: readonly (readonly [codes: RegExp, kind: SystemErrorKind])[] = [
  [/\b(?:ENOSPC|EDQUOT|EFBIG)\b/, 'full'],
  [/\bEROFS\b/, 'read-only'],
  [/\b(?:EBUSY|ETXTBSY)\b/, 'in-use'],
  [/\b(?:EACCES|EPERM|NoPermissions)\b/, 'forbidden'],
  [/\b(?:EEXIST|EISDIR|ENOTDIR|ENOTEMPTY|(?:File|Entry)(?:Exists|IsADirectory|NotADirectory))\b/, 'taken'],
  [/\b(?:ENOENT|(?:File|Entry)NotFound)\b|\bnonexistent file\b/, 'missing'],
  [/\bE[A-Z0-9]{2,}\b|\bUNKNOWN\b|\bUnavailable\b/, 'other'],
];
