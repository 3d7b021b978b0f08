import DataLoader from 'dataloader';
import type { Log } from '../core/log.ts';
import {
  countQuestions,
  findBenchmarks,
  findCriteria,
  findCriteriaOfBenchmarks,
  findQuestions,
  findSlicesByIds,
  findSlicesOfBenchmarks,
} from '../store/benchmarks.ts';
import type { Bounds } from '../store/bounds.ts';
import { findResponsesToQuestions, type RunQuestion } from '../store/comparisons.ts';
import { type CriterionKey, findCriterionSums } from '../store/criterionSums.ts';
import type { Db } from '../store/database.ts';
import { findEvaluations, findReplies, findScores } from '../store/evaluations.ts';
import { findExpectedResponses, type RunOfBenchmark } from '../store/fullRun.ts';
import { findHeadlineSums, type HeadlineKey } from '../store/headlineSums.ts';
import { findEvaluationsOfRuns } from '../store/judgements.ts';
import { findJudgeStandingsOfBenchmarks } from '../store/judgeStandings.ts';
import { findJudges, findJudgesByRevision, findJudgesOfBenchmarks } from '../store/judges.ts';
import { findMedia } from '../store/media.ts';
import { findModels } from '../store/models.ts';
import type { Queue } from '../store/queue.ts';
import { findResponses } from '../store/responses.ts';
import { countResponses, findRuns } from '../store/runs.ts';
import { findWorkers } from '../store/workers.ts';
import type { Answers, Draft } from './answers.ts';
import type { Boards } from './boards.ts';
import type { Spent } from './cost/meter.ts';
import type { Feed } from './live/feed.ts';

/** Everything a resolver may touch. */
export interface Context {
  db: Db;
  /** For boards, comparisons and lists of scores: in a query the replica, which may be a moment late; else the same. */
  reads: Db;
  /** Boards as `reads` has them. */
  boards: Boards;
  queue: Queue;
  feed: Feed;
  answers: Answers;
  log: Log;
  load: ReturnType<typeof loaders>;
  /** The WebSocket of a subscription; null over HTTP. */
  connection: { close(code: number, reason: string): void } | null;
  /** The answer in the making; null where no answer is kept. */
  draft: Draft | null;
  /** Whoever asks, for counting what it costs: an address. */
  client: string;
  /** The header, as it came. */
  authorization: string | undefined;
  /** Where this server is reached, as far as the request tells. */
  address: string;
  /** What the operation costs; null where it is not counted, as for each event of a subscription. */
  spent: Spent | null;
  /** What the operation may still take of the database; null where nobody waits for it. */
  bounds: Bounds | null;
}

/** What a context knows of the request. */
type Asking = Pick<
  Context,
  'connection' | 'draft' | 'client' | 'authorization' | 'address' | 'spent' | 'bounds'
>;

/** What lives as long as the server, `reads` always the replica; a context adds the loaders of one request. */
export interface Services extends Omit<Context, keyof Asking | 'load'> {
  /** Boards as `db` has them; the same where there is no replica. */
  newestBoards: Boards;
}

export const createContext = (
  services: Services,
  {
    connection = null,
    draft = null,
    client = '',
    authorization = undefined,
    address = '',
    spent = null,
    bounds = null,
  }: Partial<Asking> = {},
): Context => ({
  ...services,
  reads: services.db,
  boards: services.newestBoards,
  load: loaders(services.db, services.db),
  connection,
  draft,
  client,
  authorization,
  address,
  spent,
  bounds,
});

/** For a query that need not see what was written a moment ago. */
export function readFromReplica(context: Context, { db, reads, boards }: Services): void {
  if (reads !== db) Object.assign(context, { reads, boards, load: loaders(db, reads) });
}

interface ScoreKey {
  evaluationId: string;
  responseId: string;
  questionId: string;
}

const scoreKey = (key: ScoreKey): string => `${key.evaluationId} ${key.responseId}`;

function loaders(db: Db, reads: Db) {
  const byId = <Row>(find: (db: Db, ids: readonly string[]) => Promise<Row[]>) =>
    new DataLoader((ids: readonly string[]) => find(db, ids));
  return {
    benchmark: byId(findBenchmarks),
    criteriaOfBenchmark: byId(findCriteriaOfBenchmarks),
    criterion: byId(findCriteria),
    criterionSums: new DataLoader((keys: readonly CriterionKey[]) => findCriterionSums(reads, keys), {
      cacheKeyFn: (key: CriterionKey) => key.evaluationId,
    }),
    evaluation: byId(findEvaluations),
    evaluationsOfRun: byId(findEvaluationsOfRuns),
    expectedResponses: new DataLoader((keys: readonly RunOfBenchmark[]) => findExpectedResponses(db, keys), {
      cacheKeyFn: ({ id }: RunOfBenchmark) => id,
    }),
    headlineSums: new DataLoader((keys: readonly HeadlineKey[]) => findHeadlineSums(reads, keys), {
      cacheKeyFn: (key: HeadlineKey) => key.evaluationId,
    }),
    judge: byId(findJudges),
    media: byId(findMedia),
    model: byId(findModels),
    question: byId(findQuestions),
    questionCount: byId(countQuestions),
    response: byId(findResponses),
    responsesToQuestion: new DataLoader(
      (keys: readonly RunQuestion[]) => findResponsesToQuestions(reads, keys),
      {
        cacheKeyFn: ({ runId, questionId }: RunQuestion) => `${runId} ${questionId}`,
      },
    ),
    responseCount: byId(countResponses),
    run: byId(findRuns),
    slice: byId(findSlicesByIds),
    slicesOfBenchmark: byId(findSlicesOfBenchmarks),
    judgeByRevision: byId(findJudgesByRevision),
    judgesOfBenchmark: byId(findJudgesOfBenchmarks),
    standingsOfBenchmark: byId(findJudgeStandingsOfBenchmarks),
    worker: byId(findWorkers),
    each: openEach(),
    scores: new DataLoader((keys: readonly ScoreKey[]) => findScores(reads, keys), { cacheKeyFn: scoreKey }),
    replies: new DataLoader((keys: readonly ScoreKey[]) => findReplies(reads, keys), {
      cacheKeyFn: scoreKey,
    }),
  };
}

/**
 * What a field with arguments gives for each of many parents, by one statement for all that are asked together. Nothing
 * is remembered, since a mutation may come in between.
 */
function openEach() {
  const loaders = new Map<string, DataLoader<string, unknown>>();
  return <Value>(
    field: string,
    args: object,
    find: (parents: readonly string[]) => Promise<readonly (Value | Error)[]>,
  ): DataLoader<string, Value> => {
    const key = `${field} ${JSON.stringify(args)}`;
    const known = loaders.get(key) ?? new DataLoader<string, unknown>(once(find), { cache: false });
    loaders.set(key, known);
    return known as DataLoader<string, Value>;
  };
}

/** Asks for every key once, however often it is wanted. */
const once =
  <Value>(find: (keys: readonly string[]) => Promise<readonly Value[]>) =>
  async (keys: readonly string[]): Promise<Value[]> => {
    const unique = [...new Set(keys)];
    const found = await find(unique);
    const values = new Map(unique.map((key, at) => [key, found[at] as Value]));
    return keys.map((key) => values.get(key) as Value);
  };

/** The row under a foreign key, which is always there. */
export async function mustLoad<Row>(loader: DataLoader<string, Row | null>, id: string): Promise<Row> {
  const row = await loader.load(id);
  if (row === null) throw new Error(`no row ${id}`);
  return row;
}
