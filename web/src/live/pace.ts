/** How many responses were done at a time, in milliseconds. */
export interface Mark {
  at: number;
  done: number;
}

const WINDOW_MS = 30_000;

/** Marks of the last half minute and the one before, oldest first, so that a rate is of now. */
export function withMark(marks: readonly Mark[], mark: Mark): readonly Mark[] {
  const all = [...marks, mark];
  const since = mark.at - WINDOW_MS;
  const first = all.findIndex(({ at }) => at >= since);
  return all.slice(Math.max(0, Math.min(first - 1, all.length - 2)));
}

/** Responses per second; null while there is nothing to tell it by. */
export function perSecond(marks: readonly Mark[]): number | null {
  const [first, last] = [marks[0], marks.at(-1)];
  if (!first || !last || last.at <= first.at || last.done <= first.done) return null;
  return ((last.done - first.done) / (last.at - first.at)) * 1000;
}

/** `1 h 05 min`, `2 min 10 s`, `40 s`, `0.3 s`; never none at all. */
export function duration(seconds: number): string {
  if (seconds < 1) return seconds >= 0.05 ? `${seconds.toFixed(1)} s` : 'under 0.1 s';
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`;
  return whole >= 60 ? `${Math.floor(whole / 60)} min ${two(whole % 60)} s` : `${whole} s`;
}
