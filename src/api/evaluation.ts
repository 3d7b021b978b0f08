import { AppError } from '../core/errors.ts';
import { fromGlobalId, toGlobalId } from '../core/ids.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import {
  cancelEvaluation,
  countEvaluations,
  findEvaluationPage,
  insertEvaluation,
  OPEN_STATUSES,
} from '../store/evaluations.ts';
import { eventCursor, parseEventCursor } from '../store/events.ts';
import { findJudgeByName } from '../store/judges.ts';
import type { EvaluationRow, EventRow } from '../store/tables/index.ts';
import { connection, connectionFields, pageArgs } from './connection.ts';
import { mustLoad } from './context.ts';
import { findCriterionSummaries } from './criterionSummaries.ts';
import { evaluationProgress } from './live/progress.ts';
import type { EvaluationStatus, Resolvers } from './schema.generated.ts';

export const resolvers = {
  Query: {
    evaluations: async (_, args, { db }) => {
      const benchmark = args.benchmark ? await findBenchmarkBySlug(db, args.benchmark) : null;
      const runId = args.run ? fromGlobalId('Run', args.run, 'run') : undefined;
      const filter = { benchmarkId: benchmark?.id, status: args.status ?? undefined, runId };
      const page = { ...pageArgs(args), order: args.order ?? 'NEWEST' };
      return connection(findEvaluationPage(db, filter, page), args, () => countEvaluations(db, filter));
    },
  },

  Mutation: {
    startEvaluation: async (_, { input }, { db, queue, load }) => {
      const run = await load.run.load(fromGlobalId('Run', input.run, 'run'));
      if (!run) throw new AppError('NOT_FOUND', 'run: there is no such run');
      const judge = await findJudgeByName(db, input.judge);
      const evaluation = await insertEvaluation(db, queue, run, judge, {
        idempotencyKey: input.idempotencyKey,
      });
      return { evaluation };
    },
    cancelEvaluation: async (_, { input }, { db, queue }) => {
      const id = fromGlobalId('Evaluation', input.evaluation, 'evaluation');
      return { evaluation: await cancelEvaluation(db, queue, id) };
    },
  },

  Subscription: {
    evaluationProgress: {
      subscribe: async (_, { evaluation, after }, context) => {
        const id = fromGlobalId('Evaluation', evaluation, 'evaluation');
        if (!(await context.load.evaluation.load(id)))
          throw new AppError('NOT_FOUND', 'evaluation: there is no such evaluation');
        return evaluationProgress(id, after ? parseEventCursor(after).seq : 0, context);
      },
      resolve: (event: EventRow) => event,
    },
  },

  Evaluation: {
    id: (evaluation) => toGlobalId('Evaluation', evaluation.id),
    run: (evaluation, _, { load }) => mustLoad(load.run, evaluation.runId),
    judge: (evaluation, _, { load }) => mustLoad(load.judge, evaluation.judgeId),
    // One that was opened again has that of its last closing until the next.
    reason: ({ status, reason }) => (OPEN_STATUSES.includes(status) ? null : reason),
    usage: ({ requests, ...usage }) => (requests === null ? null : { requests, ...usage }),
    // Its events are told apart by `seq` alone.
    cursor: ({ seq }) => eventCursor({ xid: '0', id: 0, seq }),
    criteria: (evaluation, _, context) => findCriterionSummaries(evaluation, context),
  },

  EvaluationEvent: {
    cursor: (event) => eventCursor(event),
    status: (event) => event.payload.status as EvaluationStatus,
    expected: (event) => event.payload.expected,
    responses: (event) => event.payload.responses,
    done: (event) => event.payload.done,
    at: (event) => event.createdAt,
    // What was loaded to check the subscription is older than any event.
    evaluation: ({ evaluationId }, _, { load }) =>
      mustLoad(load.evaluation.clear(evaluationId), evaluationId),
  },

  CriterionSummary: {
    criterion: ({ criterionId }, _, { load }) => mustLoad(load.criterion, criterionId),
  },

  EvaluationConnection: connectionFields<EvaluationRow>(),
} satisfies Resolvers;
