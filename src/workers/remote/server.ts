import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { type Endpoint, RemoteFailure, request } from './request.ts';

/** The server's `/v1`, however much of it was given. Throws INVALID_INPUT for an address with a password in it. */
export function apiUrl(given: string): string {
  const url = URL.parse(given);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new AppError('INVALID_INPUT', 'The judge server must be given as http://… or https://…');
  if (url.username || url.password || url.search)
    throw new AppError(
      'INVALID_INPUT',
      'The address of the judge server must hold no password or query: its key goes into JUDGE_API_KEY',
    );
  const path = url.pathname.replace(/\/(chat\/completions\/?)?$/, '');
  return `${url.origin}${path.endsWith('/v1') ? path : `${path}/v1`}`;
}

const modelList = z.object({ data: z.array(z.object({ id: z.string() })) });

/**
 * The model to ask for: the wanted one, or the only one there is. Throws when the server cannot be reached, refuses
 * the key, or does not serve the model, so that a worker of it takes no work.
 */
export async function findServedModel(endpoint: Endpoint, wanted: string | null): Promise<string> {
  const served = await findServedModels(endpoint);
  if (wanted !== null && (served === null || served.includes(wanted))) return wanted;
  const [only, second] = served ?? [];
  if (wanted === null && only !== undefined && second === undefined) return only;
  const list = served?.join(', ') || 'it does not say';
  throw wanted === null
    ? new AppError(
        'INVALID_INPUT',
        `Say which model of the judge server is meant, by --model or JUDGE_MODEL: ${list}`,
      )
    : new AppError('NOT_FOUND', `The judge server does not serve "${wanted}"; it serves ${list}`);
}

/** Null where the server has no list. */
async function findServedModels(endpoint: Endpoint): Promise<string[] | null> {
  try {
    const { value } = await request(endpoint, '/models', null, new AbortController().signal);
    return modelList.safeParse(value).data?.data.map(({ id }) => id) ?? null;
  } catch (error) {
    if (!(error instanceof RemoteFailure)) throw error;
    if (/answered (404|405)/.test(error.message)) return null;
    throw new AppError('UNAVAILABLE', `${error.message.replace(/^t/, 'T')}; no work is taken`);
  }
}
