import { eq, type SQL, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { type PartSums, packedSums, readPacked } from './packedSums.ts';
import { findPartSums, sumsByPart } from './rollupSums.ts';
import { isWhole, refuseUnknownSlice, type SlicePath } from './slicePaths.ts';
import { type EvaluationRow, evaluations, type ModelRow, models, runs } from './tables/index.ts';

/** One row of what is shown side by side. */
export interface ShownEvaluation {
  evaluation: EvaluationRow;
  model: ModelRow;
  benchmarkId: string;
  /** In the benchmark's order of categories and criteria. */
  parts: PartSums[];
}

export interface ShownQuery {
  /** Slug. */
  benchmark: string;
  /** Null for the judge of the newest evaluation. */
  judgeId: string | null;
  path: SlicePath;
  /** As in `SumsQuery`. */
  criterion: { slug: string } | 'each' | null;
  level: 'category' | 'domain' | 'subdomain';
}

/**
 * Of every model and settings the newest evaluation by a judge, cancelled and failed ones left out, with its sums: one
 * statement. One still being scored shows only where none is closed, so that scoring again does not take a result off
 * the board meanwhile. Throws NOT_FOUND for a slice that is not there.
 */
export async function findShown(db: Db, query: ShownQuery): Promise<ShownEvaluation[]> {
  const { benchmark, judgeId, path, criterion, level } = query;
  const kind = criterion === null ? 'pooled' : criterion === 'each' ? 'each' : 'one';
  const part = isWhole(path) ? 'whole' : 'part';
  const statement = prepared(db, `shown ${kind} ${level} ${part}`, (name) =>
    shownStatement(db, { kind, level, part }, name),
  );
  const rows = await statement.execute({
    ...{ benchmark, judge: judgeId, criterion: kind === 'one' ? (criterion as { slug: string }).slug : '' },
    ...{ category: path.category ?? null, domain: path.domain ?? null, subdomain: path.subdomain ?? null },
  });
  const shown = rows.map(({ parts, ...row }) => ({ ...row, parts: (parts ?? []).map(readPacked) }));
  const [first] = shown;
  if (first && shown.every(({ parts }) => parts.length === 0)) {
    await refuseUnknownSlice(db, first.benchmarkId, path);
  }
  return shown;
}

interface Variant {
  kind: 'pooled' | 'each' | 'one';
  level: ShownQuery['level'];
  part: 'whole' | 'part';
}

function shownStatement(db: Db, { kind, level, part }: Variant, name: string) {
  const shown = db.$with('shown', {}).as(sql`
    select distinct on (r.model_id, r.settings) e.id, r.benchmark_id, r.samples_per_question
    from benchmarks b join runs r on r.benchmark_id = b.id join evaluations e on e.run_id = r.id
    where b.slug = ${sql.placeholder('benchmark')} and e.status not in ('CANCELLED', 'FAILED')
      and e.judge_id = coalesce(${sql.placeholder('judge')}::uuid, (${newestJudge}))
    order by r.model_id, r.settings, e.status in ('QUEUED', 'RUNNING'), e.id desc`);
  const sums = sumsByPart({
    benchmark: sql`(select benchmark_id from shown limit 1)`,
    under: part === 'whole' ? null : underPlaceholders,
    criterion: WANTED[kind],
    level,
  });
  return db
    .with(shown)
    .select({
      evaluation: evaluations,
      model: models,
      benchmarkId: runs.benchmarkId,
      parts: sql<unknown[][] | null>`p.parts`,
    })
    .from(evaluations)
    .innerJoin(runs, eq(runs.id, evaluations.runId))
    .innerJoin(models, eq(models.id, runs.modelId))
    .leftJoin(
      sql`(with ${sums}, parts as materialized (
        select evaluation_id, json_agg(${packedSums} order by s.position, s.rank) as parts from sums s group by evaluation_id
      ) select * from parts) p`,
      sql`p.evaluation_id = ${evaluations.id}`,
    )
    .where(sql`${evaluations.id} in (select id from shown)`)
    .prepare(name);
}

const WANTED = { one: { slug: sql`${sql.placeholder('criterion')}` }, pooled: null, each: 'each' } as const;

/** Of those that a leaderboard shows. */
const newestJudge = sql`
  select e.judge_id from evaluations e join runs r on r.id = e.run_id join benchmarks b on b.id = r.benchmark_id
  where b.slug = ${sql.placeholder('benchmark')} and e.status not in ('CANCELLED', 'FAILED') order by e.id desc limit 1`;

const atLevel = (level: string): SQL =>
  sql`(${sql.placeholder(level)}::text is null or l.${sql.raw(level)} = ${sql.placeholder(level)})`;

const underPlaceholders = sql.join(['category', 'domain', 'subdomain'].map(atLevel), sql` and `);

/** Sums by category, of the slices under `path` and of one criterion, or of all pooled when `criterion` is null. */
export function findCategorySums(
  db: Db,
  benchmarkId: string,
  evaluationIds: readonly string[],
  path: SlicePath,
  criterion: string | null,
): Promise<PartSums[]> {
  const which = criterion === null ? null : { slug: criterion };
  return findPartSums(db, { benchmarkId, evaluationIds, path, criterion: which, level: 'category' });
}
