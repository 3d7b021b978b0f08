import { Axis } from '../components/Axis.tsx';
import type { Axes } from './axes.ts';
import { SortHeader } from './SortHeader.tsx';
import type { Choose, LeaderboardSearch } from './search.ts';

interface BoardHeadProps {
  search: LeaderboardSearch;
  choose: Choose;
  axes: Axes;
  hasBaseline: boolean;
}

export function BoardHead({ search, choose, axes, hasBaseline }: BoardHeadProps) {
  const sorting = { search, choose };
  return (
    <thead>
      <tr>
        <SortHeader {...sorting} by="rank">
          Rank
        </SortHeader>
        <SortHeader {...sorting} by="model">
          Model
        </SortHeader>
        <SortHeader {...sorting} by="score" isNumber>
          Score
        </SortHeader>
        <th scope="col" className="board-chart">
          <span className="unseen">Score on an axis</span>
          <Axis axis={axes.score} />
        </th>
        <th scope="col" className="number board-interval">
          {search.missing === 'BOUNDS' ? 'Bounds' : '95 % interval'}
        </th>
        <th scope="col" className="number board-percent">
          Percent
        </th>
        <SortHeader {...sorting} by="n" isNumber>
          Scored
        </SortHeader>
        {hasBaseline && (
          <SortHeader {...sorting} by="difference" isNumber>
            Difference
          </SortHeader>
        )}
        <th scope="col">
          <span className="unseen">Baseline</span>
        </th>
      </tr>
    </thead>
  );
}
