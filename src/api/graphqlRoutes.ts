import type { ApolloServer, ApolloServerPlugin } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { RequestLimits } from '../core/config.ts';
import { type Bounds, within } from '../store/bounds.ts';
import { type Answer, type Draft, showsBoardsOnly } from './answers.ts';
import { type Context, createContext, type Services } from './context.ts';
import { openRequestBounds } from './cost/answer.ts';
import type { PublicAddress } from './publicAddress.ts';
import { isNewestAsked } from './replica.ts';

/** What is known of a request before GraphQL sees it. */
interface Recalled {
  /** What tells it from other requests: the body as it came, and what answer it accepts. */
  request: string;
  answer: Answer | null;
  draft: Draft | null;
}

/** What may be answered from memory. Longer requests are not repeated. */
const isLookedUp = (body: string): boolean => body.length < 16_384 && /leaderboard|matrix/.test(body);

/** GraphQL over HTTP. A request for a leaderboard that came before is answered without GraphQL or SQL. */
export async function registerGraphql(
  app: FastifyInstance,
  path: string,
  apollo: ApolloServer<Context>,
  services: Services,
  address: PublicAddress,
  limits: RequestLimits,
): Promise<void> {
  const { answers } = services;
  const recalled = new WeakMap<FastifyRequest, Recalled>();
  const boundsOf = new WeakMap<FastifyRequest, Bounds>();

  /** Until time is up, or the client of a query has left. */
  async function boundedly<Result>(
    request: FastifyRequest,
    { raw }: FastifyReply,
    work: () => Result,
  ): Promise<Awaited<Result>> {
    const bounds = openRequestBounds(limits);
    boundsOf.set(request, bounds);
    raw.once('close', () => {
      if (!raw.writableFinished) bounds.leave();
    });
    try {
      return await within(bounds, work);
    } finally {
      bounds.close();
    }
  }

  await app.register((scope, _, ready) => {
    // A key like __proto__ is a field like any other here; where it would be kept, it is refused with its place.
    const parse = scope.getDefaultJsonParser('ignore', 'ignore');
    scope.removeContentTypeParser('application/json');
    scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text, done) => {
      const body = text as string;
      if (request.url !== path || !isLookedUp(body) || isNewestAsked(request.headers['cache-control']))
        return parse(request, body, done);
      const key = `${request.headers.accept ?? ''}\n${body}`;
      answers.find(key).then((answer) => {
        recalled.set(request, { request: key, answer, draft: null });
        if (answer) done(null, null);
        else void parse(request, body, done);
      }, done);
    });
    scope.addHook('preHandler', async (request, reply) => {
      const answer = recalled.get(request)?.answer;
      if (answer) return reply.header('cache-control', 'no-store').type(answer.contentType).send(answer.body);
    });
    const execute = fastifyApolloHandler(apollo, {
      context: async (request) =>
        createContext(services, {
          draft: recalled.get(request)?.draft ?? null,
          client: address.clientOf(request.raw),
          authorization: request.headers.authorization,
          address: address.baseOf(request.raw),
          bounds: boundsOf.get(request) ?? null,
        }),
    });
    const executeWithin = (request: FastifyRequest, reply: FastifyReply) =>
      boundedly(request, reply, () => execute.call(scope, request, reply));
    scope.route({
      method: ['GET', 'POST'],
      url: path,
      async handler(request, reply) {
        const known = recalled.get(request);
        if (!known) return executeWithin(request, reply);
        known.draft = answers.draft(known.request);
        let answer: Answer | null = null;
        try {
          const body = await executeWithin(request, reply);
          const contentType = reply.getHeader('content-type');
          if (typeof body === 'string' && reply.statusCode === 200 && typeof contentType === 'string')
            answer = { contentType, body };
          return body;
        } finally {
          answers.finish(known.request, known.draft, answer);
        }
      },
    });
    ready();
  });

  app.route({
    method: ['PUT', 'DELETE', 'PATCH'],
    url: path,
    handler: (_, reply) => reply.code(405).header('allow', 'GET, POST').send({ error: 'Use POST' }),
  });
}

/** Says of each answer whether it may be kept. */
export function keepingAnswers(schema: GraphQLSchema): ApolloServerPlugin<Context> {
  const known = new WeakMap<DocumentNode, boolean>();
  const isBoard = (document: DocumentNode) => {
    const found = known.get(document) ?? showsBoardsOnly(schema, document);
    known.set(document, found);
    return found;
  };
  return {
    requestDidStart: async ({ contextValue: { draft, answers } }) => ({
      didResolveOperation: async ({ document }) => {
        if (draft) draft.isKept = isBoard(document);
      },
      didEncounterErrors: async () => {
        if (draft) draft.isKept = false;
      },
      willSendResponse: async ({ operation }) => {
        if (operation?.operation === 'mutation') answers.afterWrite();
      },
    }),
  };
}
