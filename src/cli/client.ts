import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { sha256 } from '../core/canonicalJson.ts';
import type { Config } from '../core/config.ts';
import { Failure } from './failure.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** The API as the commands see it: like any other client, over the network. */
export interface Client {
  readonly url: string;
  /** The data of a query or mutation. Throws a Failure with the server's message. */
  query<Data>(document: string, variables?: Variables): Promise<Data>;
  /**
   * The results of a subscription over one connection of its own. Throws ConnectionLost when the connection goes, a
   * Failure when the server refuses.
   */
  subscribe<Data>(
    document: string,
    variables: Variables,
    options?: { signal?: AbortSignal | undefined },
  ): AsyncIterable<Data>;
  /** Stores a picture under its digest, unless it is there, and gives the digest. `place` names it in errors. */
  putMedia(bytes: Uint8Array<ArrayBuffer>, mediaType: string, place?: string): Promise<string>;
}

/** The server went away in the middle; going on from the last cursor loses nothing. */
export class ConnectionLost extends Failure {}

interface Answer<Data> {
  data?: Data | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> | undefined }[];
}

/** The server refused, with its stable code. */
export class Refused extends Failure {
  readonly code: string | null;

  constructor(message: string, code: string | null) {
    super(message);
    this.code = code;
  }
}

export function openClient(config: Pick<Config, 'apiUrl'>): Client {
  const { apiUrl } = config;
  return {
    url: apiUrl,
    query: (document, variables = {}) => query(apiUrl, document, variables),
    subscribe: (document, variables, options) => subscribe(apiUrl, document, variables, options?.signal),
    putMedia: (bytes, mediaType, place) => putMedia(apiUrl, bytes, mediaType, place),
  };
}

async function query<Data>(apiUrl: string, document: string, variables: Variables): Promise<Data> {
  const response = await request(apiUrl, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
    body: JSON.stringify({ query: document, variables }),
  });
  const text = await response.text();
  const answer = parseAnswer<Data>(text);
  if (!answer) {
    throw new Failure(`${apiUrl} answered ${response.status} and no GraphQL. Is ASSAY_URL an Assay API?`);
  }
  return dataOf(answer);
}

function parseAnswer<Data>(text: string): Answer<Data> | null {
  try {
    const answer = JSON.parse(text);
    return answer !== null && typeof answer === 'object' && ('data' in answer || 'errors' in answer)
      ? answer
      : null;
  } catch {
    return null;
  }
}

function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  const [first] = errors ?? [];
  if (first) {
    const { code } = first.extensions ?? {};
    throw new Refused(first.message, typeof code === 'string' ? code : null);
  }
  if (data === undefined || data === null) throw new Failure('The API answered without data');
  return data;
}

async function putMedia(
  apiUrl: string,
  bytes: Uint8Array<ArrayBuffer>,
  mediaType: string,
  place = 'picture',
): Promise<string> {
  const digest = sha256(bytes);
  const path = `/media/${digest}`;
  const there = await request(apiUrl, path, { method: 'HEAD' });
  if (there.ok) return digest;
  const headers = { 'content-type': mediaType };
  const response = await request(apiUrl, path, { method: 'PUT', headers, body: bytes }).catch((error) => {
    // A server that refuses a body too large may hang up before it is all sent, and its answer is lost.
    if (!(error instanceof ConnectionLost)) throw error;
    throw new ConnectionLost(
      `${place} (${bytes.length} bytes): the API closed the connection while it was sent; it may be too large`,
      { cause: error },
    );
  });
  if (response.ok) return digest;
  throw new Refused(
    `${place}: ${messageOf(await response.text()) || `refused with ${response.status}`}`,
    null,
  );
}

/** The words in an error answer, whichever of the usual shapes it has. */
function messageOf(text: string): string {
  try {
    const { message, error, errors } = JSON.parse(text);
    return errors?.[0]?.message ?? error?.message ?? message ?? error ?? '';
  } catch {
    return text.trim().split('\n')[0] ?? '';
  }
}

async function request(apiUrl: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${apiUrl}${path}`, init);
  } catch (error) {
    throw connectionFailure(apiUrl, (error as Error).cause ?? error);
  }
}

/** Says which of the two it is: nobody there, which needs a person, or lost in the middle, which a retry may cure. */
export function connectionFailure(apiUrl: string, cause: unknown): Failure {
  const { code, errors } = cause as { code?: string; errors?: { code?: string }[] };
  const reason = code ?? errors?.[0]?.code ?? (cause as Error).message;
  if (reason === 'ECONNREFUSED') return new NoServer(apiUrl, cause);
  if (reason === 'ENOTFOUND' || reason === 'EAI_AGAIN') {
    return new Failure(`The host of ${apiUrl} is not known. Check ASSAY_URL.`, { cause });
  }
  return new ConnectionLost(`The connection to ${apiUrl} broke (${reason}). Is the API still running?`, {
    cause,
  });
}

/** Nobody listens at the address. */
export class NoServer extends Failure {
  constructor(apiUrl: string, cause: unknown) {
    super(`No Assay API at ${apiUrl}. Start it with \`npm start\`, or set ASSAY_URL.`, { cause });
  }
}

async function* subscribe<Data>(
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

/** Codes of graphql-transport-ws that say that the client did wrong, so that trying again would be wrong again. */
const FINAL_CLOSE_CODES: readonly number[] = [4400, 4401, 4403, 4406, 4409, 4429];

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
