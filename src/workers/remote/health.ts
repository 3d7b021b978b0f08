import type { Trouble } from '../trouble.ts';

/** A server that leaves every request without an answer for so long is told about; most models are quicker. */
const SILENT_MS = 30_000;

/** Whether a server answers, as its own requests tell. */
export interface Health {
  /** A request is on its way; whoever sent it calls what is returned once it is not. */
  sent(): () => void;
  answered(): void;
  /** A request had no answer, for a reason that others would meet too. */
  failed(reason: string): void;
  /** Null while requests are answered. */
  readonly trouble: Trouble | null;
}

export function openHealth(now: () => number = Date.now): Health {
  let trouble: Trouble | null = null;
  let answeredAt = Number.NEGATIVE_INFINITY;
  const under = new Map<symbol, number>();
  const silence = (): Trouble | null => {
    if (under.size === 0) return null;
    const since = Math.max(answeredAt, Math.min(...under.values()));
    if (now() - since < SILENT_MS) return null;
    const requests = under.size === 1 ? 'a request waits' : `${under.size} requests wait`;
    return { reason: `the judge server has not answered, while ${requests},`, since: new Date(since) };
  };
  return {
    sent() {
      const request = Symbol();
      under.set(request, now());
      return () => void under.delete(request);
    },
    answered() {
      trouble = null;
      answeredAt = now();
    },
    failed(reason) {
      trouble = { reason, since: trouble?.since ?? new Date(now()) };
    },
    get trouble() {
      return trouble ?? silence();
    },
  };
}
