/** From the lowest to the highest value of an axis. */
export interface Span {
  min: number;
  max: number;
}

/** Where a value lies on an axis, from 0 to 1; beyond its ends, at them. */
export function placeOn({ min, max }: Span, value: number): number {
  if (max <= min) return 0.5;
  return Math.min(Math.max((value - min) / (max - min), 0), 1);
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Round values that cut an axis into about `count` parts. */
export function ticksOf({ min, max }: Span, count = 5): number[] {
  const raw = (max - min) / count;
  if (!(raw > 0)) return [min];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * (STEPS.find((each) => each * power >= raw * 0.999) ?? 10);
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(10)));
}

/** The ticks as text, all with as many digits as the one that needs most. */
export function tickTexts(ticks: readonly number[]): string[] {
  const digits = Math.max(...ticks.map((tick) => (String(tick).split('.')[1] ?? '').length));
  return ticks.map((tick) => tick.toFixed(digits).replace('-', '−'));
}

/** The smallest axis with round ends that holds all values. */
export function axisOf(values: readonly number[], within?: Span): Span {
  if (values.length === 0) return within ?? { min: 0, max: 1 };
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const room = (most - least || Math.abs(most) || 1) * 0.08;
  const [low, high] = [least - room, most + room];
  const ticks = ticksOf({ min: low, max: high });
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0) || 1;
  const min = Math.floor(low / step + 1e-9) * step;
  const max = Math.ceil(high / step - 1e-9) * step;
  return {
    min: Number((within ? Math.max(min, within.min) : min).toFixed(10)),
    max: Number((within ? Math.min(max, within.max) : max).toFixed(10)),
  };
}
