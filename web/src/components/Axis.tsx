import { placeOn, type Span, ticksOf, tickTexts } from '../scale.ts';

/** The numbers under an axis. The same numbers stand in the table, so they are only for the eye. */
export function Axis({ axis }: { axis: Span }) {
  const ticks = ticksOf(axis, 4);
  const texts = tickTexts(ticks);
  return (
    <span className="axis" aria-hidden="true">
      {ticks.map((tick, index) => (
        <span key={tick} style={{ left: `${placeOn(axis, tick) * 100}%` }}>
          {texts[index]}
        </span>
      ))}
    </span>
  );
}
