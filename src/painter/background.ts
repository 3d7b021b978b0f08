import { hsl } from './palette.ts';
import type { Random } from './random.ts';

type Painter = (side: number, random: Random, tint: () => string) => string;

const kinds: readonly Painter[] = [flat, gradient, stripes, tiles, blobs];

/** A backdrop of `side` x `side` pixels: flat, gradient, stripes, tiles or blobs, in tints of one or two hues. */
export function paintBackground(side: number, random: Random): string {
  const hue = random.range(0, 360);
  const saturation = random.chance(0.3) ? random.range(0, 8) : random.range(12, 70);
  const lightness = random.range(28, 88);
  const tint = () =>
    hsl(hue + random.range(-25, 25), saturation * random.range(0.7, 1), lightness + random.range(-9, 9));
  return random.pick(kinds)(side, random, tint);
}

function cover(side: number, fill: string): string {
  return `<rect width="${side}" height="${side}" fill="${fill}"/>`;
}

function flat(side: number, _random: Random, tint: () => string): string {
  return cover(side, tint());
}

function gradient(side: number, random: Random, tint: () => string): string {
  const [x2, y2] = random.pick([
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const);
  return (
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="${x2}" y2="${y2}"><stop offset="0" stop-color="${tint()}"/>` +
    `<stop offset="1" stop-color="${tint()}"/></linearGradient></defs>${cover(side, 'url(#sky)')}`
  );
}

function stripes(side: number, random: Random, tint: () => string): string {
  const width = random.range(8, 40);
  const fill = tint();
  const bars: string[] = [];
  for (let x = -side; x < 2 * side; x += 2 * width) {
    bars.push(
      `<rect x="${x.toFixed(1)}" y="${-side}" width="${width.toFixed(1)}" height="${3 * side}" fill="${fill}"/>`,
    );
  }
  const turn = random.pick([0, 45, 90, 135, random.range(0, 180)]);
  return `${cover(side, tint())}<g transform="rotate(${turn.toFixed(1)} ${side / 2} ${side / 2})">${bars.join('')}</g>`;
}

function tiles(side: number, random: Random, tint: () => string): string {
  const size = random.range(18, 56);
  const [fill, other] = [tint(), tint()];
  const squares: string[] = [];
  for (let row = 0; row * size < side; row++) {
    for (let column = 0; column * size < side; column++) {
      const isOdd = (row + column) % 2 === 1;
      const [x, y] = [column * size, row * size].map((value) => value.toFixed(1));
      if (isOdd) squares.push(`M${x} ${y}h${size.toFixed(1)}v${size.toFixed(1)}h-${size.toFixed(1)}z`);
    }
  }
  return `${cover(side, fill)}<path d="${squares.join('')}" fill="${other}"/>`;
}

function blobs(side: number, random: Random, tint: () => string): string {
  const ovals = Array.from({ length: 3 + random.below(9) }, () => {
    const [cx, cy] = [random.range(0, side), random.range(0, side)];
    const [rx, ry] = [random.range(12, 70), random.range(12, 70)];
    return `<ellipse cx="${cx.toFixed(1)}" cy="${cy.toFixed(1)}" rx="${rx.toFixed(1)}" ry="${ry.toFixed(1)}" fill="${tint()}"/>`;
  });
  return cover(side, tint()) + ovals.join('');
}

/** Grain over the whole picture: up to a few hundred faint specks, light or dark. */
export function paintGrain(side: number, random: Random): string {
  const count = random.below(260);
  if (count === 0) return '';
  const specks = Array.from({ length: count }, () => {
    const size = random.range(0.8, 2.2).toFixed(1);
    return `M${random.range(0, side).toFixed(1)} ${random.range(0, side).toFixed(1)}h${size}v${size}h-${size}z`;
  });
  const fill = random.chance(0.5) ? '#ffffff' : '#000000';
  return `<path d="${specks.join('')}" fill="${fill}" fill-opacity="${random.range(0.1, 0.45).toFixed(2)}"/>`;
}
