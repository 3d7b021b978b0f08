import { Command } from 'commander';
import { openLog } from '../core/log.ts';
import { findApiKeys, insertApiKey, revokeApiKey } from '../store/apiKeys.ts';
import { type Database, openDatabase } from '../store/database.ts';
import type { ApiKeyRow } from '../store/tables/index.ts';
import type { CommandContext } from './context.ts';
import { findDatabase } from './database.ts';
import { UsageFailure } from './failure.ts';
import { printRows, shortTime } from './list.ts';

export function keysCommand(context: CommandContext): Command {
  const { terminal } = context;
  const create = new Command('create')
    .description('make a key and show it, once')
    .argument('<name>', 'whose it is, for example grafana')
    .option('--json', 'print it as JSON')
    .action(async (given: string, { json }: { json?: true }) => {
      const name = given.trim();
      if (!/^[\p{L}\p{N}][\p{L}\p{N} ._@-]{0,63}$/u.test(name))
        throw new UsageFailure(`name: "${given}" is not 1 to 64 letters, digits, spaces or . _ @ -`);
      const { key } = await withDatabase(context, ({ db }) => insertApiKey(db, name));
      terminal.err('Keep it: it is not stored and cannot be shown again.');
      await terminal.out(json ? JSON.stringify({ name, key }, null, 2) : key);
    });
  const list = new Command('list')
    .description('who has a key, and when it was used last')
    .option('--json', 'print a JSON array')
    .action(async ({ json }: { json?: true }) => {
      const rows = await withDatabase(context, ({ db }) => findApiKeys(db));
      await printRows(context, LISTING, rows.map(shown), json === true);
    });
  const revoke = new Command('revoke')
    .description('let a key open nothing any more')
    .argument('<name>', 'the name it was made with')
    .action(async (name: string) => {
      await withDatabase(context, ({ db }) => revokeApiKey(db, name));
      await terminal.out(`The key ${name} is revoked.`);
    });
  return new Command('keys')
    .description('keys for exports over HTTP; works where the database is')
    .addCommand(create)
    .addCommand(list)
    .addCommand(revoke);
}

const shown = ({ name, createdAt, lastUsedAt, revokedAt }: ApiKeyRow) => ({
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  revokedAt: revokedAt?.toISOString() ?? null,
});

type Shown = ReturnType<typeof shown>;

const LISTING = {
  columns: {
    name: ({ name }: Shown) => name,
    made: ({ createdAt }: Shown) => shortTime(createdAt),
    used: ({ lastUsedAt }: Shown) => lastUsedAt && shortTime(lastUsedAt),
    revoked: ({ revokedAt }: Shown) => revokedAt && shortTime(revokedAt),
  },
  empty: 'No key. Make one: assay keys create NAME',
};

async function withDatabase<T>(
  context: CommandContext,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const config = context.config();
  const log = openLog(config, 'keys');
  const database = openDatabase(await findDatabase(config), { max: 1, log, name: 'assay keys' });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

export { keysCommand as command };
