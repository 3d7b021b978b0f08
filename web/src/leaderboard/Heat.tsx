import { useEffect } from 'react';
import { useQuery } from 'urql';
import type { Benchmark } from '../choosing/slices.ts';
import { ErrorNotice } from '../components/ErrorNotice.tsx';
import { Loading } from '../components/Loading.tsx';
import { SelectField } from '../components/SelectField.tsx';
import { type BoardQueryVariables, HeatDocument } from './board.generated.ts';
import { ExportHeat } from './ExportHeat.tsx';
import { HeatTable } from './HeatTable.tsx';
import { columnOptions, heatOf } from './heat.ts';
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
  const columns = search.heat ?? options[0]?.value ?? 'CATEGORY';
  const { category, criterion, judge, mode, missing } = question;
  const [{ data, error }, ask] = useQuery({
    query: HeatDocument,
    variables: { benchmark: benchmark.slug, columns, category, criterion, judge, mode, missing },
  });
  useEffect(() => {
    if (version > 0) ask({ requestPolicy: 'network-only' });
  }, [version, ask]);
  const heat = data && heatOf(data.matrix, shown);
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
        {heat && <ExportHeat {...{ benchmark, heat, columns }} />}
      </div>
      {error && <ErrorNotice error={error} onRetry={() => ask({ requestPolicy: 'network-only' })} />}
      {!heat && !error && <Loading what="the parts" />}
      {heat && (
        <HeatTable heat={heat} categories={new Map(benchmark.slices.map(({ slug, name }) => [slug, name]))} />
      )}
      <p className="note">
        Each number is percent of the way from the lowest to the highest value of its scale. The stronger the
        colour, the nearer to the best cell shown; numbers in parentheses rest on part of a full run.
      </p>
    </section>
  );
}
