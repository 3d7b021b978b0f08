import type { Picture } from '../../media/picture.ts';
import type { Size } from '../../media/pillowResize.ts';
import { resize, resizeAndCrop } from '../../media/resize.ts';
import { closestGrid, idefics3Grid, padToSquare, tiled } from '../../media/tiles.ts';
import type { InputSpec, VlmManifest } from '../manifest.ts';

/** How one kind of model sees pictures. */
export interface Layout {
  /** Tiles of a picture of this size, without looking at it: lengths of prompts are known before any pixel is moved. */
  tiles(size: Size): number;
  /** What stands for the picture in the prompt, image tokens included: `tokensPerImage` for each tile. */
  markup(size: Size): string;
  /** The tiles in the order of their tokens, each of the size of the network's input. */
  cut(picture: Picture): Promise<Picture[]>;
}

type Parts = Pick<VlmManifest, 'input' | 'layout' | 'text'>;

export function layoutOf({ input, layout, text }: Parts): Layout {
  const tokens = (tiles: number): string => text.imageToken.repeat(layout.tokensPerImage * tiles);
  const plain = (tiles: number): string => text.imageStart + tokens(tiles) + text.imageEnd;
  switch (layout.kind) {
    case 'plain':
      return { tiles: () => 1, markup: () => plain(1), cut: async (picture) => [await fill(picture, input)] };
    case 'pad-square':
      return {
        tiles: () => 1,
        markup: () => plain(1),
        cut: async (picture) => [await fill(padToSquare(picture, meanColor(input)), input)],
      };
    case 'center-crop': {
      const edge = layout.shortestEdge ?? Math.min(input.width, input.height);
      return {
        tiles: () => 1,
        markup: () => plain(1),
        cut: async (picture) => [await resizeAndCrop(picture, edge, input, input.kernel)],
      };
    }
    case 'tiles': {
      const grid = (size: Size) => closestGrid(size, input.width, layout.maxTiles);
      const tiles = (size: Size): number => {
        const { columns, rows } = grid(size);
        return columns * rows + (layout.thumbnail && columns * rows > 1 ? 1 : 0);
      };
      return {
        tiles,
        markup: (size) => plain(tiles(size)),
        cut: async (picture) => {
          const cut = await tiled(picture, grid(picture), input.width, input.kernel);
          return tiles(picture) > cut.length ? [...cut, await fill(picture, input)] : cut;
        },
      };
    }
    case 'idefics3':
      return idefics3(input, layout, tokens(1));
  }
}

function idefics3(
  input: InputSpec,
  { longestEdge, aroundToken, globalToken }: Extract<VlmManifest['layout'], { kind: 'idefics3' }>,
  tokens: string,
): Layout {
  const side = input.width;
  const grid = (size: Size) => idefics3Grid(size, side, longestEdge);
  const isWhole = (size: Size): boolean => grid(size).columns * grid(size).rows === 1;
  return {
    tiles: (size) => (isWhole(size) ? 1 : grid(size).columns * grid(size).rows + 1),
    markup: (size) => {
      const { columns, rows } = grid(size);
      const whole = `${aroundToken}${globalToken}${tokens}${aroundToken}`;
      if (isWhole(size)) return whole;
      const row = (at: number): string =>
        Array.from(
          { length: columns },
          (_, column) => `${aroundToken}<row_${at + 1}_col_${column + 1}>${tokens}`,
        ).join('');
      return `${Array.from({ length: rows }, (_, at) => `${row(at)}\n`).join('')}\n${whole}`;
    },
    cut: async (picture) => {
      const { columns, rows, scaled } = grid(picture);
      const large = await resize(picture, scaled, input.kernel);
      const cover = await resize(large, { width: columns * side, height: rows * side }, input.kernel);
      const whole = await fill(cover, input);
      return isWhole(picture)
        ? [whole]
        : [...(await tiled(cover, { columns, rows }, side, input.kernel)), whole];
    },
  };
}

function fill(picture: Picture, { width, height, kernel }: InputSpec): Promise<Picture> {
  return resize(picture, { width, height }, kernel);
}

/** The mean that normalisation takes away, as a colour, rounded down as LLaVA does: 122, 116, 104 for CLIP. */
function meanColor({ mean, channels }: InputSpec): [number, number, number] {
  const [first, second, third] = mean.map((value) => Math.trunc(value * 255)) as [number, number, number];
  return channels === 'rgb' ? [first, second, third] : [third, second, first];
}
