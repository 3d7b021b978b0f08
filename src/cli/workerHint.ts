import type { Client } from './client/client.ts';
import type { Terminal } from './terminal/terminal.ts';

export interface ServingWorker {
  status: string;
  judges: { revision: string }[];
}

/** The workers that take work for a judge. */
export const presentOf = <Worker extends ServingWorker>(
  workers: readonly Worker[],
  judge: { revision: string },
): Worker[] =>
  workers.filter(
    ({ status, judges }) =>
      status !== 'STOPPED' &&
      status !== 'FENCED' &&
      judges.some(({ revision }) => revision === judge.revision),
  );

export const withoutWorker = (judge: { name: string; revision: string }): string =>
  `No worker serves ${judge.name}@${judge.revision.slice(0, 12)} now. Scoring begins when one does: assay worker --judge ${judge.name}`;

/** An evaluation nobody serves stays queued in silence, so it is said what it waits for. */
export async function hintWithoutWorker(
  client: Client,
  terminal: Terminal,
  judge: { name: string; revision: string },
): Promise<void> {
  const { workers } = await client.query<{ workers: ServingWorker[] }>(
    '{ workers { status judges { revision } } }',
  );
  if (presentOf(workers, judge).length === 0) terminal.err(withoutWorker(judge));
}
