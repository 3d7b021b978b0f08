import { AppError } from '../core/errors.ts';
import { toGlobalId } from '../core/ids.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import { countEvaluationsOf, findEvaluationPages } from '../store/evaluations.ts';
import { findModelByName } from '../store/models.ts';
import { findResponseKeys, findResponsePages } from '../store/responses.ts';
import {
  countRuns,
  countRunsOf,
  findRunPage,
  findRunPages,
  insertRun,
  type RunParent,
} from '../store/runs.ts';
import type { RunRow } from '../store/tables/index.ts';
import { type ConnectionArgs, connection, connectionFields, pageArgs } from './connection.ts';
import { type Context, mustLoad } from './context.ts';
import type { RunConnectionRow } from './rows.ts';
import type { Resolvers } from './schema.generated.ts';

const MOST_SAMPLES = 1000;

/** The runs of a benchmark or of a model. */
export function runsOf(
  parent: RunParent,
  id: string,
  args: ConnectionArgs,
  { db, load }: Context,
): Promise<RunConnectionRow> {
  const page = pageArgs(args);
  const pages = load.each(`runs ${parent}`, page, (ids) => findRunPages(db, parent, ids, page));
  const counts = load.each(`runs ${parent} counted`, {}, (ids) => countRunsOf(db, parent, ids));
  return connection(pages.load(id), args, () => counts.load(id));
}

export const resolvers = {
  Query: {
    runs: async (_, args, { db }) => {
      const benchmark = args.benchmark ? await findBenchmarkBySlug(db, args.benchmark) : null;
      const model = args.model ? await findModelByName(db, args.model) : null;
      if (args.model && !model) throw new AppError('NOT_FOUND', `There is no model "${args.model}"`);
      const filter = { benchmarkId: benchmark?.id, modelId: model?.id };
      const page = { ...pageArgs(args), order: args.order ?? 'NEWEST' };
      return connection(findRunPage(db, filter, page), args, () => countRuns(db, filter));
    },
  },

  Mutation: {
    createRun: async (_, { input }, { db }) => {
      const benchmark = await findBenchmarkBySlug(db, input.benchmark);
      if (!benchmark.questionsDigest) {
        throw new AppError(
          'CONFLICT',
          `${benchmark.slug} has no questions yet; run \`assay benchmark install ${benchmark.slug}\``,
        );
      }
      if (input.model.name.trim() === '') throw new AppError('INVALID_INPUT', 'model.name: it is empty');
      const samplesPerQuestion = input.samplesPerQuestion ?? benchmark.samplesPerQuestion;
      if (samplesPerQuestion < 1 || samplesPerQuestion > MOST_SAMPLES) {
        throw new AppError(
          'INVALID_INPUT',
          `samplesPerQuestion: ${samplesPerQuestion} is outside 1 to ${MOST_SAMPLES}`,
        );
      }
      const run = await insertRun(db, {
        benchmarkId: benchmark.id,
        model: { name: input.model.name, kind: input.model.kind ?? 'TEXT_TO_IMAGE' },
        settings: input.settings ?? {},
        samplesPerQuestion,
        idempotencyKey: input.idempotencyKey,
      });
      return { run };
    },
  },

  Run: {
    id: (run) => toGlobalId('Run', run.id),
    benchmark: (run, _, { load }) => mustLoad(load.benchmark, run.benchmarkId),
    model: (run, _, { load }) => mustLoad(load.model, run.modelId),
    responseCount: (run, _, { load }) => load.responseCount.load(run.id),
    expectedResponseCount: ({ id, benchmarkId }, _, { load }) =>
      load.expectedResponses.load({ id, benchmarkId }),
    responseKeys: ({ id }, _, { db, load }) =>
      load.each('responseKeys', {}, (ids) => findResponseKeys(db, ids)).load(id),
    responses: ({ id }, args, { reads, load }) => {
      const page = pageArgs(args);
      const pages = load.each('responses', page, (ids) => findResponsePages(reads, ids, page));
      return connection(pages.load(id), args, () => load.responseCount.load(id));
    },
    evaluations: ({ id }, args, { db, load }) => {
      const page = pageArgs(args);
      const pages = load.each('evaluations', page, (ids) => findEvaluationPages(db, ids, page));
      const counts = load.each('evaluations counted', {}, (ids) => countEvaluationsOf(db, ids));
      return connection(pages.load(id), args, () => counts.load(id));
    },
  },

  RunConnection: connectionFields<RunRow>(),
} satisfies Resolvers;
