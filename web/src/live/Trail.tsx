import { decimal } from '../format.ts';
import { axisOf, placeOn, type Span, ticksOf } from '../scale.ts';
import type { TrailPoint } from './trail.ts';

interface TrailProps {
  trail: readonly TrailPoint[];
  responses: number;
  /** What the mean can be. */
  scale: Span;
}

const WIDTH = 1000;
const HEIGHT = 100;

/** The running mean with its interval over the responses done: the band narrows as the run goes on. */
export function Trail({ trail, responses, scale }: TrailProps) {
  const axis = axisOf(
    trail.flatMap(({ mean, low, high }) => [low ?? mean, high ?? mean]),
    scale,
  );
  const x = ({ done }: TrailPoint) => (placeOn({ min: 0, max: responses }, done) * WIDTH).toFixed(1);
  const y = (value: number) => ((1 - placeOn(axis, value)) * HEIGHT).toFixed(2);
  const line = trail.map((point) => `${x(point)},${y(point.mean)}`).join(' ');
  const band = [
    ...trail.map((point) => `${x(point)},${y(point.high ?? point.mean)}`),
    ...trail.toReversed().map((point) => `${x(point)},${y(point.low ?? point.mean)}`),
  ].join(' ');
  return (
    <figure className="trail">
      <div className="trail-plot">
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
          {ticksOf(axis, 3).map((tick) => (
            <line key={tick} className="trail-grid" x1="0" x2={WIDTH} y1={y(tick)} y2={y(tick)} />
          ))}
          <polygon className="trail-band" points={band} />
          <polyline className="trail-line" points={line} />
        </svg>
        {ticksOf(axis, 3).map((tick) => (
          <span key={tick} className="trail-tick" style={{ top: `${y(tick)}%` }} aria-hidden="true">
            {decimal(tick, 2)}
          </span>
        ))}
      </div>
      <figcaption className="small soft">
        {trail.length < 2
          ? 'The running mean is drawn here with the next scores.'
          : 'Running mean of the whole with its 95 % interval, since this page was opened.'}
      </figcaption>
    </figure>
  );
}
