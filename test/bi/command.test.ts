import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect } from 'vitest';
import { openLog } from '../../src/core/log.ts';
import { insertReader } from '../../src/store/bi/readers.ts';
import { migrateDatabase, openDatabase } from '../../src/store/database.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { runCli } from '../cli/runCli.ts';
import { test } from '../support/fixtures.ts';
import { connected, urlOf } from './reader.ts';

/** Roles and databases outlive a test's database, and so does what is left to do about them. */
async function asAdmin(databaseUrl: string, statement: string): Promise<void> {
  const admin = await connected(databaseUrl.replace(/[^/]+$/, 'postgres'));
  await admin.query(statement);
  await admin.end();
}

const aName = () => `reader_${randomBytes(6).toString('hex')}`;

describe('assay bi', { timeout: 60_000 }, () => {
  let ending: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const end of ending) await end();
    ending = [];
  });

  /** Runs a command on the test's database, and ends the login it may make. */
  async function bi(databaseUrl: string, words: readonly string[], stdin?: string) {
    const env = { DATABASE_URL: databaseUrl };
    if (words[0] === 'grant') ending.push(() => runCli(['bi', 'revoke', words[1] ?? ''], { env }));
    return runCli(['bi', ...words], { env, ...(stdin !== undefined && { stdin }) });
  }

  test('grant prints an address with which the leaderboard is read, and how to go on', async ({
    databaseUrl,
  }) => {
    const { code, out, err } = await bi(databaseUrl, ['grant', aName()]);

    expect(code, err).toBe(0);
    const reader = await connected(out.trim());
    ending.unshift(() => reader.end());
    expect((await reader.query('select * from leaderboard_strict')).rows).toEqual([]);
    expect(err).toMatch(/docs\/bi\/README.md/);
    expect(err).toMatch(/60 s/);
  });

  test('grant --json gives name, password, address and what is open besides', async ({ databaseUrl }) => {
    const name = aName();

    const { out } = await bi(databaseUrl, ['grant', name, '--json', '--connections', '3']);

    const said = JSON.parse(out);
    expect(said).toMatchObject({ name, url: urlOf(databaseUrl, name, said.password) });
    expect(said.password).toMatch(/^[\w-]{32}$/);
    expect(said.openings).toContainEqual({
      what: 'the database postgres',
      remedy: 'REVOKE CONNECT ON DATABASE postgres FROM PUBLIC',
    });
  });

  test('a password of one’s own comes from standard input', async ({ databaseUrl }) => {
    const name = aName();

    const { code, err } = await bi(databaseUrl, ['grant', name, '--password-stdin'], 'quite-Secret:1@/\n');

    expect(code, err).toBe(0);
    const reader = await connected(urlOf(databaseUrl, name, encodeURIComponent('quite-Secret:1@/')));
    await reader.end();
  });

  test('list shows the logins with their limits, revoke ends one', async ({ databaseUrl }) => {
    const name = aName();
    await bi(databaseUrl, ['grant', name, '--connections', '3', '--statement-timeout', '5']);

    const before = await bi(databaseUrl, ['list', '--json']);
    const { code } = await bi(databaseUrl, ['revoke', name]);
    const after = await bi(databaseUrl, ['list']);

    expect(JSON.parse(before.out)).toEqual([
      { name, connections: 3, sessions: 0, longest: null, statementTimeout: '5s' },
    ]);
    expect(code).toBe(0);
    expect(after).toMatchObject({ out: '', err: 'No login yet. Make one: assay bi grant NAME\n' });
  });

  test.for([
    [['grant', 'Grafana'], 2, /name: "Grafana".*small letters/],
    [['grant', 'pg_reader'], 2, /not pg_/],
    [['grant', 'a"b'], 2, /name: /],
    [['grant', 'reader_x', '--connections', 'many'], 2, /--connections: a whole number from 1 to 1000/],
    [['grant', 'reader_x', '--statement-timeout', '0'], 2, /--statement-timeout: a whole number/],
    [['grant', 'reader_x', '--password-stdin'], 2, /password: at least 12 characters/],
    [['grant', 'assay'], 1, /a role "assay" on this server already/],
    [['revoke', 'assay'], 1, /"assay" is no reader of this database/],
  ] as const)('%j is refused with the remedy', async ([words, exitCode, message], { databaseUrl }) => {
    const { code, out, err } = await runCli(['bi', ...words], {
      env: { DATABASE_URL: databaseUrl },
      stdin: 'short',
    });

    expect({ code, out }).toEqual({ code: exitCode, out: '' });
    expect(err).toMatch(message);
  });

  test('a role that may not make roles is told whom to ask', async ({ databaseUrl, database }) => {
    const name = aName();
    await database.pool.query(`create role ${name} login password 'of-a-test-alone'`);
    ending.push(() => asAdmin(databaseUrl, `drop role ${name}`));
    const weak = openDatabase(urlOf(databaseUrl, name, 'of-a-test-alone'), {
      max: 1,
      log: openLog({ logLevel: 'fatal' }, 'test'),
      name: 'test',
    });
    ending.unshift(() => weak.close());

    const granted = insertReader(weak, {
      name: aName(),
      password: 'x',
      connections: 1,
      statementTimeoutSeconds: 1,
    });

    await expect(granted).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/DATABASE_URL: its role may not make roles. Give it CREATEROLE/),
    });
  });

  test('an owner without superuser makes readers too, and is told what is left open', async ({
    databaseUrl,
    database,
  }) => {
    const owner = aName();
    await database.pool.query(`create role ${owner} login createrole createdb password 'of-a-test-alone'`);
    const url = urlOf(databaseUrl, owner, 'of-a-test-alone').replace(/[^/]+$/, owner);
    await database.pool.query(`create database ${owner} owner ${owner}`);
    ending.push(async () => {
      await asAdmin(databaseUrl, `drop database ${owner} with (force)`);
      await asAdmin(databaseUrl, `drop role ${owner}`);
    });
    await migrateDatabase({ url });
    const name = aName();

    const granted = await bi(url, ['grant', name, '--json']);

    expect(granted.code, granted.err).toBe(0);
    const { url: address, openings } = JSON.parse(granted.out);
    const reader = await connected(address);
    await reader.query('set default_transaction_read_only = off');
    await expect(reader.query('create temporary table mine (id int)')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(reader.query('select from public.scores')).rejects.toMatchObject({ code: '42501' });
    expect((await reader.query('select * from fact_score')).rows).toEqual([]);
    await reader.end();
    const open = openings.map(({ what }: { what: string }) => what);
    expect(open).toContain('the function lo_create(oid)');
    expect(open).not.toContain('temporary tables');
    expect((await bi(url, ['revoke', name])).code).toBe(0);
  });

  test('on the embedded server, which is Assay’s alone, nothing is left open', { timeout: 120_000 }, async ({
    home,
  }) => {
    const { code, out, err } = await runCli(['bi', 'grant', 'embedded', '--json'], {
      env: { ASSAY_HOME: home, DATABASE_URL: '' },
    });

    expect(code, err).toBe(0);
    expect(JSON.parse(out).openings).toEqual([]);
    const server = await startEmbedded(home);
    ending.push(() => server.stop());
    const elsewhere = new URL(server.url);
    Object.assign(elsewhere, {
      username: 'embedded',
      password: JSON.parse(out).password,
      pathname: '/postgres',
    });
    await expect(connected(elsewhere.href)).rejects.toMatchObject({ code: '42501' });
  });
});
