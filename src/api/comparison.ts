import { setImmediate as turn } from 'node:timers/promises';
import type { BenchmarkDefinition, Level } from '../benchmarks/benchmark.ts';
import {
  areYesNo,
  categoriesOf,
  type Pairing,
  pairQuestions,
  type QuestionPair,
  type QuestionSum,
  wholeStrata,
} from '../benchmarks/pairing.ts';
import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { isHigherBetter, type View, viewedCriterion } from '../benchmarks/standing.ts';
import { cleared } from '../core/decimal.ts';
import { AppError } from '../core/errors.ts';
import { agreement } from '../statistics/agreement.ts';
import { bootstrapDifference, isTie, pairedDifference } from '../statistics/comparison.ts';
import { holm } from '../statistics/pairedTests.ts';
import { type Compared, findQuestionSums, findValuePairs } from '../store/comparisons.ts';
import { PAGE_CAP } from '../store/pages.ts';
import type { EvaluationRow, SliceRow } from '../store/tables/index.ts';
import { comparedEvaluations } from './compared.ts';
import { type Context, mustLoad } from './context.ts';
import type { ComparisonRow, EvaluationComparisonRow, PairedDifferenceRow } from './rows.ts';
import type { QueryCompareArgs, Resolvers } from './schema.generated.ts';

/** What is compared, and how; the same for every evaluation. */
interface Plan {
  definition: BenchmarkDefinition;
  view: View;
  compared: Compared;
  slices: SliceRow[];
  by: Level | null;
  test: QueryCompareArgs['test'];
  seed: number;
}

const LEVELS: readonly Level[] = ['CATEGORY', 'DOMAIN', 'SUBDOMAIN'];

async function compare(args: QueryCompareArgs, context: Context): Promise<ComparisonRow> {
  const { benchmark, baseline, others } = await comparedEvaluations(args, context);
  const definition = benchmarkDefinition(benchmark.slug);
  const { category, domain, subdomain } = args;
  const criterion = viewedCriterion(definition, args.criterion ?? null);
  const mode = args.mode ?? 'STRICT';
  const compared = { benchmarkId: benchmark.id, category, domain, subdomain, criterion, mode };
  const plan: Plan = {
    definition,
    view: { criterion, isSlice: Boolean(category ?? domain ?? subdomain) },
    compared,
    slices: await context.load.slicesOfBenchmark.load(benchmark.id),
    by: args.by === undefined ? 'CATEGORY' : args.by,
    test: args.test,
    seed: args.seed ?? 1,
  };
  const ids = [baseline, ...others].map(({ id }) => id);
  const sums = Map.groupBy(await findQuestionSums(context.reads, ids, compared), (row) => row.evaluationId);
  const nodes = others.map((evaluation) => {
    const of = ({ id }: EvaluationRow): QuestionSum[] => sums.get(id) ?? [];
    const pairing = pairQuestions(definition, plan.view, mode, of(baseline), of(evaluation));
    return compareWith(plan, baseline, evaluation, pairing, context);
  });
  correct(nodes);
  return { benchmark, mode, criterion, baseline, nodes };
}

function compareWith(
  plan: Plan,
  baseline: EvaluationRow,
  evaluation: EvaluationRow,
  pairing: Pairing,
  { reads }: Context,
): EvaluationComparisonRow {
  const strata = wholeStrata(plan.definition, plan.view, pairing.pairs);
  const runs = { baseline: baseline.runId, evaluation: evaluation.runId };
  return {
    evaluation,
    whole: strata && differenceOn(plan, strata, pairing),
    slices: slicesOf(plan).map((slice) => {
      const part = within(slice, plan.slices, pairing);
      return { slice, difference: differenceOn(plan, [part.pairs], part) };
    }),
    largest: (most) =>
      pairing.pairs
        .filter((pair) => !isTie(pair))
        .sort((a, b) => sizeOf(b) - sizeOf(a))
        .slice(0, most)
        .map((pair) => ({ ...pair, runs })),
    valuePairs:
      runs.baseline === runs.evaluation
        ? () => findValuePairs(reads, baseline.id, evaluation.id, plan.compared)
        : null,
  };
}

const sizeOf = ({ baseline, value }: QuestionPair): number => cleared(Math.abs(value - baseline));

function differenceOn(plan: Plan, strata: QuestionPair[][], part: Pairing): PairedDifferenceRow {
  const { definition, view, test } = plan;
  const categories = categoriesOf(part.pairs);
  const isYesNo = areYesNo(definition, view, part.pairs);
  if (test === 'SIGN')
    throw new AppError('INVALID_INPUT', 'test: SIGN is taken by itself where no other says anything');
  if (test === 'MCNEMAR' && part.pairs.length > 0 && !isYesNo) {
    throw new AppError(
      'INVALID_INPUT',
      'test: MCNEMAR needs one yes-or-no answer a question in every evaluation; use PAIRED_T or WILCOXON',
    );
  }
  const higherIsBetter = categories.length === 0 || isHigherBetter(definition, view, categories);
  return {
    ...pairedDifference(strata, { higherIsBetter, test, isYesNo }),
    onlyBaseline: part.onlyBaseline.length,
    onlyEvaluation: part.onlyEvaluation.length,
    adjustedPValue: null,
    bootstrap: () => bootstrapDifference(strata, { seed: plan.seed }),
  };
}

/** The slices of the level asked for that lie inside what is compared; what is compared is not shown again. */
function slicesOf({ by, slices, compared: { category, domain, subdomain } }: Plan): SliceRow[] {
  const path = [category, domain, subdomain];
  const deepest = path.findLastIndex((slug) => slug);
  if (!by || LEVELS.indexOf(by) <= deepest) return [];
  return slices
    .filter(({ level }) => level === by)
    .map((slice) => ({ slice, line: ancestry(slice, slices) }))
    .filter(({ line }) => path.every((slug, level) => !slug || line[level]?.slug === slug))
    .sort((a, b) => inOrder(a.line, b.line))
    .map(({ slice }) => slice);
}

/** The benchmark's order: by the position of the category, then of what is below it. */
function inOrder(a: readonly SliceRow[], b: readonly SliceRow[]): number {
  const at = a.findIndex((slice, level) => slice.id !== b[level]?.id);
  return at < 0 ? 0 : (a[at]?.position ?? 0) - (b[at]?.position ?? 0);
}

/** A slice's category, domain and so on, down to itself. */
function ancestry(slice: SliceRow, slices: readonly SliceRow[]): SliceRow[] {
  const parent = slices.find(({ id }) => id === slice.parentId);
  return parent ? [...ancestry(parent, slices), slice] : [slice];
}

function within(slice: SliceRow, slices: readonly SliceRow[], pairing: Pairing): Pairing {
  const leaves = new Set(slices.filter((leaf) => ancestry(leaf, slices).includes(slice)).map(({ id }) => id));
  const isInside = ({ sliceId }: { sliceId: string }): boolean => leaves.has(sliceId);
  return {
    pairs: pairing.pairs.filter(isInside),
    onlyBaseline: pairing.onlyBaseline.filter(isInside),
    onlyEvaluation: pairing.onlyEvaluation.filter(isInside),
  };
}

/** Fills in Holm's p-values over everything that the comparison shows. */
function correct(nodes: readonly EvaluationComparisonRow[]): void {
  const shown = nodes
    .flatMap(({ whole, slices }) => [whole, ...slices.map(({ difference }) => difference)])
    .filter((row) => row !== null && row.pValue !== null) as PairedDifferenceRow[];
  const adjusted = holm(shown.map(({ pValue }) => pValue as number));
  for (const [index, row] of shown.entries()) row.adjustedPValue = adjusted[index] ?? null;
}

export const resolvers = {
  Query: {
    compare: (_, args, context) => compare(args, context),
  },

  EvaluationComparison: {
    largestDifferences: ({ largest }, { first }) => {
      const most = first ?? 10;
      if (most < 0 || most > PAGE_CAP)
        throw new AppError('INVALID_INPUT', `first: ${most} is outside 0 to ${PAGE_CAP}`);
      return largest(most);
    },
    agreement: async ({ valuePairs }) => valuePairs && agreement(await valuePairs()),
  },

  PairedDifference: {
    low: ({ interval }) => interval?.low ?? null,
    high: ({ interval }) => interval?.high ?? null,
    bootstrap: async (row) => {
      // Up to a tenth of a second each: others get their turn between two of them.
      await turn();
      return row.bootstrap();
    },
  },

  QuestionDifference: {
    question: ({ questionId }, _, { load }) => mustLoad(load.question, questionId),
    baselineValue: ({ baseline }) => baseline,
    difference: ({ baseline, value }) => value - baseline,
    baselineResponses: ({ runs, questionId }, _, { load }) =>
      load.responsesToQuestion.load({ runId: runs.baseline, questionId }),
    responses: ({ runs, questionId }, _, { load }) =>
      load.responsesToQuestion.load({ runId: runs.evaluation, questionId }),
  },
} satisfies Resolvers;
