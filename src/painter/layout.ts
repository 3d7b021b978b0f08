import { RELATIONS } from '../benchmarks/geneval/record.ts';
import type { PaintedClass } from './drawings.ts';
import type { Plan, Wanted } from './mistakes.ts';
import { mixPalette } from './palette.ts';
import type { Random } from './random.ts';
import type { Relation } from './record.ts';
import { type Box, createSprite, type Sprite } from './sprite.ts';
import { directness, type PaintedObject } from './truth.ts';

/** A painted object with its SVG. */
export interface Placed extends PaintedObject {
  readonly class: PaintedClass;
  readonly svg: string;
}

interface Rules {
  /** Pixels. */
  readonly side: number;
  /** Square root of an object's area, in pixels. */
  readonly sizes: readonly [low: number, high: number];
  /** The share of the smaller of two boxes that may lie under the other. */
  readonly overlap: number;
  readonly relation?: Relation;
}

const edge = 3;
// GenEval asks for more than 0.5. Well above it or well below it, a detector's small errors change nothing.
const clearlyHolds = 0.66;
const clearlyFails = 0.3;

/** Gives every object of the plan a pose and a place; objects get smaller when they do not fit. */
export function layOut(plan: Plan, side: number, random: Random): Placed[] {
  const count = plan.objects.length;
  const isCrowd = count > 2;
  const roomy = side / (Math.sqrt(count) + 0.75);
  const rules: Rules = {
    side,
    sizes: [Math.max(44, roomy * 0.55), Math.min(150, roomy)],
    overlap: isCrowd ? 0.05 : 0.1,
    ...(plan.relation === undefined ? {} : { relation: plan.relation }),
  };
  return place(plan.objects, [], rules, random);
}

/** Adds objects that nobody asked for, smaller and off the others. */
export function addExtras(
  extras: readonly Wanted[],
  placed: readonly Placed[],
  side: number,
  random: Random,
): Placed[] {
  return place(extras, placed, { side, sizes: [40, 62], overlap: 0.06 }, random);
}

function place(
  wanted: readonly Wanted[],
  already: readonly Placed[],
  rules: Rules,
  random: Random,
): Placed[] {
  let shrink = 1;
  for (;;) {
    for (let attempt = 0; attempt < 40; attempt++) {
      const placed = tryToPlace(wanted, already, rules, shrink, random);
      if (placed) return placed;
    }
    shrink *= 0.92;
  }
}

function tryToPlace(
  wanted: readonly Wanted[],
  already: readonly Placed[],
  rules: Rules,
  shrink: number,
  random: Random,
): Placed[] | null {
  const placed: Placed[] = [];
  for (const { class: name, color } of wanted) {
    const sprite = createSprite(name, mixPalette(color, random), {
      size: random.range(...rules.sizes) * shrink,
      turn: random.range(-12, 12),
      stretch: random.range(0.88, 1.14),
      isMirrored: name !== 'stop sign' && random.chance(0.5),
    });
    const spot = findSpot(sprite, [...already, ...placed], placed[0]?.box, rules, random);
    if (!spot) return null;
    placed.push({ class: name, color, box: spot, svg: sprite.at(spot[0], spot[1]) });
  }
  return placed;
}

function findSpot(
  { width, height }: Sprite,
  others: readonly Placed[],
  target: Box | undefined,
  { side, overlap, relation }: Rules,
  random: Random,
): Box | null {
  if (width > side - 2 * edge || height > side - 2 * edge) return null;
  for (let attempt = 0; attempt < 24; attempt++) {
    const x = random.range(edge, side - edge - width);
    const y = random.range(edge, side - edge - height);
    const box: Box = [x, y, x + width, y + height];
    const isFree = others.every((other) => covered(box, other.box) <= overlap);
    if (isFree && (!target || !relation || stands(box, target, relation))) return box;
  }
  return null;
}

/** Clearly in that direction and clearly in none of the others, so that a wrong relation is wrong beyond doubt. */
function stands(box: Box, target: Box, relation: Relation): boolean {
  return RELATIONS.every((each) => {
    const value = directness(box, target, each);
    return each === relation ? value > clearlyHolds : value < clearlyFails;
  });
}

/** The share of the smaller box that the two have in common. */
export function covered(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const area = ([x1, y1, x2, y2]: Box) => (x2 - x1) * (y2 - y1);
  return (width * height) / Math.min(area(a), area(b));
}
