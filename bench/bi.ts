import pg from 'pg';
import { insertReader } from '../src/store/bi/readers.ts';
import type { BenchOptions } from './main.ts';
import { type Result, type Row, ratioOf } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { median, quantile } from './statistics.ts';
import type { Warehouse } from './warehouse.ts';

const ROLLUP_MS = 1000;
const SCAN_MS = 5000;

interface Asked {
  what: string;
  sql: string;
  goalMs: number;
}

const wholeView = (view: string): Asked => ({
  what: `${view}, every row and column`,
  sql: `select * from bi_v1.${view}`,
  goalMs: ROLLUP_MS,
});

const BUILT: readonly Asked[] = [
  ...['dim_model', 'dim_benchmark', 'dim_slice', 'dim_criterion', 'dim_judge', 'dim_date'].map(wholeView),
  ...['relations', 'fact_evaluation', 'fact_rollup', 'fact_headline'].map(wholeView),
  ...['leaderboard_official', 'leaderboard_strict', 'board_headline', 'board_rollup'].map(wholeView),
  {
    what: 'fact_rollup, means by category and model',
    sql: `select category, model_key, sum(value_sum) / sum(n) as mean from bi_v1.fact_rollup join bi_v1.dim_slice using (slice_key)
      group by category, model_key`,
    goalMs: ROLLUP_MS,
  },
  ...[
    ['one evaluation', `where evaluation_key = (select max(evaluation_key) from bi_v1.fact_evaluation)`],
    ['three models', 'where model_key in (1, 2, 3)'],
    [
      'one outcome of a whole benchmark',
      `join bi_v1.dim_benchmark using (benchmark_key) where benchmark = 'mmie' and outcome = 'UNPARSEABLE'`,
    ],
    [
      'one category of a whole benchmark',
      `join bi_v1.dim_slice using (slice_key) where category = 'situational-analysis'`,
    ],
    ['the days of one year', `where date_key between '2026-01-01' and '2026-12-31'`],
  ].map(([what, where]) => ({
    what: `fact_score, ${what}`,
    sql: `select criterion_key, count(*) as scores, avg(value) as mean from bi_v1.fact_score ${where} group by criterion_key`,
    goalMs: SCAN_MS,
  })),
];

/** What a tool asks that filters scores by a model's name, and the same by hand. */
const BY_MODEL = {
  view: `select criterion_key, count(*) as scores, avg(value) as mean from bi_v1.fact_score join bi_v1.dim_model using (model_key)
    where model = (select max(model) from bi_v1.dim_model) group by criterion_key`,
  base: `select c.key, count(*) as scores, avg(s.value) as mean from scores s join evaluations e on e.id = s.evaluation_id
    join runs r on r.id = e.run_id join models m on m.id = r.model_id join criteria c on c.id = s.criterion_id
    where m.name = (select max(name) from models) group by c.key`,
};

/** Every view that BI tools read, through a login as `assay bi grant` makes it. */
export async function benchBi(
  { database, databaseCpuMs }: Warehouse,
  _: RunWatch,
  { rounds, scores }: BenchOptions,
): Promise<Result> {
  const seeded = await seedScores(database, { scores });
  const password = 'of-a-bench-alone';
  await insertReader(database, { name: 'bench', password, connections: 1, statementTimeoutSeconds: 60 });
  const url = new URL(database.url);
  Object.assign(url, { username: 'bench', password });
  const reader = new pg.Client({ connectionString: url.href });
  await reader.connect();
  const rows: Row[] = [];
  for (const asked of BUILT) rows.push(await rowOf(reader, asked, rounds, databaseCpuMs));
  rows.push(await byModel(reader, database.pool, rounds));
  await reader.end();
  return {
    rows,
    notes: [
      `${seeded.scores} scores of ${seeded.evaluations} evaluations of ${seeded.models} models, read by a login that can read the views alone.`,
      'Times are from sending the statement to holding every row of its answer. The first of each, which fills the caches, is left out.',
    ],
  };
}

async function byModel(reader: pg.Client, owner: pg.Pool, rounds: number): Promise<Row> {
  const timed = async (asked: pg.Client | pg.Pool, sql: string) => {
    const start = performance.now();
    await asked.query(sql);
    return performance.now() - start;
  };
  const [view, base]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    view.push(await timed(reader, BY_MODEL.view));
    base.push(await timed(owner, BY_MODEL.base));
  }
  const [views, bases] = [view, base].map((times) => times.slice(1).map((ms) => 1000 / ms));
  return {
    ...{ what: 'fact_score, one model by its name', unit: 'answer', cpuMs: null, ms: null },
    perSecond: median(views ?? []),
    reference: { what: 'the same by hand from the tables', perSecond: median(bases ?? []), cpuMs: null },
    ratio: ratioOf(views ?? [], bases ?? []),
    goal: { of: 'ratio', least: 0.5 },
  };
}

async function rowOf(
  reader: pg.Client,
  { what, sql, goalMs }: Asked,
  rounds: number,
  databaseCpuMs: () => number,
): Promise<Row> {
  const { rowCount } = await reader.query(sql);
  const before = databaseCpuMs();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await reader.query(sql);
    times.push(performance.now() - start);
  }
  const middle = median(times);
  return {
    ...{ what, unit: 'answer', perSecond: 1000 / middle, cpuMs: null, reference: null, ratio: null },
    ms: { median: middle, p99: quantile(times, 0.99) },
    databaseCpuMs: (databaseCpuMs() - before) / rounds,
    goal: { of: 'p99 ms', most: goalMs },
    figures: { rows: String(rowCount) },
  };
}
