import { type Box, iou } from '../detections.ts';
import type { Percept } from '../judge.ts';
import type { GoldenPicture, GoldenScene, Tolerance } from './file.ts';

type Expected = GoldenPicture['detections'][number];

/** How far apart two boxes may be to be told as being of the same thing. */
const SAME_PLACE = 0.5;

/** Whether what is expected is among what is seen. `threshold` counts where no score is given. */
export function isThere(
  expected: Expected | GoldenScene['detections'][number],
  seen: readonly Percept[],
  tolerance: Tolerance,
  threshold: number,
): boolean {
  return seen.some(
    (percept) =>
      percept.class === expected.class &&
      isScore(expected.score, percept.score, tolerance, threshold) &&
      isPlace(expected.box, percept.box, tolerance) &&
      (!('color' in expected) || expected.color === undefined || expected.color === percept.color),
  );
}

function isScore(
  expected: number | undefined,
  seen: number,
  { score }: Tolerance,
  threshold: number,
): boolean {
  return expected === undefined ? seen >= threshold : Math.abs(seen - expected) <= score;
}

function isPlace(expected: Box, seen: Box, { boxPixels, overlap }: Tolerance): boolean {
  if (boxPixels === undefined) return iou(expected, seen) >= overlap;
  return seen.every((side, at) => Math.abs(side - (expected[at] as number)) <= boxPixels);
}

/** What is wrong with a picture of the user's own: what was expected, what is seen, and what usually causes it; null if nothing. */
export function findDifference(
  { detections }: GoldenPicture,
  seen: readonly Percept[],
  tolerance: Tolerance,
  threshold: number,
): string | null {
  const [best] = seen;
  if (detections.length === 0)
    return best && best.score >= threshold
      ? `expected nothing from ${threshold} upwards, saw ${describe(best)}. Usual causes: input.scale, input.mean or input.std`
      : null;
  const missing = detections.find((expected) => !isThere(expected, seen, tolerance, threshold));
  if (!missing) return null;
  const { nearest, cause } = explain(missing, seen, tolerance, threshold);
  const others = seen.length > 1 ? ` (and ${seen.length - 1} more)` : '';
  return `expected ${describe(missing)}, saw ${nearest ? describe(nearest) + others : 'nothing'}. Usual cause: ${cause}`;
}

/** What was seen instead, and which field of a manifest makes such a difference. */
function explain(
  expected: Expected,
  seen: readonly Percept[],
  tolerance: Tolerance,
  threshold: number,
): { nearest: Percept | undefined; cause: string } {
  const { score: _, color: __, ...thing } = expected;
  const anyScore = { ...tolerance, score: 1 };
  const here = [...seen].sort((a, b) => iou(b.box, expected.box) - iou(a.box, expected.box));
  const sameThing = seen.find((percept) => isThere({ ...thing, score: 0 }, [percept], anyScore, threshold));
  if (sameThing && expected.color !== undefined && expected.color !== sameThing.color)
    return { nearest: sameThing, cause: 'the colour model named by "colors", or its input and prompts' };
  if (sameThing)
    return {
      nearest: sameThing,
      cause:
        'other weights than those expected (quantised to int8, another checkpoint), or input.mean, input.std or input.kernel',
    };
  const sameClass = seen.find(
    (percept) =>
      percept.class === expected.class && isScore(expected.score, percept.score, tolerance, threshold),
  );
  if (sameClass)
    return { nearest: sameClass, cause: 'output.boxFormat (cxcywh or xyxy), or input.resize (fill or fit)' };
  const samePlace = here.find(
    (percept) =>
      iou(percept.box, expected.box) >= SAME_PLACE &&
      isScore(expected.score, percept.score, tolerance, threshold),
  );
  if (samePlace)
    return { nearest: samePlace, cause: 'the order of "classes", or input.channels (rgb or bgr)' };
  return {
    nearest: seen[0],
    cause:
      'input.scale (1/255 where a network wants 0 to 1, 1 where it wants 0 to 255), input.mean, input.std or input.channels, or weights that were quantised (int8)',
  };
}

interface Described {
  class: string;
  score?: number | undefined;
  box: Box;
  color?: string | undefined;
}

function describe({ class: name, score, box, color }: Described): string {
  const words = [color, name, score === undefined ? undefined : Number(score.toFixed(4))];
  return `${words.filter((word) => word !== undefined).join(' ')} at [${box.map(Math.round).join(', ')}]`;
}
