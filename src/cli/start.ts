import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { type Child, startChild } from './children.ts';
import { type Client, openClient } from './client/client.ts';
import type { CommandContext } from './context.ts';
import { useDatabase } from './database.ts';
import { genevalDemo } from './demo/geneval.ts';
import { runDemo } from './demo/run.ts';
import { storyDemo } from './demo/stories.ts';
import { describeFailure } from './failure.ts';
import { aborted, onStopSignal } from './signals.ts';

/** Also the judges that are served. */
const DEMOS = [genevalDemo, storyDemo];

const GRACE_MS = 10_000;
const RESTART_MS = 1000;

export function startCommand(context: CommandContext): Command {
  return new Command('start')
    .description('run everything: PostgreSQL, API and workers; score the demo; keep serving')
    .option('--no-demo', 'do not paint and score the demo runs')
    .addHelpText('after', '\nPORT, ASSAY_HOME and DATABASE_URL are honoured. Ctrl-C stops everything.')
    .action(async ({ demo }: { demo: boolean }) => {
      const { terminal } = context;
      const config = context.config();
      const stopping = onStopSignal();
      terminal.err('Starting PostgreSQL, the API and two workers…');
      const database = await useDatabase(config);
      const children: Child[] = [];
      const closing = new AbortController();
      try {
        const environment = { DATABASE_URL: database.url, ASSAY_HOME: config.home };
        const api = await startChild(['serve'], environment);
        children.push(api);
        for (const { judge } of DEMOS) {
          const start = () => startChild(['worker', '--judge', judge], environment);
          const worker = await start();
          children.push(worker);
          keepAlive(children, worker, start, { closing: closing.signal, say: terminal.err });
        }

        const work = demo ? runDemos(openClient({ apiUrl: api.ready }), context) : Promise.resolve();
        await Promise.race([work, aborted(stopping), api.ended]);
        if (!stopping.aborted) {
          await terminal.out(`\nAssay is ready at ${api.ready}`);
          terminal.err(`GraphQL explorer: ${api.ready}/graphql   Stop with Ctrl-C.`);
          await Promise.race([aborted(stopping), api.ended]);
        }
        if (!stopping.aborted) terminal.err('The API ended by itself; stopping.');
      } finally {
        closing.abort();
        if (stopping.aborted) terminal.err('\nStopping…');
        for (const child of children.toReversed()) await child.stop(GRACE_MS);
        await database.stop();
      }
    });
}

async function runDemos(client: Client, context: CommandContext): Promise<void> {
  for (const demo of DEMOS) await runDemo(client, context, demo);
}

/** A worker that dies is started again; what it held goes to the new one. */
function keepAlive(
  children: Child[],
  worker: Child,
  start: () => Promise<Child>,
  ends: { closing: AbortSignal; say: (line: string) => void },
): void {
  const restart = async (code: number): Promise<void> => {
    if (ends.closing.aborted) return;
    ends.say(`A worker ended with code ${code}; starting it again.`);
    await setTimeout(RESTART_MS);
    if (ends.closing.aborted) return;
    const next = await start();
    children.splice(children.indexOf(worker), 1, next);
    keepAlive(children, next, start, ends);
  };
  void worker.ended.then(restart).catch((error) => ends.say(`It does not start: ${describeFailure(error)}`));
}

export { startCommand as command };
