import { expect } from 'vitest';
import { toGlobalId } from '../../src/core/ids.ts';
import { insertWorker, updateWorker } from '../../src/store/workers.ts';
import { aJudge } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { connect, wsErrors } from '../support/live.ts';

const WORKERS = `subscription ($judge: ID, $after: String) { workersChanged(judge: $judge, after: $after) {
  cursor workers { host device status imagesPerSecond } } }`;

test('workers of a judge are told at once, and again when one of them reports', async ({ api, database }) => {
  const [judge, other] = [await aJudge(database), await aJudge(database, 'other')];
  const worker = { device: 'cuda', status: 'WORKING' as const };
  const { id } = await insertWorker(database.db, { ...worker, host: 'mine', judges: [judge.revision] });
  await insertWorker(database.db, { ...worker, host: 'foreign', judges: [other.revision] });
  const connection = connect(api);
  const changes = connection.iterate(WORKERS, { judge: toGlobalId('Judge', judge.id) });

  const atOnce = (await changes.next()).value?.data.workersChanged;
  await updateWorker(database.db, id, { imagesPerSecond: 12.5 });
  const later = (await changes.next()).value?.data.workersChanged;
  await changes.return?.();
  await connection.end();

  expect(atOnce.workers).toEqual([
    { host: 'mine', device: 'cuda', status: 'WORKING', imagesPerSecond: null },
  ]);
  expect(later.workers).toMatchObject([{ host: 'mine', imagesPerSecond: 12.5 }]);
  expect(later.cursor).not.toBe(atOnce.cursor);
});

test('who has seen the workers as they are hears of the next change only', async ({ api, database }) => {
  const judge = await aJudge(database);
  const { id } = await insertWorker(database.db, {
    ...{ host: 'mine', device: 'cpu', status: 'STARTING', judges: [judge.revision] },
  });
  const connection = connect(api);
  const before = (await connection.iterate(WORKERS).next()).value?.data.workersChanged;

  const changes = connection.iterate(WORKERS, { after: before.cursor });
  const next = changes.next();
  await updateWorker(database.db, id, { status: 'IDLE' });
  const change = (await next).value?.data.workersChanged;
  await connection.end();

  expect(change.workers).toMatchObject([{ status: 'IDLE' }]);
});

test('a judge that there is not is refused', async ({ api }) => {
  const [error] = await wsErrors(api, WORKERS, { judge: toGlobalId('Judge', crypto.randomUUID()) });

  expect(error).toMatchObject({
    message: 'judge: there is no such judge',
    extensions: { code: 'NOT_FOUND' },
  });
});
