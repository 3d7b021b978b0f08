import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { ModelRefused } from '../chat.ts';
import { RemoteFailure } from './failure.ts';
import { isServed, listOf } from './names.ts';
import { addressOf, type Endpoint, request } from './request.ts';

/** Names of parameters that hold what nobody else should see. */
const SECRET = /key|token|secret|passw|signature|^sig$|^code$|auth/i;

/**
 * Where the API may be, the likeliest first: what is given with a version or as far as `/chat/completions` is taken as
 * it is, elsewhere `/v1` comes first. A query is kept. Throws INVALID_INPUT for an address with a secret in it.
 */
export function apiUrls(given: string): string[] {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new AppError('INVALID_INPUT', 'The judge server must be given as http://… or https://…');
  if (url.username || url.password || [...url.searchParams.keys()].some((name) => SECRET.test(name)))
    throw new AppError(
      'INVALID_INPUT',
      'The address of the judge server must hold no password or key: its key goes into JUDGE_API_KEY',
    );
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(?:chat\/completions|models)$/, '');
  const isWhole =
    /\/chat\/completions\/*$/.test(url.pathname) || /\/v\d+\w*(?:\/|$)|\/openai\/deployments\//.test(path);
  const at = (pathname: string) => `${url.origin}${pathname}${url.search}`;
  return isWhole ? [at(path)] : [at(`${path}/v1`), at(path)];
}

/** A server's API, and the model to ask for there. */
export interface FoundServer {
  url: string;
  model: string;
}

export interface Finding extends Omit<Endpoint, 'url'> {
  /** The first wait for a server that is busy; the next is twice as long, and so on. */
  pauseMs?: number;
}

/**
 * Finds the API and the model: the wanted one, or the only one there is. Throws when the server cannot be reached,
 * has no API there, refuses the key, or does not serve the model, so that a worker of it takes no work.
 */
export async function findServer(
  given: string,
  finding: Finding,
  wanted: string | null,
): Promise<FoundServer> {
  const urls = apiUrls(given);
  const heard: string[] = [];
  for (const url of urls) {
    const endpoint = { ...finding, url };
    const { models, failure } = await findServedModels(endpoint, finding.pauseMs ?? 500);
    const isAsked = wanted !== null && (models === null || isRouted(wanted, models));
    if (isAsked && (await isThere(endpoint, wanted, failure))) return { url, model: wanted };
    if (models) return { url, model: chosen(models, wanted, url) };
    if (failure) heard.push(failure.message);
  }
  if (wanted === null) throw new AppError('INVALID_INPUT', `${whichModel}: ${heard[0] ?? 'it does not say'}`);
  const paths = urls.map((url) => addressOf(url, '/chat/completions').pathname).join(' nor at ');
  throw new AppError(
    'NOT_FOUND',
    `The judge server answers ${urls.length > 1 ? 'neither ' : 'nothing '}at ${paths}; is its address right? No work is taken`,
  );
}

const whichModel = 'Say which model of the judge server is meant, by --model or JUDGE_MODEL';

/**
 * Whether a model that is not listed may be behind a route to its provider: gateways list what they know of `openai/*`,
 * and take what they do not.
 */
function isRouted(wanted: string, models: readonly Listed[]): boolean {
  const provider = /^[^/]+\//.exec(wanted)?.[0];
  return (
    provider !== undefined && models.some(({ id }) => id.startsWith(provider)) && !isListed(wanted, models)
  );
}

const isListed = (wanted: string, models: readonly Listed[]): boolean =>
  isServed(
    wanted,
    models.flatMap(({ id, aliases }) => [id, ...aliases]),
  );

function chosen(models: readonly Listed[], wanted: string | null, url: string): string {
  const ids = models.map(({ id }) => id);
  if (wanted !== null) {
    // Azure lists what there is to deploy, and is asked for deployments by names of their own.
    if (isListed(wanted, models) || new URL(url).hostname.endsWith('.azure.com')) return wanted;
    throw new AppError(
      'NOT_FOUND',
      `The judge server does not serve "${wanted}"; it serves ${listOf(ids, wanted)}`,
    );
  }
  const [only, second] = ids;
  if (only !== undefined && second === undefined && !only.includes('*')) return only;
  throw new AppError('INVALID_INPUT', `${whichModel}: ${listOf(ids, null)}`);
}

const named = z.object({ id: z.string(), aliases: z.array(z.string()).catch([]) });
const entry = z.union([z.string(), named]);
const entries = z.array(entry.nullable().catch(null));
const modelList = z.union([z.object({ data: entries }).transform(({ data }) => data), entries]);

type Listed = z.infer<typeof named>;

/** Times that a busy server is asked for its list. */
const TRIES = 5;
const LONGEST_PAUSE_MS = 30_000;

/** Null where the server has no list, keeps it to itself, or stays too busy. */
async function findServedModels(
  endpoint: Endpoint,
  pauseMs: number,
): Promise<{ models: Listed[] | null; failure: RemoteFailure | null }> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { value } = await request(endpoint, '/models', null, new AbortController().signal);
      const listed = modelList.safeParse(value).data ?? [];
      const models = listed.flatMap((given): Listed[] => {
        if (given === null) return [];
        return [typeof given === 'string' ? { id: given, aliases: [] } : given];
      });
      return { models: models.length > 0 ? models : null, failure: null };
    } catch (error) {
      if (!(error instanceof RemoteFailure)) throw error;
      const { kind, status } = error;
      if (kind === 'unreachable' || status === 401 || (kind === 'hopeless' && status === null))
        throw noWork(error);
      const isBusy =
        kind === 'overloaded' || kind === 'unavailable' || (kind === 'passing' && status !== 200);
      if (!isBusy || attempt >= TRIES) return { models: null, failure: error };
      await sleep(Math.min(error.waitMs || pauseMs * 2 ** (attempt - 1), LONGEST_PAUSE_MS));
    }
  }
}

/** Whether there is somebody to ask, by a question without a message, which costs nothing. */
async function isThere(
  endpoint: Endpoint,
  model: string,
  listFailure: RemoteFailure | null,
): Promise<boolean> {
  try {
    await request(endpoint, '/chat/completions', { model, messages: [] }, new AbortController().signal);
    return true;
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    const { kind, status, said } = error;
    const isNoPath = status === 404 || status === 405 || status === 501;
    if (isNoPath && !/\bmodel\b/i.test(said?.words ?? '')) return false;
    // What is said to a question as to the wish for a list is not of the question.
    const isOfAll = kind === 'refused' && said?.words !== '' && said?.words === listFailure?.said?.words;
    if (kind === 'hopeless' || kind === 'unreachable' || isOfAll) throw noWork(error);
    return true;
  }
}

function noWork({ message }: RemoteFailure): ModelRefused {
  return new ModelRefused(`${message.replace(/^t/, 'T')}; no work is taken`);
}
