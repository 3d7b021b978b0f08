import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { anMmieBoard } from '../support/boards.ts';
import { test } from '../support/browser.ts';

const board = (page: Page) => page.locator('table.board');

test('what is on screen is saved as CSV', async ({ client, open }) => {
  const { basalt } = await anMmieBoard(client);
  const page = await open(`/?benchmark=mmie&model=al&baseline=${basalt}&sort=model&descending=true`);
  await board(page).getByRole('cell', { name: 'baseline', exact: true }).waitFor();

  const [saved] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV of the leaderboard' }).click(),
  ]);

  expect(saved.suggestedFilename()).toBe('leaderboard-mmie.csv');
  const lines = (await readFile(await saved.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toBe(
    'rank,model,settings,complete,mean,low,high,percent,n,expected,percent_low,percent_high,difference,difference_low,difference_high,difference_n',
  );
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual([
    ['2', 'cobalt'],
    ['2', 'basalt'],
  ]);
  expect(lines[1]).toMatch(
    /^2,cobalt,,true,3\.5,[\d.]+,[\d.]+,58\.3\d*,30,30,[\d.]+,[\d.]+,0,-[\d.]+,[\d.]+,30$/,
  );
});

test.for(['light', 'dark'] as const)(
  'what is on screen is saved as PNG in the %s theme',
  async (colorScheme, { client, open }) => {
    await anMmieBoard(client);
    const page = await open('/?benchmark=mmie', { colorScheme });
    await board(page).waitFor();

    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'PNG of the leaderboard' }).click(),
    ]);

    expect(saved.suggestedFilename()).toBe('leaderboard-mmie.png');
    const picture = sharp(await readFile(await saved.path()));
    const { width, height } = await picture.metadata();
    const { dominant, channels } = await picture.stats();
    expect({ width, height }).toEqual({ width: 2000, height: 2 * (120 + 4 * 36 + 32) });
    expect(dominant.r > 128).toBe(colorScheme === 'light');
    expect(channels[0]?.stdev).toBeGreaterThan(5);
  },
);
