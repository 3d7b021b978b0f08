import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const path = '/graphql';

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/** Everything comes from this server, so the page works where nothing else can be reached. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  // GraphiQL's dialogs add a style element of their own as they open.
  "style-src 'self' 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

interface Asset {
  url: string;
  contentType: string;
  content: Buffer;
}

/**
 * Shows GraphiQL to browsers that open `/graphql`, with the question that the address may hold (`?query=&variables=`); every
 * other request goes on to the GraphQL endpoint.
 */
export async function registerExplorer(app: FastifyInstance): Promise<void> {
  // In the order in which the page loads them.
  const assets = await Promise.all(
    [
      installed('graphiql', 'graphiql.min.css'),
      own('page.css'),
      installed('react', 'umd/react.production.min.js'),
      installed('react-dom', 'umd/react-dom.production.min.js'),
      installed('graphql-ws', 'umd/graphql-ws.min.js'),
      installed('graphiql', 'graphiql.min.js'),
      own('page.js'),
    ].map(readAsset),
  );

  for (const { url, contentType, content } of assets) {
    app.get(url, (_, reply) =>
      reply
        .type(contentType)
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('x-content-type-options', 'nosniff')
        .send(content),
    );
  }

  const page = renderPage(assets);
  app.addHook('onRequest', async (request, reply) => {
    if (!wantsPage(request)) return;
    return reply
      .type('text/html; charset=utf-8')
      .header('vary', 'accept')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', policy)
      .header('referrer-policy', 'no-referrer')
      .header('x-content-type-options', 'nosniff')
      .send(page);
  });
}

/** A browser opening an address says that it takes HTML; GraphQL clients do not. */
function wantsPage({ method, routeOptions, headers }: FastifyRequest): boolean {
  return method === 'GET' && routeOptions.url === path && (headers.accept ?? '').includes('text/html');
}

function renderPage(assets: readonly Asset[]): string {
  // Relative to the page, which may lie below a path of a proxy's.
  const tags = assets.map(({ url }) =>
    url.endsWith('.css')
      ? `<link rel="stylesheet" href="${url.slice(1)}">`
      : `<script defer src="${url.slice(1)}"></script>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Assay: GraphQL</title>
<link rel="icon" href="data:,">
${tags.join('\n')}
</head>
<body>
<a class="back" href="./">← Assay dashboard</a>
<div id="explorer"><p class="wait">Loading GraphiQL. <noscript>It needs JavaScript.</noscript></p></div>
</body>
</html>
`;
}

/** The digest in the name lets browsers keep a file for good: another content is another address. */
async function readAsset(file: string): Promise<Asset> {
  const content = await readFile(file);
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
  const extension = extname(file);
  return {
    url: `${path}/assets/${basename(file, extension)}.${digest}${extension}`,
    contentType: contentTypes[extension] ?? 'application/octet-stream',
    content,
  };
}

function own(file: string): string {
  return join(import.meta.dirname, 'explorer', file);
}

/** By way of package.json, because these packages do not export their browser bundles. */
function installed(name: string, file: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
}
