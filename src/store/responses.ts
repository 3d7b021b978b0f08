import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Segment } from '../benchmarks/benchmark.ts';
import { canonicalJson } from '../core/canonicalJson.ts';
import { AppError } from '../core/errors.ts';
import { newId } from '../core/ids.ts';
import type { Db, Tx } from './database.ts';
import { findMedia } from './media.ts';
import { findPagesOf, groupsInKeyOrder, inKeyOrder, type Page, type PageArgs } from './pages.ts';
import { lockRun } from './runs.ts';
import { questions, type ResponseRow, type RunRow, responses } from './tables/index.ts';

export interface NewResponse {
  /** The question's id in the benchmark's own files. */
  question: string;
  sampleIndex: number;
  content: readonly Segment[];
}

/**
 * Adds responses, all or none. A response that is there with the same content is left alone and not counted;
 * with other content it throws CONFLICT.
 */
export async function insertResponses(db: Db, run: RunRow, added: readonly NewResponse[]): Promise<number> {
  if (added.length === 0) return 0;
  refuseDoubles(added);
  return db.transaction(async (tx) => {
    await lockRun(tx, run.id, 'key share');
    const questionIds = await findQuestionIds(tx, run, added);
    await refuseMissingMedia(tx, added);
    const rows = added.map((response) => {
      if (response.sampleIndex < 0 || response.sampleIndex >= run.samplesPerQuestion) {
        const range = `0 to ${run.samplesPerQuestion - 1}`;
        throw new AppError(
          'INVALID_INPUT',
          `${nameOf(response)}: the sample index is outside this run's ${range}`,
        );
      }
      const questionId = questionIds.get(response.question) as string;
      return { id: newId(), questionId, sampleIndex: response.sampleIndex, content: response.content };
    });
    const inserted = await insertRows(tx, run.id, rows);
    if (inserted < rows.length) await refuseOtherContent(tx, run, added, rows);
    return inserted;
  });
}

type NewRow = Pick<ResponseRow, 'id' | 'questionId' | 'sampleIndex' | 'content'>;

/** Four parameters however many rows there are: a query with one for each value takes longer to build than to run. */
async function insertRows(tx: Tx, runId: string, rows: readonly NewRow[]): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    insert into responses (id, run_id, question_id, sample_index, content, created_at)
    select id, ${runId}::uuid, question_id, sample_index, content::jsonb, clock_timestamp()
    from unnest(
      ${sql.param(rows.map((row) => row.id))}::uuid[], ${sql.param(rows.map((row) => row.questionId))}::uuid[],
      ${sql.param(rows.map((row) => row.sampleIndex))}::int[],
      ${sql.param(rows.map((row) => JSON.stringify(row.content)))}::text[]
    ) as t(id, question_id, sample_index, content)
    on conflict do nothing`);
  return rowCount ?? 0;
}

const nameOf = (response: NewResponse): string =>
  `question ${response.question}, sample ${response.sampleIndex}`;

function refuseDoubles(added: readonly NewResponse[]): void {
  const seen = new Set<string>();
  for (const response of added) {
    const key = `${response.question}\n${response.sampleIndex}`;
    if (seen.has(key)) throw new AppError('INVALID_INPUT', `${nameOf(response)}: given twice in one call`);
    seen.add(key);
  }
}

async function findQuestionIds(
  db: Db,
  run: RunRow,
  added: readonly NewResponse[],
): Promise<Map<string, string>> {
  const names = [...new Set(added.map((response) => response.question))];
  const rows = await db
    .select({ id: questions.id, externalId: questions.externalId })
    .from(questions)
    .where(
      and(
        eq(questions.benchmarkId, run.benchmarkId),
        sql`${questions.externalId} = any(${sql.param(names)}::text[])`,
      ),
    );
  const ids = new Map(rows.map((row) => [row.externalId, row.id]));
  const unknown = names.filter((name) => !ids.has(name));
  if (unknown.length > 0) {
    throw new AppError(
      'INVALID_INPUT',
      `The run's benchmark has no question ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? `, … (${unknown.length} in all)` : ''}`,
    );
  }
  return ids;
}

async function refuseMissingMedia(db: Db, added: readonly NewResponse[]): Promise<void> {
  const digests = new Set(
    added.flatMap((response) => response.content.flatMap((s) => ('image' in s ? [s.image] : []))),
  );
  const names = [...digests];
  if (names.length === 0) return;
  const found = await findMedia(db, names);
  const missing = names.filter((_, index) => !found[index]);
  if (missing.length > 0) {
    throw new AppError(
      'INVALID_INPUT',
      `Upload the picture first with PUT /media/${missing[0]} (${missing.length} of ${names.length} are missing)`,
    );
  }
}

async function refuseOtherContent(
  db: Db,
  run: RunRow,
  added: readonly NewResponse[],
  rows: readonly { questionId: string; sampleIndex: number; content: readonly Segment[] }[],
): Promise<void> {
  const stored = await db
    .select()
    .from(responses)
    .where(
      and(
        eq(responses.runId, run.id),
        inArray(
          responses.questionId,
          rows.map((row) => row.questionId),
        ),
      ),
    );
  const contents = new Map(
    stored.map((row) => [`${row.questionId} ${row.sampleIndex}`, canonicalJson(row.content)]),
  );
  for (const [index, row] of rows.entries()) {
    if (contents.get(`${row.questionId} ${row.sampleIndex}`) !== canonicalJson(row.content)) {
      throw new AppError(
        'CONFLICT',
        `${nameOf(added[index] as NewResponse)}: the run already has another response here`,
      );
    }
  }
}

export async function findResponses(db: Db, ids: readonly string[]): Promise<(ResponseRow | null)[]> {
  return inKeyOrder(
    ids,
    await db
      .select()
      .from(responses)
      .where(inArray(responses.id, [...ids])),
    (row) => row.id,
  );
}

/** A page of the responses of each run, in the order of the keys. */
export async function findResponsePages(
  db: Db,
  runIds: readonly string[],
  args: PageArgs,
): Promise<Page<ResponseRow>[]> {
  return findPagesOf(db, responses, 'runId', runIds, { ...args, order: 'oldest' });
}

/** Which of each run's responses are there, as `question/sample`; lets an interrupted import go on where it was. */
export async function findResponseKeys(db: Db, runIds: readonly string[]): Promise<string[][]> {
  const rows = await db
    .select({
      runId: responses.runId,
      key: sql<string>`${questions.externalId} || '/' || ${responses.sampleIndex}`,
    })
    .from(responses)
    .innerJoin(questions, eq(questions.id, responses.questionId))
    .where(inArray(responses.runId, [...runIds]));
  return groupsInKeyOrder(runIds, rows, (row) => row.runId).map((own) => own.map((row) => row.key));
}
