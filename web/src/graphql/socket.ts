import { createClient } from 'graphql-ws';
import { API } from '../base.ts';
import { connectionState } from './connection.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
const PONG_MS = 5000;

let pinged: ReturnType<typeof setTimeout> | undefined;

/** The one WebSocket of the page: opened when somebody listens, and again for as long as somebody does. */
export const socket = createClient({
  url: () => API.replace(/^http/, 'ws'),
  retryAttempts: Number.POSITIVE_INFINITY,
  shouldRetry: () => true,
  retryWait: async (retries) => {
    connectionState.set('reconnecting');
    const wait = Math.min(FIRST_WAIT_MS * 2 ** retries, LONGEST_WAIT_MS);
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random() / 2)));
  },
  // Going from page to page keeps it.
  lazyCloseTimeout: 2000,
  // A connection that died without a word is found out by a ping that is not answered.
  keepAlive: 10_000,
  connectionAckWaitTimeout: 10_000,
  on: {
    connected: () => connectionState.set('connected'),
    closed: () => {
      if (connectionState.get() === 'connected') connectionState.set('idle');
    },
    ping: (isReceived) => {
      if (!isReceived) pinged = setTimeout(() => socket.terminate(), PONG_MS);
    },
    pong: (isReceived) => {
      if (isReceived) clearTimeout(pinged);
    },
  },
});
