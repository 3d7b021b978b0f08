import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { aStoryRun, judgedBehind } from '../../support/remoteJudge.ts';
import { aChatServer } from '../../workers/chatServer.ts';

export function declare(folder: string): void {
  test('a server that takes nothing but strings is given strings where there is no picture', async ({
    client,
    database,
    config,
    log,
  }) => {
    const fixtures = { client, database, config, log };
    const server = await aChatServer(({ body }) =>
      body.messages.every(({ content }: { content: unknown }) => typeof content === 'string')
        ? { text: '5', tokens: { 5: 0.9, 4: 0.1 } }
        : { status: 500, body: 'can only concatenate str (not "list") to str' },
    );
    const run = await aStoryRun(fixtures.client, 2);
    const rubric = join(folder, 'rubric.yaml');

    const scores = await judgedBehind(fixtures, run, {
      judge: 'vlm',
      name: 'text-only',
      rubric,
      url: server.url,
    });

    expect(scores).toMatchObject([{ outcome: 'SCORED', count: 2 }]);
    expect(scores[0]?.value).toBeCloseTo(4.9);
    expect(server.asked.length).toBe(2);
  });
}
