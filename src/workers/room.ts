/** Calls that are asked and not answered, of all shards. */
export interface Room {
  /** Counts calls in until each of them leaves. */
  enter(calls: number): void;
  leave(): void;
  /** Resolves when more calls are wanted, so that no place is ever without one. */
  free(): Promise<void>;
}

/** Calls kept waiting for a place, as a share of the places: what comes next is there before a place is free. */
const AHEAD = 0.5;

export function openRoom(places: () => number): Room {
  let calls = 0;
  const waiting: (() => void)[] = [];
  return {
    enter(more) {
      calls += more;
    },
    leave() {
      calls--;
      for (const look of waiting.splice(0)) look();
    },
    async free() {
      while (calls > places() * (1 + AHEAD)) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}
