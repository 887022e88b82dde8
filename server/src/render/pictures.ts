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
