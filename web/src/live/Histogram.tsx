import { useState } from 'react';
import { SelectField } from '../components/SelectField.tsx';
import { count } from '../format.ts';
import { addHistograms, barsOf } from './bars.ts';
import type { NumbersFragment } from './live.generated.ts';

/** How the strict values of one criterion lie on its scale. */
export function Histogram({ criteria }: Pick<NumbersFragment, 'criteria'>) {
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
              <span className="histogram-bar" style={{ height: `${(bar.count / most) * 100}%` }} />
              <span className="unseen">
                {bar.label}: {count(bar.count)}
              </span>
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

/** Of a bin that is a range, the outer end. */
function endOf(label: string, isFirst: boolean): string {
  const [low = '', high] = label.split(' to ');
  return high === undefined || isFirst ? low : high;
}
