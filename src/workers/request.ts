import { AppError } from '../core/errors.ts';

/** An answer whose body has not been read. */
export interface Answer {
  /** 200 whole, 206 from the byte asked for, 416 nothing left from there on. */
  readonly status: 200 | 206 | 416;
  readonly body: ReadableStream<Uint8Array> | null;
  /** Bytes of the whole file, when the server says. */
  readonly total: number | null;
  /** What the server says the whole file's digest is: Hugging Face does, in the answer before its redirect. */
  readonly sha256: string | null;
  cancel(): Promise<void>;
}

const MAX_REDIRECTS = 10;

/** GETs a file from byte `from` on, following redirects by hand so that the headers on the way are seen. */
export async function ask(url: string, from: number, signal: AbortSignal | undefined): Promise<Answer> {
  let sha256: string | null = null;
  for (let at = url, hops = 0; hops <= MAX_REDIRECTS; hops++) {
    const response = await get(at, from, signal);
    sha256 ??= linkedDigest(response);
    const location =
      response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (location === null) return toAnswer(url, response, sha256, from);
    await response.body?.cancel();
    at = new URL(location, at).href;
  }
  throw new AppError('UNAVAILABLE', `${url} redirects more than ${MAX_REDIRECTS} times`);
}

async function get(url: string, from: number, signal: AbortSignal | undefined): Promise<Response> {
  // Compressed on the way, a file has other lengths and ranges than on disk.
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (from > 0) headers['range'] = `bytes=${from}-`;
  try {
    return await fetch(url, { headers, redirect: 'manual', ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    // fetch only says "fetch failed"; what failed is in its cause, by message or, for several addresses, by code.
    const { message, code } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    const reason = message || code;
    throw new AppError('UNAVAILABLE', `${new URL(url).host} cannot be reached: ${reason}`, { cause: error });
  }
}

function linkedDigest(response: Response): string | null {
  return /^"?([0-9a-f]{64})"?$/.exec(response.headers.get('x-linked-etag') ?? '')?.[1] ?? null;
}

async function toAnswer(
  url: string,
  response: Response,
  sha256: string | null,
  from: number,
): Promise<Answer> {
  const { status, body } = response;
  const cancel = async (): Promise<void> => body?.cancel();
  const isPartial = from > 0 && (status === 206 || status === 416);
  if (status !== 200 && !isPartial) {
    await cancel();
    if (status === 404 || status === 410)
      throw new AppError('NOT_FOUND', `${url} is not there (HTTP ${status})`);
    const denied = status === 401 || status === 403 ? ': it may ask for an account' : '';
    throw new AppError('UNAVAILABLE', `${url} answered HTTP ${status}${denied}`);
  }
  return { status, body, total: totalOf(response), sha256, cancel };
}

function totalOf({ status, headers }: Response): number | null {
  const range = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1];
  const length = status === 200 ? headers.get('content-length') : range;
  return length === null || length === undefined ? null : Number(length);
}
