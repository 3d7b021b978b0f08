import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { findServer } from '../../../src/workers/remote/server.ts';
import { test } from '../../support/fixtures.ts';
import { aPictureRun, judgedBehind } from '../../support/remoteJudge.ts';
import { aFreePort, aPythonServer, whyNoPython } from '../pythonServer.ts';

/** The port that the server of the case is written for. */
const PORT = '4392';

export function declare(folder: string): void {
  test('an API below another path than /v1 is asked there', async ({
    client,
    database,
    config,
    log,
    skip,
  }) => {
    const fixtures = { client, database, config, log };
    const why = whyNoPython();
    if (why) return skip(why);
    const port = await aFreePort();
    const program = readFileSync(join(folder, 'server.py'), 'utf8').replace(PORT, String(port));
    const origin = await aPythonServer(['-c', program], port);
    const run = await aPictureRun(fixtures.client);

    const scores = await judgedBehind(fixtures, run, { url: `${origin}/v1beta/openai`, model: 'g' });

    expect(scores).toEqual([{ outcome: 'SCORED', value: 4, reason: null, count: 2 }]);
    const finding = { key: null, timeoutMs: 5000 };
    await expect(findServer(`${origin}/v1`, finding, 'g')).rejects.toThrow(
      /answers nothing at \/v1\/chat\/completions/,
    );
  });
}
