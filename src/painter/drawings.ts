import { bird, cat, elephant, teddyBear } from './drawings/animals.ts';
import { backpack, kite, suitcase, tie, umbrella } from './drawings/carried.ts';
import { apple, banana } from './drawings/fruit.ts';
import { chair, clock, couch, pottedPlant, tv } from './drawings/home.ts';
import { fireHydrant, stopSign, trafficLight } from './drawings/street.ts';
import { bottle, cake, cup, donut, wineGlass } from './drawings/table.ts';
import { airplane, boat, bus, car } from './drawings/vehicles.ts';
import type { Palette } from './palette.ts';
import type { Shape } from './shapes.ts';

/** A class drawn in shades of one colour, in units of about 1/100 of its size. */
export type Drawing = (palette: Palette) => Shape[];

/** Every class the painter can draw, by its GenEval name. */
export const drawings = {
  airplane,
  apple,
  backpack,
  banana,
  bird,
  boat,
  bottle,
  bus,
  cake,
  car,
  cat,
  chair,
  clock,
  couch,
  cup,
  donut,
  elephant,
  'fire hydrant': fireHydrant,
  kite,
  'potted plant': pottedPlant,
  'stop sign': stopSign,
  suitcase,
  'teddy bear': teddyBear,
  tie,
  'traffic light': trafficLight,
  tv,
  umbrella,
  'wine glass': wineGlass,
} as const satisfies Record<string, Drawing>;

export type PaintedClass = keyof typeof drawings;

/** In alphabetical order. */
export const paintedClasses = Object.keys(drawings) as PaintedClass[];

export function isPainted(name: string): name is PaintedClass {
  return Object.hasOwn(drawings, name);
}
