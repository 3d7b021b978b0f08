import { Command } from 'commander';
import { toGlobalId } from '../core/ids.ts';
import { openLog } from '../core/log.ts';
import { migrateDatabase, openDatabase } from '../store/database.ts';
import { findFaults } from '../store/doctor.ts';
import type { CommandContext } from './context.ts';
import { useDatabase } from './database.ts';
import { ExitCode } from './program.ts';

export function doctorCommand(context: CommandContext): Command {
  return new Command('doctor')
    .description('recompute rollups from scores and compare; exit code 1 when something differs')
    .option('--json', 'print the findings as a JSON array')
    .action(async ({ json }: { json?: true }) => {
      const config = context.config();
      const source = await useDatabase(config);
      const database = openDatabase(source.url, {
        max: 2,
        log: openLog(config, 'doctor'),
        name: 'assay doctor',
      });
      try {
        await migrateDatabase({ url: config.databaseDirectUrl ?? source.url });
        const findings = (await findFaults(database.db)).map(({ check, evaluationId, detail }) => ({
          check,
          evaluation: toGlobalId('Evaluation', evaluationId),
          detail,
        }));
        if (json) await context.terminal.out(JSON.stringify(findings, null, 2));
        for (const { check, evaluation, detail } of json ? [] : findings) {
          await context.terminal.out(`${evaluation}: not so: ${check}: ${detail}`);
        }
        if (findings.length > 0) throw new ExitCode(1);
        if (!json)
          await context.terminal.out(
            'All is well: every rollup equals its scores, no score is missing or double.',
          );
      } finally {
        await database.close();
        await source.stop();
      }
    });
}

export { doctorCommand as command };
