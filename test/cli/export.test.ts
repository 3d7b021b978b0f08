import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { download } from '../../src/cli/export/download.ts';
import { exportPath } from '../../src/cli/export/request.ts';
import { fileSink } from '../../src/cli/export/sinks.ts';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { test as base, importMmie, readCsv, readJsonl } from '../support/exported.ts';
import { closedPort, runCli } from './runCli.ts';

interface CutConnection {
  url: string;
  /** Of the requests that arrived. */
  ranges: (string | undefined)[];
  /** After so many bytes an answer breaks off; null lets all through. */
  cutAfter: number | null;
}

const test = base.extend<{ proxy: CutConnection; env: Record<string, string> }>({
  env: async ({ api, key }, use) => use({ ASSAY_URL: api.url, ASSAY_API_KEY: key }),

  /** A network that breaks. */
  proxy: async ({ api }, use) => {
    const state: CutConnection = { url: '', ranges: [], cutAfter: null };
    const server = createServer((incoming, outgoing) => {
      state.ranges.push(incoming.headers.range);
      const { method, headers } = incoming;
      const passedOn = request(
        `${api.url}${incoming.url}`,
        { method, headers },
        (answer: IncomingMessage) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          let left = state.cutAfter ?? Number.POSITIVE_INFINITY;
          answer.on('data', (chunk: Buffer) => {
            outgoing.write(chunk.subarray(0, left));
            left -= chunk.length;
            if (left < 0) setImmediate(() => outgoing.destroy());
          });
          answer.on('end', () => outgoing.end());
        },
      );
      passedOn.end();
    }).listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await use(state);
    server.closeAllConnections();
    server.close();
  },
});

describe('exporting a table', () => {
  test('writes standard output, in the format asked for', async ({ client, env }) => {
    await importMmie(client);

    const csv = await runCli(['export', 'scores', '--benchmark', 'mmie', '--domain', 'finance'], { env });
    const jsonl = await runCli(['export', 'leaderboard', '--benchmark', 'mmie', '--format', 'jsonl'], {
      env,
    });

    expect([csv.code, jsonl.code]).toEqual([0, 0]);
    expect(readCsv(csv.out).map((row) => row['domain'])).toEqual(Array(14).fill('finance'));
    expect(readJsonl(jsonl.out).length).toBe(2);
  });

  test('writes a file in the format of its name, and says as JSON what it wrote', async ({
    client,
    env,
    home,
  }) => {
    await importMmie(client);
    const file = join(home, 'scores.parquet');

    const { code, out } = await runCli(['export', 'scores', '-o', file, '--json'], { env });

    const bytes = readFileSync(file);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ...{ table: 'scores', format: 'parquet', file, rows: 42, bytes: bytes.length, resumedAt: 0 },
      sha256: sha256(bytes),
    });
    expect(bytes.subarray(0, 4).toString()).toBe('PAR1');
    expect(readdirSync(home)).not.toContain('scores.parquet.part');
  });

  test.for<[string[], Record<string, string>, number, string]>([
    [['scores', '--colour', 'red'], {}, 2, "unknown option '--colour'"],
    [['scores', '--format', 'xlsx'], {}, 2, 'Allowed choices are csv, jsonl, parquet'],
    [['scores', '--model', 'nope'], {}, 1, 'model: there is no model "nope"'],
    [['scores'], { ASSAY_API_KEY: '' }, 2, '`assay keys create NAME`, where the database is, makes one'],
    [['scores'], { ASSAY_API_KEY: 'assay_wrong' }, 1, 'The API key is unknown or revoked'],
    [['scores', '--json'], {}, 2, '--json needs -o'],
    [['leaderboard'], {}, 1, 'benchmark: a leaderboard is of one benchmark'],
    [['scores', '-o', '/nowhere/scores.csv'], {}, 1, 'There is no file or folder /nowhere/scores.csv'],
  ])('%s %s is refused with the remedy', async ([words, more, code, message], { env }) => {
    const found = await runCli(['export', ...words], { env: { ...env, ...more } });

    expect([found.code, found.out]).toEqual([code, '']);
    expect(found.err).toContain(message);
    expect(found.err).not.toContain('assay_wrong');
  });

  test('says where no API is', async () => {
    const ASSAY_URL = await closedPort();

    const { code, err } = await runCli(['export', 'scores'], { env: { ASSAY_URL, ASSAY_API_KEY: 'any' } });

    expect(code).toBe(1);
    expect(err).toContain(`No Assay API at ${ASSAY_URL}`);
  });
});

describe('a download that breaks off', () => {
  test('goes on where it was, in the same run', async ({ client, proxy, key, home }) => {
    await importMmie(client);
    const path = exportPath('scores', { format: 'csv' });
    const file = join(home, 'scores.csv');
    const sink = await fileSink(file, path);
    proxy.cutAfter = 5_000;

    const done = await download({ apiUrl: proxy.url, key }, path, sink);
    await sink.finish();

    const bytes = readFileSync(file);
    expect(done).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes), rows: 42 });
    expect(proxy.ranges.slice(0, 3)).toEqual([undefined, 'bytes=5000-', 'bytes=10000-']);
    expect(readCsv(bytes.toString()).length).toBe(42);
  });

  test('goes on where it was, in a later run', async ({ client, proxy, key, home, env }) => {
    await importMmie(client);
    const file = join(home, 'scores.parquet');
    const path = exportPath('scores', { format: 'parquet' });
    const sink = await fileSink(file, path);
    proxy.cutAfter = 1_000;
    const broken = download({ apiUrl: proxy.url, key }, path, sink, { patienceMs: -1 });
    await expect(broken).rejects.toThrow('The connection to');
    await sink.close();
    proxy.cutAfter = null;
    const before = readdirSync(home);

    const again = await runCli(['export', 'scores', '-o', file, '--json'], {
      env: { ...env, ASSAY_URL: proxy.url },
    });

    expect(before).toContain('scores.parquet.part');
    expect(before).not.toContain('scores.parquet');
    expect(JSON.parse(again.out)).toMatchObject({ resumedAt: 1000, sha256: sha256(readFileSync(file)) });
    expect(proxy.ranges).toContain('bytes=1000-');
    expect(readdirSync(home).filter((name) => name.includes('.part'))).toEqual([]);
  });

  test('begins anew when the data has changed meanwhile', async ({
    client,
    proxy,
    key,
    home,
    env,
    fetchExport,
  }) => {
    await importMmie(client, 12);
    const file = join(home, 'rollups.csv');
    const path = exportPath('rollups', { format: 'csv' });
    const sink = await fileSink(file, path);
    proxy.cutAfter = 500;
    await expect(download({ apiUrl: proxy.url, key }, path, sink, { patienceMs: -1 })).rejects.toThrow();
    await sink.close();
    await importMmie(client, 15);

    const again = await runCli(['export', 'rollups', '-o', file], { env });

    expect(again.code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(await (await fetchExport('rollups?format=csv')).text());
  });

  test('is not mixed up with another of the same file name', async ({
    client,
    proxy,
    key,
    home,
    env,
    fetchExport,
  }) => {
    await importMmie(client);
    const file = join(home, 'table.csv');
    const path = exportPath('scores', { format: 'csv' });
    const sink = await fileSink(file, path);
    proxy.cutAfter = 500;
    await expect(download({ apiUrl: proxy.url, key }, path, sink, { patienceMs: -1 })).rejects.toThrow();
    await sink.close();

    await runCli(['export', 'responses', '-o', file], { env });

    expect(readFileSync(file, 'utf8')).toBe(await (await fetchExport('responses?format=csv')).text());
  });

  test('tells of a file that was damaged, and keeps nothing of it', async ({
    client,
    key,
    home,
    env,
    api,
  }) => {
    await importMmie(client);
    const file = join(home, 'scores.csv');
    const path = exportPath('scores', { format: 'csv' });
    const sink = await fileSink(file, path);
    await download({ apiUrl: api.url, key }, path, sink);
    await sink.close();
    const part = readFileSync(`${file}.part`);
    writeFileSync(`${file}.part`, Buffer.concat([Buffer.from('X'), part.subarray(1, -10)]));

    const found = await runCli(['export', 'scores', '-o', file], { env });
    const again = await runCli(['export', 'scores', '-o', file], { env });

    expect(found).toMatchObject({ code: 1, err: expect.stringContaining('damaged on the way') });
    expect(again.code).toBe(0);
    expect(readFileSync(file).equals(part)).toBe(true);
  });
});

describe('keys', () => {
  test('are made where the database is, shown once, listed without their secret, and revoked', async ({
    api,
    databaseUrl,
  }) => {
    const env = { DATABASE_URL: databaseUrl, ASSAY_URL: api.url };

    const made = await runCli(['keys', 'create', 'grafana'], { env });
    const key = made.out.trim();
    const used = await runCli(['export', 'scores', '--key', key], { env });
    const listed = await runCli(['keys', 'list', '--json'], { env });
    const twice = await runCli(['keys', 'create', 'grafana'], { env });
    const revoked = await runCli(['keys', 'revoke', 'grafana'], { env });
    const refused = await runCli(['export', 'scores', '--key', key], { env });
    const again = await runCli(['keys', 'revoke', 'grafana'], { env });

    expect(key).toMatch(/^assay_[0-9a-f]{32}_[A-Za-z0-9_-]{43}$/);
    expect([made, used, listed, revoked].map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(JSON.parse(listed.out)).toMatchObject([
      { name: 'grafana', lastUsedAt: expect.any(String), revokedAt: null },
    ]);
    expect(listed.out).not.toContain(key.slice(-43));
    expect(twice).toMatchObject({ code: 1, err: expect.stringContaining('take another name') });
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('unknown or revoked') });
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('no key "grafana" in use') });
    for (const { err } of [used, refused]) expect(err).not.toContain(key);
  });

  test('have names that can be read', async ({ databaseUrl }) => {
    const found = await runCli(['keys', 'create', '\u0007bell'], { env: { DATABASE_URL: databaseUrl } });

    expect(found).toMatchObject({ code: 2, err: expect.stringContaining('name: ') });
  });
});
