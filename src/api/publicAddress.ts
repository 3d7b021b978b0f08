import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import proxyAddress from '@fastify/proxy-addr';
import { foreignNames, isProbe, type OwnNames } from './hosts.ts';

/** Where people reach this server, which a proxy in front of it may change. */
export interface PublicAddress {
  /** What stands before every path: `/assay`, or nothing. */
  prefixOf(request: IncomingMessage): string;
  /** The name by which a request calls this server, where it is none of its own; null where all is well. */
  foreignName(request: IncomingMessage): string | null;
  /** Where the client reaches this server: what stands before every path of an address that it can use. */
  baseOf(request: IncomingMessage): string;
  /** Whether a page of this origin is one that this server gave. */
  isOwn(origin: string, request: IncomingMessage): boolean;
  /** Address of the client, as trusted proxies tell it; of the last one that is not trusted. */
  clientOf(request: IncomingMessage): string;
  /** The path that this server knows, for a proxy that leaves the prefix on. */
  strip(path: string): string;
}

const PREFIX = /^(?:\/[\w.~-]+)+$/;

/**
 * `publicUrl` decides where it is given. Otherwise `X-Forwarded-Host` and `X-Forwarded-Prefix` do, of proxies that are
 * trusted: anybody can send them. Otherwise the request's own `Host`.
 */
export function publicAddressOf({
  trustedProxies,
  ...names
}: OwnNames & { trustedProxies: readonly string[] }): PublicAddress {
  const { publicUrl } = names;
  const foreignName = foreignNames(names);
  const known = publicUrl === null ? null : new URL(publicUrl);
  const prefix = known?.pathname.replace(/\/+$/, '') ?? '';
  const isTrusted = proxyAddress.compile([...trustedProxies]);
  const comesTrusted = ({ socket }: IncomingMessage) => isTrusted(socket.remoteAddress ?? '', 0);
  const forwarded = (request: IncomingMessage, name: string): string | undefined => {
    const value = request.headers[`x-forwarded-${name}`];
    if (!comesTrusted(request)) return undefined;
    // Each proxy adds its own at the end; the first one saw what the browser asked for.
    return String(value ?? '')
      .split(',')[0]
      ?.trim();
  };
  const prefixOf = (request: IncomingMessage): string => {
    if (known) return prefix;
    const given = forwarded(request, 'prefix')?.replace(/\/+$/, '') ?? '';
    return PREFIX.test(given) ? given : '';
  };
  return {
    prefixOf,
    baseOf(request) {
      if (known) return known.origin + prefix;
      const scheme = forwarded(request, 'proto') === 'https' ? 'https' : 'http';
      const host = forwarded(request, 'host') || request.headers.host || 'localhost';
      return (URL.parse(`${scheme}://${host}`)?.origin ?? `${scheme}://localhost`) + prefixOf(request);
    },
    foreignName: (request) =>
      // Which names lead to it, a proxy that is trusted has decided.
      isProbe(request) || comesTrusted(request) ? null : foreignName(request.headers.host),
    isOwn(origin, request) {
      const from = URL.parse(origin);
      if (!from) return false;
      if (known && from.origin === known.origin) return true;
      return [request.headers.host, forwarded(request, 'host')].some((host) => host && from.host === host);
    },
    clientOf: (request) => networkOf(proxyAddress(request, isTrusted)),
    strip: (path) =>
      prefix !== '' && (path === prefix || path.startsWith(`${prefix}/`) || path.startsWith(`${prefix}?`))
        ? path.slice(prefix.length).replace(/^(?!\/)/, '/')
        : path,
  };
}

/** Of an IPv6 address the network, of which one client has all addresses. */
function networkOf(address: string): string {
  if (isIP(address) !== 6 || address.startsWith('::')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length;
  return [...groups, ...Array<string>(zeros).fill('0')].slice(0, 4).join(':');
}
