import { Writable } from 'node:stream';
import fc from 'fast-check';
import { asyncBufferFromUrl, parquetReadObjects } from 'hyparquet';
import { pino } from 'pino';
import { describe, expect, test as pure } from 'vitest';
import { linkPath, type Opening, openLink, unsigned } from '../../src/api/export/links.ts';
import { type RunningApi, serveApi } from '../../src/api/main.ts';
import { insertApiKey, revokeApiKey } from '../../src/store/apiKeys.ts';
import { runCli } from '../cli/runCli.ts';
import { post } from '../support/builders.ts';
import { importMmie, readCsv, test } from '../support/exported.ts';

const CREATE = `mutation ($input: CreateExportLinkInput!) {
  createExportLink(input: $input) { link { url path expiresAt } } }`;

async function linkTo(api: RunningApi, input: object, key: string): Promise<string> {
  const answer = await fetch(`${api.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: CREATE, variables: { input } }),
  });
  const { data, errors } = (await answer.json()) as {
    data: { createExportLink: { link: { url: string } } } | null;
    errors?: { message: string }[];
  };
  if (!data?.createExportLink) throw new Error(errors?.[0]?.message);
  return data.createExportLink.link.url;
}

const SCORES = { table: 'SCORES', filters: { benchmark: 'mmie', criterion: 'overall' } };

async function refusal(url: string): Promise<[number, string]> {
  const answer = await fetch(url);
  return [answer.status, ((await answer.json()) as { error: string }).error];
}

const changed = (url: string, name: string, value: string): string => {
  const other = new URL(url);
  other.searchParams.set(name, value);
  return other.href;
};

describe('a link to an export', () => {
  test('opens it without a key, whole and in parts, cold and warm', async ({ api, client, key }) => {
    await importMmie(client);

    for (const input of [
      SCORES,
      { table: 'LEADERBOARD', filters: { benchmark: 'mmie', mode: 'OFFICIAL' } },
    ]) {
      const url = await linkTo(api, input, key);
      const cold = await parquetReadObjects({ file: await asyncBufferFromUrl({ url }) });
      const warm = await parquetReadObjects({ file: await asyncBufferFromUrl({ url }) });
      expect(cold.length).toBeGreaterThan(0);
      expect(warm).toEqual(cold);
    }
    const csv = await linkTo(
      api,
      {
        ...SCORES,
        format: 'CSV',
        filters: { ...SCORES.filters, outcome: ['UNPARSEABLE'] },
      },
      key,
    );
    const rows = readCsv(await (await fetch(csv)).text());
    expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(['UNPARSEABLE']));
  });

  test('opens nothing else: not with another filter, table, format, time or signature', async ({
    api,
    client,
    key,
  }) => {
    await importMmie(client, 3);
    const url = await linkTo(api, SCORES, key);
    const signature = new URL(url).searchParams.get('signature') ?? '';
    const others = [
      changed(url, 'benchmark', 'geneval'),
      changed(url, 'model', 'zweites Modell ✓'),
      changed(url, 'format', 'csv'),
      changed(url, 'expires', '99999999999'),
      changed(url, 'by', '0'.repeat(32)),
      changed(url, 'signature', `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`),
      url.replace('&criterion=overall', ''),
      url.replace('/scores', '/rollups'),
      `${url}&benchmark=geneval`,
    ];

    for (const other of others) {
      const [status, error] = await refusal(other);
      expect([status, error]).toEqual([
        401,
        expect.stringMatching(/^The link was not made for this.*make another with/),
      ]);
    }
    for (const broken of [
      changed(url, 'signature', 'x'),
      changed(url, 'expires', 'never'),
      `${url}&signature=x`,
    ])
      expect(await refusal(broken)).toEqual([401, expect.stringContaining('The link is not whole')]);
    expect((await fetch(url)).status).toBe(200);
  });

  test('opens after a restart, and on another server of the same database', async ({
    api,
    client,
    config,
    databaseUrl,
    key,
    log,
  }) => {
    await importMmie(client, 3);
    const path = (await linkTo(api, SCORES, key)).slice(api.url.length);

    const other = await serveApi(config, databaseUrl, log);
    const answer = await fetch(other.url + path);
    await other.close();

    expect(answer.status).toBe(200);
  });

  test('ends with the key that made it', async ({ api, client, database }) => {
    await importMmie(client, 3);
    const { key } = await insertApiKey(database.db, 'lab');
    const own = await linkTo(api, SCORES, key);
    const before = (await fetch(own)).status;

    await revokeApiKey(database.db, 'lab');

    expect(before).toBe(200);
    expect(await refusal(own)).toEqual([
      401,
      expect.stringContaining('The API key that made the link is revoked'),
    ]);
    await expect(linkTo(api, SCORES, key)).rejects.toThrow('The API key is unknown or revoked');
  });

  test.for([
    [{ table: 'SCORES', filters: { benchmark: 'nope' } }, 'nope'],
    [{ table: 'LEADERBOARD' }, 'benchmark: a leaderboard is of one benchmark'],
    [{ table: 'RESPONSES', filters: { judge: 'j' } }, 'judge: the export of responses has no such filter'],
    [{ ...SCORES, minutes: 0 }, 'minutes: 0 is outside 1 to 10080'],
    [{ ...SCORES, minutes: 10_081 }, 'minutes: 10081 is outside 1 to 10080'],
  ] as const)('%s is refused when it is asked for', async ([input, message], { api, key }) => {
    await expect(linkTo(api, input, key)).rejects.toThrow(message);
  });

  test('is not made without a key', async ({ api }) => {
    const { errors } = await post(api, CREATE, { input: SCORES });

    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^A link to an export needs an API key: .*assay keys create/),
        extensions: { code: 'UNAUTHENTICATED' },
      },
    ]);
  });

  test('is made by a command, which says how long it opens', async ({ api, client, key }) => {
    await importMmie(client, 3);
    const words = [
      'export',
      'link',
      'scores',
      '--benchmark',
      'mmie',
      '--outcome',
      'scored',
      '--minutes',
      '5',
    ];
    const env = { ASSAY_URL: api.url, ASSAY_API_KEY: key };

    const { code, out, err } = await runCli(words, { env });
    const refused = await runCli(['export', 'link', 'secrets'], { env });

    const url = new URL(out.trim());
    expect([code, (await fetch(url)).status]).toEqual([0, 200]);
    expect(Number(url.searchParams.get('expires')) * 1000 - Date.now()).toBeGreaterThan(240_000);
    expect(err).toMatch(/^It opens until 2\S+Z for whoever has it, or until the key is revoked\.\n$/);
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('There is no table "secrets"')]);
  });

  test('has the address that the server is reached by', async ({ api, config, databaseUrl, key, log }) => {
    const other = await serveApi({ ...config, publicUrl: 'https://lab.test/assay' }, databaseUrl, log);
    const input = { table: 'ROLLUPS', filters: {} };

    const links = [await linkTo(api, input, key), await linkTo(other, input, key)];
    await other.close();

    expect(links).toEqual([
      expect.stringMatching(new RegExp(`^${api.url}/export/rollups\\?`)),
      expect.stringMatching(/^https:\/\/lab\.test\/assay\/export\/rollups\?/),
    ]);
  });

  test('is in no log with its signature, also where it fails', async ({
    api,
    client,
    config,
    database,
    databaseUrl,
    key,
  }) => {
    await importMmie(client, 3);
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk, _, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const other = await serveApi(config, databaseUrl, pino({ level: 'trace' }, stream));
    const path = (await linkTo(api, SCORES, key)).slice(api.url.length);
    await database.pool.query('alter table scores rename column reason to gone');

    const failed = await fetch(other.url + path);
    await other.close();

    expect(failed.status).toBe(500);
    expect(lines.join('')).toContain('request failed');
    expect(lines.join('')).not.toContain(new URL(path, other.url).searchParams.get('signature'));
  });
});

const parameter = fc.dictionary(
  fc.string({ minLength: 1 }).filter((name) => !['expires', 'by', 'signature', '__proto__'].includes(name)),
  fc.string(),
  { maxKeys: 4 },
);

pure('a signature holds for what was signed, in any order, and for nothing else', () => {
  const opening = fc.record({
    table: fc.constantFrom('scores', 'rollups'),
    parameters: parameter,
    expires: fc.integer({ min: 1_000, max: 99_999 }),
    by: fc.constantFrom('0'.repeat(32), 'a'.repeat(32)),
  });
  const queryOf = (path: string) =>
    Object.fromEntries([...new URL(path, 'http://a').searchParams].toReversed());
  fc.assert(
    fc.property(opening, opening, (made: Opening, other: Opening) => {
      const query = queryOf(linkPath('secret', made));
      expect(openLink('secret', made.table, query, 0)).toMatchObject({ expires: made.expires, by: made.by });
      expect(() => openLink('another', made.table, query, 0)).toThrow('not made for this');
      expect(() => openLink('secret', made.table, query, made.expires * 1000)).toThrow(
        'The link expired at 1970',
      );
      const forged = { ...queryOf(linkPath('secret', other)), signature: query['signature'] };
      if (
        JSON.stringify([made.table, made.expires, made.by]) !==
        JSON.stringify([other.table, other.expires, other.by])
      )
        expect(() => openLink('secret', other.table, forged, 0)).toThrow('not made for this');
    }),
  );
  expect(unsigned('/export/scores?a=1&signature=abc&b=2')).toBe('/export/scores?a=1&signature=…&b=2');
});
