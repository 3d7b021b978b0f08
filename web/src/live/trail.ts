/** The number as it stood when so many responses were done. */
export interface TrailPoint {
  done: number;
  mean: number;
  low: number | null;
  high: number | null;
}

const MOST = 240;

/** A point more; of a long trail every second one is dropped, so that it keeps its shape and not its size. */
export function withPoint(trail: readonly TrailPoint[], point: TrailPoint): readonly TrailPoint[] {
  const last = trail.at(-1);
  if (last && point.done <= last.done) return trail;
  const kept = trail.length < MOST ? trail : trail.filter((_, index) => index % 2 === 0);
  return [...kept, point];
}
