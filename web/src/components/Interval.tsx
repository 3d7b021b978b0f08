import { placeOn, type Span } from '../scale.ts';

interface IntervalProps {
  mean: number;
  low: number | null;
  high: number | null;
  axis: Span;
  /** A line to see the sides of, as no difference is. */
  at?: number;
}

/** A dot with its interval on an axis that it shares with others. The numbers stand beside it as text. */
export function Interval({ mean, low, high, axis, at }: IntervalProps) {
  const percent = (value: number) => `${placeOn(axis, value) * 100}%`;
  return (
    <svg className="interval" aria-hidden="true" width="100%" height="20">
      <line className="interval-rail" x1="0" x2="100%" y1="10" y2="10" />
      {at !== undefined && <line className="interval-at" x1={percent(at)} x2={percent(at)} y1="0" y2="20" />}
      {low !== null && high !== null && (
        <line className="interval-range" x1={percent(low)} x2={percent(high)} y1="10" y2="10" />
      )}
      <circle className="interval-dot" cx={percent(mean)} cy="10" r="5" />
    </svg>
  );
}
