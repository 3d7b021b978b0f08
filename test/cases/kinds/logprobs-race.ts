import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { aStoryRun, judgedBehind } from '../../support/remoteJudge.ts';
import { aReplyServer } from '../replyServer.ts';

export function declare(folder: string): void {
  test('four at once are all answered in words', async ({ client, database, config, log }) => {
    const fixtures = { client, database, config, log };
    const rubric = join(folder, '../text-parts-refused/rubric.yaml');
    const server = await aReplyServer(folder, ({ body }) => 'logprobs' in body, { text: '4', afterMs: 20 });
    const run = await aStoryRun(fixtures.client, 4);

    const scores = await judgedBehind(fixtures, run, {
      judge: 'vlm',
      name: 'text-only',
      rubric,
      url: server.url,
    });

    expect(scores).toEqual([{ outcome: 'SCORED', value: 4, reason: null, count: 4 }]);
    expect(Math.max(...server.asked.map(({ concurrent }) => concurrent))).toBeGreaterThan(1);
  });
}
