import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { AppError } from '../core/errors.ts';

export interface EmbeddedDatabase {
  url: string;
  /** Does nothing when another process had started it. */
  stop(): Promise<void>;
}

const KEEPER = fileURLToPath(new URL('./embeddedKeeper.ts', import.meta.url));

const NOT_STARTED = 'The embedded PostgreSQL did not start';

/** Where the running server's address is kept, for the other processes of this machine and for psql. */
export const addressFile = (home: string): string => join(home, 'database.url');

/**
 * The real PostgreSQL under `home`, started if it is not running. It lives in a process of its own session,
 * so that Ctrl-C stops the database after its clients, and it stops by itself when this process is gone. `flags` are
 * passed to the server.
 */
export async function startEmbedded(home: string, flags: readonly string[] = []): Promise<EmbeddedDatabase> {
  const running = await findEmbedded(home);
  if (running) return { url: running, stop: async () => {} };

  await mkdir(home, { recursive: true });
  const keeper = await spawnKeeper(home, flags);
  const url = await new Promise<string>((resolve, reject) => {
    keeper.once('message', (message: { url?: string; error?: string }) => {
      if (message.url) resolve(message.url);
      else reject(new AppError('UNAVAILABLE', `${NOT_STARTED}: ${message.error}`));
    });
    let said = '';
    keeper.stderr?.on('data', (text) => {
      said += text;
    });
    keeper.once('error', (error) => reject(new AppError('UNAVAILABLE', `${NOT_STARTED}: ${error.message}`)));
    keeper.once('exit', (code) =>
      reject(new AppError('UNAVAILABLE', `${NOT_STARTED} (exit code ${code}): ${said.trim()}`)),
    );
  });
  keeper.stderr?.destroy();
  const stop = () =>
    new Promise<void>((resolve) => {
      if (keeper.exitCode !== null) return resolve();
      keeper.once('exit', () => resolve());
      keeper.disconnect();
    });
  return { url, stop };
}

/** The unprivileged user that every Linux has. */
const NOBODY = 65_534;

/**
 * PostgreSQL refuses to run as root, so root runs it as `nobody`, or as whoever owns the data already. That user
 * keeps the right to pass folders closed to others, since programs and data may lie in one that only root may enter.
 */
async function spawnKeeper(home: string, flags: readonly string[]): Promise<ChildProcess> {
  const command = [process.execPath, KEEPER, home, ...flags];
  if (process.getuid?.() === 0) {
    const owner = await stat(join(home, 'postgres')).then(
      ({ uid }) => uid,
      () => NOBODY,
    );
    const rights = '+dac_override,+dac_read_search';
    // Without the last, access(2), which initdb asks before it runs anything, would not count those rights.
    const drop = [`--reuid=${owner}`, `--regid=${owner}`, '--clear-groups', '--securebits=+no_setuid_fixup'];
    command.unshift('setpriv', ...drop, `--inh-caps=${rights}`, `--ambient-caps=${rights}`, '--');
  }
  const [program = '', ...words] = command;
  return spawn(program, words, { detached: true, cwd: '/', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
}

/** The address of an embedded PostgreSQL that answers, or null. */
export async function findEmbedded(home: string): Promise<string | null> {
  if (!existsSync(addressFile(home))) return null;
  const url = (await readFile(addressFile(home), 'utf8')).trim();
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return url;
  } catch {
    return null;
  }
}
