import { Command } from 'commander';
import { type Child, startChild } from './children.ts';
import { type Client, openClient } from './client/client.ts';
import { type CommandContext, processContext } from './context.ts';
import { useDatabase } from './database.ts';
import { genevalDemo } from './demo/geneval.ts';
import { runDemo } from './demo/run.ts';
import { aborted, onStopSignal } from './signals.ts';

/** Also the judges that are served. */
const DEMOS = [genevalDemo];

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
      try {
        const environment = { DATABASE_URL: database.url, ASSAY_HOME: config.home };
        const api = await startChild(['serve'], environment);
        children.push(api);
        for (const { judge } of DEMOS) {
          const worker = () => startChild(['worker', '--judge', judge], environment);
          children.push(await worker());
          keepAlive(children, worker, stopping, terminal.err);
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
  start: () => Promise<Child>,
  stopping: AbortSignal,
  say: (line: string) => void,
): void {
  const worker = children.at(-1);
  void worker?.ended.then(async (code) => {
    if (stopping.aborted) return;
    say(`The worker ended with code ${code}; starting it again.`);
    await new Promise((resolve) => setTimeout(resolve, RESTART_MS));
    if (stopping.aborted) return;
    children.splice(children.indexOf(worker), 1, await start());
    keepAlive(children, start, stopping, say);
  });
}

export const command = startCommand(processContext);
