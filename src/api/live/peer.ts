import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../core/log.ts';
import type { Bounds } from '../../store/bounds.ts';
import type { PublicAddress } from '../publicAddress.ts';
import type { Audience } from './audience.ts';

/** A client at the other end of a WebSocket. */
export interface Peer {
  /** Its address. */
  client: string;
  running: Running;
  /** Sends a message; a promise where the client is behind, which it keeps once the client has caught up. */
  write(message: string): Promise<void> | null;
  isOpen(): boolean;
  /** Parts with a client that does not read, which therefore may not see the close frame either. */
  cutOff(code: number, reason: string): void;
}

type Leaving = Pick<Bounds, 'leave' | 'close'>;

/** Queries and mutations of a client that are under way, by the ids that it gave them. */
export interface Running {
  begin(id: string, one: Leaving): void;
  end(id: string): void;
  /** The client wants no answer any more, of one or of all. */
  leave(id?: string): void;
}

function openRunning(): Running {
  const all = new Map<string, Leaving>();
  return {
    begin: (id, one) => all.set(id, one),
    end(id) {
      all.get(id)?.close();
      all.delete(id);
    },
    leave(id) {
      for (const [own, one] of all) if (id === undefined || own === id) one.leave();
    },
  };
}

/** A short message that may say that an answer is not wanted any more, of which graphql-ws tells nobody. */
const MAY_COMPLETE = /"complete"/;
const SHORT = 1000;

function completed(message: string): string | null {
  if (message.length > SHORT || !MAY_COMPLETE.test(message)) return null;
  try {
    const { type, id } = JSON.parse(message) as { type?: unknown; id?: unknown };
    return type === 'complete' && typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}

/** What may wait in a socket before its sender has to, in bytes. */
const MOST_WAITING = 64 * 1024;

const PING_MS = 12_000;

/** How long a client may take to see why it is closed. */
export const GRACE_MS = 5000;

/** The registered code that clients come back after. */
const TRY_AGAIN_LATER = 1013;

interface SocketOptions {
  onCutOff(): void;
  clientOf: PublicAddress['clientOf'];
  audience: Audience;
  log: Log;
}

/** Puts the connections of `sockets` under the protocol that `server` speaks. */
export function serveSockets(
  sockets: WebSocketServer,
  server: Server<Peer>,
  { onCutOff, clientOf, audience, log }: SocketOptions,
): void {
  sockets.on('connection', (socket, request) => {
    const client = clientOf(request);
    const leave = audience.join(client);
    if (typeof leave === 'string') {
      socket.on('error', () => undefined);
      socket.close(TRY_AGAIN_LATER, leave);
      setTimeout(() => socket.terminate(), GRACE_MS).unref();
      return;
    }
    const peer = peerOf(socket, client, onCutOff);
    const ping = keepAlive(socket, peer);
    const failed = (error: unknown) => {
      log.warn({ err: error }, 'a WebSocket failed');
      socket.close(CloseCode.InternalServerError, 'Internal error');
    };
    socket.on('error', failed);
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (message) => sent(socket, message),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (receive) =>
          socket.on('message', (message) => {
            const text = String(message);
            const id = completed(text);
            if (id !== null) peer.running.leave(id);
            receive(text).catch(failed);
          }),
      },
      peer,
    );
    socket.once('close', (code, reason) => {
      clearInterval(ping);
      leave();
      peer.running.leave();
      closed(code, String(reason)).catch(failed);
    });
  });
}

function peerOf(socket: WebSocket, client: string, onCutOff: () => void): Peer {
  return {
    client,
    running: openRunning(),
    isOpen: () => socket.readyState === socket.OPEN,
    write(message) {
      if (socket.bufferedAmount > MOST_WAITING) return sent(socket, message);
      if (socket.readyState === socket.OPEN) socket.send(message);
      return null;
    },
    cutOff(code, reason) {
      if (socket.readyState !== socket.OPEN) return;
      onCutOff();
      socket.close(code, reason);
      setTimeout(() => socket.terminate(), GRACE_MS).unref();
    },
  };
}

/** Resolves when the message has left, or cannot any more. */
const sent = (socket: WebSocket, message: string): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState === socket.OPEN) socket.send(message, () => resolve());
    else resolve();
  });

function keepAlive(socket: WebSocket, peer: Peer): NodeJS.Timeout {
  let isHeard = true;
  socket.on('pong', () => {
    isHeard = true;
  });
  return setInterval(() => {
    if (!isHeard) return peer.cutOff(4413, 'Nothing is being read');
    isHeard = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, PING_MS);
}
