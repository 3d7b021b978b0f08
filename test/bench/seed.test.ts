import { describe, expect } from 'vitest';
import { planSeed } from '../../bench/seed/plan.ts';
import { seedScores } from '../../bench/seed.ts';
import { benchmarkDefinition } from '../../src/benchmarks/registry.ts';
import { findFaults } from '../../src/store/doctor.ts';
import { test } from '../support/fixtures.ts';

const LEADERBOARD = `{ leaderboard(benchmark: "mmie") {
  nodes { rank strict { n expected } evaluation { status judge { revision } } } } }`;

interface Board {
  leaderboard: { nodes: { rank: number | null; strict: { n: number; expected: number } }[] };
}

describe('a seeded database', () => {
  test('is as the program itself would have left it, and shows every model complete', async ({
    client,
    database,
  }) => {
    const seeded = await seedScores(database, { scores: 1e4, models: 10 });

    const { leaderboard } = await client.query<Board>(LEADERBOARD);
    expect(await findFaults(database.db)).toEqual([]);
    expect(seeded).toMatchObject({ scores: 9920, models: 10, evaluations: 10 });
    expect(leaderboard.nodes).toHaveLength(10);
    for (const { rank, strict } of leaderboard.nodes) {
      expect(rank).not.toBeNull();
      expect(strict.expected).toBe(seeded.questions);
      expect(strict.n).toBeGreaterThan(0.9 * seeded.questions);
    }
  });

  test('has a longer history behind the same leaderboard', async ({ client, database }) => {
    const seeded = await seedScores(database, { scores: 2e4, models: 4, evaluationsPerModel: 6 });

    const { leaderboard } = await client.query<Board>(LEADERBOARD);
    expect(await findFaults(database.db)).toEqual([]);
    expect(seeded).toMatchObject({ models: 4, evaluations: 24 });
    expect(leaderboard.nodes).toHaveLength(4);
  });

  test('pools criteria where the benchmark does', async ({ database }) => {
    await seedScores(database, { scores: 1e4, models: 2, benchmark: 'evalalign' });

    const { rows } = await database.pool.query(
      'select count(*) as n from rollups where criterion_id is null',
    );
    expect(await findFaults(database.db)).toEqual([]);
    expect(rows).toEqual([{ n: 4 }]);
  });

  test('is not seeded again', async ({ database }) => {
    await seedScores(database, { scores: 1e4, models: 10 });

    const again = seedScores(database, { scores: 1e4, models: 10 });

    await expect(again).rejects.toThrow('mmie has questions already');
  });
});

describe('the plan of a seed', () => {
  const mmie = benchmarkDefinition('mmie');

  test('needs a question in every leaf of every model', () => {
    expect(() => planSeed(mmie, { scores: 100 })).toThrow('100 are too few for 50 models, which need');
  });

  test('grows the benchmark up to its size, and history from there on', () => {
    const [small, large] = [1e5, 1e8].map((scores) => planSeed(mmie, { scores }));

    expect(small).toMatchObject({ questions: 256, generations: 1 });
    expect(large).toMatchObject({ questions: 20103, generations: 13 });
    for (const plan of [small, large]) {
      expect(plan?.leaves).toHaveLength(102);
      expect(plan?.leaves.reduce((all, { questions }) => all + questions, 0)).toBe(plan?.questions);
      const newest = plan?.evaluations.slice(-50) ?? [];
      expect(new Set(newest.map(({ model }) => model)).size).toBe(50);
      expect(new Set(newest.map(({ judge }) => judge)).size).toBe(1);
    }
  });
});
