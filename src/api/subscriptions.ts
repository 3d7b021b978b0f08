import type { Server } from 'node:http';
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  parse,
  validate,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { type Context, createContext, type Services } from './context.ts';
import { formatError } from './errors.ts';
import { limitedRules, parseOptions, validationOptions } from './limits.ts';

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
    // Nobody else listens to this socket yet: one that breaks while it is refused must not end the process.
    socket.on('error', () => undefined);
    const pathname = URL.parse(request.url ?? '/', 'http://localhost')?.pathname;
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
  const server = useServer(
    {
      schema,
      onSubscribe: ({ extra, subscriptions }, _id, payload) => {
        // This one is among them already.
        if (Object.keys(subscriptions).length > MOST_OPERATIONS) {
          const message = `A connection may run ${MOST_OPERATIONS} operations at a time`;
          return coded('INVALID_INPUT', [new GraphQLError(message)]);
        }
        const prepared = prepare(schema, payload);
        if (Array.isArray(prepared)) return prepared;
        const close = (code: number, reason: string) => {
          extra.socket.close(code, reason);
          // A client that reads nothing never sees the close frame either.
          setTimeout(() => extra.socket.terminate(), 1000).unref();
        };
        return { ...prepared, contextValue: createContext(services, { connection: { close } }) };
      },
      onNext: (_ctx, _id, _payload, { contextValue }, result) => {
        // Each event is answered from the database as it is then, not from what an earlier one loaded.
        Object.assign(
          contextValue as object,
          createContext(services, { connection: (contextValue as Context).connection }),
        );
        return result.errors ? { data: result.data ?? null, errors: result.errors.map(format) } : undefined;
      },
      onError: (_ctx, _id, _payload, errors) => errors.map(format),
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

/** What Apollo does with a request over HTTP, with the same codes for what is wrong with it. */
function prepare(schema: GraphQLSchema, payload: SubscribePayload): ExecutionArgs | GraphQLError[] {
  let document: DocumentNode;
  try {
    document = parse(payload.query, parseOptions);
  } catch (error) {
    return coded('GRAPHQL_PARSE_FAILED', [error as GraphQLError]);
  }
  const invalid = validate(schema, document, limitedRules, validationOptions);
  if (invalid.length > 0) return coded('GRAPHQL_VALIDATION_FAILED', invalid);
  const operation = getOperationAST(document, payload.operationName);
  if (!operation) {
    return coded('OPERATION_RESOLUTION_FAILURE', [new GraphQLError('Name one of the operations to run')]);
  }
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], payload.variables ?? {});
  if (errors) return coded('BAD_USER_INPUT', errors);
  return { schema, document, operationName: payload.operationName, variableValues: payload.variables };
}

const coded = (code: string, errors: readonly GraphQLError[]): GraphQLError[] =>
  errors.map(
    ({ message, nodes = null, source = null, positions = null }) =>
      new GraphQLError(message, { nodes, source, positions, extensions: { code } }),
  );
