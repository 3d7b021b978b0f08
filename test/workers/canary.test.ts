import { expect, vi } from 'vitest';
import { findFaults } from '../../src/store/doctor.ts';
import type { ClaimedShard } from '../../src/store/queue.ts';
import { openCanary } from '../../src/workers/canary.ts';
import { consume } from '../../src/workers/consumer.ts';
import { aJudge, anEvaluation, aRun, standingOf } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';

test('a worker whose answers move in the middle writes no more and hands its work back to one whose did not', async ({
  client,
  database,
  queue,
  log,
}) => {
  const { revision } = await aJudge(database);
  const evaluation = await anEvaluation(client, (await aRun(client)).id);
  let answers: string | null = null;
  const canary = await openCanary({ findMoved: async () => answers }, 10);
  let judged = 0;
  const drifting = scripted(revision, async () => {
    judged++;
    if (judged === 100) {
      answers = 'the golden banana is gone';
      await vi.waitFor(() => expect(canary.moved()).not.toBeNull());
    }
    return canary.moved() === null ? 1 : 0;
  });
  const held = new Set<ClaimedShard>();

  const isFenced = () => canary.moved() !== null;
  await consume(
    { database, queue, scorer: drifting, log, held, isFenced, onCommitted: () => {} },
    canary.fenced,
  );
  canary.stop();
  const { done } = await standingOf(client, evaluation);
  await scoreToEnd(database, queue, scripted(revision), evaluation, log);

  expect(canary.moved()).toBe('the golden banana is gone');
  expect([...held]).toEqual([]);
  expect(done).toBeLessThan(100);
  const { rows } = await database.pool.query('select count(*) as n, sum(value) as right from scores');
  expect(rows).toEqual([{ n: 240, right: 240 }]);
  expect(await findFaults(database.db)).toEqual([]);
});

test('a golden set that can no longer be scored counts as moved, and says why', async () => {
  let works = true;
  const findMoved = async () => {
    if (works) return null;
    throw new Error('the device is gone');
  };
  const canary = await openCanary({ findMoved }, 5);

  works = false;

  await vi.waitFor(() => expect(canary.moved()).toBe('the device is gone'));
  expect(canary.fenced.aborted).toBe(true);
  canary.stop();
});
