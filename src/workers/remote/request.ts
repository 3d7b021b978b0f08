import type { Fetch } from '../outward.ts';
import { type Asked, failureOf, RemoteFailure } from './failure.ts';
import { readUsage } from './usage.ts';

export interface Endpoint {
  /** What `/chat/completions` is appended to, before the query where it has one. */
  url: string;
  key: string | null;
  timeoutMs: number;
  /** Knows the proxies; the plain one unless given. */
  fetch?: Fetch | undefined;
}

/** What a server answered, with the headers that say what it cost. */
export interface Answered {
  value: unknown;
  headers: Headers;
  asked: Asked;
}

const NOBODY = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** One request, answered with JSON. Throws RemoteFailure, or the signal's reason when that aborts. */
export async function request(
  { url, key, timeoutMs, fetch = globalThis.fetch }: Endpoint,
  path: string,
  body: object | null,
  signal: AbortSignal,
): Promise<Answered> {
  const address = addressOf(url, path);
  const sent = body && JSON.stringify(body);
  const asked = askedOf(address, sent, key);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(address.href, {
      method: body ? 'POST' : 'GET',
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== null && keyHeader(address, key)),
      },
      ...(sent !== null && { body: sent }),
      signal: AbortSignal.any([signal, timeout]),
    });
    const text = await response.text();
    if (response.status === 407) throw proxyFailure(407);
    return answerOf(response, text, asked);
  } catch (error) {
    if (error instanceof RemoteFailure) throw error;
    signal.throwIfAborted();
    if (timeout.aborted)
      throw new RemoteFailure('passing', `the judge server did not answer within ${timeoutMs / 1000} s`);
    throw connectionFailure(error);
  }
}

function answerOf({ ok, status, headers }: Response, text: string, asked: Asked): Answered {
  try {
    if (!ok) throw failureOf(status, headers, text, asked);
    return { value: parsed(text), headers, asked };
  } catch (error) {
    if (error instanceof RemoteFailure) error.usage = readUsage(ok ? null : jsonOf(text), headers);
    throw error;
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The address with a path appended, and its query kept. */
export function addressOf(url: string, path: string): URL {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/+$/, '')}${path}`;
  return address;
}

function askedOf({ pathname }: URL, sent: string | null, key: string | null): Asked {
  return { path: pathname, showsPictures: sent?.includes('"image_url"') ?? false, key };
}

/** Azure's own servers and deployments take a key by a name of its own. */
function keyHeader({ hostname, pathname }: URL, key: string): Record<string, string> {
  const isAzure = hostname.endsWith('.azure.com') || pathname.includes('/openai/deployments/');
  return isAzure ? { 'api-key': key } : { authorization: `Bearer ${key}` };
}

/** JSON, and what Python's servers write in place of numbers that are none. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(/([:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g, '$1null'));
    } catch {
      throw new RemoteFailure(
        'passing',
        `the judge server answered with something that is not JSON${opening(text)}`,
        { status: 200 },
      );
    }
  }
}

function opening(text: string): string {
  const words = text
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80);
  return words === '' ? '' : `: "${words}"`;
}

/** What Node says of certificates that it does not trust, with the remedy. */
const CERTIFICATES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'is signed by an authority that is not known here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT: 'is signed by an authority that is not known here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'is signed by an authority that is not known here',
  CERT_UNTRUSTED: 'is not trusted',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet; is the clock of this machine right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name than that of the address',
};

function connectionFailure(error: unknown): RemoteFailure {
  const { code, message, proxy } = causeOf(error);
  if (code !== null && CERTIFICATES[code] !== undefined) {
    const remedy = /known here|self-signed/.test(CERTIFICATES[code])
      ? '. Name the file of its certificate or authority in NODE_EXTRA_CA_CERTS'
      : '';
    return new RemoteFailure(
      'hopeless',
      `the certificate of the judge server ${CERTIFICATES[code]} (${code})${remedy}`,
    );
  }
  if (code === 'EPROTO' || code?.startsWith('ERR_SSL_'))
    return new RemoteFailure(
      'hopeless',
      `the judge server does not speak https at this address (${code}); is it http?`,
    );
  const tunnel =
    /Proxy response \((\d+)\)/.exec(message)?.[1] ?? /Proxy Auth\w+ Required \((407)\)/.exec(message)?.[1];
  if (tunnel !== undefined) return proxyFailure(Number(tunnel));
  const said = code ?? message;
  const who = proxy === null ? 'the judge server' : `the proxy ${proxy} on the way to the judge server`;
  if (NOBODY.includes(said))
    return new RemoteFailure(
      'unreachable',
      said === 'ECONNREFUSED' ? `${who} refuses connections` : `${who} cannot be reached (${said})`,
    );
  return new RemoteFailure('passing', `the connection to the judge server was cut (${said})`);
}

function proxyFailure(status: number): RemoteFailure {
  const remedy = status === 407 ? '; it needs a user and a password in its address' : '';
  return new RemoteFailure(
    status === 407 || status === 403 ? 'hopeless' : 'unavailable',
    `the proxy on the way to the judge server answered ${status}${remedy}`,
  );
}

/** The first cause with a code; of several addresses that were tried, the first. */
function causeOf(error: unknown): { code: string | null; message: string; proxy: string | null } {
  let deepest: unknown = error;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    deepest = at;
    const one = at instanceof AggregateError && at.errors[0] instanceof Error ? at.errors[0] : at;
    const { code } = one as NodeJS.ErrnoException;
    if (code) return { code, message: one.message, proxy: proxyOf(error) };
  }
  return {
    code: null,
    message: deepest instanceof Error ? deepest.message : String(deepest),
    proxy: proxyOf(error),
  };
}

const proxyOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'proxy' in error ? String(error.proxy) : null;
