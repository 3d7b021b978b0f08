import { fromGlobalId } from '../../src/core/ids.ts';
import type { Log } from '../../src/core/log.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findEvaluations, OPEN_STATUSES } from '../../src/store/evaluations.ts';
import { openQueue, type Queue } from '../../src/store/queue.ts';
import type { NewScore } from '../../src/store/scores.ts';
import type { ShardContent, ShardResponse } from '../../src/store/shards.ts';
import { consume } from '../../src/workers/consumer.ts';
import type { Findings, Scorer } from '../../src/workers/scorer.ts';

type Found = Partial<Pick<NewScore, 'outcome' | 'value' | 'officialValue' | 'reason'>>;

/** A judge that says what the test wants: the value of each response, or that it has none. */
export function scripted(
  revision: string,
  says: (response: ShardResponse) => number | Found | Promise<number | Found> = () => 1,
): Omit<Scorer<ShardContent>, 'infer'> & { infer(content: ShardContent): Promise<Findings> } {
  return {
    revision,
    load: async (content) => content,
    async infer({ criteria, responses }) {
      const criterionId = criteria.get('correct') as string;
      const scores = [];
      for (const response of responses) {
        const said = await says(response);
        const found: Found = typeof said === 'number' ? { value: said, officialValue: said } : said;
        const { questionId, responseId, sliceId } = response;
        const blank = { outcome: 'SCORED' as const, value: null, officialValue: null, reason: null };
        scores.push({ questionId, responseId, sliceId, criterionId, ...blank, ...found });
      }
      const replies = responses.map(({ responseId }) => ({ responseId, text: 'said', evidence: null }));
      return { scores, replies };
    },
    close: async () => {},
  };
}

/** A promise and the ways to settle it. */
export const deferred = <T = void>() => Promise.withResolvers<T>();

export async function isClosed(database: Database, evaluation: string): Promise<boolean> {
  const id = fromGlobalId('Evaluation', evaluation, 'evaluation');
  const [row] = await findEvaluations(database.db, [id]);
  return row !== null && row !== undefined && !OPEN_STATUSES.includes(row.status);
}

export interface AtWork {
  /** Settles when the worker has stopped. */
  done: Promise<void>;
  /** First signal. */
  stop(): void;
}

/** A worker at work in this process. Told of every commit, so that a test need not look again and again. */
export function atWork(
  database: Database,
  queue: Queue,
  scorer: Scorer,
  log: Log,
  onCommitted: (responses: number) => void = () => {},
): AtWork {
  const stopping = new AbortController();
  const held = new Set<never>();
  // Loading and inferring are the scorer's business; what they pass on is of no interest here.
  const deps = { database, queue, scorer: scorer as Scorer, log, held, onCommitted };
  return { done: consume(deps, stopping.signal), stop: () => stopping.abort() };
}

/** Lets a worker score until the evaluation closes; gives the number of responses it committed. */
export async function scoreToEnd(
  database: Database,
  queue: Queue,
  scorer: Scorer<never> | Scorer<ShardContent>,
  evaluation: string,
  log: Log,
): Promise<number> {
  let committed = 0;
  const closed = deferred();
  const look = () => isClosed(database, evaluation).then((is) => is && closed.resolve(), closed.reject);
  const worker = atWork(database, queue, scorer as Scorer, log, (responses) => {
    committed += responses;
    void look();
  });
  try {
    await look();
    await closed.promise;
  } finally {
    worker.stop();
    await worker.done;
  }
  return committed;
}

/** Another process's view: a database and queue of its own. */
export async function anotherProcess(url: string, log: Log) {
  const database = openDatabase(url, { max: 4, log, name: 'another' });
  const queue = await openQueue(database, { heartbeatSeconds: 10, log });
  return {
    database,
    queue,
    async [Symbol.asyncDispose]() {
      await queue.stop();
      await database.close();
    },
  };
}
