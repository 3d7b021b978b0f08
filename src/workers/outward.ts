import { EnvHttpProxyAgent, fetch } from 'undici';
import type { Config } from '../core/config.ts';
import { AppError } from '../core/errors.ts';

export type Fetch = typeof globalThis.fetch;

/** This machine is never reached by way of a proxy. */
const HERE = 'localhost,127.0.0.1,[::1]';

/** A fetch for servers elsewhere, through the proxy where one is set; the plain one where none is. */
export function openFetch({ none, ...given }: Config['proxies']): Fetch {
  const http = proxyUrl('HTTP_PROXY', given.http);
  const https = proxyUrl('HTTPS_PROXY', given.https);
  if (http === null && https === null) return globalThis.fetch;
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: http ?? '',
    httpsProxy: https ?? '',
    noProxy: none.trim() === '*' ? '*' : `${HERE},${none}`,
    // Proxies take plain http as it is, and a tunnel often for https only.
    proxyTunnel: false,
  });
  const through = fetch as unknown as (...args: unknown[]) => Promise<Response>;
  return async (url, init) => {
    try {
      return await through(url, { ...init, dispatcher });
    } catch (error) {
      const proxy = [https, http].find((one) => one !== null && isOf(error, new URL(one)));
      if (proxy && error instanceof Error) Object.assign(error, { proxy: new URL(proxy).host });
      throw error;
    }
  };
}

/** Proxies are often named without a scheme. What is wrong is not repeated: it may hold a password. */
function proxyUrl(name: string, given: string | null): string | null {
  if (given === null) return null;
  const url = URL.parse(given.includes('://') ? given : `http://${given}`);
  if (!url || !/^(https?|socks5?):$/.test(url.protocol))
    throw new AppError('INVALID_INPUT', `${name} must be a proxy as http://host:port`);
  return url.href;
}

/** Whether it was the proxy that could not be reached. */
function isOf(error: unknown, { hostname, port, protocol }: URL): boolean {
  const at = port || (protocol === 'https:' ? '443' : '80');
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const one = cause instanceof AggregateError && cause.errors[0] instanceof Error ? cause.errors[0] : cause;
    const met = one as Error & { hostname?: string; port?: number };
    if (met.hostname === hostname || String(met.port) === at || one.message.includes(`:${at},`)) return true;
  }
  return false;
}
