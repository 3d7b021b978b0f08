import { and, asc, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import {
  type BenchmarkDefinition,
  categoryAggregation,
  type Level,
  type SliceDefinition,
} from '../benchmarks/benchmark.ts';
import type { PublishedNumber } from '../benchmarks/publishedNumber.ts';
import { canonicalJson, sha256 } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import type { Db, Tx } from './database.ts';
import { findPagesOf, groupsInKeyOrder, inKeyOrder, type Page, type PageArgs } from './pages.ts';
import { upsertPublishedResults } from './published.ts';
import { refreshStandings } from './standings.ts';
import {
  type BenchmarkRow,
  benchmarks,
  type CriterionRow,
  criteria,
  type QuestionRow,
  questions,
  type SliceRow,
  slices,
} from './tables/index.ts';

export const LEVELS: readonly Level[] = ['CATEGORY', 'DOMAIN', 'SUBDOMAIN'];

/** Keeps questions from coming until the transaction ends: what a full run is stays what it is. */
export async function lockBenchmark(tx: Tx, id: string): Promise<void> {
  await tx.select({ id: benchmarks.id }).from(benchmarks).where(eq(benchmarks.id, id)).for('share');
}

/** Writes the benchmarks whose definition is not what was written last: a start finds all as they are. */
export async function upsertBenchmarks(
  db: Db,
  definitions: readonly BenchmarkDefinition[],
  published: Readonly<Record<string, readonly PublishedNumber[]>> = {},
): Promise<void> {
  const known = await db
    .select({ slug: benchmarks.slug, digest: benchmarks.definitionDigest })
    .from(benchmarks);
  const digests = new Map(known.map(({ slug, digest }) => [slug, digest]));
  for (const definition of definitions) {
    const numbers = published[definition.slug] ?? [];
    if (digests.get(definition.slug) !== digestOf(definition, numbers))
      await upsertBenchmark(db, definition, numbers);
  }
}

const digestOf = (definition: BenchmarkDefinition, published: readonly PublishedNumber[]): string =>
  sha256(canonicalJson({ definition, published }));

/** Writes what a benchmark is: its slices, criteria and published numbers. Repeating it changes nothing. */
export async function upsertBenchmark(
  db: Db,
  definition: BenchmarkDefinition,
  published: readonly PublishedNumber[] = [],
): Promise<void> {
  await db.transaction(async (tx) => {
    const { slug, name, description, samplesPerQuestion, headline, official } = definition;
    const row = {
      ...{ name, description, samplesPerQuestion },
      definitionDigest: digestOf(definition, published),
      headlineCriterion: headline.criterion,
      headlineAggregation: headline.overall,
      officialMeanDigits: official?.meanDigits ?? null,
      officialPercentDigits: official?.percentDigits ?? null,
      officialOfNone: official?.ofNone ?? null,
      publishedJudges: [...(definition.publishedJudges ?? [])],
    };
    await tx
      .insert(benchmarks)
      .values({ slug, ...row })
      .onConflictDoUpdate({ target: benchmarks.slug, set: row });
    const [benchmark] = await tx.select().from(benchmarks).where(eq(benchmarks.slug, slug)).for('update');
    if (!benchmark) throw new Error(`benchmark ${slug} vanished`);
    await insertSlices(tx, benchmark.id, definition.categories, null, 0);
    const categories = await tx
      .select()
      .from(slices)
      .where(and(eq(slices.benchmarkId, benchmark.id), isNull(slices.parentId)));
    const idOf = new Map(categories.map((category) => [category.slug, category.id]));
    const before = await publishedCounts(tx, benchmark.id);
    for (const { slug, questions: publishedQuestions = null } of definition.categories) {
      const aggregation = categoryAggregation(definition, slug);
      const id = idOf.get(slug);
      if (id) await tx.update(slices).set({ aggregation, publishedQuestions }).where(eq(slices.id, id));
    }
    for (const [position, criterion] of definition.criteria.entries()) {
      const { category, scale, questions: publishedQuestions = null, ...rest } = criterion;
      const row = { ...rest, scaleMin: scale.min, scaleMax: scale.max, position, publishedQuestions };
      await tx
        .insert(criteria)
        .values({
          ...row,
          benchmarkId: benchmark.id,
          categoryId: category ? (idOf.get(category) ?? null) : null,
        })
        .onConflictDoUpdate({ target: [criteria.benchmarkId, criteria.categoryId, criteria.slug], set: row });
    }
    if ((await publishedCounts(tx, benchmark.id)) !== before)
      await refreshStandings(tx, benchmark.id, { withAnswers: false });
    await upsertPublishedResults(tx, benchmark.id, published);
  });
}

/** How many questions the benchmark has as published, as a text to compare. */
async function publishedCounts(tx: Tx, benchmarkId: string): Promise<string> {
  const { rows } = await tx.execute(sql`
    select id, published_questions from slices where benchmark_id = ${benchmarkId} and published_questions is not null
    union all
    select id, published_questions from criteria where benchmark_id = ${benchmarkId} and published_questions is not null
    order by id`);
  return JSON.stringify(rows);
}

async function insertSlices(
  tx: Tx,
  benchmarkId: string,
  definitions: readonly SliceDefinition[],
  parentId: string | null,
  depth: number,
): Promise<void> {
  for (const [position, { slug, name, children }] of definitions.entries()) {
    const level = LEVELS[depth];
    if (!level) throw new AppError('INVALID_INPUT', `Slice "${slug}" is deeper than ${LEVELS.length} levels`);
    const [row] = await tx
      .insert(slices)
      .values({ benchmarkId, parentId, level, slug, name, position })
      .onConflictDoUpdate({ target: [slices.benchmarkId, slices.parentId, slices.slug], set: { name } })
      .returning();
    if (row && children) await insertSlices(tx, benchmarkId, children, row.id, depth + 1);
  }
}

/** All slices of a benchmark, parents before children, in the benchmark's order. */
export async function findSlices(db: Db, benchmarkId: string): Promise<SliceRow[]> {
  return db
    .select()
    .from(slices)
    .where(eq(slices.benchmarkId, benchmarkId))
    .orderBy(asc(slices.level), asc(slices.position));
}

export async function findSlicesByIds(db: Db, ids: readonly string[]): Promise<(SliceRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select()
      .from(slices)
      .where(inArray(slices.id, [...ids])),
    (row) => row.id,
  );
}

export async function findSlicesOfBenchmarks(db: Db, benchmarkIds: readonly string[]): Promise<SliceRow[][]> {
  const rows = await db
    .select()
    .from(slices)
    .where(inArray(slices.benchmarkId, [...benchmarkIds]))
    .orderBy(asc(slices.level), asc(slices.position));
  return groupsInKeyOrder(benchmarkIds, rows, (row) => row.benchmarkId);
}

export async function findCriteriaOfBenchmarks(
  db: Db,
  benchmarkIds: readonly string[],
): Promise<CriterionRow[][]> {
  const rows = await db
    .select()
    .from(criteria)
    .where(inArray(criteria.benchmarkId, [...benchmarkIds]))
    .orderBy(asc(criteria.position));
  return groupsInKeyOrder(benchmarkIds, rows, (row) => row.benchmarkId);
}

export async function findCriteria(db: Db, ids: readonly string[]): Promise<(CriterionRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select()
      .from(criteria)
      .where(inArray(criteria.id, [...ids])),
    (row) => row.id,
  );
}

export async function findAllBenchmarks(db: Db): Promise<BenchmarkRow[]> {
  return db.select().from(benchmarks).orderBy(asc(benchmarks.slug));
}

export async function findBenchmarks(db: Db, ids: readonly string[]): Promise<(BenchmarkRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select()
      .from(benchmarks)
      .where(inArray(benchmarks.id, [...ids])),
    (row) => row.id,
  );
}

/** Throws NOT_FOUND naming the benchmarks there are. */
export async function findBenchmarkBySlug(db: Db, slug: string): Promise<BenchmarkRow> {
  const [found] = await db.select().from(benchmarks).where(eq(benchmarks.slug, slug));
  if (found) return found;
  const known = await findAllBenchmarks(db);
  throw new AppError(
    'NOT_FOUND',
    `There is no benchmark "${slug}"; there are ${known.map((row) => row.slug).join(', ')}`,
  );
}

export async function findQuestions(db: Db, ids: readonly string[]): Promise<(QuestionRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select()
      .from(questions)
      .where(inArray(questions.id, [...ids])),
    (row) => row.id,
  );
}

/** A page of the questions of each benchmark, in the order of the keys. */
export async function findQuestionPages(
  db: Db,
  benchmarkIds: readonly string[],
  args: PageArgs,
): Promise<Page<QuestionRow>[]> {
  return findPagesOf(db, questions, 'benchmarkId', benchmarkIds, { ...args, order: 'oldest' });
}

export async function countQuestions(db: Db, benchmarkIds: readonly string[]): Promise<number[]> {
  const rows = await db
    .select({ benchmarkId: questions.benchmarkId, count: count() })
    .from(questions)
    .where(inArray(questions.benchmarkId, [...benchmarkIds]))
    .groupBy(questions.benchmarkId);
  return inKeyOrder(benchmarkIds, rows, (row) => row.benchmarkId).map((row) => row?.count ?? 0);
}
