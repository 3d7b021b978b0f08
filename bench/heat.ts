import { type Asked, load } from './load.ts';
import type { BenchOptions } from './main.ts';
import type { Result } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { type Server, startApi, startServer } from './servers.ts';
import { rowOf, turns } from './turns.ts';
import type { Warehouse } from './warehouse.ts';

const MODELS = 50;
const LOAD = { connections: 4, seconds: 5 };

const HEAT = `{ matrix(benchmark: "mmie", columns: DOMAIN_CRITERION) {
  columns { slug domain } rows { model { name } cells { aggregate { mean n } } } } }`;

/** A heat map of every model, domain and criterion at once, against the same numbers by hand-written SQL. */
export async function benchHeat(
  warehouse: Warehouse,
  _: RunWatch,
  { rounds, scores, isShort }: BenchOptions,
): Promise<Result> {
  const { database, databaseCpuMs, home } = warehouse;
  await seedScores(database, { scores, models: MODELS });
  await using api = await startApi(database.url, home);
  await using raw = await startServer('raw', database.url);
  let asked = 0;
  const cold: Asked = {
    url: `${api.url}/graphql`,
    body: () => JSON.stringify({ query: HEAT, extensions: { request: asked++ } }),
  };
  const floor: Asked = { url: `${raw.url}/heat`, body: () => JSON.stringify({ benchmark: 'mmie' }) };
  const run = (server: Server, what: Asked) =>
    load(server, what, { ...LOAD, ...(isShort && { seconds: 1 }), databaseCpuMs });
  const cells = await turns({
    what: 'heat map',
    subject: () => run(api, cold),
    reference: () => run(raw, floor),
    rounds,
  });
  return {
    rows: [
      rowOf(
        `heat map of ${MODELS} models, 12 domains and 7 criteria, cold`,
        cells,
        'raw pg behind node:http',
        0.9,
        0.75,
      ),
    ],
    notes: [],
  };
}
