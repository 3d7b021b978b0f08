import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { BenchmarkDefinition } from '../../src/benchmarks/benchmark.ts';
import { findBenchmarkBySlug, upsertBenchmark } from '../../src/store/benchmarks.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { findExpectedResponses } from '../../src/store/fullRun.ts';
import { closeImport, importScores, openImport } from '../../src/store/imports.ts';
import { insertQuestions, type NewQuestion } from '../../src/store/questions.ts';
import { insertResponses } from '../../src/store/responses.ts';
import { insertRun } from '../../src/store/runs.ts';
import { evaluations, events, type RunRow } from '../../src/store/tables/index.ts';
import { test } from '../support/fixtures.ts';

const SAMPLES = 2;
/** As published: what the benchmark's own questions below are. */
const PUBLISHED = { plain: 4, pictures: 3, counted: 2 };

const criterion = (slug: string, category: string | null, questions?: number) => ({
  ...{ slug, name: slug, description: '', category, scale: { min: 0, max: 1 }, higherIsBetter: true },
  ...(questions !== undefined && { questions }),
});

/** One category where all is asked of everything, and one where a criterion is asked of some. */
const definitionOf = (slug: string, isPublished: boolean): BenchmarkDefinition => ({
  ...{ slug, name: slug, description: '', samplesPerQuestion: SAMPLES },
  categories: (['plain', 'pictures'] as const).map((category) => ({
    ...{ slug: category, name: category },
    ...(isPublished && { questions: PUBLISHED[category] }),
  })),
  criteria: [
    criterion('good', null),
    criterion('count', 'pictures', isPublished ? PUBLISHED.counted : undefined),
  ],
  headline: { criterion: null, overall: null, category: 'MEAN' },
});

const question = (externalId: string, category: string, criteria: string[]): NewQuestion => ({
  ...{ externalId, slices: [{ slug: category, name: category }], content: [{ text: externalId }] },
  ...{ reference: null, criteria },
});

const OWN: readonly NewQuestion[] = [
  ...['a', 'b', 'c', 'd'].map((id) => question(id, 'plain', ['good'])),
  ...['p', 'q'].map((id) => question(id, 'pictures', ['good', 'count'])),
  question('r', 'pictures', ['good']),
];
/** Questions that somebody else's files tell of. */
const FOREIGN = [question('x', 'plain', ['good']), question('y', 'pictures', ['good', 'count'])];
const ALL = [...OWN, ...FOREIGN];

let slugs = 0;

async function aBenchmark({ db }: Database, isPublished: boolean) {
  const slug = `toy-${++slugs}`;
  await upsertBenchmark(db, definitionOf(slug, isPublished));
  const { id } = await findBenchmarkBySlug(db, slug);
  return { slug, id };
}

interface Answered {
  model: string;
  /** Ids of questions. */
  questions: readonly string[];
}

/** What an importer of results does: questions as the file tells of them, answers to them, and a score of everything. */
async function importResults(
  { db }: Database,
  { slug, id }: { slug: string; id: string },
  file: Answered,
): Promise<string> {
  const told = ALL.filter(({ externalId }) => file.questions.includes(externalId));
  const { rows } = await db.execute<{ name: string }>(
    sql`select external_id as name from questions where benchmark_id = ${id}`,
  );
  const known = new Set(rows.map(({ name }) => name));
  const unknown = told.filter(({ externalId }) => !known.has(externalId));
  await insertQuestions(db, slug, unknown, { fromAnswers: true });
  const run = await insertRun(db, {
    ...{ benchmarkId: id, model: { name: file.model, kind: 'INTERLEAVED' as const }, settings: {} },
    ...{ samplesPerQuestion: SAMPLES, idempotencyKey: `${slug} ${file.model}` },
  });
  const samples = Array.from({ length: SAMPLES }, (_, at) => at);
  await insertResponses(
    db,
    run,
    told.flatMap(({ externalId }) =>
      samples.map((sampleIndex) => ({ question: externalId, sampleIndex, content: [{ text: 'an answer' }] })),
    ),
  );
  return judge(db, run, told);
}

async function judge(db: Database['db'], run: RunRow, told: readonly NewQuestion[]): Promise<string> {
  const outside = { name: 'judge', kind: 'IMPORTED' as const, manifest: {}, criteria: null };
  const { id } = await openImport(db, run, outside);
  const scores = told.flatMap(({ externalId, criteria }) =>
    Array.from({ length: SAMPLES }, (_, sampleIndex) => sampleIndex).flatMap((sampleIndex) =>
      (criteria ?? []).map((slug) => ({
        ...{ question: externalId, sampleIndex, criterion: slug, outcome: 'SCORED' as const },
        ...{ value: 1, officialValue: 1, reason: null, reply: null },
      })),
    ),
  );
  await importScores(db, id, scores, () => scores);
  await closeImport(db, id);
  return id;
}

/** How an evaluation stands, by names. */
async function standingOf({ db }: Database, id: string) {
  const [evaluation] = await db.select().from(evaluations).where(eq(evaluations.id, id));
  const { rows } = await db.execute(sql`
    select s.slug as slice, c.slug as criterion, r.expected, r.responses, r.expected_questions, r.answered_questions, r.n
    from rollups r join slices s on s.id = r.slice_id left join criteria c on c.id = r.criterion_id
    where r.evaluation_id = ${id} order by 1, 2`);
  const { status, expected, responses, done } = evaluation ?? {};
  return { status, expected, responses, done, rows };
}

const someQuestions = fc.subarray(
  ALL.map(({ externalId }) => externalId),
  { minLength: 1 },
);

describe('what a full run is', () => {
  test('does not depend on what came first: results, the questions, or somebody else’s results', async ({
    database,
  }) => {
    await fc.assert(
      fc.asyncProperty(fc.boolean(), someQuestions, someQuestions, async (isPublished, mine, theirs) => {
        const file = { model: 'mine', questions: mine };
        const install = (slug: string) => insertQuestions(database.db, slug, OWN);
        const before = await aBenchmark(database, isPublished);
        const early = await importResults(database, before, file);
        await importResults(database, before, { model: 'theirs', questions: theirs });
        await install(before.slug);
        const after = await aBenchmark(database, isPublished);
        await install(after.slug);
        const late = await importResults(database, after, file);

        const standing = await standingOf(database, early);
        expect(standing).toEqual(await standingOf(database, late));
        const lacks = OWN.filter(({ externalId }) => !mine.includes(externalId));
        expect(standing.expected).toBe((mine.length + lacks.length) * SAMPLES);
        expect(standing.status).toBe(lacks.length > 0 ? 'PARTIAL' : 'COMPLETED');
      }),
      { numRuns: 12 },
    );
    expect(await findFaults(database.db)).toEqual([]);
  });

  test('is what is published while nothing is installed, however many files told of some of it', async ({
    database,
  }) => {
    await fc.assert(
      fc.asyncProperty(someQuestions, someQuestions, async (mine, theirs) => {
        const benchmark = await aBenchmark(database, true);
        const id = await importResults(database, benchmark, { model: 'mine', questions: mine });
        const alone = await standingOf(database, id);
        await importResults(database, benchmark, { model: 'theirs', questions: theirs });

        expect(await standingOf(database, id)).toEqual(alone);
        const inCategory = (category: string) =>
          ALL.filter(({ externalId, slices }) => mine.includes(externalId) && slices[0]?.slug === category)
            .length;
        const questions = (['plain', 'pictures'] as const).map((category) =>
          Math.max(PUBLISHED[category], inCategory(category)),
        );
        expect(alone.expected).toBe(questions.reduce((sum, count) => sum + count) * SAMPLES);
        // Every criterion of every category has its row, so that nothing which is missing goes unseen.
        expect(alone.rows).toHaveLength(5);
      }),
      { numRuns: 12 },
    );
    expect(await findFaults(database.db)).toEqual([]);
  });

  test('is the same for an evaluation as for its run', async ({ database }) => {
    const benchmark = await aBenchmark(database, true);
    const id = await importResults(database, benchmark, { model: 'm', questions: ['a', 'p', 'x'] });
    const [evaluation] = await database.db.select().from(evaluations).where(eq(evaluations.id, id));
    const run = { id: evaluation?.runId ?? '', benchmarkId: benchmark.id };
    const both = async () => [
      (await standingOf(database, id)).expected,
      ...(await findExpectedResponses(database.db, [run])),
    ];

    expect(await both()).toEqual([7 * SAMPLES, 7 * SAMPLES]);
    await insertQuestions(database.db, benchmark.slug, OWN);
    expect(await both()).toEqual([8 * SAMPLES, 8 * SAMPLES]);
  });

  test('grows with an event for each evaluation that it changes, and for no other', async ({ database }) => {
    const benchmark = await aBenchmark(database, false);
    await insertQuestions(database.db, benchmark.slug, OWN.slice(0, 4));
    const id = await importResults(database, benchmark, { model: 'm', questions: ['a', 'b', 'c', 'd'] });
    const seqs = async () =>
      (await database.db.select().from(events).where(eq(events.evaluationId, id))).map(({ seq, payload }) => [
        seq,
        payload.status,
        payload.expected,
      ]);
    const before = await seqs();

    await insertQuestions(database.db, benchmark.slug, OWN.slice(0, 5));
    const [last, ...others] = (await seqs()).toReversed();
    await insertQuestions(database.db, benchmark.slug, OWN.slice(0, 5));
    await insertQuestions(database.db, benchmark.slug, FOREIGN, { fromAnswers: true });
    await upsertBenchmark(database.db, definitionOf(benchmark.slug, false));

    expect(before.at(-1)).toEqual([before.length, 'COMPLETED', 4 * SAMPLES]);
    expect(last).toEqual([before.length + 1, 'PARTIAL', 5 * SAMPLES]);
    expect(others).toHaveLength(before.length);
    expect(await seqs()).toHaveLength(before.length + 1);
  });

  test('is told by a definition that learnt how many questions are published', async ({ database }) => {
    const benchmark = await aBenchmark(database, false);
    const id = await importResults(database, benchmark, { model: 'm', questions: ['a', 'b'] });
    const before = await standingOf(database, id);

    await upsertBenchmark(database.db, definitionOf(benchmark.slug, true));

    expect(before).toMatchObject({ status: 'COMPLETED', expected: 2 * SAMPLES });
    expect(await standingOf(database, id)).toMatchObject({ status: 'PARTIAL', expected: 7 * SAMPLES });
    expect(await findFaults(database.db)).toEqual([]);
  });

  test('misses no evaluation that begins while questions come', async ({ database, databaseUrl, log }) => {
    const other = openDatabase(databaseUrl, { max: 4, log, name: 'other' });
    for (let round = 0; round < 5; round++) {
      const benchmark = await aBenchmark(database, true);
      await Promise.all([
        importResults(database, benchmark, { model: 'm', questions: ['a', 'x'] }),
        insertQuestions(other.db, benchmark.slug, OWN.slice(2)),
      ]);
    }
    await other.close();
    expect(await findFaults(database.db)).toEqual([]);
  });
});

describe('a question of which answers told only the name', () => {
  const told = (criteria: string[]): NewQuestion => ({ ...question('p', 'pictures', criteria), content: [] });

  test('becomes the one that is installed', async ({ database }) => {
    const { db } = database;
    const benchmark = await aBenchmark(database, true);
    await insertQuestions(db, benchmark.slug, [told(['good'])], { fromAnswers: true });
    const run = await insertRun(db, {
      ...{ benchmarkId: benchmark.id, model: { name: 'm', kind: 'INTERLEAVED' as const }, settings: {} },
      samplesPerQuestion: SAMPLES,
    });
    const answers = [0, 1].map((sampleIndex) => ({ question: 'p', sampleIndex, content: [{ text: 'yes' }] }));
    await insertResponses(db, run, answers);
    const id = await judge(db, run, [told(['good'])]);

    await insertQuestions(db, benchmark.slug, OWN);

    expect((await standingOf(database, id)).rows).toContainEqual({
      ...{ slice: 'pictures', criterion: 'count', expected: 2 * SAMPLES, expected_questions: 2 },
      // What is newly asked of an answer that is there is not scored; the answer is not missing.
      ...{ responses: SAMPLES, answered_questions: 1, n: 0 },
    });
    expect(await findFaults(db)).toEqual([]);
  });

  test('stays when the installed one is not asked what was answered', async ({ database }) => {
    const benchmark = await aBenchmark(database, true);
    await insertQuestions(database.db, benchmark.slug, [told(['good', 'count'])], { fromAnswers: true });

    const installing = insertQuestions(database.db, benchmark.slug, [question('p', 'pictures', ['good'])]);

    await expect(installing).rejects.toThrow('Question p is there with other content');
  });
});

test('a fault in what is expected is found by the doctor', async ({ database }) => {
  const benchmark = await aBenchmark(database, true);
  await insertQuestions(database.db, benchmark.slug, OWN);
  await importResults(database, benchmark, { model: 'm', questions: ['a', 'x'] });
  const wrong = [
    ['update rollups set expected = expected - 2 where criterion_id is not null', /rollups expect/],
    ['update evaluations set expected = 4', /expects 4 responses, a full run has 14 to 16/],
    ["update evaluations set status = 'COMPLETED'", /it is COMPLETED/],
  ] as const;
  for (const [change, words] of wrong) {
    const rollback = new Error('undo');
    const details = database.db.transaction(async (tx) => {
      await tx.execute(sql.raw(change));
      expect((await findFaults(tx)).map(({ detail }) => detail).join('\n')).toMatch(words);
      throw rollback;
    });
    await expect(details).rejects.toBe(rollback);
  }
  expect(await findFaults(database.db)).toEqual([]);
});
