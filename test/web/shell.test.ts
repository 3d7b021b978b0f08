import { expect } from 'vitest';
import { test } from '../support/browser.ts';

test('the header leads to every page, and the page says so by title and heading', async ({ open }) => {
  const page = await open('/');

  for (const name of ['Compare', 'Evaluations', 'Leaderboard']) {
    await page.getByRole('navigation').getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await expect.poll(() => page.title()).toBe(`${name} · Assay`);
  }
});
