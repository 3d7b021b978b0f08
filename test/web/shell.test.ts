import { expect } from 'vitest';
import { barriers, test } from '../support/browser.ts';

/** Machines that do much else take their time. */
const poll = <Value>(look: () => Value) => expect.poll(look, { timeout: 15_000 });

/** What a first visit may load, in bytes of JavaScript as they come over the wire. */
const BUDGET = 250 * 1024;

test('the header leads to every page, and the page says so by title and heading', async ({ open }) => {
  const page = await open('/');

  for (const name of ['Compare', 'Evaluations', 'Leaderboard']) {
    await page.getByRole('navigation').getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await poll(() => page.title()).toBe(`${name} · Assay`);
  }
});

test('who leaves a page before its data came is not called back', async ({ open }) => {
  const page = await open('/evaluations');
  const data = Promise.withResolvers<void>();
  await page.route('**/graphql', async (route) => {
    await data.promise;
    await route.continue();
  });
  const scripts = Promise.withResolvers<void>();
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Leaderboard' }).waitFor();
  await page.route('**/*.js', async (route) => {
    await scripts.promise;
    await route.continue();
  });

  await page.getByRole('navigation').getByRole('link', { name: 'Compare' }).click();
  const answered = page.waitForResponse('**/graphql');
  data.resolve();
  await answered;
  await page.waitForTimeout(300);
  scripts.resolve();

  await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
  await page.unrouteAll({ behavior: 'wait' });
});

test('the theme follows the machine until one is chosen, which is remembered', async ({ open }) => {
  const page = await open('/', { colorScheme: 'dark' });
  const paper = (): Promise<string> =>
    page.evaluate('getComputedStyle(document.documentElement).backgroundColor');
  const dark = await paper();

  await page.getByRole('radio', { name: 'Light' }).check({ force: true });

  await poll(paper).not.toBe(dark);
  const light = await paper();
  await page.reload();
  await poll(paper).toBe(light);
  await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
  await poll(paper).toBe(dark);
});

test('who has no mouse skips to the content, and a new page is read from its beginning', async ({ open }) => {
  const page = await open('/');
  const focused = (): Promise<string> =>
    page.evaluate('document.activeElement.id || document.activeElement.className');
  await page.getByRole('heading', { level: 1, name: 'Leaderboard' }).waitFor();

  await page.keyboard.press('Tab');
  expect(await focused()).toBe('skip');
  await page.keyboard.press('Enter');

  await poll(focused).toBe('main');
  await page.getByRole('link', { name: 'Compare' }).press('Enter');
  await poll(focused).toBe('main');
});

test('a first visit loads at most 250 KB of JavaScript', async ({ open }) => {
  const page = await open('/');
  await page.getByRole('heading', { level: 1, name: 'Leaderboard' }).waitFor();
  await page.waitForLoadState('networkidle');

  const sizes = await page.evaluate<number[]>(
    `performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js'))
      .map(({ encodedBodySize }) => encodedBodySize)`,
  );

  const sum = sizes.reduce((total, size) => total + size, 0);
  expect(sizes.length).toBeGreaterThan(1);
  expect(sum).toBeGreaterThan(10_000);
  expect(sum).toBeLessThanOrEqual(BUDGET);
});

test('the explorer takes a question from its address and leads back', async ({ open }) => {
  const variables = encodeURIComponent('{"benchmark": "mmie"}');
  const page = await open(
    `/graphql?query=query($benchmark:String!){benchmark(slug:$benchmark){name}}&variables=${variables}`,
  );

  await page.locator('.graphiql-query-editor', { hasText: 'benchmark(slug:$benchmark){name}' }).waitFor();
  await page.locator('.graphiql-editor-tool', { hasText: '"mmie"' }).waitFor();
  await page.getByRole('link', { name: 'Assay dashboard' }).click();

  await page.getByRole('heading', { level: 1, name: 'Leaderboard' }).waitFor();
});

test('an address that is no page says so', async ({ open }) => {
  const page = await open('/compare');

  await page.evaluate('history.pushState({}, "", "/nowhere"); dispatchEvent(new PopStateEvent("popstate"))');

  await page.getByText('There is no such page').waitFor();
  expect(await barriers(page)).toEqual([]);
});
