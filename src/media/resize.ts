import type { Picture } from './picture.ts';
import { type Resizing, resized, rowsOf, type Size, stepsOf, type Window, wholeOf } from './pillowResize.ts';
import type { Kernel } from './pillowTaps.ts';
import { resizeElsewhere, THREADS } from './resizeThreads.ts';

/** x1, y1, x2, y2 in pixels; x2 and y2 lie just outside. */
export type PixelBox = readonly [number, number, number, number];

/**
 * Stretches a picture to exactly this size, as Pillow does to the last bit, and gives the part of it that is wanted;
 * off this thread where that takes long.
 */
export async function resize(
  picture: Picture,
  size: Size,
  kernel: Kernel,
  window: Window = wholeOf(size),
): Promise<Picture> {
  const { width, height } = picture;
  if (width === size.width && height === size.height) return cut(picture, window);
  let { rgb } = picture;
  for (const step of stepsOf({ from: { width, height }, to: size, kernel, window }))
    rgb = await resizeOnce(rgb, step);
  return { width: window.right - window.left, height: window.bottom - window.top, rgb };
}

/** Bytes read and written that take about a millisecond. */
const SHORT = 500_000;

/** Where a picture is resized in several threads, each has at least so many bytes. */
const BAND = 4_000_000;

async function resizeOnce(rgb: Uint8Array, resizing: Resizing): Promise<Uint8Array> {
  const { from, window } = resizing;
  const needed = (band: Resizing): Uint8Array => {
    const [first, end] = rowsOf(band);
    return rgb.subarray(first * from.width * 3, end * from.width * 3);
  };
  const rows = needed(resizing);
  const bytes = rows.length + 3 * (window.right - window.left) * (window.bottom - window.top);
  if (bytes <= SHORT) return resized(rows, resizing);
  const bands = bandsOf(resizing, Math.ceil(bytes / BAND));
  return joined(await Promise.all(bands.map((band) => resizeElsewhere(needed(band), band))));
}

function bandsOf(resizing: Resizing, wanted: number): Resizing[] {
  const { window } = resizing;
  const height = window.bottom - window.top;
  const count = Math.min(THREADS, height, wanted);
  const edge = (at: number): number => window.top + Math.floor((at * height) / count);
  return Array.from({ length: count }, (_, at) => ({
    ...resizing,
    window: { ...window, top: edge(at), bottom: edge(at + 1) },
  }));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The size at which the shorter side is `side`; the longer one rounds down, in torchvision and in transformers. */
function withShorterSide({ width, height }: Size, side: number): Size {
  const shorter = Math.min(width, height);
  return { width: Math.floor((side * width) / shorter), height: Math.floor((side * height) / shorter) };
}

/** The square in the middle after the shorter side became `side`: torchvision's `Resize(side)`, `CenterCrop(side)`. */
export async function resizeToCenter(picture: Picture, side: number, kernel: Kernel): Promise<Picture> {
  const size = withShorterSide(picture, side);
  const left = roundHalfEven((size.width - side) / 2);
  const top = roundHalfEven((size.height - side) / 2);
  return resize(picture, size, kernel, { left, top, right: left + side, bottom: top + side });
}

/**
 * The middle of a picture whose shorter side became `shortestEdge`, as CLIP's and LLaVA's image processors of
 * transformers cut it: odd pixels go to the right and to the bottom, and what the picture is too small for is black.
 */
export async function resizeAndCrop(
  picture: Picture,
  shortestEdge: number,
  frame: Size,
  kernel: Kernel,
): Promise<Picture> {
  const size = withShorterSide(picture, shortestEdge);
  const left = Math.floor((size.width - frame.width) / 2);
  const top = Math.floor((size.height - frame.height) / 2);
  const window = {
    left: Math.max(0, left),
    top: Math.max(0, top),
    right: Math.min(size.width, left + frame.width),
    bottom: Math.min(size.height, top + frame.height),
  };
  const middle = await resize(picture, size, kernel, window);
  return framed(middle, frame, { left: Math.max(0, -left), top: Math.max(0, -top) }, [0, 0, 0]);
}

/** The picture at a place in a frame of one colour. */
export function framed(
  picture: Picture,
  frame: Size,
  place: { left: number; top: number },
  color: readonly [number, number, number],
): Picture {
  if (picture.width === frame.width && picture.height === frame.height) return picture;
  const { width, height } = frame;
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < rgb.length; at += 3) rgb.set(color, at);
  for (let row = 0; row < picture.height; row++) {
    const from = row * picture.width * 3;
    const part = picture.rgb.subarray(from, from + picture.width * 3);
    rgb.set(part, ((place.top + row) * width + place.left) * 3);
  }
  return { width, height, rgb };
}

/**
 * Cuts a box out as PIL's `crop` does, which rounds halves to even. The box is cut to the picture (PIL would
 * add black) and is never thinner than a pixel.
 */
export function crop(picture: Picture, box: PixelBox): Picture {
  const [left, right] = span(box[0], box[2], picture.width);
  const [top, bottom] = span(box[1], box[3], picture.height);
  return cut(picture, { left, top, right, bottom });
}

/** Rounds as Python's `round`: 0.5 to 0, 1.5 to 2, 2.5 to 2. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function span(low: number, high: number, length: number): [number, number] {
  const from = Math.min(Math.max(roundHalfEven(low), 0), length - 1);
  const to = Math.min(Math.max(roundHalfEven(high), from + 1), length);
  return [from, to];
}

function cut(picture: Picture, { left, top, right, bottom }: Window): Picture {
  const [width, height] = [right - left, bottom - top];
  if (width === picture.width && height === picture.height) return picture;
  const rgb = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const from = ((top + row) * picture.width + left) * 3;
    rgb.set(picture.rgb.subarray(from, from + width * 3), row * width * 3);
  }
  return { width, height, rgb };
}
