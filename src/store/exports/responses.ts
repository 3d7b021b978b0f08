import { type SQL, sql } from 'drizzle-orm';
import { findBenchmarkBySlug } from '../benchmarks.ts';
import type { Db } from '../database.ts';
import { leaves, under } from '../slicePaths.ts';
import { type Column, integer, json, nullable, selectList, text, timestamp } from './columns.ts';
import { type ExportFilter, findHeads, given, refuseUnknownModel, refuseUnknownParts } from './heads.ts';
import type { ExportPlan } from './plan.ts';
import { sliceColumns } from './scores.ts';

/** Interleaved content as text, a picture as `[image <sha256>]`. */
const asText = (content: string) => `(select string_agg(
  coalesce(s.value ->> 'text', '[image ' || coalesce(s.value ->> 'image', s.value ->> 'missingImage') || ']'), e'\\n'
  order by s.ordinality) from jsonb_array_elements(${content}) with ordinality as s)`;

/** One row per response. */
export const responseColumns: readonly Column[] = [
  text('run_id', 'e.run_id', 'The run, a UUIDv7.'),
  text('benchmark', 'e.benchmark', 'Slug of the benchmark.'),
  text('model', 'e.model', 'Name of the model under test.'),
  text('question_id', 'x.question_id', 'The question, a UUIDv7.'),
  text('question', 'q.external_id', "The question's id in the benchmark's own files."),
  text('response_id', 'x.id', 'The response, a UUIDv7.'),
  integer('sample_index', 'x.sample_index', '0-based among the responses to one question.'),
  ...sliceColumns,
  nullable(text('prompt', asText('q.content'), 'The question as text, a picture as `[image <sha256>]`.')),
  nullable(text('reference', `q.reference #>> '{}'`, 'The reference answer, where the benchmark has one.')),
  nullable(text('text', asText('x.content'), 'The response as text, a picture as `[image <sha256>]`.')),
  integer(
    'images',
    `(select count(*) from jsonb_array_elements(x.content) as s where s.value ? 'image')`,
    'Pictures in it.',
  ),
  json('content', 'x.content', 'The response as it is stored: a list of `text`, `image` and `missingImage`.'),
  timestamp('created_at', 'x.created_at', 'When it was added.'),
];

interface RunHead {
  runId: string;
  benchmarkId: string;
  benchmark: string;
  questionsDigest: string | null;
  model: string;
  responses: number;
}

/** Responses are never changed and never taken away, so their number is their state. */
export async function planResponses(db: Db, filter: ExportFilter): Promise<ExportPlan> {
  const heads = await findRunHeads(db, filter);
  const from = sql`responses x join questions q on q.id = x.question_id join leaves l on l.id = q.slice_id`;
  return {
    columns: responseColumns,
    state: heads,
    rows: await countRows(db, heads, filter, from),
    selects: (shape) =>
      heads.map(
        (head) => sql`with ${leaves(head.benchmarkId)}
          select ${sql.raw(selectList(responseColumns, shape))}
          from ${from} cross join (select ${head.runId}::uuid as run_id, ${head.benchmark} as benchmark,
            ${head.model} as model) e
          where x.run_id = ${head.runId} and ${under(filter)} order by x.question_id, x.id`,
      ),
  };
}

async function findRunHeads(db: Db, filter: ExportFilter): Promise<RunHead[]> {
  const { benchmark: slug, model, evaluation } = filter;
  const benchmark = slug === undefined ? null : await findBenchmarkBySlug(db, slug);
  if (model !== undefined) await refuseUnknownModel(db, model);
  const [head] = evaluation === undefined ? [] : await findHeads(db, filter);
  await refuseUnknownParts(db, filter, benchmark?.id ?? head?.benchmarkId ?? null);
  const { rows } = await db.execute<Record<keyof RunHead, never>>(sql`
    select r.id as "runId", b.id as "benchmarkId", b.slug as benchmark, b.questions_digest as "questionsDigest",
      m.name as model, (select count(*)::int from responses x where x.run_id = r.id) as responses
    from runs r join benchmarks b on b.id = r.benchmark_id join models m on m.id = r.model_id
    where ${given(benchmark?.id, (id) => sql`b.id = ${id}`)} and ${given(model, (name) => sql`m.name = ${name}`)}
      and ${given(head?.runId, (id) => sql`r.id = ${id}`)}
    order by r.id`);
  return rows;
}

async function countRows(
  db: Db,
  heads: readonly RunHead[],
  filter: ExportFilter,
  from: SQL,
): Promise<number> {
  const [first] = heads;
  if (!first) return 0;
  if (!filter.category && !filter.domain && !filter.subdomain)
    return heads.reduce((sum, head) => sum + head.responses, 0);
  const { rows } = await db.execute<{ count: number }>(sql`
    with ${leaves(first.benchmarkId)} select count(*)::int as count from ${from}
    where x.run_id = any(${sql.param(heads.map((head) => head.runId))}::uuid[]) and ${under(filter)}`);
  return rows[0]?.count ?? 0;
}
