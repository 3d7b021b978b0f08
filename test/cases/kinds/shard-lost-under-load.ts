import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { newId } from '../../../src/core/ids.ts';
import { judgeQueue } from '../../../src/core/jobs.ts';
import { openQueue } from '../../../src/store/queue.ts';
import { loadJudge } from '../../../src/workers/installed.ts';
import { openJudge } from '../../../src/workers/judge.ts';
import { test } from '../../support/fixtures.ts';
import { aFolder, CPU, quarters } from '../../workers/models.ts';
import { aNetwork, appleNetwork } from '../../workers/networks.ts';

export function declare(): void {
  test('a shard keeps its heartbeat while the detector computes', async ({ database, queue }) => {
    const revision = randomBytes(32).toString('hex');
    await queue.serve(revision);
    await queue.send(database.db, revision, [{ evaluationId: newId(), questionIds: [newId()] }]);
    const root = await aFolder();
    await aNetwork(root, appleNetwork({ work: 6 }));
    const judge = await openJudge(await loadJudge('apples', [root]), CPU);
    const picture = await judge.prepare(await quarters(['red', 'red', 'red', 'red']));
    const shard = await queue.claim(judgeQueue(revision));
    if (!shard) throw new Error('a shard waits');
    let beats = 0;
    let isComputing = true;

    const perceiving = judge.perceive([picture], [new Set()]).finally(() => {
      isComputing = false;
    });
    while (isComputing) {
      await queue.heartbeat([shard]);
      if (isComputing) beats++;
    }
    await perceiving;
    await judge.close();

    expect(beats).toBeGreaterThan(3);
    expect(shard.lost.aborted).toBe(false);
  });

  test('a worker with a longer heartbeat has it for a revision that was served before', async ({
    database,
    queue,
    log,
  }) => {
    const revision = randomBytes(32).toString('hex');
    await queue.serve(revision);
    await queue.send(database.db, revision, [{ evaluationId: newId(), questionIds: [newId()] }]);
    const patient = await openQueue(database, { heartbeatSeconds: 300, log });

    await patient.serve(revision);
    await patient.claim(judgeQueue(revision));
    await patient.stop();

    const { rows } = await database.pool.query(
      'select heartbeat_seconds as seconds from pgboss.job where name = $1',
      [judgeQueue(revision)],
    );
    expect(rows).toEqual([{ seconds: 300 }]);
  });
}
