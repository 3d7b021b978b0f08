import type { Benchmark } from '../choosing/slices.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Page } from '../components/Page.tsx';
import { Board } from './Board.tsx';
import { chosenText } from './chosen.ts';
import { Filters } from './Filters.tsx';
import { FirstSteps } from './FirstSteps.tsx';
import { Heat } from './Heat.tsx';
import { NoOneNumber } from './NoOneNumber.tsx';
import { OtherJudges } from './OtherJudges.tsx';
import { Published } from './Published.tsx';
import { arrange } from './rows.ts';
import type { Choose, LeaderboardSearch } from './search.ts';
import { useBoard } from './useBoard.ts';

interface BoardViewProps {
  all: readonly Benchmark[];
  benchmark: Benchmark;
  search: LeaderboardSearch & { benchmark: string };
  choose: Choose;
}

export function BoardView({ all, benchmark, search, choose }: BoardViewProps) {
  const { board, rows, version, question, error, compareError, fetching, refresh } = useBoard(search);
  const shown = arrange(rows, search);
  const isNew = all.every(({ judges }) => judges.length === 0);
  const isMixed = rows.length > 0 && rows.every(({ score }) => score === null);
  return (
    <Page title="Leaderboard" lead={`${benchmark.name}. ${benchmark.description}`}>
      {board && isNew && rows.length === 0 && <FirstSteps />}
      <Filters {...{ all, benchmark, search, choose }} />
      <p className="printed note">{chosenText(benchmark, search)}</p>
      {error && <ErrorNotice error={error} onRetry={refresh} />}
      {compareError && <ErrorNotice error={compareError} />}
      {!board && !error && <Loading what="the leaderboard" />}
      {board && !error && rows.length === 0 && !isNew && (
        <EmptyState title={`Nothing is evaluated on ${benchmark.name} yet`}>
          Bring results in with <code>npm run assay -- import</code>, or score a run with{' '}
          <code>npm run assay -- evaluations start</code>; it shows here as it goes. The other benchmarks are
          under “Benchmark” above.
        </EmptyState>
      )}
      {board && isMixed && <NoOneNumber {...{ benchmark, choose }} />}
      {board && rows.length > 0 && !isMixed && (
        <Board {...{ benchmark, rows, shown, search, choose, fetching }} by={board} />
      )}
      {board && <OtherJudges others={board.otherJudges} />}
      {rows.length > 0 && (
        <Heat {...{ benchmark, search, choose, version, question }} shown={shown.map(({ id }) => id)} />
      )}
      {board && board.published.length > 0 && (
        <Published results={board.published} {...{ benchmark }} category={search.category} />
      )}
    </Page>
  );
}
