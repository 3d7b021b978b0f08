import { useQuery } from 'urql';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { axisOf } from '../scale.ts';
import { ComparisonDocument } from './compare.generated.ts';
import { nameAmong } from './names.ts';
import { OneAgainst } from './OneAgainst.tsx';
import type { Choose, CompareSearch } from './search.ts';

interface ComparisonViewProps {
  search: CompareSearch & { evaluations: string[] };
  choose: Choose;
}

export function ComparisonView({ search, choose }: ComparisonViewProps) {
  const { evaluations, category, domain, subdomain, criterion, mode, by, test, judges } = search;
  const [{ data, error, fetching }, ask] = useQuery({
    query: ComparisonDocument,
    variables: {
      ...{ evaluations, category, domain, subdomain, criterion, test },
      mode: mode ?? 'STRICT',
      by: by ?? 'CATEGORY',
      allowDifferentJudges: judges ?? false,
    },
  });
  if (error) {
    const isJudges = /judges?/.test(error.message) && !judges;
    return (
      <>
        <ErrorNotice error={error} onRetry={() => ask({ requestPolicy: 'network-only' })} />
        {isJudges && (
          <p>
            <button type="button" onClick={() => choose({ judges: true })}>
              Compare although the judges differ
            </button>
          </p>
        )}
      </>
    );
  }
  if (!data) return <Loading what="the comparison" />;
  const { baseline, nodes } = data.compare;
  const all = [baseline, ...nodes.map(({ evaluation }) => evaluation)];
  const shown = nodes.flatMap(({ whole, slices }) => [whole, ...slices.map(({ difference }) => difference)]);
  const axis = axisOf([
    0,
    ...shown.flatMap((each) =>
      [each?.difference, each?.low, each?.high].filter((value) => typeof value === 'number'),
    ),
  ]);
  return (
    <div className="section" aria-busy={fetching}>
      {nodes.map((node) => (
        <OneAgainst
          key={node.evaluation.id}
          {...{ node, axis, baseline }}
          name={nameAmong(node.evaluation, all)}
          baselineName={nameAmong(baseline, all)}
        />
      ))}
    </div>
  );
}
