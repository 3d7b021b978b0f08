import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

/** What the server does with one request. */
export interface Behaviour {
  status?: number;
  headers?: Record<string, string>;
  /** In place of a completion. */
  body?: string;
  /** What the model says, and the likeliest first tokens with their probabilities. */
  text?: unknown;
  finish?: string | null;
  tokens?: Record<string, number>;
  /** The connection is cut in the middle of the answer. */
  cut?: true;
  /** One byte of the answer every so many milliseconds. */
  dripMs?: number;
  afterMs?: number;
}

export interface Asked {
  /** Path and query of the request. */
  path: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into requests as they come
  body: any;
  authorization: string | undefined;
  headers: IncomingMessage['headers'];
  /** Requests at once, this one included. */
  concurrent: number;
}

export interface ChatServer {
  url: string;
  /** The server, without a path. */
  origin: string;
  /** Every completion asked for so far. */
  asked: Asked[];
  stop(): Promise<void>;
}

/** How a server lists its models: their names, or what it does instead each time that it is asked. */
type Listing = readonly string[] | ((index: number) => Behaviour);

/**
 * A server that speaks the protocol below `at`, and misbehaves as it is told: `says` is asked for each completion.
 */
export async function aChatServer(
  says: (asked: Asked, index: number) => Behaviour | Promise<Behaviour>,
  models: Listing = ['judge'],
  at = '/v1',
  atPort = 0,
): Promise<ChatServer> {
  const asked: Asked[] = [];
  let concurrent = 0;
  let listed = 0;
  const server = createServer(async (request, response) => {
    const [pathname] = (request.url ?? '').split('?');
    if (pathname === `${at}/models`)
      return answer(response, 'slice' in models ? { body: modelList(models) } : models(listed++));
    const given = await textOf(request);
    if (pathname !== `${at}/chat/completions`)
      return answer(response, { status: 404, body: '{"error":{"message":"Not Found"}}' });
    const body = JSON.parse(given);
    concurrent++;
    response.once('close', () => concurrent--);
    const { headers } = request;
    const entry = {
      path: request.url ?? '',
      body,
      authorization: headers.authorization,
      headers,
      concurrent,
    };
    const index = asked.push(entry) - 1;
    const behaviour = await says(entry, index);
    await answer(response, { body: completion(behaviour), ...behaviour });
  }).listen(atPort, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  const origin = `http://127.0.0.1:${port}`;
  return { url: `${origin}${at}`, origin, asked, stop };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

async function answer(response: ServerResponse, behaviour: Behaviour): Promise<void> {
  const { status = 200, headers = {}, body = '', cut, dripMs, afterMs = 0 } = behaviour;
  await sleep(afterMs);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (cut) {
    response.write(body.slice(0, 10), () => response.destroy());
    return;
  }
  if (dripMs) {
    for (const letter of body) {
      if (response.destroyed) return;
      response.write(letter);
      await sleep(dripMs);
    }
  }
  response.end(dripMs ? '' : body);
}

const modelList = (models: readonly string[]): string =>
  JSON.stringify({ data: models.map((id) => ({ id })) });

function completion({ text = 'yes', tokens, finish = 'stop' }: Behaviour): string {
  const top = Object.entries(tokens ?? {}).map(([token, p]) => ({ token, logprob: Math.log(p) }));
  const logprobs = tokens ? { content: [{ ...top[0], top_logprobs: top }] } : null;
  return JSON.stringify({
    choices: [{ message: { role: 'assistant', content: text }, finish_reason: finish, logprobs }],
    usage: { total_tokens: 10 },
  });
}
