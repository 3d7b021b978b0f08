import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { anMmieBoard, anMmieEvaluation } from '../support/boards.ts';
import { obstacles, test } from '../support/browser.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';

const board = (page: Page) => page.locator('table.board');

/** Machines that do much else take their time. */
const poll = <Value>(look: () => Value) => expect.poll(look, { timeout: 15_000 });

/** Rank, model, score and coverage of every row, as they are read out. */
async function rowsOf(page: Page): Promise<string[][]> {
  const read = (cell: string) => board(page).locator(`tbody ${cell}`).allTextContents();
  const columns = await Promise.all(['.board-rank', '.board-model a', '.board-score', '.board-n'].map(read));
  return (columns[0] ?? []).map((_, at) => columns.map((column) => column[at]?.trim() ?? ''));
}

/** Model and score of every row by the API itself. */
async function answered(client: Client, variables: Record<string, unknown>): Promise<string[][]> {
  const { leaderboard } = await client.query<{
    leaderboard: { nodes: { model: { name: string }; score: { mean: number | null } | null }[] };
  }>(
    `query ($benchmark: String!, $category: String, $domain: String, $subdomain: String, $criterion: String,
      $judge: String, $mode: Mode, $missing: MissingPolicy, $rankIncomplete: Boolean) {
      leaderboard(benchmark: $benchmark, category: $category, domain: $domain, subdomain: $subdomain,
        criterion: $criterion, judge: $judge, mode: $mode, missing: $missing, rankIncomplete: $rankIncomplete) {
        nodes { model { name } score { mean } } } }`,
    { benchmark: 'mmie', ...variables },
  );
  return leaderboard.nodes.map(({ model, score }) => [model.name, score?.mean?.toFixed(3) ?? '–']);
}

const shown = async (page: Page) => (await rowsOf(page)).map(([, model, score]) => [model, score]);

test('the leaderboard shows who leads, who is tied, and who lacks answers', async ({ client, open }) => {
  await anMmieBoard(client);

  const page = await open('/');

  await poll(() => rowsOf(page)).toEqual([
    ['1', 'amber', '5.467', '30 of 30'],
    ['2 = tied with 1 more', 'basalt', '3.500', '30 of 30'],
    ['2 = tied with 1 more', 'cobalt', '3.500', '30 of 30'],
    ['No rank', 'dune', '0.960', '25 of 30'],
  ]);
  await poll(() => page.url()).toContain('benchmark=mmie');
  const incomplete = board(page).locator('tbody tr[data-incomplete=true]');
  await poll(() => incomplete.getByText('not comparable').count()).toBe(1);
  const joins = ['start', 'end', 'middle'].map((join) => board(page).locator(`[data-joins=${join}]`).count());
  expect(await Promise.all(joins)).toEqual([1, 1, 0]);
});

test('published results stand apart, with who scored and the source, and without a rank', async ({
  client,
  open,
}) => {
  await anMmieBoard(client);

  const page = await open('/?benchmark=mmie');

  const published = page.getByRole('region', { name: 'Published elsewhere' }).getByRole('table');
  await published.waitFor();
  const { leaderboard } = await client.query<{
    leaderboard: { published: { model: string; scorer: string; source: string }[] };
  }>('{ leaderboard(benchmark: "mmie") { published { model scorer source } } }');
  const heads = await published.locator('tbody th').allTextContents();
  expect(leaderboard.published.length).toBeGreaterThan(3);
  expect(heads).toEqual(leaderboard.published.map(({ model }) => model));
  expect(await published.locator('tbody tr').first().textContent()).toContain(
    leaderboard.published[0]?.scorer,
  );
  const cited = await published.getByRole('link').first().getAttribute('href');
  expect(await page.locator(cited ?? '').textContent()).toContain(leaderboard.published[0]?.source);
  expect(await board(page).textContent()).not.toContain(heads[0]);
});

const FILTERS = [
  ['Category', 'category', 'project-based-learning'],
  ['Domain', 'domain', 'finance'],
  ['Subdomain', 'subdomain', 'taxes'],
  ['Criterion', 'criterion', 'text-quality'],
  ['Reading', 'mode', 'OFFICIAL'],
  ['Missing values', 'missing', 'ZERO'],
  ['Missing values', 'missing', 'BOUNDS'],
] as const;

test('every filter is in the address, shows what the API answers, and is there when the link is opened again', async ({
  client,
  open,
}) => {
  await anMmieBoard(client);
  const page = await open('/?benchmark=mmie');
  const boards = new Set<string>();

  for (const [label, name, option] of FILTERS) {
    await page.goto('/?benchmark=mmie');
    const expected = await answered(client, { [name]: option });
    boards.add(JSON.stringify(expected));

    await page.getByLabel(label, { exact: true }).selectOption(option);

    await poll(() => shown(page)).toEqual(expected);
    expect(page.url()).toContain(`${name}=${option}`);
    await page.reload();
    await poll(() => shown(page)).toEqual(expected);
    expect(await page.getByLabel(label, { exact: true }).inputValue()).toBe(option);
  }
  // No filter would pass by doing what another does.
  expect(boards.size).toBe(FILTERS.length);
});

test('another judge, and the back button to the one before', async ({ client, open }) => {
  await anMmieBoard(client);
  const [first, second] = [await answered(client, {}), await answered(client, { judge: 'second-judge' })];
  const page = await open('/?benchmark=mmie');
  await poll(() => shown(page)).toEqual(first);
  const judges = page.getByLabel('Judge', { exact: true });
  const option = judges.locator('option', { hasText: 'second-judge@' });

  await judges.selectOption((await option.getAttribute('value')) ?? '');

  await poll(() => shown(page)).toEqual(second);
  expect(second[0]?.[0]).toBe('basalt');
  await page.goBack();
  await poll(() => shown(page)).toEqual(first);
});

test('models under another judge are counted with the way to them, and a pin is shown', async ({
  client,
  open,
}) => {
  await anMmieBoard(client);
  await anMmieEvaluation(client, { judge: 'second-judge', model: 'ebony', says: () => 3 });
  const page = await open('/?benchmark=mmie');
  const measured = page.getByRole('region', { name: 'Measured here' });

  await page.getByText('1 more model under second-judge@').getByRole('link').click();

  await poll(async () => (await rowsOf(page)).map(([, model]) => model)).toContain('ebony');
  await page.getByText('2 more models under judge@').waitFor();
  expect(page.url()).toContain('judge=second-judge');
  await client.query(
    'mutation { pinBenchmarkJudge(input: { benchmark: "mmie", judge: "second-judge" }) { benchmark { slug } } }',
  );
  await page.goto('/?benchmark=mmie');
  await poll(() => measured.locator('.tag').first().textContent()).toMatch(
    /^second-judge@[0-9a-f]{8} · pinned$/,
  );
});

test('incomplete evaluations are ranked when asked for', async ({ client, open }) => {
  await anMmieBoard(client);
  const page = await open('/?benchmark=mmie');

  await page.getByLabel('Rank incomplete').check();

  await poll(async () => (await rowsOf(page)).at(-1)?.slice(0, 2)).toEqual(['4', 'dune']);
  expect(page.url()).toContain('incomplete=true');
});

test('rows are sorted by the heads of their columns, and filtered by the name of the model', async ({
  client,
  open,
}) => {
  await anMmieBoard(client);
  const page = await open('/?benchmark=mmie');
  const models = async () => (await rowsOf(page)).map(([, model]) => model);
  const head = board(page).getByRole('columnheader', { name: 'Score', exact: true });

  await head.getByRole('button').press('Enter');
  await poll(() => head.getAttribute('aria-sort')).toBe('descending');
  await head.getByRole('button').press('Enter');

  await poll(() => models()).toEqual(['dune', 'basalt', 'cobalt', 'amber']);
  expect(await head.getAttribute('aria-sort')).toBe('ascending');
  await page.getByLabel('Model', { exact: true }).fill('AL');
  await poll(() => models()).toEqual(['basalt', 'cobalt']);
  const again = await open(new URL(page.url()).search.replace(/^/, '/'));
  await poll(async () => (await rowsOf(again)).map(([, model]) => model)).toEqual(['basalt', 'cobalt']);
  await page.getByLabel('Model', { exact: true }).fill('nobody');
  await page.getByText('No model is called like “nobody”').waitFor();
});

test('a pinned baseline shows differences with their intervals', async ({ client, open }) => {
  const { amber, basalt } = await anMmieBoard(client);
  const { compare } = await client.query<{
    compare: { nodes: { whole: { difference: number; low: number; high: number } }[] };
  }>(
    'query ($evaluations: [ID!]!) { compare(evaluations: $evaluations, by: null) { nodes { whole { difference low high } } } }',
    { evaluations: [basalt, amber] },
  );
  const page = await open('/?benchmark=mmie');

  await page.getByRole('button', { name: 'Baseline: basalt' }).click();

  const cells = board(page).locator('tbody .board-difference');
  const { difference, low, high } = compare.nodes[0]?.whole ?? { difference: 0, low: 0, high: 0 };
  await poll(() => cells.first().textContent()).toBe(
    `+${difference.toFixed(3)}+${low.toFixed(3)} to +${high.toFixed(3)}`,
  );
  await poll(() => cells.nth(1).textContent()).toBe('baseline');
  expect(page.url()).toContain(`baseline=${encodeURIComponent(basalt)}`);
  const pressed = page.getByRole('button', { name: 'Baseline: basalt' });
  expect(await pressed.getAttribute('aria-pressed')).toBe('true');
  await pressed.click();
  await poll(() => cells.count()).toBe(0);
});

test.for(['DOMAIN', 'CRITERION'])(
  'the heat map of models by %s is the matrix of the API, without the columns in which nobody has a number',
  async (columns, { client, open }) => {
    await anMmieBoard(client);
    const { matrix } = await client.query<{
      matrix: {
        columns: { name: string }[];
        rows: {
          model: { name: string };
          cells: { aggregate: { percent: number; n: number; expected: number } | null }[];
        }[];
      };
    }>(
      `query ($columns: MatrixColumns!) { matrix(benchmark: "mmie", columns: $columns) {
      columns { name } rows { model { name } cells { aggregate { percent n expected } } } } }`,
      { columns },
    );
    const page = await open('/?benchmark=mmie');
    const table = page.getByRole('region', { name: 'Strengths and weaknesses' }).getByRole('table');

    await page.getByLabel('Columns').selectOption(columns);

    const kept = matrix.columns.flatMap((_, at) =>
      matrix.rows.some(({ cells }) => cells[at]?.aggregate) ? [at] : [],
    );
    expect(kept.length).toBeLessThan(columns === 'DOMAIN' ? matrix.columns.length : Number.POSITIVE_INFINITY);
    const names = ['Model', ...kept.map((at) => matrix.columns[at]?.name)];
    await poll(() => table.locator('thead tr:last-child th').allTextContents()).toEqual(names);
    const rows = await table.locator('tbody tr').all();
    const cells = await Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
    const number = (each: { percent: number; n: number; expected: number } | null) => {
      if (!each) return '–';
      return each.n < each.expected ? `(${each.percent.toFixed(1)})` : each.percent.toFixed(1);
    };
    expect(cells).toEqual(
      matrix.rows.map(({ model, cells }) => [
        model.name,
        ...kept.map((at) => number(cells[at]?.aggregate ?? null)),
      ]),
    );
  },
);

test('a new result shows by itself, and is said', async ({ client, open }) => {
  await anMmieBoard(client);
  const page = await open('/?benchmark=mmie');
  await poll(() => rowsOf(page).then((rows) => rows.length)).toBe(4);
  await page.locator('[data-connection=connected]').waitFor({ state: 'attached' });

  await anMmieEvaluation(client, { model: 'ember', says: () => 6 });

  await poll(async () => (await rowsOf(page))[0]?.slice(0, 2)).toEqual(['1', 'ember']);
  await poll(() => page.locator('[data-announcer]').textContent()).toBe('The leaderboard was updated.');
});

test('a benchmark that must not be one number asks for a category', async ({ client, open }) => {
  await addQuestions(client, 'evalalign', [
    { externalId: 'a', slices: ['alignment'], criteria: ['object'] },
    { externalId: 'f', slices: ['faithfulness'] },
  ]);
  const run = await aTextRun(client, { benchmark: 'evalalign', model: 'amber', questions: ['a', 'f'] });
  const replies = [
    { question: 'a', criterion: 'object', text: '2' },
    { question: 'f', criterion: 'face', text: '3' },
  ];
  await importEvaluation(client, run, { name: 'llava' }, { replies });
  const page = await open('/?benchmark=evalalign');

  await page.getByRole('button', { name: 'alignment', exact: false }).click();

  await poll(() => shown(page)).toEqual([['amber', '2.000']]);
  expect(page.url()).toContain('category=alignment');
});

test('what the server refuses is said in its words', async ({ client, open }) => {
  await anMmieBoard(client);

  const page = await open('/?benchmark=mmie&judge=nobody');

  const notice = page.getByRole('alert').first();
  await poll(() => notice.textContent()).toContain('There is no judge "nobody"; on mmie there are');
});

test('an empty database opens on what to do first, with what is published below', async ({ open }) => {
  const page = await open('/');

  await page.getByRole('heading', { name: 'Nothing is evaluated here yet: what to do first' }).waitFor();
  const lines = await page.locator('.commands code').allTextContents();
  expect(lines.map((line) => line.trim())).toContain(
    'npm run assay -- import mmie-results eval_result.json --model my-model',
  );
  expect(await obstacles(page)).toEqual([]);
  await page.getByLabel('Benchmark').selectOption('geneval');
  const published = page.getByRole('region', { name: 'Published elsewhere' }).getByRole('table');
  await poll(() => published.locator('thead th').allTextContents()).toContain('Color attribution');
  expect(await published.locator('tbody tr', { hasText: 'SD v2.1' }).locator('td').allTextContents()).toEqual(
    [
      ...[
        '0.500',
        '50.0 %',
        '0.98098.0 %',
        '0.51051.0 %',
        '0.44044.0 %',
        '0.85085.0 %',
        '0.0707.0 %',
        '0.17017.0 %',
      ],
      ...['mask2former_swin-s', 'Source [3]'],
    ],
  );
});

/** Models whose questions lie in categories alone. */
async function manyModels(client: Client, count: number): Promise<void> {
  const categories = ['situational-analysis', 'project-based-learning'];
  const questions = categories.flatMap((category, part) =>
    [0, 1].map((at) => ({ externalId: `c${part}${at}`, slices: [category] })),
  );
  await addQuestions(client, 'mmie', questions);
  const ids = questions.map(({ externalId }) => externalId);
  for (let model = 0; model < count; model++) {
    const run = await aTextRun(client, { benchmark: 'mmie', model: `model-${model}`, questions: ids });
    const replies = ids.map((question, at) => ({
      ...{ question, criterion: 'overall', text: `### Score: ${(model + at) % 7}` },
    }));
    await importEvaluation(client, run, { name: 'judge', criteria: ['overall'] }, { replies });
  }
}

test('the heat map opens on columns that have numbers and leads on, heads stay in sight, paper shows tables alone', async ({
  client,
  open,
}) => {
  await manyModels(client, 14);
  const page = await open('/?benchmark=mmie');
  const region = page.getByRole('region', { name: 'Models by parts of the benchmark' });
  await region.getByRole('link', { name: 'model-3', exact: true }).waitFor();

  const box = `document.querySelector('.heat').parentElement`;
  expect(await page.getByLabel('Columns').inputValue()).toBe('CATEGORY');
  const heads = ['Model', 'Situational analysis', 'Project-based learning'];
  expect(await region.locator('thead th').allTextContents()).toEqual(heads);
  expect(await page.evaluate(`${box}.scrollWidth - ${box}.clientWidth`)).toBe(0);
  expect(await region.locator('tbody td a[tabindex="0"]').count()).toBe(1);
  await page.setViewportSize({ width: 1280, height: 400 });
  await board(page).locator('tbody tr').nth(12).scrollIntoViewIfNeeded();
  expect((await board(page).locator('thead').boundingBox())?.y).toBe(0);

  await page.emulateMedia({ media: 'print' });
  expect(await board(page).isVisible()).toBe(true);
  expect(await page.getByText('Headline · strict reading').isVisible()).toBe(true);
  for (const hidden of [
    page.getByLabel('Benchmark', { exact: true }),
    page.getByRole('navigation'),
    page.locator('.pin').first(),
  ])
    expect(await hidden.isVisible()).toBe(false);
  expect(await page.evaluate(`${box}.scrollHeight - ${box}.clientHeight`)).toBeLessThanOrEqual(0);
  await page.emulateMedia({ media: 'screen' });

  await region.locator('tbody td a').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/evaluations\/[^/]+\/answers\?category=project-based-learning$/);
  await page.getByText('2 answers').first().waitFor();
});

test('nothing keeps anybody from the leaderboard, in either theme, wide or narrow', async ({
  client,
  open,
}) => {
  const { basalt } = await anMmieBoard(client);
  const page = await open(`/?benchmark=mmie&baseline=${basalt}&heat=CRITERION`);
  await board(page).getByRole('cell', { name: 'baseline', exact: true }).waitFor();
  await page.getByRole('table', { name: 'Percent by model' }).waitFor();

  expect(await obstacles(page)).toEqual([]);
});
