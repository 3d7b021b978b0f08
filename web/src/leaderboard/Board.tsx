import type { Benchmark } from '../choosing/slices.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { count } from '../format.ts';
import { axesOf } from './axes.ts';
import { BoardHead } from './BoardHead.tsx';
import { BoardRow } from './BoardRow.tsx';
import type { BoardQuery } from './board.generated.ts';
import { ExportBoard } from './ExportBoard.tsx';
import { JudgeTag } from './JudgeTag.tsx';
import { joinsOf } from './joins.ts';
import type { Row } from './rows.ts';
import type { Choose, LeaderboardSearch } from './search.ts';

interface BoardProps {
  benchmark: Benchmark;
  by: Pick<BoardQuery['leaderboard'], 'judge' | 'judgeChoice'>;
  rows: readonly Row[];
  /** Those of them that the filter lets through, as they are sorted. */
  shown: readonly Row[];
  search: LeaderboardSearch;
  choose: Choose;
  fetching: boolean;
}

export function Board({ benchmark, by, rows, shown, search, choose, fetching }: BoardProps) {
  const axes = axesOf(rows);
  const isRanked = (search.sort ?? 'rank') === 'rank';
  const baseline = rows.find(({ id }) => id === search.baseline);
  return (
    <section className="section" aria-labelledby="measured">
      <div className="section-head">
        <h2 id="measured">Measured here</h2>
        <JudgeTag {...by} />
        <ExportBoard {...{ benchmark, search, axes }} judge={by.judge} rows={shown} baseline={baseline} />
      </div>
      {shown.length === 0 ? (
        <EmptyState title={`No model is called like “${search.model}”`} />
      ) : (
        <div className="card">
          <table className="table board" aria-busy={fetching} data-differences={baseline !== undefined}>
            <caption className="unseen">
              {benchmark.name}: {count(shown.length)} models, best first unless sorted otherwise
            </caption>
            <BoardHead {...{ search, choose, axes }} hasBaseline={baseline !== undefined} />
            <tbody>
              {shown.map((row, index) => (
                <BoardRow
                  key={row.id}
                  {...{ row, axes, choose }}
                  // A bracket joins those that follow each other with the same rank.
                  joins={isRanked ? joinsOf(shown, index) : ''}
                  baseline={baseline}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Legend search={search} baseline={baseline} />
    </section>
  );
}

function Legend({ search, baseline }: { search: LeaderboardSearch; baseline: Row | undefined }) {
  return (
    <p className="note">
      {search.missing === 'BOUNDS'
        ? 'The bar is no interval: it reaches from the mean if every missing value were the worst to the mean if every one were the best. '
        : 'The bar is the 95 % interval, with questions as clusters. '}
      Models share a rank (=) where the data cannot tell them apart.
      {baseline && ` Differences from ${baseline.model} are on the questions that both answered.`}
    </p>
  );
}
