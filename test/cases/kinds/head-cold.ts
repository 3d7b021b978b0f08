import { asyncBufferFromUrl, parquetReadObjects } from 'hyparquet';
import { expect } from 'vitest';
import { importMmie, test } from '../../support/exported.ts';

export function declare(): void {
  test('the first reader in ranges reads an export that was not made', async ({ api, client, key }) => {
    await importMmie(client);
    const requestInit = { headers: { authorization: `Bearer ${key}` } };

    for (const path of [
      'rollups?format=parquet&benchmark=mmie&category=situational-analysis',
      'leaderboard?format=parquet&benchmark=mmie',
    ]) {
      const url = `${api.url}/export/${path}`;
      const rows = [];
      for (let time = 0; time < 2; time++)
        rows.push(await parquetReadObjects({ file: await asyncBufferFromUrl({ url, requestInit }) }));
      expect(rows[0]?.length).toBeGreaterThan(0);
      expect(rows[1]).toEqual(rows[0]);
    }
  });
}
