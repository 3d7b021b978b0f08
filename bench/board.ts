import { benchmarkDefinition } from '../src/benchmarks/registry.ts';
import { type Asked, load } from './load.ts';
import type { BenchOptions } from './main.ts';
import type { Result, Row } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { type Server, startApi, startServer } from './servers.ts';
import { median } from './statistics.ts';
import { rowOf, turns } from './turns.ts';
import type { Warehouse } from './warehouse.ts';
import { addDemoRun, keepWriting, openWriter } from './writer.ts';

const MODELS = 32;
const LOAD = { connections: 20, seconds: 3 };
const WRITES_PER_SECOND = 50;
/** One alone is held up by the client that asks, which shares its process. */
const WRITERS = 4;
const FRESH_TRIES = 100;
/** By then the answer would never come. */
const STALE_MS = 10_000;

const BOARD = `query ($domain: String, $subdomain: String, $criterion: String) {
  leaderboard(benchmark: "mmie", domain: $domain, subdomain: $subdomain, criterion: $criterion) {
    nodes { rank model { name } score { percent low high n expected } } } }`;

const FRESH = `query ($judge: String) {
  leaderboard(benchmark: "mmie", judge: $judge, rankIncomplete: true) { nodes { score { n } } } }`;

const ROLLUPS = `query ($slice: UUID!, $criterion: UUID!) {
  allRollups(condition: { sliceId: $slice, criterionId: $criterion }) {
    nodes { n sum squares cross sizes expected evaluationByEvaluationId { runByRunId { modelByModelId { name } } } } } }`;

/** A leaderboard over HTTP, against the same rows by hand-written SQL and against PostGraphile on our tables. */
export async function benchBoard(
  warehouse: Warehouse,
  _: RunWatch,
  { rounds, scores, isShort }: BenchOptions,
): Promise<Result> {
  const { database, databaseCpuMs } = warehouse;
  const seeded = await seedScores(database, { scores, models: MODELS });
  const { id: written } = await addDemoRun(warehouse);
  const writers = Array.from({ length: WRITERS }, (_, at) =>
    openWriter(warehouse, 'geneval-demo', written, `writer ${at}`),
  );
  await using api = await startApi(database.url, warehouse.home);
  await using raw = await startServer('raw', database.url);
  await using postgraphile = await startServer('postgraphile', database.url);
  const ask = await asking(warehouse, { api, raw, postgraphile });
  const run = (server: Server, asked: Asked) =>
    load(server, asked, { ...LOAD, ...(isShort && { seconds: 1 }), databaseCpuMs });
  const against = (what: string, subject: Asked, server: Server, reference: Asked) =>
    turns({ what, subject: () => run(api, subject), reference: () => run(server, reference), rounds });
  const cold = await against('cold', ask.cold, raw, ask.raw);
  const text = await against('cold, text never the same', ask.text, raw, ask.raw);
  const coldOther = await against('cold against PostGraphile', ask.coldLeaf, postgraphile, ask.postgraphile);
  const writing = keepWriting(writers, WRITES_PER_SECOND);
  const warm = await against('warm', ask.warm, raw, ask.raw);
  const warmOther = await against('warm against PostGraphile', ask.warmLeaf, postgraphile, ask.postgraphile);
  const committed = await writing.stop();
  const floor = 'raw pg behind node:http';
  return {
    rows: [
      rowOf('leaderboard, cold', cold, floor, 2.5, 2),
      rowOf('leaderboard, cold, its text never the same', text, floor, 1.5, 1.2),
      rowOf('leaderboard, warm, 50 commits a second elsewhere', warm, floor, 8),
      rowOf('leaderboard of one subdomain, cold', coldOther, 'PostGraphile 5 on our tables', 1.6, 0.9),
      rowOf(
        'leaderboard of one subdomain, warm, 50 commits a second elsewhere',
        warmOther,
        'PostGraphile 5 on our tables',
        4,
      ),
      await freshness(warehouse, ask.warm),
    ],
    notes: [
      `${seeded.scores} scores of ${seeded.questions} questions, ${MODELS} rows a board, ${LOAD.connections} connections; cold: every domain and criterion in turn, no request twice.`,
      `${committed.toFixed(1)} commits a second were made in another benchmark while the warm ones were measured.`,
    ],
  };
}

/** The requests: `cold` is never the same twice, though its text is. */
async function asking(
  { database }: Warehouse,
  { api, raw, postgraphile }: Record<'api' | 'raw' | 'postgraphile', Server>,
): Promise<Record<'cold' | 'warm' | 'coldLeaf' | 'warmLeaf' | 'text' | 'raw' | 'postgraphile', Asked>> {
  const cells = benchmarkDefinition('mmie').categories.flatMap(({ slug: category, children = [] }) =>
    children.flatMap(({ slug: domain }) =>
      benchmarkDefinition('mmie')
        .criteria.filter((one) => one.category === null || one.category === category)
        .map(({ slug: criterion }) => ({ domain, criterion })),
    ),
  );
  const { rows: leaves } = await database.pool.query<
    Record<'slice' | 'criterion', string> & { path: object }
  >(
    `select distinct r.slice_id as slice, r.criterion_id as criterion,
       jsonb_build_object('domain', s.domain, 'subdomain', s.slug, 'criterion', c.slug) as path
     from rollups r join slices s on s.id = r.slice_id join criteria c on c.id = r.criterion_id
     where s.level = 'SUBDOMAIN' limit 84`,
  );
  let asked = 0;
  const next = <T>(of: readonly T[]): T => of[asked++ % of.length] as T;
  const ours = (body: () => object): Asked => ({
    url: `${api.url}/graphql`,
    body: () => JSON.stringify(body()),
  });
  return {
    cold: ours(() => ({ query: BOARD, variables: next(cells), extensions: { request: asked } })),
    warm: ours(() => ({ query: BOARD, variables: next(cells) })),
    coldLeaf: ours(() => ({ query: BOARD, variables: next(leaves).path, extensions: { request: asked } })),
    warmLeaf: ours(() => ({ query: BOARD, variables: next(leaves).path })),
    text: ours(() => ({ query: BOARD.replace('query', `query asked${asked}`), variables: next(cells) })),
    raw: { url: `${raw.url}/board`, body: () => JSON.stringify({ benchmark: 'mmie', ...next(cells) }) },
    postgraphile: {
      url: `${postgraphile.url}/graphql`,
      body() {
        const { slice, criterion } = next(leaves);
        return JSON.stringify({ query: ROLLUPS, variables: { slice, criterion } });
      },
    },
  };
}

/** From the return of a commit to the last request that was answered without it. */
async function freshness(warehouse: Warehouse, warm: Asked): Promise<Row> {
  const { rows } = await warehouse.database.pool.query<{ id: string }>(
    `select r.id from runs r join benchmarks b on b.id = r.benchmark_id where b.slug = 'mmie' order by r.id desc limit 1`,
  );
  const writer = openWriter(warehouse, 'mmie', rows[0]?.id ?? '');
  const ask = async () => {
    const sent = performance.now();
    const response = await fetch(warm.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // The board unasked is of the judge that covers most, which a writer's never is.
      body: JSON.stringify({ query: FRESH, variables: { judge: writer.judge() } }),
    });
    return { sent, text: await response.text() };
  };
  await writer.commit();
  const stale: number[] = [];
  for (let attempt = 0; attempt < FRESH_TRIES; attempt++) {
    const { text: before } = await ask();
    await writer.commit();
    const committed = performance.now();
    let age = 0;
    for (let answer = await ask(); answer.text === before; answer = await ask()) {
      age = Math.max(age, answer.sent - committed);
      if (age > STALE_MS) throw new Error(`a commit is not in the leaderboard after ${STALE_MS} ms`);
    }
    stale.push(age);
  }
  stale.sort((a, b) => a - b);
  return {
    what: 'a commit and the last answer without it',
    unit: 'commit',
    perSecond: 1000 / median(stale),
    ms: { median: median(stale), p99: stale[Math.ceil(stale.length * 0.99) - 1] ?? Number.NaN },
    cpuMs: null,
    reference: null,
    ratio: null,
    goal: { of: 'p99 ms', most: 100 },
    figures: { 'most ms': (stale.at(-1) ?? 0).toFixed(1) },
  };
}
