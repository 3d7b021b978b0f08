import type { Client } from './client/client.ts';
import { resuming } from './client/resume.ts';
import { presentOf, type ServingWorker, withoutWorker } from './workerHint.ts';

interface WorkersChange {
  cursor: string;
  workers: (ServingWorker & {
    id: string;
    host: string;
    reason: string | null;
    reasonSince: string | null;
  })[];
}

const CHANGES = `subscription ($judge: ID, $after: String) { workersChanged(judge: $judge, after: $after) {
  cursor workers { id host status reason reasonSince judges { revision } } } }`;

/**
 * Says what keeps a judge's workers from scoring, when it begins and when it is over; and that nobody scores at all.
 * Ends with the signal.
 */
export async function watchWorkers(
  client: Client,
  evaluation: string,
  say: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { node } = await client.query<{
    node: { judge: { id: string; name: string; revision: string } } | null;
  }>('query ($id: ID!) { node(id: $id) { ... on Evaluation { judge { id name revision } } } }', {
    id: evaluation,
  });
  if (!node) return;
  const { judge } = node;
  const changes = resuming<{ workersChanged: WorkersChange }, WorkersChange>(
    client,
    CHANGES,
    { judge: judge.id },
    { event: ({ workersChanged }) => workersChanged, isLast: () => false, signal },
  );
  /** What keeps each worker; told once, however its words change. */
  const kept = new Map<string, string>();
  let isServed: boolean | null = null;
  for await (const { workers } of changes) {
    for (const { id, host, status, reason, reasonSince } of workers) {
      const key = status === 'STOPPED' || reason === null ? undefined : (reasonSince ?? reason);
      const before = kept.get(id);
      if (key === before) continue;
      if (key !== undefined) {
        say(`worker on ${host}: ${reason}`);
        kept.set(id, key);
      } else {
        kept.delete(id);
        if (status !== 'STOPPED') say(`worker on ${host}: the judge answers again`);
      }
    }
    const serves = presentOf(workers, judge).length > 0;
    if (!serves && isServed !== false) say(withoutWorker(judge));
    isServed = serves;
  }
}
