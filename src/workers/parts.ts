import type { Findings } from './scorer.ts';

/** Findings of a shard that are committed while the rest of it goes on. */
export interface Parts {
  add(part: Findings): void;
  /** Waits for the commit on its way and begins no other; gives what is not committed. */
  rest(): Promise<Findings>;
  /** Aborts when a commit finds that the shard is no longer this worker's. */
  readonly lost: AbortSignal;
}

/**
 * Commits the first part at once and then what has gathered, `everyMs` apart, one commit at a time. `commit` says whether
 * it was written. What could not be committed for another reason is left to whoever ends the shard.
 */
export function openParts(commit: (part: Findings) => Promise<boolean>, everyMs: number): Parts {
  const lost = new AbortController();
  let gathered: Findings = { scores: [], replies: [] };
  let timer: NodeJS.Timeout | null = null;
  let committing: Promise<void> | null = null;
  let lastAt = Number.NEGATIVE_INFINITY;
  let isOver = false;

  const flush = async (): Promise<void> => {
    const part = gathered;
    gathered = { scores: [], replies: [] };
    try {
      if (!(await commit(part))) lost.abort(new Error('the shard is no longer this worker’s'));
    } catch {
      gathered = merged(part, gathered);
      isOver = true;
    }
    lastAt = performance.now();
    committing = null;
    schedule();
  };
  const schedule = (): void => {
    if (isOver || timer || committing || gathered.scores.length === 0) return;
    timer = setTimeout(
      () => {
        timer = null;
        committing = flush();
      },
      Math.max(0, lastAt + everyMs - performance.now()),
    );
  };

  return {
    lost: lost.signal,
    add(part) {
      gathered = merged(gathered, part);
      schedule();
    },
    async rest() {
      isOver = true;
      if (timer) clearTimeout(timer);
      await committing;
      return gathered;
    },
  };
}

export function merged(a: Findings, b: Findings): Findings {
  return { scores: [...a.scores, ...b.scores], replies: [...a.replies, ...b.replies] };
}
