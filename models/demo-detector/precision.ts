import type { Box } from '../../src/benchmarks/geneval/position.ts';

/** An object as painted, or as found with a score; `picture` tells pictures apart. */
export interface Placement {
  readonly picture: number;
  readonly class: string;
  readonly box: Box;
}

export interface Finding extends Placement {
  readonly score: number;
}

/** Average precision per class at IoU 0.5, all-point interpolation; its mean is mAP50. */
export function averagePrecisions(
  painted: readonly Placement[],
  found: readonly Finding[],
): Map<string, number> {
  const foundOf = Map.groupBy(found, (finding) => finding.class);
  const byClass = Map.groupBy(painted, (object) => object.class);
  return new Map([...byClass].map(([name, objects]) => [name, average(objects, foundOf.get(name) ?? [])]));
}

function average(objects: readonly Placement[], found: readonly Finding[]): number {
  const taken = new Set<Placement>();
  const inPicture = Map.groupBy(objects, (object) => object.picture);
  let right = 0;
  const curve = found
    .toSorted((a, b) => b.score - a.score)
    .map((finding, at) => {
      const candidates = inPicture.get(finding.picture) ?? [];
      const best = candidates.toSorted((a, b) => iou(b.box, finding.box) - iou(a.box, finding.box))[0];
      // As PASCAL VOC has it: a second finding of an object already taken is wrong.
      if (best && iou(best.box, finding.box) >= 0.5 && !taken.has(best)) {
        taken.add(best);
        right++;
      }
      return { precision: right / (at + 1), recall: right / objects.length };
    });
  let [area, highest, reached] = [0, 0, curve.at(-1)?.recall ?? 0];
  for (const { precision, recall } of curve.toReversed()) {
    area += highest * (reached - recall);
    reached = recall;
    highest = Math.max(highest, precision);
  }
  return area + highest * reached;
}

/** Intersection over union. */
export function iou(a: Box, b: Box): number {
  const area = ([x1, y1, x2, y2]: Box) => Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
  const common: Box = [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ];
  return area(common) / (area(a) + area(b) - area(common));
}
