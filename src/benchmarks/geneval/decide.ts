import { numpyArgsort } from './argsort.ts';
import { COLORS } from './names.ts';
import { type Box, relativePosition } from './position.ts';
import type { GenevalRecord } from './record.ts';

/** The decision's version, part of every judge revision that uses it. */
export const DECIDE_VERSION = 'geneval-decide-1';

/** One detected object: score 0..1, box in pixels of the original picture. */
export interface Detection {
  class: string;
  score: number;
  box: Box;
  /** What a colour classifier said of it; read only where the rule asks for a colour. */
  color?: string | null | undefined;
}

/** The options of evaluate_images.py, under the names of this program. */
export interface DecideOptions {
  threshold: number;
  countingThreshold: number;
  /** Objects kept per class. */
  maxObjects: number;
  /** IoU from which the weaker of two boxes of a class is dropped; 1 turns this off. */
  maxOverlap: number;
  positionThreshold: number;
}

export const OFFICIAL_OPTIONS: DecideOptions = {
  threshold: 0.3,
  countingThreshold: 0.9,
  maxObjects: 16,
  maxOverlap: 1,
  positionThreshold: 0.1,
};

export interface Decision {
  correct: boolean;
  /** Why not, one line per failed rule; empty when correct. */
  reason: string;
  /** Detections that passed threshold, cap and overlap, by class, best first. */
  kept: ReadonlyMap<string, readonly Detection[]>;
}

/** Whether a picture shows what its prompt asks for: `evaluate` of evaluate_images.py (section 1.6). */
export function decide(
  record: GenevalRecord,
  detections: readonly Detection[],
  options: DecideOptions,
): Decision {
  const kept = keepDetections(record.tag, detections, options);
  const reasons: string[] = [];
  const matchedGroups: (readonly Detection[] | null)[] = [];

  for (const required of record.include) {
    const found = (kept.get(required.class) ?? []).slice(0, required.count);
    const failures = checkInclude(required, found, matchedGroups, options.positionThreshold);
    reasons.push(...failures);
    matchedGroups.push(failures.length === 0 ? found : null);
  }
  for (const excluded of record.exclude ?? []) {
    const found = kept.get(excluded.class)?.length ?? 0;
    if (found >= excluded.count) reasons.push(`expected ${excluded.class}<${excluded.count}, found ${found}`);
  }
  return { correct: reasons.length === 0, reason: reasons.join('\n'), kept };
}

/** The detections the script looks at, by class: best first, above the threshold of the tag, capped, overlap removed. */
export function keepDetections(
  tag: string,
  detections: readonly Detection[],
  options: DecideOptions,
): Map<string, Detection[]> {
  const threshold = tag === 'counting' ? options.countingThreshold : options.threshold;
  const kept = new Map<string, Detection[]>();
  for (const [name, ofClass] of Map.groupBy(detections, (detection) => detection.class)) {
    const best = numpyArgsort(ofClass.map((detection) => detection.score))
      .reverse()
      .map((index) => ofClass[index] as Detection)
      .filter((detection) => detection.score > threshold);
    const apart = dropOverlaps(best.slice(0, options.maxObjects), options.maxOverlap);
    if (apart.length > 0) kept.set(name, apart);
  }
  return kept;
}

function dropOverlaps(best: Detection[], maxOverlap: number): Detection[] {
  if (maxOverlap === 1) return best;
  const apart: Detection[] = [];
  for (let rest = best; rest[0]; ) {
    const strongest = rest[0];
    apart.push(strongest);
    rest = rest.slice(1).filter((other) => pixelIou(strongest.box, other.box) < maxOverlap);
  }
  return apart;
}

/** Intersection over union with areas counted in whole pixels, hence the +1 (`compute_iou`). */
function pixelIou(a: Box, b: Box): number {
  const area = (x1: number, y1: number, x2: number, y2: number): number =>
    Math.max(x2 - x1 + 1, 0) * Math.max(y2 - y1 + 1, 0);
  const shared = area(Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3]));
  const union = area(...a) + area(...b) - shared;
  return union === 0 ? 0 : shared / union;
}

function checkInclude(
  required: GenevalRecord['include'][number],
  found: readonly Detection[],
  matchedGroups: readonly (readonly Detection[] | null)[],
  margin: number,
): string[] {
  const { class: name, count, color, position } = required;
  if (found.length < count) return [`expected ${name}>=${count}, found ${found.length}`];
  if (color !== undefined) {
    const failure = checkColor(name, count, color, found);
    if (failure) return [failure];
  }
  if (position !== undefined) {
    const [relation, target] = position;
    const failure = checkPosition(name, relation, found, matchedGroups.at(target) ?? null, margin);
    if (failure) return [failure];
  }
  return [];
}

function checkColor(name: string, count: number, color: string, found: readonly Detection[]): string | null {
  const counted = (wanted: string): number => found.filter((object) => object.color === wanted).length;
  const matching = counted(color);
  if (matching >= count) return null;
  const seen = COLORS.filter((c) => counted(c) > 0).map((c) => `${counted(c)} ${c}`);
  return `expected ${color} ${name}>=${count}, found ${matching} ${color}; and ${seen.join(', ')}`;
}

function checkPosition(
  name: string,
  relation: string,
  found: readonly Detection[],
  targets: readonly Detection[] | null,
  margin: number,
): string | null {
  if (!targets) return `no target for ${name} to be ${relation}`;
  for (const object of found) {
    for (const target of targets) {
      const relations = relativePosition(object.box, target.box, margin);
      if (!relations.includes(relation)) {
        return `expected ${name} ${relation} target, found ${relations.join(' and ')} target`;
      }
    }
  }
  return null;
}
