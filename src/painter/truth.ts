import type { GenevalRecord } from '../benchmarks/geneval/record.ts';
import type { ColorName } from './palette.ts';
import { isRelation, type Relation } from './record.ts';
import type { Box } from './sprite.ts';

/** What the painter put into the picture. */
export interface PaintedObject {
  readonly class: string;
  readonly color: ColorName;
  /** Tight, in pixels. */
  readonly box: Box;
}

/** How far GenEval's test asks the two boxes to be apart, as a share of their joint extent. */
const margin = 0.1;

/**
 * The quantity GenEval compares with 0.5: how much of the way from `b` to `a` lies in that direction, after the
 * margin is taken off. 0 or less when the relation does not hold at all, at most 1.
 */
export function directness(a: Box, b: Box, relation: Relation): number {
  const offset = [(a[0] + a[2] - b[0] - b[2]) / 2, (a[1] + a[3] - b[1] - b[3]) / 2] as const;
  const [axis, sign] = { 'left of': [0, -1], 'right of': [0, 1], above: [1, -1], below: [1, 1] }[
    relation
  ] as [0 | 1, 1 | -1];
  const extent = a[(axis + 2) as 2 | 3] - a[axis] + b[(axis + 2) as 2 | 3] - b[axis];
  const beyond = Math.max(Math.abs(offset[axis]) - margin * extent, 0);
  if (beyond < 1e-3) return 0;
  return (Math.sign(offset[axis]) * sign * beyond) / Math.hypot(...offset);
}

/**
 * Whether the picture is what the record asks for, by GenEval's rules, judged on what was really painted. Where the
 * rules look only at the most confident objects, every object of the class must do: the painter leaves no room for
 * an answer that depends on confidence.
 */
export function satisfies(record: GenevalRecord, objects: readonly PaintedObject[]): boolean {
  const ofClass = (name: string) => objects.filter((object) => object.class === name);
  const included = record.include.every(({ class: name, count, color, position }) => {
    const found = ofClass(name);
    if (found.length < count) return false;
    if (color !== undefined && !found.every((object) => object.color === color)) return false;
    if (!position) return true;
    const [relation, index] = position;
    const targets = ofClass(record.include[index]?.class ?? '');
    return (
      isRelation(relation) &&
      targets.length > 0 &&
      found.every((a) => targets.every((b) => directness(a.box, b.box, relation) > 0.5))
    );
  });
  return included && !(record.exclude ?? []).some(({ class: name, count }) => ofClass(name).length >= count);
}
