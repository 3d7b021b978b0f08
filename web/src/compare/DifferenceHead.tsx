import { Axis } from '../components/Axis.tsx';
import type { Span } from '../scale.ts';

export function DifferenceHead({ axis }: { axis: Span }) {
  return (
    <thead>
      <tr>
        <th scope="col">Part</th>
        <th scope="col" className="number">
          Questions
        </th>
        <th scope="col" className="number">
          Baseline
        </th>
        <th scope="col" className="number">
          Other
        </th>
        <th scope="col" className="number">
          Difference
        </th>
        <th scope="col" className="differences-chart">
          <span className="unseen">Difference on an axis</span>
          <Axis axis={axis} />
        </th>
        <th scope="col" className="number">
          95 % interval
        </th>
        <th scope="col" className="number">
          Better / same / worse
        </th>
        <th scope="col" className="number">
          Adjusted p
        </th>
      </tr>
    </thead>
  );
}
