import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { benchmarkOf } from '../choosing/slices.ts';
import { useBenchmarks } from '../choosing/useBenchmarks.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Page } from '../components/Page.tsx';
import { type Candidate, Chosen } from './Chosen.tsx';
import { ComparisonView } from './ComparisonView.tsx';
import { NamedDocument } from './compare.generated.ts';
import { Options } from './Options.tsx';
import { compareRoute } from './route.ts';
import type { Choose } from './search.ts';
import './compare.css';

const LEAD = 'Differences on the questions that both answered, with how sure one can be of them.';

/** An id may be of something else, or of nothing. */
const isEvaluation = (node: object | null): node is Candidate => node !== null && 'id' in node;

export function ComparePage() {
  const search = compareRoute.useSearch();
  const navigate = compareRoute.useNavigate();
  const choose: Choose = (change) => {
    void navigate({ search: (was) => ({ ...was, ...change }), resetScroll: false });
  };
  const { all, error } = useBenchmarks();
  const ids = search.evaluations ?? [];
  const [{ data }] = useQuery({ query: NamedDocument, variables: { ids }, pause: ids.length === 0 });
  const named = new Map((data?.nodes ?? []).filter(isEvaluation).map((node) => [node.id, node]));
  const chosen = ids.flatMap((id) => named.get(id) ?? []);
  // Evaluations that are chosen say of which benchmark.
  const slug = chosen[0]?.run.benchmark.slug ?? search.benchmark;
  const benchmark = all && benchmarkOf(all, slug);
  return (
    <Page title="Compare" lead={LEAD}>
      {error && <ErrorNotice error={error} />}
      {!all && !error && <Loading what="benchmarks" />}
      {all && benchmark && (
        <>
          <Chosen {...{ all, benchmark, ids, named, choose }} />
          <Options {...{ benchmark, search, choose }} />
        </>
      )}
      {all && !benchmark && <EmptyState title={`There is no benchmark “${slug}”`} />}
      {ids.length < 2 ? (
        <EmptyState title={ids.length === 0 ? 'Choose two evaluations' : 'Choose one more evaluation'}>
          {all?.every(({ judges }) => judges.length === 0) ? (
            <>
              Nothing is evaluated here yet: the <Link to="/">leaderboard</Link> says what to do first.
            </>
          ) : (
            'The first is the baseline; the others are shown against it.'
          )}
        </EmptyState>
      ) : (
        <ComparisonView search={{ ...search, evaluations: ids }} choose={choose} />
      )}
    </Page>
  );
}
