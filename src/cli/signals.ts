/** Signals so close together are one. */
const SAME_MS = 1000;

/**
 * Aborts at the first SIGINT or SIGTERM, or when the parent that started this process is gone; the second signal
 * ends the process at once.
 */
export function onStopSignal(): AbortSignal {
  const stopping = new AbortController();
  let stoppedAt = 0;
  const stop = () => {
    // Under npm one Ctrl-C arrives twice: from the terminal, and passed on by npm.
    if (stopping.signal.aborted && Date.now() - stoppedAt > SAME_MS) process.exit(130);
    if (!stopping.signal.aborted) stoppedAt = Date.now();
    stopping.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  process.once('disconnect', stop);
  return stopping.signal;
}

/** Resolves when the signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
