import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { barriers, overhang, test } from '../support/browser.ts';
import { aJudge, anEvaluation, aRun } from '../support/builders.ts';
import { addQuestions, aTextRun, importEvaluation } from '../support/imported.ts';
import { scoreToEnd, scripted } from '../support/judging.ts';
import { aDemoWorker, DEMO_JUDGE, demoRevision } from '../support/worker.ts';

const SLICES = [
  ['situational-analysis', 'literature', 'novels'],
  ['project-based-learning', 'finance', 'banking'],
  ['multi-step-reasoning', 'physics', 'optics'],
];

const QUESTIONS = Array.from({ length: 12 }, (_, index) => `q${index}`);

/** Twelve answers in three slices: `overall` is 0 to 6 twice over, the fourth and eleventh could not be read. */
async function stories(client: Client): Promise<string> {
  await addQuestions(
    client,
    'mmie',
    QUESTIONS.map((externalId, index) => ({ externalId, slices: SLICES[index % 3] as string[] })),
  );
  const run = await aTextRun(client, { benchmark: 'mmie', model: 'teller', questions: QUESTIONS });
  const said = (index: number) => (index % 7 === 3 ? 'I would rather not say.' : `### Score: ${index % 7}`);
  const replies = QUESTIONS.map((question, index) => ({ question, criterion: 'overall', text: said(index) }));
  const scores = [{ question: 'q0', criterion: 'text-quality', value: 1 }];
  return importEvaluation(client, run, { name: 'mmie-score' }, { replies, scores });
}

const list = (evaluation: string, search = '') => `/evaluations/${evaluation}/answers${search}`;

/** Machines that do much else take their time. */
const poll = <Value>(look: () => Value) => expect.poll(look, { timeout: 15_000 });

/** External ids of the questions in sight. */
const shown = (page: Page) => async () =>
  (await page.locator('.answers-about').allTextContents()).map((about) => about.split(' ')[0]);

const FILTERS: readonly {
  what: string;
  choose(page: Page): Promise<unknown>;
  address: string;
  rows: string[];
}[] = [
  {
    what: 'category',
    choose: (page) => page.getByLabel('Category').selectOption('project-based-learning'),
    address: '?category=project-based-learning',
    rows: ['q1', 'q4', 'q7', 'q10'],
  },
  {
    what: 'domain',
    choose: (page) => page.getByLabel('Domain', { exact: true }).selectOption('physics'),
    address: '?domain=physics',
    rows: ['q2', 'q5', 'q8', 'q11'],
  },
  {
    what: 'subdomain',
    choose: (page) => page.getByLabel('Subdomain').selectOption('novels'),
    address: '?subdomain=novels',
    rows: ['q0', 'q0', 'q3', 'q6', 'q9'],
  },
  {
    what: 'criterion',
    choose: (page) => page.getByLabel('Criterion').selectOption('text-quality'),
    address: '?criterion=text-quality',
    rows: ['q0'],
  },
  {
    what: 'lowest score',
    choose: (page) => page.getByLabel('Lowest score').fill('5'),
    address: '?min=5',
    rows: ['q5', 'q6'],
  },
  {
    what: 'highest score',
    choose: (page) => page.getByLabel('Highest score').fill('0.5'),
    address: '?max=0.5',
    rows: ['q0', 'q7'],
  },
  {
    what: 'outcome',
    choose: (page) => page.getByLabel('Unreadable').check(),
    address: '?outcome=UNPARSEABLE',
    rows: ['q3', 'q10'],
  },
];

test('every filter shows what fits, is in the address, and is there again when the link is reopened', async ({
  client,
  open,
}) => {
  const evaluation = await stories(client);

  for (const { what, choose, address, rows } of FILTERS) {
    const page = await open(list(evaluation));
    await poll(shown(page)).toHaveLength(13);
    await choose(page);

    await poll(shown(page)).toEqual(rows);
    expect([what, new URL(page.url()).search]).toEqual([what, address]);
    await page.reload();
    await poll(shown(page)).toEqual(rows);
    expect(
      await page
        .getByRole('status')
        .getByText(`${new Set(rows).size} answer`)
        .count(),
    ).toBe(1);
    await page.context().close();
  }
}, 120_000);

test('the worst or the best answers come first, and the address says which', async ({ client, open }) => {
  const evaluation = await stories(client);
  const page = await open(list(evaluation, '?criterion=overall'));
  await poll(shown(page)).toEqual(QUESTIONS);

  await page.getByRole('button', { name: 'Score' }).click();
  await poll(shown(page)).toEqual(['q0', 'q7', 'q1', 'q8', 'q2', 'q9', 'q4', 'q11', 'q5', 'q6', 'q3', 'q10']);
  await page.getByRole('button', { name: 'Score, worst first' }).click();
  const best = ['q6', 'q5', 'q4', 'q11', 'q2', 'q9', 'q1', 'q8', 'q0', 'q7', 'q3', 'q10'];
  await poll(shown(page)).toEqual(best);

  expect(new URL(page.url()).search).toBe('?criterion=overall&order=BEST_FIRST');
  await page.reload();
  await poll(shown(page)).toEqual(best);
  await page.getByRole('button', { name: 'Question' }).click();
  await poll(shown(page)).toEqual(QUESTIONS);
}, 60_000);

test('filters that fit nothing say so, and a part that there is not is told in the words of the server', async ({
  client,
  open,
}) => {
  const evaluation = await stories(client);

  const empty = await open(list(evaluation, '?min=5&category=multi-step-reasoning&max=4'));
  const unknown = await open(list(evaluation, '?domain=astrology'));

  await empty.getByText('No answer fits').waitFor();
  await unknown.getByText('The benchmark has no domain "astrology"').waitFor();
});

test('the list is walked by arrows and opened by Enter, and the link of an open answer opens it again', async ({
  client,
  open,
}) => {
  const evaluation = await stories(client);
  const page = await open(list(evaluation, '?criterion=overall'));
  await poll(shown(page)).toHaveLength(12);

  await page.getByRole('listbox').focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'Enter'])
    await page.keyboard.press(key);
  await page.getByRole('heading', { name: 'Question q2, sample 0' }).waitFor();
  const reopened = await open(page.url().slice(new URL(page.url()).origin.length));

  await reopened.getByRole('heading', { name: 'Question q2, sample 0' }).waitFor();
  await poll(() => reopened.locator('.answers-row[aria-selected="true"]').textContent()).toContain('q2');
  await page.goBack();
  await page.getByText('Choose an answer to see it whole.').waitFor();
  await page.getByRole('listbox').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Question q11, sample 0' }).waitFor();
});

test('a long list shows its end at once and its middle where it is looked at', async ({
  client,
  database,
  queue,
  log,
  open,
}) => {
  const judge = await aJudge(database);
  const run = await aRun(client, { questions: 60, samples: 10 });
  const evaluation = await anEvaluation(client, run.id);
  await scoreToEnd(database, queue, scripted(judge.revision), evaluation, log);
  const page = await open(list(evaluation));
  const box = page.getByRole('listbox', { name: '600 answers' });
  await box.waitFor();

  await box.press('End');
  await poll(shown(page)).toContain('00059');
  await poll(() => page.locator('#answer-599').textContent()).toContain('sample 9');
  await page.evaluate(`document.querySelector('[role=listbox]').scrollTo(0, ${64 * 300})`);

  await poll(() => page.locator('#answer-303').textContent()).toContain('00030');
  expect(await page.locator('.answers-row').count()).toBeLessThan(40);
});

interface Seen {
  reply: { evidence: { detections: { class: string; score: number; box: number[] }[] } };
  response: { id: string };
}

test("a detector's boxes lie where it saw them, are named, and can be taken away", async ({
  client,
  config,
  database,
  databaseUrl,
  log,
  open,
}) => {
  await aJudge(database, DEMO_JUDGE, await demoRevision());
  const run = await aRun(client, { questions: 2, samples: 2, painted: true });
  const evaluation = await anEvaluation(client, run.id, DEMO_JUDGE);
  const page = await open(`/evaluations/${evaluation}`);
  await using _ = await aDemoWorker(config, databaseUrl, log);
  await page.locator('[data-status="PARTIAL"]').waitFor();
  const { node } = await client.query<{ node: { scores: { nodes: Seen[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on Evaluation { scores(first: 1) {
      nodes { response { id } reply { evidence } } } } } }`,
    { id: evaluation },
  );
  const [{ reply, response }] = node.scores.nodes as [Seen];
  const likely = reply.evidence.detections.filter(({ score }) => score >= 0.3);

  await page.goto(list(evaluation, `?response=${response.id}`));
  const boxes = page.locator('.boxes > [data-box]');
  await boxes.first().waitFor();
  const drawn = await page.evaluate<
    number[][]
  >(`[...document.querySelectorAll('.boxes > [data-box] > rect:first-child')]
    .map(({ x, y, width, height }) => [x, y, width, height].map(({ baseVal }) => baseVal.value))
    .map(([left, top, width, height]) => [left, top, left + width, top + height])
    .map((box) => box.map((side) => Number(side.toFixed(2))))`);

  expect(drawn.length).toBeGreaterThan(0);
  expect(drawn).toEqual(likely.map(({ box }) => box));
  expect(await page.locator('.boxes-label text').first().textContent()).toBe(
    `${likely[0]?.class} ${likely[0]?.score.toFixed(2)}`,
  );
  const [picture, overlay] = [
    await page.locator('.picture img').boundingBox(),
    await page.locator('.boxes').boundingBox(),
  ];
  expect(overlay).toEqual(picture);
  await page.getByLabel('Score of at least').fill('1');
  await poll(() => boxes.count()).toBe(0);
  await page.getByLabel('Score of at least').fill('0');
  await poll(() => boxes.count()).toBe(reply.evidence.detections.length);
  await page.getByLabel('Show boxes').uncheck();
  expect(await boxes.count()).toBe(0);
});

test('every judge revision stands beside the others, with its reason, its words and what it did not see', async ({
  client,
  database,
  queue,
  log,
  open,
}) => {
  const run = await aRun(client, { questions: 1, samples: 1 });
  const [older, newer] = [await aJudge(database, 'strict', '1'), await aJudge(database, 'strict', '2')];
  const first = await anEvaluation(client, run.id, `strict@${older.revision.slice(0, 12)}`);
  await scoreToEnd(database, queue, scripted(older.revision), first, log);
  const rerun = await anEvaluation(client, run.id, `strict@${older.revision.slice(0, 12)}`);
  await scoreToEnd(database, queue, scripted(older.revision), rerun, log);
  const judge = scripted(newer.revision, () => ({ outcome: 'UNPARSEABLE', reason: 'no number in it' }));
  const shortSighted = {
    ...judge,
    async infer(content: Parameters<typeof judge.infer>[0]) {
      const { scores, replies } = await judge.infer(content);
      const cut = { text: 'I see', isTruncated: true, evidence: { isCut: true } };
      const partial = { text: 'I see', isTruncated: true };
      return {
        scores,
        replies: replies.flatMap((reply) => [
          { ...reply, ...partial },
          { ...reply, ...cut, part: 'again' },
        ]),
      };
    },
  };
  const second = await anEvaluation(client, run.id, `strict@${newer.revision.slice(0, 12)}`);
  await scoreToEnd(database, queue, shortSighted, second, log);

  const page = await open(list(first));
  await page.locator('.answers-row').first().click();
  const verdicts = page.locator('.verdicts');
  await verdicts.waitFor();

  const heads = await verdicts.locator('thead code').allTextContents();
  expect(heads).toEqual([newer, older, older].map(({ revision }) => revision.slice(0, 8)));
  // Of the two by one revision only their dates tell which is which.
  const dates = await verdicts.locator('thead .aside').allTextContents();
  expect(new Set(dates).size).toBe(2);
  for (const date of dates) expect(date).toMatch(/^\d+ \w+ \d{4}, \d\d:\d\d/);
  expect(await verdicts.locator('tbody td').allTextContents()).toEqual([
    'Unreadableno number in it',
    '1',
    '1',
  ]);
  const words = ['I see', 'I see', 'said', 'said'];
  expect(await page.locator('.words blockquote').allTextContents()).toEqual(words);
  expect(await page.locator('.words .tag').allTextContents()).toEqual([
    'saw only part of the answer',
    'was cut off',
  ]);
  await page.getByRole('link', { name: 'On a page of its own' }).click();
  await page.waitForURL(/\/responses\/[^/]+\?evaluation=/);
  await page.locator('.verdicts').waitFor();
});

for (const theme of ['light', 'dark'] as const) {
  test(`answers have no barriers and fit 400 pixels in the ${theme} theme`, async ({ client, open }) => {
    const evaluation = await stories(client);
    const page = await open(list(evaluation), { colorScheme: theme });
    await page.locator('.answers-row').nth(1).click();
    await page.locator('.words').waitFor();

    const wide = await barriers(page);
    await page.setViewportSize({ width: 400, height: 800 });
    const narrow = await barriers(page);
    const answerOverhang = await overhang(page);
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('listbox').waitFor();

    expect([...wide, ...narrow, ...(await barriers(page))]).toEqual([]);
    expect(Math.max(answerOverhang, await overhang(page))).toBeLessThanOrEqual(0);
  });
}
