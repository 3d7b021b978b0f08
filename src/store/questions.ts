import { and, eq, inArray, sql } from 'drizzle-orm';
import type { QuestionDefinition } from '../benchmarks/benchmark.ts';
import { canonicalJson, sha256 } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import { findSlices, LEVELS } from './benchmarks.ts';
import type { Db, Tx } from './database.ts';
import { type BenchmarkRow, benchmarks, questions, type SliceRow, slices } from './tables/index.ts';

/** Rows of one INSERT, well below the limit of parameters. */
const BATCH = 1000;

/** A question of a benchmark's data, whose slices may be new below the category. */
export interface NewQuestion extends Omit<QuestionDefinition, 'slices'> {
  slices: readonly { slug: string; name: string }[];
}

/**
 * Adds questions, all or none. One that is there with the same content is left alone; with other content it throws
 * CONFLICT, since runs may refer to it. Slices below a category are made as they are named.
 */
export async function insertQuestions(
  db: Db,
  slug: string,
  added: readonly NewQuestion[],
): Promise<{ benchmark: BenchmarkRow; added: number }> {
  return db.transaction(async (tx) => {
    const [benchmark] = await tx.select().from(benchmarks).where(eq(benchmarks.slug, slug)).for('update');
    if (!benchmark) throw new AppError('NOT_FOUND', `There is no benchmark "${slug}"`);
    const isNew = await pickNew(tx, benchmark.id, added);
    const fresh = added.filter(isNew);
    if (fresh.length === 0) return { benchmark, added: 0 };
    const leaves = await openLeaves(tx, benchmark, fresh);
    const start = await tx.$count(questions, eq(questions.benchmarkId, benchmark.id));
    const rows = fresh.map((question, index) => ({
      id: newId(),
      benchmarkId: benchmark.id,
      sliceId: leaves.get(pathOf(question)) as string,
      externalId: question.externalId,
      position: start + index,
      content: question.content,
      reference: question.reference,
      criteria: question.criteria ? [...question.criteria] : null,
      digest: digestOf(question),
    }));
    for (let at = 0; at < rows.length; at += BATCH)
      await tx.insert(questions).values(rows.slice(at, at + BATCH));
    const [updated] = await tx
      .update(benchmarks)
      .set({
        questionsDigest: sql`(select encode(sha256(string_agg(digest, '' order by external_id collate "C")::bytea), 'hex')
          from questions where benchmark_id = ${benchmark.id})`,
        installedAt: sql`coalesce(installed_at, now())`,
      })
      .where(eq(benchmarks.id, benchmark.id))
      .returning();
    return { benchmark: updated ?? benchmark, added: rows.length };
  });
}

const pathOf = (question: NewQuestion): string => question.slices.map(({ slug }) => slug).join('/');

function digestOf(question: NewQuestion): string {
  const { externalId, content, reference, criteria } = question;
  return sha256(canonicalJson([externalId, pathOf(question), content, reference ?? null, criteria]));
}

/** Tells the questions that are not there yet. Throws INVALID_INPUT for one given twice, CONFLICT for one that differs. */
async function pickNew(
  tx: Tx,
  benchmarkId: string,
  added: readonly NewQuestion[],
): Promise<(question: NewQuestion) => boolean> {
  const names = added.map((question) => question.externalId);
  if (new Set(names).size < names.length) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    throw new AppError('INVALID_INPUT', `Question ${twice} is given twice`);
  }
  const known = await tx
    .select({ externalId: questions.externalId, digest: questions.digest })
    .from(questions)
    .where(and(eq(questions.benchmarkId, benchmarkId), inArray(questions.externalId, names)));
  const digests = new Map(known.map((row) => [row.externalId, row.digest]));
  for (const question of added) {
    const stored = digests.get(question.externalId);
    if (stored !== undefined && stored !== digestOf(question)) {
      throw new AppError(
        'CONFLICT',
        `Question ${question.externalId} is there with other content; runs may refer to it`,
      );
    }
  }
  return (question) => !digests.has(question.externalId);
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
