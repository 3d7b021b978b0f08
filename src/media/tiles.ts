import type { Picture } from './picture.ts';
import type { Size } from './pillowResize.ts';
import type { Kernel } from './pillowTaps.ts';
import { crop, framed, resize } from './resize.ts';

export interface Grid {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The grid of at most `maxTiles` square tiles whose shape is nearest to the picture's, as InternVL's
 * `dynamic_preprocess` chooses it. Of grids equally near, a larger one wins when the picture has more than half
 * its pixels. No two grids of the same area are ever equally near, so their order does not matter.
 */
export function closestGrid({ width, height }: Size, side: number, maxTiles: number): Grid {
  let best: Grid = { columns: 1, rows: 1 };
  let nearest = Number.POSITIVE_INFINITY;
  for (const grid of gridsOf(maxTiles)) {
    const difference = Math.abs(width / height - grid.columns / grid.rows);
    const isLargeEnough = width * height > 0.5 * side * side * grid.columns * grid.rows;
    if (difference < nearest || (difference === nearest && isLargeEnough)) best = grid;
    nearest = Math.min(nearest, difference);
  }
  return best;
}

/** Smallest area first. */
function gridsOf(maxTiles: number): Grid[] {
  const upTo = (length: number): number[] => Array.from({ length }, (_, at) => at + 1);
  return upTo(maxTiles)
    .flatMap((columns) => upTo(Math.floor(maxTiles / columns)).map((rows) => ({ columns, rows })))
    .sort((a, b) => a.columns * a.rows - b.columns * b.rows);
}

/**
 * What Idefics3 makes of a picture: its longer edge brought to `longestEdge`, the other in proportion, then both
 * stretched up to whole tiles. `scaled` is the size in between, which the picture is really resized to.
 */
export function idefics3Grid(size: Size, side: number, longestEdge: number): Grid & { scaled: Size } {
  const scaled = withLongestEdge(size, longestEdge);
  // The other side follows from the stretched one, as the original does it, and may gain a tile by that.
  const stretched = Math.ceil(longestEdge / side);
  const aspect = scaled.width / scaled.height;
  const isWide = scaled.width >= scaled.height;
  const across = Math.trunc(isWide ? (stretched * side) / aspect : stretched * side * aspect);
  const other = Math.max(1, Math.ceil(across / side));
  return { columns: isWide ? stretched : other, rows: isWide ? other : stretched, scaled };
}

/** The shorter edge rounds down and then up to an even number. */
function withLongestEdge({ width, height }: Size, longestEdge: number): Size {
  const shorter = (length: number): number => Math.max(1, length % 2 === 0 ? length : length + 1);
  const aspect = width / height;
  return width >= height
    ? { width: longestEdge, height: shorter(Math.trunc(longestEdge / aspect)) }
    : { width: shorter(Math.trunc(longestEdge * aspect)), height: longestEdge };
}

/** The tiles of a grid, row by row: the picture is stretched over all of them. */
export async function tiled(picture: Picture, grid: Grid, side: number, kernel: Kernel): Promise<Picture[]> {
  const size = { width: grid.columns * side, height: grid.rows * side };
  const whole = await resize(picture, size, kernel);
  return Array.from({ length: grid.columns * grid.rows }, (_, at) => {
    const left = (at % grid.columns) * side;
    const top = Math.floor(at / grid.columns) * side;
    return crop(whole, [left, top, left + side, top + side]);
  });
}

/** The picture in the middle of the smallest square that holds it, the rest in one colour: LLaVA's `expand2square`. */
export function padToSquare(picture: Picture, color: readonly [number, number, number]): Picture {
  const { width, height } = picture;
  const side = Math.max(width, height);
  const place = { left: Math.floor((side - width) / 2), top: Math.floor((side - height) / 2) };
  return framed(picture, { width: side, height: side }, place, color);
}
