import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { aPictureRun, judgedBehind } from '../../support/remoteJudge.ts';
import { aChatServer } from '../../workers/chatServer.ts';

/** The case allows twenty requests in twenty seconds; here it is one. */
const LIMIT = { requests: 20, windowMs: 1000 };

export function declare(_folder: string): void {
  test('a limit that says nothing of how long costs time, and no response', async ({
    client,
    database,
    config,
    log,
  }) => {
    const fixtures = { client, database, config, log };
    let [since, count] = [0, 0];
    const server = await aChatServer(() => {
      if (Date.now() - since >= LIMIT.windowMs) [since, count] = [Date.now(), 0];
      return ++count > LIMIT.requests
        ? { status: 429, body: '{"error":{"message":"Rate limit reached for requests"}}' }
        : { text: '4' };
    });
    const run = await aPictureRun(fixtures.client, 50);

    const scores = await judgedBehind(fixtures, run, { url: server.url, workers: 2 });

    expect(scores).toEqual([{ outcome: 'SCORED', value: 4, reason: null, count: 50 }]);
    // Not by asking all the time: a window has as many for nothing as were on their way.
    expect(server.asked.length).toBeLessThan(300);
  });
}
