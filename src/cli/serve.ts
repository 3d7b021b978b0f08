import { Command } from 'commander';
import { serveApi } from '../api/main.ts';
import { openLog } from '../core/log.ts';
import type { CommandContext } from './context.ts';
import { useDatabase } from './database.ts';
import { aborted, onStopSignal } from './signals.ts';

export function serveCommand(context: CommandContext): Command {
  return new Command('serve')
    .description('run the API, with an embedded PostgreSQL unless DATABASE_URL names one')
    .addHelpText('after', '\nExamples:\n  assay serve\n  PORT=8080 DATABASE_URL=postgres://… assay serve')
    .action(async () => {
      const config = context.config();
      const stopping = onStopSignal();
      const database = await useDatabase(config);
      try {
        const api = await serveApi(config, database.url, openLog(config, 'api'));
        process.send?.({ ready: api.url });
        context.terminal.err(`The API answers at ${api.url}/graphql`);
        await aborted(stopping);
        await api.close();
      } finally {
        await database.stop();
      }
    });
}

export { serveCommand as command };
