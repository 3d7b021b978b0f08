import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { serveApi } from '../../src/api/main.ts';
import { openClient } from '../../src/cli/client/client.ts';
import { sha256 } from '../../src/core/canonicalJson.ts';
import { openDatabase } from '../../src/store/database.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { startEmbedded } from '../../src/store/embedded.ts';
import { anEvaluation, aPicture, aRun, post, standingOf } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { follow } from '../support/live.ts';
import { aDemoWorker, DEMO_JUDGE } from '../support/worker.ts';

test('a database that goes away and comes back is waited for by the API, its subscribers and the worker', {
  timeout: 90_000,
}, async ({ home, config, log }) => {
  const flags = ['-c', 'fsync=off'];
  let server = await startEmbedded(home, flags);
  const { url } = server;
  const api = await serveApi({ ...config, databaseUrl: url }, url, log);
  const client = openClient({ apiUrl: api.url });
  const worker = await aDemoWorker(config, url, log);
  const run = await aRun(client, { painted: true, samples: 16, given: 1 });
  const { png } = await aPicture(0, 99);
  const connections = new Set<unknown>();
  const whileAway: unknown[] = [];

  const evaluation = await anEvaluation(client, run.id, DEMO_JUDGE);
  const events = await follow(api, evaluation, async ({ done }, connection) => {
    connections.add(connection);
    if (done === 0 || whileAway.length > 0) return;
    await server.stop();
    const answer = await post(api, '{ benchmarks { slug } }');
    const upload = await fetch(`${api.url}/media/${sha256(png)}`, {
      method: 'PUT',
      headers: { 'content-type': 'image/png' },
      body: png,
    });
    const [ready, health] = await Promise.all(['ready', 'health'].map((path) => fetch(`${api.url}/${path}`)));
    whileAway.push(answer.errors?.[0]?.extensions.code, upload.status, ready?.status, health?.status);
    server = await startEmbedded(home, flags);
    // Were its port taken meanwhile, it would be waited for in vain.
    expect(server.url).toBe(url);
  });

  expect(whileAway).toEqual(['UNAVAILABLE', 503, 503, 200]);
  expect(connections.size).toBe(1);
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(await standingOf(client, evaluation)).toMatchObject({ status: 'PARTIAL', responses: 60, done: 60 });
  const database = openDatabase(url, { max: 1, log, name: 'test' });
  const { rows } = await database.db.execute(
    sql`select outcome, count(*)::int as pictures from scores group by outcome`,
  );
  expect(rows).toEqual([{ outcome: 'SCORED', pictures: 60 }]);
  expect(await findFaults(database.db)).toEqual([]);
  await database.close();
  await worker[Symbol.asyncDispose]();
  await api.close();
  await server.stop();
});
