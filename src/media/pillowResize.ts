import { type Kernel, type Taps, tapsOf } from './pillowTaps.ts';
import { resample } from './resample.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A part of a picture, in pixels; right and bottom lie just outside. */
export interface Window {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A resizing, of which only a part is wanted: `Image.resize` of Pillow to the last bit, cut out. */
export interface Resizing {
  readonly from: Size;
  readonly to: Size;
  readonly kernel: Kernel;
  readonly window: Window;
}

export function wholeOf({ width, height }: Size): Window {
  return { left: 0, top: 0, right: width, bottom: height };
}

/** From this many times its width on, Pillow makes a picture lower before it makes it wider or narrower. */
const TALL = 100;

/** What Pillow does one after the other; a step begins with what the one before it left. */
export function stepsOf({ from, to, kernel, window }: Resizing): Resizing[] {
  const isTall = from.height > TALL * from.width && to.height < from.height;
  if (!isTall || from.width === to.width) return [{ from, to, kernel, window }];
  const lower = { width: from.width, height: to.height };
  const left = { width: from.width, height: window.bottom - window.top };
  return [
    { from, to: lower, kernel, window: { ...window, left: 0, right: from.width } },
    {
      from: left,
      to: { ...left, width: to.width },
      kernel,
      window: { ...window, top: 0, bottom: left.height },
    },
  ];
}

/** The rows that a part is made of: the first, and the first that is not. */
export function rowsOf({ from, to, kernel, window }: Resizing): [number, number] {
  if (from.height === to.height) return [window.top, window.bottom];
  const { outputs, first, counts } = down({ from, to, kernel, window });
  return [first[0] as number, (first[outputs - 1] as number) + (counts[outputs - 1] as number)];
}

/** RGB of the rows of `rowsOf` in, RGB of the part out. */
export function resized(rgb: Uint8Array, resizing: Resizing): Uint8Array<ArrayBuffer> {
  const { from, to, window } = resizing;
  const isAsWide = from.width === to.width && window.right - window.left === from.width;
  return resample(
    { rgb, width: from.width },
    isAsWide ? null : across(resizing),
    from.height === to.height ? null : down(resizing),
  );
}

function across({ from, to, kernel, window }: Resizing): Taps {
  return tapsOf(from.width, to.width, kernel, window.left, window.right);
}

function down({ from, to, kernel, window }: Resizing): Taps {
  return tapsOf(from.height, to.height, kernel, window.top, window.bottom);
}
