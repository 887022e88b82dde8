import { imageSize } from 'image-size';
import { isPrintableKind, type PictureFault } from '../../core/inputs/picture-fault.ts';
import type { Layout } from '../../core/model/layout-schema.ts';

/** A picture that Word takes, with its size as it is seen, in pixels. */
export interface Picture {
  readonly type: 'png' | 'jpg' | 'gif' | 'bmp';
  readonly width: number;
  readonly height: number;
  /** What is done to its pixels before it is seen, where a camera was held on its side. */
  readonly turn?: Turn;
}

/** First mirrored, then turned so many degrees clockwise. */
export interface Turn {
  readonly degrees: 0 | 90 | 180 | 270;
  readonly mirrored: boolean;
}

/** By the number that EXIF has for it. */
const TURNS: Readonly<Record<number, Turn>> = {
  2: { degrees: 0, mirrored: true },
  3: { degrees: 180, mirrored: false },
  4: { degrees: 180, mirrored: true },
  5: { degrees: 270, mirrored: true },
  6: { degrees: 90, mirrored: false },
  7: { degrees: 90, mirrored: true },
  8: { degrees: 270, mirrored: false },
};

/** Whether its width is the height of its pixels. */
export function isOnSide({ turn }: Pick<Picture, 'turn'>): boolean {
  return turn?.degrees === 90 || turn?.degrees === 270;
}

/** What the bytes show; undefined where they are no picture, a broken one, or one of a kind Word does not take. */
export function readPicture(bytes: Uint8Array): Picture | undefined {
  try {
    const { type, width, height, orientation = 1 } = imageSize(bytes);
    const known = type === 'png' || type === 'jpg' || type === 'gif' || type === 'bmp';
    if (!known || !(width > 0 && height > 0)) return undefined;
    const turn = type === 'jpg' ? TURNS[orientation] : undefined;
    if (!turn) return { type, width, height };
    return isOnSide({ turn }) ? { type, width: height, height: width, turn } : { type, width, height, turn };
  } catch {
    return undefined;
  }
}

/** Why bytes cannot be printed as a picture; undefined where they can. */
export function faultOfPicture(bytes: Uint8Array): PictureFault | undefined {
  if (readPicture(bytes)) return undefined;
  if (!bytes.length) return 'empty';
  try {
    const { type = '' } = imageSize(bytes);
    return isPrintableKind(type) ? 'broken' : { kind: type };
  } catch {
    return 'broken';
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

/** In pixels of a 96th of an inch. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of a picture on the page: its own, made smaller where it has not the room. */
export function shownSize({ width, height }: Picture, room: PictureRoom): Size {
  const scale = Math.min(1, (room.width * PIXELS_PER_MM) / width, (room.height * PIXELS_PER_MM) / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
