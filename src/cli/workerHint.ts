import type { Client } from './client/client.ts';
import type { Terminal } from './terminal/terminal.ts';

/** An evaluation nobody serves stays queued in silence, so it is said what it waits for. */
export async function hintWithoutWorker(
  client: Client,
  terminal: Terminal,
  judge: { name: string; revision: string },
): Promise<void> {
  const { workers } = await client.query<{ workers: { status: string; judges: { revision: string }[] }[] }>(
    '{ workers { status judges { revision } } }',
  );
  const serving = workers.filter(
    ({ status, judges }) =>
      status !== 'STOPPED' &&
      status !== 'FENCED' &&
      judges.some(({ revision }) => revision === judge.revision),
  );
  if (serving.length > 0) return;
  terminal.err(
    `No worker serves ${judge.name}@${judge.revision.slice(0, 12)} now. Scoring begins when one does: assay worker --judge ${judge.name}`,
  );
}
