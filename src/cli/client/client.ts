import { sha256 } from '../../core/canonicalJson.ts';
import type { Config } from '../../core/config.ts';
import { Failure } from '../failure.ts';
import {
  type Answer,
  ConnectionLost,
  connectionFailure,
  dataOf,
  foreignAnswer,
  PictureRefused,
  Refused,
  type Variables,
} from './answer.ts';
import { answerOf, linesRequest } from './lines.ts';
import { subscribe } from './subscription.ts';

/** The API as the commands see it: like any other client, over the network. */
export interface Client {
  readonly url: string;
  /** The data of a query or mutation, as the holder of an API key where one is given. Throws a Failure with the server's message. */
  query<Data>(document: string, variables?: Variables, options?: { key?: string | undefined }): Promise<Data>;
  /**
   * The results of a subscription over one connection of its own. Throws ConnectionLost when the connection goes, a
   * Failure when the server refuses.
   */
  subscribe<Data>(
    document: string,
    variables: Variables,
    options?: { signal?: AbortSignal | undefined },
  ): AsyncIterable<Data>;
  /** Sends JSON lines to a route as they come, and gives its answer. Throws a Failure with the server's message. */
  postLines<Data>(path: string, lines: AsyncIterable<unknown>): Promise<Data>;
  /** Stores a picture under its digest, unless it is there, and gives the digest. `place` names it in errors. */
  putMedia(bytes: Uint8Array<ArrayBuffer>, mediaType: string, place?: string): Promise<string>;
}

export function openClient(config: Pick<Config, 'apiUrl'>): Client {
  const { apiUrl } = config;
  return {
    url: apiUrl,
    query: (document, variables = {}, options = {}) => query(apiUrl, document, variables, options.key),
    subscribe: (document, variables, options) => subscribe(apiUrl, document, variables, options?.signal),
    postLines: async (path, lines) => answerOf(await request(apiUrl, path, linesRequest(lines))),
    putMedia: (bytes, mediaType, place) => putMedia(apiUrl, bytes, mediaType, place),
  };
}

async function query<Data>(
  apiUrl: string,
  document: string,
  variables: Variables,
  key?: string,
): Promise<Data> {
  const response = await request(apiUrl, '/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      // A command reads what it wrote a moment ago, which a replica may not have yet.
      'cache-control': 'no-cache',
      ...(key && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({ query: document, variables }),
  });
  const text = await response.text();
  const answer = parseAnswer<Data>(text);
  if (!answer) {
    throw new Failure(foreignAnswer(apiUrl, response.status, 'GraphQL'));
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
  const response = await request(apiUrl, path, { method: 'PUT', headers, body: bytes }).catch(
    async (error) => {
      // A server that refuses a body too large may hang up before it is all sent, and its answer is lost.
      if (!(error instanceof ConnectionLost)) throw error;
      const words = `${place} (${bytes.length} bytes): the API closed the connection while it was sent; it may be too large`;
      const isAlive = await request(apiUrl, path, { method: 'HEAD' }).then(Boolean, () => false);
      if (isAlive) throw new PictureRefused(words, null);
      throw new ConnectionLost(words, { cause: error });
    },
  );
  if (response.ok) return digest;
  const own = messageOf(await response.text());
  // Without the API's own words it was a proxy, whose limits are no fault of the picture.
  const Kind = own !== '' && PICTURE_REFUSED.includes(response.status) ? PictureRefused : Refused;
  const words = own || foreignAnswer(apiUrl, response.status, 'JSON');
  throw new Kind(`${place} (${bytes.length} bytes): ${words}`, null);
}

/** Of the picture itself; the rest is of the server or of who asks. */
const PICTURE_REFUSED: readonly number[] = [400, 413, 415, 422];

/** The words in an error answer, whichever of the usual shapes it has; none where it has no such shape. */
function messageOf(text: string): string {
  try {
    const { message, error, errors } = JSON.parse(text);
    return errors?.[0]?.message ?? error?.message ?? message ?? error ?? '';
  } catch {
    return '';
  }
}

async function request(apiUrl: string, path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`${apiUrl}${path}`, init);
  } catch (error) {
    throw connectionFailure(apiUrl, (error as Error).cause ?? error);
  }
}
