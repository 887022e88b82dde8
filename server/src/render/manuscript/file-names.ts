/** Names of files and folders that every system takes. */
import type { Analysis } from '../../core/analysis/types.ts';
import { fill } from './fill-placeholders.ts';

/** Longest name that every file system takes, in bytes of UTF-8, with room for ` (2)`. */
const LONGEST_NAME = 240;

/** Most bytes of a name in a folder: a path of several has to stay below the 260 characters of Windows. */
export const LONGEST_IN_FOLDER = 150;

/** Characters at the end of a name that are kept where it is cut: what kind of file it is stands there. */
const TAIL = 12;

/** What a layout's template for a name comes to, also where the applicant's name is not there yet; a draft's says so, or that it is of another kind. */
export function fileName(
  template: string,
  { answers, direction }: Analysis,
  draft: boolean | string,
  bytes?: number,
): string {
  const ending = /\.[A-Za-z0-9]+$/.exec(template)?.[0] ?? '';
  const kind = draft === true ? '草稿' : draft;
  const stem = fill(template.slice(0, template.length - ending.length), answers, direction)
    .map((r) => r.text)
    .join('');
  return safeName(stem, `${kind ? `-${kind}` : ''}${ending}`, bytes);
}

/** A name of at most so many bytes of UTF-8, cut before its ending where it is longer. */
export function safeName(stem: string, ending: string, bytes = LONGEST_NAME): string {
  const end = plain(ending);
  const whole = shorten(plain(stem).replace(/^[.\s]+/, ''), bytes - sizeOf(end)) + end;
  // Windows drops dots and spaces at the end of a name, and keeps the names of its devices for itself.
  const name = whole.replace(/[.\s]+$/, '') || '_';
  return DEVICE.test(name) ? `_${name}` : name;
}

const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/** In one form of Unicode, without what Windows forbids and without marks that nobody sees or that turn the writing round. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '_')
    .replace(/\p{Cf}|\p{Cs}/gu, '');
}

/** A name cut in its middle to so many bytes, at whole characters. */
function shorten(name: string, bytes: number): string {
  const characters = [...name];
  const tail = characters.splice(-TAIL);
  while (characters.length && sizeOf([...characters, ...tail].join('')) > bytes) characters.pop();
  while (tail.length && sizeOf([...characters, ...tail].join('')) > bytes) tail.shift();
  return [...characters, ...tail].join('');
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Gives each path once, also where upper and lower case are one: `甲.pdf`, then `甲 (2).pdf`. */
export class Names {
  private readonly taken = new Set<string>();

  take(path: string): string {
    const dot = path.lastIndexOf('.');
    const cut = dot > path.lastIndexOf('/') + 1 ? dot : path.length;
    for (let n = 1; ; n++) {
      const free = n === 1 ? path : `${path.slice(0, cut)} (${n})${path.slice(cut)}`;
      const key = free.normalize('NFC').toLowerCase();
      if (this.taken.has(key)) continue;
      this.taken.add(key);
      return free;
    }
  }
}
