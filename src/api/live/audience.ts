import type { RequestLimits } from '../../core/config.ts';
import { isLoopback } from '../cost/meter.ts';

/** Who is connected and what is watched, held to what one client and all of them may. */
export interface Audience {
  /** Counts a connection, and gives what ends it; words where there are too many, short enough for a close frame. */
  join(client: string): Leave | string;
  /** Counts a subscription by what tells its answers from others'; words where too many different ones are watched. */
  watch(client: string, key: string): Leave | string;
}

/** To be called at the end; once more does no harm. */
export type Leave = () => void;

/** Of everybody: a connection takes some 200 kB, and each different subscription an answer of its own to every event. */
const MOST = { sockets: 10_000, subscriptions: 1000 };

export function openAudience({ sockets, subscriptions, limitsLoopback }: RequestLimits): Audience {
  const connected = openTally();
  const watched = openTally();
  const watching = new Map<string, Tally>();
  const isLimited = (client: string) => limitsLoopback || !isLoopback(client);

  return {
    join(client) {
      if (connected.total() >= MOST.sockets)
        return `This server has ${MOST.sockets} connections and takes no more`;
      if (isLimited(client) && connected.of(client) >= sockets)
        return `Your address has ${sockets} connections and may not have more`;
      return connected.add(client);
    },
    watch(client, key) {
      const own = watching.get(client) ?? openTally();
      if (isLimited(client) && own.of(key) === 0 && own.different() >= subscriptions)
        return `You watch ${subscriptions} different things and may not watch more: end a subscription first, or ask for the same fields as in another`;
      if (watched.of(key) === 0 && watched.different() >= MOST.subscriptions)
        return `This server answers ${MOST.subscriptions} different subscriptions and takes no other: ask for fields that others ask for, or come back later`;
      watching.set(client, own);
      const [leaveOwn, leave] = [own.add(key), watched.add(key)];
      return () => {
        leaveOwn();
        leave();
        if (own.total() === 0) watching.delete(client);
      };
    },
  };
}

interface Tally {
  add(key: string): Leave;
  of(key: string): number;
  different(): number;
  total(): number;
}

function openTally(): Tally {
  const counts = new Map<string, number>();
  let total = 0;
  const change = (key: string, by: number) => {
    total += by;
    const count = (counts.get(key) ?? 0) + by;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
  };
  return {
    add(key) {
      change(key, 1);
      let isOver = false;
      return () => {
        if (!isOver) change(key, -1);
        isOver = true;
      };
    },
    of: (key) => counts.get(key) ?? 0,
    different: () => counts.size,
    total: () => total,
  };
}
