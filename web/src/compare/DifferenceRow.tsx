import { Interval } from '../components/Interval.tsx';
import { chance, count, decimal, interval, signed } from '../format.ts';
import type { Span } from '../scale.ts';
import type { PairedFragment } from './compare.generated.ts';
import { sideOf } from './verdict.ts';

interface DifferenceRowProps {
  part: string;
  difference: PairedFragment;
  axis: Span;
  isWhole?: boolean;
}

export function DifferenceRow({ part, difference: paired, axis, isWhole = false }: DifferenceRowProps) {
  const { n, baselineMean, mean, difference, low, high, wins, ties, losses, adjustedPValue } = paired;
  return (
    <tr data-whole={isWhole} data-side={sideOf(paired)}>
      <th scope="row">{part}</th>
      <td className="number">{count(n)}</td>
      <td className="number">{decimal(baselineMean)}</td>
      <td className="number">{decimal(mean)}</td>
      <td className="number differences-value">{signed(difference)}</td>
      <td className="differences-chart">
        {difference !== null && <Interval mean={difference} {...{ low, high, axis }} at={0} />}
      </td>
      <td className="number soft">{interval(low, high)}</td>
      <td className="number">
        {wins} / {ties} / {losses}
      </td>
      <td className="number">{chance(adjustedPValue)}</td>
    </tr>
  );
}
