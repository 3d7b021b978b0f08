import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect } from 'vitest';
import type { BenchmarkDefinition, Outcome } from '../../src/benchmarks/benchmark.ts';
import {
  findBenchmarkBySlug,
  findCriteriaOfBenchmarks,
  upsertBenchmark,
} from '../../src/store/benchmarks.ts';
import { lockRollups } from '../../src/store/bulk/scores.ts';
import { type Database, openDatabase, type Tx } from '../../src/store/database.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { insertEmptyEvaluation } from '../../src/store/evaluations.ts';
import { upsertJudge } from '../../src/store/judges.ts';
import { insertQuestions, type NewQuestion } from '../../src/store/questions.ts';
import { insertResponses } from '../../src/store/responses.ts';
import { insertRun } from '../../src/store/runs.ts';
import { type NewScore, written as writing } from '../../src/store/scores.ts';
import { test } from '../support/fixtures.ts';

/** Writes as a shard does; writers of the same questions, which shards never are, wait for each other here. */
async function insertScores(tx: Tx, evaluationId: string, scores: readonly NewScore[]): Promise<number> {
  await lockRollups(tx, evaluationId);
  const { rows } = await tx.execute<{ responses: number }>(
    sql`with ${writing(evaluationId, scores)} select responses from finished`,
  );
  return rows[0]?.responses ?? 0;
}

const SAMPLES = 3;
const QUESTIONS = 6;

/** Two categories, one of them with a domain, a criterion for all and one of each category with a scale of its own. */
const TOY: BenchmarkDefinition = {
  slug: 'toy',
  name: 'Toy',
  description: 'A benchmark for tests.',
  samplesPerQuestion: SAMPLES,
  categories: [
    { slug: 'flat', name: 'Flat' },
    { slug: 'deep', name: 'Deep', children: [{ slug: 'domain', name: 'Domain' }] },
  ],
  criteria: [
    {
      slug: 'all',
      name: 'All',
      description: '',
      category: null,
      scale: { min: 0, max: 6 },
      higherIsBetter: true,
    },
    {
      slug: 'own',
      name: 'Own',
      description: '',
      category: 'flat',
      scale: { min: -1, max: 0 },
      higherIsBetter: true,
    },
    {
      slug: 'own',
      name: 'Own',
      description: '',
      category: 'deep',
      scale: { min: 1, max: 3 },
      higherIsBetter: false,
    },
  ],
  headline: { criterion: null, overall: null, category: 'MEAN' },
};

const questions = Array.from(
  { length: QUESTIONS },
  (_, index): NewQuestion => ({
    externalId: String(index),
    slices: (index % 2 === 0 ? ['flat'] : ['deep', 'domain']).map((slug) => ({ slug, name: slug })),
    content: [{ text: 'a question' }],
    reference: null,
    criteria: null,
  }),
);

/** A judge of every criterion. */
const aJudgeOfAll = ({ db }: Database) =>
  upsertJudge(db, { name: 'all', kind: 'RULE', revision: 'all', manifest: {}, criteria: null });

/** What there is to score: a response and criterion each, with the scale of its values. */
type Place = Pick<NewScore, 'questionId' | 'responseId' | 'criterionId' | 'sliceId'> & {
  min: number;
  max: number;
};

async function aToyRun({ db }: Database) {
  await upsertBenchmark(db, TOY);
  await insertQuestions(db, 'toy', questions);
  const benchmark = await findBenchmarkBySlug(db, 'toy');
  const run = await insertRun(db, {
    benchmarkId: benchmark.id,
    model: { name: 'm', kind: 'INTERLEAVED' },
    settings: {},
    samplesPerQuestion: SAMPLES,
  });
  await insertResponses(
    db,
    run,
    questions.flatMap(({ externalId: question }) =>
      Array.from({ length: SAMPLES }, (_, sampleIndex) => ({ question, sampleIndex, content: [] })),
    ),
  );
  const { rows } = await db.execute<
    Record<'questionId' | 'responseId' | 'sliceId' | 'externalId', string>
  >(sql`
    select q.id as "questionId", r.id as "responseId", q.slice_id as "sliceId", q.external_id as "externalId"
    from responses r join questions q on q.id = r.question_id order by q.external_id, r.sample_index`);
  const [criteria = []] = await findCriteriaOfBenchmarks(db, [benchmark.id]);
  const [all, flat, deep] = criteria;
  const places = rows.flatMap(({ externalId, ...ids }): Place[] =>
    [all, Number(externalId) % 2 === 0 ? flat : deep].map((criterion) => ({
      ...ids,
      criterionId: criterion?.id ?? '',
      min: criterion?.scaleMin ?? 0,
      max: criterion?.scaleMax ?? 0,
    })),
  );
  return { run, places, criteria };
}

const REASONS = ['NOT_APPLICABLE', 'UNPARSEABLE', 'OUT_OF_RANGE', 'JUDGE_ERROR', 'MISSING_MEDIA'] as const;

const aScore = fc.record({
  place: fc.nat({ max: QUESTIONS * SAMPLES * 2 - 1 }),
  outcome: fc.oneof({ weight: 3, arbitrary: fc.constant('SCORED') }, fc.constantFrom(...REASONS)),
  /** Share of the way along the scale; quarters, so that ties and both ends occur. */
  value: fc.integer({ min: 0, max: 4 }),
  /** As its script reads it, which may be beyond the scale. */
  official: fc.option(fc.integer({ min: -2, max: 9 })),
});
type AScore = typeof aScore extends fc.Arbitrary<infer T> ? T : never;

const batches = fc.array(fc.array(aScore, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 6 });

function written(places: readonly Place[], { place, outcome, value, official }: AScore): NewScore {
  const { min, max, ...ids } = places[place] as Place;
  const at = (quarters: number) => min + ((max - min) * quarters) / 4;
  return {
    ...ids,
    outcome: outcome as Outcome,
    value: outcome === 'SCORED' ? at(value) : null,
    officialValue: official === null ? null : at(official),
    reason: null,
  };
}

type Stored = Pick<
  NewScore,
  'questionId' | 'responseId' | 'criterionId' | 'sliceId' | 'outcome' | 'value' | 'officialValue'
>;

async function storedScores({ db }: Database, evaluationId: string): Promise<Stored[]> {
  const { rows } = await db.execute<Record<keyof Stored, never>>(sql`
    select question_id as "questionId", response_id as "responseId", criterion_id as "criterionId",
      slice_id as "sliceId", outcome, value, official_value as "officialValue"
    from scores where evaluation_id = ${evaluationId}`);
  return rows;
}

interface ScaleRow {
  id: string;
  scaleMin: number;
  scaleMax: number;
  higherIsBetter: boolean;
}

/** One reading's sums, straight from the definition: S_q and n_q of every question. */
function sumsOf(
  scores: readonly Stored[],
  read: (score: Stored) => number | null,
  criteria: readonly ScaleRow[],
  prefix = '',
) {
  const clusters = [...Map.groupBy(scores, (score) => score.questionId).values()]
    .map((all) => ({ all, scored: all.filter((score) => read(score) !== null) }))
    .filter(({ scored }) => scored.length > 0)
    .map(({ all, scored }) => {
      const values = scored.map((score) => read(score) as number);
      return {
        s: values.reduce((a, b) => a + b, 0),
        n: values.length,
        best: Math.max(...values),
        responses: new Set(all.map(({ responseId }) => responseId)).size,
        place: Math.max(...scored.map((score) => placeOf(read(score) as number, score, criteria))),
        values,
      };
    });
  const total = (of: (cluster: (typeof clusters)[number]) => number) =>
    clusters.reduce((sum, cluster) => sum + of(cluster), 0);
  const sums = {
    n: total(({ n }) => n),
    sum: total(({ s }) => s),
    sum_squares: total(({ values }) => values.reduce((sum, value) => sum + value * value, 0)),
    questions: clusters.length,
    squares: total(({ s }) => s * s),
    cross: total(({ s, n }) => s * n),
    sizes: total(({ n }) => n * n),
    best: total(({ best }) => best),
    response_cross: total(({ s, responses }) => s * responses),
    won: total(({ place }) => place),
  };
  return Object.fromEntries(Object.entries(sums).map(([name, value]) => [prefix + name, value]));
}

function placeOf(value: number, { criterionId }: Stored, criteria: readonly ScaleRow[]): number {
  const scale = criteria.find(({ id }) => id === criterionId) as ScaleRow;
  const up = Math.min(1, Math.max(0, (value - scale.scaleMin) / (scale.scaleMax - scale.scaleMin)));
  return scale.higherIsBetter ? up : 1 - up;
}

/** Every rollup row as recomputing it from the scores gives it, by slice and criterion. */
async function expectRollups(database: Database, evaluationId: string, criteria: readonly ScaleRow[]) {
  const scores = await storedScores(database, evaluationId);
  const { rows } = await database.db.execute<Record<string, unknown>>(
    sql`select * from rollups where evaluation_id = ${evaluationId}`,
  );
  expect(rows.length).toBe(6);
  for (const row of rows) {
    const own = scores.filter(
      (score) =>
        score.sliceId === row['slice_id'] &&
        (row['criterion_id'] === null || score.criterionId === row['criterion_id']),
    );
    const outcomes = Object.fromEntries(
      ['SCORED', ...REASONS].map((name) => [
        name.toLowerCase(),
        own.filter((score) => score.outcome === name).length,
      ]),
    );
    const scale = criteria.find(({ id }) => id === row['criterion_id']);
    const histogram = Array(20).fill(0);
    for (const { value } of scale ? own : []) {
      if (scale && value !== null)
        histogram[
          Math.min(19, Math.floor((20 * (value - scale.scaleMin)) / (scale.scaleMax - scale.scaleMin)))
        ]++;
    }
    expect(row).toMatchObject({
      ...outcomes,
      ...sumsOf(own, (score) => score.value, criteria),
      ...sumsOf(own, (score) => score.officialValue, criteria, 'official_'),
      histogram,
      response_sizes: (QUESTIONS / 2) * SAMPLES ** 2,
      expected: (QUESTIONS / 2) * SAMPLES * (row['criterion_id'] === null ? 2 : 1),
    });
  }
}

const wrongRollups = async ({ db }: Database) =>
  (await findFaults(db)).filter(({ check }) => !check.startsWith('progress'));

describe('rollups equal what recomputing from the scores gives', () => {
  test('after any batches, repeated and overlapping ones included', async ({ database }) => {
    const { run, places, criteria } = await aToyRun(database);
    const judge = await aJudgeOfAll(database);
    const { db } = database;

    await fc.assert(
      fc.asyncProperty(batches, async (all) => {
        const { evaluation } = await db.transaction((tx) =>
          insertEmptyEvaluation(tx, run, judge, { status: 'RUNNING' }),
        );
        const first = new Map<string, NewScore>();
        let responses = 0;
        for (const batch of all) {
          const scores = batch.map((score) => written(places, score));
          for (const score of scores) {
            const key = `${score.responseId} ${score.criterionId}`;
            if (!first.has(key)) first.set(key, score);
          }
          responses += await db.transaction((tx) => insertScores(tx, evaluation.id, scores));
        }
        const byKey = (score: Stored) =>
          `${score.responseId} ${score.criterionId} ${score.outcome} ${score.value} ${score.officialValue}`;
        expect((await storedScores(database, evaluation.id)).map(byKey).sort()).toEqual(
          [...first.values()].map(byKey).sort(),
        );
        expect(responses).toBe(new Set([...first.values()].map((score) => score.responseId)).size);
        await expectRollups(database, evaluation.id, criteria);
      }),
      { numRuns: 30 },
    );
    expect(await wrongRollups(database)).toEqual([]);
  });

  test('when two connections write the same scores at the same time', async ({
    database,
    databaseUrl,
    log,
  }) => {
    const { run, places, criteria } = await aToyRun(database);
    const judge = await aJudgeOfAll(database);
    const other = openDatabase(databaseUrl, { max: 1, log, name: 'other' });

    await fc.assert(
      fc.asyncProperty(batches, batches, async (ours, theirs) => {
        const { evaluation } = await database.db.transaction((tx) =>
          insertEmptyEvaluation(tx, run, judge, { status: 'RUNNING' }),
        );
        const writer = async ({ db }: Database, all: AScore[][]) => {
          let responses = 0;
          for (const batch of all) {
            const scores = batch.map((score) => written(places, score));
            responses += await db.transaction((tx) => insertScores(tx, evaluation.id, scores));
          }
          return responses;
        };
        const counts = await Promise.all([
          writer(database, ours),
          writer(other, theirs),
          writer(database, theirs.toReversed()),
        ]);
        const scores = await storedScores(database, evaluation.id);
        expect(counts.reduce((sum, count) => sum + count)).toBe(
          new Set(scores.map((score) => score.responseId)).size,
        );
        await expectRollups(database, evaluation.id, criteria);
      }),
      { numRuns: 30 },
    );
    await other.close();
    expect(await wrongRollups(database)).toEqual([]);
  });
});

describe('the doctor', () => {
  const faults: [string, string, RegExp][] = [
    ['a sum that was changed', 'update rollups set sum = sum + 1 where n > 0', /sum is/],
    [
      'a count of outcomes that was changed',
      'update rollups set judge_error = judge_error + 1',
      /judge_error is 1/,
    ],
    ['a cluster sum that was changed', 'update rollups set official_cross = 0', /official_cross is 0/],
    [
      'a histogram that was changed',
      'update rollups set histogram[3] = 99 where criterion_id is not null',
      /histogram/,
    ],
    [
      'a score that was deleted',
      'delete from scores where ctid in (select ctid from scores limit 1)',
      /scored is/,
    ],
    ['a rollup that was deleted', 'delete from rollups where criterion_id is not null', /no rollup/],
    ['progress that was changed', 'update evaluations set done = done + 1', /responses have scores/],
    ['an evaluation closed too early', "update evaluations set status = 'COMPLETED'", /expected/],
  ];

  test.for(faults)('finds %s', async ([, change, words], { database }) => {
    const { run, places } = await aToyRun(database);
    const judge = await aJudgeOfAll(database);
    await database.db.transaction(async (tx) => {
      const { evaluation } = await insertEmptyEvaluation(tx, run, judge, { status: 'RUNNING' });
      const scores = places
        .slice(0, 10)
        .map((_, place) => written(places, { place, outcome: 'SCORED', value: 2, official: 3 }));
      const done = await insertScores(tx, evaluation.id, scores);
      await tx.execute(sql`update evaluations set done = ${done}`);
    });
    expect(await findFaults(database.db)).toEqual([]);

    await database.db.execute(sql.raw(change));

    expect((await findFaults(database.db)).map(({ detail }) => detail).join('\n')).toMatch(words);
  });
});
