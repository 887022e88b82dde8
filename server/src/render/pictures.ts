import { imageSize } from 'image-size';
import type { Layout } from '../core/notice.ts';

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

const PIXELS_PER_MM = 96 / 25.4;
/** What a picture's caption and the end of its line take, in mm. */
const BESIDE = 15;

/** What a picture may fill, in mm. */
export interface PictureRoom {
  readonly width: number;
  readonly height: number;
}

/** The text of a page, less a caption. */
export function pictureRoom({ paper }: Layout, landscape = false): PictureRoom {
  const { margins } = paper;
  const [width, height] = landscape ? [paper.height, paper.width] : [paper.width, paper.height];
  return { width: width - margins.inside - margins.outside, height: height - margins.top - margins.bottom - BESIDE };
}

/** The size of a picture on the page, in pixels of a 96th of an inch: its own, made smaller where it has not the room. */
export function shownSize(
  { width, height }: Picture,
  room: PictureRoom,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, (room.width * PIXELS_PER_MM) / width, (room.height * PIXELS_PER_MM) / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
