import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { pageFor } from './pageAddress.ts';
import type { PublicAddress } from './publicAddress.ts';

const DIST = resolve(import.meta.dirname, '../../web/dist');

/** The pages that the dashboard's own router knows: web/src/router.ts names the same. */
const PAGES = [
  '/',
  '/compare',
  '/evaluations',
  '/evaluations/:id',
  '/evaluations/:id/answers',
  '/responses/:id',
];

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.html': 'text/html; charset=utf-8',
};

/** Everything comes from this server. Pictures that the page draws itself are blobs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': POLICY,
};

/** Best first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

interface File {
  contentType: string;
  etag: string;
  content: Buffer;
  compressed: Map<string, Buffer>;
}

/**
 * Serves the dashboard as `npm run build:web` left it; where it was not built, says how. A browser that asks for what is no
 * page is sent to the one that it means, or else gets the page that says so.
 */
export async function registerDashboard(
  app: FastifyInstance,
  address: PublicAddress,
  dist = DIST,
): Promise<void> {
  if (!existsSync(join(dist, 'index.html'))) {
    for (const url of PAGES)
      app.get(url, (_, reply) => reply.code(503).headers(HEADERS).type('text/html').send(UNBUILT));
    return;
  }
  const page = await readBuilt(join(dist, 'index.html'));
  const sendPage = (request: FastifyRequest, reply: FastifyReply) => {
    const prefix = address.prefixOf(request.raw);
    const meant = meantBy(request.url);
    if (meant !== null) return reply.header('cache-control', 'no-cache').redirect(prefix + meant, 302);
    return send(request, reply.header('cache-control', 'no-cache'), underPrefix(page, prefix));
  };
  for (const url of PAGES) app.get(url, sendPage);
  app.setNotFoundHandler((request, reply) => {
    if (isBrowsing(request)) return sendPage(request, reply.code(404));
    return reply.code(404).send({ error: `There is no ${request.method} ${request.url}`, code: 'NOT_FOUND' });
  });
  const names = await readdir(join(dist, 'assets'));
  for (const name of names.filter((each) => CONTENT_TYPES[extname(each)])) {
    const file = await readBuilt(join(dist, 'assets', name));
    // Its name holds its digest: another content is another address.
    app.get(`/assets/${name}`, (request, reply) =>
      send(request, reply.header('cache-control', 'public, max-age=31536000, immutable'), file),
    );
  }
}

/** A browser that opens an address says that it takes HTML; programs and the parts of a page do not. */
const isBrowsing = ({ method, headers }: FastifyRequest): boolean =>
  ['GET', 'HEAD'].includes(method) && (headers.accept ?? '').includes('text/html');

/** The other page that an address means, with all that was chosen; null where it is that page, or none is meant. */
function meantBy(url: string): string | null {
  const [path = '', search] = url.split(/\?(.*)/s);
  const page = pageFor(path);
  if (page === null || page.split('?')[0] === path) return null;
  return search ? `${page}${page.includes('?') ? '&' : '?'}${search}` : page;
}

/** The page's addresses are relative to its base, which is all that changes below a path of a proxy's. */
function underPrefix(page: File, prefix: string): File {
  if (prefix === '') return page;
  const content = page.content.toString().replace('<base href="/">', `<base href="${prefix}/">`);
  return fileOf(Buffer.from(content), page.contentType, new Map());
}

async function readBuilt(path: string): Promise<File> {
  const content = await readFile(path);
  const compressed = new Map<string, Buffer>();
  for (const [encoding, ending] of ENCODINGS) {
    if (existsSync(path + ending)) compressed.set(encoding, await readFile(path + ending));
  }
  return fileOf(content, CONTENT_TYPES[extname(path)] ?? 'application/octet-stream', compressed);
}

const fileOf = (content: Buffer, contentType: string, compressed: Map<string, Buffer>): File => ({
  ...{ content, contentType, compressed },
  etag: `W/"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`,
});

function send(request: FastifyRequest, reply: FastifyReply, file: File): FastifyReply {
  reply.headers(HEADERS).header('vary', 'accept-encoding').header('etag', file.etag).type(file.contentType);
  if (request.headers['if-none-match'] === file.etag) return reply.code(304).send();
  const encoding = acceptedOf(String(request.headers['accept-encoding'] ?? ''), file);
  if (!encoding) return reply.send(file.content);
  return reply.header('content-encoding', encoding).send(file.compressed.get(encoding));
}

function acceptedOf(accepts: string, { compressed }: File): string | undefined {
  const named = accepts
    .split(',')
    .map((each) => each.trim())
    .filter((each) => !/;\s*q=0(?:\.0*)?$/.test(each))
    .map((each) => each.replace(/;.*/, ''));
  return ENCODINGS.map(([encoding]) => encoding).find((each) => named.includes(each) && compressed.has(each));
}

const UNBUILT = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Assay</title>
<h1>The dashboard is not built</h1>
<p>Run <code>npm run build:web</code> and start the server again. The API is at <a href="graphql">graphql</a>.</p>
`;
