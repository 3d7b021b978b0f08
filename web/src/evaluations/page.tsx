import { Link } from '@tanstack/react-router';
import { useQuery } from 'urql';
import { useBenchmarks } from '../choosing/useBenchmarks.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { Page } from '../components/Page.tsx';
import { SelectField } from '../components/SelectField.tsx';
import { count } from '../format.ts';
import { STATUS_NAMES } from '../statuses.ts';
import { EvaluationsTable } from './EvaluationsTable.tsx';
import { EvaluationsDocument } from './evaluations.generated.ts';
import { evaluationsRoute } from './route.ts';
import { type EvaluationsSearch, STATUSES } from './search.ts';
import { useProgress } from './useProgress.ts';
import './evaluations.css';

export function EvaluationsPage() {
  const search = evaluationsRoute.useSearch();
  const navigate = evaluationsRoute.useNavigate();
  const choose = (change: Partial<EvaluationsSearch>) => {
    void navigate({ search: (was) => ({ ...was, after: undefined, ...change }) });
  };
  const { all } = useBenchmarks();
  const [{ data, error, fetching }, ask] = useQuery({ query: EvaluationsDocument, variables: search });
  const again = () => ask({ requestPolicy: 'network-only' });
  const found = data?.evaluations;
  const isFiltered = Boolean(search.benchmark || search.status || search.run || search.after);
  const progress = useProgress(found?.nodes ?? [], again);
  return (
    <Page title="Evaluations" lead="Every judge’s pass over a run, newest first.">
      <form className="fields" aria-label="Which to show" onSubmit={(event) => event.preventDefault()}>
        <SelectField
          label="Benchmark"
          none="All"
          value={search.benchmark}
          options={(all ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
          onChange={(benchmark) => choose({ benchmark })}
        />
        <SelectField
          label="Status"
          none="Any"
          value={search.status}
          options={STATUSES.map((status) => ({ value: status, label: STATUS_NAMES[status] }))}
          onChange={(status) => choose({ status: status as EvaluationsSearch['status'] })}
        />
      </form>
      {search.run && (
        <p className="note">
          Only evaluations of one run are shown. <Link to="/evaluations">Show those of all runs</Link>
        </p>
      )}
      {error && <ErrorNotice error={error} onRetry={again} />}
      {!found && !error && <Loading what="evaluations" />}
      {found?.nodes.length === 0 && (
        <EmptyState title={isFiltered ? 'No evaluation fits' : 'No evaluation here'}>
          {isFiltered ? (
            <Link to="/evaluations">Show all evaluations</Link>
          ) : (
            <>
              Start one with <code>npm run assay -- evaluations start</code>, or bring results in with{' '}
              <code>npm run assay -- import</code>; it shows here at once. The <Link to="/">leaderboard</Link>{' '}
              says what to do first.
            </>
          )}
        </EmptyState>
      )}
      {found && found.nodes.length > 0 && (
        <section className="section" aria-label="Evaluations">
          <EvaluationsTable evaluations={found.nodes} progress={progress} isBusy={fetching} />
          <div className="section-head">
            <p className="note">{count(found.totalCount)} in all</p>
            {search.after && (
              <Link to="/evaluations" search={{ ...search, after: undefined }} className="button">
                Newest
              </Link>
            )}
            {found.pageInfo.hasNextPage && found.pageInfo.endCursor && (
              <Link
                to="/evaluations"
                search={{ ...search, after: found.pageInfo.endCursor }}
                className="button"
              >
                Older
              </Link>
            )}
          </div>
        </section>
      )}
    </Page>
  );
}
