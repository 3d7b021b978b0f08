import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { listCommand } from './list.ts';

interface WorkerLine {
  host: string;
  device: string;
  status: string;
  reason: string | null;
  imagesPerSecond: number | null;
  queueDepth: number | null;
  heartbeatAt: string;
  judges: { name: string; revision: string }[];
}

export function workersCommand(context: CommandContext): Command {
  const list = listCommand<WorkerLine>(context, {
    description: 'workers seen in the last day, newest first',
    document: `{ workers { id host device status reason reasonSince imagesPerSecond queueDepth memoryBytes startedAt heartbeatAt
      judges { name revision } } }`,
    rows: ({ workers }: { workers: WorkerLine[] }) => workers,
    columns: {
      host: ({ host }) => host,
      device: ({ device }) => device,
      status: ({ status, reason }) => (reason ? `${status}: ${reason}` : status),
      judges: ({ judges }) =>
        judges.map(({ name, revision }) => `${name}@${revision.slice(0, 8)}`).join(', '),
      'images/s': ({ imagesPerSecond }) => imagesPerSecond?.toFixed(1),
      waiting: ({ queueDepth }) => queueDepth,
    },
    empty: 'No worker in the last day. Start one: assay worker --judge demo-detector --device cpu',
  });
  return new Command('workers').description('processes that score responses').addCommand(list);
}

export { workersCommand as command };
