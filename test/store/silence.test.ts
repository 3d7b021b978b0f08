import { expect } from 'vitest';
import { fromGlobalId } from '../../src/core/ids.ts';
import { boundSilence, isConnectionError } from '../../src/store/database.ts';
import { lockEvaluation } from '../../src/store/evaluations.ts';
import { aJudge, anEvaluation, aRun } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { anotherProcess, scoreToEnd, scripted } from '../support/judging.ts';

test('a worker that falls silent in the middle of its commit lets go of what it locked', async ({
  client,
  database,
  databaseUrl,
  queue,
  log,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 2, samples: 1 });
  const evaluation = await anEvaluation(client, run.id);
  const id = fromGlobalId('Evaluation', evaluation, 'evaluation');
  const silent = await anotherProcess(databaseUrl, log);
  const locked = Promise.withResolvers<void>();
  const awake = Promise.withResolvers<void>();

  const late = silent.database.db
    .transaction(async (tx) => {
      await boundSilence(tx);
      await lockEvaluation(tx, id);
      locked.resolve();
      await awake.promise;
      await lockEvaluation(tx, id);
    })
    .catch((error: unknown) => error);
  await locked.promise;
  const committed = await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
  awake.resolve();
  const error = await late;

  expect(committed).toBe(2);
  expect(isConnectionError(error)).toBe(true);
  await silent[Symbol.asyncDispose]();
});
