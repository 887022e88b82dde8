import { imageSize } from 'image-size';

/** A picture that Word takes, in pixels. */
export interface Picture {
  readonly type: 'png' | 'jpg' | 'gif' | 'bmp';
  readonly width: number;
  readonly height: number;
}

/** What the bytes show; undefined where they are no picture, a broken one, or one of a kind Word does not take. */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  try {
    const { type, width, height } = imageSize(bytes);
    const known = type === 'png' || type === 'jpg' || type === 'gif' || type === 'bmp';
    return known && width > 0 && height > 0 ? { type, width, height } : undefined;
  } catch {
    return undefined;
  }
}

/** Tallest picture, in mm: the text area less a caption. */
const MAX_HEIGHT = 200;
const PIXELS_PER_MM = 96 / 25.4;

/** The size of a picture on the page, in pixels of a 96th of an inch: its own, made smaller where it is wider than the text (in mm) or too tall. */
export function shownSize(
  { width, height }: Picture,
  room: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, (room * PIXELS_PER_MM) / width, (MAX_HEIGHT * PIXELS_PER_MM) / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
