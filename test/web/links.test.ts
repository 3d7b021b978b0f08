import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { insertApiKey } from '../../src/store/apiKeys.ts';
import { anMmieBoard } from '../support/boards.ts';
import { test } from '../support/browser.ts';
import { readCsv } from '../support/exported.ts';

async function linkFrom(page: Page, what: string, key: string): Promise<string> {
  await page.getByRole('button', { name: `Link… to ${what}` }).click();
  const dialog = page.getByRole('dialog', { name: `A link to ${what}` });
  await dialog.getByLabel('Format').selectOption('CSV');
  await dialog.getByLabel('API key').fill(key);
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  return dialog.getByLabel('Link', { exact: true }).inputValue();
}

test('a board and a list of answers have links that open their tables without a key', async ({
  client,
  database,
  open,
}) => {
  const { key } = await insertApiKey(database.db, 'lab');
  const { basalt } = await anMmieBoard(client);

  const board = await open('/?benchmark=mmie&mode=OFFICIAL');
  const models = readCsv(await (await fetch(await linkFrom(board, 'the leaderboard', key))).text());
  const answers = await open(
    `/evaluations/${basalt}/answers?category=situational-analysis&order=WORST_FIRST`,
  );
  const scores = readCsv(await (await fetch(await linkFrom(answers, 'this list', key))).text());

  expect(new Set(models.map(({ mode }) => mode))).toEqual(new Set(['OFFICIAL']));
  expect(models.map(({ model }) => model)).toContain('basalt');
  expect(new Set(scores.map(({ model, category }) => `${model} ${category}`))).toEqual(
    new Set(['basalt situational-analysis']),
  );
});
