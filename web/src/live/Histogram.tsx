import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { SelectField } from '../components/SelectField.tsx';
import { count } from '../format.ts';
import { addHistograms, type Bar, barsOf } from './bars.ts';
import type { NumbersFragment } from './live.generated.ts';

interface HistogramProps extends Pick<NumbersFragment, 'criteria'> {
  /** Global id of the evaluation. */
  id: string;
}

/** How the strict values of one criterion lie on its scale; each bar leads to its answers. */
export function Histogram({ id, criteria }: HistogramProps) {
  const scales = new Map<string, NumbersFragment['criteria']>();
  for (const each of criteria) {
    const { slug, scale } = each.criterion;
    const key = `${slug} ${scale.min} ${scale.max}`;
    scales.set(key, [...(scales.get(key) ?? []), each]);
  }
  const [chosen, choose] = useState<string | undefined>(undefined);
  const shown = scales.get(chosen ?? '') ?? [...scales.values()][0] ?? [];
  const options = [...scales].map(([value, [first]]) => ({ value, label: first?.criterion.name ?? value }));
  const bars = barsOf(
    addHistograms(shown.map(({ histogram }) => histogram)),
    shown[0]?.criterion.scale ?? { min: 0, max: 1 },
  );
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const areRanges = bars[0]?.label.includes(' to ') ?? false;
  const places = areRanges ? [0, bars.length - 1] : bars.map((_, index) => index);
  return (
    <section className="section" aria-labelledby="histogram">
      <div className="section-head">
        <h2 id="histogram">Scores</h2>
      </div>
      {options.length > 1 && (
        <SelectField
          label="Criterion"
          value={chosen ?? options[0]?.value}
          options={options}
          onChange={choose}
        />
      )}
      <div className="card histogram">
        <ol style={{ gridTemplateColumns: `repeat(${bars.length}, 1fr)` }}>
          {bars.map((bar) => (
            <li key={bar.label} title={`${bar.label}: ${count(bar.count)}`}>
              <BarLink
                id={id}
                bar={bar}
                criterion={shown[0]?.criterion.slug}
                height={`${(bar.count / most) * 100}%`}
              />
            </li>
          ))}
        </ol>
        <div className="histogram-axis" data-ends={areRanges} aria-hidden="true">
          {places.map((index) => (
            <span key={index}>{endOf(bars[index]?.label ?? '', index === 0)}</span>
          ))}
        </div>
      </div>
    </section>
  );
}

interface BarLinkProps {
  id: string;
  bar: Bar;
  criterion: string | undefined;
  height: string;
}

function BarLink({ id, bar, criterion, height }: BarLinkProps) {
  const drawn = (
    <>
      <span className="histogram-bar" style={{ height }} />
      <span className="unseen">
        {bar.label}: {count(bar.count)}
      </span>
    </>
  );
  if (bar.count === 0) return drawn;
  return (
    <Link
      to="/evaluations/$id/answers"
      params={{ id }}
      search={{ criterion, min: bar.from, max: bar.to }}
      className="histogram-link"
    >
      {drawn}
    </Link>
  );
}

/** Of a bin that is a range, the outer end. */
function endOf(label: string, isFirst: boolean): string {
  const [low = '', high] = label.split(' to ');
  return high === undefined || isFirst ? low : high;
}
