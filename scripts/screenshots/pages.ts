import type { Page } from 'playwright-core';
import type { Client } from '../../src/cli/client/client.ts';

export interface Shot {
  /** Of the file: `<name>-light.png` and `<name>-dark.png`. */
  name: string;
  /** Where it is; a function brings about what is to be seen first. */
  path: string | (() => Promise<string>);
  /** Resolves when what is worth a picture is there. */
  ready(page: Page): Promise<unknown>;
  height?: number;
}

/** A picture of every page, of the demo's data. */
export async function shots(client: Client): Promise<Shot[]> {
  const [careful, steady, brisk] = await evaluationsOf(client, 'geneval-demo');
  const [story] = await evaluationsOf(client, 'story-demo');
  return [
    {
      name: 'leaderboard',
      path: `/?benchmark=geneval-demo&baseline=${steady}`,
      ready: (page) => page.getByText('+0.').first().waitFor(),
      height: 1200,
    },
    {
      name: 'compare',
      path: `/compare?evaluations=${steady}&evaluations=${careful}&evaluations=${brisk}`,
      ready: (page) => page.getByText(/scores higher than/).waitFor(),
      height: 1100,
    },
    {
      name: 'evaluations',
      path: '/evaluations',
      ready: (page) => page.getByRole('row').nth(5).waitFor(),
      height: 860,
    },
    {
      name: 'live',
      path: () => scoredAgain(client, brisk as string),
      // Well on its way, with a trail behind it.
      ready: async (page) => {
        const bar = page.getByRole('progressbar');
        while (Number(await bar.getAttribute('aria-valuenow')) < 96) await page.waitForTimeout(50);
      },
      height: 1080,
    },
    {
      name: 'answers',
      path: `/evaluations/${careful}/answers?category=position&response=${await responseOf(client, careful as string, 'position')}`,
      ready: (page) => page.locator('.boxes text').first().waitFor(),
      height: 1180,
    },
    {
      name: 'answer',
      path: `/responses/${await responseOf(client, story as string)}?evaluation=${story}`,
      ready: (page) => page.locator('.words blockquote').first().waitFor(),
      height: 1000,
    },
  ];
}

/** The page of a new evaluation of the same run, which a worker has just begun. */
async function scoredAgain(client: Client, evaluation: string): Promise<string> {
  const { node } = await client.query<{ node: { run: { id: string }; judge: { name: string } } }>(
    'query ($id: ID!) { node(id: $id) { ... on Evaluation { run { id } judge { name } } } }',
    { id: evaluation },
  );
  const { startEvaluation } = await client.query<{ startEvaluation: { evaluation: { id: string } } }>(
    'mutation ($input: StartEvaluationInput!) { startEvaluation(input: $input) { evaluation { id } } }',
    { input: { run: node.run.id, judge: node.judge.name } },
  );
  return `/evaluations/${startEvaluation.evaluation.id}`;
}

/** The third answer of an evaluation, or of a category of it. */
async function responseOf(client: Client, evaluation: string, category?: string): Promise<string> {
  const { node } = await client.query<{ node: { scores: { nodes: { response: { id: string } }[] } } }>(
    `query ($id: ID!, $category: String) { node(id: $id) { ... on Evaluation {
      scores(category: $category, first: 3) { nodes { response { id } } } } } }`,
    { id: evaluation, category },
  );
  return node.scores.nodes.at(-1)?.response.id ?? '';
}

/** Of the leaderboard, best first. */
async function evaluationsOf(client: Client, benchmark: string): Promise<string[]> {
  const { leaderboard } = await client.query<{ leaderboard: { nodes: { evaluation: { id: string } }[] } }>(
    'query ($benchmark: String!) { leaderboard(benchmark: $benchmark) { nodes { evaluation { id } } } }',
    { benchmark },
  );
  return leaderboard.nodes.map(({ evaluation }) => evaluation.id);
}
