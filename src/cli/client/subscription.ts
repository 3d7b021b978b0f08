import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Failure } from '../failure.ts';
import { type Answer, connectionFailure, dataOf, type Variables } from './answer.ts';

/** One subscription over one connection. Ends silently when the signal aborts; throws what went wrong otherwise. */
export async function* subscribe<Data>(
  apiUrl: string,
  document: string,
  variables: Variables,
  signal: AbortSignal | undefined,
): AsyncGenerator<Data> {
  const connection = createClient({
    url: `${apiUrl.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    // Its own retry would subscribe again with the old cursor; `resume.ts` does it with the new one.
    retryAttempts: 0,
    // A peer that vanished without closing is noticed by the ping that it does not answer.
    keepAlive: 10_000,
  });
  let isAwaitingPong = false;
  connection.on('ping', (received) => {
    if (received) return;
    if (isAwaitingPong) connection.terminate();
    isAwaitingPong = true;
  });
  connection.on('pong', (received) => {
    if (received) isAwaitingPong = false;
  });
  const stop = (): void => void connection.dispose();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    for await (const answer of connection.iterate<Data>({ query: document, variables })) {
      yield dataOf(answer as Answer<Data>);
    }
  } catch (error) {
    if (signal?.aborted) return;
    throw subscriptionFailure(apiUrl, error);
  } finally {
    signal?.removeEventListener('abort', stop);
    await connection.dispose();
  }
}

/** Codes of graphql-transport-ws that say that something is wrong on one of the sides, so that trying again would be wrong again. */
const FINAL_CLOSE_CODES: readonly number[] = [4400, 4401, 4403, 4406, 4409, 4429, 4500];

/** graphql-ws throws what it has: the server's errors, a close event, or an error event of the socket. */
function subscriptionFailure(apiUrl: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (Array.isArray(error)) {
    try {
      dataOf({ errors: error });
    } catch (refused) {
      return refused as Failure;
    }
  }
  const { code, reason, error: cause } = error as { code?: number; reason?: string; error?: unknown };
  if (code !== undefined && FINAL_CLOSE_CODES.includes(code)) {
    return new Failure(`${apiUrl} refused the subscription: ${reason || `close code ${code}`}`);
  }
  return connectionFailure(apiUrl, cause ?? new Error(reason || `closed with ${code ?? 'an error'}`));
}
