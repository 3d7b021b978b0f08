import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../core/errors.ts';

/** Below the half minute after which most clients and proxies give up. */
export const PATIENCE_S = 25;
const MOST_PATIENCE_S = 600;

/** How long a client wants to wait, by its `Prefer: wait=…` header as RFC 7240 has it. */
export function patienceOf(prefer: string | string[] | undefined): number {
  const [, seconds] = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec([prefer ?? ''].flat().join()) ?? [];
  return seconds === undefined ? PATIENCE_S : Math.min(Number(seconds), MOST_PATIENCE_S);
}

/** Who waits no longer leaves the work going on. Throws UNAVAILABLE with the way to wait for it. */
export async function waited<Value>(
  work: Promise<Value>,
  seconds: number,
  progress: () => string,
): Promise<Value> {
  const stopping = new AbortController();
  const late = Symbol();
  const first = await Promise.race([
    work,
    sleep(seconds * 1000, late, { signal: stopping.signal, ref: false }),
  ]).finally(() => {
    stopping.abort();
    work.catch(() => undefined);
  });
  if (first !== late) return first as Value;
  throw new AppError(
    'UNAVAILABLE',
    `The export is still being made${progress()}, and has no length before. Ask again in a few seconds, wait longer with ` +
      `the header \`prefer: wait=${MOST_PATIENCE_S}\`, or leave \`range\` out and read it as it is made`,
  );
}
