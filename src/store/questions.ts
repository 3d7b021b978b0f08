import { and, eq, inArray, sql } from 'drizzle-orm';
import type { QuestionDefinition } from '../benchmarks/benchmark.ts';
import { canonicalJson, sha256 } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { findSlices, LEVELS } from './benchmarks.ts';
import type { Db, Tx } from './database.ts';
import { refreshStandings } from './standings.ts';
import {
  type BenchmarkRow,
  benchmarks,
  type QuestionRow,
  questions,
  type SliceRow,
  slices,
} from './tables/index.ts';

/** Rows of one INSERT, well below the limit of parameters. */
const BATCH = 1000;

/** A question of a benchmark's data, whose slices may be new below the category. */
export interface NewQuestion extends Omit<QuestionDefinition, 'slices'> {
  slices: readonly { slug: string; name: string }[];
}

/**
 * Adds questions, all or none. One that is there with the same content is left alone; with other content it throws
 * CONFLICT, since runs may refer to it. Slices below a category are made as they are named. Questions known from answers
 * alone do not say what a full run is; installing them later makes them the benchmark's own.
 */
export async function insertQuestions(
  db: Db,
  slug: string,
  added: readonly NewQuestion[],
  { fromAnswers = false } = {},
): Promise<{ benchmark: BenchmarkRow; added: number }> {
  return db.transaction(async (tx) => {
    const [benchmark] = await tx.select().from(benchmarks).where(eq(benchmarks.slug, slug)).for('update');
    if (!benchmark) throw new AppError('NOT_FOUND', `There is no benchmark "${slug}"`);
    const known = await findKnown(tx, benchmark.id, added);
    const leaves = await openLeaves(
      tx,
      benchmark,
      added.filter((question) => known.get(question.externalId)?.digest !== digestOf(question)),
    );
    const fresh: QuestionInsert[] = [];
    const completed: QuestionInsert[] = [];
    const start = await tx.$count(questions, eq(questions.benchmarkId, benchmark.id));
    for (const question of added) {
      const there = known.get(question.externalId);
      if (there?.digest === digestOf(question)) continue;
      const row = {
        id: there?.id ?? newId(),
        benchmarkId: benchmark.id,
        sliceId: leaves.get(pathOf(question)) as string,
        externalId: question.externalId,
        position: start + fresh.length,
        content: question.content,
        reference: question.reference,
        criteria: question.criteria ? [...question.criteria] : null,
        digest: digestOf(question),
        isInstalled: !fromAnswers,
      };
      if (!there) fresh.push(row);
      else if (!fromAnswers && isCompletedBy(there, row)) completed.push(row);
      else {
        const complaint = 'is there with other content; runs may refer to it';
        throw new AppError('CONFLICT', `Question ${question.externalId} ${complaint}`);
      }
    }
    for (let at = 0; at < fresh.length; at += BATCH)
      await tx.insert(questions).values(fresh.slice(at, at + BATCH));
    for (const { id = '', content, reference, criteria, digest } of completed)
      await tx.update(questions).set({ content, reference, criteria, digest }).where(eq(questions.id, id));
    const owned = fromAnswers ? [] : [...known.values()].filter(({ isInstalled }) => !isInstalled);
    await tx
      .update(questions)
      .set({ isInstalled: true })
      .where(sql`${questions.id} = any(${sql.param(owned.map(({ id }) => id))}::uuid[])`);
    if (fresh.length === 0 && owned.length === 0) return { benchmark, added: 0 };
    const [updated] = await tx
      .update(benchmarks)
      .set({
        questionsDigest: sql`(select encode(sha256(string_agg(digest, '' order by external_id collate "C")::bytea), 'hex')
          from questions where benchmark_id = ${benchmark.id})`,
        ...(!fromAnswers && { installedAt: sql`coalesce(installed_at, now())` }),
      })
      .where(eq(benchmarks.id, benchmark.id))
      .returning();
    if (!fromAnswers) await refreshStandings(tx, benchmark.id, { withAnswers: completed.length > 0 });
    return { benchmark: updated ?? benchmark, added: fresh.length };
  });
}

type QuestionInsert = typeof questions.$inferInsert;

const pathOf = (question: NewQuestion): string => question.slices.map(({ slug }) => slug).join('/');

function digestOf(question: NewQuestion): string {
  const { externalId, content, reference, criteria } = question;
  return sha256(canonicalJson([externalId, pathOf(question), content, reference ?? null, criteria]));
}

/** Those that are there, by their names in files. Throws INVALID_INPUT for one given twice. */
async function findKnown(
  tx: Tx,
  benchmarkId: string,
  added: readonly NewQuestion[],
): Promise<Map<string, QuestionRow>> {
  const names = added.map((question) => question.externalId);
  if (new Set(names).size < names.length) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    throw new AppError('INVALID_INPUT', `Question ${twice} is given twice`);
  }
  const rows = await tx
    .select()
    .from(questions)
    .where(and(eq(questions.benchmarkId, benchmarkId), inArray(questions.externalId, names)));
  return new Map(rows.map((row) => [row.externalId, row]));
}

/** Whether a question of which answers told no more than its name and some of its criteria can be this one. */
function isCompletedBy(there: QuestionRow, { sliceId, criteria }: QuestionInsert): boolean {
  return (
    !there.isInstalled &&
    there.content.length === 0 &&
    there.sliceId === sliceId &&
    (!criteria || (there.criteria?.every((slug) => criteria.includes(slug)) ?? false))
  );
}

/** The leaf slice of every path, made where it is missing. A category must be the benchmark's own. */
async function openLeaves(
  tx: Tx,
  benchmark: BenchmarkRow,
  added: readonly NewQuestion[],
): Promise<Map<string, string>> {
  const rows = await findSlices(tx, benchmark.id);
  const find = (parentId: string | null, slug: string): SliceRow | undefined =>
    rows.find((row) => row.parentId === parentId && row.slug === slug);
  const leaves = new Map<string, string>();
  for (const question of added) {
    const path = pathOf(question);
    if (leaves.has(path)) continue;
    let parentId: string | null = null;
    for (const [depth, { slug, name }] of question.slices.entries()) {
      const found: SliceRow =
        find(parentId, slug) ?? (await insertSlice(tx, benchmark, parentId, depth, { slug, name }, question));
      if (!rows.includes(found)) rows.push(found);
      parentId = found.id;
    }
    if (!parentId)
      throw new AppError('INVALID_INPUT', `Question ${question.externalId}: it names no category`);
    leaves.set(path, parentId);
  }
  return leaves;
}

async function insertSlice(
  tx: Tx,
  benchmark: BenchmarkRow,
  parentId: string | null,
  depth: number,
  { slug, name }: { slug: string; name: string },
  question: NewQuestion,
): Promise<SliceRow> {
  const level = LEVELS[depth];
  if (depth === 0 || !level) {
    const complaint = level
      ? `${benchmark.slug} has no category "${slug}"`
      : `slices are at most ${LEVELS.length} deep`;
    throw new AppError('INVALID_INPUT', `Question ${question.externalId}: ${complaint}`);
  }
  const position = await tx.$count(slices, eq(slices.benchmarkId, benchmark.id));
  const [row] = await tx
    .insert(slices)
    .values({ benchmarkId: benchmark.id, parentId, level, slug, name, position })
    .returning();
  if (!row) throw new Error(`slice ${slug} vanished`);
  return row;
}
