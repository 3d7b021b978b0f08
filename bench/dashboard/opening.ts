import type { Browser, Page } from 'playwright-core';

/** Runs in the page before its own scripts. Ready is when the rows are drawn and the next thing may be done. */
const WATCH = (selector: string, rows: number) => `window.ready = new Promise((resolve) => {
  const drawn = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
  const isThere = () => document.querySelectorAll(${JSON.stringify(selector)}).length >= ${rows};
  new MutationObserver((_, observer) => {
    if (!isThere()) return;
    observer.disconnect();
    drawn();
  }).observe(document, { childList: true, subtree: true });
})`;

export interface Opening {
  /** From the start of the navigation until the rows are drawn and the page is idle enough to answer. */
  readyMs: number;
  /** From a click on a heading until the table is drawn in the other order. */
  clickMs: number;
  /** Of scripts and styles, as they came over the wire. */
  scriptBytes: number;
}

/** Opens a page in a browser that knows nothing of it yet. */
export async function openCold(
  browser: Browser,
  url: string,
  ready: { selector: string; rows: number },
  look: (page: Page) => Promise<number>,
): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    const page = await context.newPage();
    await page.addInitScript(WATCH(ready.selector, ready.rows));
    await page.goto(url, { waitUntil: 'commit' });
    const readyMs = await page.evaluate<number>('window.ready');
    const scriptBytes = await page.evaluate<number>(
      `performance.getEntriesByType('resource').filter(({ name }) => name.includes('/assets/'))
        .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
    );
    return { readyMs, scriptBytes, clickMs: await look(page) };
  } finally {
    await context.close();
  }
}

/** Clicks as a person does, and waits until what the click changes is drawn. */
export function clickThrough(button: string, changed: string): (page: Page) => Promise<number> {
  return async (page) => {
    await page.evaluate(`{
      const isChanged = () => document.querySelector(${JSON.stringify(changed)}) !== null;
      window.clicked = new Promise((resolve) => {
        document.addEventListener('click', ({ timeStamp }) => {
          const drawn = () => setTimeout(() => resolve(performance.now() - timeStamp));
          const look = () => requestAnimationFrame(() => (isChanged() ? drawn() : look()));
          look();
        }, { capture: true, once: true });
      });
      // The value of all this is not to be what is waited for.
      undefined;
    }`);
    await page.locator(button).click();
    return page.evaluate<number>('window.clicked');
  };
}
