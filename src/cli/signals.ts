/** Signals so close together are one. */
const SAME_MS = 1000;

/**
 * Aborts at the first SIGINT or SIGTERM, or when the parent that started this process is gone; of the second signal
 * the process dies at once. It does not exit: that waits for its threads, and one that computes hears nobody.
 */
export function onStopSignal(): AbortSignal {
  const stopping = new AbortController();
  let stoppedAt = 0;
  const stop = (signal?: NodeJS.Signals) => {
    // Under npm one Ctrl-C arrives twice: from the terminal, and passed on by npm.
    if (signal && stopping.signal.aborted && Date.now() - stoppedAt > SAME_MS) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
    if (!stopping.signal.aborted) stoppedAt = Date.now();
    stopping.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  process.once('disconnect', () => stop());
  return stopping.signal;
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
