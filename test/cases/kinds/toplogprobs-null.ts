import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { aPictureRun, judgedBehind } from '../../support/remoteJudge.ts';
import { aReplyServer } from '../replyServer.ts';

export function declare(folder: string): void {
  test('the answer is read, with one request each', async ({ client, database, config, log }) => {
    const fixtures = { client, database, config, log };
    const server = await aReplyServer(folder);

    const scores = await judgedBehind(fixtures, await aPictureRun(fixtures.client, 4), { url: server.url });

    expect(scores).toEqual([{ outcome: 'SCORED', value: 4, reason: null, count: 4 }]);
    expect(server.asked.length).toBe(4);
  });
}
