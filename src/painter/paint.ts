import { COLORS } from '../benchmarks/geneval/names.ts';
import type { GenevalRecord } from '../benchmarks/geneval/record.ts';
import { paintBackground, paintGrain } from './background.ts';
import { isPainted, paintedClasses } from './drawings.ts';
import { addExtras, layOut } from './layout.ts';
import { planScene, type Style, type Wanted } from './mistakes.ts';
import { isColor } from './palette.ts';
import { createRandom, hashText, type Random } from './random.ts';
import { isRelation, isTag } from './record.ts';
import { type PaintedObject, satisfies } from './truth.ts';

/** Pixels; pictures are square. */
export const side = 256;

export interface PaintOptions {
  /** Any whole number; the same record, seed and style always give the same picture. */
  readonly seed: number;
  readonly style: Style;
}

export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  /** Everything in the picture, asked for or not. */
  readonly objects: readonly PaintedObject[];
  /** Whether the picture really is what the record asks for, by GenEval's rules. */
  readonly truth: boolean;
}

/** More objects than this leave none of them large enough to be seen. */
const maxObjects = 8;

/** True when the record is of one of the six tasks and asks for classes, colours and relations the painter has. */
export function canPaint({ tag, include }: GenevalRecord): boolean {
  const total = include.reduce((sum, { count }) => sum + count, 0);
  const isDrawable = include.every(
    ({ class: name, count, color, position }) =>
      count > 0 &&
      isPainted(name) &&
      (color === undefined || isColor(color)) &&
      (position === undefined || isRelation(position[0])),
  );
  return isTag(tag) && total > 0 && total <= maxObjects && isDrawable;
}

/** Paints what the record asks for, sometimes wrongly: it stands in for a text-to-image model. */
export function paint(record: GenevalRecord, { seed, style }: PaintOptions): Picture {
  if (!canPaint(record)) throw new RangeError(`The painter cannot draw: ${record.prompt}`);
  const random = createRandom(hashText(`${seed} ${style} ${record.prompt}`));
  const plan = planScene(record, style, random);
  const asked = layOut(plan, side, random);
  const placed = [...asked, ...addExtras(extrasFor(record, asked.length, random), asked, side, random)];
  const background = paintBackground(side, random);
  const layers = random.shuffled(placed).map((object) => object.svg);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 ${side} ${side}">` +
    `${background}${layers.join('')}${paintGrain(side, random)}</svg>`;
  const objects = placed.map(({ class: name, color, box }) => ({ class: name, color, box }));
  return { svg, width: side, height: side, objects, truth: satisfies(record, objects) };
}

/** Now and then something of a class that the record does not mention. */
function extrasFor(record: GenevalRecord, taken: number, random: Random): Wanted[] {
  const others = paintedClasses.filter((name) => record.include.every((wanted) => wanted.class !== name));
  const most = taken > 3 ? 1 : 2;
  const count = random.chance(0.3) ? 1 + random.below(most) : 0;
  return random
    .shuffled(others)
    .slice(0, count)
    .map((name) => ({ class: name, color: random.pick(COLORS) }));
}
