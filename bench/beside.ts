import autocannon from 'autocannon';
import { type Asked, load } from './load.ts';
import type { BenchOptions } from './main.ts';
import type { Result } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { startApi } from './servers.ts';
import { rowOf, turns } from './turns.ts';
import type { Warehouse } from './warehouse.ts';

const MODELS = 32;
const LOAD = { connections: 1, seconds: 5 };

/** Who asks for the most that is allowed, all at once and without end. */
const CROWD = 50;

const SIMPLE = '{ benchmarks { slug } }';

/** Close below the limit, and all of it there. */
const DEAREST = `{ runs(first: 32) { nodes { responses(first: 96) { nodes {
  id sampleIndex question { id externalId slice { slug name } } } } } } }`;

/** A simple query beside fifty clients that ask for the dearest allowed one, against the same query alone. */
export async function benchBeside(
  { database, databaseCpuMs, home }: Warehouse,
  _: RunWatch,
  { rounds, isShort }: BenchOptions,
): Promise<Result> {
  await seedScores(database, { scores: 1e5, models: MODELS });
  await using api = await startApi(database.url, home);
  const url = `${api.url}/graphql`;
  const simple: Asked = { url, body: () => JSON.stringify({ query: SIMPLE }) };
  const run = () => load(api, simple, { ...LOAD, ...(isShort && { seconds: 1 }), databaseCpuMs });
  let most = 0;
  const found = await turns({
    what: 'a simple query beside the dearest allowed',
    reference: run,
    async subject() {
      const ended = Promise.withResolvers<void>();
      const options: autocannon.Options = {
        ...{ url, connections: CROWD, amount: 1e6, method: 'POST', timeout: 60 },
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: DEAREST }),
      };
      const crowd = autocannon(options, () => ended.resolve());
      try {
        return await run();
      } finally {
        most = Math.max(most, api.rss());
        crowd.stop();
        await ended.promise;
      }
    },
    rounds,
  });
  const row = rowOf(
    `a simple query beside ${CROWD} that ask for the dearest allowed`,
    found,
    'the same query alone',
  );
  return {
    rows: [{ ...row, goal: { of: 'p99 ms', most: 1000 }, figures: { 'most MB': (most / 1e6).toFixed(0) } }],
    notes: [
      `The dearest query costs 9,300 of 10,000; ${CROWD} clients ask for it again as soon as they are answered.`,
    ],
  };
}
