import { z } from 'zod';

export interface Endpoint {
  /** The server's `/v1`. */
  url: string;
  key: string | null;
  timeoutMs: number;
}

/** An answer that is none, and whether asking again may help. */
export class RemoteFailure extends Error {
  override readonly name = 'RemoteFailure';
  /** `unreachable` when nobody listens; a connection that was cut, and whatever else may pass, is `passing`. */
  readonly kind: 'overloaded' | 'unreachable' | 'passing' | 'refused';
  /** How long the server asked to be left alone. */
  readonly retryAfterMs: number | null;

  constructor(kind: RemoteFailure['kind'], message: string, retryAfterMs: number | null = null) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

const NOBODY = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** What a server answered, with the headers that say what it cost. */
export interface Answered {
  value: unknown;
  headers: Headers;
}

/** One request, answered with JSON. Throws RemoteFailure, or the signal's reason when that aborts. */
export async function request(
  { url, key, timeoutMs }: Endpoint,
  path: string,
  body: object | null,
  signal: AbortSignal,
): Promise<Answered> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== null && { authorization: `Bearer ${key}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, timeout]),
    });
    const text = await response.text();
    if (!response.ok) throw refusal(response, hidden(text, key));
    return { value: parsed(text), headers: response.headers };
  } catch (error) {
    if (error instanceof RemoteFailure) throw error;
    signal.throwIfAborted();
    if (timeout.aborted)
      throw new RemoteFailure('passing', `the judge server did not answer within ${timeoutMs / 1000} s`);
    const cause = causeOf(error);
    if (NOBODY.includes(cause))
      throw new RemoteFailure(
        'unreachable',
        cause === 'ECONNREFUSED'
          ? 'the judge server refuses connections'
          : `the judge server cannot be reached (${cause})`,
      );
    throw new RemoteFailure('passing', `the connection to the judge server was cut (${cause})`);
  }
}

function refusal(response: Response, text: string): RemoteFailure {
  const { status } = response;
  const said = `the judge server answered ${status}`;
  // What a server says about a key may quote it.
  if (status === 401 || status === 403)
    return new RemoteFailure('refused', `${said}: JUDGE_API_KEY is missing or wrong`);
  const message = `${said}${messageOf(text)}`;
  if (status === 429 || status === 503)
    return new RemoteFailure('overloaded', message, retryAfter(response.headers.get('retry-after')));
  if (status >= 500 || status === 408 || status === 409 || status === 425)
    return new RemoteFailure('passing', message);
  return new RemoteFailure('refused', message);
}

/** Seconds or a date; null for anything else. */
export function retryAfter(header: string | null, now = Date.now()): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

const serverError = z.object({
  error: z.union([z.string(), z.object({ message: z.string() }).transform(({ message }) => message)]),
});
const plainError = z.object({ message: z.string() }).transform(({ message }) => message);

/** The first line of what the server says is wrong. */
function messageOf(text: string): string {
  let said = text;
  try {
    const json: unknown = JSON.parse(text);
    said = serverError.safeParse(json).data?.error ?? plainError.safeParse(json).data ?? '';
  } catch {
    // A page or plain text.
  }
  const line = said.trim().split('\n')[0]?.slice(0, 200) ?? '';
  return line && !line.startsWith('<') ? `: ${line}` : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RemoteFailure('passing', 'the judge server answered with something that is not JSON');
  }
}

function hidden(text: string, key: string | null): string {
  return key ? text.replaceAll(key, '[key]') : text;
}

function causeOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  return code ?? (cause instanceof Error ? cause.message : String(cause));
}
