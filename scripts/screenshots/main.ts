import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { findChromium, launchChromium } from '../../test/support/chromium.ts';
import { openDemo } from './demo.ts';
import { type Shot, shots } from './pages.ts';

// Draws every page of the dashboard in both themes into docs/images.
const OUT = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const THEMES = ['light', 'dark'] as const;

const executable = findChromium();
if (!executable) {
  console.error('Screenshots need Chromium. Install it with `apt-get install -y chromium`.');
  process.exit(1);
}
const home = await mkdtemp(join(tmpdir(), 'assay-screenshots-'));
console.error('Painting and judging the demo (a minute or two)…');
const demo = await openDemo(home);
const browser = await launchChromium(executable);
try {
  await mkdir(OUT, { recursive: true });
  for (const shot of await shots(demo.client)) {
    for (const theme of THEMES) await draw(browser, demo.url, shot, theme);
  }
} finally {
  await browser.close();
  await demo.close();
  await rm(home, { recursive: true, force: true });
}

async function draw(
  browser: Browser,
  url: string,
  shot: Shot,
  theme: (typeof THEMES)[number],
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: shot.height ?? 900 },
    colorScheme: theme,
    reducedMotion: 'reduce',
    baseURL: url,
  });
  await page.goto(typeof shot.path === 'string' ? shot.path : await shot.path());
  await shot.ready(page);
  await page.waitForLoadState('networkidle');
  const file = join(OUT, `${shot.name}-${theme}.png`);
  await page.screenshot({ path: file });
  console.error(file);
  await page.close();
}
