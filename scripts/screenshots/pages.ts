import type { Page } from 'playwright-core';
import type { Client } from '../../src/cli/client/client.ts';

export interface Shot {
  /** Of the file: `<name>-light.png` and `<name>-dark.png`. */
  name: string;
  path: string;
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
      path: `/evaluations/${story}`,
      ready: (page) => page.getByRole('heading', { level: 1 }).waitFor(),
      height: 1000,
    },
    {
      name: 'answers',
      path: `/evaluations/${careful}/answers`,
      ready: (page) => page.getByRole('img').first().waitFor(),
      height: 1000,
    },
  ];
}

/** Of the leaderboard, best first. */
async function evaluationsOf(client: Client, benchmark: string): Promise<string[]> {
  const { leaderboard } = await client.query<{ leaderboard: { nodes: { evaluation: { id: string } }[] } }>(
    'query ($benchmark: String!) { leaderboard(benchmark: $benchmark) { nodes { evaluation { id } } } }',
    { benchmark },
  );
  return leaderboard.nodes.map(({ evaluation }) => evaluation.id);
}
