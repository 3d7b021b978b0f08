import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';

const LOOPBACK = /^(?:.+\.)?localhost$/;

export interface OwnNames {
  /** What the server listens on. */
  host: string;
  publicUrl: string | null;
  /** Other names that lead to it. */
  allowedHosts: readonly string[];
}

/**
 * Says which name of a request is not one of this server's, or null. A page of another site can let its own name lead
 * here and then counts as of this server for the browser (DNS rebinding), but the name that it was called by stays. An
 * address in numbers needs no name, so nobody can lead it elsewhere.
 */
export function foreignNames({ host, publicUrl, allowedHosts }: OwnNames) {
  const own = new Set(
    [host, hostname(), publicUrl ? new URL(publicUrl).hostname : '', ...allowedHosts].map(plain),
  );
  return (name: string | undefined): string | null => {
    if (!name) return null;
    const called = /[/?#@\\\s]/.test(name) ? undefined : URL.parse(`http://${name}`)?.hostname;
    if (called === undefined) return name;
    const bare = plain(called);
    return isIP(bare.replace(/^\[|\]$/g, '')) > 0 || LOOPBACK.test(bare) || own.has(bare) ? null : called;
  };
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

export const misdirected = (name: string): string =>
  `This server is not called ${JSON.stringify(name)}. Where that name is its own, set PUBLIC_URL to its address, or name it in ALLOWED_HOSTS: docs/proxies.md`;

/** What a probe asks, which calls a server by any name. */
export const isProbe = ({ url }: IncomingMessage): boolean => url === '/health' || url === '/ready';
