import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'vitest';
import { test } from '../../support/fixtures.ts';

export function declare(folder: string): void {
  test('the request is told to go over WebSocket', async ({ api }) => {
    const { promise, resolve } = Promise.withResolvers<string>();
    execFile(
      'sh',
      [join(folder, 'request.sh')],
      { env: { ...process.env, ASSAY_URL: api.url } },
      (_, stdout) => resolve(stdout),
    );

    const answer = await promise;

    expect(answer).toMatch(/graphql-transport-ws/);
    expect(answer).not.toMatch(/INTERNAL|"data"/);
  });
}
