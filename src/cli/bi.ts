import { randomBytes } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import type { Config } from '../core/config.ts';
import { openLog } from '../core/log.ts';
import { closeOtherDatabases, findOpenings, type Opening } from '../store/bi/closing.ts';
import { deleteReader, findReaders, insertReader, type Reader } from '../store/bi/readers.ts';
import { type Database, migrateDatabase, openDatabase } from '../store/database.ts';
import type { CommandContext } from './context.ts';
import { useDatabase } from './database.ts';
import { UsageFailure } from './failure.ts';
import { printRows } from './list.ts';

export function biCommand(context: CommandContext): Command {
  return new Command('bi')
    .description('logins with which BI tools read the views of schema bi, and nothing else')
    .addCommand(grantCommand(context))
    .addCommand(revokeCommand(context))
    .addCommand(listReadersCommand(context));
}

interface GrantOptions {
  passwordStdin?: true;
  connections: number;
  statementTimeout: number;
  json?: true;
}

function grantCommand(context: CommandContext): Command {
  return new Command('grant')
    .description('make a login that reads the views of schema bi; its password is shown once')
    .argument('<name>', 'name of the login: small letters, digits and _')
    .option('--password-stdin', 'read the password from standard input')
    .option('--connections <n>', 'most sessions at once', wholeNumber('--connections', 1000), 10)
    .option('--statement-timeout <s>', 'seconds', wholeNumber('--statement-timeout', 86_400), 60)
    .option('--json', 'print a JSON object')
    .addHelpText(
      'after',
      '\nExamples:\n  assay bi grant metabase\n  assay bi grant grafana --connections 4 --json',
    )
    .action(async (name: string, options: GrantOptions) => {
      refuseName(name);
      const password = options.passwordStdin
        ? givenPassword(await readAll(context.terminal.streams.stdin))
        : newPassword();
      await withDatabase(context, async (database, config) => {
        const { connections, statementTimeout: statementTimeoutSeconds } = options;
        await insertReader(database, { name, password, connections, statementTimeoutSeconds });
        // The embedded server holds nothing but Assay; on any other, other people's databases are theirs to close.
        if (config.databaseUrl === null) await closeOtherDatabases(database.db);
        const openings = await findOpenings(database.db, name);
        const url = addressFor(database.url, name, password);
        if (options.json)
          return context.terminal.out(JSON.stringify({ name, password, url, openings }, null, 2));
        await context.terminal.out(url);
        for (const line of advice(name, options, openings)) context.terminal.err(line);
      });
    });
}

function revokeCommand(context: CommandContext): Command {
  return new Command('revoke')
    .description('end a login and its sessions')
    .argument('<name>', 'name of the login')
    .option('--json', 'print a JSON object')
    .action(async (name: string, { json }: { json?: true }) =>
      withDatabase(context, async (database) => {
        await deleteReader(database, name);
        if (json) return context.terminal.out(JSON.stringify({ name }));
        context.terminal.err(`${name} is gone, and its sessions are ended.`);
      }),
    );
}

function listReadersCommand(context: CommandContext): Command {
  return new Command('list')
    .description('the logins, their sessions and their limits as they stand')
    .option('--json', 'print a JSON array')
    .action(async ({ json }: { json?: true }) =>
      withDatabase(context, async ({ db }) => {
        const columns = {
          login: ({ name }: Reader) => name,
          sessions: ({ sessions, connections }: Reader) => `${sessions} of ${connections}`,
          'longest transaction': ({ longest }: Reader) =>
            longest === null ? null : `${longest.toFixed(0)} s`,
          'statement timeout': ({ statementTimeout }: Reader) => statementTimeout,
        };
        const empty = 'No login yet. Make one: assay bi grant NAME';
        await printRows(context, { columns, empty }, await findReaders(db), json === true);
      }),
    );
}

async function withDatabase(
  context: CommandContext,
  work: (database: Database, config: Config) => Promise<void>,
): Promise<void> {
  const config = context.config();
  // biome-ignore lint/correctness/useHookAtTopLevel: no hook of React's
  const source = await useDatabase(config);
  const database = openDatabase(source.url, { max: 2, log: openLog(config, 'bi'), name: 'assay bi' });
  try {
    await migrateDatabase({ url: config.databaseDirectUrl ?? source.url });
    await work(database, config);
  } finally {
    await database.close();
    await source.stop();
  }
}

function refuseName(name: string): void {
  if (/^(?!pg_)[a-z][a-z0-9_]{0,62}$/.test(name)) return;
  throw new UsageFailure(
    `name: "${name}" is no name for a login; take small letters, digits and _, a letter first, 63 at most, not pg_…`,
  );
}

const newPassword = (): string => randomBytes(24).toString('base64url');

function givenPassword(said: string): string {
  const password = said.replace(/\r?\n$/, '');
  if (/^[\x21-\x7e]{12,}$/.test(password)) return password;
  throw new UsageFailure(
    'password: at least 12 characters on one line are needed, letters, digits and signs of ASCII without spaces',
  );
}

function wholeNumber(option: string, most: number) {
  return (said: string): number => {
    const value = Number(said);
    if (/^\d+$/.test(said) && value >= 1 && value <= most) return value;
    throw new UsageFailure(`${option}: a whole number from 1 to ${most} is needed, not "${said}"`);
  };
}

/** The address of the database for another login. */
function addressFor(address: string, name: string, password: string): string {
  const url = new URL(address);
  url.username = name;
  url.password = encodeURIComponent(password);
  return url.href;
}

const advice = (name: string, options: GrantOptions, openings: readonly Opening[]): string[] => [
  `\n${name} reads schema bi, and bi_v1, whose names and types never change. The address above holds its password, which is`,
  'kept nowhere else.',
  `A statement ends after ${options.statementTimeout} s unless the session says otherwise; at most ${options.connections} sessions at once.`,
  '\nTry it:      psql "<address>" -c "select headline, entry, rank, percent from board_headline"',
  'Go on with:  docs/bi/README.md (Grafana, Metabase, Superset, Power BI, Tableau, dbt, ODBC, JDBC)',
  ...(openings.length === 0
    ? []
    : [
        '\nBesides, it can reach what everybody on this server can. Whoever may can close that:',
        ...openings.map(({ what, remedy }) => `  ${what}: ${remedy};`),
      ]),
];

export { biCommand as command };
