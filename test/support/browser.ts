import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findChromium, launchChromium } from './chromium.ts';
import { test as base } from './fixtures.ts';

const MISSING = 'These tests need Chromium. Install it with `apt-get install -y chromium`.';

interface BrowserFixtures {
  /**
   * Opens a page of the dashboard in a window of its own. At the end of the test nothing may have gone wrong on any
   * of them: no error, no word on the console, no request to another host.
   */
  open(path: string, options?: BrowserContextOptions): Promise<Page>;
}

const withBrowser = base.extend<{ $file: { browser: Browser | null } }>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the names of a fixture's needs from here
    async ({}, use) => {
      const path = findChromium();
      const browser = path ? await launchChromium(path) : null;
      await use(browser);
      await browser?.close();
    },
    { scope: 'file' },
  ],
});

export const test = withBrowser.extend<BrowserFixtures>({
  open: async ({ api, browser, skip }, use) => {
    if (!browser) return skip(MISSING);
    const faults: string[] = [];
    const pages: Page[] = [];
    await use(async (path, options = {}) => {
      const context = await browser.newContext({
        viewport: { width: 1280, height: 900 },
        reducedMotion: 'reduce',
        ...options,
        baseURL: api.url,
      });
      const page = await context.newPage();
      pages.push(page);
      page.setDefaultTimeout(15_000);
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
      });
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== api.url) faults.push(`asked ${request.url()}`);
      });
      await page.goto(path);
      return page;
    });
    for (const page of pages) await page.context().close();
    if (faults.length > 0) throw new Error(`The page complained:\n${faults.join('\n')}`);
  },
});

/** What axe finds that keeps people from using the page, each with where. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
    );
}

/** How many pixels the page is wider than its window. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** What keeps people from using the page in either theme, wide or narrow; a page wider than its window is among it. */
export async function obstacles(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const said = await barriers(page);
      found.push(...said.map((each) => `${colorScheme}, ${width} pixels: ${each}`));
    }
    const pixels = await overhang(page);
    if (pixels > 0) found.push(`${width} pixels: the page is ${pixels} wider`);
  }
  return found;
}
