import { describe, expect } from 'vitest';
import { findEventHorizon, findEventsAfter } from '../../src/store/events.ts';
import { planScores } from '../../src/store/exports/scores.ts';
import { openSnapshot } from '../../src/store/exports/snapshot.ts';
import { importMmie } from '../support/exported.ts';
import { test } from '../support/fixtures.ts';
import { aTextRun, importEvaluation } from '../support/imported.ts';

describe('a snapshot that an export reads', () => {
  test('shows nothing of what is written meanwhile, and holds back no live event', async ({
    client,
    database,
  }) => {
    const { questions } = await importMmie(client, 6);
    const cursor = await findEventHorizon(database.db);
    const snapshot = await openSnapshot(database);
    const before = await planScores(snapshot.db, {});

    const run = await aTextRun(client, { benchmark: 'mmie', model: 'third', questions });
    await importEvaluation(
      client,
      run,
      { name: 'people', criteria: ['overall'] },
      { scores: questions.map((question) => ({ question, criterion: 'overall', value: 1 })) },
    );
    // Transactions of other databases on the same server hold them back for a moment.
    await expect
      .poll(async () => (await findEventsAfter(database.db, cursor, 100)).length, { timeout: 10_000 })
      .toBeGreaterThan(1);
    const during = await planScores(snapshot.db, {});
    await snapshot.close();
    const after = await planScores(database.db, {});

    expect(during.state).toEqual(before.state);
    expect([before.rows, during.rows, after.rows]).toEqual([12, 12, 18]);
  });

  test('writes nothing, whatever it is asked', async ({ database }) => {
    const snapshot = await openSnapshot(database);

    const writing = snapshot.db.execute(`delete from models`);

    await expect(writing).rejects.toMatchObject({ cause: { code: '25006' } });
    await snapshot.close();
  });

  test('lets its connection go when a copy is not read to its end', async ({ client, database }) => {
    await importMmie(client, 21);
    const opened = database.pool.totalCount;
    for (let round = 0; round < 15; round++) {
      const snapshot = await openSnapshot(database);
      const { selects } = await planScores(snapshot.db, {});
      const [select] = selects('csv');
      const copy = snapshot.copy(select as NonNullable<typeof select>, 'csv');
      await copy[Symbol.asyncIterator]().next();
      await snapshot.close();
    }

    expect(database.pool.totalCount).toBeLessThanOrEqual(Math.max(opened, 1));
    expect(await planScores(database.db, {})).toMatchObject({ rows: 42 });
  });
});
