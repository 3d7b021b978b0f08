import { useQuery } from 'urql';
import { BenchmarksDocument } from './benchmarks.generated.ts';

/** The benchmarks and what can be chosen of them; null while they are on their way. */
export function useBenchmarks() {
  const [{ data, error }, ask] = useQuery({ query: BenchmarksDocument });
  return { all: data?.benchmarks ?? null, error, ask };
}
