import { AppError } from '../core/errors.ts';
import { toGlobalId } from '../core/ids.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import { countEvaluations, findEvaluationPage } from '../store/evaluations.ts';
import { findModelByName } from '../store/models.ts';
import { findResponseKeys, findResponsePage } from '../store/responses.ts';
import { countRuns, findRunPage, insertRun } from '../store/runs.ts';
import type { RunRow } from '../store/tables/index.ts';
import { connection, connectionFields, pageArgs } from './connection.ts';
import { mustLoad } from './context.ts';
import type { Resolvers } from './schema.generated.ts';

const MOST_SAMPLES = 1000;

export const resolvers = {
  Query: {
    runs: async (_, args, { db }) => {
      const benchmark = args.benchmark ? await findBenchmarkBySlug(db, args.benchmark) : null;
      const model = args.model ? await findModelByName(db, args.model) : null;
      if (args.model && !model) throw new AppError('NOT_FOUND', `There is no model "${args.model}"`);
      const filter = { benchmarkId: benchmark?.id, modelId: model?.id };
      return connection(findRunPage(db, filter, pageArgs(args)), args, () => countRuns(db, filter));
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
    responseKeys: (run, _, { db }) => findResponseKeys(db, run.id),
    responses: (run, args, { reads, load }) =>
      connection(findResponsePage(reads, run.id, pageArgs(args)), args, () =>
        load.responseCount.load(run.id),
      ),
    evaluations: (run, args, { db }) => {
      const filter = { runId: run.id };
      return connection(findEvaluationPage(db, filter, pageArgs(args)), args, () =>
        countEvaluations(db, filter),
      );
    },
  },

  RunConnection: connectionFields<RunRow>(),
} satisfies Resolvers;
