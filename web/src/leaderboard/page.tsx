import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { benchmarkOf } from '../choosing/slices.ts';
import { useBenchmarks } from '../choosing/useBenchmarks.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Page } from '../components/Page.tsx';
import { BoardView } from './BoardView.tsx';
import { leaderboardRoute } from './route.ts';
import type { Choose } from './search.ts';
import './leaderboard.css';

export function LeaderboardPage() {
  const search = leaderboardRoute.useSearch();
  const navigate = leaderboardRoute.useNavigate();
  const router = useRouter();
  const { all, error, ask } = useBenchmarks();
  const benchmark = all && benchmarkOf(all, search.benchmark);
  const slug = benchmark?.slug;
  const isMeasured = benchmark !== undefined && benchmark !== null && benchmark.judges.length > 0;
  const choose: Choose = (change, { replace = false } = {}) => {
    void navigate({ search: (was) => ({ ...was, benchmark: slug, ...change }), replace, resetScroll: false });
  };
  useEffect(() => {
    // What is shown is in the address, so that the address can be sent to somebody; who is on the way to another page
    // already is not called back.
    if (
      slug &&
      isMeasured &&
      !search.benchmark &&
      router.latestLocation.pathname === leaderboardRoute.fullPath
    ) {
      void navigate({ search: (was) => ({ ...was, benchmark: slug }), replace: true, resetScroll: false });
    }
  }, [slug, isMeasured, search.benchmark, navigate, router]);

  if (benchmark && all) {
    return <BoardView {...{ all, benchmark, choose }} search={{ ...search, benchmark: benchmark.slug }} />;
  }
  return (
    <Page title="Leaderboard">
      {error && <ErrorNotice error={error} onRetry={() => ask({ requestPolicy: 'network-only' })} />}
      {!all && !error && <Loading what="benchmarks" />}
      {all && (
        <EmptyState title={`There is no benchmark “${search.benchmark}”`}>
          <button type="button" onClick={() => void navigate({ search: {} })}>
            Show another
          </button>
        </EmptyState>
      )}
    </Page>
  );
}
