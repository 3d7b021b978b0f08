import { AppError } from '../core/errors.ts';
import { fromGlobalId } from '../core/ids.ts';
import type { BenchmarkRow, EvaluationRow, JudgeRow, RunRow } from '../store/tables/index.ts';
import { type Context, mustLoad } from './context.ts';
import type { QueryCompareArgs } from './schema.generated.ts';

const MOST = 10;

interface Found {
  evaluation: EvaluationRow;
  run: RunRow;
  benchmark: BenchmarkRow;
  judge: JudgeRow;
}

/** The evaluations to compare. Throws what keeps them from being compared, naming the one at fault. */
export async function comparedEvaluations(
  args: Pick<QueryCompareArgs, 'evaluations' | 'baseline' | 'allowDifferentJudges'>,
  context: Context,
): Promise<{ benchmark: BenchmarkRow; baseline: EvaluationRow; others: EvaluationRow[] }> {
  const ids = args.evaluations.map((id, at) => fromGlobalId('Evaluation', id, placeOf(at)));
  if (ids.length < 2 || ids.length > MOST)
    throw new AppError('INVALID_INPUT', `evaluations: ${ids.length} are not 2 to ${MOST}`);
  const twice = ids.findIndex((id, at) => ids.indexOf(id) < at);
  if (twice >= 0) throw new AppError('INVALID_INPUT', `${placeOf(twice)}: given twice`);
  const baselineId = args.baseline ? fromGlobalId('Evaluation', args.baseline, 'baseline') : ids[0];
  const all = await Promise.all(ids.map((id, at) => find(id, at, context)));
  const baseline = all.find(({ evaluation }) => evaluation.id === baselineId);
  if (!baseline) throw new AppError('INVALID_INPUT', 'baseline: it is not among the evaluations');
  for (const [at, other] of all.entries())
    refuseMismatch(baseline, other, placeOf(at), args.allowDifferentJudges ?? false);
  return {
    benchmark: baseline.benchmark,
    baseline: baseline.evaluation,
    others: all.filter((other) => other !== baseline).map(({ evaluation }) => evaluation),
  };
}

const placeOf = (at: number): string => `evaluations[${at}]`;

async function find(id: string, at: number, { load }: Context): Promise<Found> {
  const evaluation = await load.evaluation.load(id);
  if (!evaluation) throw new AppError('NOT_FOUND', `${placeOf(at)}: there is no such evaluation`);
  const run = await mustLoad(load.run, evaluation.runId);
  const benchmark = await mustLoad(load.benchmark, run.benchmarkId);
  return { evaluation, run, benchmark, judge: await mustLoad(load.judge, evaluation.judgeId) };
}

function refuseMismatch(baseline: Found, other: Found, place: string, allowJudges: boolean): void {
  // A benchmark has one set of questions, and only those that both answered are compared.
  if (baseline.benchmark.id !== other.benchmark.id) {
    throw new AppError(
      'INVALID_INPUT',
      `${place}: it is of ${other.benchmark.slug} and the baseline of ${baseline.benchmark.slug}; compare evaluations of one benchmark`,
    );
  }
  if (baseline.judge.id !== other.judge.id && !allowJudges) {
    const [own, theirs] = [other.judge, baseline.judge].map(
      ({ name, revision }) => `${name}@${revision.slice(0, 12)}`,
    );
    throw new AppError(
      'INVALID_INPUT',
      `${place}: it was judged by ${own} and the baseline by ${theirs}; give allowDifferentJudges: true to compare all the same`,
    );
  }
}
