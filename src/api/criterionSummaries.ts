import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { categoryStanding } from '../benchmarks/standing.ts';
import type { EvaluationRow } from '../store/tables/index.ts';
import { readings } from './board.ts';
import { type Context, mustLoad } from './context.ts';
import type { CriterionSummaryRow } from './rows.ts';

/** Every criterion of an evaluation by category, in the benchmark's order. */
export async function findCriterionSummaries(
  evaluation: EvaluationRow,
  { load }: Context,
): Promise<CriterionSummaryRow[]> {
  const { benchmarkId } = await mustLoad(load.run, evaluation.runId);
  const definition = benchmarkDefinition((await mustLoad(load.benchmark, benchmarkId)).slug);
  const rows = await load.criterionSums.load({ evaluationId: evaluation.id, benchmarkId });
  return rows.flatMap((sums) => {
    const { category, criterion, criterionId, histogram } = sums;
    const parts = readings([sums], () => category);
    const [strict, official] = [parts.STRICT.get(category), parts.OFFICIAL.get(category)];
    if (!strict || !official) return [];
    const view = { criterion, isSlice: false };
    return [
      {
        ...{ criterionId, category, histogram },
        strict: categoryStanding(definition, view, category, strict, 'STRICT'),
        official: categoryStanding(definition, view, category, official, 'OFFICIAL'),
      },
    ];
  });
}
