import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { findFaults } from '../../src/store/doctor.ts';
import { aJudge, anEvaluation, aRun, standingOf } from '../support/builders.ts';
import { test } from '../support/fixtures.ts';
import { follow } from '../support/live.ts';
import { demoRevision } from '../support/worker.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

test('a worker killed three times in the middle costs time, not data', { timeout: 120_000 }, async ({
  api,
  client,
  database,
  databaseUrl,
  home,
}) => {
  const aWorker = (): ChildProcess =>
    spawn(process.execPath, [MAIN, 'worker', '--judge', 'demo-detector'], {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl,
        ASSAY_HOME: home,
        LOG_LEVEL: 'fatal',
        WORKER_THREADS: '1',
      },
      stdio: 'ignore',
    });
  await aJudge(database, 'demo-detector', await demoRevision());
  // Sixteen samples a question make shards of two questions: enough of them to lose some three times.
  const run = await aRun(client, { painted: true, samples: 16, given: 6 });
  const evaluation = await anEvaluation(client, run.id, 'demo-detector');
  let worker = aWorker();
  let kills = 0;
  let before = 0;

  const events = await follow(api, evaluation, async ({ done, responses }) => {
    // Each is killed after scores of its own, and before the last.
    if (kills === 3 || done <= before || done === responses) return;
    kills++;
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    before = (await standingOf(client, evaluation)).done;
    worker = aWorker();
  });
  worker.kill('SIGTERM');
  await once(worker, 'exit');

  expect(kills).toBe(3);
  const { rows } = await database.db.execute(sql`
    select outcome, times, count(*)::int as pictures from (
      select min(s.outcome) as outcome, count(s.response_id)::int as times
      from responses r left join scores s on s.response_id = r.id group by r.id
    ) as per_response group by 1, 2`);
  expect(rows).toEqual([{ outcome: 'SCORED', times: 1, pictures: 360 }]);
  expect(await standingOf(client, evaluation)).toMatchObject({
    status: 'PARTIAL',
    responses: 360,
    done: 360,
  });
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(await findFaults(database.db)).toEqual([]);
});
