import { type Drawing, drawings, type PaintedClass } from './drawings.ts';
import type { Palette } from './palette.ts';
import type { Shape } from './shapes.ts';

/** x1, y1, x2, y2; y grows downwards. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/** SVG's matrix(a b c d e f). */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** How an object stands in the picture, before it is moved to its place. */
export interface Pose {
  /** Square root of the upright box's area, in pixels. */
  readonly size: number;
  /** Degrees, clockwise. */
  readonly turn: number;
  /** Width over height, compared with the drawing's own: 0.9 is a little slimmer. */
  readonly stretch: number;
  readonly isMirrored: boolean;
}

/** A drawing in its colour and pose. */
export interface Sprite {
  /** Of the tight upright box around it, in pixels. */
  readonly width: number;
  readonly height: number;
  /** The SVG of it with that box's top left corner at x, y. */
  at(x: number, y: number): string;
}

/** The tight box of a drawing in its own units, and its aspect ratio (width over height). */
export function measureDrawing(drawing: Drawing, palette: Palette): { box: Box; aspect: number } {
  const box = bounds(drawing(palette), [1, 0, 0, 1, 0, 0]);
  return { box, aspect: (box[2] - box[0]) / (box[3] - box[1]) };
}

export function createSprite(name: PaintedClass, palette: Palette, pose: Pose): Sprite {
  const drawing: Drawing = drawings[name];
  const shapes = drawing(palette);
  const { box, aspect } = measureDrawing(drawing, palette);
  const wide = Math.sqrt(aspect * pose.stretch);
  const scaleX = ((pose.size * wide) / (box[2] - box[0])) * (pose.isMirrored ? -1 : 1);
  const scaleY = pose.size / wide / (box[3] - box[1]);
  const [sin, cos] = [Math.sin((pose.turn * Math.PI) / 180), Math.cos((pose.turn * Math.PI) / 180)];
  const linear: Matrix = [cos * scaleX, sin * scaleX, -sin * scaleY, cos * scaleY, 0, 0];
  const [x1, y1, x2, y2] = bounds(shapes, linear);
  const svg = shapes.map((shape) => shape.svg).join('');
  return {
    width: x2 - x1,
    height: y2 - y1,
    at: (x, y) =>
      `<g transform="matrix(${[...linear.slice(0, 4), x - x1, y - y1].map(short).join(' ')})">${svg}</g>`,
  };
}

const short = (value: number) => Number(value.toFixed(4));

/** The tight box of shapes under an affine map: a disc of radius r becomes an ellipse reaching r·hypot(a, c) in x. */
function bounds(shapes: readonly Shape[], [a, b, c, d, e, f]: Matrix): Box {
  let [x1, y1, x2, y2] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const { points, reach } of shapes) {
    const [reachX, reachY] = [reach * Math.hypot(a, c), reach * Math.hypot(b, d)];
    for (const [px, py] of points) {
      const [x, y] = [a * px + c * py + e, b * px + d * py + f];
      x1 = Math.min(x1, x - reachX);
      y1 = Math.min(y1, y - reachY);
      x2 = Math.max(x2, x + reachX);
      y2 = Math.max(y2, y + reachY);
    }
  }
  return [x1, y1, x2, y2];
}
