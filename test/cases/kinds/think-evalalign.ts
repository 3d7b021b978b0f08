import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parseReply } from '../../../src/benchmarks/evalalign/parse.ts';
import { SKILLS } from '../../../src/benchmarks/evalalign/skills.ts';
import { test } from '../../support/fixtures.ts';
import { aPictureRun, judgedBehind } from '../../support/remoteJudge.ts';
import { aReplyServer } from '../replyServer.ts';

export function declare(folder: string): void {
  const { choices } = JSON.parse(readFileSync(join(folder, 'reply.json'), 'utf8'));

  test.for(SKILLS)('no number out of the thinking is an answer about $name', (skill) => {
    expect(parseReply(choices[0].message.content, skill)).toMatchObject({ outcome: 'SCORED', value: 1 });
  });

  test('nor is it where a server says it', async ({ client, database, config, log }) => {
    const fixtures = { client, database, config, log };
    const { url } = await aReplyServer(folder);

    const scores = await judgedBehind(fixtures, await aPictureRun(fixtures.client), { url });

    expect(scores).toEqual([{ outcome: 'SCORED', value: 1, reason: null, count: 2 }]);
  });
}
