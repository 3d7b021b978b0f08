import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { toGlobalId } from '../src/core/ids.ts';
import { findChromium, launchChromium } from '../test/support/chromium.ts';
import { jumpTo, scrollSteadily } from './dashboard/frames.ts';
import { clickThrough, type Opening, openCold } from './dashboard/opening.ts';
import type { BenchOptions } from './main.ts';
import type { Result, Row } from './row.ts';
import type { RunWatch } from './runs.ts';
import { seedScores } from './seed.ts';
import { type Server, startApi } from './servers.ts';
import { median, quantile, sum } from './statistics.ts';
import type { Warehouse } from './warehouse.ts';

const MODELS = 50;
const ANSWERS = 100_000;
const OPENINGS = 5;
const JUMPS = 40;
const STEADY = { seconds: 10, pixelsPerSecond: 6000 };
const LONG_FRAME_MS = 50;

/** The dashboard in a real browser: how soon a leaderboard can be used, how smoothly a long list goes by. */
export async function benchDashboard(
  warehouse: Warehouse,
  _: RunWatch,
  { rounds, scores, isShort }: BenchOptions,
): Promise<Result> {
  const chromium = findChromium();
  if (!chromium) throw new Error('This benchmark needs Chromium: `apt-get install -y chromium`');
  execFileSync(process.execPath, [join(import.meta.dirname, '../scripts/buildWeb.js')], { stdio: 'inherit' });
  const { database } = warehouse;
  const seeded = await seedScores(database, { scores, models: MODELS });
  // A seed names its models alike, and there is to be another.
  await database.pool.query(`update models set name = 'mmie ' || name`);
  const answers = isShort ? ANSWERS / 10 : ANSWERS;
  await seedScores(database, {
    ...{ benchmark: 'geneval', models: 1, evaluationsPerModel: 1 },
    scores: answers,
  });
  await using api = await startApi(database.url, warehouse.home);
  const browser = await launchChromium(chromium);
  try {
    const openings = await openAgain(browser, api, rounds * (isShort ? 1 : OPENINGS));
    const list = await readList(browser, api, warehouse, isShort ? 2 : STEADY.seconds);
    return {
      rows: [...openingRows(openings), ...list],
      notes: [
        `${seeded.scores} scores, ${seeded.evaluations} evaluations of ${MODELS} models; Chromium ${browser.version()} without a graphics card, headless, on the machine that also runs the API and PostgreSQL.`,
        `A cold opening is by a browser that has nothing of the page, ${median(openings.map(({ scriptBytes }) => scriptBytes / 1024)).toFixed(0)} KiB of scripts and styles; ready is when ${MODELS} rows are drawn and the next click is answered.`,
        `Steady scrolling is ${STEADY.pixelsPerSecond} pixels a second, ${Math.round(STEADY.pixelsPerSecond / 64)} rows.`,
      ],
    };
  } finally {
    await browser.close();
  }
}

type ABrowser = Awaited<ReturnType<typeof launchChromium>>;

async function openAgain(browser: ABrowser, api: Server, times: number): Promise<Opening[]> {
  const url = `${api.url}/?benchmark=mmie`;
  const look = clickThrough('.board-model button', '.board-model[aria-sort]');
  const open = () => openCold(browser, url, { selector: '.board tbody tr', rows: MODELS }, look);
  const found: Opening[] = [];
  for (let time = 0; time < times; time++) found.push(await open());
  return found;
}

function openingRows(openings: readonly Opening[]): Row[] {
  const row = (what: string, unit: string, ms: readonly number[], most: number): Row => ({
    ...{ what, unit, perSecond: 1000 / median(ms) },
    ms: { median: median(ms), p99: quantile(ms, 0.99) },
    cpuMs: null,
    reference: null,
    ratio: null,
    goal: { of: 'p99 ms', most },
  });
  return [
    row(
      `leaderboard of ${MODELS} models until it can be used, cold`,
      'opening',
      openings.map((each) => each.readyMs),
      1000,
    ),
    row(
      'leaderboard, a click until it is sorted otherwise',
      'click',
      openings.map((each) => each.clickMs),
      200,
    ),
  ];
}

async function readList(
  browser: ABrowser,
  api: Server,
  { database }: Warehouse,
  seconds: number,
): Promise<Row[]> {
  const { rows } = await database.pool.query<{ id: string; responses: number }>(
    `select e.id, e.responses from evaluations e join runs r on r.id = e.run_id
      join benchmarks b on b.id = r.benchmark_id where b.slug = 'geneval'`,
  );
  const [{ id, responses }] = rows as [{ id: string; responses: number }];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${api.url}/evaluations/${toGlobalId('Evaluation', id)}/answers`);
  await page.waitForSelector('[role=listbox] .answers-text');
  const { frameMs, pixels, emptyFrames } = await scrollSteadily(page, { ...STEADY, seconds });
  const jumps: number[] = [];
  // Shares that no order lies behind, the same every time.
  for (let jump = 1; jump <= JUMPS; jump++) jumps.push(await jumpTo(page, (jump * 0.618034) % 1));
  await context.close();
  return [
    {
      ...{ what: `frames while ${responses} answers are scrolled`, unit: 'frame' },
      perSecond: (frameMs.length * 1000) / sum(frameMs),
      ms: { median: median(frameMs), p99: quantile(frameMs, 0.99) },
      ...{ cpuMs: null, reference: null, ratio: null, goal: { of: 'p99 ms', most: LONG_FRAME_MS } },
      figures: {
        'p95 ms': quantile(frameMs, 0.95).toFixed(1),
        [`over ${LONG_FRAME_MS} ms`]: `${frameMs.filter((ms) => ms > LONG_FRAME_MS).length} of ${frameMs.length}`,
        'with an empty row': `${emptyFrames}`,
        'rows that went by': Math.round(pixels / 64).toString(),
      },
    },
    {
      what: `a jump anywhere in ${responses} answers until they are drawn`,
      ...{ unit: 'jump', perSecond: 1000 / median(jumps) },
      ms: { median: median(jumps), p99: quantile(jumps, 0.99) },
      ...{ cpuMs: null, reference: null, ratio: null, goal: { of: 'p99 ms', most: 500 } },
    },
  ];
}
