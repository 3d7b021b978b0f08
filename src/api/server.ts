import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { RequestLimits } from '../core/config.ts';
import { AppError } from '../core/errors.ts';
import type { MediaFolder } from '../media/folder.ts';
import { isConnectionError, isTextRefused, ping } from '../store/database.ts';
import type { Context, Services } from './context.ts';
import { bounding } from './cost/answer.ts';
import { openMeter } from './cost/meter.ts';
import { metering } from './cost/metering.ts';
import { openTurns } from './cost/turns.ts';
import { registerDashboard } from './dashboard.ts';
import { formatError, TEXT_REFUSED, UNREACHABLE } from './errors.ts';
import { registerExplorer } from './explorer.ts';
import type { Exports } from './export/exports.ts';
import { unsigned } from './export/links.ts';
import { registerExports } from './exportRoutes.ts';
import { keepingAnswers, registerGraphql } from './graphqlRoutes.ts';
import { misdirected } from './hosts.ts';
import { refuseSubscriptions, statusByMediaType } from './httpStatus.ts';
import { registerImports } from './importRoutes.ts';
import { parseOptions, protection, validationOptions } from './limits.ts';
import { noCounts } from './live/liveCounts.ts';
import { serveSubscriptions } from './live/subscriptions.ts';
import { registerMedia } from './mediaRoutes.ts';
import { registerMetrics } from './metrics.ts';
import type { PublicAddress } from './publicAddress.ts';
import { readingFromReplica } from './replica.ts';
import { servedSchema } from './schema.ts';

const PATH = '/graphql';

/** Largest GraphQL request, in bytes: a benchmark's prompt file or 1,000 responses fit. */
const BODY_LIMIT = 4 * 1024 * 1024;

export interface ApiServer {
  app: FastifyInstance;
  /** For tests: executes without HTTP. */
  apollo: ApolloServer<Context>;
  close(): Promise<void>;
}

/** The API, not yet listening: GraphQL over HTTP and WebSocket, pictures, exports, health and metrics. */
export async function buildServer(
  services: Services,
  media: MediaFolder,
  exports: Exports,
  address: PublicAddress,
  limits: RequestLimits,
): Promise<ApiServer> {
  const schema = servedSchema();
  const meter = openMeter(schema, limits);
  const turns = openTurns(limits.cost);
  const app: FastifyInstance = Fastify({
    loggerInstance: services.log as FastifyBaseLogger,
    bodyLimit: BODY_LIMIT,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    rewriteUrl: ({ url = '/' }) => address.strip(url),
  });
  const plugins = [
    fastifyApolloDrainPlugin(app),
    // It wraps every field and costs a third of the CPU of a leaderboard.
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    statusByMediaType,
    refuseSubscriptions,
    keepingAnswers(schema),
    readingFromReplica(services),
    bounding(limits),
    metering(meter, turns),
    ...protection.plugins,
  ];
  const apollo = new ApolloServer<Context>({
    schema,
    introspection: true,
    parseOptions,
    validationOptions,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) => formatError(formatted, error, services.log),
    validationRules: [...protection.validationRules],
    stopOnTerminationSignals: false,
    plugins: plugins as ApolloServerPlugin<Context>[],
  });
  await apollo.start();

  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    // What was said of the answer that there was to be: a failure must not be cached for good.
    for (const name of ['cache-control', 'etag']) reply.removeHeader(name);
    if (error instanceof AppError)
      return reply.code(STATUS[error.code]).send({ error: error.message, code: error.code });
    if (error.statusCode && error.statusCode < 500)
      return reply.code(error.statusCode).send({ error: error.message });
    if (isTextRefused(error)) return reply.code(400).send({ error: TEXT_REFUSED, code: 'INVALID_INPUT' });
    request.log.error({ err: error, url: unsigned(request.url) }, 'request failed');
    if (isConnectionError(error)) return reply.code(503).send({ error: UNREACHABLE, code: 'UNAVAILABLE' });
    return reply.code(500).send({ error: 'Internal error', code: 'INTERNAL' });
  });
  app.addHook('onRequest', async ({ raw }, reply) => {
    const name = address.foreignName(raw);
    if (name !== null) return reply.code(421).send({ error: misdirected(name), code: 'MISDIRECTED' });
  });
  await registerExplorer(app);
  await registerDashboard(app, address);
  registerMedia(app, services, media);
  await registerImports(app, services);
  const counts = noCounts();
  registerExports(app, services, exports);
  registerMetrics(app, services, counts);
  app.get('/health', () => ({ status: 'ok' }));
  app.get('/ready', async (_, reply) => {
    try {
      await Promise.all([ping(services.db), ping(services.reads)]);
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'the database cannot be reached' });
    }
  });
  await registerGraphql(app, PATH, apollo, services, address, limits);
  const subscriptions = serveSubscriptions(app.server, PATH, schema, services, counts, address, {
    meter,
    turns,
    limits,
  });
  return {
    app,
    apollo,
    async close() {
      await subscriptions.dispose();
      await app.close();
      await apollo.stop();
    },
  };
}

const STATUS = {
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  CONFLICT: 409,
  CURSOR_EXPIRED: 410,
  UNAUTHENTICATED: 401,
  TIMEOUT: 503,
  TOO_LARGE: 413,
  UNAVAILABLE: 503,
} as const;
