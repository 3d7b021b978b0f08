// The floor of a leaderboard: one prepared statement behind node:http, every number made in SQL.
import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';

/** Of the newest judge's newest evaluation of each model: mean and a normal interval over questions, by rank. */
const BOARD = `
  with recursive leaves as (
    select s.id, s.slug as category, null::text as domain from slices s join benchmarks b on b.id = s.benchmark_id
    where b.slug = $1 and s.parent_id is null
    union all
    select s.id, l.category, coalesce(l.domain, s.slug) from slices s join leaves l on s.parent_id = l.id
  ),
  shown as (
    select distinct on (r.model_id, r.settings) e.id, m.name
    from evaluations e join runs r on r.id = e.run_id join models m on m.id = r.model_id
      join benchmarks b on b.id = r.benchmark_id
    where b.slug = $1 and e.status not in ('CANCELLED', 'FAILED') and e.judge_id = (
      select e.judge_id from evaluations e join runs r on r.id = e.run_id join benchmarks b on b.id = r.benchmark_id
      where b.slug = $1 and e.status not in ('CANCELLED', 'FAILED') order by e.id desc limit 1)
    order by r.model_id, r.settings, e.status in ('QUEUED', 'RUNNING'), e.id desc
  ),
  sums as (
    select s.name, sum(r.n) as n, sum(r.expected) as expected, sum(r.sum) / sum(r.n) as mean,
      sqrt(greatest(0, sum(r.squares) - 2 * sum(r.sum) / sum(r.n) * sum(r."cross") + (sum(r.sum) / sum(r.n)) ^ 2 * sum(r.sizes))) / sum(r.n) as error,
      max(c.scale_min) as low, max(c.scale_max) as high
    from rollups r join leaves l on l.id = r.slice_id join criteria c on c.id = r.criterion_id join shown s on s.id = r.evaluation_id
    where l.domain = $2 and c.slug = $3 group by s.id, s.name having sum(r.n) > 0
  )
  select rank() over (order by mean desc)::int as rank, name, 100 * (mean - low) / (high - low) as percent,
    mean - 1.96 * error as low, mean + 1.96 * error as high, n::int, expected::int
  from sums order by mean desc`;

/** Of 50 models, 12 domains and every criterion: mean and n. */
const HEAT = `
  with recursive leaves as (
    select s.id, s.slug as category, null::text as domain from slices s join benchmarks b on b.id = s.benchmark_id
    where b.slug = $1 and s.parent_id is null
    union all
    select s.id, l.category, coalesce(l.domain, s.slug) from slices s join leaves l on s.parent_id = l.id
  ),
  shown as (
    select distinct on (r.model_id, r.settings) e.id, m.name
    from evaluations e join runs r on r.id = e.run_id join models m on m.id = r.model_id
      join benchmarks b on b.id = r.benchmark_id
    where b.slug = $1 and e.status not in ('CANCELLED', 'FAILED') and e.judge_id = (
      select e.judge_id from evaluations e join runs r on r.id = e.run_id join benchmarks b on b.id = r.benchmark_id
      where b.slug = $1 and e.status not in ('CANCELLED', 'FAILED') order by e.id desc limit 1)
    order by r.model_id, r.settings, e.status in ('QUEUED', 'RUNNING'), e.id desc
  )
  select s.name, l.domain, c.slug as criterion, sum(r.sum) / nullif(sum(r.n), 0) as mean, sum(r.n)::int as n
  from rollups r join leaves l on l.id = r.slice_id join criteria c on c.id = r.criterion_id join shown s on s.id = r.evaluation_id
  group by s.id, s.name, l.domain, c.slug order by s.name, l.domain, c.slug`;

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });

async function readJson(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString());
}

const server = createServer(async (request, response) => {
  const { benchmark, domain, criterion } = await readJson(request);
  const { rows } =
    request.url === '/heat'
      ? await pool.query({ name: 'heat', text: HEAT, values: [benchmark] })
      : await pool.query({ name: 'board', text: BOARD, values: [benchmark, domain, criterion] });
  const body = Buffer.from(JSON.stringify(rows));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.send?.({ ready: `http://127.0.0.1:${port}` });
});
process.once('disconnect', () => process.exit(0));
