import type { Server } from 'node:http';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { createContext, type Services } from './context.ts';
import { formatError } from './errors.ts';
import { limitedRules, parseOptions } from './limits.ts';

const MOST_OPERATIONS = 100;

/** Largest message a client may send, in bytes. */
const MAX_PAYLOAD = 256 * 1024;

/** GraphQL over WebSocket on the API's own port and path, under the limits that HTTP has. */
export function serveSubscriptions(
  http: Server,
  path: string,
  schema: GraphQLSchema,
  services: Services,
): { dispose(): Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PAYLOAD });
  http.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    // CORS does not cover WebSocket: a page of another site must not reach this server with its visitor's rights.
    const origin = request.headers.origin;
    if (pathname !== path || (origin && URL.parse(origin)?.host !== request.headers.host)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });

  const format = (error: GraphQLError) => formatError(error.toJSON(), error, services.log);
  // biome-ignore lint/correctness/useHookAtTopLevel: graphql-ws named it so; it is no React hook
  const server = useServer<Record<string, unknown>, { operations?: Set<string> }>(
    {
      schema,
      onSubscribe: ({ extra }, id, payload) => {
        extra.operations ??= new Set();
        if (extra.operations.size >= MOST_OPERATIONS) {
          return [new GraphQLError(`A connection may run ${MOST_OPERATIONS} operations at a time`)];
        }
        const prepared = prepare(schema, payload);
        if (Array.isArray(prepared)) return prepared;
        extra.operations.add(id);
        const close = (code: number, reason: string) => {
          extra.socket.close(code, reason);
          // A client that reads nothing never sees the close frame either.
          setTimeout(() => extra.socket.terminate(), 1000).unref();
        };
        return { ...prepared, contextValue: createContext(services, { close }) };
      },
      onNext: (_ctx, _id, _payload, { contextValue }, result) => {
        // Each event is answered from the database as it is then, not from what an earlier one loaded.
        Object.assign(
          contextValue as object,
          createContext(services, (contextValue as ReturnType<typeof createContext>).connection),
        );
        return result.errors ? { data: result.data ?? null, errors: result.errors.map(format) } : undefined;
      },
      onError: (_ctx, _id, _payload, errors) => errors.map(format),
      onComplete: ({ extra }, id) => void extra.operations?.delete(id),
    },
    sockets,
  );
  return {
    async dispose() {
      for (const client of sockets.clients) client.close(1001, 'The server is going away');
      await server.dispose();
    },
  };
}

function prepare(schema: GraphQLSchema, payload: SubscribePayload): ExecutionArgs | GraphQLError[] {
  try {
    const document = parse(payload.query, parseOptions);
    const errors = validate(schema, document, limitedRules, { maxErrors: 20 });
    if (errors.length > 0) return [...errors];
    return { schema, document, operationName: payload.operationName, variableValues: payload.variables };
  } catch (error) {
    return [error instanceof GraphQLError ? error : new GraphQLError(String(error))];
  }
}
