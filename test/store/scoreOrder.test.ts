import { expect, onTestFinished } from 'vitest';
import { newId } from '../../src/core/ids.ts';
import { findBenchmarkBySlug } from '../../src/store/benchmarks.ts';
import { openDatabase } from '../../src/store/database.ts';
import { findOrderedScorePages } from '../../src/store/scoreOrder.ts';
import { scoreCursor } from '../../src/store/scorePages.ts';
import { test } from '../support/fixtures.ts';

test.for(['WORST_FIRST', 'BEST_FIRST'] as const)(
  'a page %s reads of its index what it shows, not the evaluation',
  async (order, { databaseUrl, log }) => {
    const { db, pool, close } = openDatabase(databaseUrl, { max: 1, log, name: 'one connection' });
    onTestFinished(close);
    const { id: benchmarkId } = await findBenchmarkBySlug(db, 'evalalign');
    const evaluationId = newId();
    // Eleven criteria of two scales, most values alike.
    await pool.query(
      `insert into scores (evaluation_id, question_id, response_id, criterion_id, slice_id, outcome, value, official_value)
      select $1, lpad(to_hex(q), 32, '0')::uuid, lpad(to_hex(q), 32, '1')::uuid, c.id, c.category_id,
        (case when q % 9 = 0 then 'JUDGE_ERROR' else 'SCORED' end)::outcome,
        case when q % 9 > 0 then (q * 7 % (c.scale_max::int + 1)) end, null
      from generate_series(1, 2000) q, (select * from criteria where benchmark_id = $2) c`,
      [evaluationId, benchmarkId],
    );
    await pool.query('analyze scores');
    const read = async () => {
      await pool.query('select pg_stat_force_next_flush()');
      const { rows } = await pool.query(
        `select (select sum(idx_tup_read)::int from pg_stat_user_indexes where relname ~ '^scores_')
          + (select sum(seq_tup_read)::int from pg_stat_user_tables where relname ~ '^scores_') as rows`,
      );
      return rows[0].rows;
    };
    const before = await read();

    const page = async (after: string | null) => {
      const pages = await findOrderedScorePages(
        db,
        [evaluationId],
        { benchmarkId },
        { first: 10, order, after },
      );
      return pages.flatMap(({ rows }) => rows);
    };
    const first = await page(null);
    const next = await page(scoreCursor(first[9] as (typeof first)[number]));

    expect(new Set([...first, ...next].map(scoreCursor)).size).toBe(20);
    expect((await read()) - before).toBeLessThan(2_000);
  },
);
