import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  createSourceEventStream,
  type ExecutionArgs,
  execute,
  GraphQLError,
  type GraphQLSchema,
  type OperationTypeNode,
} from 'graphql';
import { handleProtocols, makeServer, type OperationResult } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import type { RequestLimits } from '../../core/config.ts';
import type { Log } from '../../core/log.ts';
import { within } from '../../store/bounds.ts';
import { type Context, createContext, type Services } from '../context.ts';
import { boundAsWrite, openRequestBounds, outOfBounds } from '../cost/answer.ts';
import type { Meter } from '../cost/meter.ts';
import { costTold, isCostAsked, takeTurn } from '../cost/metering.ts';
import type { Turns } from '../cost/turns.ts';
import { formatError } from '../errors.ts';
import { misdirected } from '../hosts.ts';
import type { PublicAddress } from '../publicAddress.ts';
import { openAudience } from './audience.ts';
import { deliver, type Events } from './delivery.ts';
import { openExecutions } from './executions.ts';
import type { LiveCounts } from './liveCounts.ts';
import { coded, isRefusal, type Operation, openOperations } from './operations.ts';
import { GRACE_MS, type Peer, serveSockets } from './peer.ts';

const MOST_OPERATIONS = 100;

/** Largest message a client may send, in bytes. */
const MAX_PAYLOAD = 256 * 1024;

/** GraphQL over WebSocket on the API's own port and path, under the limits that HTTP has. */
export function serveSubscriptions(
  http: Server,
  path: string,
  schema: GraphQLSchema,
  services: Services,
  counts: LiveCounts,
  address: PublicAddress,
  { meter, turns, limits }: { meter: Meter; turns: Turns; limits: RequestLimits },
): { dispose(): Promise<void> } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD,
    perMessageDeflate: false,
    handleProtocols,
  });
  acceptUpgrades(http, path, sockets, address, services.log);
  const read = openOperations(schema);
  const audience = openAudience(limits);
  let isStopping = false;
  const answer = openExecutions(services, limits, {
    onExecuted: () => counts.executions++,
    isStopping: () => isStopping,
  });
  const format = (error: GraphQLError) => formatError(error.toJSON(), error, services.log);

  const server = makeServer<undefined, Peer>({
    schema,
    onSubscribe: async ({ extra: peer, subscriptions }, id, payload) => {
      // This one is among them already.
      if (Object.keys(subscriptions).length > MOST_OPERATIONS) {
        const message = `A connection may run ${MOST_OPERATIONS} operations at a time`;
        return coded('INVALID_INPUT', [new GraphQLError(message)]);
      }
      const operation = read(payload);
      if (isRefusal(operation)) return operation;
      const { document, operation: asked, variableValues: variables } = operation;
      try {
        const spent = await meter.admit({ document, operation: asked, variables }, peer.client);
        const { client } = peer;
        const contextValue = createContext(services, { connection: { close: peer.cutOff }, client, spent });
        if (asked.operation === 'subscription') {
          const leave = audience.watch(client, operation.key);
          if (typeof leave === 'string') return coded('TOO_MANY_SUBSCRIPTIONS', [new GraphQLError(leave)]);
          peer.running.begin(id, { leave, close: leave });
        } else {
          beginWithin(limits, contextValue, peer, id, asked.operation);
          await takeTurn(turns, contextValue);
        }
        return { ...operation, contextValue };
      } catch (error) {
        peer.running.end(id);
        if (error instanceof GraphQLError) return [error];
        throw error;
      }
    },
    execute: (args) => {
      const { bounds } = args.contextValue as Context;
      return bounds ? within(bounds, () => execute(args)) : execute(args);
    },
    subscribe: createSourceEventStream as (args: ExecutionArgs) => OperationResult,
    onOperation: ({ extra: peer }, id, _payload, args, result) => {
      if (!isEvents(result)) return;
      const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
      return deliver(result, {
        answer: (event) => answer(args as Operation, event),
        write(payload) {
          counts.messages++;
          return peer.write(`${head}${payload}}`);
        },
        isOpen: peer.isOpen,
      });
    },
    onNext: (_ctx, _id, { extensions }, { contextValue }, { data = null, errors }) => {
      const context = contextValue as Context;
      const error = context.bounds && outOfBounds({ data, errors }, context.bounds, limits);
      if (error) return { data: null, errors: [format(error)] };
      const isTold = isCostAsked(extensions) && context.spent !== null;
      const cost = isTold ? { extensions: { cost: costTold(context) } } : null;
      return errors || cost ? { data, ...(errors && { errors: errors.map(format) }), ...cost } : undefined;
    },
    onComplete: ({ extra: peer }, id) => peer.running.end(id),
    onError: (_ctx, _id, _payload, errors) => errors.map(format),
  });
  counts.waiting = () => [...sockets.clients].reduce((all, { bufferedAmount }) => all + bufferedAmount, 0);
  serveSockets(sockets, server, {
    onCutOff: () => counts.cutOff++,
    clientOf: address.clientOf,
    audience,
    log: services.log,
  });

  return {
    async dispose() {
      isStopping = true;
      for (const client of sockets.clients) {
        client.close(1001, 'The server is going away');
        setTimeout(() => client.terminate(), GRACE_MS).unref();
      }
      sockets.removeAllListeners();
      const { promise, resolve } = Promise.withResolvers<void>();
      sockets.close(() => resolve());
      await promise;
    },
  };
}

/** A query is ended when its time is up or its client leaves, a mutation only by time. */
function beginWithin(
  limits: RequestLimits,
  context: Context,
  { running }: Peer,
  id: string,
  operation: OperationTypeNode,
): void {
  const bounds = openRequestBounds(limits);
  context.bounds = bounds;
  if (operation === 'mutation') boundAsWrite(bounds, limits);
  running.begin(id, bounds);
}

/** Events of a subscription, which are not answered yet; anything else is the answer itself. */
const isEvents = (result: unknown): result is Events =>
  typeof result === 'object' && result !== null && Symbol.asyncIterator in result;

function refuse(socket: Duplex, status: string, why: string): void {
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(why)}\r\n\r\n${why}`,
  );
}

function acceptUpgrades(
  http: Server,
  path: string,
  sockets: WebSocketServer,
  address: PublicAddress,
  log: Log,
): void {
  http.on('upgrade', (request, socket, head) => {
    // Nobody else listens to this socket yet: one that breaks while it is refused must not end the process.
    socket.on('error', () => undefined);
    const pathname = URL.parse(address.strip(request.url ?? '/'), 'http://localhost')?.pathname;
    if (pathname !== path) return refuse(socket, '404 Not Found', `WebSockets are at ${path}`);
    const name = address.foreignName(request);
    if (name !== null) return refuse(socket, '421 Misdirected Request', misdirected(name));
    // CORS does not cover WebSocket: a page of another site must not reach this server with its visitor's rights.
    const origin = request.headers.origin;
    if (origin && !address.isOwn(origin, request)) {
      const { host } = request.headers;
      log.warn({ origin, host }, 'a WebSocket from a page of another address is refused');
      const remedy = 'Behind a proxy, set PUBLIC_URL here, or pass the Host header on: docs/proxies.md';
      return refuse(socket, '403 Forbidden', `The page is of ${origin}, this server is ${host}. ${remedy}`);
    }
    sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
  });
}
