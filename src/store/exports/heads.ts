import { type SQL, sql } from 'drizzle-orm';
import type { SlicePath } from '../../benchmarks/partSums.ts';
import { AppError } from '../../core/errors.ts';
import { findBenchmarkBySlug } from '../benchmarks.ts';
import type { Db } from '../database.ts';
import { findJudgesOnBenchmarks, type JudgeOnBenchmark } from '../judges.ts';
import { findModelByName } from '../models.ts';
import { refuseUnknownSlice } from '../slicePaths.ts';
import { type Column, text } from './columns.ts';

/** Which rows; what is not given does not matter. Slugs, names, and a uuid for the evaluation. */
export interface ExportFilter extends SlicePath {
  benchmark?: string | undefined;
  evaluation?: string | undefined;
  model?: string | undefined;
  /** A name, which means its newest revision on each benchmark, or `name@revision`. */
  judge?: string | undefined;
  criterion?: string | undefined;
}

/** An evaluation with the names that every row of it carries. */
export interface EvaluationHead {
  evaluationId: string;
  /** Changes with every change of its scores. */
  seq: number;
  status: string;
  runId: string;
  benchmarkId: string;
  benchmark: string;
  questionsDigest: string | null;
  model: string;
  judge: string;
  judgeRevision: string;
}

/** Columns that `headSource` gives as `e`. */
export const headColumns: readonly Column[] = [
  text('evaluation_id', 'e.evaluation_id', 'The evaluation, a UUIDv7.'),
  text('run_id', 'e.run_id', 'The run it scored.'),
  text('benchmark', 'e.benchmark', 'Slug of the benchmark.'),
  text('model', 'e.model', 'Name of the model under test.'),
  text('judge', 'e.judge', "The judge's name."),
  text('judge_revision', 'e.judge_revision', "sha256 of everything that can change the judge's scores."),
  text('evaluation_status', 'e.status', 'QUEUED, RUNNING, COMPLETED, PARTIAL, FAILED or CANCELLED.'),
];

export const headSource = (head: EvaluationHead): SQL => sql`(select
  ${head.evaluationId}::uuid as evaluation_id, ${head.runId}::uuid as run_id, ${head.benchmark} as benchmark,
  ${head.model} as model, ${head.judge} as judge, ${head.judgeRevision} as judge_revision, ${head.status} as status) e`;

/** The evaluations that fit, oldest first. Throws NOT_FOUND for a name that there is not, whichever filter it is in. */
export async function findHeads(db: Db, filter: ExportFilter): Promise<EvaluationHead[]> {
  const { evaluation, model } = filter;
  const benchmark = filter.benchmark === undefined ? null : await findBenchmarkBySlug(db, filter.benchmark);
  const judges =
    filter.judge === undefined ? undefined : await findJudgesOnBenchmarks(db, filter.judge, benchmark);
  if (model !== undefined) await refuseUnknownModel(db, model);
  const { rows } = await db.execute<Record<keyof EvaluationHead, never>>(sql`
    select e.id as "evaluationId", e.seq, e.status::text, r.id as "runId", b.id as "benchmarkId", b.slug as benchmark,
      b.questions_digest as "questionsDigest", m.name as model, j.name as judge, j.revision as "judgeRevision"
    from evaluations e join runs r on r.id = e.run_id join benchmarks b on b.id = r.benchmark_id
      join models m on m.id = r.model_id join judges j on j.id = e.judge_id
    where ${given(benchmark?.id, (id) => sql`b.id = ${id}`)} and ${given(judges, areAmong)}
      and ${given(model, (name) => sql`m.name = ${name}`)} and ${given(evaluation, (id) => sql`e.id = ${id}`)}
    order by e.id`);
  if (evaluation !== undefined && rows.length === 0) {
    const others = [filter.benchmark, model, filter.judge].some((name) => name !== undefined);
    throw new AppError(
      'NOT_FOUND',
      `evaluation: there is no such evaluation${others ? ' among those of the other filters' : ''}`,
    );
  }
  await refuseUnknownParts(db, filter, benchmark?.id ?? rows[0]?.['benchmarkId'] ?? null);
  return rows;
}

const areAmong = (judges: readonly JudgeOnBenchmark[]): SQL =>
  sql`(b.id, j.id) in (${sql.join(
    judges.map(({ benchmarkId, judge }) => sql`(${benchmarkId}::uuid, ${judge.id}::uuid)`),
    sql`, `,
  )})`;

export const given = <Value>(value: Value | undefined, condition: (value: Value) => SQL): SQL =>
  value === undefined ? sql`true` : condition(value);

export async function refuseUnknownModel(db: Db, name: string): Promise<void> {
  if (await findModelByName(db, name)) return;
  throw new AppError(
    'NOT_FOUND',
    `model: there is no model "${name}"; \`models { nodes { name } }\` lists them`,
  );
}

/** Throws NOT_FOUND for a slice or criterion that the benchmark has not. */
export async function refuseUnknownParts(
  db: Db,
  filter: ExportFilter,
  benchmarkId: string | null,
): Promise<void> {
  const part = (['category', 'domain', 'subdomain', 'criterion'] as const).find((name) => filter[name]);
  if (!part) return;
  if (benchmarkId === null || (filter.benchmark === undefined && filter.evaluation === undefined)) {
    throw new AppError('INVALID_INPUT', `${part}: it is a part of a benchmark; give \`benchmark\` too`);
  }
  await refuseUnknownSlice(db, benchmarkId, filter);
  if (filter.criterion === undefined) return;
  const { rows } = await db.execute<{ slug: string }>(
    sql`select distinct slug from criteria where benchmark_id = ${benchmarkId} order by slug`,
  );
  if (rows.some(({ slug }) => slug === filter.criterion)) return;
  const known = rows.map(({ slug }) => slug).join(', ');
  throw new AppError('NOT_FOUND', `criterion: the benchmark has no "${filter.criterion}"; it has ${known}`);
}
