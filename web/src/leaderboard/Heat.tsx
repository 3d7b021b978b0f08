import { useEffect, useState } from 'react';
import { useQuery } from 'urql';
import type { Benchmark } from '../choosing/slices.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { SelectField } from '../components/SelectField.tsx';
import { count } from '../format.ts';
import { type BoardQueryVariables, HeatDocument } from './board.generated.ts';
import { ExportHeat } from './ExportHeat.tsx';
import { HeatTable } from './HeatTable.tsx';
import { columnOptions, hasNumbers, heatOf } from './heat.ts';
import type { Choose, LeaderboardSearch } from './search.ts';

interface HeatProps {
  benchmark: Benchmark;
  search: LeaderboardSearch;
  choose: Choose;
  version: number;
  question: BoardQueryVariables;
  /** Evaluations in the order in which the board shows them. */
  shown: readonly string[];
}

/** Models by parts of the benchmark. */
export function Heat({ benchmark, search, choose, version, question, shown }: HeatProps) {
  const options = columnOptions(benchmark);
  const { category, criterion, judge, mode, missing } = question;
  const asked = JSON.stringify([benchmark.slug, category, criterion, judge, mode, missing]);
  const [tried, setTried] = useState({ asked, columns: 0 });
  const at = tried.asked === asked ? tried.columns : 0;
  const columns = search.heat ?? options[at]?.value ?? 'CATEGORY';
  const [{ data, error, operation, fetching }, ask] = useQuery({
    query: HeatDocument,
    variables: { benchmark: benchmark.slug, columns, category, criterion, judge, mode, missing },
  });
  useEffect(() => {
    if (version > 0) ask({ requestPolicy: 'network-only' });
  }, [version, ask]);
  const matrix = operation?.variables['columns'] === columns ? data?.matrix : undefined;
  const isBare = !fetching && matrix !== undefined && !hasNumbers(matrix);
  const isLast = search.heat !== undefined || at >= options.length - 1;
  useEffect(() => {
    // Nobody asked for these columns, and others may have numbers.
    if (isBare && !isLast) setTried({ asked, columns: at + 1 });
  }, [isBare, isLast, asked, at]);
  const heat = matrix && (isLast || !isBare) ? heatOf(matrix, shown) : undefined;
  return (
    <section className="section" aria-labelledby="parts">
      <div className="section-head">
        <h2 id="parts">Strengths and weaknesses</h2>
        <SelectField
          label="Columns"
          value={columns}
          options={options}
          onChange={(heat) => choose({ heat: heat as LeaderboardSearch['heat'] })}
        />
        {heat && heat.columns.length > 0 && <ExportHeat {...{ benchmark, heat, columns }} />}
      </div>
      {error && <ErrorNotice error={error} onRetry={() => ask({ requestPolicy: 'network-only' })} />}
      {!heat && !error && <Loading what="the parts" />}
      {heat && heat.columns.length === 0 && (
        <EmptyState title="No part has a number">Choose other columns, or another criterion.</EmptyState>
      )}
      {heat && heat.columns.length > 0 && (
        <HeatTable
          heat={heat}
          criterion={search.criterion}
          kind={columns}
          categories={new Map(benchmark.slices.map(({ slug, name }) => [slug, name]))}
        />
      )}
      <p className="note">
        Each number is percent of the way from the lowest to the highest value of its scale. The stronger the
        colour, the nearer to the best cell shown; numbers in parentheses rest on part of a full run. Each
        leads to its answers
        {heat && heat.empty > 0 && `; ${count(heat.empty)} columns without a number are left out`}.
      </p>
    </section>
  );
}
