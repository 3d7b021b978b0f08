import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';
import { aPictureRun, judgedBehind } from '../../support/remoteJudge.ts';
import { aReplyServer } from '../replyServer.ts';

export function declare(folder: string): void {
  test('a reply that was cut off is no score, and its record says so', async ({
    client,
    database,
    config,
    log,
  }) => {
    const fixtures = { client, database, config, log };
    const { url } = await aReplyServer(folder);

    const scores = await judgedBehind(fixtures, await aPictureRun(fixtures.client), { url });

    const { rows } = await database.db.execute(sql`select is_truncated, evidence from replies`);
    expect(scores).toEqual([
      { outcome: 'UNPARSEABLE', value: null, reason: expect.stringMatching(/cut off/), count: 2 },
    ]);
    const reply = { is_truncated: true, evidence: { isCut: true } };
    expect(rows).toEqual([reply, reply]);
  });
}
