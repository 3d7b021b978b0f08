import { placeOn, type Span, ticksOf } from '../scale.ts';

/** The numbers under an axis. The same numbers stand in the table, so they are only for the eye. */
export function Axis({ axis, digits }: { axis: Span; digits?: number }) {
  const ticks = ticksOf(axis, 4);
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const places = digits ?? Math.max(0, Math.ceil(-Math.log10(step) - 1e-9) + (isQuarter(step) ? 1 : 0));
  return (
    <span className="axis" aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick} style={{ left: `${placeOn(axis, tick) * 100}%` }}>
          {tick.toFixed(places).replace('-', '−')}
        </span>
      ))}
    </span>
  );
}

/** Steps of 25 need a digit more than those of 20. */
const isQuarter = (step: number): boolean => /^25/.test(String(step).replace(/[0.]/g, '').padEnd(2, '0'));
