import type { Config } from '../core/config.ts';
import { type EmbeddedDatabase, findEmbedded, startEmbedded } from '../store/embedded.ts';
import { Failure } from './failure.ts';

/** The database that DATABASE_URL names, or the embedded one, started if it is not running. */
export async function useDatabase(config: Config): Promise<EmbeddedDatabase> {
  if (config.databaseUrl) return { url: config.databaseUrl, stop: async () => {} };
  return startEmbedded(config.home);
}

/** The same for commands that join a running system: an embedded database must be running already. */
export async function findDatabase(config: Config): Promise<string> {
  const url = config.databaseUrl ?? (await findEmbedded(config.home));
  if (url) return url;
  throw new Failure(
    `No database is running under ${config.home}. Start Assay with \`npm start\`, or set DATABASE_URL.`,
  );
}
