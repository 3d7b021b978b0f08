import { createHash } from 'node:crypto';
import type { Picture } from '../../src/media/picture.ts';

/** The noise of models/recipes/contracts/make_digests.py: of odd seeds nothing but black and white. */
export function noise(width: number, height: number, seed: number): Picture {
  const rgb = new Uint8Array(width * height * 3);
  for (let at = 0; at < rgb.length; at++) {
    let x = Math.imul(at, 2654435761) + seed * 97 + 1;
    x ^= x >>> 15;
    x = Math.imul(x, 2246822519);
    x ^= x >>> 13;
    const value = (x >>> 8) & 255;
    rgb[at] = seed % 2 === 0 ? value : value > 127 ? 255 : 0;
  }
  return { width, height, rgb };
}

export const digest = ({ rgb }: Picture): string =>
  createHash('sha256').update(rgb).digest('hex').slice(0, 16);
