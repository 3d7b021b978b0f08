import { Link } from '@tanstack/react-router';
import { Interval } from '../components/Interval.tsx';
import { Meter } from '../components/Meter.tsx';
import { count, decimal, interval, percentage, signed } from '../format.ts';
import type { Axes } from './axes.ts';
import { PinButton } from './PinButton.tsx';
import { type Row, rankText } from './rows.ts';
import type { Choose } from './search.ts';

interface BoardRowProps {
  row: Row;
  axes: Axes;
  joins: string;
  baseline: Row | undefined;
  choose: Choose;
}

export function BoardRow({ row, axes, joins, baseline, choose }: BoardRowProps) {
  const { score } = row;
  return (
    <tr data-incomplete={!row.isComplete} data-baseline={row.id === baseline?.id}>
      <td className="board-rank" data-joins={joins}>
        {rankText(row)}
        {row.rank === null && <span className="unseen">No rank</span>}
        {row.tiedWith > 0 && <span className="unseen"> tied with {row.tiedWith} more</span>}
      </td>
      <th scope="row" className="board-model">
        <Link to="/evaluations/$id" params={{ id: row.id }}>
          {row.model}
        </Link>
        {row.settings && (
          <span className="aside clamped" title={row.settings}>
            {row.settings}
          </span>
        )}
        {row.notComparable !== null && (
          <>
            <span className="tag">{row.isOpen ? 'being scored' : 'not comparable'}</span>
            <span className="aside">{row.notComparable}</span>
          </>
        )}
      </th>
      <td className="number board-score">{decimal(score?.mean)}</td>
      <td className="board-chart">
        {score?.mean != null && (
          <Link to="/evaluations/$id/answers" params={{ id: row.id }} title={`Answers of ${row.model}`}>
            <span className="unseen">Answers of {row.model}</span>
            <Interval {...score} mean={score.mean} axis={axes.score} />
          </Link>
        )}
      </td>
      <td className="number board-interval">{interval(score?.low, score?.high)}</td>
      <td className="number board-percent">{percentage(score?.percent)}</td>
      <td className="number board-n">{score && <Coverage n={score.n} expected={score.expected} />}</td>
      {baseline && <DifferenceCell {...{ row, axes, baseline }} />}
      <td className="board-pin">
        <PinButton {...{ row, choose }} isPinned={row.id === baseline?.id} />
      </td>
    </tr>
  );
}

function Coverage({ n, expected }: { n: number; expected: number }) {
  return (
    <>
      {count(n)} <span className="soft">of {count(expected)}</span>
      <Meter label="Scored" value={n} max={expected} />
    </>
  );
}

function DifferenceCell({ row, axes, baseline }: { row: Row; axes: Axes; baseline: Row }) {
  if (row.id === baseline.id) return <td className="number board-difference soft">baseline</td>;
  const { difference } = row;
  if (difference?.difference == null) return <td className="number board-difference soft">–</td>;
  const { low, high } = difference;
  return (
    <td className="number board-difference">
      {signed(difference.difference)}
      {low !== null && high !== null && (
        <span className="aside">
          {signed(low)} to {signed(high)}
        </span>
      )}
      <Interval mean={difference.difference} low={low} high={high} axis={axes.difference} at={0} />
    </td>
  );
}
