/** Digests of texts and bytes. */
import { createHash } from 'node:crypto';

/** The SHA-256 of bytes, or of a text as UTF-8: 64 hexadecimal digits in lower case. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** The first 32 digits of the SHA-256 of a value as JSON: a name for it that is the same on every machine. */
export function digestOfJson(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, 32);
}
