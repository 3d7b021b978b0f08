import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { aPictureRun, judgedBehind } from '../../support/remoteJudge.ts';
import { aReplyServer } from '../replyServer.ts';

export function declare(folder: string): void {
  test('a seed that is refused is left out', async ({ client, database, config, log }) => {
    const fixtures = { client, database, config, log };
    const server = await aReplyServer(folder, ({ body }) => 'seed' in body, { text: '4' });

    const scores = await judgedBehind(fixtures, await aPictureRun(fixtures.client, 4), { url: server.url });

    expect(scores).toEqual([{ outcome: 'SCORED', value: 4, reason: null, count: 4 }]);
    expect(server.asked.filter(({ body }) => !('seed' in body)).length).toBe(4);
  });

  test('a refusal that goes on is told in the words of the server', async ({
    client,
    database,
    config,
    log,
  }) => {
    const fixtures = { client, database, config, log };
    const { url } = await aReplyServer(folder);

    const scores = await judgedBehind(fixtures, await aPictureRun(fixtures.client, 1), { url });

    const reason =
      'the judge server answered 400: Invalid JSON payload received. Unknown name "seed": Cannot find field.';
    expect(scores).toEqual([{ outcome: 'JUDGE_ERROR', value: null, reason, count: 1 }]);
  });
}
