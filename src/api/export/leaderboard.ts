import { type Aggregate, percentInterval } from '../../benchmarks/aggregate.ts';
import { GIVEN_OUTCOMES, OUTCOMES, type Outcome } from '../../benchmarks/benchmark.ts';
import { benchmarkDefinition } from '../../benchmarks/registry.ts';
import { viewedCriterion } from '../../benchmarks/standing.ts';
import { boolean, type Column, double, integer, nullable, text } from '../../store/exports/columns.ts';
import type { ExportPlan } from '../../store/exports/plan.ts';
import { planRecords } from '../../store/exports/records.ts';
import type { JudgeRow } from '../../store/tables/index.ts';
import { findLeaderboard, scoreOf } from '../board.ts';
import { type Context, mustLoad } from '../context.ts';
import type { LeaderboardEntryRow, LeaderboardQuery, LeaderboardRow } from '../rows.ts';

/** What a leaderboard is asked for, as in GraphQL. */
export type LeaderboardExport = LeaderboardQuery;

const field = (build: (name: string, of: string, about: string) => Column) => (name: string, about: string) =>
  build(name, `r.${name}`, about);
const [aText, anInteger, aDouble] = [field(text), field(integer), field(double)];

const reading = (prefix: string, which: string): Column[] => [
  nullable(aDouble(`${prefix}mean`, `The mean ${which}, in units of the scale; null without scores.`)),
  nullable(
    aDouble(`${prefix}percent`, 'The mean as percent of the way from the lowest to the highest value.'),
  ),
  nullable(aDouble(`${prefix}low`, 'Lower end of the 95 % interval, questions as clusters.')),
  nullable(aDouble(`${prefix}high`, 'Upper end.')),
  nullable(anInteger(`${prefix}n`, 'What the mean is over.')),
];

const inPercent = (prefix: string): Column[] => [
  nullable(aDouble(`${prefix}percent_low`, `\`${prefix}low\` in the unit of \`${prefix}percent\`.`)),
  nullable(aDouble(`${prefix}percent_high`, `\`${prefix}high\` in the unit of \`${prefix}percent\`.`)),
];

const ofOutcome = (outcome: Outcome): Column =>
  nullable(anInteger(outcome.toLowerCase(), `Expected scores with the outcome ${outcome}.`));

/** One row per model and settings: the newest evaluation by one judge revision. */
export const leaderboardColumns: readonly Column[] = [
  nullable(
    anInteger(
      'rank',
      '1 + the number of models clearly above; equal where the data cannot tell; null while incomplete.',
    ),
  ),
  field(boolean)('is_complete', 'Whether the evaluation is closed and nothing that is looked at is missing.'),
  aText('benchmark', 'Slug of the benchmark.'),
  nullable(aText('category', 'The category asked for; null for all, as the next ones.')),
  nullable(aText('domain', 'The domain asked for.')),
  nullable(aText('subdomain', 'The subdomain asked for.')),
  nullable(aText('criterion', 'The criterion that is looked at; null where all are pooled.')),
  aText('model', 'Name of the model under test.'),
  aText('judge', "The judge's name."),
  aText('judge_revision', "sha256 of everything that can change the judge's scores."),
  aText('evaluation_id', 'The evaluation, a UUIDv7.'),
  aText('run_id', 'The run it scored.'),
  aText('evaluation_status', 'QUEUED, RUNNING, COMPLETED or PARTIAL.'),
  aText('mode', 'The reading that ranks, STRICT or OFFICIAL; the columns without a prefix are of it.'),
  aText('missing', 'What the strict reading makes of values that are not there.'),
  nullable(aText('aggregation', 'How scores become one number.')),
  ...reading('', 'that ranks'),
  nullable(anInteger('expected', 'What `n` is in a full run.')),
  nullable(aDouble('sum', 'Sum of the values.')),
  nullable(aDouble('scale_min', 'Lowest possible value of the mean.')),
  nullable(aDouble('scale_max', 'Highest possible value.')),
  ...([...GIVEN_OUTCOMES, 'MISSING_RESPONSE'] as const).map(ofOutcome),
  ...reading('official_', 'as the published script reads and aggregates'),
  ...reading('strict_', 'as a careful person would read'),
  ofOutcome('NOT_SCORED'),
  nullable(
    aText('not_comparable', 'What keeps it from comparing with full runs; null where it is complete.'),
  ),
  anInteger('missing_questions', 'Questions that the run has no response to.'),
  anInteger('missing_responses', 'Responses that a full run has and this one has not.'),
  ...['', 'official_', 'strict_'].flatMap(inPercent),
];

export async function planLeaderboard(asked: LeaderboardExport, context: Context): Promise<ExportPlan> {
  const board = await findLeaderboard(asked, context);
  const by = board.judgeId === null ? null : await mustLoad(context.load.judge, board.judgeId);
  const rows = board.nodes.map((entry) => rowOf(entry, board, asked, by));
  return planRecords(leaderboardColumns, rows);
}

function rowOf(
  entry: LeaderboardEntryRow,
  { benchmark: slug, mode, missing }: LeaderboardRow,
  asked: LeaderboardExport,
  judge: JudgeRow | null,
): Record<string, unknown> {
  const { name } = entry.model;
  const score = scoreOf(entry);
  return {
    ...{ rank: entry.rank, is_complete: entry.isComplete, benchmark: slug, model: name, mode, missing },
    ...{ category: asked.category, domain: asked.domain, subdomain: asked.subdomain },
    criterion: viewedCriterion(benchmarkDefinition(slug), asked.criterion ?? null),
    ...{ judge: judge?.name, judge_revision: judge?.revision },
    ...{
      evaluation_id: entry.evaluation.id,
      run_id: entry.evaluation.runId,
      evaluation_status: entry.evaluation.status,
    },
    aggregation: score?.aggregation,
    ...numbers('', score),
    ...{
      expected: score?.expected,
      sum: score?.sum,
      scale_min: score?.scale.min,
      scale_max: score?.scale.max,
    },
    ...Object.fromEntries(OUTCOMES.map((each) => [each.toLowerCase(), score && (score.outcomes[each] ?? 0)])),
    ...numbers('official_', entry.official),
    ...numbers('strict_', entry.strict),
    ...{
      not_comparable: entry.notComparable,
      missing_questions: entry.lacking.questions,
      missing_responses: entry.lacking.responses,
    },
  };
}

function numbers(prefix: string, of: Aggregate | null): Record<string, number | null | undefined> {
  const percents = of && percentInterval(of);
  return {
    [`${prefix}mean`]: of?.mean,
    [`${prefix}percent`]: of?.percent,
    [`${prefix}low`]: of?.interval?.low,
    [`${prefix}high`]: of?.interval?.high,
    [`${prefix}percent_low`]: percents?.low,
    [`${prefix}percent_high`]: percents?.high,
    [`${prefix}n`]: of?.n,
  };
}
