import { benchmarkDefinition } from '../benchmarks/registry.ts';
import { AppError } from '../core/errors.ts';
import { fromGlobalId, toGlobalId } from '../core/ids.ts';
import { findBenchmarkBySlug } from '../store/benchmarks.ts';
import {
  cancelEvaluation,
  countEvaluations,
  findEvaluationPage,
  findEvaluations,
  insertEvaluation,
  OPEN_STATUSES,
} from '../store/evaluations.ts';
import { eventCursor, findEvaluationEvents, findOldestEventSeq, parseEventCursor } from '../store/events.ts';
import { findJudgeByName } from '../store/judges.ts';
import type { EvaluationRow, EventRow } from '../store/tables/index.ts';
import { connection, connectionFields, pageArgs } from './connection.ts';
import { type Context, mustLoad } from './context.ts';
import { findCriterionSummaries } from './criterionSummaries.ts';
import { type Listener, listening } from './feed.ts';
import type { EvaluationStatus, Resolvers } from './schema.generated.ts';

/**
 * Replays the events after `after`, then goes on live at the same place: the listener is open before the replay
 * reads, and what both bring is sent once. Throws CURSOR_EXPIRED when events in between are no longer kept.
 */
async function evaluationProgress(evaluationId: string, after: number, context: Context) {
  const live = await context.feed.open((event) => event.evaluationId === evaluationId, {
    limit: 1000,
    onOverflow: () => context.connection?.close(4413, 'Events are not being read'),
  });
  try {
    const [evaluation] = await findEvaluations(context.db, [evaluationId]);
    const isOver = evaluation && !OPEN_STATUSES.includes(evaluation.status);
    if (isOver && evaluation.seq <= after) live.close();
    const oldest = await findOldestEventSeq(context.db, evaluationId, after);
    if (oldest === null ? isOver && evaluation.seq > after : oldest > after + 1) {
      throw new AppError(
        'CURSOR_EXPIRED',
        'The events after this cursor are no longer kept; query the evaluation instead',
      );
    }
    return listening(live, inOrder(await findEvaluationEvents(context.db, evaluationId, after), live, after));
  } catch (error) {
    live.close();
    throw error;
  }
}

/** Up to the event that closes the evaluation. */
async function* inOrder(
  replay: readonly EventRow[],
  live: Listener,
  after: number,
): AsyncGenerator<EventRow> {
  // Of two transactions the one that began first may commit last: the later event then arrives first, and waits here.
  const waiting = new Map<number, EventRow>();
  let last = after;
  for await (const arrived of chain(replay, live)) {
    if (arrived.seq > last) waiting.set(arrived.seq, arrived);
    for (let event = waiting.get(last + 1); event; event = waiting.get(last + 1)) {
      waiting.delete(event.seq);
      yield event;
      last = event.seq;
      if (!OPEN_STATUSES.includes(event.payload.status)) return;
    }
  }
}

async function* chain(replay: readonly EventRow[], live: Listener): AsyncGenerator<EventRow> {
  yield* replay;
  yield* live;
}

export const resolvers = {
  Query: {
    evaluations: async (_, args, { db }) => {
      const benchmark = args.benchmark ? await findBenchmarkBySlug(db, args.benchmark) : null;
      const filter = { benchmarkId: benchmark?.id, status: args.status ?? undefined };
      return connection(findEvaluationPage(db, filter, pageArgs(args)), args, () =>
        countEvaluations(db, filter),
      );
    },
  },

  Mutation: {
    startEvaluation: async (_, { input }, { db, queue, load }) => {
      const run = await load.run.load(fromGlobalId('Run', input.run, 'run'));
      if (!run) throw new AppError('NOT_FOUND', 'run: there is no such run');
      const judge = await findJudgeByName(db, input.judge);
      const benchmark = await mustLoad(load.benchmark, run.benchmarkId);
      const evaluation = await insertEvaluation(db, queue, run, judge, {
        idempotencyKey: input.idempotencyKey,
        poolsCriteria: benchmarkDefinition(benchmark.slug).headline.criterion === null,
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
