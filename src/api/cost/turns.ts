import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';

/** Cheaper operations never wait: they are what others should not have to wait for. */
const FREE = 200;

/** How many operations may wait, of one client and of all. */
const MOST_WAITING = { client: 100, all: 1000 };

const RETRY_SECONDS = 5;

/** Lets operations run a few at a time, so that what is cheap is answered beside what is dear. */
export interface Turns {
  /**
   * Waits until an operation of this cost may run; what it gives back ends the turn. Throws a GraphQLError where too many wait
   * already, and what the signal says once it is aborted.
   */
  take(client: string, cost: number, signal: AbortSignal): Promise<() => void>;
}

interface Waiting {
  cost: number;
  begin(): void;
}

/** What runs at once may cost `most` together; clients take turns, whoever asks for a lot waits for himself alone. */
export function openTurns(most: number): Turns {
  /** Those of a client in the order they came; the client whose turn is next is first. */
  const queues = new Map<string, Waiting[]>();
  let [running, waiting] = [0, 0];

  function next(): void {
    for (const [client, queue] of queues) {
      const [first] = queue;
      if (!first || running + first.cost > most) return;
      queue.shift();
      waiting--;
      queues.delete(client);
      if (queue.length > 0) queues.set(client, queue);
      begin(first);
    }
  }

  function begin(one: Waiting): void {
    running += one.cost;
    one.begin();
  }

  function end({ cost }: Waiting): () => void {
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      running -= cost;
      next();
    };
  }

  function withdraw(client: string, one: Waiting): void {
    const queue = queues.get(client) ?? [];
    const at = queue.indexOf(one);
    if (at < 0) return;
    queue.splice(at, 1);
    waiting--;
    if (queue.length === 0) queues.delete(client);
    next();
  }

  return {
    async take(client, asked, signal) {
      const cost = Math.min(asked, most);
      if (cost <= FREE) return () => undefined;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const one: Waiting = { cost, begin: resolve };
      if (queues.size === 0 && running + cost <= most) {
        begin(one);
        return end(one);
      }
      const own = queues.get(client) ?? [];
      if (own.length >= MOST_WAITING.client || waiting >= MOST_WAITING.all) throw busy(own.length);
      own.push(one);
      queues.set(client, own);
      waiting++;
      const leave = () => {
        withdraw(client, one);
        reject(signal.reason);
      };
      signal.addEventListener('abort', leave);
      if (signal.aborted) leave();
      try {
        await promise;
      } finally {
        signal.removeEventListener('abort', leave);
      }
      return end(one);
    },
  };
}

function busy(own: number): GraphQLError {
  const whose = own >= MOST_WAITING.client ? `${own} of yours` : 'many';
  return new GraphQLError(
    `The server is busy: ${whose} are waiting already. Try again in ${RETRY_SECONDS} s, and ask for one thing after the other`,
    {
      extensions: {
        ...{ code: 'BUSY', retryAfterSeconds: RETRY_SECONDS },
        http: { status: 429, headers: new HeaderMap([['retry-after', String(RETRY_SECONDS)]]) },
      },
    },
  );
}
