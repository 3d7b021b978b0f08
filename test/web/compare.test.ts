import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Client } from '../../src/cli/client/client.ts';
import { anMmieBoard } from '../support/boards.ts';
import { obstacles, test } from '../support/browser.ts';

/** Machines that do much else take their time. */
const poll = <Value>(look: () => Value) => expect.poll(look, { timeout: 15_000 });

const address = (evaluations: readonly string[], more = '') =>
  `/compare?${evaluations.map((id) => `evaluations=${id}`).join('&')}${more}`;

const table = (page: Page, name: string) =>
  page.getByRole('table', { name: new RegExp(`Paired differences of ${name}`) });

/** Part and difference of every row. */
async function differencesOf(page: Page, name: string): Promise<string[][]> {
  const rows = await table(page, name).locator('tbody tr').all();
  const cells = await Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
  return cells.map(([part = '', , , , difference = '']) => [part, difference]);
}

interface Numbers {
  n: number;
  difference: number | null;
}

/** The same by the API itself. */
async function answered(client: Client, variables: Record<string, unknown>): Promise<string[][]> {
  const { compare } = await client.query<{
    compare: {
      nodes: {
        whole: Numbers | null;
        slices: { slice: { name: string; parent: { name: string } | null }; difference: Numbers }[];
      }[];
    };
  }>(
    `query ($evaluations: [ID!]!, $category: String, $domain: String, $criterion: String, $mode: Mode, $by: Level) {
      compare(evaluations: $evaluations, category: $category, domain: $domain, criterion: $criterion, mode: $mode, by: $by) {
        nodes { whole { n difference } slices { slice { name parent { name } } difference { n difference } } } } }`,
    { by: 'CATEGORY', ...variables },
  );
  const text = ({ difference }: Numbers) => {
    if (difference === null) return '–';
    return `${difference > 0 ? '+' : ''}${difference.toFixed(3).replace('-', '−')}`;
  };
  const [node] = compare.nodes;
  return [
    ...(node?.whole ? [['Everything', text(node.whole)]] : []),
    ...(node?.slices ?? []).map(({ slice, difference }) => [
      slice.parent ? `${slice.parent.name}: ${slice.name}` : slice.name,
      text(difference),
    ]),
  ];
}

test('evaluations are chosen one by one, and the address holds them', async ({ client, open }) => {
  const { amber, basalt } = await anMmieBoard(client);
  const expected = await answered(client, { evaluations: [basalt, amber] });
  const page = await open('/compare');
  await page.getByText('Choose two evaluations').waitFor();

  await page.getByLabel('Baseline').selectOption(basalt);
  await page.getByText('Choose one more evaluation').waitFor();
  await page.getByLabel('Add an evaluation').selectOption(amber);

  await poll(() => differencesOf(page, 'amber')).toEqual(expected);
  expect(new URL(page.url()).searchParams.getAll('evaluations')).toEqual([basalt, amber]);
  const again = await open(new URL(page.url()).search.replace(/^/, '/compare'));
  await poll(() => differencesOf(again, 'amber')).toEqual(expected);
});

test('the comparison is said in a sentence: what is more than chance, and what is not', async ({
  client,
  open,
}) => {
  const { amber, basalt, cobalt } = await anMmieBoard(client);

  const page = await open(address([basalt, amber, cobalt]));

  await page
    .getByText(
      /^amber scores higher than basalt: \+1\.967 \(95 % interval [\d.]+ to [\d.]+, adjusted p < 0\.001\) on 30 questions\.$/,
    )
    .waitFor();
  await page.getByText(/^cobalt cannot be told from basalt: 0\.000 /).waitFor();
});

test('another baseline turns the differences around, and an evaluation is taken out', async ({
  client,
  open,
}) => {
  const { amber, basalt, cobalt } = await anMmieBoard(client);
  const page = await open(address([basalt, amber, cobalt]));

  await page.getByRole('button', { name: /^Make baseline of amber/ }).click();
  await page.getByRole('button', { name: /^Remove cobalt/ }).click();

  await poll(() => differencesOf(page, 'basalt')).toEqual(
    await answered(client, { evaluations: [amber, basalt] }),
  );
  expect(new URL(page.url()).searchParams.getAll('evaluations')).toEqual([amber, basalt]);
  await poll(() => page.getByRole('table').count()).toBe(1);
});

const CHOICES = [
  ['Category', 'category', 'project-based-learning'],
  ['Domain', 'domain', 'finance'],
  ['Criterion', 'criterion', 'text-quality'],
  ['Slices', 'by', 'DOMAIN'],
  ['Reading', 'mode', 'OFFICIAL'],
] as const;

test('every choice narrows the comparison as the API does, and is in the address', async ({
  client,
  open,
}) => {
  const { amber, basalt } = await anMmieBoard(client);
  const page = await open(address([basalt, amber]));

  for (const [label, name, option] of CHOICES) {
    await page.goto(address([basalt, amber]));
    const expected = await answered(client, { evaluations: [basalt, amber], [name]: option });

    await page.getByLabel(label, { exact: true }).selectOption(option);

    await poll(() => differencesOf(page, 'amber')).toEqual(expected);
    expect(page.url()).toContain(`${name}=${option}`);
  }
});

test('the questions that differ most lead to the answers of both', async ({ client, open }) => {
  const { amber, basalt } = await anMmieBoard(client);
  const page = await open(address([basalt, amber]));

  const first = page.locator('.differing-item').first();
  await first.getByRole('link', { name: 'Answer 1 of basalt:' }).waitFor();
  await first.getByRole('link', { name: 'Answer 1 of amber:' }).click();

  await page.waitForURL(/\/responses\/[\w%-]+\?evaluation=/);
  expect(new URL(page.url()).searchParams.get('evaluation')).toBe(amber);
});

test('different judges are compared only when that is asked for', async ({ client, open }) => {
  const { amber } = await anMmieBoard(client);
  const { evaluations } = await client.query<{
    evaluations: { nodes: { id: string; judge: { name: string } }[] };
  }>('{ evaluations(benchmark: "mmie") { nodes { id judge { name } run { model { name } } } } }');
  const other = evaluations.nodes.findLast(({ judge }) => judge.name === 'second-judge')?.id ?? '';
  const page = await open(address([amber, other]));

  await page.getByRole('button', { name: 'Compare although the judges differ' }).click();

  await table(page, 'amber').waitFor();
  expect(page.url()).toContain('judges=true');
});

test('nothing keeps anybody from comparing, in either theme, wide or narrow', async ({ client, open }) => {
  const { amber, basalt, dune } = await anMmieBoard(client);
  const page = await open(address([basalt, amber, dune], '&by=DOMAIN'));
  await table(page, 'dune').waitFor();

  expect(await obstacles(page)).toEqual([]);
});
