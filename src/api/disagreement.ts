import type { Part } from '../benchmarks/aggregate.ts';
import type { Mode } from '../benchmarks/benchmark.ts';
import type { SlicePath } from '../benchmarks/partSums.ts';
import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { categoryStanding, standing, viewedCriterion } from '../benchmarks/standing.ts';
import { AppError } from '../core/errors.ts';
import type { Db } from '../store/database.ts';
import { findOrderedScorePages, type ScoreOrder } from '../store/scoreOrder.ts';
import {
  countOutcomes,
  countResponses,
  countScores,
  type ScoreFilter,
  scoreCursor,
} from '../store/scorePages.ts';
import { refuseUnknownSlice } from '../store/slicePaths.ts';
import type { EvaluationRow, ReplyRow, ScoreRow } from '../store/tables/index.ts';
import { connection, connectionFieldsBy, pageArgs } from './connection.ts';
import { type Context, mustLoad } from './context.ts';
import type { DisagreementConnectionRow, ModeSummaryRow, ScoreConnectionRow } from './rows.ts';
import type { Resolvers } from './schema.generated.ts';

const MODES: readonly Mode[] = ['OFFICIAL', 'STRICT'];

async function findModes(evaluation: EvaluationRow, { load }: Context): Promise<ModeSummaryRow[]> {
  const { benchmarkId } = await mustLoad(load.run, evaluation.runId);
  const definition = benchmarkDefinition((await mustLoad(load.benchmark, benchmarkId)).slug);
  const { criterion } = definition.headline;
  const sums = await load.headlineSums.load({ evaluationId: evaluation.id, benchmarkId, criterion });
  const view = { criterion, isSlice: false };
  return MODES.map((mode) => {
    const parts = new Map(
      sums.map((row): [string, Part] => [
        row.category,
        { sums: mode === 'OFFICIAL' ? row.official : row.strict, outcomes: row.outcomes },
      ]),
    );
    const categories = definition.categories.flatMap(({ slug, name }) => {
      const part = parts.get(slug);
      return part ? [{ slug, name, score: categoryStanding(definition, view, slug, part, mode) }] : [];
    });
    return { mode, score: standing(definition, view, parts, mode), categories };
  });
}

async function filterOf(
  evaluation: EvaluationRow,
  given: Omit<ScoreFilter, 'benchmarkId'>,
  { db, load }: Context,
): Promise<ScoreFilter> {
  const { benchmarkId } = await mustLoad(load.run, evaluation.runId);
  if (given.criterion)
    viewedCriterion(benchmarkDefinition((await mustLoad(load.benchmark, benchmarkId)).slug), given.criterion);
  if (given.outcomes?.includes('MISSING_RESPONSE')) {
    throw new AppError(
      'INVALID_INPUT',
      'outcome: a response that is missing has no score; `run { responseKeys }` says which are there',
    );
  }
  if (given.outcomes?.includes('NOT_SCORED')) {
    throw new AppError(
      'INVALID_INPUT',
      'outcome: what is not scored has no score to list; `coverage` counts it by slice and criterion',
    );
  }
  const { category, domain, subdomain } = given;
  const path = { category, domain, subdomain };
  await load.each('slice known', path, (ids) => slicesKnown(db, ids, path)).load(benchmarkId);
  return { ...given, benchmarkId };
}

/** Of each benchmark nothing where the path leads to a slice, else why not. */
const slicesKnown = (db: Db, benchmarkIds: readonly string[], path: SlicePath): Promise<(null | Error)[]> =>
  Promise.all(
    benchmarkIds.map((id) =>
      refuseUnknownSlice(db, id, path).then(
        () => null,
        (error: Error) => error,
      ),
    ),
  );

/** The call about the score's criterion, or the one call about the whole response. */
async function replyTo(score: ScoreRow, { load }: Context): Promise<ReplyRow | null> {
  const replies = await load.replies.load(score);
  const { slug } = await mustLoad(load.criterion, score.criterionId);
  return replies.find(({ part }) => part === slug) ?? replies.find(({ part }) => part === '') ?? null;
}

const ofScore = {
  response: (score: ScoreRow, _: unknown, { load }: Context) => mustLoad(load.response, score.responseId),
  reply: (score: ScoreRow, _: unknown, context: Context) => replyTo(score, context),
};

/** A page of an evaluation's scores, and how what else is asked of scores that fit the filter is found for many at once. */
async function scorePage(
  { id }: EvaluationRow,
  filter: ScoreFilter,
  page: ReturnType<typeof pageArgs> & { skip?: number; order?: ScoreOrder },
  { reads, load }: Context,
) {
  const each = <Value>(
    what: string,
    find: (db: Db, ids: readonly string[], filter: ScoreFilter) => Promise<Value[]>,
  ) => load.each(`scores ${what}`, filter, (ids) => find(reads, ids, filter));
  const pages = load.each('scores', { filter, page }, (ids) =>
    findOrderedScorePages(reads, ids, filter, page),
  );
  const counts = each('counted', countScores);
  const found = await connection(pages.load(id), page, () => counts.load(id));
  return { found, each };
}

export const resolvers = {
  Evaluation: {
    modes: (evaluation, _, context) => findModes(evaluation, context),
    scores: async (evaluation, { outcome, ...args }, context): Promise<ScoreConnectionRow> => {
      const { category, domain, subdomain, criterion, min, max } = args;
      const given = { category, domain, subdomain, criterion, min, max, outcomes: outcome };
      const filter = await filterOf(evaluation, given, context);
      const page = { ...pageArgs(args), skip: args.skip ?? 0, order: args.order ?? 'QUESTION' };
      const { found, each } = await scorePage(evaluation, filter, page, context);
      const responses = each('responses counted', countResponses);
      return { ...found, responseCount: () => responses.load(evaluation.id) };
    },
    disagreements: async (evaluation, args, context): Promise<DisagreementConnectionRow> => {
      const filter = await filterOf(evaluation, { isDisagreement: true }, context);
      const { found, each } = await scorePage(evaluation, filter, pageArgs(args), context);
      const outcomes = each('outcomes counted', countOutcomes);
      return { ...found, outcomes: () => outcomes.load(evaluation.id) };
    },
  },

  Score: ofScore,

  ScoreConnection: {
    ...connectionFieldsBy<ScoreRow>(scoreCursor),
    responseCount: (page) => page.responseCount(),
  },

  Disagreement: {
    ...ofScore,
    criterion: (score, _, { load }) => mustLoad(load.criterion, score.criterionId),
    difference: ({ value, officialValue }) =>
      value === null || officialValue === null ? null : officialValue - value,
  },

  DisagreementConnection: {
    ...connectionFieldsBy<ScoreRow>(scoreCursor),
    outcomes: (page) => page.outcomes(),
  },
} satisfies Resolvers;
